"""Which questions ask the same: groups, and a verdict with reasons on every candidate pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shuati.config.settings import Settings
from shuati.match.decisions import NOTHING, Decided, judged, settled
from shuati.match.features import Asked
from shuati.model import Diagnostic, Document, Pair, warning


@dataclass(frozen=True, slots=True)
class Groups:
    """The questions (by their positions in reading order) that ask the same.

    ``groups`` are in order of their first question, every question in exactly one.
    ``related`` holds for every group the positions of up to five others that come close and
    are not the same, the closest first.
    """

    groups: tuple[tuple[int, ...], ...]
    pairs: tuple[Pair, ...]
    related: tuple[tuple[int, ...], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def match(
    documents: Sequence[Document],
    settings: Settings,
    decided: Decided = NOTHING,
    features: Sequence[tuple[Asked, ...]] | None = None,
) -> Groups:
    """Every question of ``documents`` in exactly one group.

    ``decided`` is what a person decided, by positions among all questions. ``features`` are
    those of each document's questions (`shuati.match.parse.parse`), if they are known.
    """
    # Here, because a command that only reads needs no dictionary.
    from shuati.match.cluster import LARGEST, TOO_LARGE, cluster
    from shuati.match.compare import Comparison
    from shuati.match.parse import parse
    from shuati.match.related import related

    if features is None:
        features = [
            parse(document, settings.synonyms, settings.user_dictionary) for document in documents
        ]
    comparison = Comparison(documents, features, settings)
    pairs = judged(comparison.pairs, decided, comparison.judge)
    clusters = cluster(
        comparison.questions, pairs, comparison.judge, decided.same, decided.different
    )
    final = dict(sorted(clusters.pairs.items()))
    told = tuple(settled(final, clusters.groups, decided))
    crowds = _too_large(final.values(), TOO_LARGE, LARGEST)
    return Groups(clusters.groups, told, related(clusters), tuple(crowds))


def _too_large(pairs: Iterable[Pair], code: str, limit: int) -> Iterator[Diagnostic]:
    """A warning for every pair kept apart because its group would grow too large."""
    for pair in pairs:
        if any(reason.code == code for reason in pair.reasons):
            yield warning(
                "group-too-large", pair.a.location, limit=limit, other=str(pair.b.location)
            )
