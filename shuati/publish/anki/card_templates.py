"""The templates of cards: read, and looked at as Anki will."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from shuati.model import BuildError, failure
from shuati.publish.render.templates import folder, read_text

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
_OPEN = re.compile(r"\{\{(?![^{}]*\}\})")
_OF_ANKI = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})


def read_template(
    name: str, fields: Collection[str], overrides: Path | None, *, front: bool
) -> str:
    """The text of a card's template ``name`` for a note type with ``fields``.

    Raises `BuildError` where Anki would show an error in its place, or no card at all.
    """
    file = f"anki/{name}.html"
    text = read_text(file, overrides)
    path = next(base for base in (overrides, folder()) if base and (base / file).is_file()) / file
    if unclosed := _OPEN.search(text):
        raise _wrong(path, text, unclosed.start(), "a tag begins with {{ and has no }}")
    sections: list[tuple[str, int]] = []
    shown = False
    for tag in _TAG.finditer(text):
        sign, what = tag[1], tag[2].rpartition(":")[2].strip()
        if what not in fields and what not in _OF_ANKI and not re.fullmatch(r"c\d+", what):
            named = ", ".join(fields)
            raise _wrong(path, text, tag.start(), f"there is no field {what!r}; there are {named}")
        if sign == "/":
            if not sections or sections[-1][0] != what:
                raise _wrong(path, text, tag.start(), f"{{{{/{what}}}}} closes nothing")
            sections.pop()
        elif sign:
            sections.append((what, tag.start()))
        shown = shown or (not sign and tag[2] in fields)
    if sections:
        what, place = sections[-1]
        raise _wrong(path, text, place, f"the part {{{{#{what}}}}} has no end {{{{/{what}}}}}")
    if front and not shown:
        raise _wrong(path, text, 0, "this front shows no field by its plain name: no card")
    return text


def _wrong(path: Path, text: str, place: int, what: str) -> BuildError:
    return failure("wrong-template", str(path), text.count("\n", 0, place) + 1, error=what)
