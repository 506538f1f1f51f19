"""All wordings of a corpus as columns, and comparisons of many pairs of them at once.

Words are numbers here: a wording is a row of the numbers of its subjects, and what two rows have
in common is found for all pairs together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuati.match.features import Corpus
from shuati.match.parse_question import ParsedQuestion
from shuati.match.subject import are_related
from shuati.match.vectors import Bools, Floats, Rows
from shuati.match.vocabulary import IntentLexicon

# Set by hand; `python -m evaluation.match` shows what a change does.
_LOW_WEIGHT = 0.3  # a low-weight word counts as this share of another
IDENTIFIES = 0.42  # a word with less weight distinguishes no two questions
_ALSO_ASKED = 0.6  # agreement with an intent that the other wording adds

_SHORTEST_COMPOUND = 4  # characters
_PAIRS = 20_000  # compared at a time, to bound memory
_SHARED, _LEFT, _RIGHT = range(3)  # what a word is to a pair of wordings


@dataclass(frozen=True, slots=True)
class WordingComparison:
    """Two parsed wordings, one of each question, and how similar they are.

    ``left`` and ``right`` are subjects that only one of them has and its document does not
    imply; ``similarity`` of the subjects and ``intent`` agreement are from 0 to 1.
    """

    a: ParsedQuestion
    b: ParsedQuestion
    shared: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    similarity: float
    intent: float


@dataclass(frozen=True)
class WordingColumns:
    """`WordingComparison` of many pairs of questions, one pair a row.

    ``x`` and ``y`` are the numbers of the wordings. ``left``, ``right`` and ``shared`` are sums
    of weights; ``left_identifies`` and ``left_named`` say whether a word of the left is more than
    a low-weight word, and whether one is a Latin name or a number. ``replaced``: at most one word
    of each is not in the other, whatever the documents imply.
    """

    x: Rows
    y: Rows
    similarity: Floats
    intent: Floats
    left: Floats
    right: Floats
    shared: Floats
    left_identifies: Bools
    right_identifies: Bools
    left_named: Bools
    right_named: Bools
    replaced: Bools
    # The words of all pairs, pair by pair, what each is to its pair, and how many a pair has.
    words: NDArray[np.int32]
    kinds: NDArray[np.int8]
    counts: Rows

    @cached_property
    def bounds(self) -> Rows:
        """Where the words of each pair begin, and at last where they end."""
        return np.cumsum(np.concatenate(([0], self.counts)))


class WordSets:
    """A set of words for every row of something."""

    def __init__(self, sets: Iterable[Collection[str]], numbers: Mapping[str, int]) -> None:
        """``numbers`` are those of the words that are asked for."""
        found: dict[Collection[str], int] = {}
        self._set = np.array([found.setdefault(one, len(found)) for one in sets], dtype=np.int64)
        self._width = len(numbers)
        keys = [
            at * self._width + numbers[word]
            for one, at in found.items()
            for word in one
            if word in numbers
        ]
        largest = np.iinfo(np.int64).max  # so that every key has a place before the end
        self._keys = np.array([*sorted(set(keys)), largest], dtype=np.int64)

    def have(self, rows: Rows, words: Rows) -> Bools:
        """Whether the set of each of ``rows`` has the word of that position."""
        keys = self._set[rows] * self._width + words
        found: Bools = self._keys[np.searchsorted(self._keys, keys)] == keys
        return found


class Wordings:
    """The wordings of all questions of ``corpus``."""

    def __init__(self, corpus: Corpus, lexicon: IntentLexicon) -> None:
        questions = corpus.questions
        self._questions = questions
        self.parsed = tuple(chain.from_iterable(one.wordings for one in questions))
        self._count = np.array([len(one.wordings) for one in questions], dtype=np.int64)
        self._first = np.cumsum(self._count) - self._count
        flat = [word for one in self.parsed for word in one.subjects]
        numbers = {word: at for at, word in enumerate(dict.fromkeys(flat))}
        self._vocabulary = tuple(numbers)
        self._word = np.array([numbers[word] for word in flat], dtype=np.int64)
        self._length = np.array([len(one.subjects) for one in self.parsed], dtype=np.int64)
        self._start = np.cumsum(self._length) - self._length
        own = np.array([weight for one in self.parsed for weight in one.weights], dtype=np.float64)
        weights = np.array([corpus.weight(word) for word in self._vocabulary], dtype=np.float64)
        low = np.array([word in lexicon.low_weight for word in self._vocabulary], dtype=bool)
        self._is_low = low[self._word]
        self._weight = weights[self._word] * own
        self._identifies = ~self._is_low & (own >= IDENTIFIES)
        self._is_name = np.array(
            [word in one.names for one in self.parsed for word in one.subjects], dtype=bool
        )
        self._is_compound = np.array(
            [len(word) >= _SHORTEST_COMPOUND for word in self._vocabulary], dtype=bool
        )
        self._subjects = WordSets([one.subjects for one in self.parsed], numbers)
        self._stages = WordSets([one.stages for one in self.parsed], numbers)
        self._topic = WordSets([one.topic for one in questions], numbers)
        self._headings = WordSets([one.heading_words for one in questions], numbers)
        self._named = WordSets([one.subject.named for one in questions], numbers)
        self._intents = _Intents(self.parsed, lexicon)

    def compare(self, left: Rows, right: Rows) -> WordingColumns:
        """The questions at positions ``left`` with those at ``right``; of their wordings the two
        that are most similar."""
        starts = range(0, max(len(left), 1), _PAIRS)
        parts = [self._compare(left[at : at + _PAIRS], right[at : at + _PAIRS]) for at in starts]
        return WordingColumns(
            *(np.concatenate([getattr(p, one.name) for p in parts]) for one in fields(parts[0]))
        )

    def comparison(self, columns: WordingColumns, row: int) -> WordingComparison:
        """A row of ``columns`` in words."""
        own: tuple[list[str], ...] = ([], [], [])
        part = slice(*columns.bounds[row : row + 2])
        words, kinds = columns.words[part].tolist(), columns.kinds[part].tolist()
        for word, kind in zip(words, kinds, strict=True):
            own[kind].append(self._vocabulary[word])
        return WordingComparison(
            self.parsed[columns.x[row]],
            self.parsed[columns.y[row]],
            tuple(own[_SHARED]),
            tuple(own[_LEFT]),
            tuple(own[_RIGHT]),
            float(columns.similarity[row]),
            float(columns.intent[row]),
        )

    def _compare(self, left: Rows, right: Rows) -> WordingColumns:
        # Every wording of the one with every wording of the other.
        each = self._count[left] * self._count[right]
        pair, number = _within(each)
        a, b = left[pair], right[pair]
        x = self._first[a] + number // self._count[b]
        y = self._first[b] + number % self._count[b]

        mine, theirs = self._words_of(x), self._words_of(y)
        is_shared = self._subjects.have(y[mine.pair], self._word[mine.entry])
        shared, mine = mine.where(is_shared), mine.where(~is_shared)
        theirs = theirs.where(~self._subjects.have(x[theirs.pair], self._word[theirs.entry]))
        for of_mine in (True, False):
            shared, mine, theirs = self._with_compounds(shared, mine, theirs, of_mine=of_mine)
        mine_differ, theirs_differ = mine.counts(len(pair)), theirs.counts(len(pair))
        others = self._name_others(a, b, mine, theirs)
        mine = mine.where(others[mine.pair] | ~self._are_implied(mine, y, a, b))
        theirs = theirs.where(others[theirs.pair] | ~self._are_implied(theirs, x, b, a))

        similarity = self._similarity(a, b, shared, mine, theirs)
        intent = self._intents.agreement(x, y)
        order = np.lexsort((number, -intent, -similarity * (0.4 + 0.6 * intent), pair))
        best = order[np.cumsum(each) - each]
        in_best = np.zeros(len(pair), dtype=bool)
        in_best[best] = True
        shared, mine, theirs = (one.where(in_best[one.pair]) for one in (shared, mine, theirs))
        all_pairs = np.concatenate((shared.pair, mine.pair, theirs.pair))
        by_pair = np.argsort(all_pairs, kind="stable")
        words = self._word[np.concatenate((shared.entry, mine.entry, theirs.entry))]
        kinds = np.repeat((_SHARED, _LEFT, _RIGHT), [len(w.pair) for w in (shared, mine, theirs)])

        def weights(words: _Words) -> Floats:
            found: Floats = words.sums(self._weight, len(pair))[best]
            return found

        def have(words: _Words, what: Bools) -> Bools:
            found: Bools = words.where(what[words.entry]).counts(len(pair))[best] > 0
            return found

        return WordingColumns(
            x=x[best],
            y=y[best],
            similarity=similarity[best],
            intent=intent[best],
            left=weights(mine),
            right=weights(theirs),
            shared=weights(shared),
            left_identifies=have(mine, self._identifies),
            right_identifies=have(theirs, self._identifies),
            left_named=have(mine, self._is_name),
            right_named=have(theirs, self._is_name),
            replaced=(np.maximum(mine_differ, theirs_differ) == 1)[best],
            words=words[by_pair].astype(np.int32),
            kinds=kinds[by_pair].astype(np.int8),
            counts=np.bincount(all_pairs, minlength=len(pair))[best],
        )

    def _with_compounds(
        self, shared: _Words, mine: _Words, theirs: _Words, *, of_mine: bool
    ) -> tuple[_Words, _Words, _Words]:
        """The three with a compound of the one side, and its parts on the other, as shared:
        进程间通信, which is 进程 and 通信 but for one character."""
        whole, others = (mine, theirs) if of_mine else (theirs, mine)
        compounds = np.flatnonzero(self._is_compound[self._word[whole.entry]])
        beside = np.flatnonzero(np.isin(others.pair, whole.pair[compounds]))
        by_pair: dict[int, list[int]] = {}
        for at in beside.tolist():
            by_pair.setdefault(int(others.pair[at]), []).append(at)
        is_whole, is_part = np.zeros(len(whole.pair), bool), np.zeros(len(others.pair), bool)
        for at in compounds.tolist():
            word = self._vocabulary[self._word[whole.entry[at]]]
            found = {
                near: self._vocabulary[self._word[others.entry[near]]]
                for near in by_pair.get(int(whole.pair[at]), ())
            }
            parts = {near: part for near, part in found.items() if len(part) > 1 and part in word}
            if len(parts) > 1 and sum(map(len, parts.values())) >= len(word) - 1:
                is_whole[at] = True
                is_part[list(parts)] = True
        common = whole.where(is_whole) if of_mine else others.where(is_part)
        shared = _Words(*(np.concatenate(both) for both in zip(shared, common, strict=True)))
        whole, others = whole.where(~is_whole), others.where(~is_part)
        return (shared, whole, others) if of_mine else (shared, others, whole)

    def _words_of(self, wordings: Rows) -> _Words:
        """The subjects of ``wordings``, one for each pair."""
        pair, number = _within(self._length[wordings])
        return _Words(pair, self._start[wordings][pair] + number)

    def _similarity(self, a: Rows, b: Rows, shared: _Words, mine: _Words, theirs: _Words) -> Floats:
        """The share of the weight of all words that the shared ones have, but for topics."""
        word = self._word[shared.entry]
        is_topic = self._topic.have(a[shared.pair], word) & self._topic.have(b[shared.pair], word)
        common = shared.where(~is_topic).sums(self._weight, len(a))
        alone = _Words(*(np.concatenate(both) for both in zip(mine, theirs, strict=True)))
        apart = alone.sums(self._weight * np.where(self._is_low, _LOW_WEIGHT, 1.0), len(a))
        found = np.ones(len(a))
        np.divide(common, common + apart, out=found, where=common + apart > 0)
        return found

    def _name_others(self, a: Rows, b: Rows, mine: _Words, theirs: _Words) -> Bools:
        """Whether both questions name a subject of their document, and not the same one."""
        mine = mine.where(self._named.have(a[mine.pair], self._word[mine.entry]))
        theirs = theirs.where(self._named.have(b[theirs.pair], self._word[theirs.entry]))
        found: Bools = (mine.counts(len(a)) > 0) & (theirs.counts(len(a)) > 0)
        names, other_names = (self._by_pair(one.where(found[one.pair])) for one in (mine, theirs))
        for pair, own in names.items():
            found[pair] = not are_related(own, other_names[pair])
        return found

    def _by_pair(self, words: _Words) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for pair, word in zip(words.pair.tolist(), self._word[words.entry].tolist(), strict=True):
            found.setdefault(pair, []).append(self._vocabulary[word])
        return found

    def _are_implied(self, words: _Words, other: Rows, mine: Rows, theirs: Rows) -> Bools:
        """Whether subjects that only one question names are no difference: the documents or the
        headings above the ``other`` wording say them."""
        pair, word = words.pair, self._word[words.entry]
        found = self._stages.have(other[pair], word) | self._topic.have(mine[pair], word)
        found |= self._topic.have(theirs[pair], word) | self._headings.have(theirs[pair], word)
        return found


class _Words(NamedTuple):
    """Words of many pairs: the number of the pair of each, and its place among all subjects."""

    pair: Rows
    entry: Rows

    def where(self, which: Bools) -> _Words:
        """Those that are chosen."""
        return _Words(self.pair[which], self.entry[which])

    def counts(self, pairs: int) -> Rows:
        """How many each of the ``pairs`` has."""
        found: Rows = np.bincount(self.pair, minlength=pairs)
        return found

    def sums(self, weights: Floats, pairs: int) -> Floats:
        """The sum for each of the ``pairs`` of the ``weights`` of its words."""
        return np.bincount(self.pair, weights[self.entry], pairs).astype(np.float64)


class _Intents:
    """How far the intents of ``wordings`` agree."""

    def __init__(self, wordings: Sequence[ParsedQuestion], lexicon: IntentLexicon) -> None:
        names = sorted({one.intent for one in wordings})
        number = {name: at for at, name in enumerate(names)}
        self._intent = np.array([number[one.intent] for one in wordings], dtype=np.int64)
        self._agreement = np.array([[lexicon.agreement(x, y) for y in names] for x in names])
        self._others = WordSets([one.other_intents for one in wordings], number)

    def agreement(self, x: Rows, y: Rows) -> Floats:
        """For each pair of wordings, from 0 to 1."""
        mine, theirs = self._intent[x], self._intent[y]
        found: Floats = self._agreement[mine, theirs]
        also = self._others.have(y, mine) | self._others.have(x, theirs)
        return np.maximum(found, np.where(also, _ALSO_ASKED, 0.0))


def _within(counts: Rows) -> tuple[Rows, Rows]:
    """For groups of these sizes, of every member the group and its number in the group."""
    group = np.repeat(np.arange(len(counts)), counts)
    return group, np.arange(len(group)) - (np.cumsum(counts) - counts)[group]
