"""All wordings of a corpus as columns, and comparisons of many pairs of them at once.

Words are numbers here: a wording is a row of the numbers of its subjects, and what two rows have
in common is found for all pairs together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from shuati.match.features import Corpus
from shuati.match.parse_question import ParsedQuestion
from shuati.match.subject import are_related
from shuati.match.vectors import Bools, Floats, Rows
from shuati.match.vocabulary import IntentLexicon
from shuati.match.word_sets import PairWords, WordSets, numbered

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


class Wordings:
    """The wordings of all questions of ``corpus``."""

    def __init__(self, corpus: Corpus, lexicon: IntentLexicon) -> None:
        questions = corpus.questions
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
        pair, number = numbered(each)
        a, b = left[pair], right[pair]
        x = self._first[a] + number // self._count[b]
        y = self._first[b] + number % self._count[b]

        shared, mine, theirs = self._aligned(x, y)
        replaced = np.maximum(mine.counts(len(pair)), theirs.counts(len(pair))) == 1
        others = self._name_others(a, b, mine, theirs)
        mine = mine.where(others[mine.pair] | ~self._are_implied(mine, y, a, b))
        theirs = theirs.where(others[theirs.pair] | ~self._are_implied(theirs, x, b, a))

        similarity = self._similarity(a, b, shared, mine, theirs)
        intent = self._intents.agreement(x, y)
        order = np.lexsort((number, -intent, -similarity * (0.4 + 0.6 * intent), pair))
        best = order[np.cumsum(each) - each]
        parts = [one.of_pairs(best, len(pair)) for one in (shared, mine, theirs)]
        whole = PairWords.joined(parts)
        by_pair = np.argsort(whole.pair, kind="stable")
        kinds = np.repeat((_SHARED, _LEFT, _RIGHT), [len(one.pair) for one in parts])
        weights = [one.sums(self._weight, len(left)) for one in parts]
        _, mine, theirs = parts

        def have(words: PairWords, what: Bools) -> Bools:
            found: Bools = words.where(what[words.entry]).counts(len(left)) > 0
            return found

        return WordingColumns(
            x=x[best],
            y=y[best],
            similarity=similarity[best],
            intent=intent[best],
            left=weights[_LEFT],
            right=weights[_RIGHT],
            shared=weights[_SHARED],
            left_identifies=have(mine, self._identifies),
            right_identifies=have(theirs, self._identifies),
            left_named=have(mine, self._is_name),
            right_named=have(theirs, self._is_name),
            replaced=replaced[best],
            words=self._word[whole.entry][by_pair].astype(np.int32),
            kinds=kinds[by_pair].astype(np.int8),
            counts=whole.counts(len(left)),
        )

    def _aligned(self, x: Rows, y: Rows) -> tuple[PairWords, PairWords, PairWords]:
        """The words that the wordings ``x`` and ``y`` of each pair share, and those of one only."""
        mine, theirs = self._words_of(x), self._words_of(y)
        is_shared = self._subjects.have(y[mine.pair], self._word[mine.entry])
        shared, mine = mine.where(is_shared), mine.where(~is_shared)
        theirs = theirs.where(~self._subjects.have(x[theirs.pair], self._word[theirs.entry]))
        for of_mine in (True, False):
            shared, mine, theirs = self._with_compounds(shared, mine, theirs, of_mine=of_mine)
        return shared, mine, theirs

    def _with_compounds(
        self, shared: PairWords, mine: PairWords, theirs: PairWords, *, of_mine: bool
    ) -> tuple[PairWords, PairWords, PairWords]:
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
        shared = PairWords.joined((shared, common))
        whole, others = whole.where(~is_whole), others.where(~is_part)
        return (shared, whole, others) if of_mine else (shared, others, whole)

    def _words_of(self, wordings: Rows) -> PairWords:
        """The subjects of ``wordings``, one for each pair."""
        pair, number = numbered(self._length[wordings])
        return PairWords(pair, self._start[wordings][pair] + number)

    def _similarity(
        self, a: Rows, b: Rows, shared: PairWords, mine: PairWords, theirs: PairWords
    ) -> Floats:
        """The share of the weight of all words that the shared ones have, but for topics."""
        word = self._word[shared.entry]
        is_topic = self._topic.have(a[shared.pair], word) & self._topic.have(b[shared.pair], word)
        common = shared.where(~is_topic).sums(self._weight, len(a))
        alone = PairWords.joined((mine, theirs))
        apart = alone.sums(self._weight * np.where(self._is_low, _LOW_WEIGHT, 1.0), len(a))
        found = np.ones(len(a))
        np.divide(common, common + apart, out=found, where=common + apart > 0)
        return found

    def _name_others(self, a: Rows, b: Rows, mine: PairWords, theirs: PairWords) -> Bools:
        """Whether both questions name a subject of their document, and not the same one."""
        mine = mine.where(self._named.have(a[mine.pair], self._word[mine.entry]))
        theirs = theirs.where(self._named.have(b[theirs.pair], self._word[theirs.entry]))
        found: Bools = (mine.counts(len(a)) > 0) & (theirs.counts(len(a)) > 0)
        names, other_names = (self._by_pair(one.where(found[one.pair])) for one in (mine, theirs))
        for pair, own in names.items():
            found[pair] = not are_related(own, other_names[pair])
        return found

    def _by_pair(self, words: PairWords) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for pair, word in zip(words.pair.tolist(), self._word[words.entry].tolist(), strict=True):
            found.setdefault(pair, []).append(self._vocabulary[word])
        return found

    def _are_implied(self, words: PairWords, other: Rows, mine: Rows, theirs: Rows) -> Bools:
        """Whether subjects that only one question names are no difference: the documents or the
        headings above the ``other`` wording say them."""
        pair, word = words.pair, self._word[words.entry]
        found = self._stages.have(other[pair], word) | self._topic.have(mine[pair], word)
        found |= self._topic.have(theirs[pair], word) | self._headings.have(theirs[pair], word)
        return found


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
