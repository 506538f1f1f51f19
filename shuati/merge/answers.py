"""Merges the answers of one question's variants into one entry.

The most complete variant is the representative and comes first, as its document has it. Parts
of the others that are redundant are dropped; where another variant says the same more fully,
its part takes the place. What is left of the other variants follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.match.cluster import fullness
from shuati.match.vocabulary import Synonyms, synonyms
from shuati.merge.code_repeats import holds_code
from shuati.merge.joining import join, sentences
from shuati.merge.option_letters import with_key_of_others, with_letters_of
from shuati.merge.redundancy import (
    Statement,
    is_lead_in,
    is_redundant,
    is_repeated,
    statement,
)
from shuati.merge.same_points import same_points
from shuati.merge.slots import answer_of, points_of
from shuati.merge.terms import term_key
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
    Code,
    Entry,
    Heading,
    Kind,
    MergedPoint,
    Paragraph,
    PictureNames,
    Point,
    Question,
    Section,
    Table,
)
from shuati.model.views import all_text, term_of, text_of


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
    questions: Sequence[Question], pictures: PictureNames = (), known: Synonyms | None = None
) -> tuple[Entry, tuple[Dropped, ...]]:
    """The entry of ``questions`` (in order of appearance), and the parts that were dropped.

    ``pictures`` are names that equal pictures share; one without a name is its address. Lead
    terms that are ``known`` synonyms are one; without it those that ship.
    """
    first = 0
    if len(questions) > 1:
        first = max(range(len(questions)), key=lambda at: (fullness(questions[at]), -at))
    variants = (questions[first], *questions[:first], *questions[first + 1 :])
    answers = [variants[0], *(with_letters_of(one, variants[0]) for one in variants[1:])]
    merger = _Merger(answers, pictures, known or synonyms())
    for index in range(len(variants)):
        merger.add(index)
    parts = tuple(merger.parts())
    variants = (with_key_of_others(variants[0], variants[1:]), *variants[1:])
    entry = Entry(variants[0].text, variants, parts, merger.points())
    return entry, tuple(merger.dropped())


class _Merger:
    """Adds the variants one by one, and compares the parts of each with the earlier ones."""

    def __init__(
        self, variants: Sequence[Question], pictures: PictureNames, known: Synonyms
    ) -> None:
        self._alone = len(variants) == 1
        self._answers = [
            answer_of(one, at, pictures, alone=self._alone) for at, one in enumerate(variants)
        ]
        self._questions = [] if self._alone else [_question_statement(one) for one in variants]
        points = [] if self._alone else [points_of(answer) for answer in self._answers]
        groups = same_points(points, known)
        self._group = {unit: at for at, group in enumerate(groups) for unit in group}
        self._first: dict[int, MergeUnit] = {}  # of a group, the point that the others join
        self._parts: list[tuple[Section, int, list[Slot]]] = []
        self._kept: list[MergeUnit] = []
        self._keys: dict[tuple[bool, str], MergeUnit] = {}  # (is it part of a question?, key)

    def add(self, index: int) -> None:
        """Add the parts of the variant at ``index`` that are not redundant."""
        answer = self._answers[index]
        new = []
        for section, slots in answer:
            left = list(self._left(slots)) if index else slots
            if left or index == 0:
                self._parts.append((section, index, left))
                new += left
        units = [unit for slot in new for unit in units_of(slot)]
        self._kept += units
        if self._alone:
            return
        for unit in units:
            self._keys.setdefault((unit.kind is Kind.QUESTION, unit.key), unit)
        for unit in units:
            self._note_inner_keys(unit, unit)
            if unit in self._group:
                self._first.setdefault(self._group[unit], unit)

    def _note_inner_keys(self, unit: MergeUnit, home: MergeUnit) -> None:
        for key in inner_keys(unit.part):
            self._keys.setdefault((unit.kind is Kind.QUESTION, key), home)

    def _left(self, slots: Sequence[Slot]) -> Iterator[Slot]:
        """What is left of the slots of a section without what is redundant."""
        pairs = [(slot, self._new(slot)) for slot in slots]
        for at, (_, slot) in enumerate(pairs):
            if isinstance(slot, MergeUnit) and self._leads_to_nothing(slot, pairs[at + 1 :]):
                self._drop(slot)
            elif slot is not None:
                yield slot

    def _new(self, slot: Slot) -> Slot | None:
        """``slot`` without what is redundant; None where nothing is left."""
        if isinstance(slot, MergeUnit):
            if not isinstance(slot.part, Heading) and self._is_covered(slot):
                return None
            return self._new_sentences(slot) if isinstance(slot.part, Paragraph) else slot
        new = [unit for unit in slot.items if not self._is_covered(unit)]
        return MergeList(slot.block, new, len(new) == len(slot.items)) if new else None

    def _is_covered(self, unit: MergeUnit) -> bool:
        """Whether ``unit`` is redundant, or became a part of an earlier unit, or took the place
        of one that says less."""
        is_question = unit.kind is Kind.QUESTION
        known = self._keys.get((is_question, unit.key))
        same = known and unit.statement.verbatim <= known.statement.verbatim
        if known and same and unit.pictures <= known.pictures:
            known.redundant.append(unit)
            return True
        if is_question or not is_prose(unit.part):
            return not is_question and (self._has_table(unit) or self._has_code(unit))
        partner = self._first.get(self._group.get(unit, -1))
        repeated = partner and is_repeated(unit.statement, partner.statement)
        for other in () if repeated else self._kept:
            if comparable(unit, other) and is_redundant(unit.statement, other.statement):
                other.redundant.append(unit)
                return True
        if partner:
            join(partner, unit)
            self._keys.setdefault((False, unit.key), partner)
            self._note_inner_keys(unit, partner)
            return True
        for other in self._kept:
            if exchangeable(unit, other):
                self._swap(other, unit)
                return True
        return False

    def _swap(self, unit: MergeUnit, other: MergeUnit) -> None:
        unit.swap(other)
        self._keys.setdefault((False, other.key), unit)
        self._note_inner_keys(other, unit)

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

    def _has_code(self, unit: MergeUnit) -> bool:
        """Whether earlier code is that of ``unit`` but for comments and white space, or contains
        it; where ``unit`` has more of them, or contains the earlier code, it takes its place."""
        if not isinstance(unit.part, Code):
            return False
        for other in self._kept:
            code = other.part
            if not isinstance(code, Code) or other.kind is Kind.QUESTION:
                continue
            inside, around = holds_code(code, unit.part), holds_code(unit.part, code)
            if around and other.kind is unit.kind and len(unit.part.text) > len(code.text):
                self._swap(other, unit)
                return True
            if inside:
                other.redundant.append(unit)
                return True
        return False

    def _new_sentences(self, unit: MergeUnit) -> MergeUnit | None:
        """A paragraph without the sentences that an earlier unit contains; None for nothing."""
        block = unit.part
        if unit.kind is Kind.QUESTION or unit.pictures or not isinstance(block, Paragraph):
            return unit
        repeated: dict[str, tuple[MergeUnit, MergeUnit]] = {}

        def is_old(sentence: str) -> bool:
            own = replace(unit, part=replace(block, text=sentence.strip()))
            own.become(own.part, own.variant)
            for other in self._kept:
                if comparable(own, other) and is_redundant(own.statement, other.statement):
                    repeated[sentence] = own, other
                    return True
            return False

        found = sentences(block.text, is_old)
        if all(new for _, new in found):
            return unit
        for sentence, new in found:
            if not new:
                own, other = repeated[sentence]
                other.redundant.append(own)
        text = "".join(sentence for sentence, new in found if new).strip()
        if not text:
            return None
        unit.become(replace(block, text=text), unit.variant)
        return unit

    def _leads_to_nothing(self, unit: MergeUnit, rest: Sequence[tuple[Slot, Slot | None]]) -> bool:
        """Whether all that a heading, or a sentence before a list, introduces was dropped.

        ``rest`` are the slots behind it, each with what is left of it.
        """
        if unit.pictures:
            return False
        if isinstance(unit.part, Heading):
            below = next(
                (
                    slot.part if isinstance(slot, MergeUnit) else slot.block
                    for _, slot in rest
                    if slot
                ),
                None,
            )
            ends = isinstance(below, Heading) and below.level <= unit.part.level
            return (below is None or ends) and any(
                is_redundant(unit.statement, other.statement) for other in self._kept
            )
        if not rest or rest[0][1] is not None or not isinstance(rest[0][0], MergeList):
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
                    stands_alone = one not in (unit, *unit.members) and (
                        one.key in inside or term_key(one.term) not in ("", term_key(unit.term))
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
