"""Notes, and a fresh collection of Anki to import them into."""

from __future__ import annotations

from collections.abc import Collection as Guids
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse
from importing import TODAY, YESTERDAY, Import, planned
from sample_entries import descent, hostile, output, protocols

from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import NoteKind, key
from shuati.publish.anki.notes import make_notes
from shuati.publish.anki.targets.apkg import package


@pytest.fixture
def entries() -> list[Entry]:
    return [descent(), protocols(), output(), hostile()]


@pytest.fixture
def notes(entries: list[Entry]) -> list[Note]:
    return make_notes(entries)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def import_notes(collection: Collection, tmp_path: Path) -> Import:
    """Imports with the dialog's defaults, and gives what Anki says about each note.

    The notes were last changed yesterday, but those whose guid is in ``later`` today;
    so was the note type, if ``type_later``.
    """

    def run(
        notes: Sequence[Note],
        later: Guids[str] = (),
        type_later: bool = False,
        media: Mapping[str, bytes] | None = None,
    ) -> ImportResponse.Log:
        times = {note.guid: TODAY if note.guid in later else YESTERDAY for note in notes}
        times |= {key(kind): TODAY if type_later else YESTERDAY for kind in NoteKind}
        path = tmp_path / "deck.apkg"
        path.write_bytes(package(planned(notes, times), Settings(), media=media))
        log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path))).log
        collection.models._clear_cache()  # else Python shows the note type from before
        return log

    return run
