from __future__ import annotations

import re

import pytest

from shuati import lexicon
from shuati.tag.topics import load, tag_name
from shuati.text.fold import fold

_TABLE = lexicon.toml("topics.toml")
_TOPICS: dict[str, list[str]] = _TABLE["topics"]
_PATTERNS = [word[1:] for words in _TOPICS.values() for word in words if word.startswith("~")]


@pytest.mark.parametrize("pattern", [*_PATTERNS, *_TABLE["kinds"].values()])
def test_a_shipped_pattern_is_a_regular_expression_that_does_not_match_everything(
    pattern: str,
) -> None:
    assert not re.search(pattern, "")


@pytest.mark.parametrize("name", [*_TOPICS, *_TABLE["kinds"], *_TABLE["levels"]])
def test_a_shipped_tag_can_be_used_in_anki_as_it_is_written(name: str) -> None:
    assert tag_name(*name.split("::")) == name


def test_a_term_without_a_tag_is_in_no_topic() -> None:
    words = {fold(word) for listed in _TOPICS.values() for word in listed}
    assert [word for word in _TABLE["terms"]["words"] if fold(word) in words] == []


def test_every_pattern_and_word_of_a_topic_calls_for_it() -> None:
    rules = load()
    assert len(rules.patterns) == len(_PATTERNS)
    assert {name for names in rules.words.values() for name in names} == set(_TOPICS)
