"""The lists of an entry that its cards ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.config import strings
from shuati.model import AnswerPart, Entry, Kind, Point, PointList
from shuati.model.views import all_text, lists_of, term_of

_LEAST = 3  # points that are worth a list
_MOST = 12  # beyond so many, what other variants add is left to the note 问答


@dataclass(frozen=True, slots=True)
class Group:
    """A list of the answer under the label of its section, and the variant that it is from."""

    label: str
    points: PointList
    variant: int


def groups_of(entry: Entry) -> tuple[Group, ...]:
    """The lists that ``entry`` is asked for; none where they have too few points.

    Those of the answer; where they are too few those of everything else too.
    """
    for kinds in ((Kind.ANSWER, Kind.FEATURE), (Kind.ANSWER, Kind.FEATURE, Kind.EXPLANATION)):
        groups = tuple(
            group for piece in entry.parts if piece.kind in kinds for group in _groups(piece)
        )
        if _size(groups) >= _LEAST:
            return _short(groups)
    return ()


def _short(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups of the representative, and of those that others add as many as are few."""
    kept: list[Group] = []
    for group in groups:
        few = _size((*kept, group)) <= _MOST or _size(kept) < _LEAST
        if few or not group.variant:
            kept.append(group)
    return tuple(kept)


def _size(groups: Sequence[Group]) -> int:
    return sum(len(group.points.points) for group in groups)


def _groups(piece: AnswerPart) -> Iterator[Group]:
    label = "" if piece.label in strings.PLAIN_LABELS.get(piece.kind, ()) else piece.label
    for points in lists_of(piece.blocks):
        told = tuple(point for point in points.points if _text(point))
        if told:
            yield Group(label, replace(points, points=told), piece.variant)
            label = ""


def point_texts(entry: Entry) -> tuple[str, ...]:
    """Every point of `groups_of` as "term：text", by which the ledger knows it again."""
    return tuple(_text(point) for group in groups_of(entry) for point in group.points.points)


def _text(point: Point) -> str:
    told = all_text(point.blocks)
    return "：".join(filter(None, (term_of(point), told)))
