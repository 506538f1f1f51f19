"""Questions that are numbered lines without any markup: ``1、题``, ``（1）题``, ``第1题 …``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Paragraph, Points
from shuati.read.habits import Habits
from shuati.read.marks import Mark, Scheme, clean, title_mark
from shuati.read.numbering import split_number
from shuati.read.open import open_items, split_head
from shuati.read.options import with_options
from shuati.read.terms import FORM, below_terms, split_term
from shuati.read.units import Role, Unit


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """A scheme for every style of number that begins paragraphs."""
    flow = [_as_line(unit) for unit in open_items(units, habits)]
    styles: dict[str, list[Mark]] = {}
    terms = below_terms(flow)
    for at, unit in enumerate(flow):
        text = unit.paragraph
        if text is None or text.lstrip().startswith(("**", "__")):
            continue
        title, _, rest = text.partition("\n")
        numbered = split_number(text) if at in terms else None
        if numbered is not None and (term := split_term(numbered.rest)):
            mark = replace(title_mark(at, text), title=clean(term[0]), rest=term[1], form=FORM)
            styles.setdefault(mark.style, []).append(mark)
            continue
        if title.rstrip().endswith(("，", "、", ",")):
            title, rest = split_head(text)
        mark = replace(title_mark(at, title), rest=rest)
        if mark.number is not None and mark.style != "1":
            styles.setdefault(mark.style, []).append(mark)
    for style, marks in styles.items():
        kept = _answered(flow, with_options(flow, marks, habits), habits)
        if kept:
            yield Scheme(f"plain {style}", tuple(flow), tuple(kept))


def _as_line(unit: Unit) -> Unit:
    """The head of a list's item, or a list of one line, as the numbered line that it is."""
    if unit.role is Role.ITEM and unit.number is not None:
        text = f"{unit.number}. {unit.text}"
        return Unit(Role.BLOCK, unit.span, Paragraph(text, unit.span))
    block = unit.block
    if isinstance(block, Points) and block.ordered and len(block.points) == 1:
        inside = block.points[0].blocks
        if len(inside) == 1 and isinstance(inside[0], Paragraph):
            text = f"{block.start}. {inside[0].text}"
            return Unit(Role.BLOCK, unit.span, Paragraph(text, unit.span))
    return unit


def _answered(flow: Sequence[Unit], marks: list[Mark], habits: Habits) -> list[Mark]:
    """The marks that are questions and not points of an answer.

    Where answers have labels: those directly before one, or those that sound asked.
    Elsewhere: those that sound asked, and those that fill a gap in their numbers.
    """
    ends = [mark.at for mark in marks[1:]] + [len(flow)]
    labelled = [
        any(habits.opens_answer(unit) for unit in flow[mark.at : end])
        for mark, end in zip(marks, ends, strict=True)
    ]
    keep = [
        answered or mark.explicit or mark.asked >= 0.8
        for mark, answered in zip(marks, labelled, strict=True)
    ]
    kept: list[Mark] = []
    next_kept: list[int | None] = [None] * len(marks)
    for at in range(len(marks) - 2, -1, -1):
        next_kept[at] = at + 1 if keep[at + 1] else next_kept[at + 1]
    any_labelled, mostly = any(labelled), 2 * sum(keep) > len(marks)
    for at, mark in enumerate(marks):
        if labelled[at] and mark.rest.count("\n") < 2:  # the asking goes on over the line
            mark = replace(mark, title=f"{mark.title}\n{mark.rest}".strip(), rest="")
        upcoming = next_kept[at]
        after = marks[upcoming] if upcoming is not None else None
        follows = bool(kept) and (after is None or _follows(mark, after))
        twice = upcoming == at + 1 and at > 0 and keep[at - 1]  # 3. 题, 3. 题, 4. 题
        step = _step(kept[-1], mark) if follows else None
        fills = not any_labelled and (step == 1 or (step == 0 and twice))
        if keep[at] or (fills and mostly):
            kept.append(mark)
    return kept


def _follows(earlier: Mark, later: Mark) -> bool:
    return _step(earlier, later) == 1


def _step(earlier: Mark, later: Mark) -> int | None:
    """How far one number is from the next, where both are plain numbers."""
    one, other = earlier.number or "", later.number or ""
    return int(other) - int(one) if one.isdecimal() and other.isdecimal() else None
