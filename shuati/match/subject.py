"""What goes without saying: the subject of a question that its document or a heading gives.

Below ``# 痛风`` the question 病因？ is about 痛风, in a file ``老舍.md`` 代表作？ is about 老舍.
What goes without saying in one document is compared with what does in the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import PurePosixPath

from shuati.match.parse_question import ParsedQuestion
from shuati.match.vocabulary import intent_lexicon
from shuati.model import Document, Question
from shuati.sources.question_words import names_kind, names_question_part

Words = frozenset[str]
_NONE: Words = frozenset()
_SLUG = re.compile(r"[\x00-\x7f]*[a-z][_-][\x00-\x7f]*", re.IGNORECASE)  # a file's, in Latin
_OFTEN = 2  # questions that name a word from which their document speaks of it


@dataclass(frozen=True, slots=True)
class QuestionSubject:
    """What a question is about.

    ``named`` are the words of its wording that are also a subject of its document; ``around``
    what the headings above it, the title and the file's name say, the nearest first, none of
    them empty; ``topic`` the constant words of its document; ``beside`` the words of other
    headings of its document; ``often`` those that several questions of it name.
    """

    named: Words = _NONE
    around: tuple[Words, ...] = ()
    topic: Words = _NONE
    beside: Words = _NONE
    often: Words = _NONE

    @property
    def nearest(self) -> Words:
        """What it is about, as far as is known."""
        return self.named or next(iter(self.around), self.topic)

    @property
    def words(self) -> Iterable[str]:
        """All words in it."""
        return chain(self.named, self.topic, self.beside, self.often, *self.around)

    def mapped(self, put: Callable[[Words], Words]) -> QuestionSubject:
        """The same with all its sets of words replaced."""
        around = tuple(put(words) for words in self.around)
        beside, often = put(self.beside), put(self.often)
        return QuestionSubject(put(self.named), around, put(self.topic), beside, often)


UNKNOWN_SUBJECT = QuestionSubject()


def subjects_of(
    document: Document,
    wordings: Sequence[tuple[ParsedQuestion, ...]],
    topic: Words,
    parse: Callable[[str], ParsedQuestion],
) -> list[QuestionSubject]:
    """The subject of every question of ``document``, whose parsed ``wordings`` are given."""
    titles = {heading for one in document.questions for heading in one.heading_path}
    titles |= {document.title, PurePosixPath(document.path).stem}
    words = {title: _words(title, parse) for title in titles}
    own = [frozenset(word for one in each for word in one.subjects) for each in wordings]
    counts = Counter(word for each in own for word in each)
    often = frozenset(word for word, count in counts.items() if count >= _OFTEN)
    every = frozenset(chain.from_iterable(words.values()))
    found = []
    for question, named in zip(document.questions, own, strict=True):
        around = _around(question, document, words)
        inside = frozenset(chain.from_iterable(around))
        about = named & (topic | every)
        found.append(QuestionSubject(about, around, topic, every - inside, often))
    return found


def _around(question: Question, document: Document, words: dict[str, Words]) -> tuple[Words, ...]:
    titles = (*reversed(question.heading_path), document.title, PurePosixPath(document.path).stem)
    return tuple(dict.fromkeys(words[title] for title in titles if words[title]))


def _words(title: str, parse: Callable[[str], ParsedQuestion]) -> Words:
    """The words of a title that name a subject, and no kind or collection of questions."""
    if names_kind(title) or names_question_part(title) or _SLUG.fullmatch(title):
        return _NONE
    lexicon = intent_lexicon()
    found = frozenset(parse(title).subjects) - lexicon.collections - lexicon.placeholders
    return frozenset(word for word in found if len(word) > 1 and not word.isdecimal())


def are_different(a: QuestionSubject, b: QuestionSubject, *, one_document: bool) -> bool:
    """Whether two questions are about different things; not, where it is not known."""
    mine, theirs = a.nearest - b.nearest, b.nearest - a.nearest
    if not mine or not theirs or are_related(mine, theirs):
        return False
    return not (_covers(b, mine, one_document) or _covers(a, theirs, one_document))


def _covers(subject: QuestionSubject, words: Words, one_document: bool) -> bool:
    """Whether a question that does not name its subject can be about ``words``."""
    if subject.named:
        return False
    if are_related(words, frozenset(chain.from_iterable(subject.around)) | subject.topic):
        return True
    return not one_document and bool((words - subject.beside) & subject.often)


def are_related(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two sets have a word, a part of one or its abbreviation in common."""
    return any(x in y or y in x or abbreviates(x, y) or abbreviates(y, x) for x, y in product(a, b))


def abbreviates(short: str, long: str) -> bool:
    """Whether ``short`` is made of characters of ``long`` in order: 大模型, 大规模语言模型."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)
