"""Choose how repeated questions are decided: ``python -m evaluation.tune [--semantic] [--check]``.

Builds the table of evidence (`shuati.match.matchers.rules.likelihood.Basis`) of all candidate
pairs of the labelled sets: the fields of `evaluation.labelled_fields`, the subjects of
`evaluation.labelled_subjects` and the first three banks of `evaluation.match`. The weights are
those of a logistic regression, each set weighted by the square root of its repeated pairs. For the
thresholds every set is left out in turn: its pairs are scored with weights of all others, and the
thresholds are taken with which the pairs cost least: a wrong merge as much as `_WRONG` pairs that
are not found. The three kinds of sets count alike, because the fields, most of all sets, were
written question by question: little in them looks alike and is not the same.

Prints the figures of the fields left out, and of the sets by which nothing is chosen: the held out
bank and, where it is there, ``../shared/corpus/merge``. Writes ``lexicon/match_weights.toml`` and
``match_weights_few.toml``, except with ``--check``. With ``--semantic`` meaning is that of a
sentence encoder, and the file is ``match_weights_semantic.toml``; that needs the extra.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evaluation.labels import ROOT, Label, place
from evaluation.match import FIELDS, FOREIGN, HELD_OUT, SUBJECTS, LabelledSet, labelled_sets
from shuati.config.settings import Settings
from shuati.match.matchers.rules.likelihood import Basis
from shuati.match.matchers.rules.policy import Finding, Levels
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.match.vocabulary import synonym_groups
from shuati.model import Question
from shuati.model.views import all_text
from shuati.pipeline.encoded import encoded
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner, opened
from shuati.text.ngrams import bigrams

FOLDER = ROOT / "shuati" / "lexicon"
BANK = "banks"
CHOSEN_BY = (FIELDS, SUBJECTS, BANK)
"""The kinds of sets by which weights and levels are chosen."""

_PENALTY = 1.0  # of a weight's square
_BANKS, _PAIRS, _OTHERS = 4, 3, 5  # small banks out of each set; their pairs, and others
_WRONG = 10  # a wrong merge costs as much as so many repeated pairs that are not merged
# The most cautious first: of levels that cost the same, the first are chosen.
_CONFIRMED = (4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0, -0.5, -1.0)
_LIKELY = (6.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0)
_JOINED = (6.0, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0, -0.5, -1.0)
_OPPOSED = (6.0, 5.0, 4.5, 4.0, 3.5, 3.0)
_HEAD = """\
# How likely two questions are the same, by the evidence (`match/matchers/rules/likelihood.py`),
# and from where on they are (`match/matchers/rules/policy.py`).
# Chosen by `{command}`; do not edit by hand. Sets left out in turn:
"""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Table:
    """The labelled candidate pairs of a set; ``repeated`` are all pairs labelled as the same."""

    findings: tuple[Finding, ...]
    rows: Floats  # the evidence and a 1, one row a pair
    same: Bools
    repeated: int

    def flag(self, name: str) -> Bools:
        """What the findings say of each pair: ``same``, ``alike``, ``opposed``, ``vetoed``."""
        return self._flags[name]

    @cached_property
    def _flags(self) -> dict[str, Bools]:
        names = ("same", "alike", "opposed", "vetoed")
        return {name: np.array([getattr(one, name) for one in self.findings]) for name in names}


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
        for a, b in classifier.candidates()
        if (known := same.get(frozenset((places[a], places[b])))) is not None
    }
    findings = tuple(classifier.finding(*pair) for pair in judged)
    rows = np.hstack([classifier.rows(list(judged)), np.ones((len(judged), 1))])
    return Table(findings, rows, np.array(list(judged.values())), sum(same.values()))


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


def is_merged(table: Table, odds: Floats, levels: Levels) -> Bools:
    """Whether ``levels`` merge each pair of a table."""
    least = np.where(
        table.flag("same"),
        np.where(table.flag("opposed"), levels.joined, levels.confirmed),
        np.where(table.flag("opposed"), levels.opposed, levels.likely),
    )
    found: Bools = (odds >= least) & (table.flag("same") | ~table.flag("vetoed"))
    return found | (table.flag("same") & table.flag("alike"))


def merged(tables: Mapping[str, Table], odds: Mapping[str, Floats], levels: Levels) -> Merged:
    """What ``levels`` merge."""
    found = [(is_merged(own, odds[name], levels), own.same) for name, own in tables.items()]
    right = sum(int((joined & same).sum()) for joined, same in found)
    wrong = sum(int((joined & ~same).sum()) for joined, same in found)
    return Merged(right, wrong, sum(one.repeated for one in tables.values()))


def chosen_levels(
    kinds: Sequence[Mapping[str, Table]], odds: Mapping[str, Floats], basis: Basis = Basis.WORDS
) -> Levels:
    """Those with the least cost; every kind of sets counts alike."""
    pooled = [_pooled(kind.values()) for kind in kinds]
    scores = [np.concatenate([odds[name] for name in kind]) for kind in kinds]

    def gain(levels: Levels) -> float:
        found = [
            merged({"": one}, {"": own}, levels) for one, own in zip(pooled, scores, strict=True)
        ]
        return sum((one.right - _WRONG * one.wrong) / one.repeated for one in found)

    # What one level decides no other does: each can be chosen by itself.
    levels = Levels(_CONFIRMED[0], _JOINED[0], _LIKELY[0], _OPPOSED[0])
    grids = {"confirmed": _CONFIRMED, "joined": _JOINED, "likely": _LIKELY, "opposed": _OPPOSED}
    if basis is Basis.FEW:  # too few others to tell what is near: only what the rules join
        grids |= {"likely": (inf,), "opposed": (inf,)}
    for name, values in grids.items():
        levels = max((replace(levels, **{name: value}) for value in values), key=gain)
    return levels


def _pooled(tables: Iterable[Table]) -> Table:
    found = list(tables)
    findings = tuple(one for own in found for one in own.findings)
    rows = np.concatenate([own.rows for own in found])
    same = np.concatenate([own.same for own in found])
    return Table(findings, rows, same, sum(own.repeated for own in found))


def recall(table: Table, odds: Floats, levels: Levels, times: int) -> float:
    """Recall where a person looks at ``times`` as many pairs as are repeated."""
    joined = is_merged(table, odds, levels)
    order = np.argsort(-odds, kind="stable")
    listed = [at for at in order if not joined[at]][: times * table.repeated]
    return float((joined & table.same).sum() + table.same[listed].sum()) / table.repeated


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


def write(basis: Basis, weights: Floats, levels: Levels, figures: Iterable[str]) -> None:
    """Write the data file for evidence with this ``basis``."""
    rows = zip(("bias", *basis.names), (weights[-1], *weights[:-1]), strict=True)
    command = "python -m evaluation.tune" + " --semantic" * (basis is Basis.SENTENCES)
    text = _HEAD.format(command=command) + "".join(f"#   {line}\n" for line in figures)
    text += "\n[levels]\n" + "".join(f"{n} = {getattr(levels, n)}\n" for n in Levels.__slots__)
    text += "\n[weights]\n" + "".join(f'"{n}" = {v:.2f}\n' for n, v in rows)
    (FOLDER / basis.value).write_text(text, "utf-8")


def small(one: LabelledSet) -> Iterator[LabelledSet]:
    """Banks of a few questions out of a set: some that are repeated, and those that look most like
    them."""
    choose = random.Random(1)
    grams = {place(question): _grams(question) for question in one.questions}
    repeated = [pair for pair in one.pairs if pair.label is Label.SAME]
    questions = {place(question): question for question in one.questions}
    for _ in range(_BANKS):
        chosen = choose.sample(repeated, min(_PAIRS, len(repeated)))
        kept = {place(question) for pair in chosen for question in (pair.a, pair.b)}
        likeness = {
            at: max(len(grams[at] & grams[own]) / (len(grams[at]) or 1) for own in kept)
            for at in questions
            if at not in kept
        }
        kept.update(sorted(likeness, key=lambda at: -likeness[at])[:_OTHERS])
        documents = (
            replace(own, questions=tuple(q for q in own.questions if place(q) in kept))
            for own in one.documents
        )
        pairs = (pair for pair in one.pairs if {place(pair.a), place(pair.b)} <= kept)
        yield LabelledSet(one.name, tuple(documents), tuple(pairs))


def _grams(question: Question) -> frozenset[str]:
    texts = (all_text(section.blocks) for section in question.sections)
    return frozenset(bigrams("\n".join((question.text, *texts))))


def tables_of(sets: Iterable[LabelledSet], settings: Settings) -> dict[str, dict[str, Table]]:
    """The tables of sets by the name of their kind, and their own."""
    found: dict[str, dict[str, Table]] = {}
    with opened(Progress()) as runner:
        for one in sets:
            kind = one.name if one.name in (FIELDS, SUBJECTS, HELD_OUT, FOREIGN) else BANK
            own = f"{one.name} {len(found.get(kind, ())) + 1}"
            found.setdefault(kind, {})[own] = table_of(one, settings, runner)
    return found


def small_tables() -> dict[str, dict[str, Table]]:
    """The tables of small banks, those out of one set as one."""
    found: dict[str, dict[str, Table]] = {}
    for one in labelled_sets():
        for kind, own in tables_of(small(one), Settings()).items():
            pooled = _pooled(own.values())
            found.setdefault(kind, {})[f"{one.name} {len(found.get(kind, ())) + 1}"] = pooled
    return found


def choose(basis: Basis, found: Mapping[str, Mapping[str, Table]], *, writes: bool) -> None:
    """Print the figures, and write the file, for evidence with this ``basis``."""
    kinds = {kind: found[kind] for kind in CHOSEN_BY}
    tables = {name: one for own in kinds.values() for name, one in own.items()}
    odds = left_out(tables)
    levels = chosen_levels(list(kinds.values()), odds, basis)
    parts = [*kinds.items(), ("all", tables)]
    figures = [report(kind, part, odds, levels) for kind, part in parts]
    weights = fitted(list(tables.values()))
    print(f"\n{basis.value}: {levels}", *figures, "nothing is chosen by:", sep="\n")
    for kind in (HELD_OUT, FOREIGN):
        own = found.get(kind, {})
        print(report(kind, own, {name: one.rows @ weights for name, one in own.items()}, levels))
    if writes:
        write(basis, weights, levels, figures)


def main(arguments: Sequence[str]) -> None:
    """Choose and check."""
    semantic, writes = "--semantic" in arguments, "--check" not in arguments
    found = tables_of(labelled_sets(), Settings(semantic=semantic))
    choose(Basis.SENTENCES if semantic else Basis.WORDS, found, writes=writes)
    if not semantic:
        choose(Basis.FEW, small_tables(), writes=writes)


if __name__ == "__main__":
    main(sys.argv[1:])
