"""A file becomes a Document: its questions, and an owner for every other line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from shuati.model import (
    Diagnostic,
    Document,
    Heading,
    Location,
    Other,
    OtherKind,
    Question,
    Span,
    error,
    note,
    warning,
)
from shuati.read.choose import Division, divide
from shuati.read.conventions import Habits, habits_of
from shuati.read.cut import Segment, clean, has_body
from shuati.read.questions import question_of
from shuati.read.truncation import breaks_off
from shuati.sources.elements import Role, Unit
from shuati.sources.files import Source, Undecodable, decode
from shuati.sources.formats.markdown.to_elements import units_of
from shuati.text.markdown import plain
from shuati.text.numbering import split_number
from shuati.text.question_words import closes, sounds_asked

_TITLE = 40  # characters of a title that no mark makes one
UNSURE = 0.6  # a confidence below this is told


def read(source: Source) -> Document:
    """The document in ``source``: its questions, and an owner for every other line.

    Bytes that are no text give a document with an error and nothing else.
    """
    try:
        decoded = decode(source.data)
    except Undecodable as problem:
        return Document(source.path, "", (), (), (error(problem.code, Location(source.path)),))
    document = _document(source.path, decoded.text)
    if decoded.broken:
        damaged = warning("damaged-characters", Location(source.path), count=decoded.broken)
        document = replace(document, diagnostics=(damaged, *document.diagnostics))
    return document


def _document(path: str, text: str) -> Document:
    units, unclosed = units_of(text)
    habits = habits_of(units)
    lines = text.split("\n")
    division = divide(units, habits)
    draft = _Builder(path, lines, habits, division).build()
    broken = breaks_off(units, any(_ends_in(line, units) for line in unclosed))
    questions = draft.questions
    if broken and questions and questions[-1].span.last >= _last_content(lines):
        questions = (*questions[:-1], replace(questions[-1], truncated=True))
    document = replace(draft, questions=questions)
    return replace(
        document, diagnostics=tuple(_findings(document, division, unclosed, broken, lines))
    )


def _ends_in(line: int, units: Sequence[Unit]) -> bool:
    """Whether the fence that opens at ``line`` is the last thing of the document."""
    return bool(units) and units[-1].span.first <= line <= units[-1].span.last


def _last_content(lines: Sequence[str]) -> int:
    return next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)


class _Builder:
    """Gives every line of a document to a question or to an Other."""

    def __init__(self, path: str, lines: list[str], habits: Habits, division: Division) -> None:
        self.path, self.lines, self.habits = path, lines, habits
        self.segments = [part for segment in division.segments for part in _parts(segment)]
        self.first_question = next(
            (at for at, segment in enumerate(self.segments) if segment.mark), len(self.segments)
        )
        self.title_at, self.title = self._title()

    def build(self) -> Document:
        questions: list[Question] = []
        other: list[Other] = []
        trail: list[tuple[int, str]] = []
        starts = [segment.units[0].span.first for segment in self.segments]
        if starts:
            starts[0] = 1
        for at, segment in enumerate(self.segments):
            end = starts[at + 1] - 1 if at + 1 < len(starts) else len(self.lines)
            span = self._trimmed(starts[at], end)
            head = segment.units[0].block
            if isinstance(head, Heading):
                trail = [(level, title) for level, title in trail if level < head.level]
            if segment.mark is not None:
                above = tuple(title for _, title in trail if title != self.title)
                questions.append(question_of(segment, self.path, above, span, self.habits))
            else:
                if isinstance(head, Heading):
                    trail.append((head.level, plain(clean(head.text))))
                text = "\n".join(self.lines[span.first - 1 : span.last])
                if text.strip():
                    other.append(Other(self._kind(at, segment), span, text))
        title = self.title or PurePosixPath(self.path).stem
        return Document(self.path, title, tuple(questions), tuple(other))

    def _trimmed(self, first: int, last: int) -> Span:
        while last > first and not self.lines[last - 1].strip():
            last -= 1
        while first < last and not self.lines[first - 1].strip():
            first += 1
        return Span(first, last)

    def _title(self) -> tuple[int | None, str]:
        """The segment that holds the title (None: front matter or none), and its text."""
        matter = next((u for s in self.segments for u in s.units if u.role is Role.MATTER), None)
        named = re.search(r"^title:\s*(.+?)\s*$", matter.text, re.MULTILINE) if matter else None
        from_matter = named[1].strip("\"'") if named else ""
        for at, segment in enumerate(self.segments[: self.first_question]):
            head = segment.units[0].block
            if isinstance(head, Heading) and self._is_title(head):
                return at, from_matter or plain(clean(head.text))
        first = self.segments[0] if self.segments and self.first_question else None
        text = first.units[0].paragraph if first and not from_matter else None
        line = (text or "").split("\n")[0]
        if len(line) <= 2 * _TITLE and _is_bare_title(title := plain(clean(line))):
            return 0, title
        return None, from_matter

    def _is_title(self, head: Heading) -> bool:
        """The first heading of level 1, or the only one of the highest level above questions."""
        if closes(head.text) or _is_contents(head.text):
            return False
        heads = [
            (segment.units[0].block, segment.mark is not None)
            for segment in self.segments
            if isinstance(segment.units[0].block, Heading)
        ]
        levels = [(block.level, asked) for block, asked in heads if not closes(block.text)]
        same = [at for at, (level, _) in enumerate(levels) if level == head.level]
        if head.level != 1 or len(same) == 1:
            return same == [0]
        if split_number(head.text) is not None:  # one chapter among others
            return False
        return same[0] == 0 and not any(asked for _, asked in levels[: same[1]])

    def _kind(self, at: int, segment: Segment) -> OtherKind:
        if at == self.title_at or segment.units[0].role is Role.MATTER:
            return OtherKind.TITLE
        head = segment.units[0].block
        if not isinstance(head, Heading):
            if at < self.first_question:
                return OtherKind.INTRODUCTION
            is_last = at == len(self.segments) - 1
            if not has_body(segment.units):
                return OtherKind.SECTION
            return OtherKind.SUMMARY if is_last else OtherKind.UNREAD
        if at < self.first_question and (_is_contents(head.text) or closes(head.text)):
            return OtherKind.INTRODUCTION
        last = max((i for i, s in enumerate(self.segments) if s.mark), default=-1)
        if at > last >= 0 or closes(head.text):
            return OtherKind.SUMMARY
        return OtherKind.SECTION


def _is_bare_title(text: str) -> bool:
    """Whether a first line without a heading's mark is the document's title, and no sentence."""
    plain_words = 0 < len(text) <= _TITLE and not re.search(r"[。！；：]|，.*，|^\w+: |^#|::", text)
    return plain_words and sounds_asked(text) < 0.8 and split_number(text) is None


def _is_contents(title: str) -> bool:
    return bool(
        re.match(
            r"\W*(?:目录|目錄|前言|引言|简介|說明|说明|导读|toc\b|contents|table of)", title, re.I
        )
    )


def _parts(segment: Segment) -> list[Segment]:
    """What belongs to no question, cut at its headings and behind front matter."""
    if segment.mark is not None:
        return [segment]
    parts: list[list[Unit]] = []
    for unit in segment.units:
        begins = isinstance(unit.block, Heading) or unit.role is Role.MATTER
        behind = parts and _is_head(parts[-1])
        if not parts or begins or (behind and unit.block is not None):
            parts.append([unit])
        else:
            parts[-1].append(unit)
    return [Segment(None, tuple(units)) for units in parts]


def _is_head(units: list[Unit]) -> bool:
    """Whether a part is front matter, or a document's heading of level 1, and no more."""
    block = units[0].block
    return units[0].role is Role.MATTER or (isinstance(block, Heading) and block.level == 1)


def _findings(
    document: Document,
    division: Division,
    unclosed: Sequence[int],
    broken: bool,
    lines: Sequence[str],
) -> list[Diagnostic]:
    path, found = document.path, list[Diagnostic]()

    def at(first: int, last: int) -> Location:
        return Location(path, Span(first, last))

    if not any(line.strip() for line in lines):
        found.append(warning("empty-file", Location(path)))
    elif not document.questions:
        found.append(warning("no-questions", at(1, len(lines))))
    elif division.confidence < UNSURE:
        count = len(document.questions)
        found.append(note("unsure-layout", at(1, len(lines)), count=count))
    found += [warning("unclosed-code-block", at(line, line)) for line in unclosed]
    if broken:
        last = _last_content(lines)
        found.append(warning("breaks-off", at(last, last)))
    found += [
        warning("unread-lines", Location(path, other.span))
        for other in document.other
        if other.kind is OtherKind.UNREAD
    ]
    for question in document.questions:
        if not question.text:
            found.append(warning("no-question-text", question.location))
        elif not any(section.blocks for section in question.sections):
            found.append(warning("no-answer", question.location, question=plain(question.text)))
    return found
