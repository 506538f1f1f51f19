"""What a build would do, found by deciding all of it and making nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuati.config import settings as settings_file
from shuati.ledger import store
from shuati.model import BuildError, Diagnostic, Severity
from shuati.pipeline.bank import Plan
from shuati.pipeline.changes import Change, ChangeKind, find_changes
from shuati.pipeline.gather import gather, noted, tagged
from shuati.pipeline.note_changes import with_notes
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import opened
from shuati.publish.anki.note import as_sent
from shuati.publish.print.entry_pages import pages_of

# What the last study sheet does not show.
_WITHOUT_A_PAGE = (ChangeKind.NEW, ChangeKind.SPLIT, ChangeKind.RETURNED, ChangeKind.NOTE)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change.

    ``notes`` are the numbers of notes that Anki would take as ``new``, ``changed`` (their
    tags are replaced) and ``gone`` (retired: sent once more, tagged). ``pages`` are
    those of the last study sheet on which something changes or goes.
    """

    changes: tuple[Change, ...]
    notes: Mapping[str, int]
    pages: tuple[int, ...]
    diagnostics: tuple[Diagnostic, ...]


def preview(plan: Plan, progress: Progress) -> Preview:
    """What building ``plan`` would change. Raises `BuildError` where it could not be built."""
    settings = settings_file.load(plan.sources)
    known = store.load(plan.ledger)
    with opened(progress) as runner:
        bank = gather(plan, settings, runner)
        if any(one.severity is Severity.ERROR for one in bank.diagnostics):
            raise BuildError(bank.diagnostics)
        bank = noted(tagged(bank, runner), plan, runner)
    assert bank.notes
    sync = bank.notes.plan
    after = {note.guid: as_sent(note) for note in sync.notes}
    found = find_changes(known, bank.identified, bank.notes.last, after)
    found = with_notes(found, sync, bank.identified, bank.notes.last)
    old = {one.code for one in found if one.kind not in _WITHOUT_A_PAGE}
    return Preview(
        found,
        {"new": len(sync.add), "changed": len(sync.update), "gone": len(sync.retire)},
        pages_of(plan.output / "study.pdf", old) if old else (),
        (*bank.diagnostics, *bank.identified.once),
    )
