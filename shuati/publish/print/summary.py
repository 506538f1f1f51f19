"""An answer in short: its points, each with its lead term, a sentence, and a clause of it.

What is left out is left out whole: a sentence or a clause is chosen, never cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuati.model import (
    AnswerPart,
    Block,
    Code,
    Entry,
    Form,
    Formula,
    Kind,
    Point,
    Table,
    walk,
)
from shuati.model.closed_forms import fills_of, form_of, right_options
from shuati.model.views import points_of, term_of, text_of
from shuati.text.markdown import plain

CLAUSE = 26  # characters of a clause at most
_SENTENCE = 90  # characters of a sentence at most, before one of its clauses takes its place

_ENDS = re.compile(r"(?<=[。！？!?；;\n])|(?<=\.)\s")
_CLAUSES = re.compile(r"(?<=[，,：:；;])")
_TRAILING = "，,：:；;。.！!？?、 \n"
# A clause that begins so hangs on the one before it.
_HANGING = re.compile(
    r"(?:但|而|并|且|或|从而|因此|所以|例如|比如|如|以及|以便|其中|同时|即|这|它|该)"
)
_EMPTY = re.compile(r"^(?:(?:主要|具体)?(?:包括|如下|有|分为)[^，。]{0,12}|.{0,14}如下)$")
_SAYS = re.compile(r"[A-Za-z0-9%]+")


@dataclass(frozen=True, slots=True)
class SummaryPoint:
    """A point: ``term`` may be ''; ``sentence`` is its first one, ``clause`` a part of it or ''."""

    term: str
    sentence: str
    clause: str


_NOTHING = SummaryPoint("", "", "")


def summary(entry: Entry) -> tuple[SummaryPoint, ...]:
    """The points of the answer of ``entry``, in order; of a part without points, its gist."""
    if right := _of_form(entry):
        return right
    parts = [part for part in entry.parts if part.kind in (Kind.ANSWER, Kind.FEATURE)]
    if not parts:
        parts = [part for part in entry.parts if part.kind is not Kind.QUESTION]
    return tuple(point for part in parts for point in _of_part(part, entry.keywords))


def _of_form(entry: Entry) -> tuple[SummaryPoint, ...]:
    """The right options with their letters, what fills the gaps, a short meaning; all whole."""
    lettered = form_of(entry) is not Form.TRUE_FALSE
    right = [(one.label if lettered else "", plain(one.text)) for one in right_options(entry)]
    filled = right or [("", plain(fill)) for fill in fills_of(entry)]
    if form_of(entry) is Form.TERM:
        answers = [part for part in entry.parts if part.kind is Kind.ANSWER]
        meanings = [_text(part.blocks) for part in answers]
        listed = any(any(points_of(part.blocks)) for part in answers)
        if meanings and not listed and len("".join(meanings)) <= 2 * CLAUSE:
            filled = [("", meaning) for meaning in meanings]
    return tuple(SummaryPoint(letter, text, text) for letter, text in filled)


def has_more(entry: Entry) -> bool:
    """Whether the answer holds what no point can hold: code, a table or a formula."""
    blocks = tuple(block for part in entry.parts for block in part.blocks)
    return any(isinstance(block, Code | Table | Formula) for block in walk(blocks))


def _of_part(part: AnswerPart, keywords: Sequence[str]) -> Iterator[SummaryPoint]:
    listed = list(points_of(part.blocks))
    if not listed:
        text = _text(part.blocks) or _head(part.blocks)
        if text:
            yield _point("", text, keywords, 2 * CLAUSE)
        return
    for point in listed:
        short = _of_point(point, keywords)
        if short != _NOTHING or _text(point.blocks, pictures=True) == "":
            yield short


def _text(blocks: Sequence[Block], *, pictures: bool = False) -> str:
    """The text of ``blocks``; what names a picture in words is no part of an answer."""
    return text_of(blocks, pictures=pictures)


def _head(blocks: Sequence[Block]) -> str:
    """What a table is about: its head."""
    heads = (block.head for block in walk(tuple(blocks)) if isinstance(block, Table))
    return next(("、".join(map(plain, head)) for head in heads), "")


def _of_point(point: Point, keywords: Sequence[str]) -> SummaryPoint:
    term, text = term_of(point) or "", _text(point.blocks)
    inner = list(points_of(point.blocks))
    if not text and inner:
        terms = [term_of(below) or _first(_text(below.blocks)) for below in inner]
        text = "、".join(filter(None, terms))
        shown = text if len(text) <= CLAUSE else _some(terms)
        return SummaryPoint(term, text, shown)
    return _point(term, text, keywords, CLAUSE)


def _some(terms: Sequence[str]) -> str:
    """As many of ``terms`` as a clause may hold, and that there are more."""
    listed = ""
    for term in terms:
        longer = f"{listed}、{term}" if listed else term
        if len(longer) > CLAUSE - 1:
            break
        listed = longer
    return f"{listed}等" if listed else ""


def _point(term: str, text: str, keywords: Sequence[str], limit: int) -> SummaryPoint:
    sentence = _first(text)
    if len(sentence) > _SENTENCE:
        sentence = clause(sentence, keywords, _SENTENCE) or sentence
    return SummaryPoint(term, sentence, clause(_first(text), keywords, limit))


def _first(text: str) -> str:
    """The first sentence with a content of its own."""
    sentences = [part.strip(_TRAILING) for part in _ENDS.split(text)]
    filled = [part for part in sentences if part]
    return next((part for part in filled if not _EMPTY.match(part)), filled[0] if filled else "")


def clause(sentence: str, keywords: Sequence[str], limit: int) -> str:
    """Clauses of ``sentence`` that belong together and hold most in ``limit`` characters.

    '' where no clause is that short.
    """
    clauses = _CLAUSES.split(sentence)
    best, best_worth = "", 0.0
    for start in range(len(clauses)):
        if start and _HANGING.match(clauses[start].strip()):
            continue
        for end in range(start + 1, len(clauses) + 1):
            text = "".join(clauses[start:end]).strip(_TRAILING)
            if len(text) > limit:
                break
            worth = _worth(text, keywords) * (1.0 if start == 0 else 0.7)
            if worth > best_worth and _balanced(text):
                best, best_worth = text, worth
    return best


def _worth(text: str, keywords: Sequence[str]) -> float:
    named = sum(word in text for word in keywords)
    return len(text) + 6 * named + 3 * len(_SAYS.findall(text))


def _balanced(text: str) -> bool:
    pairs = ("（）", "()", "“”", "《》", "【】", "「」")
    return text.count("$") % 2 == 0 and all(
        text.count(pair[0]) == text.count(pair[1]) for pair in pairs
    )
