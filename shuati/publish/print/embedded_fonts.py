"""The shipped fonts in a PDF: each face once, with the glyphs that all pages need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from shuati.publish.print import fonts
from shuati.publish.print.page_run import PageRun

_DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "cmap", "name", "post", "OS/2")
_SYMBOLIC, _SERIF, _FIXED = 4, 2, 1


class EmbeddedFonts:
    """The faces that ``runs`` use, as fonts of ``pdf``; `embed` writes them."""

    def __init__(self, pdf: Any, runs: Sequence[PageRun]) -> None:
        self._pdf = pdf
        self._glyphs: dict[str, dict[int, str]] = {}
        for run in runs:
            for file, used in run.glyphs.items():
                self._glyphs.setdefault(file, {}).update(used)
            for number in run.numbers:
                if number.face:
                    digits = {_glyph(number.face, char): char for char in "0123456789"}
                    self._glyphs.setdefault(number.face, {}).update(digits)
        self._fonts: dict[str, Any] = {}

    def font(self, file: str) -> Any:
        """The font of ``pdf`` for a shipped file."""
        from pikepdf import Dictionary

        if file not in self._fonts:
            self._fonts[file] = self._pdf.make_indirect(Dictionary())
        return self._fonts[file]

    def digits(self, file: str, text: str) -> tuple[list[int], float]:
        """The glyphs of a number, and their width in thousandths of an em."""
        glyphs = [_glyph(file, char) for char in text]
        return glyphs, sum(_width(file, glyph) for glyph in glyphs)

    def embed(self) -> None:
        """Write every font that was asked for."""
        for file, font in sorted(self._fonts.items()):
            for key, value in self._described(file, self._glyphs.get(file, {})).items():
                font[key] = value

    def _described(self, file: str, glyphs: dict[int, str]) -> dict[str, Any]:
        from pikepdf import Array, Dictionary, Name, String

        face = next(face for face in fonts.FACES if face.file == file)
        name = f"{_tag(file)}+{face.family.replace(' ', '')}-{face.weight}"
        content = _subset(file, frozenset(glyphs))
        flags = _SYMBOLIC | (_SERIF if face.family == fonts.SERIF else 0)
        box, ascent, descent = _measures(file)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{name}"),
            Flags=flags | (_FIXED if face.family == fonts.MONO else 0),
            FontBBox=Array(box),
            ItalicAngle=0,
            Ascent=ascent,
            Descent=descent,
            CapHeight=ascent,
            StemV=80 if face.weight == 400 else 140,
            FontFile2=self._pdf.make_stream(content, Length1=len(content)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{name}"),
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=self._pdf.make_indirect(descriptor),
            DW=1000,
            W=Array(list(_widths(file, sorted(glyphs)))),
            CIDToGIDMap=Name.Identity,
        )
        return {
            "/Type": Name.Font,
            "/Subtype": Name.Type0,
            "/BaseFont": Name(f"/{name}"),
            "/Encoding": Name("/Identity-H"),
            "/DescendantFonts": Array([self._pdf.make_indirect(descendant)]),
            "/ToUnicode": self._pdf.make_stream(_to_unicode(glyphs)),
        }


@cache
def _font(file: str) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.FOLDER / file))))


@cache
def _glyph(file: str, char: str) -> int:
    return int(_font(file).get_nominal_glyph(ord(char)) or 0)


@cache
def _width(file: str, glyph: int) -> float:
    font = _font(file)
    return float(round(font.get_glyph_h_advance(glyph) * 1000 / font.face.upem))


@cache
def _measures(file: str) -> tuple[list[int], int, int]:
    """The box around all glyphs, ascent and descent, in thousandths of an em."""
    import struct

    font = _font(file)
    upem = font.face.upem
    head = font.face.reference_table("head").data
    box = [round(value * 1000 / upem) for value in struct.unpack(">4h", head[36:44])]
    extents = font.get_font_extents("ltr")
    return box, round(extents.ascender * 1000 / upem), round(extents.descender * 1000 / upem)


def _tag(file: str) -> str:
    """Six letters, as the name of a subset begins; a face has one subset in a PDF."""
    number = [face.file for face in fonts.FACES].index(file)
    return f"SHUAT{chr(65 + number)}"


def _subset(file: str, glyphs: frozenset[int]) -> bytes:
    """The font file with these glyphs only, under the numbers that they have."""
    import uharfbuzz

    request = uharfbuzz.SubsetInput()
    kinds = uharfbuzz.SubsetInputSets
    request.sets(kinds.GLYPH_INDEX).update(set(glyphs))
    dropped = {int.from_bytes(name.ljust(4).encode(), "big") for name in _DROPPED}
    request.sets(kinds.DROP_TABLE_TAG).update(dropped)
    request.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    content: bytes = uharfbuzz.subset(_font(file).face, request).blob.data
    return content


def _widths(file: str, glyphs: Sequence[int]) -> Iterator[Any]:
    """PDF's ``W``: runs of glyphs of one width; those as wide as they are high are left out."""
    from pikepdf import Array

    rows: list[tuple[int, int]] = [
        (glyph, int(_width(file, glyph))) for glyph in glyphs if _width(file, glyph) != 1000
    ]
    for _, run in groupby(enumerate(rows), lambda item: item[1][0] - item[0]):
        listed = [row for _, row in run]
        yield listed[0][0]
        yield Array([width for _, width in listed])


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    items = sorted(glyphs.items())
    for start in range(0, len(items), 100):
        part = items[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
