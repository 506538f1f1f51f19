"""How likely two questions are the same: logistic regression on the evidence.

The weights are in the files that `Basis` names, chosen by `evaluation.tune`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from math import exp, inf, log

import numpy as np
from numpy.typing import ArrayLike

from shuati import lexicon
from shuati.match.vectors import Floats

NAMES = (
    "similarity",
    "intent",
    "apart",
    "shared",
    "answer cosine",
    "answer ratio",
    "rival ratio",
    "one document",
    "both answered",
    "other names",
    "one word differs",
    "other subject",
    "narrower",
    "other intent",
    "answer ratio by size",
    "similarity by intent",
    "shared terms",
)
"""The columns of the `EvidenceTable` without meaning."""

MEANING_NAMES = ("text cosine", "text CSLS", "both cosine", "both CSLS")
"""The columns that follow them, see `shuati.match.meaning`; without CSLS where there are few
questions."""


class Basis(Enum):
    """What questions are compared by; the value is the file with the weights and levels.

    ``FEW``: there are few questions to compare with, and their words have vectors; ``WORDS``: there
    are enough; ``SENTENCES``: they have vectors of a sentence encoder.
    """

    FEW = "match_weights_few.toml"
    WORDS = "match_weights.toml"
    SENTENCES = "match_weights_semantic.toml"

    @property
    def names(self) -> tuple[str, ...]:
        """The columns; the file has a weight for each, and one for "bias"."""
        return (*NAMES, *(MEANING_NAMES[::2] if self is Basis.FEW else MEANING_NAMES))


# A person looks at pairs down to this probability, and at no more than so many times the number
# of repeated pairs that are expected. Most lists are then two to three times as long as there
# are repeated pairs. `python -m evaluation.match` shows what a change does.
_WORTH_ASKING = 0.03
_LONGEST = 2.5
_FEW = 12  # pairs that are looked at, if they are that likely, however few are expected
_AT_LEVEL = 0.55  # the score of the last pair that is looked at by default
_SLOPE = 0.5  # by which the score rises with the log-odds
_ROUNDED = 0.001  # more than what rounding changes of a probability or a score


def log_odds(rows: ArrayLike, basis: Basis) -> Floats:
    """The log-odds that the two questions with the evidence of each of ``rows`` are the same."""
    table = np.asarray(rows, dtype=np.float64)
    bias, weights = _weights(basis)
    odds: Floats = bias + (table * weights).sum(axis=-1)
    return odds


def probability(log_odds: float) -> float:
    """The probability (0 to 1) with these log-odds."""
    return 1 / (1 + exp(-max(log_odds, -30.0)))


def asking_level(odds: Mapping[tuple[int, int], float], repeated: int, asked: int = 0) -> float:
    """The log-odds down to which a person looks at pairs; infinite where it is enough.

    ``odds`` are the log-odds of the pairs that nobody has decided and that are not merged, by the
    positions of the two questions; ``repeated`` is how many are merged or decided to be the
    same, ``asked`` how many are decided. Besides, half a repeated pair is expected for every
    question by the probability of its likeliest one.
    """
    best: dict[int, float] = {}
    for pair, own in odds.items():
        for at in pair:
            best[at] = max(best.get(at, -inf), own)
    expected = repeated + sum(map(probability, best.values())) / 2
    most = max(_FEW, round(_LONGEST * expected)) - asked
    if most <= 0:
        return inf
    least = _logit(_WORTH_ASKING)
    descending = sorted(odds.values(), reverse=True)
    return max(least, descending[most - 1]) if len(descending) >= most else least


def score_of(log_odds: float, level: float) -> float:
    """The log-odds as a score from 0 to 1: `review_threshold`'s default at ``level``."""
    return probability(_SLOPE * (log_odds - level) + _logit(_AT_LEVEL))


def least_listed(review_threshold: float, level: float | None = None) -> float:
    """Log-odds below which no pair has a score of ``review_threshold``, `asking_level` being the
    least there is or a given ``level``."""
    threshold = _logit(max(review_threshold - _ROUNDED, 1e-9))
    at = _logit(_WORTH_ASKING) if level is None else level
    return at + (threshold - _logit(_AT_LEVEL)) / _SLOPE


def least_with(probability: float) -> float:
    """Log-odds below which no pair has this probability, rounded."""
    return _logit(probability - _ROUNDED)


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))


@cache
def _weights(basis: Basis) -> tuple[float, tuple[float, ...]]:
    table = lexicon.toml(basis.value)["weights"]
    return table["bias"], tuple(table[name] for name in basis.names)
