"""What a wording asks: its frame (what is asked) and its objects (of what).

"如何处理大模型训练中的数据倾斜问题？" asks *how to handle* (frame) the object 数据不平衡; 训练 is
where it happens, 大模型 what the whole document is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from shuati.match.term_weight import is_function, worth
from shuati.match.vocabulary import Frames, Synonyms
from shuati.text.markdown import HAN, plain

_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[-._/+#][a-z0-9]+)*(?:\+{1,2}|#)?|\d+(?:\.\d+)?")
_EXAMPLES = re.compile(
    r"[，,、]?(?:例如|比如|譬如|诸如|如(?![何果此下同上]))[^，。？！?;；]*?(?:等等?|(?=[，。？?；;]|$))"
)
_PARENTHESES = re.compile(r"(?<![a-z0-9_])[（(][^()（）]*[)）]")
_CLAUSE = re.compile(r"[，,。？?；;！!]+")
_ADDED = re.compile(
    r"^(?:并且?|以及|及其?|和其?|同时|另外|此外|还有|其|它们?|分别|各自|请?说明|请?举例)|^(?:为什么|如何|怎么|怎样|有什么|有哪些|是否|请)?$"
)
_TAIL = re.compile(
    r"(?:以及|及其?|和其?|与其?|并|、)(?:主要|的)*"
    r"(?P<frame>优势|优点|特点|挑战|作用|应用|优缺点|意义|影响|方法|原理|场景|不足|局限性?|步骤)"
    r"(?:等|方面)?(?:有哪些|是什么)?$"
)
_ASKS = re.compile(r"什么|哪|如何|怎|为何|为啥|何[谓为时]|多少|几|[吗呢嘛]|是否|能否|可否|咋|啥")
_HAN = re.compile(f"[{HAN}]")
_PREFIXES = ("不", "非", "无", "未", "零", "多", "少", "小", "大", "单")
_TERM = re.compile("[\ue000-\uefff]")


_SIGNS = re.compile(r"(?<=[\s\u3400-\u9fff])[=!<>&|#$@*+^%~?:-]{2,}(?:\{\})?|[#$]\{\}")


class Segmenter(Protocol):
    """What splits Chinese text into words, and knows them."""

    def split(self, text: str) -> list[str]: ...

    def parts_of_speech(self, words: Collection[str]) -> dict[str, str]: ...

    def weight(self, word: str) -> float: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """One wording taken apart.

    ``frame`` its way of asking ('' where it only names a topic), ``more`` the frames that
    it adds (及其优势); ``objects`` what it asks about, in order; ``phases`` where in the work
    that stands; ``names`` the Latin words and numbers among the objects; ``worths`` how
    much each object tells (see `worth`).
    """

    frame: str
    more: frozenset[str]
    objects: tuple[str, ...]
    phases: frozenset[str]
    names: frozenset[str]
    worths: tuple[float, ...]

    def about(self, above: Asking) -> Asking:
        """This wording under a heading: it asks about the objects of that, too."""
        worths = dict(zip(above.objects, above.worths, strict=True))
        worths |= dict(zip(self.objects, self.worths, strict=True))
        return replace(
            self,
            objects=tuple(worths),
            worths=tuple(worths.values()),
            names=above.names | self.names,
        )


def named(objects: Iterable[str]) -> frozenset[str]:
    """The Latin words and the numbers among ``objects``."""
    return frozenset(word for word in objects if _LATIN.fullmatch(word))


def _code(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def fold(text: str) -> str:
    """Inline Markdown as folded plain text."""
    return folded(plain(text))


def folded(text: str) -> str:
    """Plain text in NFKC and lower case, so that width and case make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def asking(text: str, frames: Frames, synonyms: Synonyms, words: Segmenter) -> Asking:
    """Take a wording apart. ``text`` is inline Markdown."""
    code = [_code(found) for found in re.findall(r"`([^`]+)`", text)]
    text = re.sub(r"`([^`]*[^\w`][^`]*)`", " ", text)  # code that is more than a name
    rest = _EXAMPLES.sub("", _PARENTHESES.sub("", fold(text)))
    for pattern, replacement in frames.rewrites:
        rest = pattern.sub(replacement, rest)
    rest, terms = synonyms.mark(rest)
    clauses = [clause.strip() for clause in _CLAUSE.split(rest) if clause.strip()]
    phases: set[str] = set()
    main: list[str] = []
    added: list[str] = []
    for clause in clauses:
        bare, found = _without_phase(clause, frames)
        phases |= found
        if main and _ADDED.match(bare):
            added.append(bare)
            continue
        tail = _TAIL.search(bare)
        if tail and _read(bare[: tail.start()], frames, words, terms)[0]:
            bare, extra = bare[: tail.start()], tail["frame"]
            added.append(extra)
        main.append(bare)
    read = [_read(clause, frames, words, terms) for clause in main]
    frame, more = _frames(
        [names for names, _ in read], [bool(_ASKS.search(clause)) for clause in main], frames
    )
    for clause in added:
        more |= set(_read(clause, frames, words, terms)[0])
    objects = dict.fromkeys(word for _, found in read for word in found)
    objects |= dict.fromkeys([word for word in code if not word.isalnum()] + _SIGNS.findall(rest))
    more -= {frame, "how", "what"}
    own = tuple(objects)
    return Asking(frame, frozenset(more), own, frozenset(phases), named(own), _worths(own, words))


def _worths(objects: Sequence[str], words: Segmenter) -> tuple[float, ...]:
    kinds = words.parts_of_speech(objects)
    return tuple(worth(kinds.get(one, ""), (words.weight(one) - 8) / 6) for one in objects)


def _without_phase(clause: str, frames: Frames) -> tuple[str, set[str]]:
    """The clause without "在 … 训练过程中", and the phases named so."""
    found: set[str] = set()

    def drop(match: re.Match[str]) -> str:
        found.add(match["phase"])
        return " "

    return _phase(frames.phases).sub(drop, clause).strip(), found


@cache
def _phase(phases: frozenset[str]) -> re.Pattern[str]:
    """在 … 训练过程中: where in the work something stands."""
    phase = "|".join(sorted(phases, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{phase})(?:和|与|及|、))?(?P<phase>{phase})(?:的)?"
        r"(?:过程|阶段|期间|任务)?(?:完成)?(?:当?中|时|之?后|之?前|里|上)(?:的)?"
    )


def _read(
    clause: str, frames: Frames, words: Segmenter, terms: list[str]
) -> tuple[list[str], list[str]]:
    """The frames of a clause in order of rank, and its objects in order of words."""
    names: list[str] = []
    rest = clause
    for name, pattern in frames.patterns:
        rest, count = pattern.subn(" ", rest)
        if count:
            names.append(name)
    found: list[str] = []
    for part in re.split(r"([\ue000-\uefff])", rest):
        if _TERM.fullmatch(part):
            found.append(terms[ord(part) - 0xE000])
        else:
            split = (word.strip() for word in _joined_singles(words.split(part), frames, words))
            found += [word for word in split if re.search(r"\w", word)]
    return names, [word for word in found if word not in frames.empty]


def _joined_singles(found: list[str], frames: Frames, words: Segmenter) -> list[str]:
    """Words with torn ones put together again: 不|平衡 is 不平衡, 闭|包 is 闭包."""
    singles = [word for word in found if _HAN.fullmatch(word) and word not in frames.empty]
    kinds = words.parts_of_speech(singles)
    torn = {word for word in singles if not is_function(kinds.get(word, "")) or kinds[word] == "q"}
    joined: list[str] = []
    before = ""
    for word in found:
        if joined and (joined[-1] in _PREFIXES or {before, word} <= torn):
            joined[-1] += word
        else:
            joined.append(word)
        before = word
    return joined


def _frames(found: list[list[str]], asks: Sequence[bool], frames: Frames) -> tuple[str, set[str]]:
    """The question's own frame, and the others that it names.

    ``found`` are the frames of its clauses, ``asks`` which of them ask: 把缓存用到支付里，会
    遇到哪些挑战 asks for challenges, not for uses.
    """
    names = [names for names, asked in zip(found, asks, strict=True) if names and asked]
    first = next(iter(names), next((clause for clause in found if clause), []))
    ranked = [name for name, _ in frames.patterns if name in first]
    more = {name for clause in names[1:] for name in clause}
    return next(iter(ranked), ""), more
