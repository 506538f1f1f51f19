"""What a build thinks of two questions, and why; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from shuati.config.settings import Settings
from shuati.model import Entry, Pair, Question, Reason, Verdict, failure, reason
from shuati.pipeline import stages
from shuati.pipeline.bank import Bank, Plan
from shuati.pipeline.encoded import encoded
from shuati.pipeline.gather import gather
from shuati.pipeline.runner import Runner

if TYPE_CHECKING:
    from shuati.match.decided_pairs import Positions
    from shuati.match.decisions import Decision
    from shuati.match.pair_classifier import PairClassifier
    from shuati.match.pair_evidence import PairEvidence

_RANK = {Verdict.SAME: 2, Verdict.REVIEW: 1, Verdict.DIFFERENT: 0}


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """``pair`` has the final verdict; ``entries`` are those of its two questions.

    ``candidate``: the build compared them, or somebody decided on them. ``decisions`` are all
    that are about them, those that others overrule too.
    """

    pair: Pair
    entries: tuple[Entry, Entry]
    candidate: bool
    evidence: PairEvidence
    decisions: tuple[Decision, ...]


def explain_pair(
    plan: Plan, settings: Settings, runner: Runner, one: str, other: str
) -> ExplainedPair:
    """What is known about the questions that the references ``one`` and ``other`` name.

    Where a code names several questions, the pair that is most alike is explained. Raises
    `BuildError` for a reference that names nothing, and for two that name one question.
    """
    from shuati.match.decided_pairs import by_pair
    from shuati.match.pair_classifier import PairClassifier
    from shuati.match.pair_evidence import pair_evidence
    from shuati.match.review_queue import question_key
    from shuati.match.vocabulary import synonym_groups

    bank = gather(plan, settings, runner)
    documents = bank.documents
    synonyms = synonym_groups(documents, settings)
    features = runner.map(stages.PARSE, documents, synonyms, settings.user_dictionary)
    vectors = encoded(documents, settings, runner)
    classifier = PairClassifier(documents, features, settings, vectors=vectors)
    at = {question_key(question): at for at, question in enumerate(classifier.questions)}
    home = {at[question_key(asked)]: e for e in bank.entries for asked in e.variants}
    known = {
        (min(a, b), max(a, b)): pair
        for pair in bank.pairs
        for a, b in [(at[question_key(pair.a)], at[question_key(pair.b)])]
    }
    left, right = _positions(bank, one), _positions(bank, other)
    pairs = sorted({(min(a, b), max(a, b)) for a in left for b in right if a != b})
    if not pairs:
        raise failure("explain-one-question", other)
    final = {own: known.get(own) or _unknown(classifier, own, home) for own in pairs}
    a, b = max(pairs, key=lambda own: (_RANK[final[own].verdict], final[own].score))
    return ExplainedPair(
        final[a, b],
        (home[a], home[b]),
        (a, b) in known or classifier.is_candidate(a, b),
        pair_evidence(classifier, a, b),
        tuple(by_pair(bank.decisions, bank.places).get((a, b), ())),
    )


def _unknown(classifier: PairClassifier, own: tuple[int, int], home: dict[int, Entry]) -> Pair:
    """A pair that the build did not compare: the same only where a third question joins it."""
    pair = classifier.classify(*own)
    if home[own[0]] is home[own[1]]:
        why: tuple[Reason, ...] = (reason("same-as-a-third"), *pair.reasons)
        return replace(pair, verdict=Verdict.SAME, reasons=why)
    return replace(pair, verdict=Verdict.DIFFERENT)


def _positions(bank: Bank, name: str) -> Positions:
    """The positions among all questions that ``name`` names. Raises `BuildError`."""
    from shuati.ledger import references
    from shuati.match.decisions import Decision, reference

    found = reference(name)
    if found is None:
        raise failure("explain-no-reference", "explain", name=repr(name))
    positions = tuple(_of_code(bank, found.code)) if found.code and not found.path else ()
    if not positions:
        asked = Decision(Verdict.SAME, (found,), "", 1)
        resolved = references.resolve([asked], bank.documents, bank.ledger, "")
        positions = resolved.places[found.text]
    if not positions:
        raise failure("explain-unknown", "explain", name=repr(name))
    return positions


def _of_code(bank: Bank, code: str) -> Iterator[int]:
    """The positions of the questions of the entry ``code``."""
    asked: dict[Question, None] = dict.fromkeys(
        variant for entry in bank.entries if entry.code == code for variant in entry.variants
    )
    questions = chain.from_iterable(document.questions for document in bank.documents)
    yield from (at for at, question in enumerate(questions) if question in asked)
