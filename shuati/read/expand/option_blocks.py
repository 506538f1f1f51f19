"""Blocks with options: lists, boxes, rows of a table, lists and quotes of whole questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuati.model import Block, Form, Heading, Paragraph, Point, PointList, Quote, Span, Table
from shuati.read.exam.option_lines import LETTERS, behind_stem, first_option, split_options
from shuati.read.exam.verdicts import verdict
from shuati.read.expand.stem_marks import leaves_gap
from shuati.sources.element import Element, element_of

BOX = re.compile(r"\s*(?:[-*+]\s+)?\\?\[(?P<mark>[ xX√✓]?)\\?\]\s*(?P<text>\S.*)", re.DOTALL)
_CELL = re.compile(r"\s*[（(]?([A-Ha-h])\s*[.．、)）:：]?\s*")


def may_be_exam(elements: Sequence[Element], form: Form | None) -> bool:
    """Whether the body of a question has options, or is in a part of such questions."""
    if form in (Form.CHOICE, Form.MULTIPLE, Form.TRUE_FALSE):
        return True
    letters: list[str] = []
    for element in elements:
        block = element.block
        if isinstance(block, Table) and option_rows(block):
            return True
        if isinstance(block, PointList) and has_options(block):
            return True
        if isinstance(block, Quote) and quotes_question(block):
            return True
        if isinstance(block, Paragraph):
            if BOX.fullmatch(block.text):
                letters.append("box")
            for line in block.text.split("\n"):
                if (found := first_option(line)) is not None and found.style != "tight":
                    letters.append(found.letter)
                    if found.letter == "A" and len(split_options(line)) > 1:
                        return True
    return letters[:2] == ["A", "B"] or letters.count("box") > 1


def holds_exam(points: PointList) -> bool:
    """Whether a list is one of options, or most of its items have options, gaps or verdicts."""
    heads = [item_head(point) for point in points.points]
    if are_letters(heads):
        return True
    closed = sum(
        leaves_gap(head)
        or behind_stem(head) is not None
        or any(has_options(block) for block in point.blocks[1:])
        or _is_judged(point)
        for head, point in zip(heads, points.points, strict=True)
    )
    return 2 * closed > len(heads) or (closed > 1 and 3 * closed >= len(heads))


def _is_judged(point: Point) -> bool:
    """Whether a line below the first one of an item is a verdict."""
    lines = [line for block in point.blocks for line in _texts(block)]
    return any(verdict(line) is not None for line in lines[1:])


def has_options(block: Block) -> bool:
    if isinstance(block, PointList):
        return (
            are_letters([item_head(point) for point in block.points])
            or box_options(block) is not None
        )
    return isinstance(block, Paragraph) and (
        (found := first_option(block.text)) is not None and found.letter == "A"
    )


def item_head(point: Point) -> str:
    first = point.blocks[0] if point.blocks else None
    return first.text if isinstance(first, Paragraph | Heading) else ""


def are_letters(texts: Sequence[str]) -> bool:
    """Whether texts are the options A, B … in order, at least two."""
    letters = [found.letter if (found := first_option(text)) else "" for text in texts]
    return len(letters) > 1 and letters == list(LETTERS[: len(letters)])


def box_options(points: PointList) -> list[Element] | None:
    """Items with boxes, at least two, as options; None for any other list."""
    found = [BOX.fullmatch(item_head(point)) for point in points.points]
    if len(found) < 2 or not all(found) or any(len(point.blocks) > 1 for point in points.points):
        return None
    lines = []
    for letter, match, point in zip(LETTERS, found, points.points, strict=False):
        assert match is not None
        lines.append(element_of(Paragraph(boxed_option(letter, match), point.span)))
    return lines


def boxed_option(letter: str, box: re.Match[str]) -> str:
    """A match of `BOX` as the option ``letter``, marked as correct where the box is ticked."""
    own = first_option(box["text"])
    lead = "" if own is not None and own.letter == letter else f"{letter}. "
    mark = "✅" if box["mark"].strip() else ""
    return f"{lead}{box['text'].strip()}{mark}"


def quotes_question(quote: Quote) -> bool:
    texts = [line for block in quote.blocks for line in _texts(block)]
    return any((one := first_option(text)) is not None and one.letter == "A" for text in texts)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return block.text.split("\n")
    return [item_head(point) for point in block.points] if isinstance(block, PointList) else []


def option_rows(table: Table) -> list[Element]:
    """The rows of a table of options: a letter in one cell, its text in the next, a mark beside."""
    rows = [(table.head, table.span.first)]
    rows += [(row, table.span.first + 2 + at) for at, row in enumerate(table.rows)]
    found: list[Element] = []
    for cells, line in rows:
        if not any(cell.strip() for cell in cells):
            continue
        letter = next((at for at, cell in enumerate(cells[:-1]) if _CELL.fullmatch(cell)), None)
        if letter is None or _CELL.fullmatch(cells[letter])[1].upper() != LETTERS[len(found)]:  # type: ignore[index]
            return []
        beside = [cell.strip() for cell in cells[:letter]]
        mark = "✅" if any(re.fullmatch(r"\\?[*√✓✔✅☑xX]", cell) for cell in beside) else ""
        text = " ".join(cell.strip() for cell in cells[letter + 1 :] if cell.strip())
        span = Span(line, line)
        found.append(element_of(Paragraph(f"{LETTERS[len(found)]}. {text}{mark}", span)))
    return found if len(found) > 1 else []
