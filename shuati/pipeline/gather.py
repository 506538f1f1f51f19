"""From the files of a project to its entries with codes and tags; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.config.settings import Settings, reading_of
from shuati.model import BuildError, Document, Entry, Severity, failure
from shuati.pipeline import stages
from shuati.pipeline.bank import Bank, Plan
from shuati.pipeline.clock import now
from shuati.pipeline.encoded import encoded
from shuati.pipeline.failed_at import work_on
from shuati.pipeline.runner import Runner
from shuati.pipeline.unread_marks import unread_marks
from shuati.sources.find import find, load, passed_over
from shuati.sources.source import Source

if TYPE_CHECKING:
    from shuati.match.decisions import Decision
    from shuati.merge import Merged


def read_sources(
    folder: Path, runner: Runner, read_as: Sequence[str] = ()
) -> tuple[list[Source], list[Document]]:
    """Every document below ``folder``; ``read_as`` are rules of `Settings.read_as`.

    Raises `BuildError` when the folder or a file of it cannot be read, and when there is no
    question in the whole of it.
    """
    found = list(find(folder))
    if not found:
        raise failure("no-documents", str(folder))
    sources = [load(path, file, reading_of(path, read_as)) for path, file in found]
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
    from shuati.match.decided_pairs import to_pairs
    from shuati.match.vocabulary import synonym_groups
    from shuati.pipeline.pictures import find_pictures

    sources, documents = read_sources(plan.sources, runner, settings.read_as)
    with work_on("ledger", plan.ledger):
        ledger = store.load(plan.ledger)
    with work_on("decisions", plan.sources / decisions.FILE):
        decided = decisions.load(plan.sources / decisions.FILE)
    if not plan.ledger.exists():
        _check_new(plan.ledger, decided, documents)
    found = runner.map(stages.FINGERPRINTS, documents)
    fingerprints = {place: one for own in found for place, one in own.items()}
    named = references.resolve(decided, documents, ledger, decisions.FILE, fingerprints)
    applied, contradictions = to_pairs(decided, named.places, decisions.FILE)

    synonyms = synonym_groups(documents, settings)
    features = runner.map(stages.PARSE, documents, synonyms, settings.user_dictionary)
    vectors = encoded(documents, settings, runner)
    groups = runner.run(stages.MATCH, documents, settings, applied, features, vectors)
    questions = list(chain.from_iterable(document.questions for document in documents))
    asked = [[questions[at] for at in group] for group in groups.groups]
    pictures = find_pictures(plan.sources, documents)
    merged: list[Merged] = runner.map(stages.MERGE, asked, pictures.names, synonyms)

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
        decisions=decided,
        places=named.places,
        diagnostics=(
            *passed_over(plan.sources),
            *chain.from_iterable(document.diagnostics for document in documents),
            *unread_marks(sources, documents),
            *pictures.diagnostics,
            *named.diagnostics,
            *contradictions,
            *chain.from_iterable(one.diagnostics for one in merged),
            *groups.diagnostics,
            *identified.diagnostics,
        ),
    )


def _check_new(ledger: Path, decided: Sequence[Decision], documents: Sequence[Document]) -> None:
    """Raise `BuildError` where decisions name codes although there is no ledger yet."""
    given = {one.explicit_code for document in documents for one in document.questions}
    named = [
        {one.code for one in decision.questions if one.code and one.code not in given}
        for decision in decided
    ]
    if codes := sorted(set().union(*named)):
        shown = ", ".join(codes[:5]) + ", …" * (len(codes) > 5)
        count = sum(map(bool, named))
        raise failure("ledger-lost-decisions", str(ledger), count=count, codes=shown)


def tagged(bank: Bank, runner: Runner) -> Bank:
    """``bank`` with the tags and keywords of its entries, and the ledger that keeps the tags.

    What an entry is called by another is its code from here on.
    """
    from shuati.ledger.surroundings import keep_surroundings
    from shuati.publish.cross_references import with_codes
    from shuati.tag.entry_fields import entry_fields
    from shuati.tag.local_tags import local_tags
    from shuati.tag.words import segmentation_terms

    settings = bank.settings
    words = None
    if settings.keywords:
        fields = entry_fields(bank.entries, settings.fields)
        terms = segmentation_terms(bank.entries, settings, fields)
        with runner.progress.stage(stages.WORDS.name):
            words = runner.within(stages.WORDS, list(zip(bank.entries, terms, strict=True)))
    titles = {document.path: document.title for document in bank.documents}
    entries = runner.run(stages.TAG, bank.entries, settings, words, titles)
    others = (settings.keywords, settings.stop_words, settings.user_dictionary, settings.fields)
    local = local_tags(entries, settings.tags)
    entries, ledger = keep_surroundings(bank.ledger, entries, local, repr(others))
    entries, found = with_codes(entries, bank.documents)
    return replace(bank, entries=entries, ledger=ledger, diagnostics=(*bank.diagnostics, *found))


def noted(bank: Bank, plan: Plan, runner: Runner) -> Bank:
    """``bank`` with what Anki is to be sent, and the ledger that remembers it."""
    from shuati.ledger.note_state import merged_into
    from shuati.ledger.surroundings import related_of, with_related
    from shuati.pipeline.outputs import own_templates, package_file, template_errors
    from shuati.publish.anki.media import old_files
    from shuati.publish.anki.notes import answer_note_arguments
    from shuati.publish.anki.targets.read_package import read_package, sent_files

    package, own = package_file(plan, bank.settings), own_templates(plan.sources)
    (last, found), pictures = read_package(package), bank.pictures.found
    today = {picture.name for picture in pictures.values()}
    files = sent_files(package, old_files(last, bank.ledger.retired_notes, today))
    related = related_of(bank.ledger)
    entries = with_related(bank.entries, related)
    names, merged = bank.pictures.names, merged_into(bank.ledger)
    calls = answer_note_arguments(entries, names, sent=related, merged=merged)
    made = {note.guid: note for note in runner.within(stages.ANSWER_NOTE, calls)}
    known = (bank.settings, bank.ledger, last, now(), pictures, own, made, files, related)
    with template_errors(own):
        notes = runner.run(stages.NOTES, entries, bank.documents, *known)
    identified = replace(bank.identified, once=(*bank.identified.once, *found))
    diagnostics = (*bank.diagnostics, *notes.diagnostics)
    return replace(
        bank, notes=notes, ledger=notes.ledger, identified=identified, diagnostics=diagnostics
    )


def _linked(entries: Sequence[Entry], related: Sequence[Sequence[int]]) -> tuple[Entry, ...]:
    """``entries`` with the codes of those that come close; ``related`` are their positions."""
    codes = [entry.code for entry in entries]
    return tuple(
        replace(entry, related=tuple(codes[at] for at in near))
        for entry, near in zip(entries, related, strict=True)
    )
