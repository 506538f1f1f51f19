"""Merges the answers of one question's variants into one entry.

The most complete variant is the representative and comes first, as its document has it. Parts
of the others that are redundant are dropped; where another variant says the same more fully,
its part takes the place. What is left of the other variants follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuati.match.cluster import fullness
from shuati.merge.option_letters import with_key_of_others, with_letters_of
from shuati.merge.redundancy import Statement, is_lead_in, is_redundant, statement
from shuati.merge.units import (
    MergeList,
    MergeUnit,
    Slot,
    block_of,
    comparable,
    exchangeable,
    inner_keys,
    is_prose,
    rows_of,
    units_of,
)
from shuati.model import (
    AnswerPart,
    Block,
    Entry,
    Heading,
    Kind,
    MergedPoint,
    Paragraph,
    PictureNames,
    Point,
    PointList,
    Question,
    Section,
    Table,
)
from shuati.model.views import all_text, sources, term_of, text_of
from shuati.text.markdown import picture_addresses


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of an answer that is not in the entry, because the part ``kept`` contains it.

    Texts are plain; ``variant`` and ``kept_variant`` are indices of the entry's variants;
    ``exact`` if the entry has the part letter by letter.
    """

    text: str
    variant: int
    kept: str
    kept_variant: int
    exact: bool


def merge_answers(
    questions: Sequence[Question], pictures: PictureNames = ()
) -> tuple[Entry, tuple[Dropped, ...]]:
    """The entry of ``questions`` (in order of appearance), and the parts that were dropped.

    ``pictures`` are names that equal pictures share; one without a name is its address.
    """
    first = 0
    if len(questions) > 1:
        first = max(range(len(questions)), key=lambda at: (fullness(questions[at]), -at))
    variants = (questions[first], *questions[:first], *questions[first + 1 :])
    merger = _Merger(variants, pictures)
    for index, variant in enumerate(variants):
        merger.add(index, with_letters_of(variant, variants[0]) if index else variant)
    parts = tuple(merger.parts())
    variants = (with_key_of_others(variants[0], variants[1:]), *variants[1:])
    entry = Entry(variants[0].text, variants, parts, merger.points())
    return entry, tuple(merger.dropped())


class _Merger:
    """Adds the variants one by one, and compares the parts of each with the earlier ones."""

    def __init__(self, variants: Sequence[Question], pictures: PictureNames) -> None:
        self._alone = len(variants) == 1
        self._documents = [variant.path for variant in variants]
        self._pictures = pictures
        self._questions = [] if self._alone else [_question_statement(one) for one in variants]
        self._parts: list[tuple[Section, int, list[Slot]]] = []
        self._kept: list[MergeUnit] = []
        self._keys: dict[tuple[bool, str], MergeUnit] = {}  # (is it part of a question?, key)

    def add(self, index: int, variant: Question) -> None:
        """Add the parts of the variant at ``index`` that are not redundant."""
        new = []
        for section in variant.sections:
            slots = list(self._slots(section, index))
            if slots or index == 0:
                self._parts.append((section, index, slots))
                new += slots
        units = [unit for slot in new for unit in units_of(slot)]
        self._kept += units
        if self._alone:
            return
        for unit in units:
            self._keys.setdefault((unit.kind is Kind.QUESTION, unit.key), unit)
        for unit in units:
            for key in inner_keys(unit.part):
                self._keys.setdefault((unit.kind is Kind.QUESTION, key), unit)

    def _slots(self, section: Section, index: int) -> Iterator[Slot]:
        """The blocks of a section, without what is redundant."""
        pairs = [(block, self._slot(block, section.kind, index)) for block in section.blocks]
        for at, (block, slot) in enumerate(pairs):
            if slot is None:
                continue
            if (
                index
                and isinstance(slot, MergeUnit)
                and self._leads_to_nothing(block, slot, pairs[at + 1 :])
            ):
                self._drop(slot)
            else:
                yield slot

    def _slot(self, block: Block, kind: Kind, index: int) -> Slot | None:
        if not isinstance(block, PointList):
            unit = self._unit(block, kind, index)
            if index and not isinstance(block, Heading) and self._is_covered(unit):
                return None
            return unit
        items = [self._unit(point, kind, index) for point in block.points]
        new = [unit for unit in items if not (index and self._is_covered(unit))]
        return MergeList(block, new, len(new) == len(items)) if new else None

    def _unit(self, part: Block | Point, kind: Kind, index: int) -> MergeUnit:
        if self._alone:
            return MergeUnit(part, kind, index)
        point = part if isinstance(part, Point) else Point("", (part,), part.span)
        texts = (point.term or "", *sources(point.blocks))
        addresses = frozenset(address for text in texts for address in picture_addresses(text))
        if not addresses:
            return MergeUnit(part, kind, index)
        path = self._documents[index]
        names = {address: name for document, address, name in self._pictures if document == path}
        pictures = frozenset(names.get(address, address) for address in addresses)
        return MergeUnit(part, kind, index, pictures)

    def _is_covered(self, unit: MergeUnit) -> bool:
        """Whether ``unit`` is redundant, or was put in the place of a part that says less."""
        is_question = unit.kind is Kind.QUESTION
        known = self._keys.get((is_question, unit.key))
        same = known and unit.statement.verbatim <= known.statement.verbatim
        if known and same and unit.pictures <= known.pictures:
            known.redundant.append(unit)
            return True
        if is_question or not is_prose(unit.part):
            return not is_question and self._has_table(unit)
        for other in self._kept:
            if comparable(unit, other) and is_redundant(unit.statement, other.statement):
                other.redundant.append(unit)
                return True
        for other in self._kept:
            if exchangeable(unit, other):
                other.swap(unit)
                for key in (unit.key, *inner_keys(unit.part)):
                    self._keys.setdefault((False, key), other)
                return True
        return False

    def _has_table(self, unit: MergeUnit) -> bool:
        """Whether an earlier table with the same head has all rows of ``unit``."""
        if not isinstance(unit.part, Table):
            return False
        for other in self._kept:
            table = other.part
            rows = isinstance(table, Table) and rows_of(unit.part) <= rows_of(table)
            if rows and unit.pictures <= other.pictures:
                other.redundant.append(unit)
                return True
        return False

    def _leads_to_nothing(
        self, block: Block, unit: MergeUnit, rest: Sequence[tuple[Block, Slot | None]]
    ) -> bool:
        """Whether all that a heading, or a sentence before a list, introduces was dropped."""
        if unit.pictures:
            return False
        if isinstance(block, Heading):
            below = next((block for block, slot in rest if slot is not None), None)
            ends = isinstance(below, Heading) and below.level <= block.level
            return (below is None or ends) and any(
                is_redundant(unit.statement, other.statement) for other in self._kept
            )
        if not rest or rest[0][1] is not None or not isinstance(rest[0][0], PointList):
            return False
        return is_lead_in(
            unit.statement, [*self._questions, *(other.statement for other in self._kept)]
        )

    def _drop(self, unit: MergeUnit) -> None:
        best = max(
            self._kept, key=lambda other: (unit.statement.grams & other.statement.grams).total()
        )
        best.redundant.append(unit)

    def parts(self) -> Iterator[AnswerPart]:
        """The merged answer."""
        for section, index, slots in self._parts:
            yield AnswerPart(section.label, section.kind, tuple(map(block_of, slots)), index)

    def points(self) -> tuple[MergedPoint, ...]:
        """The items of all lists, each once, with the variants that have it."""
        if self._alone:
            items = (unit.part for unit in self._kept if unit.kind is not Kind.QUESTION)
            points = (_merged_point(item, {0}) for item in items if isinstance(item, Point))
            return tuple(dict.fromkeys(points))
        found: dict[str, tuple[MergeUnit, set[int]]] = {}
        for unit in self._kept:
            if unit.kind is Kind.QUESTION or not (unit.redundant or isinstance(unit.part, Point)):
                continue
            inside = set(inner_keys(unit.part)) if unit.redundant else set()
            for one in (unit, *unit.redundant):
                if isinstance(one.part, Point):
                    stands_alone = one is not unit and (
                        one.key in inside or one.statement.term not in ("", unit.statement.term)
                    )
                    shown = one if stands_alone else unit
                    found.setdefault(shown.key, (shown, set()))[1].add(one.variant)
        return tuple(
            _merged_point(unit.part, variants)
            for unit, variants in found.values()
            if isinstance(unit.part, Point)
        )

    def dropped(self) -> Iterator[Dropped]:
        """The dropped parts, in the order of the parts that contain them."""
        if not any(unit.redundant for unit in self._kept):
            return
        keys = {key for unit in self._kept for key in (unit.key, *inner_keys(unit.part))}
        for unit in self._kept:
            for one in unit.redundant:
                yield Dropped(one.text, one.variant, unit.text, unit.variant, one.key in keys)


def _merged_point(point: Point, variants: set[int]) -> MergedPoint:
    """A point as plain text; that of the list below it where it is only a term."""
    text = text_of(point.blocks) or all_text(point.blocks, code=False)
    return MergedPoint(term_of(point), text, tuple(sorted(variants)))


def _question_statement(question: Question) -> Statement:
    """What a question itself says."""
    return statement([Paragraph(question.text, question.span)])
