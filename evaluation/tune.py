"""Choose how repeated questions are decided: ``python -m evaluation.tune [--check]``.

Builds the table of evidence (`shuati.match.matchers.rules.likelihood.NAMES`) of all candidate
pairs of the labelled sets: the fields of `evaluation.labelled_fields` and the first three banks
of `evaluation.match`. The weights are those of a logistic regression, each set weighted by the
square root of its repeated pairs. For the thresholds every field is left out in turn: its pairs
are scored with weights of all others, and of the thresholds with which the pooled pairs have
a precision of `_PRECISION` those are taken that find most.

Prints the figures of the fields left out, and of the sets by which nothing is chosen: the held out
bank and, where it is there, ``../shared/corpus/merge``. Writes ``lexicon/match_weights.toml``,
except with ``--check``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evaluation.foreign_labels import FOLDER, ForeignLabels
from evaluation.labelled_fields import labelled_fields
from evaluation.labels import ROOT, Label, load, read_bank
from evaluation.match import BANKS, HELD_OUT, documents_of
from shuati.config.settings import Settings
from shuati.match.matchers.rules.likelihood import NAMES
from shuati.match.matchers.rules.policy import Finding, Levels
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.model import Document, Question

FILE = ROOT / "shuati" / "lexicon" / "match_weights.toml"
_PENALTY = 1.0  # of a weight's square
_PRECISION = 0.98  # of what is merged, pooled over the sets left out
_CONFIRMED = (-1.0, -0.5, 0.0, 0.5)
_LIKELY = (0.5, 1.0, 1.5, 2.0, 2.5)
_IN_SPITE = (2.5, 3.0, 3.5, 4.0, 5.0)
_HEAD = """\
# How likely two questions are the same, by the evidence (`match/matchers/rules/likelihood.py`),
# and from where on they are (`match/matchers/rules/policy.py`).
# Chosen by `python -m evaluation.tune`; do not edit by hand. Sets left out in turn:
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


def table_of(
    documents: Sequence[Document], same: Callable[[int, int], bool | None]
) -> Table:
    """The table of a set; ``same`` says of two positions whether they are the same, if judged."""
    settings = Settings()
    features = [parse(one, settings.synonyms, settings.user_dictionary) for one in documents]
    classifier = PairClassifier(documents, features, settings)
    judged = {pair: own for pair in classifier.pairs if (own := same(*pair)) is not None}
    repeated = sum(same(*pair) is True for pair in combinations(range(len(classifier.questions)), 2))
    return Table(tuple(classifier.findings(list(judged))), np.array(list(judged.values())), repeated)


def field_tables() -> Iterable[tuple[str, Table]]:
    """Of every field of `evaluation.labelled_fields`."""
    for field in labelled_fields():
        groups = field.groups
        yield field.name, table_of(field.documents, lambda a, b, g=groups: g[a] == g[b])


def bank_tables() -> Iterable[tuple[str, Table]]:
    """Of every bank of `evaluation.match`."""
    bank = read_bank()
    labels = load(bank)
    for part in BANKS:
        documents, questions = documents_of(part, bank)

        def same(a: int, b: int, own: Sequence[Question] = questions) -> bool | None:
            label = labels.label(own[a], own[b])
            return None if label in (None, Label.BORDERLINE) else label is Label.SAME

        yield part, table_of(documents, same)


def foreign_table() -> Table:
    """Of ``../shared/corpus/merge``."""
    labels = ForeignLabels()
    questions = [one for document in labels.documents for one in document.questions]
    return table_of(labels.documents, lambda a, b: labels.same(questions[a], questions[b]))


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


def chosen_levels(tables: Mapping[str, Table], odds: Mapping[str, Floats]) -> Levels:
    """Of the levels with the precision that is asked for, those that find most."""
    tried = [
        (own.recall, own.precision, levels)
        for values in product(_CONFIRMED, _LIKELY, _IN_SPITE)
        if (own := merged(tables, odds, levels := Levels(*values))).precision >= _PRECISION
    ]
    return max(tried, key=lambda one: one[:2])[2]


def recall(table: Table, odds: Floats, levels: Levels, times: int) -> float:
    """Recall where a person looks at ``times`` as many pairs as are repeated."""
    is_merged = np.array(
        [levels.merge(one, own) for one, own in zip(table.findings, odds, strict=True)]
    )
    order = np.argsort(-odds, kind="stable")
    listed = [at for at in order if not is_merged[at]][: times * table.repeated]
    return float((is_merged & table.same).sum() + table.same[listed].sum()) / table.repeated


def report(name: str, tables: Mapping[str, Table], odds: Mapping[str, Floats], levels: Levels) -> str:
    """The figures of some sets in a line."""
    own = merged(tables, odds, levels)
    repeated = sum(one.repeated for one in tables.values())
    found = [
        sum(recall(one, odds[at], levels, n) * one.repeated for at, one in tables.items()) / repeated
        for n in (1, 2, 3)
    ]
    listed = ", ".join(f"{value:.3f} at {n}" for n, value in enumerate(found, 1))
    return (
        f"{name}: {own.right} right, {own.wrong} wrong of {own.repeated}, P {own.precision:.3f},"
        f" R {own.recall:.3f}; with review {listed}"
    )


def write(weights: Floats, levels: Levels, figures: Iterable[str]) -> None:
    """Write the data file."""
    rows = zip(("bias", *NAMES), (weights[-1], *weights[:-1]), strict=True)
    text = _HEAD + "".join(f"#   {line}\n" for line in figures)
    text += "\n[levels]\n" + "".join(f"{n} = {getattr(levels, n)}\n" for n in Levels.__slots__)
    text += "\n[weights]\n" + "".join(f'"{n}" = {v:.2f}\n' for n, v in rows)
    FILE.write_text(text, "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Choose and check."""
    fields, banks = dict(field_tables()), dict(bank_tables())
    unseen = {HELD_OUT: banks.pop(HELD_OUT)}
    if FOLDER.is_dir():
        unseen["corpus/merge"] = foreign_table()
    tables = fields | banks
    odds = left_out(tables)
    levels = chosen_levels(tables, odds)
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
        write(weights, levels, figures)


if __name__ == "__main__":
    main(sys.argv[1:])
