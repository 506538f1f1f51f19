"""The lexicon of questions (``lexicon/intents.toml``) and the synonyms (``synonyms.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from shuati import lexicon
from shuati.config.settings import Settings
from shuati.lexicon.field_packs import field_packs
from shuati.model import Document
from shuati.read.document_fields import fields_of
from shuati.text.term_finder import TermFinder

_PRIVATE = 0xE000
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # as icons of fonts; here they stand for terms
_LONGEST = 2000  # characters of a question that are looked at; also keeps the terms private


@dataclass(frozen=True)
class IntentLexicon:
    """The word lists by which a question is parsed and compared (folded text)."""

    intents: tuple[tuple[str, str], ...]  # name and regular expression, in order of rank
    compatible: frozenset[frozenset[str]]  # pairs of names that may ask for the same
    akin: frozenset[frozenset[str]]  # pairs of names whose answers say much of each other
    marked: frozenset[str]  # names of intents that no wording leaves out
    role_patterns: tuple[str, ...]  # regular expressions with the groups a and b
    stop_words: frozenset[str]
    stages: frozenset[str]  # of work: 训练, 部署
    low_weight: frozenset[str]  # words that narrow a question little
    collections: frozenset[str]  # words of titles that name no subject: 面试题, 基础
    placeholders: frozenset[str]  # words that name nothing by themselves
    rewrite_rules: tuple[tuple[str, str], ...]  # regular expression and replacement

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The names and compiled patterns of the intents."""
        return tuple((name, re.compile(words)) for name, words in self.intents)

    @cached_property
    def rewrites(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """The compiled rewrite rules."""
        return tuple((re.compile(old), new) for old, new in self.rewrite_rules)

    @cached_property
    def roles(self) -> tuple[re.Pattern[str], ...]:
        """The compiled role patterns."""
        return tuple(re.compile(pattern) for pattern in self.role_patterns)

    def agreement(self, a: str, b: str) -> float:
        """1 for equal intents, 0.8 for compatible ones, 0.4 for akin ones, 0.5 where one has
        none ('') and may leave the other out, 0.2 where it may not, else 0."""
        if a == b:
            return 1.0
        if not a or not b:
            return 0.2 if (a or b) in self.marked else 0.5
        pair = frozenset((a, b))
        return 0.8 if pair in self.compatible else 0.4 if pair in self.akin else 0.0


@dataclass(frozen=True, eq=False)
class Synonyms:
    """Maps every word of a group of synonyms to the group's first word."""

    first: Mapping[str, str]

    @cached_property
    def finder(self) -> TermFinder:
        """What finds the words in a text."""
        return TermFinder(self.first)

    def mark(self, text: str) -> tuple[str, list[str]]:
        """``text`` (folded) with a private character for every known term, and those terms.

        The n-th private character (U+E000 on) means the n-th term: the first word of
        its group. So no later step tears it or takes a part of it for a word of asking.
        """
        text = _PRIVATE_USE.sub(" ", text[:_LONGEST])
        terms, marked, end = list[str](), list[str](), 0
        for start, word in self.finder.find(text):
            marked += (text[end:start], chr(_PRIVATE + len(terms)))
            terms.append(self.first[word])
            end = start + len(word)
        return "".join((*marked, text[end:])), terms


@cache
def intent_lexicon() -> IntentLexicon:
    """The shipped lexicon."""
    table = lexicon.toml("intents.toml")
    return IntentLexicon(
        tuple((one["name"], "|".join(one["words"])) for one in table["intent"]),
        frozenset(frozenset(pair) for pair in table["compatible"]["pairs"]),
        frozenset(frozenset(pair) for pair in table["akin"]["pairs"]),
        frozenset(table["marked"]["names"]),
        tuple(table["roles"]["patterns"]),
        frozenset(table["stop_words"]["words"]),
        frozenset(table["stages"]["words"]),
        frozenset(table["low_weight"]["words"]),
        frozenset(table["collections"]["words"]),
        frozenset(table["placeholders"]["words"]),
        tuple((old, new) for old, new in table["rewrite"]["rules"]),
    )


SynonymGroups = tuple[tuple[str, ...], ...]


def synonym_groups(documents: Iterable[Document], settings: Settings) -> SynonymGroups:
    """The groups of the fields that ``documents`` are of, then those of the project."""
    fields = set[str]().union(*(fields_of(one.questions, settings.fields) for one in documents))
    own = (tuple(word.strip() for word in group.split("=")) for group in settings.synonyms)
    shipped = (pack.synonyms for pack in field_packs() if pack.name in fields)
    return (*chain.from_iterable(shipped), *own)


def synonyms(more: Iterable[Iterable[str]] = ()) -> Synonyms:
    """The synonyms of every field and ``more`` groups."""
    first: dict[str, str] = {}
    for group in [*lexicon.toml("synonyms.toml")["groups"], *more]:
        head, *others = [word.casefold() for word in group]
        for word in (head, *others):
            first.setdefault(word, first.get(head, head))
    return Synonyms(first)


@cache
def synonyms_of(groups: SynonymGroups = ()) -> Synonyms:
    """As `synonyms`, once for the same ``groups``."""
    return synonyms(groups)
