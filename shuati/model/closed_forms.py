"""What the form of a question gives beside its text: options, gaps, and what is right.

The form, options and material of an entry are those of its representative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

from shuati.model import (
    AnswerPart,
    Block,
    Entry,
    Form,
    Kind,
    Option,
    Paragraph,
    PointList,
    Question,
)
from shuati.text.markdown import plain

CHOICES = (Form.CHOICE, Form.MULTIPLE, Form.TRUE_FALSE)  # the forms with options
BRACKET = "（　）"  # where the answer to a choice or statement is written
_GAP = re.compile(r"_{4,}")
_BETWEEN = re.compile(r"[;；、]")  # answers in one line
_BRACKET_AT_END = re.compile(r"[（(][\s\u3000]*[）)][。.．]?$")


def form_of(entry: Entry) -> Form:
    """How the question of ``entry`` wants to be answered."""
    return entry.variants[0].form


def options_of(entry: Entry) -> tuple[Option, ...]:
    """The options on the front of ``entry``; none for a form without them."""
    first = entry.variants[0]
    return first.options if first.form in CHOICES else ()


def right_options(entry: Entry) -> tuple[Option, ...]:
    """The correct ones of the options; none where the source does not give the answer."""
    return tuple(option for option in options_of(entry) if option.correct)


def parts_at_gaps(text: str) -> list[str]:
    """``text`` in parts, between which are its gaps."""
    return _GAP.split(text)


def fills_of(entry: Entry) -> tuple[str, ...]:
    """What fills the gaps of ``entry``; nothing where that is not given for each of them."""
    first = entry.variants[0]
    gaps = len(parts_at_gaps(entry.question)) - 1
    return first.blanks if first.form is Form.BLANK and gaps == len(first.blanks) else ()


def has_bracket(text: str) -> bool:
    """Whether a statement ends with the bracket for its verdict."""
    return _BRACKET_AT_END.search(text.rstrip()) is not None


def answer_text(option: Option) -> str:
    """How the answer of a choice names a right option: its letter and its words."""
    return option.text if option.label in ("√", "×") else f"{option.label}. {option.text}"


def beside_answer(entry: Entry) -> tuple[AnswerPart, ...]:
    """The parts of ``entry`` without those lines at their beginning that only repeat what is right.

    These are the right options or the fills, as the answer's section has them for whoever
    knows no forms.
    """
    first = entry.variants[0]
    if first.form in CHOICES:
        known = {
            _key(text)
            for option in right_options(entry)
            for text in (answer_text(option), option.label, option.text)
        }
    elif first.form is Form.BLANK:
        known = set(map(_key, fills_of(entry)))
    else:
        return entry.parts
    return tuple(_beside(entry.parts, known))


def _beside(parts: Sequence[AnswerPart], known: set[str]) -> Iterator[AnswerPart]:
    for part in parts:
        if part.kind is not Kind.ANSWER:
            yield part
        elif blocks := tuple(dropwhile(lambda block: _repeats(block, known), part.blocks)):
            yield replace(part, blocks=blocks)


def _repeats(block: Block, known: set[str]) -> bool:
    if isinstance(block, Paragraph):
        whole = _key(block.text)
        return whole in known or known.issuperset(map(_key, _BETWEEN.split(whole)))
    if isinstance(block, PointList):
        return all(
            point.term is None and len(point.blocks) == 1 and _repeats(point.blocks[0], known)
            for point in block.points
        )
    return False


def _key(text: str) -> str:
    return re.sub(r"\s", "", plain(text)).rstrip("。.")


def shared_stem(question: Question) -> str:
    """The material that ``question`` shares with its neighbours, '' for none."""
    return (question.stem or "").strip()
