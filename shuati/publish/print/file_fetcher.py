"""What a sheet may fetch: files of the program's own folders, under addresses of their own.

``shuati:fonts/FILE`` and ``shuati:print/FILE`` are served, the latter also from the
project's own templates, and ``shuati:pictures/FILE``, the pictures of the sources that were
checked; every other address, whatever its scheme, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from shuati.publish.print import fonts
from shuati.publish.render import templates

SCHEME = "shuati:"
PICTURES = "pictures"
_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


class Refused(ValueError):
    """An address that a sheet may not fetch."""


def folders(
    overrides: Path | None = None, pictures: Path | None = None
) -> dict[str, tuple[Path, ...]]:
    """The folders that are served, by the first part of the address."""
    bases = [base for base in (overrides, templates.folder()) if base is not None]
    return {
        "fonts": (fonts.FOLDER,),
        "print": tuple(base / "print" for base in bases),
        PICTURES: (pictures,) if pictures else (),
    }


def find(address: str, served: Mapping[str, Sequence[Path]]) -> Path:
    """The file that ``address`` names, in the first folder that has it.

    Raises `Refused` for another scheme, a path out of its folder, or a missing file.
    """
    room, _, name = address.removeprefix(SCHEME).partition("/")
    if address.startswith(SCHEME) and name:
        for folder in served.get(room, ()):
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
    raise Refused(f"not fetched: {address[:200]}")


def content_type(path: Path) -> str:
    """The media type of a file by its name."""
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")
