"""Groups of questions that are similar and not the same, to be linked to each other."""

from __future__ import annotations

from collections import defaultdict

from shuati.match.cluster import Clusters
from shuati.model import Verdict

_MOST = 5  # links of one group
_LEAST = 0.03  # probability of a pair that makes a link; set by hand


def related(clusters: Clusters) -> tuple[tuple[int, ...], ...]:
    """For every group the numbers of up to five others, the most similar first."""
    home = {member: number for number, group in enumerate(clusters.groups) for member in group}
    likely: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), pair in clusters.pairs.items():
        x, y = home[a], home[b]
        if x != y and pair.verdict is not Verdict.SAME and pair.probability >= _LEAST:
            likely[x][y] = max(likely[x][y], pair.probability)
            likely[y][x] = likely[x][y]
    return tuple(
        tuple(sorted(likely[number], key=lambda other: (-likely[number][other], other))[:_MOST])
        for number in range(len(clusters.groups))
    )
