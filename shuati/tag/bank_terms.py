"""The domain's own words, learnt from the bank: its lead terms, and words that come together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from shuati.model import Entry
from shuati.model.views import points_of, term_of
from shuati.text.scripts import HAN

_TERM = re.compile(f"[{HAN}A-Za-z0-9+#._-]{{2,}}")
_PHRASE = re.compile("[的和与及或在是有了等为对从将被把更可能要]")
# A term names a thing: 数据量大 and 降低成本 say something about one.
_SAYS = re.compile(
    "^(?:[个种类级项条次只仅先再不少看换说算改查比按教谁]|提高|提升|降低|减少|增加|增强|保证|确保|避免|防止|需要|使用|采用|利用|通过|支持|缺乏|缺少|"
    "易|难以|不同|无法|实现|促进|改善|选择|选用|设置|设计|定期|及时|合理|建立|制定|加强|优化|结合|引入|减小|加速|加快|基于|面向|缩短|扩大|进行|提供|具有)"
    "|(?:[大高强差低多少慢快长短难好弱]|不足|困难|受限|有限|丰富|复杂|清晰|不够|灵活|限制|需求|问题|差异|角度|方面)$"
)
_WORD = re.compile(f"[{HAN}]+")
_OFTEN, _ENTRIES = 3, 2  # two words are one term from so many times in so many entries on
_TOGETHER, _LOOSE = 0.6, 0.12  # the share of the one's, and of the other's, occurrences
_LONGEST = 8


def names(text: str) -> bool:
    """Whether ``text`` may be a term: it names something and says nothing of it."""
    fits = _TERM.fullmatch(text) and len(text) <= _LONGEST if _WORD.search(text) else True
    return bool(fits and not _PHRASE.search(text) and not _SAYS.search(text))


def lead_terms(entries: Iterable[Entry]) -> list[str]:
    """The lead terms of the entries' points that name something, sorted.

    A long one counts only where it comes twice: a sentence in bold does not.
    """
    often = Counter(
        term.strip()
        for entry in entries
        for piece in entry.parts
        for point in points_of(piece.blocks)
        if (term := term_of(point))
    )
    return sorted(
        term
        for term, count in often.items()
        if _TERM.fullmatch(term) and names(term) and (len(term) <= 6 or count > 1)
    )


def compounds(texts: Sequence[Sequence[str]], stop: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring words that the bank writes together so often that they are one term.

    ``texts`` are the words of every entry. A pair counts where one of the two hardly comes
    without the other, in more than one entry (as 自动 + 驾驶).
    """
    single, double, entries = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for words in texts:
        single.update(words)
        pairs = list(pairwise(words))
        double.update(pairs)
        entries.update(set(pairs))
    return frozenset(
        pair
        for pair, count in double.items()
        if count >= _OFTEN and entries[pair] >= _ENTRIES
        if max(count / single[pair[0]], count / single[pair[1]]) >= _TOGETHER
        and min(count / single[pair[0]], count / single[pair[1]]) >= _LOOSE
        and _may_join(pair, stop)
    )


def _may_join(pair: tuple[str, str], stop: frozenset[str]) -> bool:
    both = "".join(pair)
    return (
        all(_WORD.fullmatch(word) and word not in stop for word in pair)
        and 3 <= len(both) <= _LONGEST
        and names(both)
    )


def joined(words: Iterable[str], pairs: frozenset[tuple[str, str]]) -> Iterator[str]:
    """``words``, where the pairs of ``pairs`` have become one."""
    before = ""
    for word in words:
        if before and (before, word) in pairs:
            yield before + word
            before = ""
            continue
        if before:
            yield before
        before = word
    if before:
        yield before
