"""The difference between two texts, in words."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

_TOKEN = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
_LEAST = 2  # equal tokens between two differences that are shown as equal


class DiffKind(StrEnum):
    """Which of two texts a part of their difference belongs to."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of text that both texts have, or only the old or the new one."""

    kind: DiffKind
    text: str


def difference(old: str, new: str) -> tuple[DiffPart, ...]:
    """What ``old`` and ``new`` have in common and what only one has, in reading order.

    A Latin word or number changes as a whole, Chinese character by character. Two differences
    with a single equal token between them are one.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    parts: list[DiffPart] = []
    deleted: list[str] = []
    inserted: list[str] = []

    def flush() -> None:
        for kind, tokens in ((DiffKind.DELETED, deleted), (DiffKind.INSERTED, inserted)):
            if tokens:
                parts.append(DiffPart(kind, "".join(tokens)))
            tokens.clear()

    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        inside = a1 > 0 and b1 > 0 and a2 < len(before) and b2 < len(after)
        if tag == "equal" and not (inside and a2 - a1 < _LEAST):
            flush()
            parts.append(DiffPart(DiffKind.EQUAL, "".join(before[a1:a2])))
        else:
            deleted += before[a1:a2]
            inserted += after[b1:b2]
    flush()
    return tuple(parts)
