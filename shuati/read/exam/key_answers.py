"""The answers that the lines of an answer key hold: ``1-5 ABCDC``, ``1.A 2.B``, ``3. × 4. √``."""

from __future__ import annotations

import re

from shuati.read.exam.letters import folded
from shuati.read.exam.verdicts import verdict

_DASH = r"[-—–―~～至到]{1,2}"
_ENDS = r"\s*题?\s*[.．、:：)）]?\s*"
_RANGE = re.compile(rf"(?<![\d.])(?P<first>\d{{1,4}})\s*{_DASH}\s*(?P<last>\d{{1,4}}){_ENDS}")
_VERDICT = r"(?:[√✓✔×✗✘╳]|正确|错误|對|错|错|对|錯|T(?:rue)?|F(?:alse)?)"
_ONE = re.compile(
    rf"(?<![\d.])(?:第\s*)?[（(【\[]?(?P<number>\d{{1,4}})[)）】\]]?\s*题?\s*[.．、:：)）\-—]?\s*"
    rf"[（(【\[]?\s*(?P<answer>[A-H](?:[,，、/]?[A-H])*(?![A-Za-z])|{_VERDICT})\s*[)）】\]]?"
    r"\s*(?:[;；,，。.、|｜]\s*|\s+|$|(?=\d))"
)
_LETTER = re.compile(r"[A-H]")
_SIGN = re.compile(_VERDICT, re.IGNORECASE)


def compact_answers(line: str) -> list[tuple[int, str]]:
    """The numbers and answers that are all of ``line``; [] where it holds anything else."""
    text = folded(line).strip(" \t　。;；*|").replace("**", "")
    if not text:
        return []
    if _RANGE.match(text):
        return _of_ranges(text)
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        match = _ONE.match(text, at)
        if match is None:
            return []
        found.append((int(match["number"]), match["answer"]))
        at = match.end()
    return found


def _of_ranges(text: str) -> list[tuple[int, str]]:
    matches = list(_RANGE.finditer(text))
    found: list[tuple[int, str]] = []
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        first, last = int(match["first"]), int(match["last"])
        if not first <= last < first + 200:
            return []
        answers = _each(text[match.end() : end], last - first + 1)
        if not answers:
            return []
        found += zip(range(first, last + 1), answers, strict=True)
    return found


def _each(body: str, count: int) -> list[str]:
    """``body`` shared out among ``count`` questions; [] where that cannot be done."""
    body = body.strip(" \t　.。;；,，、:：()（）")
    groups = [group for group in re.split(r"[\s,，、;；|｜/]+", body) if group]
    if len(groups) == count and all(
        re.fullmatch("[A-H]+", one) or verdict(one) is not None for one in groups
    ):
        return groups
    letters = re.sub(r"[\s,，、;；.．]+", "", body)
    if re.fullmatch("[A-H]+", letters) and len(letters) == count:
        return list(letters)
    signs = _SIGN.findall(letters)
    if "".join(signs) == letters and len(signs) == count:
        return signs
    return []
