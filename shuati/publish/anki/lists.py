"""要点: one card for each point of an entry, the others shown, the asked one hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati import labels
from shuati.blocks import all_text, lists_of, term_of
from shuati.labels import ListField, NoteKind
from shuati.ledger.fingerprint import first_guid
from shuati.model import Entry, Kind, Piece, Point, Points
from shuati.publish.anki.fields import Renderers, added, material, origin
from shuati.publish.anki.note import APART, CardNote, content_hash
from shuati.publish.inert import escape, inert

_LEAST = 3  # points that are worth a list
_MOST = 12  # beyond so many, what other variants add is left to the note 问答


@dataclass(frozen=True, slots=True)
class Group:
    """A list of the answer under the label of its section, and the variant that it is from."""

    label: str
    points: Points
    variant: int


def groups_of(entry: Entry) -> tuple[Group, ...]:
    """The lists that ``entry`` is asked for; none where they have too few points.

    Those of the answer; where they are too few those of everything else too.
    """
    for kinds in ((Kind.ANSWER, Kind.FEATURE), (Kind.ANSWER, Kind.FEATURE, Kind.EXPLANATION)):
        groups = tuple(
            group for piece in entry.pieces if piece.kind in kinds for group in _groups(piece)
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


def _groups(piece: Piece) -> Iterator[Group]:
    label = "" if piece.label in labels.PLAIN_LABELS.get(piece.kind, ()) else piece.label
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


def list_note(
    entry: Entry, numbers: Sequence[int], due: int, renderers: Renderers
) -> CardNote | None:
    """The note of ``entry`` whose cards ask for the points with ``numbers`` (0 asks for none).

    ``renderers`` gives the renderer for a variant. None where the entry has no list.
    """
    groups = groups_of(entry)
    if not groups:
        return None
    own = renderers(0)
    origins = "".join(origin(question, entry, own, place=False) for question in entry.variants)
    shown = dict.fromkeys(ListField, "") | {
        ListField.CODE: inert(escape(entry.code)),
        ListField.QUESTION: own.inline(entry.question),
        ListField.MATERIAL: material(entry, renderers),
        ListField.POINTS: _lists(entry, groups, list(numbers), renderers),
        ListField.SOURCE: origins,
    }
    return CardNote(
        guid=first_guid(entry.guid, NoteKind.LIST),
        fields=tuple(shown.values()),
        tags=entry.tags,
        due=due + APART,
        content_hash=content_hash(shown.values(), entry.tags),
        kind=NoteKind.LIST,
    )


def _lists(
    entry: Entry,
    groups: Sequence[Group],
    numbers: list[int],
    renderers: Renderers,
) -> str:
    parts = []
    for group in groups:
        renderer = renderers(group.variant)
        items = []
        for point in group.points.points:
            number = numbers.pop(0)
            html = renderer.point(point)
            items.append(f"<li>{_gap(number, html) if number else html}</li>")
        start = group.points.start
        tag = "ol" if group.points.ordered else "ul"
        first = f' start="{start}"' if group.points.ordered and start != 1 else ""
        heading = f"<h3>{renderer.inline(group.label)}</h3>\n" if group.label else ""
        html = f"{heading}<{tag}{first}>\n{chr(10).join(items)}\n</{tag}>"
        if group.variant:
            html = added(html, entry.variants[group.variant])
        parts.append(html)
    return "\n".join(parts)


def _gap(number: int, html: str) -> str:
    """``html`` as a gap of Anki's, whose own marks ("}}", "::") its text cannot contain."""
    safe = html.replace("{", "&#123;").replace("}", "&#125;").replace("::", "&#58;&#58;")
    return f"{{{{c{number}::{safe}}}}}"
