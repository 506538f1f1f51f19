"""One asking of something in one document, and the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from shuati.model.blocks import Block
from shuati.model.diagnostic import Diagnostic
from shuati.model.location import Location, Span


class Kind(StrEnum):
    """What a section of an answer is for. The label's own word stays beside it."""

    QUESTION = "question"  # belongs to the question: code to read, options
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


class Form(StrEnum):
    """How a question wants to be answered."""

    OPEN = "open"  # in the learner's own words
    CHOICE = "choice"  # one of the options
    MULTIPLE = "multiple"  # several of the options
    TRUE_FALSE = "true_false"
    BLANK = "blank"  # words for the gaps of a sentence
    TERM = "term"  # a word and its meaning


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a question: ``label`` is its letter, ``text`` inline Markdown."""

    label: str
    text: str
    correct: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One asking of something in one document.

    ``heading`` is the title without its number; ``text`` (inline Markdown) goes on the
    card's front. ``heading_path`` are the headings above it, outermost first.
    ``explicit_code`` is a code that the source itself gives it (``<!-- Q0042 -->``).
    ``options`` are those of a question with a closed ``form``, in the order of the source;
    they are in no section. ``blanks`` (inline Markdown) fill the gaps of a question of the form
    blank, each ``____`` in its text, in order. ``stem`` is material that it shares with its
    neighbours (a case, a text). ``answered``: its source gives an answer.
    """

    location: Location
    number: str | None
    heading: str
    text: str
    sections: tuple[Section, ...]
    heading_path: tuple[str, ...] = ()
    truncated: bool = False
    explicit_code: str | None = None
    form: Form = Form.OPEN
    options: tuple[Option, ...] = ()
    stem: str | None = None
    answered: bool = True
    blanks: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The path of its document."""
        return self.location.path

    @property
    def span(self) -> Span:
        """Its positions in its document."""
        assert self.location.span is not None
        return self.location.span


class OtherKind(StrEnum):
    """What the lines of a document are that belong to no question."""

    TITLE = "title"
    INTRODUCTION = "introduction"
    SECTION = "section"
    SUMMARY = "summary"
    UNREAD = "unread"
    ANSWER_KEY = "answer_key"  # handed over to the questions
    STEM = "stem"  # material of the questions below it


@dataclass(frozen=True, slots=True)
class Other:
    """Lines that belong to no question; ``text`` is the source's own text of them."""

    kind: OtherKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its questions, and every other line under a name."""

    path: str
    title: str
    questions: tuple[Question, ...]
    other: tuple[Other, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())
