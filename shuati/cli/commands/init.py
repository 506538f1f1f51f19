"""A new project folder with an example."""

from __future__ import annotations

import argparse
from pathlib import Path

from shuati.cli.terminal import Terminal
from shuati.model import failure
from shuati.pipeline.atomic_write import write_all

# The shipped file and its place in the project; a dot file would be left out of a wheel.
_FILES = {
    "sources/example.md": "sources/example.md",
    "shuati.toml": "shuati.toml",
    "gitignore": ".gitignore",
}


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Make the project folder. Raises `BuildError` where something is there already."""
    terminal.created(create(options.folder))
    return True


def create(folder: Path) -> list[Path]:
    """Make the project ``folder``; returns the files written.

    Raises `BuildError` where one of them is there already.
    """
    from shuati.publish.render.templates import folder as templates

    files = {
        folder / place: (templates() / "project" / name).read_bytes()
        for name, place in _FILES.items()
    }
    for path in (folder / "sources", *files):
        if path.exists() or path.is_symlink():
            raise failure("already-there", str(path))
    write_all(files)
    return list(files)
