"""The note types 问答, 要点 and 术语: their fields, their templates, their one style.

Their ids, the ids of their fields and templates, and the order of these never change:
with them Anki updates a note type in place, without them it makes a second one beside it
and old notes conflict for ever. The spare fields are there so that none need be added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import genanki

from shuati.config.strings import Field, ListField, NoteKind, TermField
from shuati.publish.anki.card_templates import side
from shuati.publish.render.templates import read_text

_STYLES = ("anki/card.css", "anki/code.css")


@dataclass(frozen=True)
class Design:
    """What never changes of a note type. ``templates`` are (name, id, file of the front, back).

    ``first_id`` is the id of its first field; those of the others follow.
    """

    model_id: int
    fields: type[StrEnum]
    first_id: int
    sort_field: StrEnum
    templates: Sequence[tuple[str, int, str, str]]
    cloze: bool = False


DESIGNS: Mapping[NoteKind, Design] = {
    NoteKind.ANSWER: Design(
        1_493_806_572,
        Field,
        6_120_947_358_101,
        Field.QUESTION,
        [("问答", 6_120_947_358_000, "front", "back")],
    ),
    NoteKind.LIST: Design(
        1_718_240_951,
        ListField,
        6_120_947_359_101,
        ListField.QUESTION,
        [("要点", 6_120_947_359_000, "list-front", "list-back")],
        cloze=True,
    ),
    NoteKind.TERM: Design(
        1_926_375_408,
        TermField,
        6_120_947_360_101,
        TermField.TERM,
        [
            ("术语", 6_120_947_360_000, "term-front", "term-back"),
            ("反问", 6_120_947_360_001, "term-asked-front", "term-asked-back"),
        ],
    ),
}


class NoteType(genanki.Model):  # type: ignore[misc]
    """A note type with the time of its own last change, in seconds since 1970."""

    def __init__(self, kind: NoteKind, modified: int, overrides: Path | None = None) -> None:
        design = DESIGNS[kind]
        names = [field.value for field in design.fields]
        super().__init__(
            design.model_id,
            kind.value,
            fields=[
                {"name": field.value, "id": design.first_id + place}
                for place, field in enumerate(design.fields)
            ],
            templates=[
                {
                    "name": name,
                    "id": key,
                    "qfmt": side(front, names, overrides, front=True),
                    "afmt": side(back, names, overrides, front=False),
                }
                for name, key, front, back in design.templates
            ],
            css="\n".join(read_text(name, overrides) for name in _STYLES),
            model_type=self.CLOZE if design.cloze else self.FRONT_BACK,
            sort_field_index=list(design.fields).index(design.sort_field),
        )
        self._modified = modified

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """The note type as Anki stores it; ``timestamp`` gives way to its own time."""
        stored: dict[str, Any] = super().to_json(self._modified, deck_id)
        return stored


def key(kind: NoteKind) -> str:
    """Under what a note type stands among the stamps of the ledger."""
    return str(DESIGNS[kind].model_id)


def content_hash(kind: NoteKind, overrides: Path | None = None) -> str:
    """A hash of all that an import would change in the note type."""
    stored = NoteType(kind, 0, overrides).to_json(0, 0)
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
