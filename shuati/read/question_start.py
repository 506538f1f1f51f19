"""Where a question begins, and what its title says about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shuati.model import Form, Heading, Html, Kind, Option, Paragraph
from shuati.sources.element import Element, Role
from shuati.sources.labels import parse
from shuati.sources.numbering import Numbered, split_loosely, split_number
from shuati.sources.question_words import is_worth, sounds_asked

# What programs put into a title: anchors, <Badge … />, []{#_Toc1 .anchor}, comments.
_ANCHOR = re.compile(
    r"<a\b[^<>]*>\s*</a>|<a\b[^<>]*/>|<(?P<tag>[A-Z]\w*)\b[^<>]*(?:/>|>\s*</(?P=tag)>)"
    r"|(?:\[\])?\{[#.][\w-]+(?:\s+[.#][\w-]+)*\}|<!--.*?-->"
)

_BREAK = re.compile(r"(?:\s*(?:<br\s*/?>|\\))+\s*$", re.IGNORECASE)
CARD = re.compile(  # the tag with which outliners mark a question
    r"\s*(?:#\S+\s+)*#(?:card|flashcard|anki|卡片|闪卡)s?\b(?:/\S*)?(?:\s+#\S+)*\s*$", re.IGNORECASE
)
_ASKING_SIGN = re.compile(r"^[❓❔]\ufe0f?\s*(?=\S)")
_ALL_BOLD = re.compile(r"(\*\*|__)\s*((?:(?!\1).)+?)\s*\1\s*([:：?？。]?)", re.DOTALL)
_LEADING_BOX = re.compile(r"^\[[ xX]\]\s+")
_LEADING_SIGNS = re.compile(r"^[:：、.\s]+")
_CODE = re.compile(r"Q\d{4,}")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(  # of emphasis, or a code span
    rf"{_CODE_SPAN.pattern}"
    r"|<(?P<end>/?)(?P<name>b|strong|font|span|center|big|small|mark|em|i|u)\b[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_CODE_COMMENT = re.compile(r"<!--\s*(Q\d{4,})\s*-->")

NO_LEVEL = 7  # the level of a start that is no heading
CASE = "case"  # the style of a case with all that is asked about it
TOPIC = "topic"  # the style of one that is a numbered item with what to know below it


@dataclass(frozen=True, slots=True)
class RowContent:
    """What a row or a line says of its question besides the text of it.

    ``sections`` are the label ('' for none), the kind and the paragraphs of each; ``fields``
    are the names of what was found in the row, in order, for a diagnostic.
    """

    form: Form
    options: tuple[Option, ...] = ()
    blanks: tuple[str, ...] = ()
    sections: tuple[tuple[str, Kind, tuple[str, ...]], ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionStart:
    """A question begins at element ``at`` of a proposal.

    ``title`` is inline text without the number; '' when the next paragraph holds it, which is
    in ``below`` then.
    ``explicit``: its number or label says that this is a question (题目3, Q:). ``evidence``: how
    much its place and what is below it say so, where its words do not (options A to D
    below it, a text that folds open): the least that `asked` is. ``row``: what is on the same
    line, where the layout has read it. ``closed``: it is one of an exam paper by its options,
    gaps or verdict, or by the heading of its part.
    """

    at: int
    title: str
    number: str | None
    style: str
    explicit: bool
    level: int = NO_LEVEL
    rest: str = ""
    evidence: float = 0.0
    row: RowContent | None = None
    closed: bool = False
    below: str = ""

    @property
    def words(self) -> str:
        """What is asked, or named, in its title or in the paragraph below it."""
        return self.title or self.below

    @property
    def asked(self) -> float:
        """How much this is a question by its words, see `sounds_asked`, or by other evidence."""
        words = sounds_asked(self.words)
        return max(words, self.evidence) if words >= 0 else words


def is_next(before: QuestionStart, start: QuestionStart) -> bool:
    """Whether a start has the number after that of another, written alike."""
    mine, theirs = before.number or "", start.number or ""
    numbered = mine.isdecimal() and theirs.isdecimal() and before.style == start.style
    return numbered and int(theirs) == int(mine) + 1


def code_mark(element: Element) -> str | None:
    """The code of an entry in ``element``, a comment or text with one: ``<!-- Q0042 -->``."""
    if element.role is Role.COMMENT:
        return element.text.strip() if _CODE.fullmatch(element.text.strip()) else None
    item = element.text if element.role is Role.ITEM else ""
    text = element.block.text if isinstance(element.block, Heading | Html | Paragraph) else item
    comment = _CODE_COMMENT.search(_CODE_SPAN.sub("", text))
    return comment[1] if comment else None


def title_start(
    at: int, text: str, level: int = NO_LEVEL, number: str | None = None
) -> QuestionStart:
    """The start that a title makes: its number split off, its emphasis and anchors removed."""
    text = clean(text)
    if level != NO_LEVEL and re.fullmatch(r"\d{1,4}", text):
        return QuestionStart(at, "", str(int(text)), "1", True, level)
    numbered: Numbered | None = split_number(text)
    if numbered is None or (number and not numbered.explicit):
        return QuestionStart(at, clean(text), number, "item" if number else "", False, level)
    label = parse(numbered.rest)
    if label is not None and label.kind is Kind.QUESTION and label.rest:
        return QuestionStart(at, clean(label.rest), numbered.number, numbered.style, True, level)
    title = "" if numbered.explicit and is_worth(numbered.rest) else clean(numbered.rest)
    return QuestionStart(at, title, numbered.number, numbered.style, numbered.explicit, level)


def regular(starts: Sequence[QuestionStart]) -> list[QuestionStart]:
    """Starts with their numbers as the majority has them.

    Among numbered titles ``1.3TCP`` and ``3,题`` are numbered too; among others the
    figures of "10 种排序" are no number.
    """
    numbers = [start.number for start in starts if start.number is not None]
    counted = len(numbers) >= 3 and numbers[:3] == ["1", "2", "3"]
    if 2 * len(numbers) > len(starts) or counted:
        return [_renumbered(start) if start.number is None else start for start in starts]
    return [
        replace(start, title=f"{start.number} {start.title}", number=None, style="")
        if start.style == "1"
        else start
        for start in starts
    ]


def _renumbered(start: QuestionStart) -> QuestionStart:
    loose = split_loosely(start.title)
    if loose is None:
        return start
    return replace(start, title=clean(loose.rest), number=loose.number, style=loose.style)


@lru_cache(maxsize=65_536)
def clean(text: str, *, colon: bool = False) -> str:
    """A title without anchors, tags of cards, closing hashes and emphasis around the whole of it.

    ``colon``: keep one at the end, as a question of several lines has it.
    """
    text = CARD.sub("", _BREAK.sub("", _ANCHOR.sub("", text))).strip()
    text = _ASKING_SIGN.sub("", text)
    if "<" in text:
        text = re.sub(r"^<a\b[^<>]*>(.*)</a>", r"\1", text)
        text = re.sub(r"^</?(?:b|strong|font|span|center)\b[^<>]*>", "", text)
        end = re.search(r"</(b|strong|font|span|center)>$", text)
        if end is not None and f"<{end[1]}" not in text[: end.start()]:
            text = text[: end.start()]
        text = _without_half_tags(text)
    text = text.strip()
    whole = _ALL_BOLD.fullmatch(text)
    text = whole[2] + whole[3] if whole else text
    text = _LEADING_BOX.sub("", text)
    text = _LEADING_SIGNS.sub("", text).rstrip()
    return text if colon else text.rstrip(":： ")


def _without_half_tags(text: str) -> str:
    """``text`` without tags of emphasis that begin or end outside of it."""
    if "<" not in text:
        return text
    tags = [match for match in _TAG.finditer(text) if match["name"]]
    found = Counter((match["name"].lower(), bool(match["end"])) for match in tags)
    half = {name for name, _ in found if found[name, True] != found[name, False]}
    return _TAG.sub(lambda one: "" if (one["name"] or "").lower() in half else one[0], text)
