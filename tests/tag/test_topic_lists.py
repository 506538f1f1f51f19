from __future__ import annotations

import re
from itertools import combinations

import pytest

from shuati import lexicon
from shuati.lexicon.field_packs import field_packs
from shuati.tag.topics import load, tag_name
from shuati.text.fold import fold

_TABLE = lexicon.toml("topics.toml")
_TOPICS = [(name, words) for pack in field_packs() for name, words in pack.topics.items()]
_PATTERNS = [word[1:] for _, words in _TOPICS for word in words if word.startswith("~")]


@pytest.mark.parametrize("pattern", [*_PATTERNS, *_TABLE["kinds"].values()])
def test_a_shipped_pattern_is_a_regular_expression_that_does_not_match_everything(
    pattern: str,
) -> None:
    assert not re.search(pattern, "")


@pytest.mark.parametrize(
    "name", [*(name for name, _ in _TOPICS), *_TABLE["kinds"], *_TABLE["levels"]]
)
def test_a_shipped_tag_can_be_used_in_anki_as_it_is_written(name: str) -> None:
    assert tag_name(*name.split("::")) == name


def test_a_term_without_a_tag_is_in_no_topic_of_its_field() -> None:
    for pack in field_packs():
        words = {fold(word) for listed in pack.topics.values() for word in listed}
        assert [word for word in pack.terms if fold(word) in words] == []


def test_every_pattern_and_word_of_a_topic_calls_for_it() -> None:
    rules = load()
    assert len(rules.patterns) == len(_PATTERNS)
    assert {name for names in rules.words.values() for name in names} == {n for n, _ in _TOPICS}


def test_fields_have_names_and_topics_of_their_own() -> None:
    names = [pack.name for pack in field_packs()]
    assert len(set(names)) == len(names)
    for one, other in combinations(field_packs(), 2):
        assert not one.topics.keys() & other.topics.keys()


def test_a_common_word_is_one_of_its_pack() -> None:
    common = lexicon.toml("field_words.toml")["common"]
    assert {pack.name for pack in field_packs()} == common.keys()
    for pack in field_packs():
        assert set(common[pack.name]) <= pack.words
