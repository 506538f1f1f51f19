"""The texts of all questions as TF-IDF vectors, and how near two questions are by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scipy.sparse import csr_matrix

from shuati.match.features import QuestionFeatures
from shuati.match.neighbours import Neighbours, neighbours
from shuati.match.position_pairs import PositionPairs
from shuati.match.vectors import Bools, Floats, counts, tf_idf, unweighted

_NEIGHBOURS = 4  # nearest neighbours that are computed for a question
_QUESTION_WEIGHT = 3  # a word of the question counts as so many of the answer


class TextCloseness(NamedTuple):
    """How near the questions of each pair are: the cosine and the ratio of their answers, and of
    the questions with their answers; see `Nearness`."""

    answer_cosine: Floats
    answer_ratio: Floats
    cosine: Floats
    ratio: Floats

    def where(self, which: Bools) -> TextCloseness:
        """Of the chosen pairs."""
        return TextCloseness(*(column[which] for column in self))


@dataclass(frozen=True)
class TextSpaces:
    """``words`` are the answers with all words weighted alike; by TF-IDF ``answers``, and ``both``
    questions and answers, with the nearest of each.
    """

    words: csr_matrix
    answers: Neighbours
    both: Neighbours

    def closeness(self, pairs: PositionPairs) -> TextCloseness:
        """Of each of ``pairs``."""
        return TextCloseness(*self.answers.closeness(*pairs.T), *self.both.closeness(*pairs.T))


def text_spaces(questions: Sequence[QuestionFeatures], is_open: Bools) -> TextSpaces:
    """Those of ``questions``; by TF-IDF only of those that are open.

    A choice says in a line what an open question is about, and never becomes one with it.
    """
    answers = counts([one.answer_text for one in questions])
    asked = _QUESTION_WEIGHT * counts([one.question_text for one in questions])
    return TextSpaces(
        unweighted(answers),
        neighbours(tf_idf(answers, is_open), _NEIGHBOURS),
        neighbours(tf_idf(answers + asked, is_open), _NEIGHBOURS),
    )
