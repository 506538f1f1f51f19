"""Entries that come close and are not the same: what a learner may want to see next."""

from __future__ import annotations

from collections import defaultdict

from shuati.match.cluster import Clusters
from shuati.model import Verdict

_MOST = 5
_LEAST = 0.45  # a pair that scores less has nothing in common worth a link


def related(clusters: Clusters) -> tuple[tuple[int, ...], ...]:
    """For every group the numbers of the groups that are closest to it, at most five."""
    home = {member: number for number, group in enumerate(clusters.groups) for member in group}
    score: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), pair in clusters.pairs.items():
        x, y = home[a], home[b]
        if x != y and pair.verdict is not Verdict.SAME and pair.score >= _LEAST:
            score[x][y] = max(score[x][y], pair.score)
            score[y][x] = score[x][y]
    return tuple(
        tuple(sorted(score[number], key=lambda other: (-score[number][other], other))[:_MOST])
        for number in range(len(clusters.groups))
    )
