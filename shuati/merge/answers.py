"""Merges the answers of one question's variants into one entry.

The most complete variant is the representative and comes first, as its document has it. Points
of the others that are points of it become one with them (`shuati.merge.joining`), redundant
parts are dropped; where another variant says the same more fully, its part takes the place.
What is left of the other variants follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuati.match.cluster import fullness
from shuati.match.vocabulary import SynonymGroups, synonyms_of
from shuati.merge.kept import KeptUnits
from shuati.merge.option_letters import with_key_of_others, with_letters_of
from shuati.merge.order import in_order_of_most, places_of
from shuati.merge.redundancy import (
    Statement,
    is_lead_in,
    is_redundant,
    statement,
)
from shuati.merge.same_points import same_points
from shuati.merge.slots import answer_of, asks_for_steps, is_sequence, points_of
from shuati.merge.terms import term_key
from shuati.merge.units import (
    MergeList,
    MergeUnit,
    Slot,
    block_of,
    inner_keys,
    shows,
    units_of,
)
from shuati.model import (
    AnswerPart,
    Entry,
    Heading,
    Kind,
    MergedPoint,
    Paragraph,
    PictureNames,
    Point,
    Question,
    Section,
)
from shuati.model.views import all_text, term_of


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of an answer that is not in the entry by itself: the part ``kept`` contains it, or
    was joined of it and others.

    Texts are plain; ``variant`` and ``kept_variant`` are indices of the entry's variants;
    ``exact`` if the entry has the part letter by letter.
    """

    text: str
    variant: int
    kept: str
    kept_variant: int
    exact: bool


def merge_answers(
    questions: Sequence[Question], pictures: PictureNames = (), synonym_groups: SynonymGroups = ()
) -> tuple[Entry, tuple[Dropped, ...]]:
    """The entry of ``questions`` (in order of appearance), and the parts that were dropped.

    ``pictures`` are names that equal pictures share; one without a name is its address. Lead
    terms that are synonyms, by the groups of the bank too, are one.
    """
    first = 0
    if len(questions) > 1:
        first = max(range(len(questions)), key=lambda at: (fullness(questions[at]), -at))
    variants = (questions[first], *questions[:first], *questions[first + 1 :])
    answers = [variants[0], *(with_letters_of(one, variants[0]) for one in variants[1:])]
    merger = _Merger(answers, pictures, synonym_groups)
    for index in range(len(variants)):
        merger.add(index)
    merger.order()
    parts = tuple(merger.parts())
    variants = (with_key_of_others(variants[0], variants[1:]), *variants[1:])
    entry = Entry(variants[0].text, variants, parts, merger.points())
    return entry, tuple(merger.dropped())


class _Merger:
    """Adds the variants one by one, and compares the parts of each with the earlier ones."""

    def __init__(
        self, variants: Sequence[Question], pictures: PictureNames, synonym_groups: SynonymGroups
    ) -> None:
        self._alone = len(variants) == 1
        self._answers = [
            answer_of(one, at, pictures, alone=self._alone) for at, one in enumerate(variants)
        ]
        self._questions = [] if self._alone else [_question_statement(one) for one in variants]
        points = [] if self._alone else [points_of(answer) for answer in self._answers]
        self._asks_for_steps = asks_for_steps(variants[0].text)
        self._place = {unit: at for own in points for at, unit in enumerate(own)}
        self._kept = KeptUnits(same_points(points, synonyms_of(synonym_groups)), variants[0].text)
        self._parts: list[tuple[Section, int, list[Slot]]] = []

    def add(self, index: int) -> None:
        """Add the parts of the variant at ``index`` that are not redundant."""
        new: list[Slot] = []
        for section, slots in self._answers[index]:
            left = list(self._left(slots)) if index else slots
            if left or index == 0:
                self._parts.append((section, index, left))
                new += left
        units = [unit for slot in new for unit in units_of(slot)]
        if self._alone:
            self._kept.units += units  # nothing is compared with them
        else:
            self._kept.add(units)

    def order(self) -> None:
        """Put the points of every list, but for steps, into the order that most variants have."""
        if len(self._answers) <= 2 or self._asks_for_steps:
            return  # two are never outvoted
        for slot in self._lists():
            if not is_sequence(slot):
                places = {unit: places_of(unit, self._place) for unit in slot.items}
                slot.items = in_order_of_most(slot.items, places)

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
        if isinstance(slot, MergeList):
            if is_sequence(slot):
                return self._new_steps(slot)
            new = [unit for unit in slot.items if not self._kept.absorb(unit)]
            return MergeList(slot.block, new, len(new) == len(slot.items)) if new else None
        if isinstance(slot.part, Heading):
            return slot
        return None if self._kept.absorb(slot) else self._kept.without_old_sentences(slot)

    def _new_steps(self, steps: MergeList) -> MergeList | None:
        """What is left of steps, whose order says something.

        An earlier list that has them all repeats them. One that has some of them, in their order,
        takes the others in between. Where there is none they stay whole.
        """
        for earlier in self._lists():
            if homes := _homes_in_order(earlier, steps):
                for unit, home in zip(steps.items, homes, strict=True):
                    home.redundant.append(unit)
                return None
        same = [self._kept.same_point(unit) for unit in steps.items]
        for earlier in self._lists():
            if _takes_in(earlier, steps, same):
                self._take_in(earlier, steps, same)
                return None
        return steps

    def _take_in(
        self, earlier: MergeList, steps: MergeList, same: Sequence[MergeUnit | None]
    ) -> None:
        """Put ``steps`` into an earlier list; ``same`` are those that it has already."""
        place = earlier.items.index(next(home for home in same if home))
        for unit, home in zip(steps.items, same, strict=True):
            if home:
                self._kept.absorb(unit)
                place = earlier.items.index(home) + 1
            else:
                earlier.items.insert(place, unit)
                self._kept.add([unit])
                place += 1

    def _lists(self) -> Iterator[MergeList]:
        for _, _, slots in self._parts:
            yield from (slot for slot in slots if isinstance(slot, MergeList))

    def _leads_to_nothing(self, unit: MergeUnit, rest: Sequence[tuple[Slot, Slot | None]]) -> bool:
        """Whether all that a heading introduces was dropped, or all items but one of the list
        that a sentence introduces.

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
        if not rest or not _leaves_no_list(*rest[0]):
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
                if (one.variant, one.key) == (unit.variant, unit.key):
                    continue  # it took the place of another wording
                yield Dropped(one.text, one.variant, unit.text, unit.variant, one.key in keys)


def _leaves_no_list(slot: Slot, left: Slot | None) -> bool:
    """Whether ``slot`` is a list of which no item is ``left``, or one of several."""
    if not isinstance(slot, MergeList):
        return False
    return left is None or (isinstance(left, MergeList) and len(left.items) == 1 < len(slot.items))


def _homes_in_order(earlier: MergeList, steps: MergeList) -> list[MergeUnit]:
    """The items of ``earlier`` that say the ``steps`` letter by letter, in order; [] if not all."""
    rest = iter(earlier.items)
    homes = [
        next((one for one in rest if one.key == unit.key and shows(one, unit)), None)
        for unit in steps.items
    ]
    return [one for one in homes if one] if None not in homes else []


def _takes_in(earlier: MergeList, steps: MergeList, same: Sequence[MergeUnit | None]) -> bool:
    """Whether a list has two and more of the points ``same``, all that there are, in order, and
    the ``steps`` that it lacks show no picture, whose address means another file there."""
    found = [home for home in same if home]
    places = [earlier.items.index(home) for home in found if home in earlier.items]
    in_order = len(places) == len(found) >= 2 and places == sorted(places)
    return in_order and not any(
        unit.pictures for unit, home in zip(steps.items, same, strict=True) if not home
    )


def _merged_point(point: Point, variants: set[int]) -> MergedPoint:
    """A point as plain text, with that of the list below it."""
    text = all_text(point.blocks, code=False)
    return MergedPoint(term_of(point), text, tuple(sorted(variants)))


def _question_statement(question: Question) -> Statement:
    """What a question itself says."""
    return statement([Paragraph(question.text, question.span)])
