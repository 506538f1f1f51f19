from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import resources

import pytest

from shuati import lexicon

_FILES = sorted(file.name for file in resources.files(lexicon).iterdir())
_TABLES = [name for name in _FILES if name.endswith(".toml")]
_LISTS = [name for name in _FILES if name.endswith(".txt")]


def _lists(value: object, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of words in a table, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(inner, f"{place}.{key}")
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        yield place, value
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _lists(inner, f"{place}.{at}")


def _twice(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


@pytest.mark.parametrize("name", _TABLES)
def test_no_list_of_words_has_one_twice(name: str) -> None:
    found = {place: _twice(words) for place, words in _lists(lexicon.toml(name))}
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize("name", _LISTS)
def test_no_file_of_words_has_one_twice_whatever_its_case(name: str) -> None:
    words = [word.casefold() for word in lexicon.words(name)]
    assert len(words) > 20
    assert _twice(words) == []


def test_comments_are_no_words() -> None:
    assert "#" not in lexicon.words("stop_words.txt")
    assert "asking" not in lexicon.words("stop_words.txt")
