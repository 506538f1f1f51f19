"""Where the templates stand, and the folder of a project's own ones that win over them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def folder() -> Path:
    """The folder of the shipped templates: in the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parents[2]
    installed = here / "templates"
    return installed if installed.is_dir() else here.parent / "templates"


def read_text(name: str, overrides: Path | None = None) -> str:
    """The text of template ``name`` (such as ``anki/front.html``).

    A file of that name in ``overrides`` wins over the shipped one. Raises OSError where
    neither can be read, UnicodeDecodeError where it is not UTF-8.
    """
    if overrides is not None and (overrides / name).is_file():
        return (overrides / name).read_text("utf-8")
    return (folder() / name).read_text("utf-8")


def environment(name: str, overrides: Path | None = None) -> Environment:
    """A Jinja2 environment over the templates of room ``name`` (``print``, ``report``).

    Autoescape is on, an unknown name is an error, and a file of ``overrides/name`` wins
    over the shipped one of the same name.
    """
    folders = [base / name for base in (overrides, folder()) if base is not None]
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
