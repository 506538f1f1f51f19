"""What a question is compared by: its wordings, its subject, its answer."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shuati.blocks import all_text, points_of, term_of
from shuati.match.asking import Asking, Segmenter, asking, fold, folded
from shuati.match.normal import body_key, wording
from shuati.match.vocabulary import Frames, Synonyms
from shuati.model import Document, Kind, Question

_CONSTANT_SHARE = 0.45  # a word in so many of a document's questions is its subject
_CONSTANT_LEAST = 5  # in a document of so many questions at least


@dataclass(frozen=True)
class Asked:
    """A question with what it is compared by; the answer's parts are made when needed.

    ``wordings`` are its heading and its 题目 line taken apart (one where they are equal);
    ``subject`` are the words that nearly every question of its document has, ``above``
    those of the document's title and of the headings over the question.
    """

    index: int
    question: Question
    wordings: tuple[Asking, ...]
    subject: frozenset[str]
    above: frozenset[str]

    @cached_property
    def key(self) -> str:
        """The wording of the front, folded: equal keys are the same words."""
        return wording(self.question.text)

    @cached_property
    def heading_key(self) -> str:
        return wording(self.question.heading)

    @cached_property
    def body(self) -> str:
        """Code and options that belong to the asking, as one string."""
        return body_key(self.question)

    @cached_property
    def texts(self) -> tuple[str, str]:
        """What is asked and what is answered (code left out), folded."""
        sections = [s for s in self.question.sections if s.kind is not Kind.QUESTION]
        answer = "\n".join(all_text(section.blocks, code=False) for section in sections)
        return fold(f"{self.question.heading}\n{self.question.text}"), folded(answer)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The lead terms of the answer's points, folded."""
        found = [
            folded(term)
            for section in self.question.sections
            if section.kind is not Kind.QUESTION
            for point in points_of(section.blocks)
            if (term := term_of(point))
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def grams(self) -> Counter[str]:
        """The pairs of neighbouring characters of the answer (code left out), counted."""
        parts = re.findall(r"[^\W_]{2,}", self.texts[1])
        return Counter(part[at : at + 2] for part in parts for at in range(len(part) - 1))


@dataclass(frozen=True)
class Bank:
    """All questions with their features, and how rare words are among them."""

    asked: tuple[Asked, ...]
    weights: Mapping[str, float]  # of the words that are not rare

    def weight(self, word: str) -> float:
        """How much a word tells, from 0.4 (in every tenth question or more) to 1."""
        return self.weights.get(word, 1.0)


def _weights(common: Counter[str], questions: int) -> dict[str, float]:
    shares = {word: count / max(questions, 20) for word, count in common.items()}
    return {
        word: max(0.4, 1.0 + 0.3 * math.log(0.03 / share))
        for word, share in shares.items()
        if share >= 0.03
    }


def features(
    documents: Sequence[Document], frames: Frames, synonyms: Synonyms, words: Segmenter
) -> Bank:
    """Every question of ``documents`` with its features, in reading order."""
    asked: list[Asked] = []
    common: Counter[str] = Counter()
    for document in documents:
        taken = [_wordings(question, frames, synonyms, words) for question in document.questions]
        subject = constants(taken)
        heads = {
            head: frozenset(asking(head, frames, synonyms, words).objects)
            for head in {document.title, *(h for q in document.questions for h in q.trail)}
        }
        for question, wordings in zip(document.questions, taken, strict=True):
            above = frozenset().union(*(heads[head] for head in (document.title, *question.trail)))
            asked.append(Asked(len(asked), question, wordings, subject, above))
            common.update({word for one in wordings for word in one.objects})
    return Bank(tuple(asked), _weights(common, len(asked)))


def _wordings(
    question: Question, frames: Frames, synonyms: Synonyms, words: Segmenter
) -> tuple[Asking, ...]:
    texts = dict.fromkeys((question.heading, question.text))
    taken = [asking(text, frames, synonyms, words) for text in texts]
    if question.trail and not any(one.objects for one in taken):
        above = asking(question.trail[-1], frames, synonyms, words)  # 基本原理, under a heading
        taken = [replace(one, objects=above.objects) for one in taken]
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
