"""Redundancy: whether a part of one answer repeats a part of another.

The measure is containment (Broder 1997): the share of a part's bigrams of characters, and of
its Latin words, that the other part has too. A part is not redundant if it has a name, number,
sign, negation, link, code or table that the other lacks, if most of one of its clauses is new,
or if the two contradict each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shuati.merge.antonyms import contradict
from shuati.model import Block, Code, Formula, Heading, Html, Paragraph, Table, walk
from shuati.model.keys import block_key
from shuati.model.views import all_text
from shuati.text.fold import fold, fold_letters
from shuati.text.markdown import plain
from shuati.text.ngrams import contains, dice, word_grams
from shuati.text.scripts import LATIN_WORD, NUMBER

# Set by hand. The least containment of a redundant part, from 0 to 1:
_PART = 0.85
_LINE = 0.75  # of each of its paragraphs
_CLAUSE = 0.5  # of each of its clauses, so that one more example is not lost
_LEAD_IN = 0.6  # of a sentence that introduces a list
# Of what is known to be about the same; `python -m evaluation.points` shows their effect.
_SAME_POINT = 0.7
_SAME_POINT_CLAUSE = 0.4
_SAME_POINT_LETTERS = 0.85  # of the characters of a clause, in any order

_RUN = re.compile(rf"{LATIN_WORD}|{NUMBER}|[^\W_a-z0-9]+")
_BREAK = re.compile(r"[、，。；：！？,;:!?()（）\n]+|(?<!\d)\.(?!\d)")
_SENTENCE_END = re.compile(r"[。；！？;!?\n]+")
_EMPTY = re.compile(r"[的地得了着]|例如|比如|如(?![何果])|等(?=$|[、，。；\n])")
_MEANS = re.compile(r"通过|利用|使用|采用|基于|进行|从而")  # say nothing in another wording
_LEAD_IN_WORDS = re.compile(
    r"主要|通常|一般|可以|包括但不限于|包括|以下|如下|下列|[从有]|[几多一][个种点些]|方面|进行|方法|措施|步骤|策略"
)
_SIGNS = re.compile(
    rf"[=<>≤≥≠≈+*/%^&|~]+|{NUMBER}|{LATIN_WORD}|每[年月周日天季]|第[一二三四五六七八九十]+"
    r"|[二两三四五六七八九十百千万]+(?=[个种次年月日天层倍步类位])"
)
_NEGATION = re.compile(r"[不没未无非勿](?![同断仅但管论])")
_VERBATIM = re.compile(r"`[^`]+`|\$[^$]+\$|\]\([^)]*\)|<[^>]+>")


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an answer as it is compared with others."""

    term: str  # its lead term, folded; '' for none
    text: str  # folded, the lead term first
    grams: Counter[str]  # bigrams of characters, and Latin words
    names: frozenset[str]  # Latin words, numbers and signs
    verbatim: frozenset[str]  # code, formulas, links and tables, which must be equal

    @property
    def sentences(self) -> list[str]:
        return _SENTENCE_END.split(self.text)


def statement(blocks: Sequence[Block], term: str | None = None) -> Statement:
    """The statement of ``blocks`` below the lead term ``term`` (inline Markdown)."""
    own = fold(plain(term)) if term else ""
    prose = all_text([block for block in blocks if not isinstance(block, Table)], code=False)
    text = "\n".join(map(fold, prose.split("\n")))
    text = f"{own}：{text}" if own else text
    grams = _grams(text)
    return Statement(
        own,
        text,
        grams,
        names_of(text),
        frozenset(_verbatim(blocks)),
    )


def is_redundant(part: Statement, other: Statement) -> bool:
    """Whether ``other`` contains all that ``part`` says, in nearly the same words."""
    if _has_more(part, other) or not contains(other.grams, part.grams, _PART):
        return False
    return (
        not contradict(part.text, other.text)
        and all(contains(other.grams, _grams(line), _LINE) for line in part.text.split("\n"))
        and all(contains(other.grams, _grams(clause), _CLAUSE) for clause in clauses(part.text))
    )


def is_repeated(part: Statement, other: Statement) -> bool:
    """Whether ``other`` says all that ``part`` says below its lead term, where both are about the
    same point.

    The same in another order, or in somewhat other words, is no news then.
    """
    if _has_more(part, other):
        return False
    body = part.text.removeprefix(f"{part.term}：")
    said = other.sentences
    if {*map(fold_letters, _SENTENCE_END.split(body))} <= {"", *map(fold_letters, said)}:
        return True
    own = _grams(body)
    if not contains(other.grams, own, _SAME_POINT) or contradict(part.text, other.text):
        return False
    return all(any(_says(sentence, clause) for sentence in said) for clause in clauses(body))


def _says(sentence: str, clause: str) -> bool:
    """Whether ``sentence`` has nearly all characters of ``clause``, many of them side by side."""
    return contains(_letters(sentence), _letters(clause), _SAME_POINT_LETTERS) and contains(
        _grams(sentence), _grams(clause), _SAME_POINT_CLAUSE
    )


def _has_more(part: Statement, other: Statement) -> bool:
    """Whether ``part`` has something that cannot be said in other words and ``other`` lacks."""
    return (
        not part.verbatim <= other.verbatim
        or not part.names <= other.names
        or bool(negations_of(part.text) - negations_of(other.text))
    )


def is_lead_in(part: Statement, others: Sequence[Statement]) -> bool:
    """Whether ``part`` only introduces a list, and the ``others`` together contain it."""
    if part.verbatim or not part.text.endswith(("：", ":")):
        return False
    both = _grams(_LEAD_IN_WORDS.sub("", "\n".join(other.text for other in others)))
    names = frozenset[str]().union(*(other.names for other in others))
    own = _grams(_LEAD_IN_WORDS.sub("", part.text))
    return part.names <= names and contains(both, own, _LEAD_IN)


@lru_cache(maxsize=16384)
def names_of(text: str) -> frozenset[str]:
    """The Latin words, numbers and signs in a folded text."""
    return frozenset(_SIGNS.findall(text))


def quantities_of(names: frozenset[str]) -> frozenset[str]:
    """The numbers, signs and periods (每周) among the names of a statement."""
    return frozenset(name for name in names if not (name[0].isascii() and name[0].isalpha()))


def similarity(one: str, other: str) -> float:
    """The Dice coefficient of two folded texts, from 0 to 1; 1 for two empty ones."""
    x, y = _grams(one), _grams(other)
    return dice(x, y) if x or y else 1.0


def clauses(text: str) -> Iterator[str]:
    """The clauses of ``text``: what is between its punctuation marks, also 、."""
    yield from filter(None, map(str.strip, _BREAK.split(text)))


@lru_cache(maxsize=16384)
def _grams(text: str) -> Counter[str]:
    return Counter(word_grams(_EMPTY.sub("", text), _RUN))


@lru_cache(maxsize=16384)
def _letters(text: str) -> Counter[str]:
    return Counter(char for char in _MEANS.sub("", _EMPTY.sub("", text)) if char.isalnum())


@lru_cache(maxsize=16384)
def negations_of(text: str) -> Counter[str]:
    """How often each negating character comes in a folded text."""
    return Counter(_NEGATION.findall(text))


def _verbatim(blocks: Sequence[Block]) -> Iterator[str]:
    for block in walk(tuple(blocks)):
        if isinstance(block, Code | Table | Formula | Html):
            yield block_key(block)
        elif isinstance(block, Paragraph | Heading):
            yield from verbatim_of(block.text)


def verbatim_of(text: str) -> frozenset[str]:
    """The code, formulas and links in ``text`` (inline Markdown), which must be equal."""
    return frozenset(_VERBATIM.findall(text))
