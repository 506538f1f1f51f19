"""What a language model answered, whatever it wrote around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shuati.model import Verdict

_LONGEST = 200_000  # characters that are looked at
_MOST_FAILURES = 2_000  # braces that begin no JSON
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_VERDICTS = {
    "same": Verdict.SAME,
    "相同": Verdict.SAME,
    "different": Verdict.DIFFERENT,
    "不同": Verdict.DIFFERENT,
    "unsure": Verdict.REVIEW,
    "不确定": Verdict.REVIEW,
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict and its reason; *review* is a model that is not sure."""

    verdict: Verdict
    why: str


def opinions(text: str, pairs: int) -> dict[int, Opinion]:
    """The opinions in ``text`` on pairs that are numbered from 1 to ``pairs``.

    Code fences, thoughts and words around the JSON are passed over, and so are items that make
    no sense; an answer that was cut off gives the items before the cut. Two verdicts on one pair
    that differ count as none.
    """
    found: dict[int, Opinion] = {}
    doubled = set()
    for item in _items(_THOUGHT.sub("", text)[:_LONGEST]):
        number, verdict = _number(item.get("id")), _verdict(item.get("verdict"))
        if verdict is None or number is None or not 1 <= number <= pairs:
            continue
        if number in found and found[number].verdict is not verdict:
            doubled.add(number)
        why = item.get("reason")
        found.setdefault(number, Opinion(verdict, why if isinstance(why, str) else ""))
    return {number: own for number, own in found.items() if number not in doubled}


def _items(text: str) -> Iterator[dict[str, Any]]:
    """The innermost objects of ``text`` that have a verdict."""
    decoder, at, failures = json.JSONDecoder(), 0, 0
    while (at := text.find("{", at)) >= 0 and failures < _MOST_FAILURES:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at, failures = at + 1, failures + 1
            continue
        yield from _with_verdict(value)
        at = end


def _with_verdict(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict) and "verdict" in one:
            yield one
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _number(value: Any) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value, re.ASCII):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _verdict(value: Any) -> Verdict | None:
    return _VERDICTS.get(value.strip().lower()) if isinstance(value, str) else None
