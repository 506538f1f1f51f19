"""The lists of an entry whose points its cards ask for, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.config import strings
from shuati.model import AnswerPart, Entry, Form, Kind, Point, PointList
from shuati.model.closed_forms import CHOICES, form_of
from shuati.model.views import all_text, lists_of, term_of

_LEAST = 3  # points that are worth a list
_MOST = 12  # beyond so many, what other variants add is left to the note 问答


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list of the answer, the label of its section, and the variant that it is from."""

    label: str
    points: PointList
    variant: int


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
    return tuple(chosen)


def _size(lists: Sequence[AskedList]) -> int:
    return sum(len(one.points.points) for one in lists)


def _lists_in(part: AnswerPart) -> Iterator[AskedList]:
    label = "" if part.label in strings.PLAIN_LABELS.get(part.kind, ()) else part.label
    for points in lists_of(part.blocks):
        filled = tuple(point for point in points.points if _text(point))
        if filled:
            yield AskedList(label, replace(points, points=filled), part.variant)
            label = ""


def point_texts(entry: Entry) -> tuple[str, ...]:
    """Every point of `asked_lists` as "term：text", by which the ledger finds it again."""
    return tuple(_text(point) for one in asked_lists(entry) for point in one.points.points)


def _text(point: Point) -> str:
    return "：".join(filter(None, (term_of(point), all_text(point.blocks))))
