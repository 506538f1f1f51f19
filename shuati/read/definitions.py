"""Terms to explain: below a heading 名词解释 every ``词：解释`` is a question and its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuati.model import Heading, Paragraph, PointList
from shuati.sources.element import Element
from shuati.sources.question_words import names_terms

EVIDENCE = 0.8  # how much a term is a question there
_TERM = re.compile(
    r"(?P<term>(?:\*\*|__)?[^*_:：。？?\n]{1,24}?(?:\*\*|__)?)"
    r"\s*(?:[:：]|(?<=\*\*)\s*[—–-]{1,2}(?=\s)|(?<=\*\*)——)\s*(?:\*\*|__)?\s*"
    r"(?P<rest>\S.*)",
    re.DOTALL,
)


def split_term(text: str) -> tuple[str, str] | None:
    """The term that ``text`` begins with and its explanation, or None."""
    match = _TERM.fullmatch(text)
    if match is None:
        return None
    mark = match["term"][:2]
    closed = mark not in ("**", "__") or match["term"].endswith(mark)
    return (match["term"] if closed else match["term"][2:]), match["rest"]


def below_terms(elements: Sequence[Element]) -> set[int]:
    """The places of the elements below a heading that names terms to explain."""
    inside, found = False, set()
    for at, element in enumerate(elements):
        if isinstance(element.block, Heading):
            inside = names_terms(element.block.text)
        elif inside:
            found.add(at)
    return found


def holds_terms(points: PointList) -> bool:
    """Whether every item of a list is a term with its explanation, on one line."""
    heads = [point.blocks[0] if point.blocks else None for point in points.points]
    return all(isinstance(head, Paragraph) and split_term(head.text) for head in heads)
