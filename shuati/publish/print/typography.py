"""Marks put into HTML before it is set, which a reader sees but never copies.

Only text changes, never a tag; what is inside ``<pre>``, ``<code>`` and ``<svg>`` stays.
`justify` draws both marks as distances, so that the PDF's text is the source's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from markupsafe import Markup

from shuati.text.scripts import HAN

GAP = "\u200a"
GAP_WIDTH = 0.095  # em, in the shipped fonts; PDF readers take a tenth and more for a space
JOINER = "\u2060"
EMOJI_STYLE = "\ufe0f"  # asks for a picture in colours, which no shipped font has

_CLOSING = "，。、；：？！）》〉」』】〕”’…"
_TOKEN = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_INLINE = re.compile(
    r"a|b|code|del|em|i|ins|kbd|mark|path|q|s|small|span|strong|sub|sup|svg|text|title|u|var"
)
_VERBATIM = frozenset(("code", "pre", "svg"))
_OTHER = re.compile("[^0-9]")

_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u045f"
_GAPS = re.compile(rf"(?<=[{_LETTER}%+#℃°])(?=[{HAN}])|(?<=[{HAN}])(?=[{_LETTER}$#@])")
# No line ends behind one of these:
_UNPARTED = re.compile(
    rf"(?<![A-Za-z0-9.-])[0-9][0-9.,]* ?(?=[{HAN}℃℉°%‰]|[A-Za-zµΩ]{{1,4}}(?![A-Za-z]))"  # its unit
    r"|(?<=[0-9]) (?=[0-9]{3}(?![0-9]))"  # thousands
    r"|(?<=.)(?=[（(][ \u3000]*[）)])"  # a bracket to fill in
    r"|第 ?(?=[0-9A-Za-z])"
    r"|(?<=[^ ]) (?:[=≈≠≤≥≪≫∝→×]|&[lg]t;) (?=[^ ])"  # a relation; a line may end before it
    rf"|(?<=.{{4}})[{HAN}](?=[{HAN}][{_CLOSING}]*\s*$)",  # the last but one of a paragraph
    re.DOTALL,
)
_LAST = re.compile(rf"{JOINER}(?=[{HAN}](?:<[^>]*>|[{_CLOSING}])*$)")
_HYPHENED = re.compile(r"[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)+")
_WHOLE = 16  # characters of a word that is not parted at its hyphens and slashes
_STUB = 2  # characters that are not parted from a longer word

_Text = tuple[int, bool]  # the place of a text among the parts, whether it is verbatim


def typeset(html: str) -> str:
    """``html`` with `GAP` between Han and Latin, and `JOINER` where no line should end.

    That is inside a number and before its unit, behind a sign that relates two things, before a
    bracket to fill in, at the hyphens and slashes of short words, and before the last Han character
    of a paragraph, so that none is left alone on its last line.

    Leaving both marks out of the result gives ``html`` back, but for `EMOJI_STYLE`.
    """
    parts = _TOKEN.split(html.replace(EMOJI_STYLE, ""))
    for run in list(_runs(parts)):
        _mark(parts, run)
    return "".join(parts)


def run_in(html: str) -> Markup:
    """Typeset ``html`` as it is in the midst of a paragraph, whose end it no longer is."""
    return Markup(_LAST.sub("", html))


def _runs(parts: list[str]) -> Iterator[list[_Text]]:
    """The texts that stand in one line: those with only inline tags between them."""
    depth = 0
    run: list[_Text] = []
    for at, part in enumerate(parts):
        if at % 2:
            match = _TAG.match(part)
            name = match[1] if match else ""
            if name in _VERBATIM:
                depth += -1 if part.startswith("</") else 1
            if run and not _INLINE.fullmatch(name):
                yield run
                run = []
        elif part:
            run.append((at, depth > 0))
    if run:
        yield run


def _mark(parts: list[str], run: Sequence[_Text]) -> None:
    """Put the marks into the texts of ``run``, those between two texts into the one before.

    Nothing is put into what is verbatim, nor between two such texts.
    """
    line = "".join(_stand_in(parts[at]) if verbatim else parts[at] for at, verbatim in run)
    marks = dict.fromkeys(_unparted(line), JOINER)
    for match in _GAPS.finditer(line):
        marks[match.start()] = GAP + marks.get(match.start(), "")
    places = sorted(marks)
    end, after_verbatim = 0, False
    for at, verbatim in run:
        start, end = end, end + len(parts[at])
        if not verbatim:
            first = bisect_left(places, start + (not after_verbatim))
            inside = places[first : bisect_right(places, end)]
            parts[at] = _with_marks(parts[at], {place - start: marks[place] for place in inside})
        after_verbatim = verbatim


def _stand_in(verbatim: str) -> str:
    """Latin letters and digits in place of code or a formula."""
    return _OTHER.sub("A", verbatim)


def _unparted(line: str) -> Iterator[int]:
    """The places where no line should end, though it might."""
    for match in _UNPARTED.finditer(line):
        yield match.end()
    for word in _HYPHENED.finditer(line):
        whole = len(word[0]) <= _WHOLE
        pieces = re.split("[-/]", word[0])
        place = word.start()
        for before, after in pairwise(pieces):
            place += len(before) + 1
            if whole or min(len(before), len(after)) <= _STUB:
                yield place


def _with_marks(text: str, marks: Mapping[int, str]) -> str:
    """``text`` with each mark before the character at its place."""
    places = [0, *marks, len(text)]
    pieces = [text[start:end] for start, end in pairwise(places)]
    return "".join(chain.from_iterable(zip(pieces, [*marks.values(), ""], strict=True)))
