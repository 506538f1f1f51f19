"""All wordings of a corpus as columns, and comparisons of many pairs of them at once.

Words are numbers here: a wording is a row of the numbers of its subjects, and what two rows have
in common is found for all pairs together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from shuati.match.features import Corpus
from shuati.match.parse_question import ParsedQuestion
from shuati.match.subject import are_related
from shuati.match.vectors import Floats, Rows
from shuati.match.vocabulary import IntentLexicon

# Set by hand; `python -m evaluation.match` shows what a change does.
_LOW_WEIGHT = 0.3  # a low-weight word counts as this share of another
IDENTIFIES = 0.42  # a word with less weight distinguishes no two questions
_ALSO_ASKED = 0.6  # agreement with an intent that the other wording adds

_PAIRS = 20_000  # compared at a time, to bound memory
_SHARED, _LEFT, _RIGHT, _IMPLIED = range(4)  # what a word is to a pair of wordings

Bools = NDArray[np.bool_]


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
    has_shared: Bools
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
        self._words = np.array([numbers[word] for word in flat], dtype=np.int64)
        self._length = np.array([len(one.subjects) for one in self.parsed], dtype=np.int64)
        self._start = np.cumsum(self._length) - self._length
        own = np.array([weight for one in self.parsed for weight in one.weights], dtype=np.float64)
        weights = np.array([corpus.weight(word) for word in self._vocabulary], dtype=np.float64)
        low = np.array([word in lexicon.low_weight for word in self._vocabulary], dtype=bool)
        self._is_low = low[self._words]
        self._weight = weights[self._words] * own
        self._identifies = ~self._is_low & (own >= IDENTIFIES)
        self._is_name = np.array(
            [word in one.names for one in self.parsed for word in one.subjects], dtype=bool
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
        own: tuple[list[str], ...] = ([], [], [], [])
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
        total = len(pair)

        at_x, of_x = self._entries(x)
        at_y, of_y = self._entries(y)
        is_shared = self._subjects.have(y[at_x], self._words[of_x])
        is_new = ~self._subjects.have(x[at_y], self._words[of_y])
        shared_at, shared = at_x[is_shared], of_x[is_shared]
        left_at, only_left = at_x[~is_shared], of_x[~is_shared]
        right_at, only_right = at_y[is_new], of_y[is_new]
        few = np.bincount(left_at, minlength=total), np.bincount(right_at, minlength=total)

        others = self._name_others(a, b, left_at, only_left, right_at, only_right)
        said = self._is_implied(y, a, b, left_at, only_left, others)
        kinds = np.where(is_shared, _SHARED, _LEFT)
        kinds[~is_shared] = np.where(said, _IMPLIED, _LEFT)
        left_at, only_left = left_at[~said], only_left[~said]
        said = self._is_implied(x, b, a, right_at, only_right, others)
        right_kinds = np.where(said, _IMPLIED, _RIGHT)
        all_right = only_right
        all_right_at = right_at
        right_at, only_right = right_at[~said], only_right[~said]

        word = self._words[shared]
        by_itself = ~(self._topic.have(a[shared_at], word) & self._topic.have(b[shared_at], word))
        common = self._sum(shared_at[by_itself], shared[by_itself], total)
        both_at = np.concatenate((left_at, right_at))
        both = np.concatenate((only_left, only_right))
        counted = self._weight[both] * np.where(self._is_low[both], _LOW_WEIGHT, 1.0)
        apart = np.bincount(both_at, counted, total)
        similarity = np.ones(total)
        np.divide(common, common + apart, out=similarity, where=common + apart > 0)
        intent = self._intents.agreement(x, y)

        score = similarity * (0.4 + 0.6 * intent)
        order = np.lexsort((number, -intent, -score, pair))
        best = order[np.cumsum(each) - each]
        place = np.full(total, -1, dtype=np.int64)
        place[best] = np.arange(len(best))
        entry_at = place[np.concatenate((at_x, all_right_at))]
        entries = self._words[np.concatenate((of_x, all_right))]
        entry_kinds = np.concatenate((kinds, right_kinds))
        sorted_entries = np.argsort(entry_at, kind="stable")
        sorted_entries = sorted_entries[np.searchsorted(entry_at[sorted_entries], 0) :]

        def any_of(at: Rows, entry: Rows, which: Bools) -> Bools:
            found = np.zeros(total, dtype=bool)
            found[at[which[entry]]] = True
            return found[best]

        return WordingColumns(
            x=x[best],
            y=y[best],
            similarity=similarity[best],
            intent=intent[best],
            left=self._sum(left_at, only_left, total)[best],
            right=self._sum(right_at, only_right, total)[best],
            shared=self._sum(shared_at, shared, total)[best],
            left_identifies=any_of(left_at, only_left, self._identifies),
            right_identifies=any_of(right_at, only_right, self._identifies),
            left_named=any_of(left_at, only_left, self._is_name),
            right_named=any_of(right_at, only_right, self._is_name),
            replaced=((few[0] <= 1) & (few[1] <= 1) & (few[0] + few[1] > 0))[best],
            has_shared=np.bincount(shared_at, minlength=total)[best] > 0,
            words=entries[sorted_entries].astype(np.int32),
            kinds=entry_kinds[sorted_entries].astype(np.int8),
            counts=np.bincount(entry_at[sorted_entries], minlength=len(best)),
        )

    def _entries(self, wordings: Rows) -> tuple[Rows, Rows]:
        """The subjects of ``wordings``: the position among these, and that among all subjects."""
        at, number = _within(self._length[wordings])
        return at, self._start[wordings][at] + number

    def _sum(self, at: Rows, entries: Rows, total: int) -> Floats:
        found: Floats = np.bincount(at, self._weight[entries], total)
        return found

    def _name_others(
        self, a: Rows, b: Rows, left_at: Rows, left: Rows, right_at: Rows, right: Rows
    ) -> Bools:
        """Whether both questions name a subject of their document, and not the same one."""
        mine = self._named.have(a[left_at], self._words[left])
        theirs = self._named.have(b[right_at], self._words[right])
        found = np.zeros((2, len(a)), dtype=bool)
        found[0, left_at[mine]] = True
        found[1, right_at[theirs]] = True
        others: Bools = found[0] & found[1]
        names = self._grouped(left_at, left, mine & others[left_at])
        other_names = self._grouped(right_at, right, theirs & others[right_at])
        for at, own in names.items():
            others[at] = not are_related(own, other_names[at])
        return others

    def _grouped(self, at: Rows, entries: Rows, which: Bools) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for place, word in zip(
            at[which].tolist(), self._words[entries[which]].tolist(), strict=True
        ):
            found.setdefault(place, []).append(self._vocabulary[word])
        return found

    def _is_implied(
        self, other: Rows, mine: Rows, theirs: Rows, at: Rows, entries: Rows, name_others: Bools
    ) -> Bools:
        """Whether a subject that only one question names is no difference: the documents or the
        headings above the other one say it."""
        word = self._words[entries]
        found = self._stages.have(other[at], word) | self._topic.have(mine[at], word)
        found |= self._topic.have(theirs[at], word) | self._headings.have(theirs[at], word)
        return found & ~name_others[at]


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
        return np.where((found < _ALSO_ASKED) & also, _ALSO_ASKED, found)


def _within(counts: Rows) -> tuple[Rows, Rows]:
    """For groups of these sizes, of every member the group and its number in the group."""
    group = np.repeat(np.arange(len(counts)), counts)
    return group, np.arange(len(group)) - (np.cumsum(counts) - counts)[group]
