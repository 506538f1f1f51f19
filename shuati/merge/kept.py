"""The units that an entry has so far, and what becomes of another one beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.merge.code_repeats import holds_code
from shuati.merge.joining import join
from shuati.merge.redundancy import is_redundant, is_repeated
from shuati.merge.sentences import sentences
from shuati.merge.units import (
    MergeUnit,
    comparable,
    exchangeable,
    inner_keys,
    is_prose,
    rows_of,
    shows,
)
from shuati.model import Code, Kind, Paragraph, Table

_SHORTEST = 4  # characters of a sentence that is dropped from a paragraph


class KeptUnits:
    """The units of an entry, in order; ``groups`` are the points that are one (`same_points`)."""

    def __init__(self, groups: Sequence[Sequence[MergeUnit]], question: str = "") -> None:
        self.units: list[MergeUnit] = []
        self._question = question
        self._group = {unit: number for number, group in enumerate(groups) for unit in group}
        self._of_group: dict[int, MergeUnit] = {}  # the point that stands for a group
        self._keys: dict[tuple[bool, str], MergeUnit] = {}  # (is it part of a question?, key)

    def __iter__(self) -> Iterator[MergeUnit]:
        return iter(self.units)

    def add(self, units: Sequence[MergeUnit]) -> None:
        """Keep the units of another variant."""
        self.units += units
        for unit in units:
            self._keys.setdefault((unit.kind is Kind.QUESTION, unit.key), unit)
            if unit in self._group:
                self._of_group.setdefault(self._group[unit], unit)
        for unit in units:
            self._note_inner_keys(unit, unit)

    def same_point(self, unit: MergeUnit) -> MergeUnit | None:
        """The kept point that is one with ``unit``."""
        return self._of_group.get(self._group.get(unit, -1))

    def absorb(self, unit: MergeUnit) -> bool:
        """Whether ``unit`` is redundant, became one with the same point, or took the place of a
        unit that says less."""
        same = self.same_point(unit)
        container = same if same and _is_wording(unit, same) else None
        if not container and not self._repeats(unit):
            container = self._container(unit)
        if container:
            container.redundant.append(unit)
            return True
        if same:
            join(same, unit, self._question)
            self._note_keys(unit, same)
            return True
        if unit.kind is Kind.QUESTION:
            return False
        if isinstance(unit.part, Code):
            return self._absorb_code(unit.part, unit)
        less = (other for other in self.units if exchangeable(unit, other))
        if is_prose(unit.part) and (other := next(less, None)):
            self._swap(other, unit)
            return True
        return False

    def _repeats(self, unit: MergeUnit) -> bool:
        """Whether ``unit`` says the same point with nothing new."""
        same = self.same_point(unit)
        return same is not None and is_repeated(unit.statement, same.statement)

    def _container(self, unit: MergeUnit) -> MergeUnit | None:
        """The kept unit in which ``unit`` is redundant."""
        is_question = unit.kind is Kind.QUESTION
        known = self._keys.get((is_question, unit.key))
        if known and shows(known, unit):
            return known
        if is_question:
            return None
        if isinstance(unit.part, Table):
            return next((other for other in self.units if _has_table(other, unit)), None)
        if not is_prose(unit.part):
            return None
        return next(
            (
                other
                for other in self.units
                if comparable(unit, other) and is_redundant(unit.statement, other.statement)
            ),
            None,
        )

    def _absorb_code(self, code: Code, unit: MergeUnit) -> bool:
        """Of code that is the same but for comments and white space, or contains the other, the
        longer stays."""
        for other in self.units:
            if not isinstance(other.part, Code) or other.kind is Kind.QUESTION:
                continue
            longer = len(code.text) > len(other.part.text) and other.kind is unit.kind
            if longer and holds_code(code, other.part):
                self._swap(other, unit)
                return True
            if holds_code(other.part, code):
                other.redundant.append(unit)
                return True
        return False

    def without_old_sentences(self, unit: MergeUnit) -> MergeUnit | None:
        """A paragraph without the sentences that a kept unit contains; None for nothing."""
        block = unit.part
        if unit.kind is Kind.QUESTION or unit.pictures or not isinstance(block, Paragraph):
            return unit
        contained: dict[str, tuple[MergeUnit, MergeUnit]] = {}

        def is_old(sentence: str) -> bool:
            own = replace(unit, part=block, redundant=[])
            own.become(replace(block, text=sentence.strip()), unit.variant)
            long = len(sentence.strip()) >= _SHORTEST
            if long and (container := self._container(own)):
                contained[sentence] = own, container
            return sentence in contained

        found = sentences(block.text, is_old)
        for sentence, new in found:
            if not new:
                own, container = contained[sentence]
                container.redundant.append(own)
        if text := "".join(sentence for sentence, new in found if new).strip():
            unit.become(replace(block, text=text), unit.variant)
            return unit
        return None

    def _swap(self, unit: MergeUnit, other: MergeUnit) -> None:
        unit.swap(other)
        self._note_keys(other, unit)

    def _note_keys(self, unit: MergeUnit, home: MergeUnit) -> None:
        self._keys.setdefault((False, unit.key), home)
        self._note_inner_keys(unit, home)

    def _note_inner_keys(self, unit: MergeUnit, home: MergeUnit) -> None:
        for key in inner_keys(unit.part):
            self._keys.setdefault((unit.kind is Kind.QUESTION, key), home)


def _is_wording(unit: MergeUnit, same: MergeUnit) -> bool:
    """Whether a point was joined of one that reads as ``unit`` does."""
    return unit.key in {one.key for one in same.wordings} and shows(same, unit)


def _has_table(other: MergeUnit, unit: MergeUnit) -> bool:
    """Whether ``other`` is a table with the same head and all rows of that of ``unit``."""
    mine, theirs = unit.part, other.part
    return (
        isinstance(mine, Table)
        and isinstance(theirs, Table)
        and rows_of(mine) <= rows_of(theirs)
        and unit.pictures <= other.pictures
    )
