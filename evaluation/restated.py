"""Which points only say their term again: ``python -m evaluation.restated``.

Chooses the thresholds of `shuati.publish.anki.restated` on ``labels/restated_points.toml``, and
says how good they are on every field when they are chosen on the others. No good point is to be
lost: of the thresholds with the best precision, those with the best recall are taken, and of
these the strictest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from evaluation.labels import LABELS
from shuati.publish.anki.restated import LEAST_ADDED, LEAST_REPEATED, added, repeated

REPEATED = tuple(step / 100 for step in range(50, 101, 5))
ADDED = tuple(step / 10 for step in range(1, 21))


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A point, whether it only says its term again, and what this is judged by."""

    field: str
    text: str
    restates: bool
    repeated: float
    added: float

    def found(self, thresholds: tuple[float, float]) -> bool:
        return self.repeated >= thresholds[0] and self.added < thresholds[1]


@cache
def labelled() -> tuple[LabelledStatement, ...]:
    """All labelled points."""
    data = tomllib.loads((LABELS / "restated_points.toml").read_text())
    found = []
    for question in data["question"]:
        for line in question["points"]:
            mark, _, text = line.partition(" ")
            term, _, said = text.partition("：")
            new = added(term, question["text"], said)
            one = LabelledStatement(question["field"], text, mark == "=", repeated(term, said), new)
            found.append(one)
    return tuple(found)


def counts(points: Sequence[LabelledStatement], at: tuple[float, float]) -> tuple[int, int, int]:
    """How many that restate are found, how many others are, and how many restate."""
    found = [one.restates for one in points if one.found(at)]
    return sum(found), len(found) - sum(found), sum(one.restates for one in points)


def choose(points: Sequence[LabelledStatement]) -> tuple[float, float]:
    """The thresholds (repeated, added) for ``points``."""

    def value(at: tuple[float, float]) -> tuple[float, int, float, float]:
        right, wrong, _ = counts(points, at)
        return right / (right + wrong or 1), right, at[0], -at[1]

    return max(product(REPEATED, ADDED), key=value)


def main() -> None:
    """Print the figure of every field, left out, and the thresholds chosen on all."""
    fields = dict.fromkeys(one.field for one in labelled())
    total = [0, 0, 0]
    for field in fields:
        at = choose([one for one in labelled() if one.field != field])
        own = [one for one in labelled() if one.field == field]
        figures = counts(own, at)
        total = [a + b for a, b in zip(total, figures, strict=True)]
        print(f"{field:12} {at[0]:.2f} {at[1]:.1f}  {_percent(figures)}")
        for one in own:
            if one.found(at) and not one.restates:
                print(f"    lost: {one.text}")
    print(f"{'left out':12}           {_percent(total)}")
    at = choose(labelled())
    print(f"{'all':12} {at[0]:.2f} {at[1]:.1f}  {_percent(counts(labelled(), at))}")
    now = (LEAST_REPEATED, LEAST_ADDED)
    print(f"{'now':12} {now[0]:.2f} {now[1]:.1f}  {_percent(counts(labelled(), now))}")


def _percent(figures: Sequence[int]) -> str:
    right, wrong, there = figures
    return f"precision {right}/{right + wrong}  recall {right}/{there}"


if __name__ == "__main__":
    main()
