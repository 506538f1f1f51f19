"""The kinds of question that headings and remarks name: 一、单选题（每题 2 分）, [判断]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from shuati import lexicon
from shuati.model import Form
from shuati.sources.numbering import SECTION_STYLES, split_number
from shuati.text.markdown import plain

_LONGEST = 120  # characters of a heading with its remarks: 一、单选题（每题 2 分，… ）
_BEHIND = r"\s*(?:[（(【\[〔:：、，,;；。.\-—–|/]|[共每本计合]|\d|$|\s)"


_BETWEEN = "(?:正误|对错|改错|说理|理解|型|小|与|和|及|、|/|／)?"
_BEHIND_KIND = "(?:库|集|部分|汇总|练习)?"


@cache
def _patterns() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    kinds = lexicon.toml("exam.toml")["kinds"]
    return tuple(
        (Form(form), re.compile("|".join(words), re.IGNORECASE)) for form, words in kinds.items()
    )


@cache
def _heading() -> re.Pattern[str]:
    table = lexicon.toml("exam.toml")
    kinds = table["kinds"]
    every = "|".join(word for words in kinds.values() for word in words)
    closed = "|".join(word for form, words in kinds.items() if form != "open" for word in words)
    alone = "|".join(table["headings"]["alone"])
    return re.compile(
        r"[\W_]*(?:第.{1,3}(?:部分|大题|卷)|part\s+\w{1,4}|[ⅠⅡI]{1,2}\s*卷)?[\W_]*"
        rf"(?:(?P<kind>(?:\w{{0,4}}?(?={closed}))?(?:(?:{every}){_BETWEEN}){{1,3}}题型?{_BEHIND_KIND})"
        rf"|(?P<alone>{alone}))[*_】\]]*{_BEHIND}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=65_536)
def part_form(title: str) -> Form | None:
    """The form of the questions in a part with the heading ``title``; None where it names none."""
    text = plain(title).strip()
    if not 2 <= len(text) <= _LONGEST or text.endswith(("？", "?")):
        return None
    numbered = split_number(text)
    if numbered is not None and not numbered.explicit:
        text = numbered.rest
    elif len(text) > 40 and "（" not in text and "(" not in text:
        return None
    match = _heading().match(text)
    if match is None:
        return None
    rest = text[match.end("kind") if match["kind"] else match.end("alone") :]
    if re.match(r"[\s*_：:]*[^（(【\[共每本计合\d]{13}", rest) and not re.match(r"\W*[（(]", rest):
        return None  # a sentence that begins so
    return form_named(match["kind"] or match["alone"])


def is_part_title(line: str) -> bool:
    """Whether a line that is no heading is the title of a part: it says 题, or has a number."""
    if part_form(line) is None:
        return False
    text = plain(line).strip()
    numbered = split_number(text)
    if numbered is not None and numbered.style in SECTION_STYLES:
        return True
    return re.search(
        r"[题題型]|择$|^\W*(?:判断|填空|名词解释|名詞解釋|简答|论述)\W*$", text
    ) is not None and not (text.endswith(("：", ":")) and not re.search("[题題]", text))


def form_named(words: str) -> Form | None:
    """The form that ``words`` name: 多选题, 判断, A1型题."""
    return next((form for form, pattern in _patterns() if pattern.search(words)), None)


def form_of_path(path: Sequence[str]) -> Form | None:
    """The form of the innermost heading of ``path`` that names one."""
    return next((form for title in reversed(path) if (form := part_form(title))), None)


_WORTH = r"(?:本题|每[题空小])?\s*\d+(?:\.\d+)?\s*分"
_REMARK = r"(?:\*{2})?[（(【\[〔]\s*(?P<words>[^（()）【】\[\]]{1,24}?)\s*[)）】\]〕](?:\*{2})?"
_FRONT = re.compile(rf"\s*{_REMARK}\s*[.、:：]?\s*")
_BEHIND_STEM = re.compile(rf"\s*{_REMARK}\s*(?P<end>[。.]?)\s*$")
_IS_KIND = re.compile(
    r"\w{0,4}(?:题|选|判断|填空|选择|简答|论述|型|choice)[^，。]{0,3}", re.IGNORECASE
)


def _remark(words: str) -> tuple[bool, Form | None]:
    """Whether words in brackets are a remark on a question (单选题, 1.0 分), and its form."""
    parts = [part.strip(" *") for part in re.split(r"[,，;；、\s/|·]+", words) if part.strip(" *")]
    if not parts:
        return False, None
    form = None
    named = False
    for part in parts:
        if re.fullmatch(_WORTH, part) or re.fullmatch(
            r"易|中|难|较难|简单|[分共]|\d+(?:\.\d+)?", part
        ):
            named = named or part.endswith("分")
            continue
        found = form_named(part) if _IS_KIND.fullmatch(part) else None
        if found is None and not re.fullmatch(r"必考|常考|重点|真题|\d{4}年?", part):
            return False, None
        form, named = form or found, named or found is not None
    return named, form


def without_remarks(stem: str) -> tuple[str, Form | None]:
    """``stem`` without （单选题, 1.0 分）, 【多选】, （2分） around it, and the form named."""
    form: Form | None = None
    while (match := _FRONT.match(stem)) and stem[match.end() :].strip():
        is_remark, found = _remark(match["words"])
        if not is_remark:
            break
        stem, form = stem[match.end() :], form or found
    while (match := _BEHIND_STEM.search(stem)) and stem[: match.start()].strip():
        is_remark, found = _remark(match["words"])
        if not is_remark:
            break
        stem, form = stem[: match.start()] + match["end"], form or found
    return stem.strip(), form
