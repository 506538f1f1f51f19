"""Blocking: the candidate pairs, found without comparing every question with every other.

Questions share a block if they have a subject, a pair of subjects, a lead term of their
answers or a wording in common. Each question is paired with the few others that share the
rarest keys with it. The key of a block with more than `_LARGEST_BLOCK` questions is passed
over, so the cost of a question does not grow with the corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from shuati.match.features import QuestionFeatures
from shuati.match.position_pairs import PositionPairs, as_array, united

# `python -m evaluation.match` shows what a change of these does, `evaluation.scale` the cost.
_LARGEST_BLOCK = 80  # questions with one key
_CLOSEST = 6  # candidates of one question
_TERMS = 12  # lead terms of an answer that become keys
# Of a wording, two subjects, a subject (or an intent without one), and a lead term.
_WEIGHTS = {"=": 9.0, "&": 2.0, "#": 1.0, "*": 0.5}


def candidate_pairs(questions: Sequence[QuestionFeatures]) -> PositionPairs:
    """The candidate pairs of ``questions``, sorted."""
    blocks: dict[str, list[int]] = defaultdict(list)
    keys = [tuple(dict.fromkeys(_keys(one))) for one in questions]
    for at, own in enumerate(keys):
        for key in own:
            blocks[key].append(at)
    pairs = list[tuple[int, int]]()
    for at, own in enumerate(keys):
        score: dict[int, float] = defaultdict(float)
        for key in own:
            others = blocks[key]
            if 1 < len(others) <= _LARGEST_BLOCK or key[0] == "=":
                weight = _WEIGHTS[key[0]] / len(others)
                for other in others[:_LARGEST_BLOCK]:
                    score[other] += weight
        score.pop(at, None)
        scores = sorted(score.values())
        least = scores[-_CLOSEST] if len(scores) > _CLOSEST else 0.0
        near = (other for other, own in score.items() if own >= least)
        closest = sorted(near, key=lambda other: (-score[other], other))[:_CLOSEST]
        pairs += [(min(at, other), max(at, other)) for other in closest]
    return united([as_array(pairs)])


def _keys(one: QuestionFeatures) -> Iterator[str]:
    """The keys; the first character of each is one of `_WEIGHTS`."""
    yield "=" + one.key
    yield "=" + one.heading_key
    for wording in one.wordings:
        own = [word for word in wording.subjects if word not in one.topic]
        for word in own:
            yield "#" + word
            yield f"#{word}|{wording.intent}"
        for pair in combinations(sorted(set(own)), 2):
            yield "&" + "|".join(pair)
        if not own:
            yield f"#{wording.intent}|{'|'.join(sorted(wording.subjects))}"
            yield f"#|{wording.intent}"
    for term in one.lead_terms[:_TERMS]:
        yield "*" + term
