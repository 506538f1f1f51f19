"""Every code that the program gives has its sentences in both languages, and none is unused."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

import pytest

from shuati.match.vocabulary import intent_lexicon
from shuati.messages import Language, describe, explain
from shuati.model import Diagnostic, Location, Severity
from shuati.model.pair import Reason
from tests.conftest import ROOT

_DIAGNOSTIC = {"error", "warning", "note", "failure"}
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Call:
    """A call that makes a diagnostic or a reason; ``code`` is None where it is no literal."""

    where: str
    function: str
    code: str | None
    values: frozenset[str]
    open: bool  # whether more values may come by **


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted((ROOT / "shuati").rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text("utf-8"))


def _calls() -> Iterator[Call]:
    for path, tree in _sources():
        if path.startswith("shuati/model/"):
            continue  # the functions themselves
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in _DIAGNOSTIC | {"reason"} or not node.args:
                continue
            first = node.args[0]
            code = first.value if isinstance(first, ast.Constant) else None
            names = {own.arg for own in node.keywords}
            parameters = {"path", "line"} if node.func.id == "failure" else {"location"}
            values = frozenset(name for name in names if name and name not in parameters)
            where = f"{path}:{node.lineno}"
            yield Call(where, node.func.id, code, values, open=None in names)


def _sentences() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in resources.files("shuati.messages").iterdir():
        if file.name.endswith(".toml") and file.name != "intents.toml":
            own = tomllib.loads(file.read_text("utf-8"))
            assert not own.keys() & found.keys(), f"{file.name} repeats a code"
            found |= own
    return found


CALLS = list(_calls())
SENTENCES = _sentences()
REASONS = tomllib.loads((ROOT / "shuati" / "messages" / "reasons.toml").read_text("utf-8"))


def _placeholders(sentence: str | dict[str, str]) -> set[str]:
    texts = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_have_a_sentence_with_the_same_values(code: str) -> None:
    english, chinese = (SENTENCES[code][language] for language in ("en", "zh"))
    assert SENTENCES[code].keys() == {"en", "zh"}
    assert _placeholders(english) == _placeholders(chinese)


@pytest.mark.parametrize("call", [c for c in CALLS if c.code], ids=lambda call: call.where)
def test_a_code_has_sentences_that_mention_just_the_values_given(call: Call) -> None:
    assert call.code in SENTENCES
    assert (call.code in REASONS) == (call.function == "reason")
    mentioned = _placeholders(SENTENCES[call.code]["en"])
    assert mentioned == call.values or (call.open and mentioned >= call.values)


def test_every_reason_is_given_by_a_literal_code() -> None:
    assert [call.where for call in CALLS if call.function == "reason" and call.code is None] == []


def test_no_sentence_is_unused() -> None:
    reasons = {call.code for call in CALLS if call.function == "reason"}
    literals = {
        node.value
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert REASONS.keys() - reasons == set()
    assert SENTENCES.keys() - literals == set()


def _filled(code: str) -> tuple[tuple[str, Any], ...]:
    """A value for every placeholder, as its format wants it."""
    sentence = SENTENCES[code]["zh"]
    text = sentence if isinstance(sentence, str) else "".join(sentence.values())
    formats = {name: form for _, name, form, _ in string.Formatter().parse(text) if name}
    values = {"percent": 0.5, ".1f": 1.5, "intent": "why"}
    return tuple((name, values.get(form or "", 7)) for name, form in formats.items())


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_explained_in_one_language(code: str) -> None:
    reason = Reason(code, _filled(code))
    english, chinese = (explain(reason, language) for language in Language)
    assert not _HAN.search(english)
    assert _HAN.search(chinese)
    assert not re.search("[A-Za-z]", chinese)


@pytest.mark.parametrize("code", sorted(SENTENCES.keys() - REASONS.keys()))
def test_a_diagnostic_is_described_in_both_languages(code: str) -> None:
    diagnostic = Diagnostic(Severity.NOTE, code, Location("a.md"), _filled(code))
    english = describe(diagnostic, Language.ENGLISH)
    chinese = describe(diagnostic, Language.CHINESE)
    assert _HAN.search(chinese.text + chinese.fix)
    assert re.search("[a-z]{2}", english.text + english.fix)
    assert english != chinese


def test_every_intent_has_a_word_in_chinese() -> None:
    for name, _ in intent_lexicon().intents:
        reason = Reason("same-intent", (("intent", name),))
        assert not re.search("[A-Za-z]", explain(reason, Language.CHINESE))
