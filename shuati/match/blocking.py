"""Which pairs are worth a closer look, found without comparing all.

Blocking: questions meet under the words they ask about, under pairs of such words where
a word is too frequent, under the lead terms of their answers, and under equal wordings.
Each question then takes the few others that share the rarest keys with it. A key that
more than `_CROWD` questions share tells too little and is passed over, so the cost of a
question stays the same however large the bank is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from shuati.match.features import Asked

_CROWD = 80  # questions under one key
_CLOSEST = 6  # candidates of one question
_TERMS = 12  # lead terms of an answer that are looked at


def candidates(asked: Sequence[Asked]) -> list[tuple[int, int]]:
    """Pairs of positions in ``asked``, the smaller first, sorted."""
    index: dict[str, list[int]] = defaultdict(list)
    keys = [tuple(dict.fromkeys(_keys(one))) for one in asked]
    for at, own in enumerate(keys):
        for key in own:
            index[key].append(at)
    pairs: set[tuple[int, int]] = set()
    for at, own in enumerate(keys):
        score: dict[int, float] = defaultdict(float)
        for key in own:
            others = index[key]
            if 1 < len(others) <= _CROWD or key.startswith("="):
                worth = _worth(key) / len(others)
                for other in others[:_CROWD]:
                    score[other] += worth
        score.pop(at, None)
        worths = sorted(score.values())
        least = worths[-_CLOSEST] if len(worths) > _CLOSEST else 0.0
        near = (other for other, own in score.items() if own >= least)
        closest = sorted(near, key=lambda other: (-score[other], other))[:_CLOSEST]
        pairs.update((min(at, other), max(at, other)) for other in closest)
    return sorted(pairs)


def _worth(key: str) -> float:
    return {"=": 9.0, "&": 2.0, "*": 0.5}.get(key[0], 1.0)


def _keys(one: Asked) -> Iterator[str]:
    """The keys of a question: ``=`` wording, ``#`` object, ``&`` two objects, ``*`` lead term."""
    yield "=" + one.key
    yield "=" + one.heading_key
    for wording in one.wordings:
        own = [word for word in wording.objects if word not in one.subject]
        for word in own:
            yield "#" + word
            yield f"#{word}|{wording.frame}"
        for pair in combinations(sorted(set(own)), 2):
            yield "&" + "|".join(pair)
        if not own:
            yield f"#{wording.frame}|{'|'.join(sorted(wording.objects))}"
            yield f"#|{wording.frame}"
    for term in one.terms[:_TERMS]:
        yield "*" + term
