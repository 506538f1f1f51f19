"""Sentences whose gaps are filled in: ``==…==``, ``{{c1::…}}``, ``__…__``, coloured words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuati.model import Form, Kind
from shuati.read.exam.option_lines import behind_stem, is_option
from shuati.read.question_start import RowContent

GAP = "____"
_FEWEST = 2  # characters beside the gaps
_CLOZE = re.compile(r"\{\{(?:c\d+::)?(?P<fill>[^{}\n]+?)(?:::[^{}\n:]*)?\}\}")
_HIGHLIGHT = re.compile(r"(?<![=<>!])==(?![=\s])(?P<fill>[^=\n]+?)(?<!\s)==(?!=)")
_COLOUR = re.compile(
    r"(?P<bold>\*\*|__)?(?:<u>)?<(?P<tag>font|span|text|mark)\b[^<>]*>(?:<u>|\*\*)?"
    r"(?P<fill>[^<>\n]+?)(?:</u>|\*\*)?</(?P=tag)>(?:</u>)?(?(bold)(?P=bold))"
)
_UNDERLINE = re.compile(
    r"<u>(?P<under>[^<>\n]*[^<>\s][^<>\n]*)</u>|(?<!\\)__(?P<fill>[^_\n]+?)__(?!_)"
)
_BOLD = re.compile(r"\*\*(?P<fill>[^*\n]+?)\*\*")
_SIGN = re.compile(r"\{\{|==|<|[#＃]")  # what any sentence has that fills its gaps itself
_BRACKETS = re.compile(r"[（(]\s*(?P<fill>[^（）()\n]*[^（）()\s\d分][^（）()\n]*?)\s*[)）]")
_EMPTY = re.compile(r"(?:\\?_){2,}|＿{2,}")
_BEHIND = re.compile(r"\s+[#＃]\s*(?P<fill>[^#\s][^#]*?)\s*$")


@dataclass(frozen=True, slots=True)
class FilledGaps:
    """A sentence with gaps (``text``), and what fills each of them.

    ``marked``: no other text than one with gaps is written so.
    """

    text: str
    fills: tuple[str, ...]
    marked: bool

    @property
    def content(self) -> RowContent:
        """What its row says: the form, the fills, and these as the answer."""
        return RowContent(Form.BLANK, blanks=self.fills, sections=(("", Kind.ANSWER, self.fills),))


def filled_gaps(text: str, *, named: bool = False) -> FilledGaps | None:
    """The sentence with gaps that ``text`` is; None for any other.

    ``named``: a heading 填空题 is above it, so that emphasis fills a gap too.
    """
    if not (named or _SIGN.search(text)):
        return None
    if any(is_option(line) or behind_stem(line) for line in text.split("\n")):
        return None  # the right option is marked in the same ways
    behind = _BEHIND.search(text)
    if behind is not None and len(_EMPTY.findall(text[: behind.start()])) == 1:
        front = _EMPTY.sub(GAP, text[: behind.start()])
        return FilledGaps(front, (behind["fill"],), True)
    patterns = [_CLOZE, _HIGHLIGHT, _COLOUR]
    if named:
        patterns += [_UNDERLINE, _BOLD, _BRACKETS]
    for pattern in patterns:
        found = list(pattern.finditer(text))
        if not found or _EMPTY.search(pattern.sub("", text)):
            continue
        front = pattern.sub(GAP, text)
        beside = re.sub(r"\W", "", front.replace(GAP, ""))
        if len(beside) < _FEWEST:
            continue
        fills = tuple(_fill(match) for match in found)
        return FilledGaps(front, fills, named or "{{c" in text)
    return None


def _fill(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return (groups.get("fill") or groups.get("under") or "").strip(" *")
