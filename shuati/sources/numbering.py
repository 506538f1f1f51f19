"""The number in front of a title: ``题目3：``, ``第 3 题``, ``3.``, ``3、``, ``（3）`` …"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from shuati.sources.question_words import ornament
from shuati.text.scripts import HAN

_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = "零〇一二两三四五六七八九十百"
_WORD = (
    "面试题|笔试题|思考题|练习题|选择题|判断题|填空题|简答题|问答题|论述题|计算题|证明题|分析题|"
    "应用题|综合题|编程题|算法题|典型例题|例题|试题|考题|习题|错题|"
    "题目|问题|問題|題目|题|題|问|問|例"
)
_SEPARATOR = r"[.。．、,，:：)）\]】\-—–|]"

# Each: style, pattern with the number in group 1 ('' for none).
_EXPLICIT = (
    (
        "第",
        rf"第\s*(\d{{1,6}}|[{_CHINESE}]{{1,6}})\s*(?:(?:道\s*)?[题題问問]|道|张)(?:[:：.、\s]+|$|(?=[（(【\[]))",
    ),
    (
        "word",
        rf"[【\[(（]?\s*(?:{_WORD})\s*([A-Z]?(?:\d{{1,6}}|[{_CHINESE}]{{1,6}}))\s*(?:[】\])）]\s*{_SEPARATOR}?|{_SEPARATOR}|\s|$)\s*",
    ),
    (
        "Q",
        r"[【\[]?\s*(?:Q|Question|Problem|No)\s*[.#]?\s*(\d{1,6})\s*(?:[】\]]|[.:：、)）．\-—|]|\s)\s*",
    ),
)
_PLAIN = (
    ("1.1", r"(\d{1,3}(?:\.\d{1,3})+)\s*[.、．)）:：]?\s+"),
    ("1.1", rf"(\d{{1,3}}(?:\.\d{{1,3}})+)[.、．)）:：]?(?=[{HAN}])"),
    ("1.", r"(\d{1,4})\s*[.．](?!\d)\s*"),
    ("1、", r"(\d{1,4})\s*[、，]\s*"),
    ("1)", r"(\d{1,4})\s*[)）]\s*"),
    ("1:", r"(\d{1,4})\s*[:：](?!\d)\s*"),
    ("(1)", r"[(（]\s*(\d{1,4})\s*[)）]\s*[.、:：]?\s*"),
    ("[1]", r"[【\[]\s*(\d{1,4})\s*[】\]](?!\()\s*"),
    ("1-1", r"(\d{1,3}-\d{1,3})\s*[.、．)）:：]?\s+"),
    ("一、", rf"([{_CHINESE}]{{1,4}})\s*[、.．]\s*"),
    ("(一)", rf"[(（]\s*([{_CHINESE}]{{1,4}})\s*[)）]\s*[、.]?\s*"),
    ("第章", rf"第\s*(\d{{1,6}}|[{_CHINESE}]{{1,6}})\s*[章节節部篇]分?[:：.、\s]*"),
    ("考点", rf"(?:考点|知识点|要点|专题)\s*(\d{{1,3}}|[{_CHINESE}]{{1,3}})\s*[:：.、\s]\s*"),
    ("①", r"([①-⑳㉑-㉟㊱-㊿])\s*[.、]?\s*"),
    ("⑴", r"([⑴-⒇])\s*[.、]?\s*"),
    ("⒈", r"([⒈-⒛])\s*"),
    ("❶", r"([❶-❿➀-➉➊-➓])\s*[.、]?\s*"),
    ("Ⅰ", r"([Ⅰ-Ⅻⅰ-ⅻ])(?:\s*[.、．)）:：]\s*|\s+)"),
    ("1⃣", r"(\d)\ufe0f?\u20e3\s*[.、:：]?\s*"),
    ("1|", r"(\d{1,3})\s*[|｜]\s*"),
    ("1", r"(\d{1,3})\s+"),
)
_ALL = tuple(
    (style, explicit, re.compile(pattern, re.IGNORECASE))
    for group, explicit in ((_EXPLICIT, True), (_PLAIN, False))
    for style, pattern in group
)

_ESCAPED = re.compile(r"^(\d+)\\([.)])")

# Styles that number sections far more often than questions.
SECTION_STYLES = frozenset({"一、", "(一)", "第章", "Ⅰ"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A title taken apart: ``number`` as digits ("3", "1.1"), ``rest`` without it.

    ``explicit`` when the number itself says that this is a question (题目3, 第 3 题, Q3).
    """

    number: str
    rest: str
    style: str
    explicit: bool

    @property
    def last(self) -> int:
        """The last component, for sequences: 3 for "1.3"."""
        return int(re.split(r"[.-]", self.number)[-1])


def alone(line: str) -> str | None:
    """The number that is all of a line: ``01``, ``2.``; the question is below it."""
    match = re.fullmatch(r"\s*(?:(?:NO|№)\.?\s*)?0?([1-9]\d?)\s*[.、．]?\s*", line, re.IGNORECASE)
    return match[1] if match else None


@lru_cache(maxsize=65_536)
def split_number(text: str) -> Numbered | None:
    """The number that ``text`` begins with, or None. Marks of emphasis in front are ignored."""
    start = ornament(text)
    lead, body = text[:start], _ESCAPED.sub(r"\1\2", text[start:])
    for style, explicit, pattern in _ALL:
        match = pattern.match(body)
        if match:
            rest = _balanced(lead, body[match.end() :])
            return Numbered(digits(match[1]), rest, style, explicit)
    return None


def split_loosely(text: str) -> Numbered | None:
    """The number in front of a title whose siblings are all numbered: ``3,题``, ``1.3TCP``."""
    match = re.match(r"(\d{1,3}(?:\.\d{1,3})*)\s*[,，.．、:：)）\s]?\s*(?=\D)", text)
    return Numbered(digits(match[1]), text[match.end() :], "loose", False) if match else None


def _balanced(lead: str, rest: str) -> str:
    """``rest`` with the emphasis that was opened before the number opened after it."""
    marks = re.sub(r"[^*_]", "", lead)
    if not marks:
        return rest.strip()
    if rest.startswith(marks):  # **1.** 题
        return rest[len(marks) :].strip()
    return marks + rest.strip()


def digits(number: str) -> str:
    """A number as it is written (３, 三, ③, Ⅲ) in digits."""
    if len(number) == 1 and unicodedata.category(number) in ("No", "Nl"):  # ③, ⑶, Ⅲ
        return str(int(unicodedata.numeric(number)))
    number = unicodedata.normalize("NFKC", number)
    if all(char in _CHINESE for char in number):
        return str(_chinese(number))
    return re.sub(r"\d+", lambda part: str(int(part[0])), number)


def _chinese(number: str) -> int:
    """The value of a Chinese numeral below 1000: 二十三 is 23."""
    total, digit = 0, 0
    for char in number:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGIT[char] if not digit else digit * 10 + _DIGIT[char]
    return total + digit
