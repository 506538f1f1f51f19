"""Which lines of a text are code, which nothing may change."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FENCE = re.compile(r"[\s>]*(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """The lines (from 0) between fences, and the fences. One that never closes opens none."""
    found: set[int] = set()
    opened, fence = 0, ""
    for at, line in enumerate(lines):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if match is None:
            continue
        if not fence:
            opened, fence = at, match["fence"]
        elif match["fence"].startswith(fence) and not match["info"].strip():
            found.update(range(opened, at + 1))
            fence = ""
    return frozenset(found)
