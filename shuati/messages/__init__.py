"""The sentences of diagnostics and reasons, in Chinese and English.

A stage gives a code and values; here they become words, at the edge of the program. The
sentences stand in the TOML files beside this one, one for every stage: ``[code]`` with a
``message`` and a ``fix`` for each language, or one sentence for a reason. ``{name}`` stands
for a value; a list of words is joined with commas, ``{name:percent}`` is a share of one, and
``{name:intent}`` is an intent of a question in words (``intents.toml``).
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shuati.model import Diagnostic, Reason, Severity


class Language(StrEnum):
    """A language that messages are written in."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Message:
    """A diagnostic in words: what is wrong, and how to fix it."""

    text: str
    fix: str


def describe(diagnostic: Diagnostic, language: Language) -> Message:
    """``diagnostic`` in words. Raises KeyError for a code that no file has."""
    sentences = _catalogue()[diagnostic.code][language]
    fill = _Formatter(language).vformat
    values = dict(diagnostic.args)
    return Message(fill(sentences["message"], (), values), fill(sentences["fix"], (), values))


def explain(reason: Reason, language: Language) -> str:
    """``reason`` in words. Raises KeyError for a code that no file has."""
    return _Formatter(language).vformat(_catalogue()[reason.code][language], (), dict(reason.args))


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of a terminal, from the variables of its locale (POSIX 8.2)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return Language.CHINESE if locale.lower().startswith("zh") else Language.ENGLISH


def as_dict(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as JSON has it, in English; its lines are null where it has none."""
    span, message = diagnostic.span, describe(diagnostic, Language.ENGLISH)
    return {
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "path": diagnostic.path,
        "first_line": span.first if span else None,
        "last_line": span.last if span else None,
        "what": message.text,
        "mend": message.fix,
    }


def severity_name(severity: Severity, language: Language) -> str:
    """What ``severity`` is called."""
    return (
        {"error": "错误", "warning": "警告", "note": "提示"}[severity]
        if (language is Language.CHINESE)
        else str(severity)
    )


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    """All sentences by code and language. A code is in one file only."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".toml"):
            found |= tomllib.loads(file.read_text("utf-8"))
    return found


class _Formatter(string.Formatter):
    """``str.format`` with the formats that the module's docstring names."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return ("、" if self._language is Language.CHINESE else ", ").join(value)
        if format_spec == "percent":
            return f"{value:.0%}"
        if format_spec == "intent":
            if self._language is Language.ENGLISH:
                return str(value)
            name: str = _catalogue()["intents"][value or "none"]
            return name
        return str(super().format_field(value, format_spec))
