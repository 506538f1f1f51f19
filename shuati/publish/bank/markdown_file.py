"""The merged bank as Markdown (`bank.md`): for people, and a source like any other.

Reading it again gives the same entries: each under a heading with its code as a mark, its
sections under their own labels, what other documents add behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from shuati.config import strings
from shuati.model import AnswerPart, Entry, Kind, Paragraph, Point, PointList, Span, wordings
from shuati.model.wordings import lists_wordings, other_wordings
from shuati.publish.bank.picture_addresses import Address, with_addresses
from shuati.publish.render.to_markdown import one_line, source_of

_LEVEL = 2  # of the questions' headings; the title is above, headings of answers below


def _as_written(document: str, address: str) -> str:
    return address


def bank_md(entries: Sequence[Entry], title: str, address: Address = _as_written) -> str:
    """All entries as one Markdown document that is called ``title``.

    ``address`` gives the addresses of pictures as they are to be written.
    """
    parts = [f"# {one_line(title)}"]
    for number, entry in enumerate(entries, 1):
        parts += _entry(_with_pictures(entry, address), number)
    return "\n\n".join(parts) + "\n"


def _with_pictures(entry: Entry, address: Address) -> Entry:
    """``entry`` with the addresses of its pictures written anew."""
    paths = [variant.path for variant in entry.variants]
    parts = [
        replace(part, blocks=with_addresses(part.blocks, paths[part.variant], address))
        for part in entry.parts
    ]
    first, *others = entry.variants
    text, heading, question = (
        _inline(text, first.path, address) for text in (first.text, first.heading, entry.question)
    )
    first = replace(first, text=text, heading=heading)
    return replace(entry, question=question, variants=(first, *others), parts=tuple(parts))


def _inline(text: str, document: str, address: Address) -> str:
    (block,) = with_addresses((Paragraph(text, Span(1, 1)),), document, address)
    assert isinstance(block, Paragraph)
    return block.text


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
    yield f"{'#' * _LEVEL} {asking}{number}：{one_line(first.heading)}"
    yield f"<!-- {entry.code} -->"
    same = first.text == first.heading and "\n" not in first.text  # a heading is one line
    text = "" if same else entry.question
    pieces = _readable([part for part in entry.parts if not lists_wordings(part)])
    for at, piece in enumerate(pieces):
        if at == 0 and _stands_bare(piece, pieces[1:]):
            yield source_of(piece.blocks, _LEVEL)
            continue
        if piece.variant > 0:
            yield _comment(strings.ADDED, entry.variants[piece.variant].path)
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
    yield from _wordings(entry)


def _readable(pieces: Sequence[AnswerPart]) -> list[AnswerPart]:
    """The pieces, the asking first, and no two answers under one label.

    The reader takes a label that comes again for the answer to another question.
    """
    used: set[str] = set()
    readable = []
    for piece in sorted(pieces, key=lambda piece: piece.kind is not Kind.QUESTION):
        if piece.kind is Kind.ANSWER and piece.label in used:
            more = (strings.more_answers(number) for number in count(1))
            piece = replace(piece, label=next(label for label in more if label not in used))
        used.add(piece.label)
        readable.append(piece)
    return readable


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
