"""The letters of right options: in an answer (``AC``, ``A、C``, ``B. 线粒体``), in a stem."""

from __future__ import annotations

import re
import unicodedata

from shuati.read.exam.brackets import plain_brackets
from shuati.text.scripts import HAN

_LETTERS = re.compile(
    r"\s*[（(【\[]?\s*(?:(?:正确|参考|标准)?答案|选项?|應選|应选|故选|选择|選)?\s*[:：]?\s*"
    r"(?P<letters>[A-Z](?:[\s,，、;；/和与及.．]*[A-Z])*)(?![A-Za-z0-9'’])\s*[)）】\]]?"
)
_STEM = re.compile(
    r"(?P<lead>[（(【\[]\s*|(?<!_)_{1,}\s*)(?P<letters>[A-H](?:[\s,，、.．;；/]*[A-H]){0,7})"
    r"(?P<end>\s*[)）】\]]|\s*_{1,}(?!_))"
)
_BEHIND = re.compile(  # far behind a stem: 甲是        B
    r"(?P<bold>\*\*|__)?(?P<stem>.*\S)(?(bold)(?P=bold))(?:[ \u3000\xa0]{2,}|\s*\t\s*)"
    r"(?P<letters>[A-H](?:[\s,，、]*[A-H]){0,7})\s*"
)
_EMPTY = re.compile(r"[（(][ \t\u3000\xa0_]*[)）]|[（(]\s*\\?_[\s\\_]*[)）]")
_WIDE = re.compile(r"[（(【\[][\s、，]*[Ａ-Ｈ][\sＡ-Ｈ、，]*[)）】\]]")
_HAN = re.compile(f"[{HAN}]")
BLANK = "（　）"


def folded(text: str) -> str:
    """``text`` with letters and digits of full width as those of half width."""
    return "".join(
        unicodedata.normalize("NFKC", char) if "０" <= char <= "ｚ" else char for char in text
    )


def letters_of(text: str, labels: str) -> tuple[str, str] | None:
    """The letters, all among ``labels``, with which an answer begins, in order; and the rest.

    Small letters count where they are all of the answer, as in ``ac``.
    """
    text = folded(text)
    if re.fullmatch(r"[\s（(]*[a-h](?:[\s,，、]*[a-h])*[)）.。\s]*", text):
        text = text.upper()
    text = re.sub(r"^[\s*_`]+(?=[A-Z（(])", "", text)
    match = _LETTERS.match(text)
    if match is None:
        return None
    found = re.sub("[^A-Z]", "", match["letters"])
    if not set(found) <= set(labels) or len(set(found)) != len(found):
        return None
    rest = text[match.end() :]
    if _HAN.match(text, match.end("letters")) and match["letters"] == match[0].strip():
        return None  # a word that begins with a letter: "C语言", "A股"
    rest = re.sub(r"^[\s*_]*[.、．:：。;；,，]*\s*(?:\*\*(?=\s))?\s*", "", rest)
    return "".join(sorted(found)), rest


def without_letters(stem: str, labels: str) -> tuple[str, str]:
    """A stem with its letters taken out of the brackets, and these letters; '' for none.

    ``labels`` are those of its options; other letters in brackets belong to the text, and those in
    another order: 数据库（DB）.
    """
    found: list[str] = []

    def empty(match: re.Match[str]) -> str:
        letters = re.sub("[^A-H]", "", match["letters"])
        known = set(letters) <= set(labels) and letters == "".join(sorted(set(letters)))
        if not known:
            return match[0]
        found.extend(letters)
        return BLANK

    text = _STEM.sub(empty, folded_brackets(plain_brackets(stem)))
    behind = None if found else _BEHIND.fullmatch(text)
    if behind is not None:
        rest = empty(behind)
        text = behind["stem"] + ("" if _EMPTY.search(behind["stem"]) else rest) if found else text
    return text, "".join(sorted(set(found)))


def folded_brackets(text: str) -> str:
    """Letters of full width inside brackets as those of half width."""
    return _WIDE.sub(lambda match: folded(match[0]), text)


def with_empty_brackets(stem: str) -> str:
    """``stem`` with every empty bracket written ``（　）``."""
    return _EMPTY.sub(BLANK, stem)
