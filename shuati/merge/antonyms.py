"""Words that deny each other."""

from __future__ import annotations

import re
from functools import lru_cache

_PAIRS = (
    "增加/减少 增大/减小 提高/降低 提升/下降 上升/下降 变大/变小 扩大/缩小 加快/减慢 加速/减速 "
    "高于/低于 大于/小于 多于/少于 优于/劣于 快于/慢于 强于/弱于 长于/短于 "
    "较高/较低 更高/更低 较大/较小 更大/更小 较快/较慢 更快/更慢 较多/较少 更多/更少 "
    "较强/较弱 更强/更弱 "
    "支持/不支持 需要/不需要 需要/无需 适合/不适合 可以/不可以 能够/不能 允许/禁止 必须/不必 "
    "线程安全/线程不安全 有序/无序 同步/异步 阻塞/非阻塞 可变/不可变 收敛/发散 正相关/负相关 "
    "开启/关闭 启用/禁用 之前/之后 最大/最小 最高/最低 最好/最差 容易/难以 简单/复杂"
)
OPPOSITES: tuple[tuple[str, str], ...] = tuple(
    (one, other) for one, _, other in (pair.partition("/") for pair in _PAIRS.split())
)
_AGAINST = {word: other for pair in OPPOSITES for word, other in (pair, pair[::-1])}
_WORD = re.compile(f"(?=({'|'.join(sorted(_AGAINST, key=len, reverse=True))}))")
_DENIED = re.compile(
    r"(?:不(?:能|会|需|必|可|再|是|支持)?|没有?|未|无法|并非|非)(?P<what>[^\W_\d]{2})"
)


def opposite(one: str, other: str) -> tuple[str, str] | None:
    """The words by which two clauses deny each other, if there are any."""
    theirs = _words(other)
    for word in _words(one):
        against = _AGAINST[word]
        if against in theirs and _has(one, word, against) and _has(other, against, word):
            return word, against
    for left, right, turned in ((one, other, False), (other, one, True)):
        for denied in _DENIED.finditer(left):
            what = denied["what"]
            if what in right and not re.search(rf"[不没未无非]\w?{what}", right):
                pair = (denied[0], what)
                return pair[::-1] if turned else pair
    return None


@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[str, ...]:
    """The words of ``text`` that have an opposite."""
    return tuple(dict.fromkeys(_WORD.findall(text)))


def deny(one: str, other: str) -> bool:
    """Whether two texts deny each other somewhere."""
    return opposite(one, other) is not None


def _has(text: str, word: str, against: str) -> bool:
    """Whether ``text`` has ``word`` by itself, and not as a part of its opposite."""
    if against in text and word not in text.replace(against, ""):
        return False
    return word in text and against not in text.replace(word, "")
