"""Where a page begins: with a unit, or in the midst of one.

A page that begins in the midst of a unit is set again without those before it: WeasyPrint
is told how far the unit has come, as it tells itself from page to page. Two of its
functions are replaced for that while `watched` is open; they are internal, see `justify`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Start(NamedTuple):
    """``unit``, and how far it has come: '' where it begins."""

    unit: int
    inside: str = ""


@dataclass(slots=True)
class Watch:
    """What is seen of a document while it is set."""

    context: Any = None
    root: Any = None
    hanging: dict[int, bool] = field(default_factory=dict)

    def start(self, page: int, units: Mapping[Any, int]) -> Start | None:
        """Where ``page`` (from 0) begins; None where setting it again needs the one before.

        ``units`` gives the unit of each element that stands right in the body.
        """
        resume, following, *_ = self.context.page_maker[page]
        if self.hanging.get(page, True) or list(resume or ()) != [0] or len(resume[0] or ()) != 1:
            return None
        ((at, rest),) = resume[0].items()
        boxes = self.root.children[0].children
        unit = units.get(boxes[at].element)
        if unit is None:
            return None
        first = _first(boxes, units, unit)
        if at == first and rest is None:
            return Start(unit)
        if following["break"] != "any":  # of what belongs together: the back of a card
            return None
        texts = {name: _last(pages, page) for name, pages in self.context.string_set.items()}
        told = [_listed({at - first: rest}), following, texts]
        return Start(unit, json.dumps(told, ensure_ascii=False, sort_keys=True))


@contextmanager
def watched(start: Start) -> Iterator[Watch]:
    """Let the next document begin at ``start``; its HTML begins with that unit.

    Where that is inside the unit, the document has a blank page first: WeasyPrint keeps the
    margin above what begins its first page, and looks for strings on pages before only.
    """
    from weasyprint import layout
    from weasyprint.layout import page

    watch = Watch()
    initialize, remake = layout.initialize_page_maker, page.remake_page

    def initialized(context: Any, root: Any) -> None:
        initialize(context, root)
        watch.context, watch.root = context, root
        if start.inside:
            _, following, texts = json.loads(start.inside)
            blank = {"break": "left", "page": following["page"]}
            context.page_maker[0] = (None, blank, True, *context.page_maker[0][3:])
            for name, text in texts.items():
                context.string_set[name][1].append(text)

    def remade(index: int, context: Any, root: Any, *rest: Any) -> tuple[Any, Any]:
        made, resume = remake(index, context, root, *rest)
        watch.hanging[index + 1] = bool(context.broken_out_of_flow or context.reported_footnotes)
        if start.inside and index == 0:
            path, following, _ = json.loads(start.inside)
            boxes = root.children[0].children
            units = {box.element: int(box.element.get("data-unit", -1)) for box in boxes}
            first = _first(boxes, units, start.unit)
            resume = {0: {first + at: _nested(rest) for at, rest in path}}
            context.page_maker[1] = (resume, following, *context.page_maker[1][2:])
        return made, resume

    layout.initialize_page_maker, page.remake_page = initialized, remade
    try:
        yield watch
    finally:
        layout.initialize_page_maker, page.remake_page = initialize, remake


def _first(boxes: Any, units: Mapping[Any, int], unit: int) -> int:
    return next(at for at, box in enumerate(boxes) if units.get(box.element) == unit)


def _last(pages: Mapping[int, list[str]], page: int) -> str:
    """What was set last before ``page`` (from 0; WeasyPrint counts from 1)."""
    return next((pages[at][-1] for at in range(page, 0, -1) if at in pages), "")


def _listed(resume: Any) -> Any:
    return resume and [[at, _listed(rest)] for at, rest in resume.items()]


def _nested(path: Any) -> Any:
    return path and {at: _nested(rest) for at, rest in path}
