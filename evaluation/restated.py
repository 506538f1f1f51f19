"""Which points only say their term again: ``python -m evaluation.restated``.

Fits the weights of `shuati.publish.anki.restated` to the points of ours in
``labels/restated_points.toml`` by penalised logistic regression, and says how good they are on
every field when they are fitted to the others. The least score is the one with the lowest cost
there, where a good point that is lost counts four times one that is left. The points of other
people's documents, where these are there, are judged by what is chosen without them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from evaluation import logistic_regression
from evaluation.labels import LABELS, SOURCES, read_bank, resolve
from shuati.merge import merge
from shuati.model import Question
from shuati.model.views import all_text
from shuati.publish.anki.cues import cues
from shuati.publish.anki.restated import LEAST, WEIGHTS, Added, added, has_literal, score
from shuati.text.markdown import plain

LEASTS = tuple(step / 10 for step in range(-20, 41))
_PENALTY = 0.5  # of a weight's square
_LOST = 4  # points that are left count as much as one that is lost


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A point, whether it only says its term again, and what this is judged by.

    ``literal``: it has a number, name in Latin letters, formula or list of examples of its own, and
    is not judged by a score (`has_literal`).
    """

    field: str
    text: str
    restates: bool
    added: Added
    literal: bool

    def found(self, weights: Added, least: float) -> bool:
        return not self.literal and score(self.added, weights) >= least


@cache
def labelled() -> tuple[LabelledStatement, ...]:
    """The labelled points of ours."""
    found = []
    for question in _labels()["question"]:
        for line in question["points"]:
            mark, _, text = line.partition(" ")
            term, _, said = text.partition("：")
            found.append(_labelled(question["field"], question["text"], term, said, mark))
    return tuple(found)


def foreign() -> tuple[LabelledStatement, ...]:
    """The labelled points of other people's documents, as far as these are there."""
    bank = read_bank({"seeds": SOURCES["seeds"]})
    return tuple(
        _labelled("seeds", question.text, term, said, mark)
        for labels in (_labels()["foreign"] if bank else ())
        for question in [resolve(labels["question"], bank)]
        for (term, said), mark in zip(_points(question), labels["marks"], strict=True)
        if mark != "?"
    )


def _labels() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((LABELS / "restated_points.toml").read_text("utf-8"))


def _points(question: Question) -> Iterator[tuple[str, str]]:
    """The terms of the points that ``question`` would be asked for, and what these say."""
    for cue in cues(merge([question]).entry):
        if cue.term:
            yield plain(cue.shown), all_text(cue.hidden)


def _labelled(field: str, question: str, term: str, said: str, mark: str) -> LabelledStatement:
    own, literal = added(term, question, said), has_literal(term, question, said)
    return LabelledStatement(field, f"{term}：{said}", mark == "=", own, literal)


def fitted(points: Sequence[LabelledStatement]) -> tuple[Added, float]:
    """The weights for ``points``, and the score at which both answers are as likely."""
    judged = [one for one in points if not one.literal]
    x = np.array([one.added for one in judged], float)
    bias, weights = logistic_regression.fitted(
        x, np.array([one.restates for one in judged]), _PENALTY
    )
    return Added(*(round(one, 2) for one in weights)), -bias


@cache
def left_out() -> tuple[tuple[LabelledStatement, float], ...]:
    """The points of ours, each with its log-odds by the weights fitted to all other fields."""
    found = []
    for field in dict.fromkeys(one.field for one in labelled()):
        weights, even = fitted([one for one in labelled() if one.field != field])
        own = (one for one in labelled() if one.field == field)
        found += [(one, score(one.added, weights) - even) for one in own]
    return tuple(found)


def counts(points: Sequence[tuple[LabelledStatement, bool]]) -> tuple[int, int, int]:
    """How many that restate are found, how many others are, and how many restate."""
    right = sum(one.restates and found for one, found in points)
    wrong = sum(found and not one.restates for one, found in points)
    return right, wrong, sum(one.restates for one, _ in points)


def found_left_out(odds: float) -> tuple[tuple[LabelledStatement, bool], ...]:
    """The points of ours, each with whether it is found from ``odds`` on, its field left out."""
    return tuple((one, own >= odds and not one.literal) for one, own in left_out())


def least_odds() -> float:
    """The log-odds from which a point is found, with the lowest cost on fields left out."""
    return min(LEASTS, key=lambda odds: (_cost(counts(found_left_out(odds))), -odds))


def chosen() -> tuple[Added, float]:
    """The weights, and the least score, rounded."""
    weights, even = fitted(labelled())
    return weights, round(even + least_odds(), 2)


def _cost(figures: tuple[int, int, int]) -> int:
    right, wrong, there = figures
    return there - right + _LOST * wrong


def main() -> None:
    """Print what is chosen, and the figures of every field, left out."""
    weights, least = chosen()
    print(f"chosen: {weights}, least {least}\nin use: {WEIGHTS}, least {LEAST}")
    points = found_left_out(least_odds())
    for field in dict.fromkeys(one.field for one in labelled()):
        own = [pair for pair in points if pair[0].field == field]
        print(f"{field:20} {_percent(counts(own))}")
        for one, found in own:
            if found and not one.restates:
                print(f"    lost: {one.text}")
    print(f"{'left out':20} {_percent(counts(points))}")
    others = [(one, one.found(weights, least)) for one in foreign()]
    print(f"{'of others':20} {_percent(counts(others))}")
    for one, found in others:
        if found and not one.restates:
            print(f"    lost: {one.text}")


def _percent(figures: Sequence[int]) -> str:
    right, wrong, there = figures
    return f"precision {right}/{right + wrong}  recall {right}/{there}"


if __name__ == "__main__":
    main()
