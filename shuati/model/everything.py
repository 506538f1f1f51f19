"""The vocabulary of the program: what a document, a question and an entry are.

Frozen dataclasses, no behaviour beyond their own fields. Lines count from 1 and
both ends of a span belong to it. Text that is called *inline* is Markdown of one
paragraph (emphasis, code, links, ``$…$``), already repaired where a source wrote
``** word：**``; it becomes HTML in ``publish/html.py`` and plain text in
``markdown.plain``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The lines ``first`` to ``last`` of a file, both included."""

    first: int
    last: int


# ── what an answer is made of ────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``text`` is inline Markdown, line breaks kept."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an answer (one that is no question and no label)."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    """A code block: the lines between the fences, without the last line break."""

    language: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula ``$$…$$``: TeX without the dollars."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table; cells are inline Markdown; ``align`` holds '', left, center or right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Html:
    """Raw HTML of the source that is more than structure; untrusted, to be sanitised."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One list item: its bold lead term (inline, no colon) and the rest, in ``blocks``."""

    term: str | None
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Points:
    """A list. ``start`` is the number of the first item of an ordered list."""

    ordered: bool
    start: int
    points: tuple[Point, ...]
    span: Span


Block = Paragraph | Heading | Code | Formula | Table | Quote | Html | Points


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of ``blocks`` and, after each, those inside it, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from walk(block.blocks)
        elif isinstance(block, Points):
            for point in block.points:
                yield from walk(point.blocks)


# ── what a document is made of ───────────────────────────────────────────────


class Kind(StrEnum):
    """What a section is for. The label's own word stays beside it."""

    QUESTION = "question"  # what belongs to the asking: code to read, options
    ANSWER = "answer"
    EXPLANATION = "explanation"
    EXAMPLE = "example"
    FEATURE = "feature"  # 特点, 优势, 挑战, 步骤 … : a named part of the answer
    NOTE = "note"  # 考点, 注意, 难度, 追问 … : beside the answer


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of a question; ``label`` is '' where the source gives none."""

    label: str
    kind: Kind
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """One asking of something in one document.

    ``path`` is the document's path below the sources folder, with ``/``. ``heading``
    is the title without its number; ``text`` is what stands on the card's front.
    ``trail`` are the headings above it, outermost first. ``mark`` is a code that the
    source gives it (``<!-- Q0042 -->``). ``digest`` tells it from every other; '' where it
    came from no file.
    """

    path: str
    number: str | None
    heading: str
    text: str
    sections: tuple[Section, ...]
    span: Span
    trail: tuple[str, ...] = ()
    truncated: bool = False
    mark: str | None = None
    digest: str = field(default="", compare=False)


class OtherKind(StrEnum):
    """What the lines of a document are that belong to no question."""

    TITLE = "title"
    INTRODUCTION = "introduction"
    SECTION = "section"
    SUMMARY = "summary"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Other:
    """Lines that belong to no question; ``text`` is the source's own text of them."""

    kind: OtherKind
    span: Span
    text: str


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth telling: what is wrong, where, and how to mend it."""

    severity: Severity
    path: str
    span: Span | None
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its questions, and every other line under a name.

    ``digest`` tells it from every other content at every other path; '' where it came
    from no file.
    """

    path: str
    title: str
    questions: tuple[Question, ...]
    other: tuple[Other, ...]
    findings: tuple[Finding, ...] = ()
    digest: str = ""


# ── what a bank is made of ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Piece:
    """A section of a merged answer, and the variant (index) that it comes from."""

    label: str
    kind: Kind
    blocks: tuple[Block, ...]
    variant: int


@dataclass(frozen=True, slots=True)
class MergedPoint:
    """A point of an entry as plain text, and the variants (indices) that make it."""

    term: str | None
    text: str
    variants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing worth knowing. ``variants[0]`` is the representative.

    ``pieces`` is the merged answer: those of the representative first, in its order,
    then what other variants add (``piece.variant > 0``: a 补充). ``code`` and
    ``guid`` are empty until the ledger has spoken, ``tags`` and ``keywords`` until
    the tagger has. ``digest`` tells its question, variants, pieces and points from those
    of every other; '' where its variants came from no file.
    """

    question: str
    variants: tuple[Question, ...]
    pieces: tuple[Piece, ...]
    points: tuple[MergedPoint, ...]
    code: str = ""
    guid: str = ""
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)


class Verdict(StrEnum):
    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions that were compared, and why they were judged as they were."""

    a: Question
    b: Question
    verdict: Verdict
    score: float
    why: tuple[str, ...] = field(default=())
