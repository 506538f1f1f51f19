"""The rules by which words give tags: topics of fields, kind and difficulty of a question."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from shuati import lexicon
from shuati.config import strings
from shuati.lexicon.field_packs import field_packs
from shuati.model import Diagnostic, Entry, Kind, Location, error
from shuati.model.views import all_text
from shuati.tag.word_borders import whole_terms
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.term_finder import TermFinder

# Blanks (U+3000 too) end a tag, "::" splits its hierarchy, the others have a meaning in
# Anki's search.
_UNFIT = re.compile(r"[\s:,，\"'“”‘’`*\\()\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff]+")
CODE = "code:"  # before the language of a block of code
_STARS = re.compile(r"[★⭐☆]+|[1-5](?=\s*(?:星|/\s*5))")
_LEVEL_LABELS = ("难度", "难易", "level", "difficulty")
# What separates the things that a heading names.
_BETWEEN = re.compile(r"[\s\d_.、，,；;：:/|&+·()（）与和及—–-]+")
_STAGE = "(?:时|中|过程中|阶段)"
_BESIDE_NAME = 2  # characters that a heading has beside the name of a topic: 模型结构, 数据篇
_SCENE = re.compile(r"^在[^,，?？]{2,30}[中时后里上前下],")  # 在模型训练过程中，如何…


def tag_name(*levels: str) -> str:
    """A hierarchical tag: its levels, each made fit for Anki, joined by ``::``."""
    return "::".join(filter(None, map(_level, levels)))


def _level(text: str) -> str:
    return _UNFIT.sub("-", unicodedata.normalize("NFC", text)).strip("-")


@dataclass(frozen=True, eq=False)
class TopicRules:
    """From words and patterns to the tags of topics, kinds and levels.

    ``words`` (folded) and ``patterns`` call for topics, the first fitting pattern of ``kinds``
    for a kind, ``levels`` are words for how hard a question is. ``stage`` matches the root
    of a topic (group 1) as a stage of work. ``names`` are what the topics
    themselves and their roots are called (folded), each with what it names.
    """

    words: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    names: Mapping[str, tuple[str, ...]]
    stage: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    levels: Mapping[str, str]
    finder: TermFinder
    terms: tuple[str, ...]  # as they are written, for keywords and segmentation

    def counted(self, text: str, *, borders: bool = True) -> Counter[str]:
        """How many different words of each topic are in ``text`` (folded), the first topic first.

        With ``borders`` only words that no other word of the text cuts.
        """
        found = (
            whole_terms(self.finder, text) if borders else (w for _, w in self.finder.find(text))
        )
        return Counter(name for word in dict.fromkeys(found) for name in self.words[word])

    def stages(self, text: str) -> set[str]:
        """The roots of topics (folded) that ``text`` (folded) names as a stage of work: 推理时."""
        return {match[1] for match in self.stage.finditer(text)}

    def matched(self, text: str) -> list[str]:
        """The topics whose patterns match ``text`` (folded)."""
        return [name for name, pattern in self.patterns if pattern.search(text)]

    def kind_of(self, entry: Entry) -> tuple[str, ...]:
        """The tags for what is asked and how hard it is, where there is a rule."""
        question = _SCENE.sub("", fold(plain(entry.question)))
        kinds = (name for name, pattern in self.kinds if pattern.search(question))
        levels = filter(None, map(self._level_tag, _level_notes(entry)))
        return (*_first(kinds), *_first(levels))

    def _level_tag(self, said: str) -> str | None:
        stars = _STARS.search(said)
        if stars:
            filled = stars[0].count("★") + stars[0].count("⭐")
            number = int(stars[0]) if stars[0].isdigit() else filled
            return list(dict.fromkeys(self.levels.values()))[0 if number < 3 else 1 + (number > 3)]
        words = re.findall(r"[a-z]+|[^\W\d_]+", fold(said))
        return next((self.levels[word] for word in words if word in self.levels), None)


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in zip(names, range(1), strict=False))


def _level_notes(entry: Entry) -> Iterator[str]:
    for variant in entry.variants:
        for section in variant.sections:
            if section.kind is Kind.NOTE and fold(section.label).startswith(_LEVEL_LABELS):
                yield all_text(section.blocks)


def source_tags(entry: Entry) -> tuple[str, ...]:
    """A tag for every document that the entry comes from."""
    paths = (PurePosixPath(variant.path).with_suffix("").parts for variant in entry.variants)
    return tuple(sorted({tag_name(strings.SOURCE_TAG, *parts) for parts in paths}))


@lru_cache(maxsize=16)
def load(own: tuple[str, ...] = (), fields: Collection[str] | None = None) -> TopicRules:
    """The rules of the packs called ``fields`` (of all where None) and a project's ``own``.

    Each of these is "标签::下级 = 词, 词".
    """
    packs = [pack for pack in field_packs() if fields is None or pack.name in fields]
    topics: dict[str, list[str]] = defaultdict(list)
    for pack in packs:
        for name, listed in pack.topics.items():
            topics[name] += listed
    for rule in own:
        name, _, given = rule.partition("=")
        topics[name.strip()] += re.split(r"[,，、]", given)
    of_word: dict[str, list[str]] = defaultdict(list)
    patterns = []
    terms = []
    for name, words in topics.items():
        fit = tag_name(*name.split("::"))
        for word in filter(None, map(str.strip, words)):
            if word.startswith("~") and _compiles(word[1:]):
                patterns.append((fit, re.compile(word[1:], re.IGNORECASE)))
                continue
            of_word[fold(word)].append(fit)
            if not word.startswith(CODE):
                terms.append(word)
    table = lexicon.toml("topics.toml")
    subjects = {fold(word) for pack in packs for word in pack.subjects}
    called = _names(filter(None, (tag_name(*name.split("::")) for name in topics)))
    found = [word for word in of_word if not word.startswith(CODE)]
    return TopicRules(
        words={word: tuple(of) for word, of in of_word.items()},
        patterns=tuple(patterns),
        names={name: of for name, of in called.items() if name not in subjects},
        stage=_stage(topics),
        kinds=tuple(
            (tag_name(*name.split("::")), re.compile(pattern, re.IGNORECASE))
            for name, pattern in table["kinds"].items()
        ),
        levels={fold(word): name for name, given in table["levels"].items() for word in given},
        finder=TermFinder(found),
        terms=(*terms, *(term for pack in packs for term in pack.terms)),
    )


@lru_cache(maxsize=4096)
def named(rules: TopicRules, title: str) -> Mapping[str, bool]:
    """The topics, or roots of topics, that a heading (folded) names by a word or by their own
    name; whether each is the only one that is called so."""
    found: dict[str, bool] = {}
    parts = [part for part in _BETWEEN.split(title) if part]
    called = (of for name, of in rules.names.items() if any(_is_called(p, name) for p in parts))
    for topics in (*(rules.words[word] for word in whole_terms(rules.finder, title)), *called):
        for topic in topics:
            found[topic] = found.get(topic, False) or len(topics) == 1
    return found


def _is_called(part: str, name: str) -> bool:
    """Whether a part of a heading is little more than ``name``."""
    return len(part) <= len(name) + _BESIDE_NAME and (part.startswith(name) or part.endswith(name))


def _stage(topics: Iterable[str]) -> re.Pattern[str]:
    roots = sorted({re.escape(fold(topic.split("::")[0])) for topic in topics} - {""})
    return re.compile(f"({'|'.join(roots) or '(?!)'}){_STAGE}")


def _names(topics: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What topics and their roots are called, with all that are called so."""
    found: dict[str, set[str]] = defaultdict(set)
    for topic in topics:
        root, last = topic.partition("::")[0], topic.rpartition("::")[2]
        found[fold(last)].add(topic)
        found[fold(root)].add(root)
    return {name: tuple(sorted(of)) for name, of in found.items() if len(name) > 1}


def wrong_rules(own: Sequence[str]) -> Iterator[Diagnostic]:
    """An error for each of a project's ``own`` rules that cannot be read."""
    for rule in own:
        name, _, words = rule.partition("=")
        patterns = (word.strip()[1:] for word in words.split(",") if word.strip().startswith("~"))
        if tag_name(*name.split("::")) and words.strip(" ,，、") and all(map(_compiles, patterns)):
            continue
        yield error("wrong-tag-rule", Location("shuati.toml"), rule=rule)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
