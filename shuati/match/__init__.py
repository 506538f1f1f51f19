"""Questions that ask the same thing become one entry; the answers are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.match.answers import merge
from shuati.match.clusters import cluster
from shuati.model import Document, Entry, Finding, Pair
from shuati.settings import Settings


@dataclass(frozen=True, slots=True)
class Matching:
    """The entries (without codes) in order of first appearance, and the pairs compared."""

    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...] = ()


def find_entries(documents: Sequence[Document], settings: Settings) -> Matching:
    """Every question of ``documents`` in exactly one entry, nothing of its answer lost."""
    clusters = cluster(documents)
    return Matching(tuple(map(merge, clusters.groups)), clusters.pairs)
