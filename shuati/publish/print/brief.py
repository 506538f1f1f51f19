"""An answer in short: its points, each with its lead term, a sentence, and half a one.

What is left out is left out whole: a sentence or a clause is chosen, never cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuati.model import AnswerPart, Block, Code, Entry, Formula, Kind, Point, Table, walk
from shuati.model.views import points_of, term_of, text_of
from shuati.text.markdown import plain

HALF = 26  # characters of half a sentence at most
_SENTENCE = 90  # characters of a sentence at most, before one of its clauses stands for it

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
class BriefPoint:
    """A point: ``term`` may be '', ``sentence`` its first one, ``half`` a clause of it or ''."""

    term: str
    sentence: str
    half: str


def brief(entry: Entry) -> tuple[BriefPoint, ...]:
    """The points of the answer of ``entry``, in order; of a piece without points, its sense."""
    pieces = [piece for piece in entry.parts if piece.kind in (Kind.ANSWER, Kind.FEATURE)]
    if not pieces:
        pieces = [piece for piece in entry.parts if piece.kind is not Kind.QUESTION]
    return tuple(point for piece in pieces for point in _of_piece(piece, entry.keywords))


def has_more(entry: Entry) -> bool:
    """Whether the answer holds what no point can tell: code, a table or a formula."""
    blocks = tuple(block for piece in entry.parts for block in piece.blocks)
    return any(isinstance(block, Code | Table | Formula) for block in walk(blocks))


def _of_piece(piece: AnswerPart, keywords: Sequence[str]) -> Iterator[BriefPoint]:
    listed = list(points_of(piece.blocks))
    if not listed:
        text = text_of(piece.blocks) or _head(piece.blocks)
        if text:
            yield _point("", text, keywords, 2 * HALF)
        return
    for point in listed:
        yield _of_point(point, keywords)


def _head(blocks: Sequence[Block]) -> str:
    """What a table is about: its head."""
    heads = (block.head for block in walk(tuple(blocks)) if isinstance(block, Table))
    return next(("、".join(map(plain, head)) for head in heads), "")


def _of_point(point: Point, keywords: Sequence[str]) -> BriefPoint:
    term, text = term_of(point) or "", text_of(point.blocks)
    inner = list(points_of(point.blocks))
    if not text and inner:
        terms = [term_of(below) or _first(text_of(below.blocks)) for below in inner]
        text = "、".join(filter(None, terms))
        half = text if len(text) <= HALF else _some(terms)
        return BriefPoint(term, text, half)
    return _point(term, text, keywords, HALF)


def _some(terms: Sequence[str]) -> str:
    """As many of ``terms`` as half a sentence holds, and that there are more."""
    told = ""
    for term in terms:
        longer = f"{told}、{term}" if told else term
        if len(longer) > HALF - 1:
            break
        told = longer
    return f"{told}等" if told else ""


def _point(term: str, text: str, keywords: Sequence[str], limit: int) -> BriefPoint:
    sentence = _first(text)
    if len(sentence) > _SENTENCE:
        sentence = half(sentence, keywords, _SENTENCE) or sentence
    return BriefPoint(term, sentence, half(_first(text), keywords, limit))


def _first(text: str) -> str:
    """The first sentence that says something."""
    sentences = [part.strip(_TRAILING) for part in _ENDS.split(text)]
    told = [part for part in sentences if part]
    return next((part for part in told if not _EMPTY.match(part)), told[0] if told else "")


def half(sentence: str, keywords: Sequence[str], limit: int) -> str:
    """Clauses of ``sentence`` that belong together and say most in ``limit`` characters.

    '' where no clause is that short.
    """
    clauses = _CLAUSES.split(sentence)
    best, best_worth = "", 0.0
    for start in range(len(clauses)):
        if start and _HANGING.match(clauses[start].strip()):
            continue
        for end in range(start + 1, len(clauses) + 1):
            told = "".join(clauses[start:end]).strip(_TRAILING)
            if len(told) > limit:
                break
            worth = _worth(told, keywords) * (1.0 if start == 0 else 0.7)
            if worth > best_worth and _balanced(told):
                best, best_worth = told, worth
    return best


def _worth(text: str, keywords: Sequence[str]) -> float:
    named = sum(word in text for word in keywords)
    return len(text) + 6 * named + 3 * len(_SAYS.findall(text))


def _balanced(text: str) -> bool:
    pairs = ("（）", "()", "“”", "《》", "【】", "「」")
    return text.count("$") % 2 == 0 and all(
        text.count(pair[0]) == text.count(pair[1]) for pair in pairs
    )
