"""Formulas as drawings: TeX becomes outlines, which WeasyPrint draws and a reader can copy.

The outlines are those of ziamath (its font is STIX Two Math; Chinese characters are taken
from the shipped serif). Over them lies the TeX in invisible letters, which is what is
copied and searched. A formula that cannot be set is left as TeX.

A long formula in a line is cut into several drawings, before relations and signs: their
element has the class ``math``, and ``long`` where it is longer than a third of a line. Whether a
line may end between them, or only where a whole line is too short, is up to the style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape, unescape
from math import ceil
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from shuati.publish.print import fonts
from shuati.text.scripts import HAN

if TYPE_CHECKING:
    from ziamath.zmath import Math

_TEX = re.compile(
    r'(?P<own><p class="formula">)?<code class="tex(?P<large> large)?">(?P<tex>.*?)</code>',
    re.DOTALL,
)
_SVG = re.compile(r'<svg class="tex" style="width:([\d.]+)em.*?</svg>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# As `plain` writes one: no Chinese outside \\text{…}, no space inside the dollars.
_WORDS = r"\\(?:text|mbox|mathrm|operatorname)\w* *\{[^{}$]*\}"
_DOLLARS = re.compile(rf"\$(?! )((?:{_WORDS}|[^${HAN}])+?)(?<! )\$(?!\d)")

_DISPLAYED = re.compile(r"\$\$((?:[^$]|\\\$)+)\$\$")

_FONT = "shuati"
_EM = 24.0  # units of a drawing
_SIZE = 1.05  # em: STIX is small beside the shipped serif
_LETTER = 0.52  # em: about the width of a letter
_LONGEST = 2000  # characters
_DEEPEST = 6  # braces in braces; ziamath takes twice as long for each
_UNBROKEN = 5 * _EM  # a part of a formula is not made shorter than this,
_REST = 3 * _EM  # nor its last part than this
_LONG = 16 * _EM
_BEFORE = frozenset("=≠<>≤≥≪≫≈≡∼≃≅∝∈→⇒⇔↦+−-±")
_BEHIND = frozenset(",")
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_ROWS = frozenset(("math", "mrow"))
_KNOWN = _ROWS | frozenset(
    re.findall(
        r"\w+",
        "menclose mfenced mfrac mi mn mo mover mpadded mphantom mroot ms mspace msqrt mstyle "
        "msub msubsup msup mtable mtd mtext mtr munder munderover none",
    )
)


class _Unset(Exception):
    """The formula holds what ziamath would draw wrongly."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A drawing: its left and right, what is filled, and what is drawn with lines."""

    left: float
    right: float
    filled: str
    lines: tuple[tuple[str, str], ...]


def with_formulas(text: str) -> str:
    """Plain text as HTML, each ``$…$`` and, as large as displayed, ``$$…$$`` a formula."""
    html = _DISPLAYED.sub(r'<code class="tex large">\1</code>', escape(text))
    return _DOLLARS.sub(r'<code class="tex">\1</code>', html)


def drawn(html: str) -> str:
    """``html`` (of `shuati.publish.render.html`) whose formulas are drawings where that can be."""

    def one(match: re.Match[str]) -> str:
        own = match["own"] or ""
        tex = unescape(_TAG.sub("", match["tex"]))
        made = svg(tex, bool(own or match["large"]))
        return own + made if made else match[0]

    return _TEX.sub(one, html) if "tex" in html else html


def flat(html: str) -> str:
    """``html`` with a word about as wide in place of each drawing, to measure it by."""
    return _SVG.sub(lambda match: "n" * ceil(float(match[1]) / _LETTER), html)


@lru_cache(maxsize=4096)
def svg(tex: str, display: bool) -> str:
    """The drawing of a formula as inline SVG, '' where it cannot be drawn.

    Several in an element where it may be broken into lines. Sizes are in em.
    """
    if len(tex) > _LONGEST or _depth(tex) > _DEEPEST:
        return ""
    try:
        math = _math(tex, display)
        parts = list(_parts(math))
    except Exception:  # whatever ziamath or latex2mathml stumble over, of many kinds
        return ""
    top, bottom = -math.node.bbox.ymax, -math.node.bbox.ymin
    width = sum(part.right - part.left for part in parts)
    if not (width > 0 and bottom > top):
        return ""
    shared = zip(parts, _shared(tex, len(parts)), strict=True)
    drawings = "".join(_svg(part, top, bottom, text) for part, text in shared)
    if len(parts) == 1:
        return drawings
    return f'<span class="math{" long" if width > _LONG else ""}">{drawings}</span>'


def _shared(tex: str, count: int) -> Iterator[str]:
    """``tex`` in so many parts, about equally long and cut at spaces."""
    start = 0
    for left in range(count, 1, -1):
        end = start + (len(tex) - start) // left
        end = (tex.find(" ", end) + 1) or end
        yield tex[start:end]
        start = end
    yield tex[start:]


def _depth(tex: str) -> int:
    depth = deepest = 0
    for mark in re.findall(r"[{}]|\\left\b|\\right\b|\\begin\b|\\end\b", tex):
        depth += 1 if mark in ("{", "\\left", "\\begin") else -1
        deepest = max(deepest, depth)
    return deepest


def _svg(part: _Part, top: float, bottom: float, tex: str) -> str:
    width, height = part.right - part.left, bottom - top
    style = f"width:{_em(width)};height:{_em(height)};vertical-align:{_em(-bottom)}"
    box = " ".join(map(_number, (part.left, top, width, height)))
    lines = "".join(
        f'<path d="{d}" fill="none" stroke="currentColor" stroke-width="{wide}"/>'
        for d, wide in part.lines
    )
    filled = f'<path d="{part.filled}" fill="currentColor"/>' if part.filled else ""
    copied_text, families = escape(tex.strip()), ", ".join((fonts.SERIF, *fonts.OTHERS))
    size = min(_EM, 0.98 * width / max(_width(tex), 0.1))
    copied = (
        f'<text x="{_number(part.left)}" y="0" fill="none" font-size="{_number(size)}"'
        f' font-family="{families}">{copied_text}</text>'
    )
    shown = f"<title>{copied_text}</title>{filled}{lines}{copied}"
    return f'<svg class="tex" style="{style}" viewBox="{box}">{shown}</svg>'


def _width(tex: str) -> float:
    """How wide the letters of ``tex`` are, in em."""
    font = _chinese()
    units: int = sum(font.glyph(char).advance() for char in tex)
    return units / float(font.info.layout.unitsperem)


def _math(tex: str, display: bool) -> Math:
    """Raises `_Unset`, or anything."""
    from ziamath.escapes import unescape as named
    from ziamath.tex import tex2mml
    from ziamath.zmath import Math

    mathml = ElementTree.fromstring(named(tex2mml(tex, inline=not display)))
    for element in mathml.iter():
        if element.tag.rpartition("}")[2] not in _KNOWN:
            raise _Unset
        if not len(element) and (element.text or "").startswith("\\"):
            raise _Unset  # a command that is not known
    _font().language("math", "")  # as it was before the last \\text
    return Math(mathml, size=_EM, font=_FONT)


@contextmanager
def _plain_paths() -> Iterator[None]:
    """Let ziamath draw paths, not symbols; its settings are those of the whole process."""
    from ziamath.config import config

    kept = config.svg2, config.precision
    config.svg2, config.precision = False, 2
    try:
        yield
    finally:
        config.svg2, config.precision = kept


@cache
def _font() -> Any:
    """STIX Two Math, with Chinese characters from the shipped serif; `_FONT` to ziamath."""
    from ziamath import zmath
    from ziamath.mathfont import MathFont
    from ziamath.styles import styledchr

    chinese = _chinese()

    class Both(MathFont):
        def findglyph(self, char: str, variant: Any) -> Any:
            if self.glyphindex(styledchr(char, variant)):
                return super().findglyph(char, variant)
            if chinese.glyphindex(char):
                return chinese.glyph(char)
            raise _Unset

    font = zmath.loadedfonts[_FONT] = Both(zmath.fontname, _EM)
    return font


@cache
def _chinese() -> Any:
    from ziafont.font import Font

    return Font(str(fonts.FOLDER / "NotoSerifSC-400.ttf"))


def _parts(math: Math) -> Iterator[_Part]:
    """The drawings of ``math``, more than one where a line may be broken in between."""
    row: Any = math.node
    while len(row.nodes) == 1 and row.nodes[0].mtag in _ROWS:
        row = row.nodes[0]
    whole = math.node.bbox
    start, left = 0, whole.xmin
    for end in [*_cuts(row), len(row.nodes)]:
        right = row.nodexy[end][0] if end < len(row.nodes) else whole.xmax
        yield _drawn(row, start, end, left, right)
        start, left = end, right


def _cuts(row: Any) -> Iterator[int]:
    """Before which nodes of ``row`` a line may be broken, from the left."""
    if any(y for _, y in row.nodexy):
        return  # several lines
    depth, last, before = 0, 0.0, ""
    end = row.nodexy[-1][0] + row.nodes[-1].bbox.xmax
    for at, node in enumerate(row.nodes):
        sign = getattr(node, "string", "") if node.mtag == "mo" else ""
        x = row.nodexy[at][0]
        breaks = before in _BEHIND or (sign in _BEFORE and before not in _BEFORE)
        if breaks and not depth and x - last > _UNBROKEN and end - x > _REST:
            last = x
            yield at
        depth += (sign in _OPEN) - (sign in _CLOSED)
        before = sign


def _drawn(row: Any, start: int, end: int, left: float, right: float) -> _Part:
    canvas = ElementTree.Element("svg")
    with _plain_paths():
        for node, (x, y) in zip(row.nodes[start:end], row.nodexy[start:end], strict=True):
            node.draw(x, y, canvas)
    filled: list[str] = []
    lines: list[tuple[str, str]] = []
    for shape in canvas.iter():
        if shape is canvas or shape.tag == "g":
            continue
        path = _path(shape)
        if "stroke" in shape.attrib:
            lines.append((path, shape.get("stroke-width", "1")))
        else:
            filled.append(path)
    return _Part(left, right, " ".join(filled), tuple(lines))


def _path(shape: ElementTree.Element) -> str:
    """Raises `_Unset` for what is neither a path nor a rectangle."""
    if shape.tag == "path":
        return shape.get("d", "").strip()
    if shape.tag != "rect" or "rx" in shape.attrib:
        raise _Unset
    x, y, width, height = (float(shape.get(name, "0")) for name in ("x", "y", "width", "height"))
    return f"M {_number(x)} {_number(y)} h {width:g} v {height:g} h {-width:g} Z"


def _em(length: float) -> str:
    return f"{_number(length * _SIZE / _EM)}em"


def _number(value: float) -> str:
    return f"{value + 0:.3f}".rstrip("0").rstrip(".")
