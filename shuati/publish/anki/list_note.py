"""要点: one card for each point of an entry, the others shown, the asked one hidden."""

from __future__ import annotations

from collections.abc import Sequence

from shuati.ledger.fingerprint import first_guid
from shuati.model import Entry
from shuati.publish.anki.asked_lists import AskedList, asked_lists
from shuati.publish.anki.fields import Renderers, boxed, lasting_origins, material
from shuati.publish.anki.note import Note, content_hash
from shuati.publish.anki.note_types import ListField, NoteKind
from shuati.publish.render.escape_anki import escape, inert


def list_note(entry: Entry, numbers: Sequence[int], renderers: Renderers) -> Note | None:
    """The note of ``entry`` whose cards ask for the points with ``numbers`` (0 asks for none).

    None where the entry has no list.
    """
    lists = asked_lists(entry)
    if not lists:
        return None
    own = renderers(entry.variants[0].path)
    origins, with_headings = lasting_origins(entry, renderers)
    shown = dict.fromkeys(ListField, "") | {
        ListField.CODE: inert(escape(entry.code)),
        ListField.QUESTION: own.inline(entry.question),
        ListField.MATERIAL: material(entry, renderers),
        ListField.POINTS: _lists(entry, lists, list(numbers), renderers),
        ListField.SOURCE: with_headings,
    }
    lasting, earlier = (
        content_hash((shown | {ListField.SOURCE: one}).values(), entry.tags)
        for one in (origins, with_headings)
    )
    return Note(
        guid=list_guid(entry),
        fields=tuple(shown.values()),
        tags=entry.tags,
        due=0,
        content_hash=lasting,
        earlier_hash=earlier,
        kind=NoteKind.LIST,
    )


def list_guid(entry: Entry) -> str:
    """The guid that the note of ``entry`` has, or would have."""
    return first_guid(entry.guid, NoteKind.LIST)


def _lists(
    entry: Entry,
    lists: Sequence[AskedList],
    numbers: list[int],
    renderers: Renderers,
) -> str:
    parts = []
    for one in lists:
        renderer = renderers(entry.variants[one.variant].path)
        items = []
        for point in one.points.points:
            number = numbers.pop(0)
            html = renderer.point(point)
            items.append(f"<li>{_gap(number, html) if number else html}</li>")
        start = one.points.start
        tag = "ol" if one.points.ordered else "ul"
        first = f' start="{start}"' if one.points.ordered and start != 1 else ""
        heading = f"<h3>{renderer.inline(one.label)}</h3>\n" if one.label else ""
        html = f"{heading}<{tag}{first}>\n{chr(10).join(items)}\n</{tag}>"
        if one.variant:
            html = boxed(html, entry.variants[one.variant])  # not folded: a gap must be seen
        parts.append(html)
    return "\n".join(parts)


def _gap(number: int, html: str) -> str:
    """``html`` as a gap of Anki's, whose own marks ("}}", "::") its text cannot contain."""
    safe = html.replace("{", "&#123;").replace("}", "&#125;").replace("::", "&#58;&#58;")
    return f"{{{{c{number}::{safe}}}}}"
