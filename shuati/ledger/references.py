"""Which questions the references of a person's decisions name, now and after edits.

A reference is looked up once, by its code or place. From then on the ledger remembers the
fingerprints of what it named, so that it names the same question after that was reworded,
moved or merged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from shuati.ledger.fingerprint import alike, variant_of
from shuati.ledger.store import Ledger, Variant
from shuati.match.decisions import FILE, Decision, Positions, Reference
from shuati.model import Diagnostic, Document, Location, Span, warning
from shuati.text.normalise import wording

_NEAR, _NEAR_ELSEWHERE = 0.5, 0.7  # how alike answers must be, in the same document or in another


@dataclass(frozen=True, slots=True)
class Resolved:
    """The positions that each reference names; ``remembered`` belongs into the ledger."""

    places: dict[str, Positions]
    remembered: tuple[tuple[str, tuple[Variant, ...]], ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve(
    decisions: Sequence[Decision], documents: Sequence[Document], ledger: Ledger
) -> Resolved:
    """Look up every reference of ``decisions``; what names nothing is a diagnostic."""
    search = _Search(documents, ledger)
    places: dict[str, Positions] = {}
    diagnostics = []
    for decision in decisions:
        for one in decision.questions:
            if one.text not in places:
                places[one.text] = search.find(one)
            if not places[one.text]:
                location = Location(FILE, Span(decision.line, decision.line))
                diagnostics.append(search.why_not(one, location))
    remembered = tuple(
        (text, tuple(search.variant(at) for at in found))
        for text, found in sorted(places.items())
        if found
    )
    return Resolved(places, remembered, tuple(diagnostics))


class _Search:
    def __init__(self, documents: Sequence[Document], ledger: Ledger) -> None:
        self._questions = [one for document in documents for one in document.questions]
        self._paths = [document.path for document in documents]
        self._records = {record.code: record for record in ledger.records}
        self._memory = dict(ledger.references)
        self.variant = cache(self._variant)

    def _variant(self, at: int) -> Variant:
        return variant_of(self._questions[at])

    def find(self, reference: Reference) -> Positions:
        """The positions that ``reference`` names; none, or more than one for a code."""
        if known := self._again(self._memory.get(reference.text, ())):
            return known
        placed = self._placed(reference)
        record = self._records.get(reference.code or "")
        coded = self._again(record.variants) if record else ()
        if len(placed) > 1:
            placed = tuple(at for at in placed if at in coded)
        return placed if len(placed) == 1 else coded

    def _placed(self, reference: Reference) -> Positions:
        """The positions at the reference's file and heading, or file and line."""
        if reference.path is None:
            return ()
        paths = [path for path in self._paths if path == reference.path] or [
            path for path in self._paths if path.endswith("/" + reference.path)
        ]
        inside = [at for at, one in enumerate(self._questions) if one.path in paths]
        if reference.line is not None:
            return tuple(
                at
                for at in inside
                if self._questions[at].span.first <= reference.line <= self._questions[at].span.last
            )
        named = wording(reference.heading or "")
        for exact in (True, False):
            found = tuple(at for at in inside if self._is_headed(at, named, exact))
            if found:
                return found
        return ()

    def _is_headed(self, at: int, named: str, exact: bool) -> bool:
        question = self._questions[at]
        headings = (wording(question.heading), wording(question.text))
        numbered = wording(f"{question.number or ''} {question.heading}")
        return (
            named in headings if exact else re.sub(r"\W", "", named) == re.sub(r"\W", "", numbered)
        )

    def _again(self, variants: Iterable[Variant]) -> Positions:
        """Where questions that are remembered stand now."""
        found = (self._one_again(variant) for variant in variants)
        return tuple(dict.fromkeys(at for at in found if at is not None))

    def _one_again(self, old: Variant) -> int | None:
        """The question that agrees best with ``old``, where it agrees well enough."""
        near = {*self._by_asked[old.asked], *self._by_answer[old.answer], *self._by_path[old.path]}
        for among in (near, range(len(self._questions))):
            best = max(among, key=lambda at: (self._agreement(at, old), -at), default=None)
            if best is not None and self._is_sure(self.variant(best), old):
                return best
        return None

    def _agreement(self, at: int, old: Variant) -> float:
        now = self.variant(at)
        return (
            3 * (now.answer == old.answer)
            + 2 * (now.asked == old.asked)
            + 2 * (now.path == old.path)
            + alike(now.sketch, old.sketch)
        )

    @staticmethod
    def _is_sure(now: Variant, old: Variant) -> bool:
        if now.asked == old.asked or (now.answer == old.answer and old.sketch):
            return True
        least = _NEAR if now.path == old.path else _NEAR_ELSEWHERE
        return alike(now.sketch, old.sketch) >= least

    @cached_property
    def _by_asked(self) -> dict[str, list[int]]:
        return self._index(lambda variant: variant.asked)

    @cached_property
    def _by_answer(self) -> dict[str, list[int]]:
        return self._index(lambda variant: variant.answer if variant.sketch else "")

    @cached_property
    def _by_path(self) -> dict[str, list[int]]:
        return self._index(lambda variant: variant.path)

    def _index(self, key: Callable[[Variant], str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at in range(len(self._questions)):
            found[key(self.variant(at))].append(at)
        return found

    def why_not(self, reference: Reference, location: Location) -> Diagnostic:
        """What is wrong with a reference that names no question."""
        found = self._placed(reference)
        name = repr(reference.text)
        if len(found) < 2:
            return warning("unknown-reference", location, name=name)
        lines = tuple(str(self._questions[at].span.first) for at in found[:5])
        return warning(
            "ambiguous-reference",
            location,
            name=name,
            count=len(found),
            lines=lines,
            path=reference.path or "",
            line=lines[0],
        )
