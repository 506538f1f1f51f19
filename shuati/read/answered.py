"""Whether the source of a question answers it."""

from __future__ import annotations

import re
from dataclasses import replace

from shuati.model import Block, Form, Kind, Question
from shuati.model.views import all_text
from shuati.text.markdown import plain

_LETTERS = re.compile(r"[A-H](?:[\s,，、;；/]*[A-H])*[.。]?")
_CHOOSES = re.compile(r"[（(]\s*[）)]|下列|以下|下面")
_ASKS = re.compile(r"[?？]|什么|哪|几|多少|怎|如何|吗")


def with_answered(question: Question) -> Question:
    """``question`` with whether its source gives an answer, an option or what fills a gap.

    Letters of options that the source does not give are no answer.
    """
    answered = bool(question.blanks) or any(option.correct for option in question.options)
    answered |= bool(_answer(question))
    return replace(question, answered=answered and not lacks_options(question))


def lacks_options(question: Question) -> bool:
    """Whether all of the answer are letters of options, which the source does not give.

    One letter may be an answer (哪种维生素？), where the question asks and offers no choice.
    """
    said = all_text(_answer(question)).strip()
    if question.form in (Form.CHOICE, Form.MULTIPLE) and _LETTERS.fullmatch(said):
        return not set(re.findall("[A-H]", said)) <= {one.label for one in question.options}
    if question.form is not Form.OPEN or not _LETTERS.fullmatch(said):
        return False
    text = plain(question.text)
    chooses = _CHOOSES.search(text) or not _ASKS.search(text)
    return len(re.findall("[A-H]", said)) > 1 or bool(chooses)


def _answer(question: Question) -> list[Block]:
    return [
        block
        for section in question.sections
        if section.kind not in (Kind.QUESTION, Kind.NOTE)
        for block in section.blocks
    ]
