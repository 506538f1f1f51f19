"""An answer in short: its points, each with its lead term, a sentence, and a short form of it.

A displayed formula, a table and what introduces a list are points too, but no items of a list.
What is left out is left out whole: a sentence or its clauses are chosen, never cut in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shuati.config import strings
from shuati.model import (
    AnswerPart,
    Block,
    Code,
    Entry,
    Form,
    Formula,
    Heading,
    Kind,
    Paragraph,
    Point,
    PointList,
    Quote,
    Table,
    walk,
)
from shuati.model.closed_forms import fills_of, form_of, right_options
from shuati.model.views import points_of, term_of, text_of
from shuati.publish.print.row_lines import row_lines
from shuati.publish.print.short_form import (
    TRAILING,
    is_empty,
    is_verdict,
    points_on,
    sentences,
    short_form,
    width,
)
from shuati.text.markdown import plain

_ANSWER = (Kind.ANSWER, Kind.FEATURE)
BULLET = "•"
CLAUSE = 40.0  # em of a short form at most, where a sentence can be shortened
_SENTENCE = 90.0  # em of a sentence at most, before its short form takes its place
_MEANING = 52.0  # em of a meaning that is shown whole
_TABLE = 220.0  # em of a table that is shown whole
_COLON = ("：", ":")
_LEAD, _NEW = 9.0, 0.6  # em, and share of new pairs of characters, of what leads to a list
_ITEM = 14.0  # em of an item of an enumeration


@dataclass(frozen=True, slots=True)
class SummaryPoint:
    """A point: ``term`` may be ''; ``sentence`` is its first one, ``clause`` a short form of it.

    Plain text with ``$…$``, displayed formulas as ``$$…$$``. What another variant of the question
    adds is ``added``. An item of a list has its ``mark``: `BULLET`, or its number and a dot. A
    ``lead`` is a term alone, the name of the points below it. Of a ``table`` the sentence has each
    row with the heads of its cells.
    """

    term: str
    sentence: str
    clause: str
    added: bool = False
    mark: str = ""
    lead: bool = False
    table: Table | None = None


def summary(entry: Entry) -> tuple[SummaryPoint, ...]:
    """The points of the answer of ``entry``, in order; of a part without points, its gist."""
    if right := _of_form(entry):
        return right
    parts = [part for part in entry.parts if part.kind in _ANSWER]
    if not parts:
        parts = [part for part in entry.parts if part.kind is not Kind.QUESTION]
    asked = plain(entry.question)
    return tuple(
        replace(point, added=part.variant > 0)
        for part in parts
        for point in (*_label(part, len(parts)), *_of_part(part, asked))
    )


def _label(part: AnswerPart, count: int) -> Iterator[SummaryPoint]:
    """The name of one of ``count`` parts, where it says what its points are: 优点, 步骤."""
    if part.kind is Kind.FEATURE and count > 1 and part.label:
        yield _lead(plain(part.label))


def _of_form(entry: Entry) -> tuple[SummaryPoint, ...]:
    """The right options with their letters, what fills the gaps, a short meaning; all whole."""
    lettered = form_of(entry) is not Form.TRUE_FALSE
    right = [(one.label if lettered else "", plain(one.text)) for one in right_options(entry)]
    filled = right or [("", plain(fill)) for fill in fills_of(entry)]
    if form_of(entry) is Form.TERM:
        answers = [part for part in entry.parts if part.kind is Kind.ANSWER]
        meanings = [text_of(part.blocks, pictures=False) for part in answers]
        listed = any(any(points_of(part.blocks)) for part in answers)
        if meanings and not listed and width("".join(meanings)) <= _MEANING:
            filled = [("", meaning) for meaning in meanings]
    return tuple(SummaryPoint(letter, text, text) for letter, text in filled)


def has_more(entry: Entry) -> bool:
    """Whether ``entry`` holds what its points do not: code, or a table or formula elsewhere."""
    parts = [part for part in entry.parts if part.kind is not Kind.QUESTION]
    return any(
        isinstance(block, Code) or (part.kind not in _ANSWER and isinstance(block, Table | Formula))
        for part in parts
        for block in walk(part.blocks)
    )


def _of_part(part: AnswerPart, asked: str) -> Iterator[SummaryPoint]:
    blocks = tuple(_opened(part.blocks))
    if not any(isinstance(block, PointList | Table | Formula) for block in blocks):
        text = text_of(blocks, pictures=False)
        if _first(text):
            yield _gist(text, asked)
        return
    for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, PointList):
            yield from _of_list(block, asked)
        elif isinstance(block, Table):
            yield from _of_table(block)
        elif isinstance(block, Formula):
            lead = sentences(_text(before)) if isinstance(before, Paragraph) else []
            yield _whole("", "：".join((*lead[-1:], _inline(block))))
        elif (
            isinstance(block, Paragraph) and before is None and (said := _own(block, after, asked))
        ):
            yield _said("", said, asked)
        elif isinstance(after, PointList) and (name := _name(block, before)):
            yield _lead(name)


def _opened(blocks: Sequence[Block]) -> Iterator[Block]:
    """``blocks``, those of quotes in place of the quotes."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from _opened(block.blocks)
        else:
            yield block


def _own(block: Paragraph, following: Block | None, asked: str) -> str:
    """What a paragraph says first; '' where it only leads to the block ``following`` it."""
    text = _text(block)
    said = sentences(text)
    if text.endswith(_COLON) and not _answers(said[-1] if said else "", asked):
        del said[-1:]
    if isinstance(following, Formula) or all(map(is_empty, said)):
        return ""
    return _first("。".join(said))


def _answers(lead: str, asked: str) -> bool:
    """Whether ``lead``, which a list follows, says more than that, and more than is ``asked``."""
    if is_empty(lead) or points_on(lead) or width(lead) < _LEAD:
        return False
    pairs = set(map("".join, pairwise(lead)))
    return len(pairs - set(map("".join, pairwise(asked)))) >= _NEW * len(pairs)


def _name(block: Block, before: Block | None) -> str:
    """How ``block`` names the list below it: its last sentence, with a colon; or a heading.

    What the whole answer begins with only leads to it.
    """
    if isinstance(block, Heading):
        return plain(block.text)
    if not (before and isinstance(block, Paragraph)):
        return ""
    if not (text := _text(block)).endswith(_COLON):
        return ""
    *_, last = sentences(text) or [""]
    if not is_empty(last) or "，" in last:  # 为了保证质量，可以采取以下措施
        return last
    return plain(before.text) if isinstance(before, Heading) else ""


def _gist(text: str, asked: str) -> SummaryPoint:
    """As many sentences of ``text`` as are short enough; at least the first, which may be cut."""
    first = gist = _first(text)
    said, last = sentences(text), first.rpartition("。")[2]
    begin = said.index(last) + 1 if last in said else len(said)  # of （。） nothing is said
    for sentence in said[begin:]:
        if width(longer := f"{gist}。{sentence}") > _SENTENCE:
            break
        gist = longer
    return _said("", first, asked, _MEANING) if gist == first else _whole("", gist)


def _of_list(block: PointList, asked: str) -> Iterator[SummaryPoint]:
    """The items of a list, none left out, each followed by what is displayed in it."""
    filled = (point for point in block.points if point.term or point.blocks)
    for number, point in enumerate(filled, block.start):
        mark = f"{number}." if block.ordered else BULLET
        first, *others = _of_point(point, asked)
        yield replace(first, mark=mark)
        yield from others


def _of_point(point: Point, asked: str) -> list[SummaryPoint]:
    """A point, and what is displayed in it; where it has but code or a picture, where that is."""
    return list(_said_in(point, asked)) or [_whole("", strings.IN_FULL)]


def _said_in(point: Point, asked: str) -> Iterator[SummaryPoint]:
    term, text = term_of(point) or "", _running(point.blocks)
    items = [term_of(one) or _first(_running(one.blocks)) for one in points_of(point.blocks)]
    empty = is_empty(text.strip(TRAILING))
    if any(items) and (not text or empty or text.endswith(_COLON)):
        said = _enumerated([item for item in items if item])
        said = said if empty else f"{text}{said}"
        yield _whole(term, said)
        return
    said = _first(text)
    if term or said:
        yield _said(term, said, asked)
    for block in point.blocks:
        if isinstance(block, Table):
            yield from _of_table(block)
        elif isinstance(block, Formula) and _inline(block) not in said:
            yield _whole("", _inline(block))


def _running(blocks: Sequence[Block]) -> str:
    """The text of ``blocks``, a formula behind the colon that leads to it."""
    text = ""
    for block in blocks:
        isolated = isinstance(block, Formula)
        own = _inline(block) if isinstance(block, Formula) else text_of((block,), pictures=False)
        if own:
            text += own if not text or (isolated and text.endswith(_COLON)) else f"\n{own}"
    return text


def _of_table(table: Table) -> Iterator[SummaryPoint]:
    """A table as one point, row by row; of a large one the head and the first column."""
    first, *others = map(plain, table.head or [""])
    rows = [[plain(cell) for cell in row] for row in table.rows if row]
    if sum(width(cell) for row in rows for cell in row) > _TABLE:
        names = _enumerated([row[0] for row in rows if row[0]])
        said = _whole(first, names + strings.columns_in_full(list(filter(None, others))))
    elif len(others) == 1:
        said = _whole(others[0], "；".join("：".join(filter(None, row)) for row in rows))
    else:
        said = _whole("", "；".join(row_lines(table)))
    yield replace(said, table=table)


def _said(term: str, text: str, asked: str, limit: float = CLAUSE) -> SummaryPoint:
    """A point that says the sentence ``text``; the question is ``asked``."""
    sentence, short = (short_form(text, most, term, asked) for most in (_SENTENCE, limit))
    return SummaryPoint(term, sentence, short)


def _lead(name: str) -> SummaryPoint:
    """The name of the points below it."""
    return SummaryPoint(name.strip(TRAILING), "", "", lead=True)


def _whole(term: str, text: str) -> SummaryPoint:
    """A point that is never shortened."""
    return SummaryPoint(term, text, text)


def _inline(block: Formula) -> str:
    return f"$${' '.join(block.text.split())}$$"


def _text(block: Paragraph) -> str:
    return text_of((block,), pictures=False)


def _enumerated(items: Sequence[str]) -> str:
    """``items`` in one line: words with 、, what has a pause or is long with ；."""
    long = any(width(item) > _ITEM or "，" in item or "、" in item for item in items)
    return ("；" if long else "、").join(items)


def _first(text: str) -> str:
    """The first sentence with a content of its own; with the next one where it is a verdict."""
    said = sentences(text)
    full = [one for one in said if not is_empty(one)] or said
    if len(full) > 1 and is_verdict(full[0]):
        return "。".join(full[:2])
    return full[0] if full else ""
