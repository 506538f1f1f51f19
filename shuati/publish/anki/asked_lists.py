"""The lists of an entry whose points its cards ask for, one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.config import strings
from shuati.model import (
    AnswerPart,
    Block,
    Entry,
    Form,
    Heading,
    Kind,
    Paragraph,
    Point,
    PointList,
)
from shuati.model.closed_forms import CHOICES, form_of
from shuati.model.views import all_text, lists_of, term_of

_LEAST = 3  # points that are worth a list
_FEWEST = 2  # points whose number an answer is to have
_MOST = 12  # beyond so many, what other variants add is left to the note 问答


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list of the answer, the label of its section, and the variant that it is from.

    ``lead_in`` is the heading or the clause with a colon right above it.
    """

    label: str
    points: PointList
    variant: int
    kind: Kind = Kind.ANSWER
    lead_in: str = ""
    alone: bool = True  # the only list of its variant

    @property
    def context(self) -> str:
        """What tells it from the other lists (inline Markdown), '' where that is nothing."""
        if self.alone and self.kind is Kind.ANSWER:
            return ""
        return self.label or ("" if self.alone else self.lead_in)


def asked_lists(entry: Entry) -> tuple[AskedList, ...]:
    """The lists that ``entry`` is asked for; none where they have too few points.

    Those of the answer; where it has too few, those of the explanation too. A question with
    a form of its own is not asked for lists: they would be its options or fills.
    """
    if form_of(entry) in (*CHOICES, Form.BLANK):
        return ()
    for kinds in ((Kind.ANSWER, Kind.FEATURE), (Kind.ANSWER, Kind.FEATURE, Kind.EXPLANATION)):
        lists = tuple(one for part in entry.parts if part.kind in kinds for one in _lists_in(part))
        if _size(lists) >= _LEAST:
            return _short(lists)
    return ()


def _short(lists: Sequence[AskedList]) -> tuple[AskedList, ...]:
    """The lists of the representative; those that others add as long as there are few points."""
    chosen: list[AskedList] = []
    for one in lists:
        few = _size((*chosen, one)) <= _MOST or _size(chosen) < _LEAST
        if few or not one.variant:
            chosen.append(one)
    often = Counter(one.variant for one in chosen)
    return tuple(replace(one, alone=often[one.variant] == 1) for one in chosen)


def _size(lists: Sequence[AskedList]) -> int:
    return sum(len(one.points.points) for one in lists)


def _lists_in(part: AnswerPart) -> Iterator[AskedList]:
    label = "" if part.label in strings.PLAIN_LABELS.get(part.kind, ()) else part.label
    before: Block | None = None
    for block in part.blocks:
        for points in lists_of((block,)):
            filled = tuple(point for point in points.points if _text(point))
            if filled:
                own = replace(points, points=filled)
                yield AskedList(label, own, part.variant, part.kind, _lead_in(before))
                label = ""
        before = block


def _lead_in(block: Block | None) -> str:
    """What ``block`` says of the list below it: a heading, or its last clause with a colon."""
    if isinstance(block, Heading):
        return block.text
    if not isinstance(block, Paragraph) or not block.text.rstrip("* ").endswith(("：", ":")):
        return ""
    clause = re.split(r"[。；！？;!?，\n]", block.text)[-1].strip("*：: ")
    return clause if clause and not re.search(r"[*`$<\[\\]", clause) else ""


def expected_points(entry: Entry) -> int:
    """How many points an answer to ``entry`` has, 0 where it is no list.

    Those of the representative, where it has a list: others add to them. Those of an explanation
    are no part of the answer.
    """
    lists = [one for one in asked_lists(entry) if one.kind is not Kind.EXPLANATION]
    counts = _size([one for one in lists if not one.variant]), _size(lists)
    return next((count for count in counts if count >= _FEWEST), 0)


def point_texts(entry: Entry) -> tuple[str, ...]:
    """Every point of `asked_lists` as "term：text", by which the ledger finds it again."""
    return tuple(_text(point) for one in asked_lists(entry) for point in one.points.points)


def _text(point: Point) -> str:
    return "：".join(filter(None, (term_of(point), all_text(point.blocks))))
