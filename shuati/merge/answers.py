"""The answers of one question's variants, merged into one entry.

The fullest variant is the representative and stands first, as its document has it. What the
others say in nearly the same words is left out (`repeats`); where another says the same more
fully, its wording takes the place. The rest follows with its variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from shuati.match.cluster import fullness
from shuati.merge.redundancy import Said, announces, repeats, said
from shuati.model import (
    AnswerPart,
    Block,
    Entry,
    Heading,
    Kind,
    MergedPoint,
    Paragraph,
    Point,
    PointList,
    Question,
    Quote,
    Section,
    Table,
)
from shuati.model.keys import block_key, point_key
from shuati.model.views import all_text, term_of, text_of

_TOLD = (Kind.ANSWER, Kind.FEATURE, Kind.EXPLANATION)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of an answer that is not in the entry, because ``kept`` says it already.

    Texts are plain; ``variant`` and ``kept_variant`` count the entry's variants; ``exact``
    tells that not a letter is lost.
    """

    text: str
    variant: int
    kept: str
    kept_variant: int
    exact: bool


def merged(questions: Sequence[Question]) -> tuple[Entry, tuple[Dropped, ...]]:
    """The entry of ``questions``, given in order of appearance, and what is not in it."""
    first = 0
    if len(questions) > 1:
        first = max(range(len(questions)), key=lambda at: (fullness(questions[at]), -at))
    variants = (questions[first], *questions[:first], *questions[first + 1 :])
    merger = _Merger(variants)
    for index, variant in enumerate(variants):
        merger.add(index, variant)
    pieces = tuple(merger.pieces())
    entry = Entry(variants[0].text, variants, pieces, merger.points())
    return entry, tuple(merger.dropped())


@dataclass(eq=False, slots=True)
class _Unit:
    """A part of an answer that is kept or dropped as a whole: a block, or an item of a list."""

    part: Block | Point
    kind: Kind
    variant: int
    repeated: list[_Unit] = field(default_factory=list)  # those that it stands for
    _said: Said | None = None
    _key: str | None = None

    @property
    def said(self) -> Said:
        """What it says; made when it is compared, for most answers stand alone."""
        if self._said is None:
            if isinstance(self.part, Point):
                self._said = said(self.part.blocks, self.part.term)
            else:
                self._said = said([self.part])
        return self._said

    @property
    def key(self) -> str:
        """What it says letter by letter (`block_key`, `point_key`)."""
        if self._key is None:
            part = self.part
            self._key = point_key(part) if isinstance(part, Point) else block_key(part)
        return self._key

    @property
    def text(self) -> str:
        part = self.part
        if isinstance(part, Point):
            return "：".join(filter(None, (term_of(part), all_text(part.blocks))))
        return all_text([part])

    def swap(self, other: _Unit) -> None:
        """Let ``other`` take the place of this one, and this one that of a repetition."""
        mine = replace(self, repeated=[])
        self.part, self.variant = other.part, other.variant
        self._said, self._key = other.said, other.key
        self.repeated.append(mine)


@dataclass(slots=True)
class _List:
    """A list as its items; ``whole`` tells that none is missing."""

    block: PointList
    items: list[_Unit]
    whole: bool


_Slot = _Unit | _List


class _Merger:
    """Takes one variant after the other; what a variant says is compared with earlier ones."""

    def __init__(self, variants: Sequence[Question]) -> None:
        self._alone = len(variants) == 1
        self._asked = [] if self._alone else [_asked(one) for one in variants]
        self._pieces: list[tuple[Section, int, list[_Slot]]] = []
        self._kept: list[_Unit] = []
        self._keys: dict[tuple[bool, str], _Unit] = {}  # of answers and of askings

    def add(self, index: int, variant: Question) -> None:
        """Keep of ``variant`` what is not there yet."""
        new = []
        for section in variant.sections:
            slots = list(self._slots(section, index))
            if slots or index == 0:
                self._pieces.append((section, index, slots))
                new += slots
        units = [unit for slot in new for unit in _units(slot)]
        self._kept += units
        if self._alone:
            return
        for unit in units:
            self._keys.setdefault((unit.kind is Kind.QUESTION, unit.key), unit)
        for unit in units:
            for key in _inner_keys(unit.part):
                self._keys.setdefault((unit.kind is Kind.QUESTION, key), unit)

    def _slots(self, section: Section, index: int) -> Iterator[_Slot]:
        """The blocks of a section, less what earlier variants say."""
        pairs = [(block, self._slot(block, section.kind, index)) for block in section.blocks]
        for at, (block, slot) in enumerate(pairs):
            if slot is None:
                continue
            if index and isinstance(slot, _Unit) and self._is_idle(block, slot, pairs[at + 1 :]):
                self._leave_out(slot)
            else:
                yield slot

    def _slot(self, block: Block, kind: Kind, index: int) -> _Slot | None:
        if not isinstance(block, PointList):
            unit = _Unit(block, kind, index)
            if index and not isinstance(block, Heading) and self._found(unit):
                return None
            return unit
        items = [_Unit(point, kind, index) for point in block.points]
        new = [unit for unit in items if not (index and self._found(unit))]
        return _List(block, new, len(new) == len(items)) if new else None

    def _found(self, unit: _Unit) -> bool:
        """Whether ``unit`` is there already, or can take the place of what says less."""
        asking = unit.kind is Kind.QUESTION
        known = self._keys.get((asking, unit.key))
        if known and unit.said.verbatim <= known.said.verbatim:
            known.repeated.append(unit)
            return True
        if asking or not _is_prose(unit.part):
            return not asking and self._has_table(unit)
        for other in self._kept:
            if _comparable(unit, other) and repeats(unit.said, other.said):
                other.repeated.append(unit)
                return True
        for other in self._kept:
            if _exchangeable(unit, other):
                other.swap(unit)
                for key in (unit.key, *_inner_keys(unit.part)):
                    self._keys.setdefault((False, key), other)
                return True
        return False

    def _has_table(self, unit: _Unit) -> bool:
        """Whether a table with the same head has all rows of this one."""
        if not isinstance(unit.part, Table):
            return False
        for other in self._kept:
            table = other.part
            if isinstance(table, Table) and _rows(unit.part) <= _rows(table):
                other.repeated.append(unit)
                return True
        return False

    def _is_idle(
        self, block: Block, unit: _Unit, rest: Sequence[tuple[Block, _Slot | None]]
    ) -> bool:
        """Whether a heading, or a sentence before a list, leads to nothing that is left."""
        if isinstance(block, Heading):
            below = next((block for block, slot in rest if slot is not None), None)
            ends = isinstance(below, Heading) and below.level <= block.level
            return (below is None or ends) and any(
                repeats(unit.said, other.said) for other in self._kept
            )
        if not rest or rest[0][1] is not None or not isinstance(rest[0][0], PointList):
            return False
        return announces(unit.said, [*self._asked, *(other.said for other in self._kept)])

    def _leave_out(self, unit: _Unit) -> None:
        best = max(self._kept, key=lambda other: (unit.said.grams & other.said.grams).total())
        best.repeated.append(unit)

    def pieces(self) -> Iterator[AnswerPart]:
        """The merged answer."""
        for section, index, slots in self._pieces:
            yield AnswerPart(section.label, section.kind, tuple(map(_block, slots)), index)

    def points(self) -> tuple[MergedPoint, ...]:
        """The items of all lists, each once, with the variants that say it."""
        if self._alone:
            items = (unit.part for unit in self._kept if unit.kind is not Kind.QUESTION)
            told = (_told(item, {0}) for item in items if isinstance(item, Point))
            return tuple(dict.fromkeys(told))
        found: dict[str, tuple[_Unit, set[int]]] = {}
        for unit in self._kept:
            if unit.kind is Kind.QUESTION or not (unit.repeated or isinstance(unit.part, Point)):
                continue
            inside = set(_inner_keys(unit.part)) if unit.repeated else set()
            for one in (unit, *unit.repeated):
                if isinstance(one.part, Point):
                    apart = one is not unit and (
                        one.key in inside or one.said.term not in ("", unit.said.term)
                    )
                    shown = one if apart else unit
                    found.setdefault(shown.key, (shown, set()))[1].add(one.variant)
        return tuple(
            _told(unit.part, variants)
            for unit, variants in found.values()
            if isinstance(unit.part, Point)
        )

    def dropped(self) -> Iterator[Dropped]:
        """What was left out, in the order of what stands for it."""
        if not any(unit.repeated for unit in self._kept):
            return
        keys = {key for unit in self._kept for key in (unit.key, *_inner_keys(unit.part))}
        for unit in self._kept:
            for one in unit.repeated:
                yield Dropped(one.text, one.variant, unit.text, unit.variant, one.key in keys)


def _told(point: Point, variants: set[int]) -> MergedPoint:
    """A point as plain text: its own, or that of the list below a mere term."""
    text = text_of(point.blocks) or all_text(point.blocks, code=False)
    return MergedPoint(term_of(point), text, tuple(sorted(variants)))


def _asked(question: Question) -> Said:
    return said([Paragraph(question.text, question.span)])


def _units(slot: _Slot) -> list[_Unit]:
    return slot.items if isinstance(slot, _List) else [slot]


def _block(slot: _Slot) -> Block:
    """A slot as the block that it is now."""
    if isinstance(slot, _Unit):
        assert not isinstance(slot.part, Point)
        return slot.part
    items = tuple(unit.part for unit in slot.items if isinstance(unit.part, Point))
    return replace(slot.block, start=slot.block.start if slot.whole else 1, points=items)


def _inner_keys(part: Block | Point) -> Iterator[str]:
    """What the parts of ``part`` say, so that a part repeated is found."""
    if isinstance(part, Quote | Point):
        for block in part.blocks:
            yield block_key(block)
            yield from _inner_keys(block)
    elif isinstance(part, PointList):
        for point in part.points:
            yield point_key(point)
            yield from _inner_keys(point)


def _is_prose(part: Block | Point) -> bool:
    return isinstance(part, Paragraph | Quote | Point)


def _comparable(unit: _Unit, other: _Unit) -> bool:
    """A list's item is looked for among items, for those are what is learnt one by one."""
    if other.kind is Kind.QUESTION or not _is_prose(other.part):
        return False
    return isinstance(other.part, Point) or not isinstance(unit.part, Point)


def _exchangeable(unit: _Unit, other: _Unit) -> bool:
    """Whether ``unit`` says all that ``other`` stands for, and belongs where it is."""
    return (
        type(unit.part) is type(other.part)
        and other.kind is not Kind.QUESTION
        and (unit.kind is other.kind or {unit.kind, other.kind} <= set(_TOLD))
        and unit.said.term == other.said.term
        and all(repeats(one.said, unit.said) for one in (other, *other.repeated))
    )


def _rows(table: Table) -> set[str]:
    """The rows of a table, each with what the head calls its cells."""
    return {block_key(replace(table, rows=(row,))) for row in table.rows} | {
        block_key(replace(table, rows=()))
    }
