"""Terms that only count the points of a list: 第一点, 其三, 缺点二."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from shuati import lexicon
from shuati.text.scripts import HAN

_HAN_NUMBER = "[一二三四五六七八九十]+"
_NUMBER = rf"(?:{_HAN_NUMBER}|\d+)"
# At the beginning, with nothing or a mark after it: 第一阶段 and 4 期 are names.
_BEFORE = re.compile(
    rf"(?:第\s*{_NUMBER}\s*(?:[点条个项种]|方面)?|其{_HAN_NUMBER}|首先|其次|再次|最后)"
    rf"(?:[是、，,.．)）\s]+|$)|{_HAN_NUMBER}(?:[是、]|$)|{_NUMBER}[.．)）](?!\d)|[①-⑳]"
)
_AFTER = re.compile(rf"(?<=[{HAN}])\s*[（(]?(?:{_NUMBER}|[①-⑳])[)）]?$")


def without_ordinals(terms: Sequence[str]) -> list[tuple[str, bool] | None]:
    """For each of the ``terms`` of a list (inline Markdown): what is left without its ordinal.

    With it, whether that names the point: it is not empty, and no other term's too. None for a
    term without an ordinal. One at the end (缺点二) is taken for an ordinal only where another
    term has the same before its own, and that is no rank (阶段二).
    """
    cut = [_BEFORE.sub("", term, count=1) if _BEFORE.match(term) else term for term in terms]
    stems = [_AFTER.sub("", term) for term in cut]
    often = Counter(stems)
    for at, stem in enumerate(stems):
        if often[stem] > 1 and not stem.endswith(_ranks()):
            cut[at] = stem
    often = Counter(cut)
    return [
        None if left == term else (left, bool(left) and often[left] == 1)
        for term, left in zip(terms, cut, strict=True)
    ]


@cache
def _ranks() -> tuple[str, ...]:
    return tuple(lexicon.toml("cues.toml")["ranks"]["words"])
