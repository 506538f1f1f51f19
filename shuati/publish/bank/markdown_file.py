"""The merged bank as Markdown (`bank.md`): for people, and a source like any other.

Reading it again gives the same entries: each under a heading with its code as a mark and its
form as a remark, its options, its sections under their own labels, what other documents add
behind them. Material that several questions share is with each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from urllib.parse import quote

from shuati import lexicon
from shuati.config import strings
from shuati.model import (
    AnswerPart,
    Entry,
    Form,
    Kind,
    Option,
    Paragraph,
    Point,
    PointList,
    Span,
    wordings,
)
from shuati.model.closed_forms import (
    beside_answer,
    fills_of,
    form_of,
    options_of,
    right_options,
    shared_stem,
)
from shuati.model.views import all_text, points_of, term_of
from shuati.model.wordings import lists_wordings, other_wordings
from shuati.publish.render.picture_addresses import blocks_with_addresses, with_addresses
from shuati.publish.render.to_markdown import one_line, source_of

_UNSAFE = re.compile(
    r"[\x00-\x20\x7f\"#$%&'()<>?\[\\\]`|\ud800-\udfff]"
)  # ends an address, marks up, or is no text
_LEVEL = 2  # of the questions' headings; the title is above, headings of answers below


def bank_md(
    entries: Sequence[Entry], title: str, files: Mapping[tuple[str, str], str] | None = None
) -> str:
    """All entries as one Markdown document that is called ``title``.

    ``files`` are the paths of pictures, as seen from the folder of `bank.md`, by document
    and the address in it; every other address is left as it is.
    """
    addresses = {place: _address(path) for place, path in (files or {}).items()}
    parts = [f"# {one_line(title)}"]
    for number, entry in enumerate(entries, 1):
        parts += _entry(_with_pictures(entry, addresses), number)
    return "\n\n".join(parts) + "\n"


def _with_pictures(entry: Entry, addresses: Mapping[tuple[str, str], str]) -> Entry:
    """``entry`` with the ``addresses`` of pictures that `bank.md` has."""
    documents = {document for document, _ in addresses}
    if not any(variant.path in documents for variant in entry.variants):
        return entry

    def change(path: str) -> Callable[[str], str | None]:
        return lambda address: addresses.get((path, address))

    variants = tuple(
        replace(
            one,
            heading=with_addresses(one.heading, change(one.path)),
            text=with_addresses(one.text, change(one.path)),
            stem=one.stem and with_addresses(one.stem, change(one.path)),
            options=tuple(
                replace(option, text=with_addresses(option.text, change(one.path)))
                for option in one.options
            ),
        )
        for one in entry.variants
    )
    parts = []
    for part in entry.parts:
        own = change(entry.variants[part.variant].path)
        blocks = blocks_with_addresses(part.blocks, own)
        parts.append(replace(part, label=with_addresses(part.label, own), blocks=blocks))
    return replace(entry, question=variants[0].text, variants=variants, parts=tuple(parts))


def _address(path: str) -> str:
    """``path`` as an address in Markdown and HTML, with its letters as they are."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="surrogateescape"), path)


def _wordings(entry: Entry) -> Iterator[str]:
    """The other wordings as a list under their label; each once."""
    texts = dict.fromkeys(map(one_line, other_wordings(entry)))
    listed = [text for text in texts if text and text != one_line(entry.question)]
    if listed:
        yield f"**{wordings.LABEL}：**"
        points = (Point(None, (Paragraph(text, _NOWHERE),), _NOWHERE) for text in listed)
        yield source_of((PointList(False, 1, tuple(points), _NOWHERE),))


_NOWHERE = Span(1, 1)


def _entry(entry: Entry, number: int) -> Iterator[str]:
    first = entry.variants[0]
    asking = strings.OWN_LABELS[Kind.QUESTION]
    yield f"{'#' * _LEVEL} {asking}{number}：{_form_remark(entry)}{one_line(first.heading)}"
    yield f"<!-- {entry.code} -->"
    if stem := shared_stem(first):
        yield f"{strings.STEM}：{stem}"
    same = first.text == first.heading and "\n" not in first.text  # a heading is one line
    text = "" if same else entry.question
    pieces = _readable([part for part in _with_key(entry) if not lists_wordings(part)])
    options = [f"{one.label}. {one_line(one.text)}" for one in _lettered(entry)]
    for at, piece in enumerate(pieces):
        if options and piece.kind is not Kind.QUESTION:
            yield from (f"**{asking}：** {text}", *options) if text else options
            text, options = "", []
        if at == 0 and _stands_bare(piece, pieces[1:]):
            yield source_of(piece.blocks, _LEVEL)
            continue
        if piece.variant > 0:
            yield _comment(strings.ADDED, "、".join(_paths(piece, entry)))
        if piece.kind is Kind.QUESTION:
            yield from _labelled(piece, entry.question)
            text = ""
            continue
        if text:
            yield f"**{asking}：** {text}"
            text = ""
        yield from _labelled(piece)
    if text:
        yield f"**{asking}：** {text}"
    yield from options
    yield from _wordings(entry)


def _paths(piece: AnswerPart, entry: Entry) -> list[str]:
    """The documents that the words of ``piece`` come from, its own first."""
    points = points_of(piece.blocks)
    texts = {(term_of(point), all_text(point.blocks, code=False)) for point in points}
    joined = [one.variants for one in entry.points if (one.term, one.text) in texts]
    variants = dict.fromkeys((piece.variant, *(at for own in joined for at in own if at)))
    return list(dict.fromkeys(entry.variants[at].path for at in variants))


def _form_remark(entry: Entry) -> str:
    """The form of ``entry`` as a remark before its question; '' for an open one."""
    form = form_of(entry)
    return "" if form is Form.OPEN else f"【{strings.FORM_NAMES[form]}题】"


def _lettered(entry: Entry) -> tuple[Option, ...]:
    """The options that are written down: the two of a statement are not."""
    return () if form_of(entry) is Form.TRUE_FALSE else options_of(entry)


def _with_key(entry: Entry) -> Iterator[AnswerPart]:
    """The parts of ``entry``, what is right in short: B, AC, 错, the fills in one line."""
    if form_of(entry) is Form.TRUE_FALSE:
        key = "".join(one.text for one in right_options(entry))
    else:
        key = "".join(one.label for one in right_options(entry))
    key = key or strings.GAP_FILLED.join(fills_of(entry))
    if not key:
        yield from entry.parts
        return
    line = Paragraph(key, _NOWHERE)
    parts = beside_answer(entry)
    answers = [part for part in entry.parts if part.kind is Kind.ANSWER and not part.variant]
    label = (answers[0].label if answers else "") or strings.OWN_LABELS[Kind.ANSWER]
    place = sum(part.kind is Kind.QUESTION for part in parts)
    own = next((part for part in parts if part.kind is Kind.ANSWER and not part.variant), None)
    more = own.blocks if own else ()
    yield from parts[:place]
    yield AnswerPart(label, Kind.ANSWER, (line, *more), 0)
    yield from (part for part in parts[place:] if part is not own)


def _readable(pieces: Sequence[AnswerPart]) -> list[AnswerPart]:
    """The pieces, the asking first, no two answers under one label, and what another document
    adds under labels that say so, where its first is no answer: 补充优势.

    The reader takes a label that comes again for the answer to another question.
    """
    used: set[str] = set()
    begun = {0}
    readable = []
    for piece in sorted(pieces, key=lambda piece: piece.kind is not Kind.QUESTION):
        if piece.kind is Kind.ANSWER and piece.label in used:
            more = (strings.more_answers(number) for number in count(1))
            piece = replace(piece, label=next(label for label in more if label not in used))
        elif piece.variant not in begun and piece.label in _endings(piece.kind):
            piece = replace(piece, label=f"{strings.ADDED}{piece.label}")
        used.add(piece.label)
        begun.add(piece.variant)
        readable.append(piece)
    return readable


@cache
def _endings(kind: Kind) -> frozenset[str]:
    """The labels of a kind that the reader knows with another word before them."""
    return frozenset(lexicon.toml("labels.toml")[kind]["endings"])


def _stands_bare(piece: AnswerPart, others: Sequence[AnswerPart]) -> bool:
    """Whether a first section without a label is read as what it is without one.

    What comes before any label is the asking where a labelled answer follows, and else
    the answer.
    """
    answered = any(other.kind is Kind.ANSWER for other in others)
    return not piece.label and piece.kind is (Kind.QUESTION if answered else Kind.ANSWER)


def _labelled(piece: AnswerPart, text: str = "") -> Iterator[str]:
    """The section under its label, on whose line ``text`` or its first paragraph goes on."""
    label, blocks = f"**{piece.label or strings.OWN_LABELS[piece.kind]}：**", piece.blocks
    if not text and blocks and isinstance(blocks[0], Paragraph):
        text, blocks = blocks[0].text, blocks[1:]
    yield f"{label} {text}".rstrip()
    if blocks:
        yield source_of(blocks, _LEVEL)


def _comment(word: str, text: str) -> str:
    return f"<!-- {word}：{text.replace('--', '- -')} -->"
