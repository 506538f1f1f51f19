#!/bin/sh
# Installs what pip cannot, where this may (root, apt-get); says the command elsewhere.
# usage: system-packages.sh pango PYTHON | system-packages.sh tests
set -u

may_install() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null
}

install() {
  echo "Installing $*"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

case "$1" in
  pango)
    python=$2
    "$python" -c 'import weasyprint' >/dev/null 2>&1 && exit 0
    if may_install && install libpango-1.0-0 libpangoft2-1.0-0; then
      exit 0
    fi
    echo 'The PDF needs Pango, which is not installed; the deck is built without it. Install it:'
    "$python" -c 'from shuati.publish.sheets.pango import install_command_here as c; print(" ", c())'
    ;;
  tests)
    missing=
    command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing=chromium
    command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
    [ -z "$missing" ] && exit 0
    # shellcheck disable=SC2086 # the list is meant as words
    if may_install && install $missing; then
      exit 0
    fi
    echo "Tests that look at cards and pages are skipped without:$missing"
    ;;
esac
exit 0
