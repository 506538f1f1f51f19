"""The word lists of matching agree with each other: no entry is without effect.

A question is rewritten, its synonyms are replaced, then stages of work, intents and stop words
are taken out, in this order; what is left are its subjects. An entry of a later list that an
earlier list always takes first is dead, and so is one that says what another entry says.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import islice, product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from every_synonym import every_synonym

from shuati.lexicon.field_packs import field_packs
from shuati.match.parse_question import fold
from shuati.match.vocabulary import IntentLexicon, intent_lexicon

_MOST = 400  # texts that are made of one pattern
_PRIVATE = re.compile("[\ue000-\uefff]")


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("shuati.lexicon").joinpath(name).read_text("utf-8"))


INTENTS = _file("intents.toml")
GROUPS: list[Sequence[str]] = [
    *_file("synonyms.toml")["groups"],
    *(group for pack in field_packs() for group in pack.synonyms),
]
LISTS = ("stop_words", "low_weight", "placeholders", "stages")


def texts_of(pattern: str) -> list[str]:
    """Texts that ``pattern`` matches: every way through it, repeated parts as seldom as allowed
    and once more, what it looks ahead for at the end."""
    return list(islice(dict.fromkeys(_expanded(parser.parse(pattern))), _MOST))


def _expanded(tokens: Sequence[Any]) -> Iterator[str]:
    parts = [list(islice(_token(*token), _MOST)) for token in tokens]
    yield from map("".join, product(*parts))


def _token(kind: Any, value: Any) -> Iterator[str]:
    if kind is sre.LITERAL:
        yield chr(value)
    elif kind is sre.IN:
        yield from (chr(own) for what, own in value if what is sre.LITERAL)
    elif kind is sre.BRANCH:
        for branch in value[1]:
            yield from _expanded(branch)
    elif kind is sre.SUBPATTERN:
        yield from _expanded(value[3])
    elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        for count in range(least, min(most, least + 1) + 1):
            for own in product(list(_expanded(inner)), repeat=count):
                yield "".join(own)
    elif kind is sre.ASSERT:
        yield from _expanded(value[1])
    elif kind is sre.ANY:
        yield "甲"
    elif kind in (sre.ASSERT_NOT, sre.AT):
        yield ""
    else:
        raise AssertionError(f"a pattern of the lexicon uses {kind}")


def _prepared(text: str) -> str:
    """``text`` as it is when intents are looked for: rewritten, with its synonyms marked."""
    for pattern, replacement in intent_lexicon().rewrites:
        text = pattern.sub(replacement, text)
    return every_synonym().mark(text)[0]


def _without_intents(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Any:
    """The names of the intents of ``text``, and what is left of it."""
    names = []
    for name, pattern in patterns:
        text, count = pattern.subn(" ", text)
        names += [name] * bool(count)
    return names, text.split()


def _patterns_without(intent: int, at: int) -> list[tuple[str, re.Pattern[str]]]:
    """All intents; one of them lacks the pattern at a position."""
    return [
        (
            one["name"],
            re.compile("|".join(w for k, w in enumerate(one["words"]) if (n, k) != (intent, at))),
        )
        for n, one in enumerate(INTENTS["intent"])
    ]


PATTERNS = [
    pytest.param(intent, at, id=f"{one['name']}-{word}")
    for intent, one in enumerate(INTENTS["intent"])
    for at, word in enumerate(one["words"])
]


@pytest.mark.parametrize(("intent", "at"), PATTERNS)
def test_every_pattern_of_an_intent_has_an_effect(intent: int, at: int) -> None:
    pattern = INTENTS["intent"][intent]["words"][at]
    fewer = _patterns_without(intent, at)
    texts = [_prepared(text) for text in texts_of(pattern)]
    whole = intent_lexicon().patterns
    assert any(_without_intents(text, whole) != _without_intents(text, fewer) for text in texts)


@pytest.mark.parametrize("name", ["stop_words", "low_weight", "placeholders"])
def test_no_word_is_taken_by_a_list_that_is_applied_before_its_own(name: str) -> None:
    lexicon, known = intent_lexicon(), every_synonym().first
    earlier = lexicon.stop_words if name != "stop_words" else frozenset[str]()
    dead = []
    for word in INTENTS[name]["words"]:
        text = _prepared(word)
        if known.get(word) == word and _PRIVATE.fullmatch(text):
            continue  # the first word of a group of synonyms stands for itself
        left = [_without_intents(text + more, lexicon.patterns)[1] for more in ("", "乙")]
        if word in earlier or ([word] not in left and [f"{word}乙"] not in left):
            dead.append(word)
    assert dead == []


def test_every_stage_of_work_is_found_as_a_circumstance_or_as_a_subject() -> None:
    known = every_synonym().first
    assert [word for word in INTENTS["stages"]["words"] if known.get(word, word) != word] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_has_a_word_twice(name: str) -> None:
    assert [word for word, n in Counter(INTENTS[name]["words"]).items() if n > 1] == []


def test_no_synonym_stands_in_two_groups_or_twice_in_one() -> None:
    groups = {tuple(group) for group in GROUPS}  # two fields may have the same
    words = Counter(word.casefold() for group in groups for word in group)
    assert [word for word, n in words.items() if n > 1] == []


def test_every_synonym_is_written_as_a_folded_text_has_it_and_is_found() -> None:
    known = every_synonym()
    dead = []
    for word in (word for group in GROUPS for word in group):
        marked, terms = known.mark(_rewritten(fold(word), intent_lexicon()))
        if not _PRIVATE.fullmatch(marked) or terms != [known.first[word.casefold()]]:
            dead.append(word)
    assert dead == []


def _rewritten(text: str, lexicon: IntentLexicon) -> str:
    for pattern, replacement in lexicon.rewrites:
        text = pattern.sub(replacement, text)
    return text


def test_every_rewrite_rule_has_an_effect() -> None:
    rules = intent_lexicon().rewrites
    for at, (pattern, _) in enumerate(rules):
        fewer = (*rules[:at], *rules[at + 1 :])
        changed = []
        for text in texts_of(pattern.pattern):
            whole, less = text, text
            for old, new in rules:
                whole = old.sub(new, whole)
            for old, new in fewer:
                less = old.sub(new, less)
            changed.append(whole != less)
        assert any(changed), pattern.pattern


def test_every_intent_of_a_compatible_pair_is_an_intent_and_has_a_name_in_words() -> None:
    names = {one["name"] for one in INTENTS["intent"]}
    assert {name for pair in INTENTS["compatible"]["pairs"] for name in pair} <= names
    messages = tomllib.loads(
        resources.files("shuati.messages").joinpath("intents.toml").read_text("utf-8")
    )
    assert set(messages["intents"]) == names | {"none"}


def test_a_pattern_is_expanded_to_the_texts_that_it_matches() -> None:
    assert set(texts_of("(?:甲|乙)丙?(?=丁)")) == {"甲丁", "乙丁", "甲丙丁", "乙丙丁"}
