"""The options of a question: taken out of its text and the blocks below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.model import Block, Option, Paragraph
from shuati.read.exam.marks import with_marks
from shuati.read.exam.option_lines import (
    LETTERS,
    Found,
    behind_stem,
    first_option,
    split_options,
)
from shuati.text.scripts import HAN

_BOX = re.compile(r"\s*(?:[-*+]\s+)?\\?\[(?P<mark>[ xX√✓]?)\\?\]\s*(?P<text>\S.*)", re.DOTALL)
_NAME = re.compile(r"\W*选\s*项\W*")
_BREAK = re.compile(r"(?:\s*<br\s*/?>|\\| {2,})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offered:
    """A question taken apart: its text, the ``above`` blocks of its stem, its options, the rest.

    ``span`` has the positions of the options, first and last.
    """

    text: str
    above: tuple[Block, ...]
    options: tuple[Option, ...]
    rest: tuple[Block, ...]
    span: tuple[int, int]


def offered(
    text: str, blocks: Sequence[Block], at: int, *, several: bool = False
) -> Offered | None:
    """The options in ``text`` (at position ``at``) and in the ``blocks`` below it.

    None where there are not at least A and B. ``several`` of them may be right.
    """
    text = "\n".join(line for line in text.split("\n") if not _NAME.fullmatch(line))
    found: list[Found] = []
    places: list[int] = []
    if (behind := behind_stem(text)) is not None:
        text, found = behind
        places += [at] * len(found)
    above: list[Block] = []
    boxes: list[tuple[Found, Paragraph]] = []
    end = len(blocks)
    for index, block in enumerate(blocks):
        more = _options_of(block, found)
        if more is not None:
            stem, options = more
            if stem:
                above.append(replace(block, text=stem))  # type: ignore[arg-type]
            found += options
            places += [block.span.first, block.span.last]
            continue
        if found:
            if not _goes_on(
                block, blocks[index - 1] if index else None, found, blocks[index + 1 :]
            ):
                end = index
                break
            assert isinstance(block, Paragraph)
            found[-1] = replace(found[-1], text=joined(found[-1].text, block.text))
            places.append(block.span.last)
            continue
        box = _box(block, len(boxes))
        if box is not None:
            assert isinstance(block, Paragraph)
            boxes.append((box, block))
        elif boxes:
            end = index
            break
        else:
            above.append(block)
    if not found and len(boxes) > 1:
        found = [box for box, _ in boxes]
        places = [boxes[0][1].span.first, boxes[-1][1].span.last]
    elif not found:
        return None
    if len(found) < 2:
        return None
    marked = with_marks(found, several=several)
    offers = tuple(
        Option(one.letter, _BREAK.sub("", inner).strip(), right)
        for one, (inner, right) in zip(found, marked, strict=True)
    )
    return Offered(text, tuple(above), offers, tuple(blocks[end:]), (min(places), max(places)))


def _options_of(block: Block, found: Sequence[Found]) -> tuple[str, list[Found]] | None:
    """The stem on a block's line and the options on it that go on behind ``found``."""
    if not isinstance(block, Paragraph) or len(found) >= len(LETTERS):
        return None
    text = _one_line(block.text)
    expected = LETTERS[len(found)]
    options = split_options(text, expected, found[0].style if found else "")
    if options:
        return "", options
    if not found and (behind := behind_stem(text)) is not None:
        stem, options = behind
        return "" if _NAME.fullmatch(stem) else stem, options
    return None


def _box(block: Block, count: int) -> Found | None:
    match = _BOX.fullmatch(block.text) if isinstance(block, Paragraph) else None
    if match is None or count >= len(LETTERS):
        return None
    own = first_option(match["text"])
    text = own.text if own is not None and own.letter == LETTERS[count] else match["text"]
    mark = "✅" if match["mark"].strip() else ""
    return Found(LETTERS[count], text + mark, "", "box")


def _goes_on(
    block: Block, above: Block | None, found: Sequence[Found], below: Sequence[Block]
) -> bool:
    """Whether a paragraph goes on with the option above it: another option follows below."""
    if not isinstance(block, Paragraph) or len(found) >= len(LETTERS):
        return False
    for one in below[:2]:
        if isinstance(one, Paragraph):
            options = split_options(_one_line(one.text), LETTERS[len(found)], found[0].style)
            if options:
                return True
    return False


def _one_line(text: str) -> str:
    """The lines of a paragraph as one, without those breaks that were set by hand."""
    if "\n" not in text:
        return text
    first, *others = text.split("\n")
    for other in others:
        first = joined(first, other)
    return first


def joined(above: str, below: str) -> str:
    """Two lines of one text as one: nothing between Chinese characters, else a blank."""
    above, below = _BREAK.sub("", above).rstrip(), below.strip()
    wide = rf"[{HAN}\u3000-\u303f\uff00-\uffef]"
    if re.search(rf"{wide}$", above) or re.match(wide, below):
        return above + below
    return f"{above} {below}"
