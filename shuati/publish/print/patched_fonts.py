"""Shipped fonts, which every PDF would embed and cut down anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from shuati.publish.print import fonts
from shuati.publish.print.weasyprint_patches import Change, patch

_START_OF_FILE = 1024  # bytes of a font file that identify it


# Every PDF has its fonts embedded and cut down anew. The joined one embeds them once.


@patch
def without_shipped_fonts() -> Iterable[Change]:
    """Shipped fonts are left out of PDFs; ``font.shipped`` is then the name of the file."""
    from weasyprint.pdf import fonts as drawn

    return (drawn, "get_hb_object_data", _with_names), (drawn.Font, "clean", _with_stubs)


def _with_names(object_data: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``get_hb_object_data``, giving no more than its name for a shipped file."""
    from weasyprint.text.ffi import ffi, harfbuzz

    def content(face: Any, *rest: Any) -> Any:
        if not rest:
            blob = harfbuzz.hb_face_reference_blob(face)
            length = ffi.new("unsigned int *")
            start = harfbuzz.hb_blob_get_data(blob, length)
            size = int(length[0])
            name = _shipped(size, ffi.unpack(start, min(_START_OF_FILE, size)))
            harfbuzz.hb_blob_destroy(blob)
            if name:
                return _ShippedFont(name)
        return object_data(face, *rest)

    return content


def _with_stubs(clean: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's ``Font.clean``, which cuts a font down to the glyphs used."""

    def cleaned(font: Any, *rest: Any) -> None:
        if isinstance(font.file_content, _ShippedFont):
            font.shipped = font.file_content.name
            font.file_content = b"\0\1\0\0"
        else:
            clean(font, *rest)

    return cleaned


class _ShippedFont:
    """Stands for the content of a shipped font file, which need not be copied."""

    def __init__(self, name: str) -> None:
        self.name = name


def _shipped(size: int, start: bytes) -> str | None:
    """The name of the shipped font file that is so large (bytes) and starts so.

    There an OpenType font lists the checksums of its tables.
    """
    name = _sizes().get(size)
    return name if name and start == _start(name) else None


@cache
def _sizes() -> dict[int, str]:
    return {(fonts.FOLDER / face.file).stat().st_size: face.file for face in fonts.FACES}


@cache
def _start(name: str) -> bytes:
    with (fonts.FOLDER / name).open("rb") as file:
        return file.read(_START_OF_FILE)
