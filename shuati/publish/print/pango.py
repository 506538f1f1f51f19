"""Pango, the system library that WeasyPrint sets text with, and how to get it."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable

_LINUX = {
    "apt-get": "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install -y pango",
    "yum": "yum install -y pango",
    "zypper": "zypper install -y libpango-1_0-0",
    "pacman": "pacman -S --noconfirm pango",
    "apk": "apk add pango",
    "xbps-install": "xbps-install -y pango",
}
_MAC = "brew install pango"
_WINDOWS = "pacman -S mingw-w64-x86_64-pango"  # in a shell of MSYS2
_ELSEWHERE = "see doc.courtbouillon.org/weasyprint/stable/first_steps.html"


class PangoMissing(Exception):
    """The PDF cannot be made, because Pango is not installed; ``command`` installs it."""

    def __init__(self, command: str) -> None:
        super().__init__(f"WeasyPrint needs Pango, which is missing here. Install it: {command}")
        self.command = command


def install_command(system: str, has: Callable[[str], bool], root: bool) -> str:
    """The one command that installs Pango.

    ``system`` is what `platform.system` says, ``has`` says whether a program is installed,
    ``root`` whether the user may install without `sudo`.
    """
    if system == "Darwin":
        return _MAC
    if system == "Windows":
        return f"{_WINDOWS} (in MSYS2; then set WEASYPRINT_DLL_DIRECTORIES to its mingw64\\bin)"
    for manager, command in _LINUX.items():
        if has(manager):
            return command if root or not has("sudo") else f"sudo {command}"
    return _ELSEWHERE


def install_command_here() -> str:
    """`install_command` for this machine."""
    import os

    root = getattr(os, "geteuid", lambda: 1)() == 0
    return install_command(platform.system(), lambda name: shutil.which(name) is not None, root)
