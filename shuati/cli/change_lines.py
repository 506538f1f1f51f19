"""Changes as lines of text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.pipeline.changes import Change, ChangeKind
from shuati.text.diff import DiffKind, DiffPart

if TYPE_CHECKING:
    from shuati.pipeline.preview import Preview

_AROUND = 12  # characters of unchanged text that are shown beside a change
_LONG = 160  # characters of a change that are shown whole
_MARKS = {DiffKind.DELETED: ("[-", "-]", "31"), DiffKind.INSERTED: ("{+", "+}", "32")}
_LINKS = {ChangeKind.SPLIT: "from", ChangeKind.MERGED: "into", ChangeKind.MOVED: "from"}


def line(change: Change, sources: Path, *, coloured: bool) -> str:
    """A change as a line, the words of an edit on a second one."""
    place = f"  {sources / change.path}:{change.line}" if change.path else ""
    link = _LINKS.get(change.kind)
    other = f" {link} {change.other}" if link and change.other else ""
    notes = f"  [{', '.join(change.notes)}]" if change.notes else ""
    shown = f"{change.kind:<8} {change.code}  {change.question}{other}{place}{notes}"
    shown = "".join(char if char.isprintable() else " " for char in shown)
    if change.words:
        shown += "\n" + " " * 9 + _words(change.words, coloured)
    return shown


def _words(words: tuple[DiffPart, ...], coloured: bool) -> str:
    parts = []
    for at, one in enumerate(words):
        text = "".join(char if char.isprintable() else " " for char in one.text)
        if one.kind is DiffKind.EQUAL:
            head = text[:_AROUND] if at else ""
            tail = text[-_AROUND:] if at < len(words) - 1 else ""
            cut = len(text) > len(head) + len(tail)
            parts.append(f"{head}…{tail}" if cut else text)
        else:
            start, end, colour = _MARKS[one.kind]
            if len(text) > _LONG:
                text = f"{text[: _LONG - 3 * _AROUND]}…{text[-2 * _AROUND :]}"
            text = f"{start}{text}{end}"
            parts.append(f"\x1b[{colour}m{text}\x1b[0m" if coloured else text)
    return "".join(parts)


def summary(preview: Preview) -> str:
    """The numbers of everything that changes."""
    kinds = Counter(change.kind for change in preview.changes)
    entries = ", ".join(f"{kinds[kind]} {kind}" for kind in ChangeKind if kinds[kind])
    notes = ", ".join(f"{count} {kind}" for kind, count in preview.notes.items() if count)
    pages = ""
    if preview.pages:
        named = ", ".join(map(str, preview.pages[:20])) + ", …" * (len(preview.pages) > 20)
        pages = f"; pages of the last study.pdf: {named}"
    return f"{entries or 'nothing changes'}; notes in Anki: {notes or 'none touched'}{pages}"
