"""Choose the weights that order pairs to review: ``python -m evaluation.match_weights``.

Logistic regression on the candidate pairs of the first three banks of `evaluation.match`, each
bank weighted by the square root of its repeated pairs. Writes
``shuati/lexicon/match_weights.toml`` and prints, for every bank, recall with review where the
list of pairs has 1, 2 and 3 times as many as there are repeated ones, with weights chosen
without that bank (``--check`` only prints).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evaluation.labels import ROOT, Label, load, read_bank
from evaluation.match import BANKS, documents_of
from shuati.config.settings import Settings
from shuati.match.matchers.rules.likelihood import NAMES
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.model import Verdict

FILE = ROOT / "shuati" / "lexicon" / "match_weights.toml"
HELD_OUT = "held out"
_PENALTY = 1.0  # of a weight's square
_HEAD = """\
# Weights of the evidence on whether two questions are the same, as far as a person is asked
# (`shuati/match/matchers/rules/likelihood.py`).
# Chosen by `python -m evaluation.match_weights`; do not edit by hand.

[weights]
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Candidates:
    """The labelled candidate pairs of a bank: evidence, labels, and which are merged."""

    rows: Floats
    same: NDArray[np.bool_]
    merged: NDArray[np.bool_]
    repeated: int  # all pairs labelled as the same, candidates or not


def candidates(part: str) -> Candidates:
    """Those of a bank of `BANKS`."""
    bank = read_bank()
    labels = load(bank)
    documents, questions = documents_of(part, bank)
    settings = Settings()
    features = [parse(one, settings.synonyms, settings.user_dictionary) for one in documents]
    classifier = PairClassifier(documents, features, settings)
    pairs, rows, same = [], [], []
    for (a, b), pair in classifier.pairs.items():
        label = labels.label(pair.a, pair.b)
        if label in (Label.SAME, Label.DIFFERENT):
            pairs.append(pair)
            rows.append(classifier.evidence_row(a, b))
            same.append(label is Label.SAME)
    repeated = sum(
        labels.label(a, b) is Label.SAME
        for at, a in enumerate(questions)
        for b in questions[at + 1 :]
    )
    merged = np.array([pair.verdict is Verdict.SAME for pair in pairs])
    return Candidates(np.array(rows), np.array(same), merged, repeated)


def fitted(banks: Sequence[Candidates]) -> Floats:
    """The weights with the greatest penalised likelihood, the bias last."""
    x = np.concatenate([_with_one(bank.rows) for bank in banks])
    y = np.concatenate([bank.same for bank in banks]).astype(float)
    w = np.concatenate([np.full(len(bank.same), bank.repeated**-0.5) for bank in banks])
    w *= len(w) / w.sum()

    def loss(b: Floats) -> tuple[float, Floats]:
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        fit = (w * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum()
        penalised = np.append(b[:-1], 0.0)
        gradient = x.T @ (w * (p - y)) + _PENALTY * penalised
        return -fit + _PENALTY * (penalised**2).sum() / 2, gradient

    found: Floats = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def _with_one(rows: Floats) -> Floats:
    return np.hstack([rows, np.ones((len(rows), 1))])


def recall(bank: Candidates, weights: Floats, times: int) -> float:
    """Recall where a person looks at ``times`` as many pairs as are repeated."""
    order = np.argsort(-(_with_one(bank.rows) @ weights), kind="stable")
    listed = [at for at in order if not bank.merged[at]][: times * bank.repeated]
    found = int((bank.merged & bank.same).sum()) + int(bank.same[listed].sum())
    return found / bank.repeated


def write(weights: Floats) -> None:
    """Write the data file."""
    rows = zip(("bias", *NAMES), (weights[-1], *weights[:-1]), strict=True)
    FILE.write_text(_HEAD + "".join(f'"{n}" = {v:.2f}\n' for n, v in rows), "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Choose and check."""
    banks = {part: candidates(part) for part in BANKS}
    chosen_on = [part for part in BANKS if part != HELD_OUT]
    for part, bank in banks.items():
        weights = fitted([banks[other] for other in chosen_on if other != part])
        figures = (f"{recall(bank, weights, n):.3f} at {n}" for n in (1, 2, 3))
        print(f"{part}, chosen without it: recall with review", ", ".join(figures), flush=True)
    if "--check" not in arguments:
        write(fitted([banks[part] for part in chosen_on]))


if __name__ == "__main__":
    main(sys.argv[1:])
