"""The pages of the last study sheet that an entry is on."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

_CODE = re.compile(r"Q\d{4,}")


def pages_of(sheet: Path, codes: Collection[str]) -> tuple[int, ...]:
    """The numbers (from 1) of the pages of a PDF that show the entries ``codes``.

    An entry is on the pages from that of its anchor to that of the next one. None where the file
    is missing or has no anchors.
    """
    import pikepdf

    try:
        with pikepdf.open(sheet) as document:
            numbers = {_id(page.obj): number for number, page in enumerate(document.pages, 1)}
            names = pikepdf.NameTree(document.Root.Names.Dests)
            starts = sorted(
                (numbers[_id(dest[0])], -float(dest[3] or 0), str(name))
                for name, dest in names.items()
                if _CODE.fullmatch(str(name))
            )
    except (OSError, AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        return ()
    found: set[int] = set()
    ends = [page for page, *_ in starts[1:]] + [starts[-1][0] if starts else 0]
    for (first, _, name), last in zip(starts, ends, strict=True):
        if name in codes:
            found.update(range(first, last + 1))
    return tuple(sorted(found))


def _id(thing: Any) -> tuple[int, int]:
    number, generation = thing.objgen
    return number, generation
