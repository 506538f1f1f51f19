"""Which questions the references of a person's decisions name, now and after edits.

A reference is looked up once, by its code or place. From then on the ledger remembers the
fingerprints of what it named, so that it names the same question after that was reworded,
moved or merged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from shuati.ledger.fingerprint import Fingerprint, alike, fingerprint
from shuati.ledger.store import Ledger
from shuati.model import Diagnostic, Document, Location, Span, warning
from shuati.text.normalise import wording

if TYPE_CHECKING:
    from shuati.match.decisions import Decision, Reference

_NEAR, _NEAR_ELSEWHERE = 0.5, 0.7  # how alike answers must be, in the same document or in another

Positions = tuple[int, ...]  # of questions among all, in reading order


@dataclass(frozen=True, slots=True)
class Resolved:
    """The positions that each reference names; ``remembered`` belongs into the ledger."""

    places: dict[str, Positions]
    remembered: tuple[tuple[str, tuple[Fingerprint, ...]], ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve(
    decisions: Sequence[Decision],
    documents: Sequence[Document],
    ledger: Ledger,
    file: str,
    fingerprints: Mapping[Location, Fingerprint] | None = None,
) -> Resolved:
    """Look up every reference of ``decisions``; what names nothing is a diagnostic of ``file``.

    ``fingerprints`` of questions, by their location, are made where they are not given.
    """
    search = _Search(documents, ledger, fingerprints or {})
    places: dict[str, Positions] = {}
    diagnostics = []
    for decision in decisions:
        for one in decision.questions:
            if one.text not in places:
                places[one.text] = search.find(one)
            if not places[one.text]:
                location = Location(file, Span(decision.line, decision.line))
                diagnostics.append(search.why_not(one, location))
    remembered = tuple(
        (text, tuple(search.fingerprint(at) for at in found))
        for text, found in sorted(places.items())
        if found
    )
    return Resolved(places, remembered, tuple(diagnostics))


class _Search:
    def __init__(
        self,
        documents: Sequence[Document],
        ledger: Ledger,
        known: Mapping[Location, Fingerprint],
    ) -> None:
        self._known = known
        self._questions = [one for document in documents for one in document.questions]
        self._paths = [document.path for document in documents]
        self._records = {record.code: record for record in ledger.records}
        self._memory = dict(ledger.references)
        self.fingerprint = cache(self._fingerprint)

    def _fingerprint(self, at: int) -> Fingerprint:
        question = self._questions[at]
        return self._known.get(question.location) or fingerprint(question)

    def find(self, reference: Reference) -> Positions:
        """The positions that ``reference`` names; none, or more than one for a code."""
        if known := self._again(self._memory.get(reference.text, ())):
            return known
        placed = self._placed(reference)
        record = self._records.get(reference.code or "")
        coded = self._again(record.fingerprints) if record else ()
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

    def _again(self, remembered: Iterable[Fingerprint]) -> Positions:
        """The positions that questions of last time have now."""
        found = map(self._one_again, remembered)
        return tuple(dict.fromkeys(at for at in found if at is not None))

    def _one_again(self, old: Fingerprint) -> int | None:
        """The question that agrees best with ``old``, where it agrees well enough."""
        near = {*self._by_asked[old.asked], *self._by_answer[old.answer], *self._by_path[old.path]}
        for among in (near, range(len(self._questions))):
            best = max(among, key=lambda at: (self._agreement(at, old), -at), default=None)
            if best is not None and self._is_sure(self.fingerprint(best), old):
                return best
        return None

    def _agreement(self, at: int, old: Fingerprint) -> float:
        now = self.fingerprint(at)
        return (
            3 * (now.answer == old.answer)
            + 2 * (now.asked == old.asked)
            + 2 * (now.path == old.path)
            + alike(now.minhash, old.minhash)
        )

    @staticmethod
    def _is_sure(now: Fingerprint, old: Fingerprint) -> bool:
        if now.asked == old.asked or (now.answer == old.answer and old.minhash):
            return True
        least = _NEAR if now.path == old.path else _NEAR_ELSEWHERE
        return alike(now.minhash, old.minhash) >= least

    @cached_property
    def _by_asked(self) -> dict[str, list[int]]:
        return self._index(lambda one: one.asked)

    @cached_property
    def _by_answer(self) -> dict[str, list[int]]:
        return self._index(lambda one: one.answer if one.minhash else "")

    @cached_property
    def _by_path(self) -> dict[str, list[int]]:
        return self._index(lambda one: one.path)

    def _index(self, key: Callable[[Fingerprint], str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at in range(len(self._questions)):
            found[key(self.fingerprint(at))].append(at)
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
