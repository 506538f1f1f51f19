"""Which lists hold questions, and which of their items are some."""

from __future__ import annotations

from collections.abc import Sequence

from shuati.model import Block, Heading, Kind, Point, PointList
from shuati.read.conventions import Conventions
from shuati.read.expand.heads import head_of, is_bold, split_head
from shuati.read.options import have_options
from shuati.read.question_start import CARD
from shuati.sources.element import Element, element_of
from shuati.sources.question_words import is_link, leaves_blank, says_something, sounds_asked

_FEWEST = 3  # lists of one question each, whose answers are below them
_STRONG = (True, True)  # the build that few lists but those of questions have: fewer must ask


def lists_of_questions(elements: Sequence[Element], conventions: Conventions) -> set[int]:
    """The places of lists that hold questions, and of those in a run of such.

    Between 1. 题 and 3. 题, each a list of its own, 2. is a question too.
    """
    lists = [
        (at, element.block)
        for at, element in enumerate(elements)
        if isinstance(element.block, PointList)
    ]
    chosen = {
        at
        for at, points in lists
        if holds_questions(
            points, elements[at + 1] if at + 1 < len(elements) else None, conventions
        )
    }
    runs = _runs([(at, points) for at, points in lists if points.ordered])
    bulleted = [(at, points) for at, points in lists if not points.ordered]
    if conventions.titled_items and bulleted:
        runs.append(bulleted)
    for run in runs:
        strong = _build(run[0][1]) == _STRONG
        if len({at in chosen for at, _ in run}) == 1 and not (strong and run[0][0] not in chosen):
            continue  # the lists of the run are alike already
        every = [point for _, points in run for point in points.points]
        surely = {id(point) for at, points in run if at in chosen for point in points.points}
        asking = sum(id(point) in surely or asks(point, conventions) for point in every)
        if asking >= 2 and (3 if strong else 2) * asking > len(every):
            chosen.update(at for at, _ in run)
    return chosen | _with_answers_outside(elements, lists)


def _with_answers_outside(
    elements: Sequence[Element], lists: Sequence[tuple[int, PointList]]
) -> set[int]:
    """The places of bulleted lists of one question each, whose answers are below the list.

    Most lists of the document are built so, and most of their items ask.
    """
    bulleted = [(at, points) for at, points in lists if not points.ordered]
    lone = [
        (at, points.points[0])
        for at, points in bulleted
        if len(points.points) == len(points.points[0].blocks) == 1
        if at + 1 < len(elements) and _is_text(elements[at + 1].block)
    ]
    asking = sum(sounds_asked(head_of(point) or "") >= 0.8 for _, point in lone)
    together = len(lone) >= _FEWEST and 3 * len(lone) >= 2 * len(bulleted)
    return {at for at, _ in lone} if together and 2 * asking > len(lone) else set()


def _is_text(block: Block | None) -> bool:
    return block is not None and not isinstance(block, Heading | PointList)


def _runs(lists: Sequence[tuple[int, PointList]]) -> list[list[tuple[int, PointList]]]:
    """Ordered lists of one build whose numbers go on from one to the next."""
    runs: list[list[tuple[int, PointList]]] = []
    for at, points in lists:
        for run in reversed(runs):
            last = run[-1][1]
            if last.start + len(last.points) == points.start and _build(last) == _build(points):
                run.append((at, points))
                break
        else:
            runs.append([(at, points)])
    return runs


def _build(points: PointList) -> tuple[bool, bool]:
    """How most items of a list are made: whether their heads are bold, and have a body."""
    bold = sum(is_bold(head_of(point) or "") for point in points.points)
    bodied = sum(len(point.blocks) > 1 for point in points.points)
    return 2 * bold > len(points.points), 2 * bodied > len(points.points)


def lists_questions(elements: Sequence[Element], conventions: Conventions) -> bool:
    """Whether ``elements`` hold nothing but lists of two or more questions."""
    blocks = [element.block for element in elements if element.block is not None]
    return bool(blocks) and all(
        isinstance(block, PointList)
        and len(block.points) > 1
        and holds_questions(block, None, conventions)
        for block in blocks
    )


def all_bodied(element: Element) -> bool:
    """Whether an element is a list whose items all have something below their first line."""
    block = element.block
    return isinstance(block, PointList) and all(
        len(point.blocks) > 1 or bool(split_head(head_of(point) or "")[1]) for point in block.points
    )


def holds_questions(points: PointList, following: Element | None, conventions: Conventions) -> bool:
    """Whether half of the items ask something, or lists inside them do; never options."""
    if have_options([points]):
        return False
    worded = [point for point in points.points if says_something(head_of(point) or "")]
    asking = [asks(point, conventions) for point in worded]
    if asking and following is not None and conventions.opens_answer(following):
        asking[-1] = True
    if asking and 2 * sum(asking) >= len(asking):
        return True
    sounding = sum(sounds_asked(head_of(point) or "") >= 0.8 for point in worded)
    if sounding >= 2 and 4 * sounding >= 3 * len(worded):
        return True
    return any(
        isinstance(block, PointList) and holds_questions(block, None, conventions)
        for point in points.points
        for block in point.blocks[1:]
        if not conventions.opens_answer(element_of(point.blocks[0]))
    )


def asks(point: Point, conventions: Conventions) -> bool:
    """Whether a list item is a question: by its label, its words, or an answer below it."""
    head = head_of(point)
    if head is None or is_link(head):
        return False
    label = conventions.label(head)
    if label is not None:
        return label.kind is Kind.QUESTION
    title, rest = split_head(head, titled=conventions.titled_items)
    if CARD.search(head.split("\n", 1)[0]):
        return True
    if any(_opens(block, conventions) for block in point.blocks[1:]) or (
        rest and conventions.label(rest)
    ):
        return True
    if have_options(point.blocks[1:]):
        return True
    has_body = bool(rest) or len(point.blocks) > 1
    outright = sounds_asked(title) == 1 or leaves_blank(title)
    return sounds_asked(title) >= (0.8 if has_body or outright else 2)


def _opens(block: Block, conventions: Conventions) -> bool:
    if isinstance(block, PointList):
        return any(_opens(point.blocks[0], conventions) for point in block.points if point.blocks)
    return conventions.opens_answer(element_of(block)) is not None
