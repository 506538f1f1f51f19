"""Labels: the words that name the parts of a question (``**答案：**``, ``答：``, ``【解析】``).

The vocabulary is in ``shuati/lexicon/labels.toml``. A bold word with a colon that is not in it is
a label only where the document itself uses it again and again (`recurring`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from shuati import lexicon
from shuati.model import Kind
from shuati.sources.numbering import digits
from shuati.text.fold import fold_blanks

OUTPUTS = frozenset({"运行结果", "输出结果", "执行结果", "输出"})  # of the code in a question

_LEAD = r"[\s✅❌❓❔❗🔥⭐★☆📌💡👉▶◆●■•🎯✨📝🔑🤔💬📖📚🙋🙆🧠\ufe0f]*"
TIME = r"(?:[\[(（]?\d{1,2}(?:[:：]\d{2}){1,2}[\])）]?\s+)?"  # in a transcript, before the speaker
_NUMBER = r"(?:\s*\d{1,3}|\s*[一二三四五六七八九十百]{1,4})?"
_WORD = r"[^\W\d_](?:[^*_:：【】\[\]()（）。，、,；;？?！!`<>\n]{0,18}?[^\W\d_])??"
_NOTE = r"(?P<note>\s*[(（][^()（）\n]{0,20}[)）])?"
_PART = rf"(?P<word>{_WORD})(?P<number>{_NUMBER}){_NOTE}"

# (markup, pattern): what follows the match is the text after the label.
_MARKUPS = tuple(
    (markup, re.compile(_LEAD + TIME + pattern))
    for markup, pattern in (
        ("bold", rf"(\*\*|__)\s*{_PART}\s*[:：]\s*\1\s*[:：]?"),
        ("bold", rf"(\*\*|__)\s*{_PART}\s*\1\s*[:：]"),
        ("bold", rf"(\*\*)\s*{_PART}\s*\*\*\*\*\s*[:：]\s*\*\*"),
        ("bold", rf"<(b|strong)>\s*{_PART}\s*[:：]?\s*</\1>\s*[:：]?"),
        ("line", rf"(\*\*|__)\s*{_PART}\s*\1\s*$"),
        ("all", rf"(\*\*|__)\s*{_PART}\s*[:：](?=(?:(?!\1).)+\1\s*$)"),
        (
            "bracket",
            rf"(?:\*\*|__)?\s*[【\[「『〖]\s*{_PART}\s*[】\]」』〗](?:\*\*|__)?(?!\()\s*[:：]?",
        ),
        ("italic", rf"([*_])\s*{_PART}\s*[:：]?\s*\1\s*[:：]?(?![*_])"),
        ("plain", rf"{_PART}\s*[:：]"),
        ("dot", r"(?P<word>[QA])(?P<number>\s*\d{1,3})\s*[.、．)）]\s*"),
        ("comma", r"(?P<word>答)(?P<number>)[,，]"),
        ("bare", rf"{_PART}\s*$"),
    )
)


# What every markup but the bare word has within its first characters.
_SIGN = re.compile(r"[:：*_【\[「『〖<，,.、．)）]")
_FARTHEST = 80


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the beginning of a text.

    ``word`` as the source writes it, without number and colon; ``kind`` None for a bold
    word that the vocabulary does not have; ``rest`` the inline text after it; ``markup`` how
    it is written, a name of `_MARKUPS`.
    """

    word: str
    kind: Kind | None
    number: str | None
    rest: str
    markup: str


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of ``labels.toml``, folded."""

    words: Mapping[str, Kind]
    endings: tuple[tuple[str, Kind], ...]
    prefixes: frozenset[str]
    loose: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    table = lexicon.toml("labels.toml")
    prefixes, loose = (
        frozenset(map(fold_blanks, table.pop(name))) for name in ("prefixes", "loose")
    )
    return _Vocabulary(
        {fold_blanks(word): Kind(kind) for kind, lists in table.items() for word in lists["words"]},
        tuple(
            (fold_blanks(end), Kind(kind))
            for kind, lists in table.items()
            for end in lists["endings"]
        ),
        prefixes,
        loose,
    )


def kind_of(word: str, *, alone: bool = False) -> Kind | None:
    """The kind of a label's word, or None when the vocabulary does not know it.

    ``alone``: nothing but the word itself says that it is a label. Then, and where its ending
    also begins sentences, an extended word counts only with a prefix that names no subject
    (详细解析, but not 边界值分析).
    """
    vocabulary = _vocabulary()
    folded = fold_blanks(word)
    if folded in vocabulary.words:
        return vocabulary.words[folded]
    if len(folded) > 8:
        return None
    matches = [
        (len(ending), kind)
        for ending, kind in vocabulary.endings
        if folded.endswith(ending)
        and (
            not (alone or ending in vocabulary.loose)
            or folded.removesuffix(ending) in vocabulary.prefixes
        )
    ]
    return max(matches)[1] if matches else None


@lru_cache(maxsize=65_536)
def parse(
    text: str, *, heading: bool = False, own_labels: frozenset[str] = frozenset()
) -> Label | None:
    """The label that ``text`` (a paragraph, inline Markdown) begins with, or None.

    ``heading``: ``text`` is a heading, where a bare word is a label too. ``own_labels`` are
    words outside the vocabulary that this document uses as labels (see `recurring`).
    """
    line = text.split("\n", 1)[0]
    if not heading and not _SIGN.search(line, 0, _FARTHEST):
        return None
    for markup, pattern in _MARKUPS:
        if markup == "bare" and not heading:
            continue
        match = pattern.match(line)
        if match is None or not match["word"]:
            continue
        word = match["word"].strip()
        kind = kind_of(word, alone=markup in ("bare", "plain"))
        if kind is None and markup == "bold" and fold_blanks(word) in own_labels:
            kind = Kind.FEATURE
        if kind is None or (not heading and not _trusted(markup, kind, word, line)):
            continue
        rest = text[match.end() :]
        if markup == "all":
            rest = match[1] + rest.strip()
        note = match["note"] if markup not in ("dot", "comma") else None
        if note and not re.search(r"\d", note):  # （5分） goes, （行动） stays
            rest = f"{note.strip()}{rest}"
        number = match["number"].strip()
        return Label(word, kind, digits(number) if number else None, rest.strip(), markup)
    return None


def _trusted(markup: str, kind: Kind, word: str, line: str) -> bool:
    """Whether ``markup`` is enough for a word of this kind that begins ``line``.

    A bold sentence is a note where it asks (**追问：为什么？**). Outside bold, the general words
    of an answer (优势：, 步骤：, 原因：) begin sentences.
    """
    if markup == "all":
        asks = line.rstrip(" *_").endswith(("？", "?"))
        return kind in (Kind.QUESTION, Kind.ANSWER) or (kind is Kind.NOTE and asks)
    if markup in ("bold", "line", "bracket"):
        return True
    if markup == "italic":
        return kind is not Kind.FEATURE and len(word) > 1
    if kind is Kind.FEATURE:
        return False
    return is_strict(word)


def is_strict(word: str) -> bool:
    """Whether ``word`` means a part of a question even without any mark around it."""
    return fold_blanks(word) not in _vocabulary().loose


def bold_words(text: str) -> str | None:
    """The bold word with a colon that begins ``text``, whatever it means; folded."""
    for markup, pattern in _MARKUPS[:2]:
        match = pattern.match(text)
        if markup == "bold" and match and match["word"]:
            return fold_blanks(match["word"])
    return None


def recurring(paragraphs: Iterable[str], questions: int) -> frozenset[str]:
    """Bold words outside the vocabulary that this document uses as labels.

    A word counts when it begins paragraphs at least three times and in one question of
    five; ``paragraphs`` are the texts outside lists.
    """
    counts = Counter(word for text in paragraphs if (word := bold_words(text)))
    return frozenset(
        word
        for word, count in counts.items()
        if count >= max(3, questions / 5) and kind_of(word) is None
    )
