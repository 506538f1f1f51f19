"""Other names of one thing, learned from the bank itself.

``随机森林（RF）`` and ``RF（随机森林）`` show that RF is 随机森林. The initials of a Latin name are
its abbreviation, where that means one thing only in the bank and a question that names the one
is nearest to one that names the other. Latin words that differ by a hyphen (f1-score, f1score)
or by a slip inside a long word are one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations

from shuati.match.vocabulary import Synonyms
from shuati.text.scripts import HAN

_LATIN = r"[a-z][a-z0-9]*(?:[ -][a-z][a-z0-9]*){0,4}"
_GLOSS = re.compile(
    rf"(?P<han>[{HAN}]{{2,12}}) ?\( ?(?P<latin>{_LATIN})(?: ?[,，、/] ?(?P<more>{_LATIN}))? ?\)"
    rf"|(?P<name>{_LATIN}) ?\( ?(?P<meaning>[{HAN}]{{2,12}}) ?\)"
)
_ABBREVIATION = re.compile(r"[a-z]{2,5}")
_SEPARATORS = re.compile(r"[-_/]|\.(?!\d)")
_NAMED = re.compile(r".{4}")  # no x-1
_LONG_WORD = re.compile(r"[a-z]{8,}")  # in which a slip leaves it recognisable
_SHORTEST_MEANING = 3  # characters

Gloss = tuple[str, str]  # a Latin name, and the Han text beside it that may end with its meaning


def glosses(text: str) -> frozenset[Gloss]:
    """The Latin names in ``text`` (folded) that parentheses explain, or that explain."""
    if "(" not in text:
        return frozenset()
    found = set[Gloss]()
    for match in _GLOSS.finditer(text):
        if match["han"]:
            found.update((one, match["han"]) for one in (match["latin"], match["more"]) if one)
        else:
            found.add((match["name"], match["meaning"]))
    return frozenset(found)


def initials_of(synonyms: Synonyms) -> dict[str, frozenset[str]]:
    """The abbreviations of the Latin names of several words among ``synonyms``, and what each
    may mean (the first words of groups)."""
    found: dict[str, set[str]] = defaultdict(set)
    for word, first in synonyms.first.items():
        if short := _initials(word):
            found[short].add(first)
    return {short: frozenset(meanings) for short, meanings in found.items()}


def _initials(name: str) -> str:
    words = re.split(r"[ -]", name)
    if len(words) < 2 or not all(re.fullmatch("[a-z]+", word) for word in words):
        return ""
    return "".join(word[0] for word in words)


def aliases(
    questions: Sequence[tuple[str, frozenset[str]]],
    explained: Iterable[Gloss],
    initials: Mapping[str, frozenset[str]],
    near: Iterable[tuple[int, int]],
) -> dict[str, str]:
    """What to put for a word that is another name of something, in a bank.

    ``questions`` are the document and the subjects of every question, ``explained`` all `glosses`
    of the bank, ``near`` the positions of questions that are nearest to each other.
    """
    often = Counter(chain.from_iterable(words for _, words in questions))
    latin = [word for word in often if word.isascii() and not word.isdecimal()]
    found = _abbreviations(
        latin, often, explained, initials, [words for _, words in questions], near
    )
    found |= _spellings([word for word in latin if word not in found], often)
    paths: dict[str, set[str]] = defaultdict(set)
    for path, words in questions:
        for word in words:
            paths[word].add(path)
    found |= _slips([word for word in latin if word not in found], paths, often)
    return {word: _last(word, found) for word in found}


def _abbreviations(
    latin: Iterable[str],
    often: Mapping[str, int],
    explained: Iterable[Gloss],
    initials: Mapping[str, frozenset[str]],
    questions: Sequence[frozenset[str]],
    near: Iterable[tuple[int, int]],
) -> dict[str, str]:
    meanings, names = _meanings(explained, often)
    found: dict[str, str] = {}
    guessed: dict[str, str] = {}
    for word in filter(_ABBREVIATION.fullmatch, latin):
        own = meanings.get(word) or {one for one in initials.get(word, ()) if one in often}
        meaning = next(iter(own), "")
        if len(own) == 1 and not names[meaning] - {word}:
            (found if word in meanings else guessed)[word] = meaning
    for a, b in near if guessed else ():
        for x, y in ((questions[a], questions[b]), (questions[b], questions[a])):
            found |= {word: guessed[word] for word in x & guessed.keys() if guessed[word] in y}
    beside = {word for words in questions for word in words & found.keys() if found[word] in words}
    return {word: one for word, one in found.items() if word not in beside}  # RF 和随机森林的区别


def _meanings(
    explained: Iterable[Gloss], often: Mapping[str, int]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The meanings of abbreviations, and the abbreviations of meanings, by parentheses.

    A meaning is the longest end of the Han text that is a subject of the bank: 缓存（Redis） means
    no more than that the one is about the other, so what has two names has none.
    """
    meanings: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for name, text in explained:
        ends = (text[at:] for at in range(len(text) - _SHORTEST_MEANING + 1))
        meaning = next((end for end in ends if end in often), "")
        short = _initials(name) or name
        if meaning:
            meanings[short].add(meaning)
            names[meaning].add(short)
    return meanings, names


def _last(word: str, found: Mapping[str, str]) -> str:
    seen = {word}
    while word in found and found[word] not in seen:
        word = found[word]
        seen.add(word)
    return word


def _spellings(words: Iterable[str], often: Mapping[str, int]) -> dict[str, str]:
    """Words that differ by hyphens, underscores and slashes: each by the most frequent one."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if _NAMED.match(word):
            groups[_SEPARATORS.sub("", word)].append(word)
    found = dict[str, str]()
    for group in groups.values():
        first = min(group, key=lambda word: (-often[word], word))
        found |= {word: first for word in group if word != first}
    return found


def _slips(
    words: Iterable[str], paths: Mapping[str, set[str]], often: Mapping[str, int]
) -> dict[str, str]:
    """A long word that comes once, and is another one but for a letter inside.

    Not, where one document has both: then they are two things.
    """
    near: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if _LONG_WORD.fullmatch(word):
            for key in _without_one(word):
                near[key].append(word)
    found = dict[str, str]()
    for group in near.values():
        for a, b in combinations(sorted(group), 2):
            rare, other = sorted((a, b), key=lambda word: (often[word], word))
            if often[rare] == 1 and paths[rare].isdisjoint(paths[other]):
                found.setdefault(rare, other)
    return found


def _without_one(word: str) -> set[str]:
    """``word``, and it without one letter inside: slips of one letter share one of these."""
    return (
        {word}
        | {f"{word[:at]}*{word[at + 1 :]}" for at in range(1, len(word) - 1)}
        | {f"{word[:at]}*{word[at:]}" for at in range(2, len(word) - 1)}
    )
