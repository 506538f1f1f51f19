"""What a question is compared by: its wordings, its subject, its answer."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from shuati.match.parse_question import Asking
from shuati.model import Document, Kind, Question
from shuati.model.keys import body_key
from shuati.model.views import all_text, points_of, term_of
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.normalise import wording

_CONSTANT_SHARE = 0.45  # a word in so many of a document's questions is its subject
_CONSTANT_LEAST = 5  # in a document of so many questions at least

_BLANK = re.compile(r"[（(][\sA-H√×]*[)）]|_{3,}|＿{2,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question in the document ``path`` is compared by.

    ``wordings`` are its heading and its 题目 line taken apart (one where they are equal);
    ``subject`` are the words that nearly every question of its document has, ``above``
    those of the document's title and of the headings over the question. ``key`` and
    ``heading_key`` are the wordings folded: equal keys are the same words; ``body`` is the
    code and the options that belong to the asking. ``terms`` are the lead terms of the
    answer's points, ``firsts`` the first characters of all objects, ``size`` how many
    letters the answer has; ``texts`` what is asked and what is answered (code left out),
    folded; ``blank`` whether the question is a stem with a blank to fill.
    """

    path: str
    wordings: tuple[Asking, ...]
    subject: frozenset[str]
    above: frozenset[str]
    key: str
    heading_key: str
    body: str
    terms: tuple[str, ...]
    firsts: frozenset[str]
    size: int
    texts: tuple[str, str]
    blank: bool


@dataclass(frozen=True)
class Bank:
    """The features of all questions, and how rare words are among them."""

    asked: tuple[Asked, ...]
    weights: Mapping[str, float]  # of the words that are not rare

    def meet(self, a: int, b: int) -> bool:
        """Whether the questions at two positions can name something in common."""
        x, y = self.asked[a], self.asked[b]
        return bool(x.subject or y.subject or x.key == y.key or not x.firsts.isdisjoint(y.firsts))

    def weight(self, word: str) -> float:
        """How much a word tells, from 0.4 (in every tenth question or more) to 1."""
        return self.weights.get(word, 1.0)


def _weights(common: Counter[str], questions: int) -> dict[str, float]:
    shares = {word: count / max(questions, 20) for word, count in common.items()}
    return {
        word: round(max(0.4, 1.0 + 0.3 * math.log(0.03 / share)), 2)
        for word, share in shares.items()
        if share >= 0.03
    }


def features(documents: Iterable[Sequence[Asked]]) -> Bank:
    """The questions of all documents, and how rare the words are that they ask about."""
    asked = tuple(chain.from_iterable(documents))
    common = Counter[str]()
    for one in asked:
        common.update({word for wording in one.wordings for word in wording.objects})
    return Bank(asked, _weights(common, len(asked)))


Take = Callable[[str], Asking]
"""What takes a wording (inline Markdown) apart, as `asking` does."""


def taken_apart(document: Document, take: Take) -> tuple[Asked, ...]:
    """What every question of ``document`` is compared by, in reading order."""
    often = Counter(wording(question.heading) for question in document.questions)
    taken = [
        _wordings(question, often[wording(question.heading)] > 1, take)
        for question in document.questions
    ]
    subject = constants(taken)
    heads = {
        head: frozenset(take(head).objects)
        for head in {document.title, *(h for q in document.questions for h in q.heading_path)}
    }
    return tuple(
        _asked(
            question,
            wordings,
            subject,
            frozenset().union(*(heads[head] for head in (document.title, *question.heading_path))),
            document.title,
        )
        for question, wordings in zip(document.questions, taken, strict=True)
    )


def _asked(
    question: Question,
    wordings: tuple[Asking, ...],
    subject: frozenset[str],
    above: frozenset[str],
    title: str,
) -> Asked:
    told = [s.blocks for s in question.sections if s.kind is not Kind.QUESTION]
    answer = fold("\n".join(all_text(blocks, code=False) for blocks in told))
    terms = (term_of(point) for blocks in told for point in points_of(blocks))
    objects = [word for one in wordings for word in one.objects]
    body = body_key(question)
    lead = tuple(dict.fromkeys(fold(term) for term in terms if term))
    return Asked(
        question.path,
        wordings,
        subject,
        above,
        key=wording(question.text),
        heading_key=wording(question.heading),
        body=body,
        terms=lead,
        firsts=frozenset(word[0] for word in objects),
        size=sum(map(str.isalnum, answer)),
        texts=(f"{fold(plain(question.heading))}\n{fold(plain(question.text))}", answer),
        blank=_BLANK.search(question.text) is not None,
    )


def _wordings(question: Question, repeated: bool, take: Take) -> tuple[Asking, ...]:
    """The wordings of a question; one that names nothing, or stands more than once in its
    document, is about what the heading above it names (基本原理, 注意事项)."""
    texts = dict.fromkeys((question.heading, question.text))
    taken = [take(text) for text in texts]
    if question.heading_path and (repeated or not any(one.objects for one in taken)):
        above = take(question.heading_path[-1])
        taken = [one.about(above) for one in taken]
    named = next((one.frame for one in taken if one.frame), "")
    filled = (replace(one, frame=named) if not one.frame else one for one in taken)
    return tuple(dict.fromkeys(filled))


def constants(wordings: Iterable[tuple[Asking, ...]]) -> frozenset[str]:
    """The words that nearly every question of one document has: its subject."""
    found = [{word for one in own for word in one.objects} for own in wordings]
    if len(found) < _CONSTANT_LEAST:
        return frozenset()
    counts = Counter(word for words in found for word in words)
    return frozenset(
        word for word, count in counts.items() if count >= _CONSTANT_SHARE * len(found)
    )
