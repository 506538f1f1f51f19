"""What speaks against two questions being the same, however alike the rest is.

Each guard looks at the evidence and gives its reason in words, or None. `VETOES` make a
pair different; `DOUBTS` make it different unless the answers are so alike that a person
should look. `BARS` are those that no likeness of the answers outweighs.
"""

from __future__ import annotations

from collections.abc import Callable

from shuati.match.features import Asked
from shuati.match.matchers.rules.scores import Evidence
from shuati.match.parse_question import Asking
from shuati.match.vocabulary import Frames
from shuati.model import Reason, reason

_TELLING = 45  # letters from which on an answer tells its trade
_NAMES = 0.35  # a word worth less names no object
_AS_GOOD_AS_NAMED = 0.5  # answers so alike tell what a generic title does not
_ALIEN = 0.06  # answers less alike than this are about other things
_ELSEWHERE = 0.6  # where the lead is less, other questions are nearer

Guard = Callable[[Asked, Asked, Evidence, Frames], Reason | None]


def other_code(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """输出是什么？ under other code is another question."""
    if a.body and b.body and a.body != b.body:
        return reason("other-code")
    return None


def generic_title(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """输出什么？ names no object: the code must be the same, or the answers alike."""
    names = (*evidence.wordings.a.objects, *evidence.wordings.b.objects)
    if not names or any(n not in frames.generic and n not in frames.weak for n in names):
        return None
    if (a.body and a.body == b.body) or evidence.content >= _AS_GOOD_AS_NAMED:
        return None
    return reason("generic-title")


def nothing_shared(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """Questions without a common object, in documents without a common subject."""
    if evidence.wordings.shared or a.subject or b.subject or a.key == b.key:
        return None
    return reason("nothing-shared")


def other_answers(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """The same words about another trade: 数据倾斜 of samples, and of the keys of a job.

    Two hands may answer one question without a word in common; then at least no third
    question is much nearer to either.
    """
    if min(a.size, b.size) < _TELLING or evidence.near.lead >= _ELSEWHERE:
        return None
    if evidence.near.words >= _ALIEN or evidence.content >= _ALIEN:
        return None
    return reason("unrelated-answers")


def other_subject(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """What goes without saying in one document is not what it is in the other."""
    if evidence.subjects or evidence.wordings.shared:
        return None
    return reason("other-subject", mine=_some(a.subject), theirs=_some(b.subject))


def other_phase(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """训练 and 推理 are different work."""
    x = _phases(evidence.wordings.a, frames) - a.subject
    y = _phases(evidence.wordings.b, frames) - b.subject
    if x and y and not x & y:
        return reason("other-stage", mine=_some(x), theirs=_some(y))
    return None


def other_names(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """enum and extern, GPT-3 and GPT-4: Latin names and numbers are not synonyms."""
    left = evidence.wordings.a.names.intersection(evidence.wordings.left)
    right = evidence.wordings.b.names.intersection(evidence.wordings.right)
    if not (left and right):
        return None
    return reason("other-names", mine=_some(left), theirs=_some(right))


def other_object(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """Each side has something that the other lacks: 金融 / 医疗, 识别 / 合成."""
    left, right = _strong(evidence, frames)
    if not (left and right):
        return None
    return reason("other-object", mine=_some(left), theirs=_some(right))


def other_scope(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """One side has all of the other and more: 金融 / 金融风控, 大小 / 大小和计算资源."""
    left, right = _strong(evidence, frames)
    if bool(left) == bool(right):
        return None
    return reason("narrower", words=_some(left or right))


def other_frame(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """应用 / 挑战, 评估 / 提高: another thing is asked of the same object."""
    if evidence.wordings.frame > 0:
        return None
    x, y = evidence.wordings.a.frame, evidence.wordings.b.frame
    return reason("other-intent", mine=x, theirs=y)


def other_kind(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """A stem with a blank to fill is not the open question about the same thing."""
    if a.blank == b.blank:
        return None
    return reason("one-has-a-blank")


def other_word(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> Reason | None:
    """网络隔离的原理 / 进程隔离的原理: the same words but one, in whose place is another."""
    left, right = evidence.wordings.left, evidence.wordings.right
    if len(left) != 1 or len(right) != 1 or frames.weak.intersection((*left, *right)):
        return None
    before, found, after = a.key.partition(left[0])
    if not found or b.key != f"{before}{right[0]}{after}":
        return None
    return reason("one-word-differs", mine=left[0], theirs=right[0])


VETOES: tuple[Guard, ...] = (
    other_code,
    generic_title,
    nothing_shared,
    other_subject,
    other_phase,
    other_names,
    other_answers,
)
BARS: tuple[Guard, ...] = (
    other_code,
    generic_title,
    other_subject,
    other_names,
    other_kind,
    other_word,
)
DOUBTS: tuple[Guard, ...] = (other_object, other_scope, other_frame, other_kind, other_word)


def _strong(evidence: Evidence, frames: Frames) -> tuple[list[str], list[str]]:
    """The objects that only one side has, less the words that narrow little."""
    wordings = evidence.wordings

    def strong(own: Asking, words: tuple[str, ...]) -> list[str]:
        worths = dict(zip(own.objects, own.worths, strict=True))
        return [word for word in words if word not in frames.weak and worths[word] >= _NAMES]

    return strong(wordings.a, wordings.left), strong(wordings.b, wordings.right)


def _phases(one: Asking, frames: Frames) -> frozenset[str]:
    return one.phases | frames.phases.intersection(one.objects)


def _some(words: object) -> tuple[str, ...]:
    assert hasattr(words, "__iter__")
    return tuple(sorted(words)[:3])
