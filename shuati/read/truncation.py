"""Whether a document breaks off: its last text stops in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Block, Code, Paragraph, PointList, Quote
from shuati.sources.element import Element

_ENDS = tuple('。！？!?；;：:…）)”"』」】》.~～>*_`$')
_OPEN = {"（": "）", "“": "”", "《": "》", "【": "】", "「": "」"}
_MINIMUM = 4  # texts of a kind needed before their ends count
_SHORT = 12  # characters; a text up to that is a word and no sentence


def breaks_off(elements: Sequence[Element], unclosed: Sequence[int] = ()) -> bool:
    """Whether the text of ``elements`` (a whole document) ends where no sentence does.

    A text without a full stop is only odd where the others of its kind (paragraphs,
    list items) have one; code that never ends is odd where a bracket is still open.
    ``unclosed`` are the positions at which code begins that never ends.
    """
    texts = list(_texts([element.block for element in elements if element.block is not None]))
    if not texts or elements[-1].cells:  # a row of fields ends as it likes
        return False
    last, kind = texts[-1]
    if kind == "code":
        span = elements[-1].span
        return any(span.first <= at <= span.last for at in unclosed) and _is_open_code(last)
    if not last:
        return False
    if last.endswith(("，", ",", "、", "（", "(", "“", "《")):
        return True
    if last.endswith(_ENDS):
        return any(last.rfind(left) > last.rfind(right) for left, right in _OPEN.items())
    if len(last) <= _SHORT or last[-1].isdigit() or not _is_prose(last):
        return False
    return _mostly_end([text for text, of in texts[:-1] if of == kind]) or (
        _has_clauses(last) and _all_end([text for text, _ in texts[:-1] if _has_clauses(text)])
    )


def _is_prose(text: str) -> bool:
    """Whether a text is made of clauses, and no name, link or line such as 作者：…"""
    return "://" not in text and not text.endswith(")") and re.search("[，。；]", text) is not None


def _mostly_end(texts: Sequence[str]) -> bool:
    """Whether nearly all ``texts`` (of one kind) that are long enough end as sentences do."""
    long = [text for text in texts if len(text) > _SHORT]
    ended = sum(text.endswith(_ENDS) for text in long)
    return len(long) >= _MINIMUM and ended >= 0.8 * len(long)


def _has_clauses(text: str) -> bool:
    return "，" in text


def _all_end(texts: Sequence[str]) -> bool:
    return len(texts) >= _MINIMUM - 1 and all(text.endswith(_ENDS) for text in texts)


def _is_open_code(text: str) -> bool:
    depth = sum(text.count(left) - text.count(right) for left, right in ("()", "[]", "{}"))
    return depth > 0 or text.endswith((",", "=", "+", "\\", ".", '"""'))


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Every text with its kind, in reading order: 'paragraph', 'item', 'code' or 'other'."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text.rstrip(), "paragraph"
        elif isinstance(block, PointList):
            for point in block.points:
                for text, kind in _texts(point.blocks):
                    yield text, "item" if kind == "paragraph" else kind
        elif isinstance(block, Quote):
            yield from _texts(block.blocks)
        elif isinstance(block, Code):
            yield block.text.rstrip(), "code"
        else:
            yield "", "other"
