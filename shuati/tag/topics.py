"""Topics, kind and difficulty of an entry, as tags that Anki accepts unchanged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from shuati import lexicon
from shuati.config import strings
from shuati.model import Code, Diagnostic, Entry, Kind, Location, error, walk
from shuati.model.views import all_text, points_of, term_of
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.term_finder import TermFinder

# Blanks (U+3000 too) end a tag, "::" splits its hierarchy, the others have a meaning in
# Anki's search.
_UNFIT = re.compile(r"[\s:,，\"'“”‘’`*\\()\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff]+")
_CODE = "code:"
# A word in a lead term counts so much; an answer must have so much of a topic. The effect on a
# bank: `python build.py check` lists entries without a topic.
_IN_TERM, _ENOUGH = 2, 2
_STARS = re.compile(r"[★⭐☆]+|[1-5](?=\s*(?:星|/\s*5))")
_LEVEL_LABELS = ("难度", "难易", "level", "difficulty")
_MOST_TOPICS = 3
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
    for a kind, ``levels`` are words for how hard a question is.
    """

    words: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    levels: Mapping[str, str]
    finder: TermFinder
    terms: tuple[str, ...]  # as they are written, for keywords and segmentation

    def tags_of(self, entry: Entry) -> tuple[str, ...]:
        """The topics, kind and difficulty of ``entry`` for which there is a rule."""
        asked = " ".join(plain(variant.text) for variant in entry.variants)
        question = _SCENE.sub("", fold(plain(entry.question)))
        kinds = (name for name, pattern in self.kinds if pattern.search(question))
        levels = filter(None, map(self._level_tag, _level_notes(entry)))
        return (*self._topics(entry, fold(asked)), *_first(kinds), *_first(levels))

    def _topics(self, entry: Entry, asked: str) -> tuple[str, ...]:
        found = self._count(asked)
        for name, pattern in self.patterns:
            found[name] += bool(pattern.search(asked))
        if not +found:
            found = self._count(fold(_around(entry)))
        if +found:
            return _best(_leaves(found))
        in_answer = self._count(fold(_answer(entry)))
        for term in _lead_terms(entry):
            in_answer.update(dict.fromkeys(self._count(fold(term)), _IN_TERM - 1))
        for block in (block for piece in entry.parts for block in walk(piece.blocks)):
            if isinstance(block, Code):
                in_answer.update(dict.fromkeys(self.words.get(_CODE + fold(block.language), ()), 9))
        enough = Counter({name: count for name, count in in_answer.items() if count >= _ENOUGH})
        return _best(enough)[:1]

    def _count(self, text: str) -> Counter[str]:
        """How many different words of each topic are in ``text``."""
        return Counter(
            name
            for word in {word for _, word in self.finder.find(text)}
            for name in self.words[word]
        )

    def _level_tag(self, said: str) -> str | None:
        stars = _STARS.search(said)
        if stars:
            filled = stars[0].count("★") + stars[0].count("⭐")
            number = int(stars[0]) if stars[0].isdigit() else filled
            return list(dict.fromkeys(self.levels.values()))[0 if number < 3 else 1 + (number > 3)]
        words = re.findall(r"[a-z]+|[^\W\d_]+", fold(said))
        return next((self.levels[word] for word in words if word in self.levels), None)


def _best(found: Counter[str]) -> tuple[str, ...]:
    ranked = sorted(found, key=lambda name: (-found[name], name))
    return tuple(name for name in ranked if found[name] > 0)[:_MOST_TOPICS]


def _leaves(found: Counter[str]) -> Counter[str]:
    """``found`` without a tag that another one is below of."""
    names = [name for name in found if found[name] > 0]
    return Counter(
        {
            name: found[name]
            for name in names
            if not any(other.startswith(f"{name}::") for other in names)
        }
    )


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in zip(names, range(1), strict=False))


def _around(entry: Entry) -> str:
    """The headings above an entry's questions, and the names of their documents."""
    return " ".join(
        " ".join((re.sub(r"[_/.]", " ", variant.path), *map(plain, variant.heading_path)))
        for variant in entry.variants
    )


def _answer(entry: Entry) -> str:
    return "\n".join(all_text(piece.blocks, code=False) for piece in entry.parts)


def _lead_terms(entry: Entry) -> Iterator[str]:
    for piece in entry.parts:
        for point in points_of(piece.blocks):
            yield term_of(point) or ""


def _level_notes(entry: Entry) -> Iterator[str]:
    for variant in entry.variants:
        for section in variant.sections:
            if section.kind is Kind.NOTE and fold(section.label).startswith(_LEVEL_LABELS):
                yield all_text(section.blocks)


def source_tags(entry: Entry) -> tuple[str, ...]:
    """A tag for every document that the entry comes from."""
    paths = (PurePosixPath(variant.path).with_suffix("").parts for variant in entry.variants)
    return tuple(sorted({tag_name(strings.SOURCE_TAG, *parts) for parts in paths}))


@lru_cache(maxsize=4)
def load(own: tuple[str, ...] = ()) -> TopicRules:
    """The shipped rules and a project's ``own``, each "标签::下级 = 词, 词"."""
    table = lexicon.toml("topics.toml")
    topics: dict[str, list[str]] = table["topics"]
    for rule in own:
        name, _, words = rule.partition("=")
        topics.setdefault(name.strip(), []).extend(re.split(r"[,，、]", words))
    of_word: dict[str, list[str]] = defaultdict(list)
    patterns = []
    terms = []
    for name, listed in topics.items():
        fit = tag_name(*name.split("::"))
        for word in filter(None, map(str.strip, listed)):
            if word.startswith("~") and _compiles(word[1:]):
                patterns.append((fit, re.compile(word[1:], re.IGNORECASE)))
                continue
            of_word[fold(word)].append(fit)
            if not word.startswith(_CODE):
                terms.append(word)
    terms += table["terms"]["words"]
    return TopicRules(
        words={word: tuple(names) for word, names in of_word.items()},
        patterns=tuple(patterns),
        kinds=tuple(
            (tag_name(*name.split("::")), re.compile(pattern, re.IGNORECASE))
            for name, pattern in table["kinds"].items()
        ),
        levels={fold(word): name for name, words in table["levels"].items() for word in words},
        finder=TermFinder(word for word in of_word if len(word) > 1 and not word.startswith(_CODE)),
        terms=tuple(terms),
    )


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
