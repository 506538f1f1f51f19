"""Parts of answers that are kept or dropped as a whole, and how two of them compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from shuati.merge.redundancy import Statement, is_redundant, statement
from shuati.merge.terms import with_lead_term
from shuati.model import Block, Kind, Paragraph, Point, PointList, Quote, Table
from shuati.model.keys import block_key, point_key
from shuati.model.views import all_text, term_of
from shuati.text.fold import fold_letters

_SAME_ROLE = (Kind.ANSWER, Kind.FEATURE, Kind.EXPLANATION)  # may take each other's place


@dataclass(eq=False, slots=True)
class MergeUnit:
    """A block, or an item of a list, of the variant at an index.

    ``pictures`` are the pictures that it shows: equal strings for equal content. ``context`` is
    the label and the heading above an item of a list, folded; ``sole_term``: no other item of
    its document in its role has its lead term. ``members`` are the points that it was joined of.
    """

    part: Block | Point
    kind: Kind
    variant: int
    pictures: frozenset[str] = frozenset()
    context: str = ""
    sole_term: bool = True
    redundant: list[MergeUnit] = field(default_factory=list)  # parts that it contains already
    members: list[MergeUnit] = field(default_factory=list)
    _statement: Statement | None = None
    _key: str | None = None

    @property
    def statement(self) -> Statement:
        """Its statement; computed when it is compared, as most entries have one variant."""
        if self._statement is None:
            if isinstance(self.part, Point):
                point = with_lead_term(self.part)
                self._statement = statement(point.blocks, point.term)
            else:
                self._statement = statement([self.part])
        return self._statement

    @property
    def term(self) -> str | None:
        """Its lead term, in bold or before a colon."""
        return with_lead_term(self.part).term if isinstance(self.part, Point) else None

    @property
    def is_point(self) -> bool:
        """Whether it is an item of a list of an answer."""
        return isinstance(self.part, Point) and self.kind is not Kind.QUESTION

    @property
    def role(self) -> Kind:
        """What its points are for: those of an answer and of a feature answer alike."""
        return Kind.ANSWER if self.kind is Kind.FEATURE else self.kind

    @property
    def wordings(self) -> Sequence[MergeUnit]:
        """The points that it was joined of, or itself."""
        return self.members or (self,)

    @property
    def key(self) -> str:
        """Equal for parts with the same content (`block_key`, `point_key`)."""
        if self._key is None:
            part = self.part
            self._key = point_key(part) if isinstance(part, Point) else block_key(part)
        return self._key

    @property
    def text(self) -> str:
        """Its plain text, the lead term first."""
        part = self.part
        if isinstance(part, Point):
            return "：".join(filter(None, (term_of(part), all_text(part.blocks))))
        return all_text([part])

    def swap(self, other: MergeUnit) -> None:
        """Put ``other`` in the place of this part, which becomes redundant."""
        mine = replace(self, redundant=[], members=[])
        self.members = []
        self.part, self.variant = other.part, other.variant
        self._statement, self._key = other.statement, other.key
        self.redundant.append(mine)

    def join(self, other: MergeUnit) -> Sequence[MergeUnit]:
        """Note that this point and ``other`` are one; its wordings, the fullest first.

        `become` is to be called with what they are together.
        """
        if not self.members:
            self.members.append(replace(self, redundant=[], members=[]))
            self.redundant += self.members
        self.members.append(other)
        self.redundant.append(other)
        return sorted(self.members, key=lambda one: (-len(fold_letters(one.text)), one.variant))

    def become(self, part: Block | Point, variant: int) -> None:
        """Be ``part``, which begins as the variant at an index has it."""
        self.part, self.variant = part, variant
        self._statement = self._key = None


@dataclass(slots=True)
class MergeList:
    """A list as its items; ``whole`` if none was dropped."""

    block: PointList
    items: list[MergeUnit]
    whole: bool


Slot = MergeUnit | MergeList


def units_of(slot: Slot) -> list[MergeUnit]:
    """The parts of a slot."""
    return slot.items if isinstance(slot, MergeList) else [slot]


def block_of(slot: Slot) -> Block:
    """The block of a slot, a list without the items that were dropped."""
    if isinstance(slot, MergeUnit):
        assert not isinstance(slot.part, Point)
        return slot.part
    items = tuple(unit.part for unit in slot.items if isinstance(unit.part, Point))
    return replace(slot.block, start=slot.block.start if slot.whole else 1, points=items)


def inner_keys(part: Block | Point) -> Iterator[str]:
    """The keys of everything inside ``part``."""
    if isinstance(part, Quote | Point):
        for block in part.blocks:
            yield block_key(block)
            yield from inner_keys(block)
    elif isinstance(part, PointList):
        for point in part.points:
            yield point_key(point)
            yield from inner_keys(point)


def is_prose(part: Block | Point) -> bool:
    """Whether ``part`` is text, and not code, a table or a formula."""
    return isinstance(part, Paragraph | Quote | Point)


def comparable(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether ``unit`` may be redundant to ``other``; an item of a list only to another item,
    as items are learnt one by one. What shows a picture is redundant only where that is shown."""
    if not unit.pictures <= other.pictures:
        return False
    if other.kind is Kind.QUESTION or not is_prose(other.part):
        return False
    return isinstance(other.part, Point) or not isinstance(unit.part, Point)


def shows(other: MergeUnit, unit: MergeUnit) -> bool:
    """Whether ``other`` has all code, formulas, links and pictures of ``unit``."""
    return unit.statement.verbatim <= other.statement.verbatim and unit.pictures <= other.pictures


def exchangeable(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether ``unit`` contains ``other`` and all that is redundant to it, and has its role.

    What shows pictures stays in its place: their addresses mean something in its own document.
    """
    return (
        not (unit.pictures or other.pictures)
        and type(unit.part) is type(other.part)
        and other.kind is not Kind.QUESTION
        and (unit.kind is other.kind or {unit.kind, other.kind} <= set(_SAME_ROLE))
        and unit.statement.term == other.statement.term
        and all(is_redundant(one.statement, unit.statement) for one in (other, *other.redundant))
    )


def rows_of(table: Table) -> set[str]:
    """The keys of a table's head, and of each row below that head."""
    return {block_key(replace(table, rows=(row,))) for row in table.rows} | {
        block_key(replace(table, rows=()))
    }
