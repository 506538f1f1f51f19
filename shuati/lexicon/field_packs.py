"""Packs of words that belong to one field (``fields/*.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from shuati import lexicon
from shuati.text.fold import fold


@dataclass(frozen=True)
class FieldPack:
    """The words of one field.

    ``synonyms`` are groups of words with one meaning, ``topics`` the words (or, after ``~``,
    patterns) of each tag, ``terms`` words without a tag. ``subjects`` are what the field itself is
    called: in a heading they name no topic of it.
    """

    name: str
    subjects: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    topics: Mapping[str, tuple[str, ...]]
    terms: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        """All its words (folded) of more than one character, ``code:go`` for blocks of code."""
        listed = (*self.topics.values(), self.terms, *self.synonyms)
        return frozenset(
            fold(word)
            for words in listed
            for word in words
            if len(word) > 1 and not word.startswith("~")
        )


@cache
def field_packs() -> tuple[FieldPack, ...]:
    """The shipped packs, by the names of their files."""
    folder = resources.files(lexicon).joinpath("fields")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_pack(file.read_text("utf-8")) for file in files if file.name.endswith(".toml"))


def _pack(text: str) -> FieldPack:
    table = tomllib.loads(text)
    return FieldPack(
        table["name"],
        tuple(table["subjects"]),
        tuple(map(tuple, table["synonyms"])),
        {name: tuple(words) for name, words in table.get("topics", {}).items()},
        tuple(table["terms"]),
    )
