# make        builds sources/ into output/
# make test   runs the tests
# Both set up everything they need in .venv, once.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: build test clean
.DELETE_ON_ERROR:

build: .venv/.ready
	$(BIN)/python build.py

test: .venv/.ready-for-tests
	$(BIN)/python -m pytest

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'This needs Python 3.11 or newer: make PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo 'Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python3-venv'; exit 1; }

.venv/.ready: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@sh scripts/system-packages.sh pango $(BIN)/python
	@touch $@

.venv/.ready-for-tests: .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@sh scripts/system-packages.sh tests
	@touch $@

clean:
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
