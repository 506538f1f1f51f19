"""Choose how repeated questions are decided: ``python -m evaluation.tune [--semantic] [--check]``.

Builds the table of evidence (`shuati.match.matchers.rules.likelihood.NAMES`) of all candidate
pairs of the labelled sets: the fields of `evaluation.labelled_fields` and the first three banks
of `evaluation.match`. The weights are those of a logistic regression, each set weighted by the
square root of its repeated pairs. For the thresholds every field is left out in turn: its pairs
are scored with weights of all others, and the thresholds are taken that merge most repeated pairs
while `_PRECISION` of what they merge is right.

Prints the figures of the fields left out, and of the sets by which nothing is chosen: the held out
bank and, where it is there, ``../shared/corpus/merge``. Writes ``lexicon/match_weights.toml``,
except with ``--check``. With ``--semantic`` the evidence has the columns of meaning too
(`SEMANTIC_NAMES`), and the file is ``match_weights_semantic.toml``; that needs the extra.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evaluation.labels import ROOT, Label, place
from evaluation.match import FIELDS, FOREIGN, HELD_OUT, LabelledSet, labelled_sets
from shuati.config.settings import Settings
from shuati.match.matchers.rules.likelihood import NAMES, SEMANTIC_NAMES, weights_file
from shuati.match.matchers.rules.policy import Finding, Levels
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.match.vocabulary import synonym_groups
from shuati.pipeline.encoded import encoded
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner, opened

FOLDER = ROOT / "shuati" / "lexicon"
_PENALTY = 1.0  # of a weight's square
# The least that is accepted, of all sets left out together.
_PRECISION, _PRECISION_WITH_MEANING = 0.975, 0.985
# The most cautious first: of levels that merge as many, the first are chosen.
_CONFIRMED = (0.5, 0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0, -5.0)
_OPPOSED = (5.0, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.25, 1.0)
# With meaning, between 2 and 3, 4 of 12 such pairs outside of the fields were different, above
# none of 8; the fields alone would go down to 2.
_OPPOSED_WITH_MEANING = (6.0, 5.0, 4.0, 3.5, 3.0)
_LIKELY = (3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0)
_HEAD = """\
# How likely two questions are the same, by the evidence (`match/matchers/rules/likelihood.py`),
# and from where on they are (`match/matchers/rules/policy.py`).
# Chosen by `{command}`; do not edit by hand. Sets left out in turn:
"""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """The labelled candidate pairs of a set; ``repeated`` are all pairs labelled as the same."""

    findings: tuple[Finding, ...]
    same: Bools
    repeated: int

    @property
    def rows(self) -> Floats:
        """The evidence and a 1, one row a pair."""
        rows = np.array([one.row for one in self.findings])
        return np.hstack([rows, np.ones((len(rows), 1))])


@dataclass(frozen=True)
class Merged:
    """What is merged of some sets, and how much of all that is repeated."""

    right: int
    wrong: int
    repeated: int

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.repeated, 1)


def table_of(one: LabelledSet, settings: Settings, runner: Runner) -> Table:
    """The table of a set."""
    groups = synonym_groups(one.documents, settings)
    features = [parse(own, groups, settings.user_dictionary) for own in one.documents]
    vectors = encoded(one.documents, settings, runner)
    classifier = PairClassifier(one.documents, features, settings, vectors=vectors)
    same = {
        frozenset((place(pair.a), place(pair.b))): pair.label is Label.SAME for pair in one.pairs
    }
    places = [place(question) for question in classifier.questions]
    judged = {
        (a, b): known
        for a, b in classifier.pairs
        if (known := same.get(frozenset((places[a], places[b])))) is not None
    }
    findings = tuple(classifier.findings(list(judged)))
    return Table(findings, np.array(list(judged.values())), sum(same.values()))


def fitted(tables: Sequence[Table]) -> Floats:
    """The weights with the greatest penalised likelihood, the bias last."""
    x = np.concatenate([one.rows for one in tables])
    y = np.concatenate([one.same for one in tables]).astype(float)
    w = np.concatenate([np.full(len(one.same), one.repeated**-0.5) for one in tables])
    w *= len(w) / w.sum()

    def loss(b: Floats) -> tuple[float, Floats]:
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        fit = (w * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum()
        penalised = np.append(b[:-1], 0.0)
        gradient = x.T @ (w * (p - y)) + _PENALTY * penalised
        return -fit + _PENALTY * (penalised**2).sum() / 2, gradient

    found: Floats = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def left_out(tables: Mapping[str, Table]) -> dict[str, Floats]:
    """The log-odds of every set's pairs, by weights of all other sets."""
    return {
        name: own.rows @ fitted([one for other, one in tables.items() if other != name])
        for name, own in tables.items()
    }


def merged(tables: Mapping[str, Table], odds: Mapping[str, Floats], levels: Levels) -> Merged:
    """What ``levels`` merge."""
    right = wrong = 0
    for name, own in tables.items():
        for finding, one, same in zip(own.findings, odds[name], own.same, strict=True):
            if levels.merge(finding, one):
                right, wrong = right + bool(same), wrong + (not same)
    return Merged(right, wrong, sum(one.repeated for one in tables.values()))


def chosen_levels(
    tables: Mapping[str, Table], odds: Mapping[str, Floats], semantic: bool = False
) -> Levels:
    """Those that merge most repeated pairs with enough precision."""
    grid = product(_CONFIRMED, _LIKELY, _OPPOSED_WITH_MEANING if semantic else _OPPOSED)

    least = _PRECISION_WITH_MEANING if semantic else _PRECISION

    def gain(levels: Levels) -> tuple[bool, int]:
        own = merged(tables, odds, levels)
        return own.precision >= least, own.right

    return max((Levels(*values) for values in grid), key=gain)


def recall(table: Table, odds: Floats, levels: Levels, times: int) -> float:
    """Recall where a person looks at ``times`` as many pairs as are repeated."""
    is_merged = np.array(
        [levels.merge(one, own) for one, own in zip(table.findings, odds, strict=True)]
    )
    order = np.argsort(-odds, kind="stable")
    listed = [at for at in order if not is_merged[at]][: times * table.repeated]
    return float((is_merged & table.same).sum() + table.same[listed].sum()) / table.repeated


def report(
    name: str, tables: Mapping[str, Table], odds: Mapping[str, Floats], levels: Levels
) -> str:
    """The figures of some sets in a line."""
    own = merged(tables, odds, levels)
    repeated = sum(one.repeated for one in tables.values())
    found = [
        sum(recall(one, odds[at], levels, n) * one.repeated for at, one in tables.items())
        / repeated
        for n in (1, 2, 3)
    ]
    listed = ", ".join(f"{value:.3f} at {n}" for n, value in enumerate(found, 1))
    return (
        f"{name}: {own.right} right, {own.wrong} wrong of {own.repeated}, P {own.precision:.3f},"
        f" R {own.recall:.3f}; with review {listed}"
    )


def write(semantic: bool, weights: Floats, levels: Levels, figures: Iterable[str]) -> None:
    """Write the data file for evidence with meaning, or without."""
    names = SEMANTIC_NAMES if semantic else NAMES
    rows = zip(("bias", *names), (weights[-1], *weights[:-1]), strict=True)
    command = "python -m evaluation.tune" + " --semantic" * semantic
    text = _HEAD.format(command=command) + "".join(f"#   {line}\n" for line in figures)
    text += "\n[levels]\n" + "".join(f"{n} = {getattr(levels, n)}\n" for n in Levels.__slots__)
    text += "\n[weights]\n" + "".join(f'"{n}" = {v:.2f}\n' for n, v in rows)
    (FOLDER / weights_file(semantic)).write_text(text, "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Choose and check."""
    settings = Settings(semantic="--semantic" in arguments)
    with opened(Progress()) as runner:
        sets = [(one, table_of(one, settings, runner)) for one in labelled_sets()]
    fields = {one.documents[0].title: own for one, own in sets if one.name == FIELDS}
    unseen = {one.name: own for one, own in sets if one.name in (HELD_OUT, FOREIGN)}
    banks = {one.name: own for one, own in sets if one.name not in (FIELDS, *unseen)}
    tables = fields | banks
    odds = left_out(tables)
    levels = chosen_levels(tables, odds, settings.semantic)
    figures = [
        report(name, part, odds, levels)
        for name, part in (("fields", fields), ("banks", banks), ("all", tables))
    ]
    weights = fitted(list(tables.values()))
    print(*(report(name, {name: tables[name]}, odds, levels) for name in tables), sep="\n")
    print(f"\n{levels}", *figures, "nothing is chosen by:", sep="\n")
    for name, one in unseen.items():
        print(report(name, {name: one}, {name: one.rows @ weights}, levels))
    if "--check" not in arguments:
        write(settings.semantic, weights, levels, figures)


if __name__ == "__main__":
    main(sys.argv[1:])
