"""What speaks against two questions being the same, however alike the rest is.

Each guard looks at the evidence and gives its reason in words, or None. `VETOES` make a
pair different; `DOUBTS` make it different unless the answers are so alike that a person
should look.
"""

from __future__ import annotations

from collections.abc import Callable

from shuati.match.asking import Asking
from shuati.match.evidence import Evidence
from shuati.match.features import Asked
from shuati.match.vocabulary import Frames

Guard = Callable[[Asked, Asked, Evidence, Frames], str | None]


def other_code(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """输出是什么？ under other code is another question."""
    if a.body and b.body and a.body != b.body:
        return "other code or options"
    return None


def other_subject(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """What goes without saying in one document is not what it is in the other."""
    if evidence.subjects or evidence.wordings.shared:
        return None
    return f"documents on other subjects ({_some(a.subject)} / {_some(b.subject)})"


def other_phase(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """训练 and 推理 are different work."""
    x = _phases(evidence.wordings.a, frames) - a.subject
    y = _phases(evidence.wordings.b, frames) - b.subject
    if x and y and not x & y:
        return f"another phase ({_some(x)} / {_some(y)})"
    return None


def other_names(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """enum and extern, GPT-3 and GPT-4: Latin names and numbers are not synonyms."""
    left = evidence.wordings.a.names.intersection(evidence.wordings.left)
    right = evidence.wordings.b.names.intersection(evidence.wordings.right)
    return f"other names ({_some(left)} / {_some(right)})" if left and right else None


def other_object(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """Each side has something that the other lacks: 金融 / 医疗, 识别 / 合成."""
    left, right = evidence.wordings.left, evidence.wordings.right
    return f"each has its own object ({_some(left)} / {_some(right)})" if left and right else None


def other_scope(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """One side has all of the other and more: 金融 / 金融风控, 大小 / 大小和计算资源."""
    left, right = evidence.wordings.left, evidence.wordings.right
    if bool(left) == bool(right):
        return None
    return f"one is narrower ({_some(left or right)})"


def other_frame(a: Asked, b: Asked, evidence: Evidence, frames: Frames) -> str | None:
    """应用 / 挑战, 评估 / 提高: another thing is asked of the same object."""
    if evidence.wordings.frame > 0:
        return None
    x, y = evidence.wordings.a.frame, evidence.wordings.b.frame
    return f"asks in another way ({x} / {y})"


VETOES: tuple[Guard, ...] = (other_code, other_subject, other_phase, other_names)
DOUBTS: tuple[Guard, ...] = (other_object, other_scope, other_frame)


def _phases(one: Asking, frames: Frames) -> frozenset[str]:
    return one.phases | frames.phases.intersection(one.objects)


def _some(words: object) -> str:
    assert hasattr(words, "__iter__")
    return ", ".join(sorted(words)[:3])
