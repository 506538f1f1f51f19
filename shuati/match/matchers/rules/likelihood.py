"""How likely two questions are the same: logistic regression on the evidence.

The weights are in ``lexicon/match_weights.toml``, those of evidence with meaning in
``lexicon/match_weights_semantic.toml``, chosen by `evaluation.tune`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from math import exp, inf, log, log1p

from shuati import lexicon
from shuati.match.features import Corpus
from shuati.match.matchers.rules.objections import (
    narrower,
    one_word_differs,
    other_intent,
    other_subject,
)
from shuati.match.matchers.rules.scores import Evidence, subject_weight
from shuati.match.matchers.rules.vetoes import other_names
from shuati.match.parse_question import ParsedQuestion
from shuati.match.vocabulary import IntentLexicon

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
"""The columns of `evidence_row`; the file has a weight for each, and one for "bias"."""

SEMANTIC_NAMES = (*NAMES, "text cosine", "text CSLS", "both cosine", "both CSLS")
"""The columns where the questions have vectors of a sentence encoder."""

_RULES = (other_names, one_word_differs, other_subject, narrower, other_intent)
_UNKNOWN_RATIO = 0.5  # where there are too few questions to take a ratio
_LEAST_COSINE = 0.01
_RATIOS = (0.1, 6.0)  # what is beyond says no more
_NEAREST = 2.0  # the same of a rival ratio: of documents on several subjects it is high
# A person looks at pairs down to this probability, and at no more than so many times the number
# of repeated pairs that are expected. Most lists are then two to three times as long as there
# are repeated pairs. `python -m evaluation.match` shows what a change does.
_WORTH_ASKING = 0.03
_LONGEST = 2.5
_FEW = 12  # pairs that are looked at, if they are that likely, however few are expected
_AT_LEVEL = 0.55  # the score of the last pair that is looked at by default
_MEANING = 3.0  # by which cosines of meanings are multiplied: they differ less than the others
_SLOPE = 0.5  # by which the score rises with the log-odds


def evidence_row(evidence: Evidence, corpus: Corpus, lexicon: IntentLexicon) -> tuple[float, ...]:
    """The evidence as numbers, in the order of `NAMES` or `SEMANTIC_NAMES`."""
    wording, nearness = evidence.wording, evidence.nearness
    left = _weight(wording.left, wording.a, corpus)
    right = _weight(wording.right, wording.b, corpus)
    size = min(evidence.a.answer_size, evidence.b.answer_size)
    return (
        wording.similarity,
        wording.intent,
        log1p(left + right),
        log1p(_weight(wording.shared, wording.a, corpus)),
        log(max(nearness.answer_cosine, _LEAST_COSINE) / 0.05),
        _log_ratio(nearness.answer_ratio),
        _log_ratio(min(nearness.rival_ratio, _NEAREST)),
        float(evidence.a.path == evidence.b.path),
        float(evidence.both_answered),
        *(float(rule(evidence, lexicon) is not None) for rule in _RULES),
        _log_ratio(nearness.answer_ratio) * log1p(size) / 5,
        wording.similarity * wording.intent,
        evidence.shared_terms,
        *(_MEANING * value for value in nearness.meaning),
    )


def log_odds(row: Sequence[float]) -> float:
    """The log-odds that the two questions with the evidence ``row`` are the same."""
    bias, weights = _weights(is_semantic(row))
    return bias + sum(weight * value for weight, value in zip(weights, row, strict=True))


def is_semantic(row: Sequence[float]) -> bool:
    """Whether the evidence ``row`` has the columns of meaning."""
    return len(row) == len(SEMANTIC_NAMES)


def weights_file(semantic: bool) -> str:
    """The data file with the weights and levels for evidence with meaning, or without."""
    return "match_weights_semantic.toml" if semantic else "match_weights.toml"


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
    least = log(_WORTH_ASKING / (1 - _WORTH_ASKING))
    descending = sorted(odds.values(), reverse=True)
    return max(least, descending[most - 1]) if len(descending) >= most else least


def score_of(log_odds: float, level: float) -> float:
    """The log-odds as a score from 0 to 1: `review_threshold`'s default at ``level``."""
    return probability(_SLOPE * (log_odds - level) + log(_AT_LEVEL / (1 - _AT_LEVEL)))


def _log_ratio(ratio: float) -> float:
    least, most = _RATIOS
    return log(min(max(ratio or _UNKNOWN_RATIO, least), most))


def _weight(words: Collection[str], own: ParsedQuestion, corpus: Corpus) -> float:
    return sum(subject_weight(word, own, corpus) for word in words)


@cache
def _weights(semantic: bool) -> tuple[float, tuple[float, ...]]:
    table = lexicon.toml(weights_file(semantic))["weights"]
    return table["bias"], tuple(table[name] for name in (SEMANTIC_NAMES if semantic else NAMES))
