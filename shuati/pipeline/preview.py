"""What a build would do, found by making the deck and writing nothing."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from shuati.config import settings as settings_file
from shuati.ledger import store
from shuati.ledger.store import Ledger
from shuati.model import BuildError, Diagnostic, Severity
from shuati.pipeline.bank import Plan
from shuati.pipeline.changes import Change, Kind, changes
from shuati.pipeline.gather import gather, tagged
from shuati.pipeline.outputs import deck, file_names
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import opened
from shuati.publish.anki.targets import read_package
from shuati.publish.print.entry_pages import pages_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change.

    ``notes`` are the numbers of notes that Anki would take as ``new``, ``changed`` (their
    tags are replaced) and ``gone`` (sent once more, tagged). ``pages`` are those of the last
    study sheet on which something changes or goes.
    """

    changes: tuple[Change, ...]
    notes: Mapping[str, int]
    pages: tuple[int, ...]
    diagnostics: tuple[Diagnostic, ...]


def preview(plan: Plan, progress: Progress) -> Preview:
    """What building ``plan`` would change. Raises `BuildError` where it could not be built."""
    settings = settings_file.load(plan.sources)
    known = store.load(plan.ledger)
    package = plan.output / file_names("deck", settings)[0]
    with opened(progress) as runner:
        bank = gather(plan, settings, runner)
        if any(one.severity is Severity.ERROR for one in bank.diagnostics):
            raise BuildError(bank.diagnostics)
        bank = tagged(bank, runner)
        with progress.stage("deck"):
            made = deck(plan, bank, runner)
    before = read_package.cards(package)
    after = read_package.cards(io.BytesIO(made.files[package.name]))
    found = changes(known, bank.assigned, before, after)
    old = {one.code for one in found if one.kind not in (Kind.NEW, Kind.SPLIT, Kind.RETURNED)}
    return Preview(
        found,
        _notes(known, made.ledger),
        pages_of(plan.output / "study.pdf", old) if old else (),
        (*bank.diagnostics, *bank.assigned.once),
    )


def _notes(known: Ledger, ledger: Ledger) -> dict[str, int]:
    """How many notes are new, changed and gone, by their stamps."""
    before, after = _stamps(known), _stamps(ledger)
    gone = {guid for guid, _ in ledger.gone} - {guid for guid, _ in known.gone}
    kinds = Counter(
        "new" if key not in before else "gone" if key in gone else "changed"
        for key, stamp in after.items()
        if before.get(key) != stamp
        if not key.isdigit()  # a note type
    )
    return {kind: kinds[kind] for kind in ("new", "changed", "gone")}


def _stamps(ledger: Ledger) -> dict[str, store.Stamp]:
    own = {record.guid: record.stamp for record in ledger.records if record.stamp}
    return {**dict(ledger.stamps), **own}
