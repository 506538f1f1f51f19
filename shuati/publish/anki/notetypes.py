"""The note type 问答: its fields, its template, its style.

Its id, the ids of its fields and of its template, and their order never change: with
them Anki updates the note type in place, without them it makes a second one beside it
and old notes conflict for ever. The spare fields are there so that none need be added.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import genanki

from shuati.labels import NOTE_TYPE, Field
from shuati.templates import read_text

MODEL_ID = 1_493_806_572
_TEMPLATE_ID = 6_120_947_358_000
_FIELD_IDS = {field: 6_120_947_358_101 + place for place, field in enumerate(Field)}
_STYLES = ("anki/card.css", "anki/code.css")


class NoteType(genanki.Model):  # type: ignore[misc]
    """The note type with the time of its own last change, in seconds since 1970."""

    def __init__(self, modified: int, overrides: Path | None = None) -> None:
        super().__init__(
            MODEL_ID,
            NOTE_TYPE,
            fields=[{"name": field.value, "id": key} for field, key in _FIELD_IDS.items()],
            templates=[
                {
                    "name": NOTE_TYPE,
                    "id": _TEMPLATE_ID,
                    "qfmt": read_text("anki/front.html", overrides),
                    "afmt": read_text("anki/back.html", overrides),
                }
            ],
            css="\n".join(read_text(name, overrides) for name in _STYLES),
            sort_field_index=list(Field).index(Field.QUESTION),
        )
        self._modified = modified

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """The note type as Anki stores it; ``timestamp`` gives way to its own time."""
        stored: dict[str, Any] = super().to_json(self._modified, deck_id)
        return stored


def content_hash(overrides: Path | None = None) -> str:
    """A hash of all that an import would change in the note type."""
    stored = NoteType(0, overrides).to_json(0, 0)
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
