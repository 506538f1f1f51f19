"""Two questions that were compared, and the decision on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shuati.model.diagnostic import Value
from shuati.model.question import Question

RULES, PERSON = "rules", "person"  # whose word a verdict can be; else a model's name


class Verdict(StrEnum):
    """Whether two questions ask the same; ``review`` leaves it to a person."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict was given: a code of `shuati.messages` and the values of its sentence."""

    code: str
    args: tuple[tuple[str, Value], ...] = ()


def reason(code: str, **args: Value) -> Reason:
    """A `Reason` with named values."""
    return Reason(code, tuple(args.items()))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, the verdict on them, how alike they are (0 to 1), and the reasons.

    ``by`` is whose verdict it is: `RULES`, `PERSON`, or the name of a model that judged.
    ``probability`` (0 to 1) that they are the same is the evidence's, whoever decided; 0 for what
    nobody needs to be asked about.
    """

    a: Question
    b: Question
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()
    by: str = RULES
    probability: float = 0.0
