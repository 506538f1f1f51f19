"""Groups of questions that are similar and not the same, to be linked to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from shuati.match.cluster import Clusters
from shuati.model import Verdict

_MOST = 5  # links of one group
LEAST_LINKED = 0.03  # probability of a pair that makes a link; set by hand


def related(
    clusters: Clusters, linked: Iterable[tuple[int, int, float]] = ()
) -> tuple[tuple[int, ...], ...]:
    """For every group the numbers of up to five others, the most similar first.

    ``linked`` are pairs besides those of ``clusters`` that are not the same, with their
    probability.
    """
    home = {member: number for number, group in enumerate(clusters.groups) for member in group}
    likely: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    pairs = (
        (a, b, pair.probability)
        for (a, b), pair in clusters.pairs.items()
        if pair.verdict is not Verdict.SAME
    )
    for a, b, probability in chain(pairs, linked):
        x, y = home[a], home[b]
        if x != y and probability >= LEAST_LINKED:
            likely[x][y] = likely[y][x] = max(likely[x][y], probability)
    return tuple(
        tuple(sorted(likely[number], key=lambda other: (-likely[number][other], other))[:_MOST])
        for number in range(len(clusters.groups))
    )
