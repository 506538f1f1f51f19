"""The fields of an entry's note, as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from itertools import groupby

from shuati.config import strings
from shuati.model import AnswerPart, Entry, Kind, PictureNames, PointList, Question
from shuati.model.wordings import lists_wordings, placed_wordings
from shuati.publish.anki.asked_lists import asked_lists
from shuati.publish.anki.note_types import Field
from shuati.publish.anki.option_html import plain_options_html, stem_html
from shuati.publish.render.escape_anki import escape, inert
from shuati.publish.render.html import Renderer
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_LONG = 160  # characters that are shown unasked for in each part beside the answer
_LEAST_TERMS = 3  # that are worth a row of their own

Renderers = Callable[[str], Renderer]
"""Gives the renderer for texts of a document (by path), which knows the pictures there."""

PlacedRelated = tuple[tuple[str, str, str], ...]
"""Codes of entries, each with its question (inline Markdown) and the document of that."""

_PLACES = {
    Field.MATERIAL: (Kind.QUESTION,),
    Field.ANSWER: (Kind.ANSWER, Kind.FEATURE, Kind.NOTE),
    Field.EXPLANATION: (Kind.EXPLANATION,),
    Field.EXAMPLE: (Kind.EXAMPLE,),
}


def renderers_of(pictures: PictureNames) -> Renderers:
    """What renders the texts of each document, showing ``pictures``."""
    names = {(document, address): name for document, address, name in pictures}

    def of(document: str) -> Renderer:
        return Renderer(image=lambda address: names.get((document, address)))

    return of


def fields(entry: Entry, related: PlacedRelated, renderers: Renderers) -> dict[Field, str]:
    """The HTML of every field of ``entry``; ``related`` are the entries that it names."""
    renderer = renderers(entry.variants[0].path)
    parts = {field: parts_html(entry, kinds, renderers) for field, kinds in _PLACES.items()}
    parts[Field.MATERIAL] = material(entry, renderers)
    parts[Field.ANSWER] = _lead_terms(entry, renderer) + parts[Field.ANSWER]
    for field in (Field.EXPLANATION, Field.EXAMPLE):
        parts[field] = collapsed(parts[field])
    return dict.fromkeys(Field, "") | {
        Field.CODE: inert(escape(entry.code)),
        Field.QUESTION: renderer.inline(entry.question),
        **parts,
        Field.WORDINGS: collapsed(_wordings(entry, renderers)),
        Field.SOURCE: "".join(origin(question, entry, renderers) for question in entry.variants),
        Field.RELATED: collapsed(_related(related, renderers)),
    }


def material(entry: Entry, renderers: Renderers) -> str:
    """What belongs to the question: the material it shares, code to read, options."""
    options = plain_options_html(entry, renderers(entry.variants[0].path))
    return "\n".join(filter(None, (shared_material(entry, renderers), options)))


def shared_material(entry: Entry, renderers: Renderers) -> str:
    """`material` without the options."""
    stem = stem_html(entry, renderers(entry.variants[0].path))
    own = parts_html(entry, _PLACES[Field.MATERIAL], renderers)
    return "\n".join(filter(None, (stem, own)))


def origin(
    question: Question,
    entry: Entry,
    renderers: Renderers,
    *,
    place: bool = True,
    above: bool = True,
) -> str:
    """The place of ``question``: document, headings above it, its own heading, number, lines.

    Without ``place`` number and lines are left out: they shift when a neighbour changes.
    Without ``above`` so are the headings above it, which belong to others too.
    """
    renderer = renderers(question.path)
    headings = question.heading_path if above else ()
    path_shown = [inert(escape(question.path)), *map(renderer.inline, headings)]
    if _normal(question.heading) not in ("", _normal(entry.question)):
        path_shown.append(renderer.inline(question.heading))
    notes = [strings.INCOMPLETE] if question.truncated else []
    if place:
        notes.insert(0, strings.lines(question.span.first, question.span.last))
        if question.number:
            notes.insert(0, strings.numbered(question.number))
    shown = "，".join(f'<span class="place">{inert(escape(note))}</span>' for note in notes)
    return f"<div>{' › '.join(path_shown)}{f'（{shown}）' if shown else ''}</div>"


def lasting_origins(entry: Entry, renderers: Renderers) -> tuple[str, str]:
    """The places of all questions as far as they are the entry's own; with the headings above.

    The second is what earlier versions of the program made of them.
    """
    own, earlier = (
        "".join(
            origin(question, entry, renderers, place=False, above=above)
            for question in entry.variants
        )
        for above in (False, True)
    )
    return own, earlier


def parts_html(entry: Entry, kinds: Collection[Kind], renderers: Renderers) -> str:
    """The parts of ``kinds``: answers before notes, what another variant adds in a named box."""
    chosen = sorted(
        (part for part in entry.parts if part.kind in kinds and not lists_wordings(part)),
        key=lambda part: (part.variant, part.kind is Kind.NOTE),
    )
    boxes: list[str] = []
    for variant, group in groupby(chosen, key=lambda part: part.variant):
        html = "\n".join(_part(part, renderers(entry.variants[variant].path)) for part in group)
        boxes.append(added(html, entry.variants[variant]) if variant else html)
    return "\n".join(boxes)


def added(html: str, variant: Question) -> str:
    """``html``, which may be long, in a box that names the document that it comes from."""
    return boxed(collapsed(html), variant)


def boxed(html: str, variant: Question) -> str:
    """``html`` in a box that names the document that it comes from."""
    path = inert(escape(variant.path))
    mark = f'<div class="added-from"><b>{strings.ADDED}</b>{path}</div>'
    return f'<div class="added">{mark}\n{html}</div>'


def collapsed(html: str) -> str:
    """``html``, which opens at a touch where it is long."""
    length = len(re.sub(r"<[^>]*>|\s", "", html))
    if length <= _LONG:
        return html
    summary = f"<summary>{strings.unfold(round(length, -1))}</summary>"
    return f'<details class="fold">{summary}\n{html}\n</details>'


def _lead_terms(entry: Entry, renderer: Renderer) -> str:
    """The lead terms of the points in a row, where the answer itself has no list."""
    terms = [
        point.term
        for one in asked_lists(entry)
        for point in one.points.points
        if point.term and not one.variant
    ]
    first = next((part for part in entry.parts if part.kind is Kind.ANSWER), None)
    seen = first is not None and any(isinstance(block, PointList) for block in first.blocks)
    if seen or len(terms) < _LEAST_TERMS:
        return ""
    items = "".join(f"<li>{renderer.inline(term)}</li>" for term in terms)
    return f'<ul class="gist">{items}</ul>\n'


def _part(part: AnswerPart, renderer: Renderer) -> str:
    html = renderer.blocks(part.blocks)
    if part.label and part.label not in strings.PLAIN_LABELS.get(part.kind, frozenset()):
        html = f"<h3>{renderer.inline(part.label)}</h3>\n{html}"
    return f'<div class="note">{html}</div>' if part.kind is Kind.NOTE else html


def _wordings(entry: Entry, renderers: Renderers) -> str:
    """The questions of the other variants, less those that are the same letter for letter."""
    wordings = {_normal(entry.question): ("", "")}
    for text, document in placed_wordings(entry):
        wordings.setdefault(_normal(text), (text, document))
    others = list(wordings.values())[1:]
    return _list(renderers(document).inline(text) for text, document in others)


def lasting_related(related: Iterable[tuple[str, str]]) -> str:
    """What counts of the related entries, each with its question: no picture of theirs does."""
    words = Renderer()
    return collapsed(_related(((*one, "") for one in related), lambda _: words))


def _related(related: Iterable[tuple[str, str, str]], renderers: Renderers) -> str:
    return _list(
        f'<span class="ref">{inert(escape(code))}</span>{renderers(document).inline(question)}'
        for code, question, document in related
    )


def _list(items: Iterable[str]) -> str:
    html = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{html}</ul>" if html else ""


def _normal(text: str) -> str:
    """``text`` (inline Markdown) without width, case, spaces and punctuation."""
    return fold_letters(plain(text))
