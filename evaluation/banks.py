"""Generated banks of any size: questions from templates, words from jieba's dictionary."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import jieba

from shuati.model import (
    Document,
    Kind,
    Location,
    Paragraph,
    Point,
    PointList,
    Question,
    Section,
    Span,
)

_ASKING = (
    "什么是{a}？", "如何优化{a}的{b}？", "{a}在{b}中的应用有哪些？", "{a}和{b}有什么区别？",
    "为什么{a}需要{b}？", "如何处理{a}中的{b}问题？", "{a}的{b}原理是什么？", "如何评估{a}的{b}？",
    "{a}面临哪些{b}方面的挑战？", "请简述{a}的{b}流程。",
)  # fmt: skip
_AGAIN = (
    "请解释{a}。", "{a}的{b}怎么优化？", "请列举{a}在{b}领域的应用。", "{a}与{b}的区别是什么？",
    "{a}为什么要有{b}？", "{a}的{b}问题怎么解决？", "说说{a}的{b}原理。", "怎样衡量{a}的{b}？",
    "{a}在{b}上有哪些挑战？", "{a}的{b}步骤有哪些？",
)  # fmt: skip
_SENTENCE = "{0}可以改善{1}，但是{2}会影响{3}的{4}，所以要先确认{5}。"
_REPEATED = 0.3  # share of questions that an earlier document asked already


@cache
def vocabulary() -> tuple[str, ...]:
    """Nouns of two to four characters, the frequent ones of jieba's dictionary."""
    path = Path(jieba.__file__).with_name("dict.txt")
    words = []
    for line in path.read_text("utf-8").splitlines():
        word, often, tag = line.split(" ")
        if tag == "n" and 2 <= len(word) <= 4 and int(often) >= 20:
            words.append(word)
    return tuple(words)


def bank(size: int, seed: int = 1) -> tuple[Document, ...]:
    """``size`` questions in documents of a hundred; three in ten are asked twice."""
    rng, words = random.Random(seed), vocabulary()
    asked: list[tuple[int, str, str, list[str]]] = []
    documents = []
    for start in range(0, size, 100):
        path = f"{start // 100:05}.md"
        questions = []
        for at in range(min(100, size - start)):
            if asked and rng.random() < _REPEATED:
                kind, a, b, topic = asked[rng.randrange(len(asked))]
                title = _AGAIN[kind].format(a=a, b=b)
            else:
                kind, a, b = rng.randrange(len(_ASKING)), rng.choice(words), rng.choice(words)
                topic = [rng.choice(words) for _ in range(14)]
                asked.append((kind, a, b, topic))
                title = _ASKING[kind].format(a=a, b=b)
            questions.append(_question(path, at, title, [a, b, *topic], rng, words))
        documents.append(Document(path, path, tuple(questions), ()))
    return tuple(documents)


def _question(
    path: str, at: int, title: str, topic: list[str], rng: random.Random, words: tuple[str, ...]
) -> Question:
    span = Span(at * 8 + 1, at * 8 + 7)
    points = []
    for _ in range(4):
        said = [rng.choice(topic) if rng.random() < 0.7 else rng.choice(words) for _ in range(6)]
        points.append(Point(rng.choice(topic), (Paragraph(_SENTENCE.format(*said), span),), span))
    blocks = (PointList(True, 1, tuple(points), span),)
    section = Section("答案", Kind.ANSWER, blocks, span)
    return Question(Location(path, span), str(at + 1), title, title, (section,))
