"""Tables that became lines of text, as PDF files do it: a head, then ``1 单元 题 (A)甲 (B)乙 B``.

A cell may go on over several lines; the number that counts begins a row, the answer ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Span
from shuati.read.layouts.alternating import lines_of
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.rows.row_question import RowReader
from shuati.sources.column_names import Column, column_of
from shuati.sources.element import Element, Role
from shuati.sources.question_words import is_page_number
from shuati.text.scripts import HAN

_FEWEST = 3  # rows
_SHARE = 0.7  # of the rows that end with an answer
_LONGEST = 16  # characters of what is in a column in front of the question
_LEFT_OUT = 2  # numbers between two rows at most
_ROW = re.compile(r"\s*(\d{1,4})[.、．]?(?:\s+(\S.*))?\s*")
_OPTIONS = re.compile(r"\s*[(（]\s*A\s*[)）]|(?<=[\s。？?：:])A\s*[.、．]")
_ANSWER = re.compile(
    r"(?P<rest>.*?)\s+[(（]?(?P<answer>[A-HＡ-Ｈ]{1,8}|[○✕×√OX對錯对错是否])[)）]?\s*", re.DOTALL
)
_WIDE = rf"[{HAN}\u3000-\u303f\uff00-\uffef]"
_BREAK = re.compile(rf"(?<={_WIDE})\n(?={_WIDE})")
_LETTERS = str.maketrans("ＡＢＣＤＥＦＧＨ", "ABCDEFGH")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: the rows below a line that names the columns of a table."""
    lines = [line for element in given.elements for line in lines_of(element)]
    at, before = next(
        ((at, found) for at, line in enumerate(lines) if (found := _columns_before(line))),
        (0, None),
    )
    if before is None:
        return
    begins = _begins(lines, at + 1)
    if len(begins) < _FEWEST:
        return
    rows = [
        _cells([line.paragraph or "" for line in lines[begin:end]], before)
        for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True)
    ]
    if sum(bool(row[-1]) for row in rows) < _SHARE * len(rows):
        return
    names = before[1:]
    columns = (
        Column.NUMBER,
        *(None for _ in names),
        *(Column.QUESTION, Column.OPTIONS, Column.ANSWER),
    )
    reader = RowReader(rows, columns, ("", *names))
    elements = lines[: begins[0]]
    starts = []
    for row, begin, end in zip(rows, begins, [*begins[1:], len(lines)], strict=True):
        start = reader.start(len(elements), row)
        if start is not None:
            starts.append(start)
        span = Span(lines[begin].span.first, lines[end - 1].span.last)
        elements.append(Element(Role.ITEM, span, text=start.title if start else row[0]))
    yield Proposal("table text", tuple(elements), tuple(starts))


def _columns_before(line: Element) -> tuple[str, ...] | None:
    """The names of the columns before that of questions, the number's first, if a line is a head.

    The last column of a head is that of answers.
    """
    names = (line.paragraph or "").split()
    if not 3 <= len(names) <= 8:
        return None
    columns = [column_of(name) for name in names]
    if Column.QUESTION not in columns:
        return None
    if columns[0] is not Column.NUMBER or columns[-1] is not Column.ANSWER:
        return None
    return tuple(names[: columns.index(Column.QUESTION)])


def _begins(lines: Sequence[Element], first: int) -> list[int]:
    """The lines that begin rows: their numbers count.

    Below a row that has its answer a number may be left out, or the count begin again.
    """
    found: list[int] = []
    expected = 1
    for at in range(first, len(lines)):
        match = _ROW.fullmatch(lines[at].paragraph or "")
        if match is None:
            continue
        number = int(match[1])
        row = "\n".join(line.paragraph or "" for line in lines[found[-1] : at]) if found else ""
        ended = not found or _ANSWER.fullmatch(row) is not None
        if number == expected or (ended and (number == 1 or 0 < number - expected <= _LEFT_OUT)):
            found.append(at)
            expected = number + 1
    return found


def _cells(lines: Sequence[str], before: Sequence[str]) -> list[str]:
    """The number, what is in the columns before the question, question, options, answer."""
    match = _ROW.fullmatch(lines[0])
    number, rest = (match[1], match[2] or "") if match else ("", lines[0])
    kept = [
        line for line in lines[1:] if not is_page_number(line) and line.split()[:1] != [before[0]]
    ]
    text = "\n".join([rest, *kept]).strip()
    cells = []
    for _ in before[1:]:
        word, _, behind = text.partition("\n" if "\n" in text[:_LONGEST] else " ")
        known = behind and len(word) <= _LONGEST
        cells.append(word.strip() if known else "")
        text = behind.strip() if known else text
    ended = _ANSWER.fullmatch(text)
    answer = ended["answer"].translate(_LETTERS) if ended else ""
    text = _BREAK.sub("", ended["rest"] if ended else text)
    options = _OPTIONS.search(text)
    stem = text[: options.start()] if options else text
    return [
        number,
        *cells,
        stem.strip(),
        text[options.start() :].strip() if options else "",
        answer,
    ]
