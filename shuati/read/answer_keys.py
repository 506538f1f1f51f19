"""The answer key of a whole section or paper: answers that are not below their questions."""

from __future__ import annotations

import re

from shuati.model import Heading
from shuati.read.conventions import Conventions
from shuati.read.proposal import Proposal
from shuati.read.segment import Segment

_KEY = re.compile(r"答案.{0,4}(?:速[查览]|汇总|一览|表|页|部分|区)|[核校]?对答案$")


def names_answer_key(title: str) -> bool:
    """Whether a heading is by its words that of an answer key: 答案速查, 参考答案汇总."""
    return _KEY.search(title) is not None


def answer_keys(proposal: Proposal, conventions: Conventions) -> dict[int, Heading]:
    """Headings 答案 of a whole section by their places, where no question is a heading."""
    if any(isinstance(proposal.elements[start.at].block, Heading) for start in proposal.starts):
        return {}
    return {
        at: element.block
        for at, element in enumerate(proposal.elements)
        if isinstance(element.block, Heading)
        and (conventions.is_label_heading(element) or names_answer_key(element.block.text))
    }


def is_answer_key(segment: Segment, conventions: Conventions) -> bool:
    """Whether a segment is the key to a whole paper: a heading 参考答案 of its own."""
    return segment.start is None and conventions.is_label_heading(segment.elements[0])
