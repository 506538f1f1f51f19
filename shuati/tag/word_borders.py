"""Where the words of a text begin and end, so that no topic is found across a border."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from shuati.text.segmenter import Segmenter
from shuati.text.term_finder import TermFinder

# They take the adjective behind them: 最低血糖 is the lowest 血糖, and no 低血糖.
_ADVERBS = frozenset("最更较很太越极")
_SHORTEST = 2  # characters of whole words from which a term may end inside the next one


def whole_terms(finder: TermFinder, text: str) -> Iterator[str]:
    """The terms that ``finder`` finds in ``text`` (folded) and whose borders are those of words.

    A longer word of general language wins where it holds the term in its middle (施工单位,
    工单), or begins before the term and ends inside it (预防抖动, 防抖). A term at the beginning
    or end of a longer word counts: 肾 in 肾小球, 保险 in 工伤保险.
    """
    found = [(start, start + len(term), term) for start, term in finder.find(text)]
    if all(term.isascii() for _, _, term in found):
        yield from (term for _, _, term in found)
        return
    words = list(_words(text))
    for start, end, term in found:
        if term.isascii() or (text[start - 1 : start] not in _ADVERBS and _fits(words, start, end)):
            yield term


def _fits(words: list[tuple[int, int]], start: int, end: int) -> bool:
    first = next((word for word in words if word[0] <= start < word[1]), (start, end))
    last = next((word for word in words if word[0] < end <= word[1]), (start, end))
    if first == last:
        return first[0] == start or last[1] == end
    return first[0] == start and (last[1] == end or last[0] - start >= _SHORTEST)


def _words(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in _segmenter().split(text):
        start = text.find(word, at)
        if start >= 0:
            at = start + len(word)
            yield start, at


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter(())
