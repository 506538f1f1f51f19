"""Whether a document breaks off: its last text stops in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.model import Block, Code, Paragraph, Points, Quote, Table
from shuati.read.blocks import Unit

_ENDS = tuple("。！？!?；;：:…）)”\"』」】》.~～、>*_`$")
_OPEN = {"（": "）", "“": "”", "《": "》", "【": "】", "「": "」"}
_MINIMUM = 4  # texts of a kind needed before their ends tell a habit


def breaks_off(units: Sequence[Unit], unclosed_at_end: bool) -> bool:
    """Whether the text of ``units`` (a whole document) ends where no sentence does.

    A text without a full stop is only odd where the others of its kind (paragraphs,
    list items) have one; a fence that never closes at the end is always odd.
    """
    if unclosed_at_end:
        return True
    blocks = [unit.block for unit in units if unit.block is not None]
    if not blocks:
        return False
    last = _last_text(blocks[-1])
    if last is None:
        return False
    text, kind = last
    text = text.rstrip()
    if not text:
        return False
    if text.endswith(("，", ",", "、", "（", "(", "“", "《")):
        return True
    if text.endswith(_ENDS) and not text.endswith("、"):
        return _left_open(text)
    others = [other for other, of in _texts(blocks[:-1]) if of == kind and len(other) > 12]
    ended = sum(other.rstrip().endswith(_ENDS) for other in others)
    return len(text) > 4 and len(others) >= _MINIMUM and ended >= 0.8 * len(others)


def _left_open(text: str) -> bool:
    return any(text.rfind(left) > text.rfind(right) for left, right in _OPEN.items())


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Every text with its kind: 'paragraph' or 'item'."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, "paragraph"
        elif isinstance(block, Points):
            for point in block.points:
                for inner, _ in _texts(point.blocks):
                    yield inner, "item"
        elif isinstance(block, Quote):
            yield from _texts(block.blocks)


def _last_text(block: Block) -> tuple[str, str] | None:
    """The text with which a block ends, or None where it ends in something else."""
    if isinstance(block, Paragraph):
        return block.text, "paragraph"
    if isinstance(block, Points | Quote):
        inner = block.points[-1].blocks if isinstance(block, Points) else block.blocks
        if not inner or isinstance(inner[-1], Code | Table):
            return None
        found = _last_text(inner[-1])
        return found and (found[0], "item" if isinstance(block, Points) else found[1])
    return None
