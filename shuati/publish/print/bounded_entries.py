"""Entries within what can be set: what no person writes is set as plain, shortened text.

A word of 100,000 letters, 50,000 stars or 20,000 tags in one paragraph come from a program or a
damaged file. Setting them takes minutes and gigabytes. The limits are ten times what the banks
in ``evaluation`` hold at most; time and memory at the limits are measured by
``tests/publish/print/test_bounded_entries.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from shuati.model import (
    AnswerPart,
    Block,
    Code,
    Diagnostic,
    Entry,
    Form,
    Formula,
    Heading,
    Html,
    MergedPoint,
    Paragraph,
    Point,
    PointList,
    Question,
    Quote,
    Span,
    Table,
    warning,
)

LONGEST_WORD = 500  # letters without a place to break; a path or hash has 200
LONGEST_TEXT = 20_000  # characters of a paragraph
LONGEST_CODE = 200_000  # characters of a code block: 5,000 lines
MOST_MARKS = 1_000  # of emphasis, links, tags in a paragraph
MOST_FORMULAS = 300  # in an entry
MOST_CHARACTERS = 400_000  # of an entry
_SHORT = 2_000  # characters that are left of a text beyond a limit
_SHORT_WORD = 100  # letters that are left of a word

_WORD = re.compile(rf"[^\W\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{{{LONGEST_WORD + 1},}}")
_MARK = re.compile(r"[*_`~\[\]<\\$]|\n")
_MARKUP = re.compile(r"<[^<>]{0,200}>|!?\[|\]\([^()]{0,200}\)|[*_`~$\\<>\[\]]")
_FORMULA = re.compile(r"\$[^$\n]+\$")


def bounded_entries(
    entries: Sequence[Entry],
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """``entries`` as they are set, and a warning for each place that was shortened."""
    made = [_Bounds(entry) for entry in entries]
    return tuple(one.entry for one in made), tuple(
        dict.fromkeys(found for one in made for found in one.found)
    )


class _Bounds:
    """One entry: ``entry`` is it within the limits, ``found`` what was beyond them."""

    def __init__(self, entry: Entry) -> None:
        self.found: list[Diagnostic] = []
        self._formulas = self._characters = 0
        self._question = entry.variants[0]
        self.entry = self._bounded(entry)

    def _bounded(self, entry: Entry) -> Entry:
        asked = self._text(entry.question, None)
        variants = tuple(self._variant(variant) for variant in entry.variants)
        parts = tuple(self._part(part, entry) for part in entry.parts)
        points = tuple(map(self._merged_point, entry.points))
        if not self.found:
            return entry
        return replace(entry, question=asked, variants=variants, parts=parts, points=points)

    def _variant(self, question: Question) -> Question:
        self._question = question
        text, heading = self._text(question.text, None), self._text(question.heading, None)
        if question.form is Form.OPEN and not question.stem:
            return replace(question, text=text, heading=heading)
        options = tuple(
            replace(option, text=self._text(option.text, None)) for option in question.options
        )
        stem = question.stem and self._text(question.stem, None)
        blanks = tuple(self._text(blank, None) for blank in question.blanks)
        return replace(
            question, text=text, heading=heading, options=options, stem=stem, blanks=blanks
        )

    def _part(self, part: AnswerPart, entry: Entry) -> AnswerPart:
        self._question = entry.variants[part.variant]
        return replace(part, blocks=self._blocks(part.blocks))

    def _merged_point(self, point: MergedPoint) -> MergedPoint:
        """Plain text of what is in the parts, so nothing new is found in it."""
        found, self.found = self.found, []
        term = None if point.term is None else self._text(point.term, None)
        text = self._text(point.text, None)
        self.found = found
        return replace(point, term=term, text=text)

    def _blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(map(self._block, blocks))

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return replace(block, text=self._text(block.text, block.span))
            case Html():
                text = self._text(block.text, block.span)
                return block if text is block.text else Paragraph(text, block.span)
            case Code() | Formula():
                most = LONGEST_CODE if isinstance(block, Code) else _SHORT * 5
                text = self._shortened(block.text, most, block.span)
                return block if text is block.text else Code("", text, block.span)
            case Table():
                head, *rows = (
                    tuple(self._text(cell, block.span) for cell in row)
                    for row in (block.head, *block.rows)
                )
                return replace(block, head=head, rows=tuple(rows))
            case Quote():
                return replace(block, blocks=self._blocks(block.blocks))
            case PointList():
                return replace(block, points=tuple(map(self._point, block.points)))

    def _point(self, point: Point) -> Point:
        term = None if point.term is None else self._text(point.term, point.span)
        return replace(point, term=term, blocks=self._blocks(point.blocks))

    def _text(self, text: str, span: Span | None) -> str:
        """Inline Markdown; plain text and shorter where it is beyond a limit."""
        formulas = len(_FORMULA.findall(text)) if "$" in text else 0
        self._formulas += formulas
        self._characters += len(text)
        marks = len(_MARK.findall(text)) if len(text) > MOST_MARKS else 0
        if (
            len(text) > LONGEST_TEXT
            or marks > MOST_MARKS
            or (formulas and self._formulas > MOST_FORMULAS)
            or self._characters > MOST_CHARACTERS
        ):
            self._report(span)
            text = _MARKUP.sub("", text[: 10 * LONGEST_TEXT])
            text = text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
        if len(text) > LONGEST_WORD and _WORD.search(text):
            self._report(span)
            text = _WORD.sub(lambda word: f"{word[0][:_SHORT_WORD]}…", text)
        return text

    def _shortened(self, text: str, most: int, span: Span) -> str:
        """Text without markup, cut off where it is longer than ``most`` characters."""
        self._characters += len(text)
        longest = max(map(len, text.split("\n")), default=0)
        if len(text) <= most and longest <= most // 10 and self._characters <= MOST_CHARACTERS:
            return text
        self._report(span)
        lines = [line if len(line) <= _SHORT else f"{line[:_SHORT]}…" for line in text.split("\n")]
        return "\n".join(lines)[:most] if len(text) <= most else "\n".join(lines)[:_SHORT] + "…"

    def _report(self, span: Span | None) -> None:
        place = replace(self._question.location, span=span or self._question.location.span)
        self.found.append(warning("set-as-plain-text", place))
