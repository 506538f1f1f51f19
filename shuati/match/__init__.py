"""Questions that ask the same thing become one entry; the answers are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shuati.cache import Remember, forgetful, key_of
from shuati.match.answers import merge
from shuati.match.decisions import NOTHING, Decided, judged, settled
from shuati.model import Document, Entry, Finding, Pair, Question, Severity
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


def find_entries(
    documents: Sequence[Document],
    settings: Settings,
    decided: Decided = NOTHING,
    remember: Remember = forgetful,
) -> Matching:
    """Every question of ``documents`` in exactly one entry, nothing of its answer lost.

    ``decided`` is what a person decided, by positions among all questions in reading order.
    """
    # Here, because a command that only reads needs no dictionary.
    from shuati.match.clusters import TOO_LARGE, cluster
    from shuati.match.compare import Comparison
    from shuati.match.related import related

    comparison = Comparison(documents, settings, remember)
    pairs = judged(comparison.pairs, decided, comparison.judge)
    clusters = cluster(
        comparison.questions, pairs, comparison.judge, decided.same, decided.different
    )
    groups = [tuple(comparison.questions[at] for at in group) for group in clusters.groups]
    merged = [_merged(group, remember) for group in groups]
    final = dict(sorted(clusters.pairs.items()))
    return Matching(
        tuple(entry for entry, _ in merged),
        tuple(settled(final, clusters.groups, decided)),
        related(clusters),
        (
            *(finding for _, found in merged for finding in found),
            *_crowds(final.values(), TOO_LARGE),
        ),
    )


def _merged(
    questions: tuple[Question, ...], remember: Remember
) -> tuple[Entry, tuple[Finding, ...]]:
    """The entry of ``questions``, and where their answers contradict each other."""
    from shuati.match.contradictions import contradictions

    def make() -> tuple[Entry, tuple[Finding, ...]]:
        entry = merge(questions)
        return entry, tuple(contradictions(entry))

    if len(questions) == 1:  # made as soon as looked up
        return merge(questions), ()
    return remember("merged", key_of(questions), make)


def _crowds(pairs: Iterable[Pair], reason: str) -> Iterator[Finding]:
    """A finding for every pair that was kept apart because its group would grow too large."""
    for pair in pairs:
        if reason in pair.why:
            yield Finding(
                Severity.WARNING,
                pair.a.path,
                pair.a.span,
                f"{reason} (the other: {pair.b.path}:{pair.b.span.first})",
                "decide in decisions.toml whether they are the same",
            )
