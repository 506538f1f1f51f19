"""Decisions on pairs (``decisions.toml``). They take precedence over the matcher.

    [[same]]
    questions = ["Q0012", "03-微调.md#如何防止过拟合"]

    [[different]]
    questions = ["06-应用.md:31", "Q0040 06-应用.md#金融风控"]
    note = "一个问投顾，一个问风控"

    [[same]]
    questions = ["Q0007 02.md#归一化", "Q0031 07.md:120"]
    by = "qwen3:14b"
    reason = "都问归一化放在哪里"
    date = 2026-11-29

Without ``by``, or with ``by = "person"``, it is a person's decision; any other name is that of
a model. A person's decision overrules a model's, wherever in the file they are. ``note``,
``reason`` and ``date`` change nothing.

A reference to a question is its code, its file and heading, its file and a line of it, or
its code and one of these.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shuati.config.bounds import DECISIONS, DeepValueError, read_bytes, toml_of
from shuati.model import PERSON, RULES, Verdict, failure

FILE = "decisions.toml"
_KINDS = (Verdict.SAME, Verdict.DIFFERENT)
_KEYS = {"questions", "note", "by", "reason", "date"}
LONGEST_NAME = 100  # characters of a model's name
_HEADER = re.compile(r"^[ \t]*\[\[\s*(same|different)\s*\]\]", re.MULTILINE)
_REFERENCE = re.compile(
    r"(?P<code>Q\d{4,18})?\s*"
    r"(?:(?P<path>\S.*?\.(?:md|markdown|txt))(?:#\s*(?P<heading>.+?)|:(?P<line>\d{1,9})))?\s*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """How a decision refers to a question: a code, or a path with a heading or a line, or both."""

    text: str
    code: str | None
    path: str | None
    heading: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """``same`` or ``different``, on two questions or more; ``line`` is that of its header.

    ``by`` is `PERSON` or the name of a model; ``why`` is its reason, ``date`` as in ISO 8601;
    both are '' where the file has none.
    """

    verdict: Verdict
    questions: tuple[Reference, ...]
    note: str
    line: int
    by: str = PERSON
    why: str = ""
    date: str = ""


def load(path: Path) -> tuple[Decision, ...]:
    """The decisions in the file ``path``; none where there is no such file. Raises `BuildError`."""
    try:
        text = read_bytes(path, DECISIONS).decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise failure("decisions-unreadable", str(path), reason=reason) from None
    return read(text, str(path))


def read(text: str, path: str) -> tuple[Decision, ...]:
    """The decisions in ``text``. Raises `BuildError` (about ``path``) for any other text."""
    try:
        values = toml_of(text)
    except (tomllib.TOMLDecodeError, DeepValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else None
        raise failure("decisions-invalid-toml", path, number, error=str(error)) from None
    for name in values:
        if name not in _KINDS or not isinstance(values[name], list):
            raise failure("unknown-decision", path, name=name)
    lines: dict[str, list[int]] = {kind: [] for kind in _KINDS}
    for header in _HEADER.finditer(text):
        lines[header[1]].append(text.count("\n", 0, header.start()) + 1)
    decisions = [
        _decision(kind, item, lines[kind][at] if at < len(lines[kind]) else 1, path)
        for kind in _KINDS
        for at, item in enumerate(values.get(kind, ()))
    ]
    return tuple(sorted(decisions, key=lambda decision: decision.line))


def _decision(kind: Verdict, item: Any, line: int, path: str) -> Decision:
    if not isinstance(item, dict) or not item.keys() <= _KEYS:
        raise failure("unknown-decision-key", path, line)
    named, note = item.get("questions"), item.get("note", "")
    if not isinstance(named, list) or len(named) < 2 or not isinstance(note, str):
        raise failure("too-few-questions-decided", path, line)
    references = tuple(reference(name) if isinstance(name, str) else None for name in named)
    for name, found in zip(named, references, strict=True):
        if found is None:
            raise failure("not-a-reference", path, line, name=repr(name))
    by, why, when = item.get("by", PERSON), item.get("reason", ""), item.get("date", "")
    if not is_name(by):
        raise failure("decided-by-nobody", path, line, name=repr(by)[:LONGEST_NAME])
    if not isinstance(why, str) or not _is_date(when):
        raise failure("unknown-decision-key", path, line)
    return Decision(kind, tuple(filter(None, references)), note, line, by.strip(), why, str(when))


def is_name(by: object) -> bool:
    """Whether ``by`` can be whose decision it is: a person or a model, but not the rules."""
    return (
        isinstance(by, str)
        and 0 < len(by.strip()) <= LONGEST_NAME
        and by.isprintable()
        and by.strip() != RULES
    )


def _is_date(value: object) -> bool:
    """Whether ``value`` is a date of TOML, or '' or a text that is a date."""
    if not isinstance(value, str):
        return isinstance(value, date)
    try:
        return not value or bool(date.fromisoformat(value))
    except ValueError:
        return False


def reference(text: str) -> Reference | None:
    """The reference in ``text``; None where it is none."""
    match = _REFERENCE.fullmatch(text.strip())
    if match is None or not (match["code"] or match["path"]):
        return None
    line = int(match["line"]) if match["line"] else None
    code = match["code"].upper() if match["code"] else None
    return Reference(text, code, match["path"], match["heading"], line)
