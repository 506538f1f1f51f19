"""A new project folder with an example."""

from __future__ import annotations

from pathlib import Path

from shuati.model.diagnostic import stop
from shuati.pipeline.atomic_write import write_all

# The shipped file and its place in the project; a dot file would be left out of a wheel.
_FILES = {
    "sources/example.md": "sources/example.md",
    "shuati.toml": "shuati.toml",
    "gitignore": ".gitignore",
}


def create(folder: Path) -> list[Path]:
    """Make the project ``folder``; the files written. Raises `Stop` where one is there already."""
    from shuati.publish.render.templates import folder as templates

    files = {
        folder / place: (templates() / "project" / name).read_bytes()
        for name, place in _FILES.items()
    }
    for path in (folder / "sources", *files):
        if path.exists() or path.is_symlink():
            raise stop(str(path), "this is there already", "name a folder that is new or empty")
    write_all(files)
    return list(files)
