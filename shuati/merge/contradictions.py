"""Contradictions between the answers of one entry's variants.

Two clauses contradict each other if they are nearly the same but for a number with the same
unit, or for an antonym or a negation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from shuati.merge.antonyms import contradicting_words
from shuati.merge.redundancy import clauses, similarity
from shuati.merge.terms import term_key, with_lead_term
from shuati.model import Diagnostic, Entry, Kind, Location, Point, Question, warning
from shuati.model.views import all_text, points_of
from shuati.text.fold import fold

# Set by hand. Similarity of two clauses (Dice, 0 to 1) without the words or numbers compared.
_SIMILAR = 0.7
_SIMILAR_UNDER_ONE_TERM = 0.5
_SHORTEST = 4  # characters of a clause that is compared

_NUMBER = re.compile(
    r"(?<![a-z\d._-])(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百千万]+(?=[个种次年层倍步类位]))\s*"
    r"(?P<unit>%|[a-z]+\b|[^\W\d_a-z]{1,2})?"
)


@dataclass(frozen=True, slots=True)
class _Claim:
    question: Question
    point: Point
    term: str
    clause: str
    number: int  # of its point, one for equal ones


def contradictions(entry: Entry) -> Iterator[Diagnostic]:
    """A warning for every two points of different variants that contradict each other."""
    if len(entry.variants) == 1:
        return
    numbers: dict[Point, int] = {}
    claims = [list(_claims(variant, numbers)) for variant in entry.variants]
    seen: set[tuple[int, int]] = set()
    for mine, theirs in combinations(claims, 2):
        under_term = defaultdict(list)
        for other in theirs:
            under_term[other.term].append(other)
        for one in mine:
            for other in under_term[one.term]:
                pair = one.number, other.number
                if pair not in seen and (words := _contradict(one, other)):
                    seen.add(pair)
                    yield _diagnostic(one, other, words)


def _claims(question: Question, numbers: dict[Point, int]) -> Iterator[_Claim]:
    """The clauses of all points; new points get a number in ``numbers``."""
    for section in question.sections:
        if section.kind in (Kind.QUESTION, Kind.EXAMPLE):
            continue
        for point in points_of(section.blocks):
            term = term_key(with_lead_term(point).term)
            number = numbers.setdefault(point, len(numbers))
            for line in all_text(point.blocks, code=False).split("\n"):
                for clause in clauses(fold(line)):
                    if len(clause) >= _SHORTEST:
                        yield _Claim(question, point, term, clause, number)


def _contradict(one: _Claim, other: _Claim) -> tuple[str, str] | None:
    """The two words, or the two numbers with their unit, that contradict each other.

    Both are below one term.
    """
    if one.clause == other.clause:
        return None
    least = _SIMILAR_UNDER_ONE_TERM if one.term else _SIMILAR
    words = contradicting_words(one.clause, other.clause)
    if (
        words
        and similarity(_without(one.clause, words[0]), _without(other.clause, words[1])) >= least
    ):
        return words
    mine, theirs = _numbers(one.clause), _numbers(other.clause)
    units = [unit for unit in mine if unit in theirs and not mine[unit] & theirs[unit]]
    if units and mine.keys() == theirs.keys():
        plain = [_NUMBER.sub(" ", claim.clause) for claim in (one, other)]
        if similarity(*plain) >= least:
            unit = units[0]
            return f"{min(mine[unit])} {unit}".strip(), f"{min(theirs[unit])} {unit}".strip()
    return None


def _without(clause: str, word: str) -> str:
    return clause.replace(word, " ")


@lru_cache(maxsize=16384)
def _numbers(clause: str) -> Mapping[str, set[str]]:
    """The numbers of a clause by unit ('' for none)."""
    found: dict[str, set[str]] = {}
    for match in _NUMBER.finditer(clause):
        found.setdefault(match["unit"] or "", set()).add(match["number"])
    return found


def _diagnostic(one: _Claim, other: _Claim, words: tuple[str, str]) -> Diagnostic:
    place = str(Location(other.question.path, other.point.span))
    location = Location(one.question.path, one.point.span)
    mine, theirs = words
    if not one.term:
        return warning("contradictory-answers", location, mine=mine, theirs=theirs, place=place)
    return warning(
        "contradictory-points", location, mine=mine, theirs=theirs, place=place, term=one.term
    )
