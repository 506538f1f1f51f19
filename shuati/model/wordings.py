"""The other ways in which an entry is asked."""

from __future__ import annotations

from shuati.model import AnswerPart, Entry, Paragraph, PointList, Section

LABEL = "其他问法"  # of a section that lists them, as `bank.md` has it


def lists_wordings(part: AnswerPart | Section) -> bool:
    """Whether a part of an answer is no answer: a list of other wordings under their label."""
    return part.label == LABEL and any(isinstance(block, PointList) for block in part.blocks)


def other_wordings(entry: Entry) -> list[str]:
    """The texts (inline Markdown) of the other variants, then those that a section lists."""
    return [text for text, _ in placed_wordings(entry)]


def placed_wordings(entry: Entry) -> list[tuple[str, str]]:
    """The `other_wordings`, each with the path of its document."""
    listed = [
        (point.blocks[0].text, entry.variants[part.variant].path)
        for part in entry.parts
        if lists_wordings(part)
        for block in part.blocks
        if isinstance(block, PointList)
        for point in block.points
        if point.blocks and isinstance(point.blocks[0], Paragraph)
    ]
    return [*((variant.text, variant.path) for variant in entry.variants[1:]), *listed]
