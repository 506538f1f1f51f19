"""Terms found in the bank itself: its lead terms, and words that it always writes together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from shuati import lexicon
from shuati.model import Entry
from shuati.model.views import points_of, term_of
from shuati.text.scripts import HAN

_TERM = re.compile(f"[{HAN}A-Za-z0-9+#._-]{{2,}}")
_WORD = re.compile(f"[{HAN}]+")
# Two words are one term if they come together so often, in so many entries, and in so large a
# share of the occurrences of either and of the other. `python -m evaluation.tags` shows the effect.
_OFTEN, _ENTRIES = 3, 2
_TOGETHER, _LOOSE = 0.6, 0.12
_LONGEST = 8


def is_term(text: str) -> bool:
    """Whether ``text`` may be a term: it names a thing and says nothing of it."""
    fits = _TERM.fullmatch(text) and len(text) <= _LONGEST if _WORD.search(text) else True
    return bool(fits and not _no_term().search(text))


@cache
def _no_term() -> re.Pattern[str]:
    lists = lexicon.toml("terms.toml")["no_term"]
    inside, begins, ends = ("|".join(lists[name]) for name in ("inside", "begins", "ends"))
    return re.compile(f"{inside}|^(?:{begins})|(?:{ends})$")


def lead_terms(entries: Iterable[Entry]) -> list[str]:
    """The lead terms of the entries' points that are terms, sorted.

    One of more than six characters must come twice, since sentences in bold do not.
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
        if _TERM.fullmatch(term) and is_term(term) and (len(term) <= 6 or count > 1)
    )


def compounds(texts: Sequence[Sequence[str]], stop: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring words that are one term in this bank, such as 自动 + 驾驶.

    ``texts`` are the words of every entry. One of the two words hardly comes without the other,
    and the pair comes in more than one entry.
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
        and is_term(both)
    )


def join_pairs(words: Iterable[str], pairs: frozenset[tuple[str, str]]) -> Iterator[str]:
    """``words``, where each of ``pairs`` is one word."""
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
