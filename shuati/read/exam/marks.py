"""What marks the right option in its own text: ✅, √, （正确）, ``*``, a box, bold, colour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuati.read.exam.option_lines import Found

_RIGHT = "✅✔✓√☑"
_WRONG = "❌✗✘"
_FE = "\ufe0f?"
_WORDS = r"[（(【\[]\s*(?:正[确確](?:答案|选项)?|正解|答案|对|√|✓|✔|correct|right)\s*[)）】\]]"
_NOT = r"[（(【\[]\s*(?:错误|錯誤|错|×|✗|✘|wrong|incorrect)\s*[)）】\]]"
_BEHIND = re.compile(
    rf"\s*(?:[{_RIGHT}]{_FE}|{_WORDS}|[←⬅]+\s*(?:正确|答案)\w*)\s*$", re.IGNORECASE
)
_BEHIND_WRONG = re.compile(rf"\s*(?:[{_WRONG}]{_FE}|{_NOT})\s*$", re.IGNORECASE)
_FRONT = re.compile(rf"\s*(?:[{_RIGHT}]{_FE}|{_WORDS})\s*", re.IGNORECASE)
_FRONT_WRONG = re.compile(rf"\s*(?:[{_WRONG}]{_FE})\s*")
_BEFORE = re.compile(rf"[{_RIGHT}]|\[[xX√✓]\]|(?<![*\\])\*(?!\*)\s")
_BOX = re.compile(r"\\?\[[ xX√✓]?\\?\]")
_NOT_CHOSEN = re.compile(r"(?<=\S)(?:\*\*)?\s*[（(]?未选(?:择|中)?[)）]?\s*$")

_COLOUR = r"<(font|span|mark|u|b|strong)\b[^<>]*>"
_EMPHASIS = (
    re.compile(rf"{_COLOUR}(?P<text>.*)</\1>[。.;；]?", re.DOTALL),
    re.compile(r"\*\*(?P<text>(?:(?!\*\*).)+)\*\*[。.;；]?", re.DOTALL),
    re.compile(r"__(?P<text>(?:(?!__).)+)__[。.;；]?", re.DOTALL),
    re.compile(r"==(?P<text>(?:(?!==).)+)==[。.;；]?", re.DOTALL),
    re.compile(r"\*(?P<text>(?:(?!\*).)+)\*[。.;；]?", re.DOTALL),
)


def with_marks(options: Sequence[Found], *, several: bool = False) -> list[tuple[str, bool]]:
    """The texts of options without the marks of the right ones, and whether each has one.

    A mark that all of them have says nothing, unless ``several`` may be right: then a sign or a
    colour does.
    """
    whole = [_balanced(one) for one in options]
    explicit = [_explicit(text, one.before) for text, one in zip(whole, options, strict=True)]
    texts = [text for text, _ in explicit]
    marked = [mark for _, mark in explicit]
    if any(marked) and (several or not all(marked)):
        return [(_bare(text), mark) for text, mark in zip(texts, marked, strict=True)]
    styled = [_emphasis(text) for text in texts]
    emphasised = [inner is not None for inner in styled]
    if any(emphasised) and not all(emphasised):
        return [
            (text if inner is None else inner, inner is not None)
            for text, inner in zip(texts, styled, strict=True)
        ]
    if all(emphasised):
        coloured = several and all(_EMPHASIS[0].fullmatch(text.strip()) for text in texts)
        return [(inner or "", coloured) for inner in styled]
    return [(text, False) for text in texts]


def _balanced(option: Found) -> str:
    """The text of an option with the emphasis that was opened before its letter."""
    opened = re.sub(r"[\s•·●○◯□■☐→▶+-]|\\?\[[ xX√✓]?\\?\]|[✅✔✓√☑]\ufe0f?", "", option.before)
    text = option.text.strip()
    marks = re.fullmatch(r"(\*\*|__|==|~~)?(<\w+[^<>]*>)?", opened)
    if not opened or marks is None:
        return text
    mark = marks[1] or ""
    if mark and not (text.rstrip("。.;； ✅✔✓√").endswith(mark) or mark in text):
        return text
    if mark and text.startswith(mark):  # **A.** text
        return text[len(mark) :].strip()
    return f"{opened}{text}"


def _explicit(text: str, before: str) -> tuple[str, bool]:
    """A text without a sign or word of its being right or wrong, and whether it is right."""
    right = bool(_BEFORE.search(before))
    text = _NOT_CHOSEN.sub(lambda match: "**" if "**" in match[0] else "", text)
    for pattern, says in ((_BEHIND, True), (_FRONT, True), (_BEHIND_WRONG, False)):
        match = pattern.search(text) if pattern is not _FRONT else pattern.match(text)
        if match and text.replace(match[0], "", 1).strip("*_ "):
            text, right = (text[: match.start()] + text[match.end() :]).strip(), right or says
    match = _FRONT_WRONG.match(text)
    if match and text[match.end() :].strip():
        text = text[match.end() :]
    return text.strip(), right


def _emphasis(text: str) -> str | None:
    """The text that is emphasised or coloured as a whole, or None."""
    for pattern in _EMPHASIS:
        if (match := pattern.fullmatch(text.strip())) is not None:
            inner = match["text"].strip()
            return _emphasis(inner) or inner
    return None


def _bare(text: str) -> str:
    return _emphasis(text) or text
