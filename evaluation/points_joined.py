"""Which points of several documents are one: labels, weights and figures.

Fits the weights of `shuati.merge.same_points` to ``labels/points.toml`` by penalised logistic
regression, and says how good they are on every field when they and the least score are chosen on
all others. A bank whose entries were read is a field of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import sqrt

import numpy as np

from evaluation.labelled_subjects import labelled_subjects
from evaluation.labels import LABELS, SOURCES, Bank, read_bank, resolve
from evaluation.logistic_regression import fitted
from shuati.match.vocabulary import synonyms_of
from shuati.merge.same_points import PointLikeness, candidates, same_points
from shuati.merge.slots import answer_of, points_of
from shuati.merge.terms import same_term, with_plain_lead
from shuati.merge.units import MergeUnit
from shuati.model import Kind, Location, Paragraph, Point, PointList, Question, Section, Span
from shuati.model.views import all_text, term_of

ODDS = tuple(step / 8 for step in range(-8, 9))  # natural logarithms
_WRONG = 5  # missed pairs that a wrong one costs: it mixes two things, they say one thing twice
_PENALTY = 1.0  # of a weight's square
_PLACE = Span(1, 1)

Place = tuple[int, int]
"""A document or variant, and a point of it, from 0."""

Verdicts = Mapping[tuple[Place, Place], bool | None]
"""Whether two points are one; None where they may be either."""


@dataclass(frozen=True, slots=True)
class LabelledPoint:
    """A point of a document: what it is about, and how it relates to earlier documents."""

    about: str
    mark: str  # '=' nothing new, '+' something new, '!' contradicts
    point: Point

    @property
    def text(self) -> str:
        return text_of(self.point)


@dataclass(frozen=True, slots=True)
class LabelledEntry:
    """The answers of several documents to one question."""

    field: str
    question: str
    documents: tuple[tuple[LabelledPoint, ...], ...]


@cache
def labelled() -> tuple[LabelledEntry, ...]:
    """The entries of ``labels/points.toml``."""
    return tuple(
        LabelledEntry(
            one["field"],
            one["question"],
            tuple(tuple(map(_labelled, points)) for points in one["documents"]),
        )
        for one in _table()["entries"]
    )


def _table() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((LABELS / "points.toml").read_text("utf-8"))


def _labelled(line: str) -> LabelledPoint:
    about, mark, text = line.split(" ", 2)
    term, colon, rest = text.partition("：")
    said = Paragraph(rest if colon else term, _PLACE)
    return LabelledPoint(about, mark, Point(term if colon else None, (said,), _PLACE))


def text_of(point: Point) -> str:
    """A point as plain text, the lead term first."""
    return "：".join(filter(None, (term_of(point), all_text(point.blocks))))


def question_of(entry: LabelledEntry, document: int, *, bold: bool = True) -> Question:
    """The question as a document at an index answers it, its lead terms ``bold`` or plain."""
    points = tuple(one.point for one in entry.documents[document])
    return question_with(
        entry.question, f"{document}.md", points if bold else tuple(map(with_plain_lead, points))
    )


def question_with(text: str, path: str, points: tuple[Point, ...]) -> Question:
    """A question that a document answers with ``points``."""
    answer = PointList(False, 1, points, _PLACE)
    section = Section("答案", Kind.ANSWER, (answer,), _PLACE)
    return Question(Location(path, _PLACE), None, text, text, (section,))


@dataclass(frozen=True)
class JudgedPoints:
    """The points of an entry's documents, and which pairs of them are one.

    ``read``: only the pairs with a verdict were judged; else all others are two points.
    """

    field: str
    documents: tuple[tuple[MergeUnit, ...], ...]
    verdicts: Verdicts
    read: bool = False

    def verdict(self, pair: tuple[Place, Place]) -> bool | None:
        return self.verdicts.get(pair, None if self.read else False)


def judged_points(entry: LabelledEntry, *, bold: bool = True) -> JudgedPoints:
    """The entry as its documents are merged."""
    asked = [question_of(entry, at, bold=bold) for at in range(len(entry.documents))]
    verdicts: dict[tuple[Place, Place], bool | None] = {}
    for a, b in combinations(range(len(asked)), 2):
        for x, one in enumerate(entry.documents[a]):
            for y, other in enumerate(entry.documents[b]):
                if one.about != other.about:
                    continue
                if "!" not in one.mark + other.mark:
                    verdicts[(a, x), (b, y)] = True
                elif same_term(one.point.term, other.point.term, synonyms_of()):
                    verdicts[(a, x), (b, y)] = None
    return JudgedPoints(entry.field, _units(asked), verdicts)


def _units(questions: Sequence[Question]) -> tuple[tuple[MergeUnit, ...], ...]:
    return tuple(tuple(points_of(answer_of(one, at))) for at, one in enumerate(questions))


@cache
def ours() -> tuple[JudgedPoints, ...]:
    """All that was judged of documents of ours."""
    bank = dict(read_bank({"sources": SOURCES["sources"]}))
    for subject in labelled_subjects():
        bank[f"subjects/{subject.name}"] = subject.documents
    return (*map(judged_points, labelled()), *_read(bank))


@cache
def foreign() -> tuple[JudgedPoints, ...]:
    """What was judged of documents of other people, where these are there."""
    return tuple(_read(read_bank({"seeds": SOURCES["seeds"]})))


def _read(bank: Bank) -> Iterable[JudgedPoints]:
    for one in _table()["read"]:
        references = [reference.rpartition("/") for reference in one["questions"]]
        field = references[0][0]
        if field not in bank:
            continue
        questions = [resolve(f"bank/{name}", {"bank": bank[field]}) for _, _, name in references]
        yield JudgedPoints(field, _units(questions), dict(map(_verdict, one["pairs"])), read=True)


def _verdict(line: str) -> tuple[tuple[Place, Place], bool | None]:
    one, other, mark = line.split(" ")
    return (_place(one), _place(other)), {"=": True, "-": False, "?": None}[mark]


def _place(text: str) -> Place:
    variant, point = text.split(".")
    return int(variant) - 1, int(point) - 1


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of points that were made one: rightly, wrongly, and those that were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Links) -> Links:
        return Links(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def cost(self) -> int:
        """What the pairs cost that were linked wrongly or missed, in missed ones."""
        return _WRONG * self.wrong + self.missed

    @property
    def error(self) -> float:
        """The standard error of `cost`, each number of pairs being a Poisson count."""
        return sqrt(_WRONG**2 * self.wrong + self.missed)


def links(entry: JudgedPoints, weights: PointLikeness, least: float) -> Links:
    """How the points of every two documents of ``entry`` are linked."""
    groups = same_points(entry.documents, synonyms_of(), weights, least)
    home = {unit: number for number, group in enumerate(groups) for unit in group}
    right = wrong = missed = 0
    for pair, unit, other in _pairs(entry):
        made = unit in home and home[unit] == home.get(other)
        verdict = entry.verdict(pair)
        right += made and verdict is True
        wrong += made and verdict is False
        missed += not made and verdict is True
    return Links(right, wrong, missed)


def _pairs(entry: JudgedPoints) -> Iterable[tuple[tuple[Place, Place], MergeUnit, MergeUnit]]:
    for a, b in combinations(range(len(entry.documents)), 2):
        for x, unit in enumerate(entry.documents[a]):
            for y, other in enumerate(entry.documents[b]):
                yield ((a, x), (b, y)), unit, other


def fit(entries: Iterable[JudgedPoints]) -> tuple[PointLikeness, float]:
    """The weights for ``entries``, and the score at which both answers are as likely."""
    x, y = [], []
    for entry in entries:
        verdicts = {(unit, other): entry.verdict(pair) for pair, unit, other in _pairs(entry)}
        for found in candidates(entry.documents, synonyms_of()):
            for one in found:
                verdict = verdicts[one.unit, one.other]
                if not one.same_term and verdict is not None:
                    x.append(one.likeness)
                    y.append(verdict)
    bias, weights = fitted(np.array(x), np.array(y), _PENALTY)
    return PointLikeness(*(round(one, 2) for one in weights)), -bias


@cache
def left_out() -> Mapping[str, Mapping[float, Links]]:
    """For every field and each of `ODDS` the links on it, with the weights of the others."""
    found = {}
    for name in dict.fromkeys(entry.field for entry in ours()):
        weights, even = fit(entry for entry in ours() if entry.field != name)
        own = [entry for entry in ours() if entry.field == name]
        found[name] = {odds: _total(own, weights, even + odds) for odds in ODDS}
    return found


def total(fields: Iterable[Mapping[float, Links]], odds: float) -> Links:
    """The links of several fields."""
    return sum((links_by[odds] for links_by in fields), Links())


def least_odds(fields: Iterable[Mapping[float, Links]]) -> float:
    """The highest of `ODDS` whose cost on ``fields`` is within a standard error of the least
    (Breiman et al. 1984): where labels hardly differ, less is joined."""
    kept = tuple(fields)
    found = {odds: total(kept, odds) for odds in ODDS}
    best = min(found.values(), key=lambda links: links.cost)
    return max(odds for odds, links in found.items() if links.cost <= best.cost + best.error)


def chosen() -> tuple[PointLikeness, float]:
    """The weights, and the least score of two points that are one."""
    weights, even = fit(ours())
    return weights, round(even + least_odds(left_out().values()), 2)


def links_left_out() -> dict[str, Links]:
    """For every field the links on it, with the weights and the odds chosen on the others."""
    return {
        name: own[least_odds(one for other, one in left_out().items() if other != name)]
        for name, own in left_out().items()
    }


def _total(entries: Iterable[JudgedPoints], weights: PointLikeness, least: float) -> Links:
    return sum((links(entry, weights, least) for entry in entries), Links())


def foreign_links() -> Links:
    """The links on documents of other people, by what is chosen without them."""
    return _total(foreign(), *chosen())
