"""要点: one card for each point of an entry, which hides what the point says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.ledger.fingerprint import first_guid
from shuati.model import Block, Entry, Kind, Paragraph, Point
from shuati.publish.anki.asked_lists import AskedList, asked_lists
from shuati.publish.anki.cues import Cue, cues
from shuati.publish.anki.fields import (
    Renderers,
    boxed,
    collapsed,
    lasting_origins,
    material,
    parts_html,
)
from shuati.publish.anki.note import Note, content_hash
from shuati.publish.anki.note_types import ListField, NoteKind
from shuati.publish.render.escape_anki import escape, inert
from shuati.publish.render.html import Renderer

_MANY = 9  # lines of cues, more of which a telephone does not show at once
_LINE = 18  # Han characters of a cue on a line of a telephone


def list_note(
    entry: Entry, numbers: Sequence[int], renderers: Renderers, settings: Settings
) -> Note | None:
    """The note of ``entry`` whose cards ask for the points with ``numbers`` (0 asks for none).

    None where the entry has no list, or no point is asked for.
    """
    lists = asked_lists(entry)
    if not any(numbers):
        return None
    own = renderers(entry.variants[0].path)
    origins, with_headings = lasting_origins(entry, renderers)
    if settings.cloze_deletion == "statement":
        asked = {
            ListField.MATERIAL: collapsed(material(entry, renderers)),
            ListField.POINTS: _cued_points(entry, lists, numbers, renderers),
            ListField.EXPLANATION: parts_html(entry, (Kind.EXPLANATION,), renderers),
        }
    else:
        asked = {
            ListField.MATERIAL: material(entry, renderers),
            ListField.POINTS: _whole_points(entry, lists, numbers, renderers),
        }
    shown = dict.fromkeys(ListField, "") | {
        ListField.CODE: inert(escape(entry.code)),
        ListField.QUESTION: own.inline(entry.question),
        ListField.SOURCE: with_headings,
        **asked,
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


def _cued_points(
    entry: Entry, lists: Sequence[AskedList], numbers: Sequence[int], renderers: Renderers
) -> str:
    """The lists, a gap for what each point says beside its cue; all but one open at a touch.

    A list of which nothing would be visible is hidden with what leads to it.
    """
    found = cues(entry)
    left = iter(zip(found, numbers, strict=True))
    html = [f'<details class="others"><summary>{strings.OTHER_POINTS}</summary></details>']
    lines = 0
    for one in lists:
        renderer = renderers(entry.variants[one.variant].path)
        own = list(islice(left, len(one.points.points)))
        items = [_cued(cue, number, renderer) for cue, number in own]
        shown = _list(entry, one, _leading(one.context), items, renderer)
        if any(cue.shown or number for cue, number in own):
            lines += bool(one.context) + sum(1 + len(cue.shown) // _LINE for cue, _ in own)
        else:
            shown = f'<div><span class="cue"></span><div class="cloze-inactive">{shown}</div></div>'
        html.append(shown)
    many = " many" if lines > _MANY else ""
    return f'<div class="cued{many}">\n{chr(10).join(html)}\n</div>'


def _leading(context: str) -> str:
    """``context`` as what leads to a list, so that it reads as no point of the one above."""
    return f"{context}：" if context[-1:].isalnum() else context


def _cued(cue: Cue, number: int, renderer: Renderer) -> str:
    shown = renderer.inline(cue.shown)
    if shown and cue.term:
        shown = f'<b class="term">{shown}</b>'
    hidden = ""
    if cue.hidden:
        hidden = _hidden(cue.hidden, renderer)
        hidden = f"：{hidden}" if cue.term else hidden
    elif number:  # a term alone, which has a card from before
        shown, hidden = "", shown
    if number:
        hidden = _gap(number, hidden, "" if shown else cue.hint)
    elif hidden:  # hidden beside other gaps, as what is in gaps that are not asked for
        hidden = f'<span class="cloze-inactive">{hidden}</span>'
    return f'<span class="cue">{shown}</span>{hidden}'


def _hidden(blocks: Sequence[Block], renderer: Renderer) -> str:
    """``blocks`` of a point; what other documents added to its first paragraph opens at a touch."""
    first, *rest = blocks
    own, more = first.divided() if isinstance(first, Paragraph) else ("", "")
    if not more:
        return renderer.point(Point(None, tuple(blocks), first.span))
    summary = f"<summary>{strings.ADDED}</summary>"
    fold = f'<details class="fold">{summary}{renderer.inline(more)}</details>'
    return "\n".join(filter(None, (renderer.inline(own), fold, renderer.blocks(rest))))


def _whole_points(
    entry: Entry, lists: Sequence[AskedList], numbers: Sequence[int], renderers: Renderers
) -> str:
    """The lists, every point in a gap as a whole, the others in full."""
    left = iter(numbers)
    html = []
    for one in lists:
        renderer = renderers(entry.variants[one.variant].path)
        own = zip(one.points.points, islice(left, len(one.points.points)), strict=True)
        items = [
            _gap(number, renderer.point(point)) if number else renderer.point(point)
            for point, number in own
        ]
        html.append(_list(entry, one, one.label, items, renderer))
    return "\n".join(html)


def _list(
    entry: Entry, one: AskedList, heading: str, items: Sequence[str], renderer: Renderer
) -> str:
    start = one.points.start
    tag = "ol" if one.points.ordered else "ul"
    first = f' start="{start}"' if one.points.ordered and start != 1 else ""
    above = f"<h3>{renderer.inline(heading)}</h3>\n" if heading else ""
    lines = "\n".join(f"<li>{item}</li>" for item in items)
    html = f"{above}<{tag}{first}>\n{lines}\n</{tag}>"
    # Not folded: a gap must be seen.
    return boxed(html, entry.variants[one.variant]) if one.variant else html


def _gap(number: int, html: str, hint: str = "") -> str:
    """``html`` as a gap of Anki's, whose own marks ("}}", "::") its text cannot contain."""
    safe = html.replace("{", "&#123;").replace("}", "&#125;").replace("::", "&#58;&#58;")
    return f"{{{{c{number}::{safe}{f'::{hint}' if hint else ''}}}}}"
