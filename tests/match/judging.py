"""Banks to match, and the verdicts on their pairs: all that these tests need of the package."""

from __future__ import annotations

from collections.abc import Sequence

from builders import document, question

from shuati.config.settings import Settings
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.match.vocabulary import synonym_groups
from shuati.model import Document, Question

_TOPICS = (
    ("线程池", "线程池复用线程，先放核心线程，再排队，队列满了才加到最大线程数，再满就拒绝。"),
    ("索引", "索引是按列值排好序的树，查找时逐层缩小范围，代价是写入时要维护。"),
    ("事务", "事务把几步写成一个整体，要么都成功，要么都回滚，隔离级别决定互相看见什么。"),
    ("消息队列", "消息队列把生产者和消费者分开，削去高峰，代价是要处理重复和乱序。"),
    ("负载均衡", "负载均衡把请求分给多台机器，常用轮询、最少连接和一致性哈希。"),
    ("跨域", "浏览器按协议、域名和端口判断来源，服务器用响应头允许别的来源访问。"),
)
FIRST = len(_TOPICS)
"""The position of the first question of one's own in a document that `bank` makes."""


def bank(path: str, *more: Question) -> Document:
    """A document of six questions, which every such document asks, and ``more``."""
    asked = [question(f"{topic}是什么？", f"{said}它在{path}里这样说。") for topic, said in _TOPICS]
    return document(*asked, *more, path=path)


def classifier(*documents: Document) -> PairClassifier:
    """What classifies the pairs of ``documents``."""
    groups = synonym_groups(documents, Settings())
    features = [parse(document, groups, ()) for document in documents]
    return PairClassifier(documents, features, Settings())


def verdict(documents: Sequence[Document], a: int, b: int) -> str:
    """``same``, ``review`` or ``different``; ``a`` and ``b`` are positions in reading order."""
    return classifier(*documents).classify(a, b).verdict.value


def alone(a: Question, b: Question) -> str:
    """The verdict on two questions of two documents, where there are no others."""
    return verdict([document(a, path="a.md"), document(b, path="b.md")], 0, 1)


def among_others(a: Question, b: Question, *more: Question) -> str:
    """The verdict on two questions of two documents with others; the second holds ``more``."""
    return verdict([bank("a.md", a), bank("b.md", b, *more)], FIRST, 2 * FIRST + 1)


def compared(*documents: Document) -> set[tuple[int, int]]:
    """The positions of all pairs that are looked at."""
    return set(classifier(*documents).candidates())
