"""Where a page begins: with a unit, or in the midst of one.

A page that begins in the midst of a unit is set again without those before it: WeasyPrint is
given the state that it hands over from one page to the next (its "resume" tree). `PageBreaks`
reads that state while a document is set; `patched_pages.page_breaks` calls it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class PageStart(NamedTuple):
    """``unit``, and how far it has come as JSON: '' where it begins."""

    unit: int
    inside: str = ""


@dataclass(slots=True)
class PageBreaks:
    """How a document that begins at ``start`` is divided into pages, while it is set.

    Where ``start`` is inside a unit, the document has a blank page first: WeasyPrint keeps
    the margin above what begins its first page, and looks for strings on pages before only.
    """

    start: PageStart
    context: Any = None
    root: Any = None
    unfinished: dict[int, bool] = field(default_factory=dict)  # by page: floats, footnotes

    def begin(self, context: Any, root: Any) -> None:
        """Called when WeasyPrint has prepared its list of pages."""
        self.context, self.root = context, root
        if self.start.inside:
            _, following, texts = json.loads(self.start.inside)
            blank = {"break": "left", "page": following["page"]}
            context.page_maker[0] = (None, blank, True, *context.page_maker[0][3:])
            for name, text in texts.items():
                context.string_set[name][1].append(text)

    def page_made(self, index: int, context: Any, root: Any, resume: Any) -> Any:
        """Called when page ``index`` (from 0) is set; returns where the next one begins."""
        self.unfinished[index + 1] = bool(context.broken_out_of_flow or context.reported_footnotes)
        if self.start.inside and index == 0:
            path, following, _ = json.loads(self.start.inside)
            boxes = root.children[0].children
            units = {box.element: int(box.element.get("data-unit", -1)) for box in boxes}
            first = _first_of(boxes, units, self.start.unit)
            resume = {0: {first + at: _as_tree(rest) for at, rest in path}}
            context.page_maker[1] = (resume, following, *context.page_maker[1][2:])
        return resume

    def start_of(self, page: int, units: Mapping[Any, int]) -> PageStart | None:
        """Where ``page`` (from 0) begins; None where setting it again needs the one before.

        ``units`` gives the unit of each element that is a child of the body.
        """
        resume, following, *_ = self.context.page_maker[page]
        if self.unfinished.get(page, True):
            return None
        if list(resume or ()) != [0] or len(resume[0] or ()) != 1:
            return None
        ((at, rest),) = resume[0].items()
        boxes = self.root.children[0].children
        unit = units.get(boxes[at].element)
        if unit is None:
            return None
        first = _first_of(boxes, units, unit)
        if at == first and rest is None:
            return PageStart(unit)
        if following["break"] != "any":  # of what belongs together: the back of a card
            return None
        texts = {name: _last(pages, page) for name, pages in self.context.string_set.items()}
        state = [_as_lists({at - first: rest}), following, texts]
        return PageStart(unit, json.dumps(state, ensure_ascii=False, sort_keys=True))


def _first_of(boxes: Any, units: Mapping[Any, int], unit: int) -> int:
    return next(at for at, box in enumerate(boxes) if units.get(box.element) == unit)


def _last(pages: Mapping[int, list[str]], page: int) -> str:
    """What was set last before ``page`` (from 0; WeasyPrint counts from 1)."""
    return next((pages[at][-1] for at in range(page, 0, -1) if at in pages), "")


def _as_lists(resume: Any) -> Any:
    return resume and [[at, _as_lists(rest)] for at, rest in resume.items()]


def _as_tree(path: Any) -> Any:
    return path and {at: _as_tree(rest) for at, rest in path}
