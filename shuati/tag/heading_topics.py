"""Topics that headings and titles give where no rule names one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import PurePosixPath

from shuati import lexicon
from shuati.read.exam.part_kinds import part_form
from shuati.sources.numbering import split_number
from shuati.sources.question_words import names_kind, names_question_part, ornament
from shuati.text.fold import fold
from shuati.text.markdown import plain

_LONGEST = 16  # characters of a topic; a Latin one counts half
_LONGEST_TITLE = 80  # of a title, without what is in brackets
_BRACKETS = re.compile(r"[（(【\[〔「][^（()）【】\[\]〔〕「」]*[)）】\]〕」]")
_SLUG = re.compile(r"[\x00-\x7f]*[0-9_][\x00-\x7f]*|[\x00-\x7f]{1,2}")  # d15, q_2: no words
_MARKUP = re.compile(r"[<>{}&=$\\`]")  # a tag is shown as it is, on cards too
_EDGES = " \t\u3000·:：、，,.。;；-—–_|/~*#"


def learned_topic(headings: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    """The levels of the topic of a question below ``headings``, outermost first; () for none.

    The outermost and the innermost heading that name a thing; where none does, the first of
    ``titles`` (of the document, of its file) that does.
    """
    named = list(dict.fromkeys(filter(None, map(thing_named, headings))))
    if named:
        return tuple(dict.fromkeys((named[0], named[-1])))
    return tuple(name for title in titles if (name := thing_named(title)))[:1]


def titles_of(path: str, title: str) -> tuple[str, ...]:
    """What the document at ``path`` is called: its title, then the name of its file."""
    return tuple(filter(None, (title, PurePosixPath(path).stem)))


def thing_named(title: str) -> str:
    """What a heading or title names: 循环系统 in 第一章 循环系统（重点）; '' for nothing.

    Its number goes, and words for collections and for parts of papers: 面试题, 复习.
    """
    text = _BRACKETS.sub(" ", plain(title)).strip()
    if len(text) > _LONGEST_TITLE or part_form(text) is not None or names_kind(text):
        return ""
    text = text[ornament(text) :]
    if (numbered := split_number(text)) is not None:
        text = numbered.rest
    patterns = _patterns()
    *before, text = [part for part in re.split(r"[:：]", text) if part.strip(_EDGES)] or [""]
    if before and len(text) <= _LONGEST and patterns["whole"].fullmatch(text.strip(_EDGES)):
        text = before[-1]
    while (shorter := patterns["around"].sub("", text.strip(_EDGES))) != text:
        text = shorter
    width = sum(0.5 if char.isascii() else 1.0 for char in text)
    if (
        _MARKUP.search(text)
        or len(text) < 2
        or width > _LONGEST
        or _SLUG.fullmatch(text)
        or names_question_part(text)
    ):
        return ""
    if patterns["whole"].fullmatch(fold(text)) or patterns["asks"].search(text):
        return ""
    return text


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """``around`` matches what goes from the edges of a title, ``whole`` titles that name nothing,
    ``asks`` those that ask."""
    table = lexicon.toml("terms.toml")["no_topic"]
    begins, ends, whole, asks = (
        "|".join(table[name]) for name in ("begins", "ends", "whole", "asks")
    )
    return {
        "around": re.compile(rf"^(?:{begins})|(?:{ends})$", re.IGNORECASE),
        "whole": re.compile(rf"(?:{whole}|{ends})+", re.IGNORECASE),
        "asks": re.compile(asks),
    }
