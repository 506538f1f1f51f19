"""Questions that ask the same thing become one entry; the answers are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.match.answers import merge
from shuati.model import Document, Entry, Finding, Pair
from shuati.settings import Settings


@dataclass(frozen=True, slots=True)
class Matching:
    """The entries (without codes) in order of first appearance, and the pairs compared.

    ``related`` holds for every entry the positions of up to five others that come close
    and are not the same, the closest first.
    """

    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    related: tuple[tuple[int, ...], ...] = ()
    findings: tuple[Finding, ...] = ()


def find_entries(documents: Sequence[Document], settings: Settings) -> Matching:
    """Every question of ``documents`` in exactly one entry, nothing of its answer lost."""
    # Here, because a command that only reads needs no dictionary.
    from shuati.match.clusters import cluster
    from shuati.match.compare import Comparison
    from shuati.match.related import related

    comparison = Comparison(documents, settings)
    clusters = cluster(comparison.questions, comparison.pairs, comparison.judge)
    groups = [[comparison.questions[at] for at in group] for group in clusters.groups]
    return Matching(
        tuple(map(merge, groups)),
        tuple(pair for _, pair in sorted(clusters.pairs.items())),
        related(clusters),
    )
