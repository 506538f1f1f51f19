"""Objections: rules that make a pair different unless its answers join it (see `classify`).

A rule looks at the evidence and gives a reason, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations

from shuati.match.matchers.rules.scores import Evidence
from shuati.match.parse_question import ParsedQuestion
from shuati.match.vocabulary import IntentLexicon
from shuati.match.wording_columns import IDENTIFIES
from shuati.model import Reason, reason

Rule = Callable[[Evidence, IntentLexicon], Reason | None]

_SHOWN = 3  # words in a reason


def other_subject(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """Each question has a subject that the other lacks: 金融 / 医疗, 识别 / 合成."""
    left, right = _distinguishing(evidence, lexicon)
    if not (left and right):
        return None
    return reason("other-subject", mine=first_words(left), theirs=first_words(right))


def narrower(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """One question has all subjects of the other and more: 金融 / 金融风控."""
    left, right = _distinguishing(evidence, lexicon)
    if bool(left) == bool(right):
        return None
    return reason("narrower", words=first_words(left or right))


def other_intent(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """Another thing is asked of the same subject: 应用 / 挑战, 评估 / 提高."""
    if evidence.wording.intent > 0:
        return None
    return reason("other-intent", mine=evidence.wording.a.intent, theirs=evidence.wording.b.intent)


def one_has_a_blank(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """A sentence with a gap to fill is not the open question about the same thing."""
    if evidence.a.has_blank == evidence.b.has_blank:
        return None
    return reason("one-has-a-blank")


def one_word_differs(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """The same words, but for one that is replaced, or one character more.

    网络隔离的原理 / 进程隔离的原理, 大量 / 少量, 信息增益 / 信息增益率.
    """
    found = replaced_word(evidence.wording.a, evidence.a.key, evidence.wording.b, evidence.b.key)
    if found is None:
        return None
    return reason("one-word-differs", mine=first_words(found[0]), theirs=first_words(found[1]))


def replaced_word(
    x: ParsedQuestion, a: str, y: ParsedQuestion, b: str
) -> tuple[list[str], list[str]] | None:
    """The word of the wording ``x`` that ``y`` has another one for, and that other; one of them
    is missing where the other is one character. None where more differs in the keys ``a`` and
    ``b``."""
    left = [word for word in x.subjects if word not in y.subjects]
    right = [word for word in y.subjects if word not in x.subjects]
    if len(left) > 1 or len(right) > 1 or not (left or right):
        return None
    if left and right:
        found = _is_replaced(a, left[0], b, right[0])
    else:
        (word,) = left or right
        longer, shorter = (a, b) if left else (b, a)
        found = len(word) == 1 and _is_replaced(longer, word, shorter, "")
    return (left, right) if found else None


def _is_replaced(a: str, word: str, b: str, other: str) -> bool:
    """Whether ``b`` is ``a`` with a ``word`` of it replaced by an ``other``."""
    before, found, after = a.partition(word)
    return bool(found) and b == f"{before}{other}{after}"


def roles_swapped(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """Two subjects have each other's role: 用队列实现栈 / 用栈实现队列."""
    if len(evidence.wording.shared) < 2:
        return None
    a, b = evidence.a.key, evidence.b.key
    for pattern in lexicon.roles:
        one, other = pattern.search(a), pattern.search(b)
        if not (one and other):
            continue
        for x, y in permutations(evidence.wording.shared, 2):
            if x in one["a"] and y in one["b"] and y in other["a"] and x in other["b"]:
                return reason("roles-swapped", words=(x, y))
    return None


OBJECTIONS: tuple[Rule, ...] = (
    other_subject,
    narrower,
    other_intent,
    one_has_a_blank,
    one_word_differs,
    roles_swapped,
)


def _distinguishing(evidence: Evidence, lexicon: IntentLexicon) -> tuple[list[str], list[str]]:
    """The subjects that only one side has, less the words that narrow little."""

    def strong(own: ParsedQuestion, words: tuple[str, ...]) -> list[str]:
        weights = dict(zip(own.subjects, own.weights, strict=True))
        return [
            word for word in words if word not in lexicon.low_weight and weights[word] >= IDENTIFIES
        ]

    wording = evidence.wording
    return strong(wording.a, wording.left), strong(wording.b, wording.right)


def first_words(words: Iterable[str]) -> tuple[str, ...]:
    """The first few of ``words`` in order of code points, to be shown in a reason."""
    return tuple(sorted(words)[:_SHOWN])
