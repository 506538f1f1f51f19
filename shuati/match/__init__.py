"""Which questions ask the same: groups, and a verdict with reasons on every candidate pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shuati.config.settings import Settings
from shuati.match.decided_pairs import NO_DECISIONS, DecidedPairs, apply_to_groups, apply_to_pairs
from shuati.match.features import QuestionFeatures
from shuati.model import Diagnostic, Document, Pair, Verdict, warning

if TYPE_CHECKING:
    from shuati.match.meaning import MeaningVectors

__all__ = ["Groups", "match"]


@dataclass(frozen=True, slots=True)
class Groups:
    """The questions (by their positions in reading order) that ask the same.

    ``groups`` are in order of their first question, every question in exactly one.
    ``related`` holds for every group the positions of up to five others that are similar, the
    most similar first.
    """

    groups: tuple[tuple[int, ...], ...]
    pairs: tuple[Pair, ...]
    related: tuple[tuple[int, ...], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def match(
    documents: Sequence[Document],
    settings: Settings,
    decided: DecidedPairs = NO_DECISIONS,
    features: Sequence[tuple[QuestionFeatures, ...]] | None = None,
    vectors: MeaningVectors | None = None,
) -> Groups:
    """Group the questions of ``documents``, and classify every candidate pair.

    ``decided`` is what a person or a model decided, by positions among all questions.
    ``features`` are those of each document's questions; where None, they are computed
    (`shuati.match.parse.parse`). ``vectors`` are those of all questions by a sentence encoder,
    where one is used.
    """
    # Here, because a command that only reads needs no dictionary.
    from shuati.match.cluster import cluster
    from shuati.match.pair_classifier import PairClassifier
    from shuati.match.parse import parse
    from shuati.match.related import related
    from shuati.match.vocabulary import synonym_groups

    if features is None:
        groups = synonym_groups(documents, settings)
        features = [parse(document, groups, settings.user_dictionary) for document in documents]
    classifier = PairClassifier(documents, features, settings, decided.verdicts(), vectors)
    clusters = cluster(
        classifier.questions,
        classifier.pairs,
        classifier.classify,
        decided.same,
        decided.different,
        decided.judged_as(Verdict.SAME),
        decided.judged_as(Verdict.DIFFERENT),
        classifier.candidates(),
    )
    decided = decided.as_in(clusters.groups)
    final = apply_to_pairs(clusters.pairs, decided, classifier.classify)
    clusters = replace(clusters, pairs=final)
    decided_pairs = tuple(apply_to_groups(final, clusters.groups, decided))
    diagnostics = tuple(_too_large(final.values()))
    return Groups(
        clusters.groups, decided_pairs, related(clusters, classifier.linked()), diagnostics
    )


def _too_large(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """A warning for every pair kept apart because its group would grow too large."""
    for pair in pairs:
        for reason in pair.reasons:
            if reason.code == "groups-too-large":
                limit = dict(reason.args)["limit"]
                other = str(pair.b.location)
                yield warning("group-too-large", pair.a.location, limit=limit, other=other)
