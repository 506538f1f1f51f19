"""From the files of a project to its entries with codes and tags; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.config.settings import Settings
from shuati.model import BuildError, Document, Entry, Severity, failure
from shuati.pipeline import stages
from shuati.pipeline.bank import Bank, Plan
from shuati.pipeline.clock import now
from shuati.pipeline.runner import Runner
from shuati.sources.find import find, load
from shuati.sources.source import Source

if TYPE_CHECKING:
    from shuati.merge import Merged

if TYPE_CHECKING:
    from shuati.merge import Merged


def read_sources(folder: Path, runner: Runner) -> tuple[list[Source], list[Document]]:
    """Every document below ``folder``.

    Raises `BuildError` when the folder or a file of it cannot be read, and when there is no
    question in the whole of it.
    """
    found = list(find(folder))
    if not found:
        raise failure("no-documents", str(folder))
    sources = [load(path, file) for path, file in found]
    documents: list[Document] = runner.map(stages.READ, sources)
    diagnostics = tuple(chain.from_iterable(document.diagnostics for document in documents))
    errors = tuple(one for one in diagnostics if one.severity is Severity.ERROR)
    if errors or not any(document.questions for document in documents):
        raise BuildError(errors or diagnostics)
    return sources, documents


def gather(plan: Plan, settings: Settings, runner: Runner) -> Bank:
    """Everything up to the codes. Raises `BuildError`."""
    from shuati.ledger import references, store
    from shuati.match import decisions
    from shuati.pipeline.pictures import find_pictures

    sources, documents = read_sources(plan.sources, runner)
    ledger = store.load(plan.ledger)
    decided = decisions.load(plan.sources / decisions.FILE)
    found = runner.map(stages.FINGERPRINTS, documents)
    fingerprints = {place: one for own in found for place, one in own.items()}
    named = references.resolve(decided, documents, ledger, decisions.FILE, fingerprints)
    applied, contradictions = decisions.to_pairs(decided, named.places, decisions.FILE)

    features = runner.map(stages.PARSE, documents, settings.synonyms, settings.user_dictionary)
    groups = runner.run(stages.MATCH, documents, settings, applied, features)
    questions = list(chain.from_iterable(document.questions for document in documents))
    asked = [[questions[at] for at in group] for group in groups.groups]
    pictures = find_pictures(plan.sources, documents)
    merged: list[Merged] = runner.map(stages.MERGE, asked, pictures.names)

    ledger = replace(ledger, references=named.remembered)
    entries = [one.entry for one in merged]
    remembered = (ledger, entries, settings.deck, now(), fingerprints)
    identified = runner.run(stages.IDENTIFY, *remembered)
    linked = _linked(identified.entries, groups.related)
    return Bank(
        settings=settings,
        documents=tuple(documents),
        sources=tuple(sources),
        entries=linked,
        dropped={e.code: m.dropped for e, m in zip(linked, merged, strict=True) if m.dropped},
        pairs=groups.pairs,
        ledger=identified.ledger,
        identified=identified,
        pictures=pictures,
        diagnostics=(
            *chain.from_iterable(document.diagnostics for document in documents),
            *pictures.diagnostics,
            *named.diagnostics,
            *contradictions,
            *chain.from_iterable(one.diagnostics for one in merged),
            *groups.diagnostics,
            *identified.diagnostics,
        ),
    )


def tagged(bank: Bank, runner: Runner) -> Bank:
    """``bank`` with the tags and keywords of its entries."""
    from shuati.tag.words import segmentation_terms

    terms = segmentation_terms(bank.entries, bank.settings)
    words = runner.map(stages.WORDS, bank.entries, terms) if bank.settings.keywords else None
    entries = runner.run(stages.TAG, bank.entries, bank.settings, words)
    return replace(bank, entries=entries)


def noted(bank: Bank, plan: Plan, runner: Runner) -> Bank:
    """``bank`` with what Anki is to be sent, and the ledger that remembers it."""
    from shuati.pipeline.outputs import own_templates, package_file, template_errors
    from shuati.publish.anki.media import old_files
    from shuati.publish.anki.notes import answer_note_arguments
    from shuati.publish.anki.targets.read_package import sent_files, sent_notes

    package, own = package_file(plan, bank.settings), own_templates(plan.sources)
    last, pictures = sent_notes(package), bank.pictures.found
    today = {picture.name for picture in pictures.values()}
    files = sent_files(package, old_files(last, bank.ledger.retired_notes, today))
    calls = answer_note_arguments(bank.entries, bank.pictures.names)
    made = {note.guid: note for note in runner.within(stages.ANSWER_NOTE, calls)}
    known = (bank.settings, bank.ledger, last, now(), pictures, own, made, files)
    with template_errors(own):
        notes = runner.run(stages.NOTES, bank.entries, bank.documents, *known)
    return replace(bank, notes=notes, ledger=notes.ledger)


def _linked(entries: Sequence[Entry], related: Sequence[Sequence[int]]) -> tuple[Entry, ...]:
    """``entries`` with the codes of those that come close; ``related`` are their positions."""
    codes = [entry.code for entry in entries]
    return tuple(
        replace(entry, related=tuple(codes[at] for at in near))
        for entry, near in zip(entries, related, strict=True)
    )
