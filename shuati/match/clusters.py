"""Which questions ask the same: equal wording, and nothing that speaks against it.

The wording alone is not enough: "输出是什么？" may stand 117 times in one document, each
time above other code. So what else belongs to the asking must be equal too, and where
there is nothing else, the answers must have something in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from shuati.match.normal import answer_key, body_key, wording
from shuati.model import Document, Pair, Question, Verdict

# Share of the shorter answer's character pairs that the other must have. Between answers
# to different questions of one field it stays below; between two answers to one question
# it is two to five times as high (measured on the questions of real documents).
_COMMON = 0.15


@dataclass(frozen=True)
class Asked:
    """A question with what it is compared by, each made when first needed."""

    question: Question

    @cached_property
    def body(self) -> str:
        return body_key(self.question)

    @cached_property
    def answer(self) -> frozenset[str]:
        """The pairs of neighbouring letters and digits of the answer."""
        text = re.sub(r"\W+", "", answer_key(self.question).casefold())
        return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@dataclass(frozen=True, slots=True)
class Clusters:
    """Questions that ask the same, and the pairs that were looked at on the way."""

    groups: tuple[tuple[Question, ...], ...]
    pairs: tuple[Pair, ...]


def cluster(documents: Iterable[Document]) -> Clusters:
    """Every question in exactly one group; groups and their members in reading order."""
    questions = [question for document in documents for question in document.questions]
    groups: list[list[Asked]] = []
    alike: dict[str, list[list[Asked]]] = {}
    pairs: list[Pair] = []
    for question in questions:
        asked = Asked(question)
        rivals = alike.setdefault(wording(question.text), [])
        judged = [(judge(group[0], asked), group) for group in rivals]
        if judged:
            pair, group = min(judged, key=lambda item: _rank(item[0]))
            pairs.append(pair)
            if pair.verdict is Verdict.SAME:
                group.append(asked)
                continue
        rivals.append([asked])
        groups.append(rivals[-1])
    return Clusters(tuple(tuple(one.question for one in group) for group in groups), tuple(pairs))


def _rank(pair: Pair) -> tuple[int, float]:
    return (Verdict.SAME, Verdict.REVIEW, Verdict.DIFFERENT).index(pair.verdict), -pair.score


def judge(a: Asked, b: Asked) -> Pair:
    """Whether two questions of equal wording ask the same, and why."""
    if a.body and b.body:
        if a.body == b.body:
            return _pair(a, b, Verdict.SAME, 1.0, "same wording", "same code or options")
        return _pair(a, b, Verdict.DIFFERENT, 0.0, "same wording", "other code or options")
    if not (a.answer and b.answer):
        return _pair(a, b, Verdict.SAME, 1.0, "same wording", "one of them has no answer")
    shared = len(a.answer & b.answer) / min(len(a.answer), len(b.answer))
    percent = f"{shared:.0%} of the shorter answer in common"
    if shared >= _COMMON:
        return _pair(a, b, Verdict.SAME, 1.0, "same wording", percent)
    return _pair(a, b, Verdict.REVIEW, round(shared, 3), "same wording", f"only {percent}")


def _pair(a: Asked, b: Asked, verdict: Verdict, score: float, *why: str) -> Pair:
    return Pair(a.question, b.question, verdict, score, why)
