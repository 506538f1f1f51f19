"""The features by which questions are compared, and the corpus of all of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from shuati.match.aliases import Gloss, aliases, glosses, initials_of
from shuati.match.meaning import BEGINNING, MeaningVectors, vectors_of
from shuati.match.parse_question import ParsedQuestion
from shuati.match.subject import UNKNOWN_SUBJECT, QuestionSubject, subjects_of
from shuati.match.traditional import simplified
from shuati.match.vocabulary import Synonyms
from shuati.match.word_vectors import total_of, vector_of
from shuati.model import Document, Kind, Question
from shuati.model.keys import body_key
from shuati.model.views import all_text, points_of, term_of
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.normalise import wording

# `python -m evaluation.match` shows what a change of these does.
_CONSTANT_SHARE = 0.45  # a word in this share of a document's questions is a topic of it
_CONSTANT_LEAST = 5  # questions of a document below which it has no such words

_BLANK = re.compile(r"[（(][\sA-H√×]*[)）]|_{3,}|＿{2,}")


@dataclass(frozen=True, slots=True)
class QuestionFeatures:
    """What a question is compared by."""

    path: str  # of its document
    wordings: tuple[ParsedQuestion, ...]  # its heading and its text; one where they are equal
    topic: frozenset[str]  # the subjects that nearly every question of its document has
    heading_words: frozenset[str]  # subjects of the document's title and the headings above it
    key: str  # its text, folded: equal keys are the same words
    heading_key: str  # its heading, folded
    body: str  # a key of the code and the options that belong to it, '' for none
    lead_terms: tuple[str, ...]  # of the points of its answer, folded
    first_characters: frozenset[str]  # of all subjects
    answer_size: int  # letters and digits of its answer
    question_text: str  # heading and text, folded
    answer_text: str  # folded, without code
    text_vector: bytes  # by the words of its text, see `shuati.match.word_vectors`
    both_vector: bytes  # by those of its text and the beginning of its answer
    has_blank: bool  # whether there is a gap to fill: （ ）, ____
    is_closed: bool  # whether there are options, or what fills its gaps
    glosses: frozenset[Gloss] = frozenset()  # the Latin names that it explains in parentheses
    subject: QuestionSubject = UNKNOWN_SUBJECT

    def renamed(self, names: Mapping[str, str], weights: Mapping[str, float]) -> QuestionFeatures:
        """The same with other ``names`` of its words; ``weights`` of all words of the bank."""
        words = set(chain(self.topic, self.heading_words, self.subject.words))
        words.update(word for one in self.wordings for word in one.subjects)
        if names.keys().isdisjoint(words):
            return self

        def put(words: frozenset[str]) -> frozenset[str]:
            return frozenset(names.get(word, word) for word in words)

        wordings = tuple(one.renamed(names, weights) for one in self.wordings)
        return replace(
            self,
            wordings=tuple(dict.fromkeys(wordings)),
            topic=put(self.topic),
            heading_words=put(self.heading_words),
            subject=self.subject.mapped(put),
            first_characters=frozenset(word[0] for one in wordings for word in one.subjects),
        )


@dataclass(frozen=True)
class Corpus:
    """The features of all questions in reading order, and the weights of frequent words."""

    questions: tuple[QuestionFeatures, ...]
    weights: Mapping[str, float]  # of words in 3 % of the questions or more

    def weight(self, word: str) -> float:
        """The weight of a word by its frequency here: 0.4 (in 22 % or more) to 1 (rare)."""
        return self.weights.get(word, 1.0)


def _weights(common: Counter[str], questions: int) -> dict[str, float]:
    shares = {word: count / max(questions, 20) for word, count in common.items()}
    return {
        word: round(max(0.4, 1.0 + 0.3 * math.log(0.03 / share)), 2)
        for word, share in shares.items()
        if share >= 0.03
    }


def corpus_of(
    questions: Sequence[QuestionFeatures],
    synonyms: Synonyms,
    near: Iterable[tuple[int, int]] = (),
) -> Corpus:
    """The corpus of the questions of all documents, with one name for what has several.

    ``near`` are the positions of questions that are nearest to each other.
    """
    named = _with_one_name(questions, synonyms, near)
    frequency = Counter[str]()
    for one in named:
        frequency.update({word for wording in one.wordings for word in wording.subjects})
    return Corpus(named, _weights(frequency, len(named)))


def _with_one_name(
    questions: Sequence[QuestionFeatures], synonyms: Synonyms, near: Iterable[tuple[int, int]]
) -> tuple[QuestionFeatures, ...]:
    found = aliases(
        [
            (one.path, frozenset(word for x in one.wordings for word in x.subjects))
            for one in questions
        ],
        chain.from_iterable(one.glosses for one in questions),
        initials_of(synonyms),
        near,
    )
    if not found:
        return tuple(questions)
    weights = {
        word: weight
        for one in questions
        for wording in one.wordings
        for word, weight in zip(wording.subjects, wording.weights, strict=True)
    }
    return tuple(one.renamed(found, weights) for one in questions)


def word_meanings(questions: Sequence[QuestionFeatures]) -> MeaningVectors:
    """The vectors of all questions by their words."""
    return MeaningVectors(
        vectors_of([one.text_vector for one in questions]),
        vectors_of([one.both_vector for one in questions]),
    )


Parse = Callable[[str], ParsedQuestion]
"""Parses a wording (inline Markdown), as `parse_question` does."""


def document_features(document: Document, parse: Parse) -> tuple[QuestionFeatures, ...]:
    """The features of every question of ``document``, in reading order."""
    frequency = Counter(wording(question.heading) for question in document.questions)
    parsed = [
        _wordings(question, frequency[wording(question.heading)] > 1, parse)
        for question in document.questions
    ]
    topic = constant_words(parsed)
    headings = {
        heading: frozenset(parse(heading).subjects)
        for heading in {document.title, *(h for q in document.questions for h in q.heading_path)}
    }
    subjects = subjects_of(document, parsed, topic, parse)
    return tuple(
        _features(
            question,
            wordings,
            topic,
            frozenset().union(*(headings[h] for h in (document.title, *question.heading_path))),
            subject,
        )
        for question, wordings, subject in zip(document.questions, parsed, subjects, strict=True)
    )


def _features(
    question: Question,
    wordings: tuple[ParsedQuestion, ...],
    topic: frozenset[str],
    heading_words: frozenset[str],
    subject: QuestionSubject,
) -> QuestionFeatures:
    answers = [s.blocks for s in question.sections if s.kind is not Kind.QUESTION]
    answer = _compared("\n".join(all_text(blocks, code=False) for blocks in answers))
    terms = (term_of(point) for blocks in answers for point in points_of(blocks))
    subjects = [word for one in wordings for word in one.subjects]
    body = body_key(question)
    asked = _compared(f"{plain(question.heading)}\n{plain(question.text)}")
    text = total_of(_compared(plain(question.text)))
    lead = tuple(dict.fromkeys(_compared(term) for term in terms if term))
    return QuestionFeatures(
        question.path,
        wordings,
        topic,
        heading_words,
        key=simplified(wording(question.text)),
        heading_key=simplified(wording(question.heading)),
        body=body,
        lead_terms=lead,
        first_characters=frozenset(word[0] for word in subjects),
        answer_size=sum(map(str.isalnum, answer)),
        question_text=asked,
        answer_text=answer,
        text_vector=vector_of(text),
        both_vector=vector_of(text + total_of(answer[:BEGINNING])),
        has_blank=_BLANK.search(question.text) is not None,
        is_closed=bool(question.options or question.blanks),
        glosses=glosses(asked) | glosses(answer),
        subject=subject,
    )


def _compared(text: str) -> str:
    return simplified(fold(text))


def _wordings(question: Question, repeated: bool, parse: Parse) -> tuple[ParsedQuestion, ...]:
    """The parsed wordings of a question.

    Where they have no subject, or the heading is ``repeated`` in the document (基本原理, 注意事项),
    the subjects of the heading above are added.
    """
    texts = dict.fromkeys((question.heading, question.text))
    parsed = [parse(text) for text in texts]
    if question.heading_path and (repeated or not any(one.subjects for one in parsed)):
        above = parse(question.heading_path[-1])
        parsed = [one.about(above) for one in parsed]
    named = next((one.intent for one in parsed if one.intent), "")
    filled = (replace(one, intent=named) if not one.intent else one for one in parsed)
    return tuple(dict.fromkeys(filled))


def constant_words(wordings: Iterable[tuple[ParsedQuestion, ...]]) -> frozenset[str]:
    """The subjects that many questions of one document have: its topic."""
    found = [{word for one in own for word in one.subjects} for own in wordings]
    if len(found) < _CONSTANT_LEAST:
        return frozenset()
    counts = Counter(word for words in found for word in words)
    return frozenset(
        word for word, count in counts.items() if count >= _CONSTANT_SHARE * len(found)
    )
