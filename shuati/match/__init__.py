"""Questions that ask the same thing become one entry; the answers are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from shuati.config.settings import Settings
from shuati.match.decisions import NOTHING, Decided, judged, settled
from shuati.merge.answers import merge
from shuati.model import Document, Entry, Finding, Pair, Question, Severity, Verdict
from shuati.pipeline.cache import Remember, digest, forgetful, key_of


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


@dataclass(frozen=True, slots=True)
class _Grouping:
    """What was found out about questions, which are told by their positions."""

    groups: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int, Verdict, float, tuple[str, ...]], ...]
    related: tuple[tuple[int, ...], ...]
    crowds: tuple[Finding, ...]


def find_entries(
    documents: Sequence[Document],
    settings: Settings,
    decided: Decided = NOTHING,
    remember: Remember = forgetful,
) -> Matching:
    """Every question of ``documents`` in exactly one entry, nothing of its answer lost.

    ``decided`` is what a person decided, by positions among all questions in reading order.
    """
    key = digest(settings.key(), repr(decided), *(one.digest or key_of(one) for one in documents))
    group = partial(_grouped, documents, settings, decided, remember)
    grouping = remember("grouping", key, group)
    questions = tuple(chain.from_iterable(one.questions for one in documents))
    merged = [_merged(tuple(questions[at] for at in own), remember) for own in grouping.groups]
    found = chain.from_iterable(found for _, found in merged)
    return Matching(
        tuple(entry for entry, _ in merged),
        tuple(
            Pair(questions[a], questions[b], verdict, score, why)
            for a, b, verdict, score, why in grouping.pairs
        ),
        grouping.related,
        (*found, *grouping.crowds),
    )


def _grouped(
    documents: Sequence[Document], settings: Settings, decided: Decided, remember: Remember
) -> _Grouping:
    # Here, because a command that only reads needs no dictionary.
    from shuati.match.cluster import TOO_LARGE, cluster
    from shuati.match.compare import Comparison
    from shuati.match.related import related

    comparison = Comparison(documents, settings, remember)
    pairs = judged(comparison.pairs, decided, comparison.judge)
    clusters = cluster(
        comparison.questions, pairs, comparison.judge, decided.same, decided.different
    )
    final = dict(sorted(clusters.pairs.items()))
    told = settled(final, clusters.groups, decided)
    return _Grouping(
        clusters.groups,
        tuple((*at, one.verdict, one.score, one.why) for at, one in zip(final, told, strict=True)),
        related(clusters),
        tuple(_crowds(final.values(), TOO_LARGE)),
    )


def _merged(
    questions: tuple[Question, ...], remember: Remember
) -> tuple[Entry, tuple[Finding, ...]]:
    """The entry of ``questions``, and where their answers contradict each other."""
    from shuati.merge.contradictions import contradictions

    known = all(one.digest for one in questions)
    key = digest(*(one.digest for one in questions)) if known else key_of(questions)

    if len(questions) == 1:  # made as soon as looked up
        return replace(merge(questions), digest=key), ()

    def make() -> tuple[Entry, tuple[Finding, ...]]:
        entry = replace(merge(questions), digest=key)
        return entry, tuple(contradictions(entry))

    return remember("merged", key, make)


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
