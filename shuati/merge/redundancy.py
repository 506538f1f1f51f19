"""Whether a part of one answer says nothing that a part of another does not say already.

Measured is containment: how many of the pairs of neighbouring characters (and Latin words)
of the shorter text the longer one has too. That alone would lose what matters most, so a
part is no repetition where it has a name, number, sign, link, code or table of its own,
where one of its clauses is mostly its own, or where one side denies what the other says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shuati.merge.antonyms import deny
from shuati.model import Block, Code, Formula, Heading, Html, Paragraph, Table, walk
from shuati.model.keys import block_key
from shuati.model.views import all_text
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.ngrams import contains, dice, word_grams
from shuati.text.scripts import LATIN_WORD, NUMBER

_NEAR = 0.85  # from here a text is a near repetition
_NEAR_UNDER_ONE_TERM = 0.75  # and from here where both stand under one lead term
_LINE = 0.75  # so much of every paragraph in it must be there
_CLAUSE = 0.5  # and so much of every clause: an example more is not lost
_ANNOUNCED = 0.6  # and so much of a sentence that only leads to a list

_RUN = re.compile(rf"{LATIN_WORD}|{NUMBER}|[^\W_a-z0-9]+")
_BREAK = re.compile(r"[、，。；：！？,;:!?()（）\n]+|(?<!\d)\.(?!\d)")
_EMPTY = re.compile(r"[的地得了着]|例如|比如|如(?![何果])|等(?=$|[、，。；\n])")
_LEADING = re.compile(
    r"主要|通常|一般|可以|包括但不限于|包括|以下|如下|下列|[从有]|[几多一][个种点些]|方面|进行|方法|措施|步骤|策略"
)
_SIGNS = re.compile(rf"[=<>≤≥≠≈+*/%^&|~]+|{NUMBER}|{LATIN_WORD}")
_VERBATIM = re.compile(r"`[^`]+`|\$[^$]+\$|\]\([^)]*\)|<[^>]+>")


@dataclass(frozen=True, slots=True)
class Said:
    """What a part of an answer says: its folded ``text``, ``term`` ('' for none) first.

    ``size`` counts the ``grams``; ``names`` are Latin words, numbers and signs; ``verbatim``
    what must be there as it stands (code, formulas, links, tables).
    """

    term: str
    text: str
    grams: Counter[str]
    size: int
    names: frozenset[str]
    verbatim: frozenset[str]


def said(blocks: Sequence[Block], term: str | None = None) -> Said:
    """What ``blocks`` say below the lead term ``term`` (inline Markdown)."""
    own = fold(plain(term)) if term else ""
    prose = all_text([block for block in blocks if not isinstance(block, Table)], code=False)
    text = "\n".join(map(fold, prose.split("\n")))
    text = f"{own}：{text}" if own else text
    grams = _grams(text)
    return Said(
        own,
        text,
        grams,
        grams.total(),
        frozenset(_SIGNS.findall(text)),
        frozenset(_verbatim(blocks)),
    )


def repeats(part: Said, other: Said) -> bool:
    """Whether ``other`` says all that ``part`` says, in nearly the same words."""
    if not part.verbatim <= other.verbatim or not part.names <= other.names:
        return False
    one_term = part.term != "" and part.term == other.term
    least = _NEAR_UNDER_ONE_TERM if one_term else _NEAR
    own = part.grams - _grams(part.term) if one_term else part.grams  # what it says of the term
    if not contains(other.grams, own, least) or deny(part.text, other.text):
        return False
    return all(
        contains(other.grams, _grams(line), _LINE) for line in part.text.split("\n")
    ) and all(contains(other.grams, _grams(clause), _CLAUSE) for clause in clauses(part.text))


def announces(part: Said, others: Sequence[Said]) -> bool:
    """Whether a sentence that only leads to a list says what ``others`` say together."""
    if part.verbatim or not part.text.endswith(("：", ":")):
        return False
    known = _grams(_LEADING.sub("", "\n".join(other.text for other in others)))
    names = frozenset[str]().union(*(other.names for other in others))
    own = _grams(_LEADING.sub("", part.text))
    return part.names <= names and contains(known, own, _ANNOUNCED)


def alike(one: str, other: str) -> float:
    """How alike two folded texts are, from 0 to 1 (Dice); two empty ones are."""
    x, y = _grams(one), _grams(other)
    return dice(x, y) if x or y else 1.0


def clauses(text: str) -> Iterator[str]:
    """The stretches between the punctuation marks of ``text``, those of enumerations too."""
    yield from filter(None, map(str.strip, _BREAK.split(text)))


@lru_cache(maxsize=16384)
def _grams(text: str) -> Counter[str]:
    return Counter(word_grams(_EMPTY.sub("", text), _RUN))


def _verbatim(blocks: Sequence[Block]) -> Iterator[str]:
    for block in walk(tuple(blocks)):
        if isinstance(block, Code | Table | Formula | Html):
            yield block_key(block)
        elif isinstance(block, Paragraph | Heading):
            yield from _VERBATIM.findall(block.text)
