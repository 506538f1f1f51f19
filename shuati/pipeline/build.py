"""The pipeline on one page: documents are read, matched, given codes and tags, published.

Everything is made in memory first; then all files are written, the ledger last. A build
that fails changes nothing.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.config import settings as settings_file
from shuati.config.settings import Settings
from shuati.model import Document, Entry, Finding, Pair, Severity
from shuati.model.diagnostic import Stop, stop
from shuati.pipeline import cache, up_to_date
from shuati.pipeline.atomic_write import check_writable, finish, write_all
from shuati.pipeline.cache import Remember
from shuati.pipeline.lock import turn
from shuati.pipeline.outputs import PARTS, file_names, own_templates
from shuati.pipeline.progress import Progress, Stage
from shuati.pipeline.up_to_date import Counts, Made, Outcome
from shuati.publish.print import SHEETS

if TYPE_CHECKING:
    from shuati.ledger.assign import Assignment
    from shuati.ledger.store import Ledger


CHANGES = "changes.pdf"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build from what. ``only`` are the parts asked for; None means all.

    ``since`` asks for one more sheet, of what is new or edited (see `shuati.ledger.since`).
    """

    sources: Path
    output: Path
    ledger: Path
    only: frozenset[str] | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """All that is known before something is made of it. ``texts`` are those of the documents.

    ``assigned`` says what became of the codes of last time; ``findings`` are those that stay
    until a source changes.
    """

    settings: Settings
    documents: tuple[Document, ...]
    texts: Mapping[str, str]
    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    ledger: Ledger
    assigned: Assignment
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Counts:
        return Counts(
            documents=len(self.documents),
            questions=sum(len(document.questions) for document in self.documents),
            entries=len(self.entries),
            repeated=sum(len(entry.variants) - 1 for entry in self.entries),
            new=len(self.assigned.new),
            retired=len(self.assigned.retired),
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file of the output, ``size`` bytes, made in ``seconds`` (with its part's other files).

    ``changed`` is false where the same bytes stood there already.
    """

    path: Path
    size: int
    seconds: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; ``findings`` are those of the bank and of making the files.

    ``news`` are those of them that this build alone tells: the next one does not find them
    again. ``bank`` is None where nothing had changed since the last build, so that none was
    made.
    """

    counts: Counts
    files: tuple[File, ...]
    findings: tuple[Finding, ...]
    stages: tuple[Stage, ...]
    bank: Bank | None = None
    news: tuple[Finding, ...] = ()


def build(plan: Plan, progress: Progress) -> Built:
    """Build what ``plan`` says. Raises `Stop` where a person has something to mend."""
    settings = settings_file.load(plan.sources)
    parts = [part for part in PARTS if plan.only is None or part in plan.only]
    places = [plan.output / name for part in parts for name in file_names(part, settings)]
    places += [plan.output / CHANGES] * (plan.since is not None)
    check_writable([plan.ledger, *places])
    with turn(plan.ledger, waiting=progress.waiting), cache.opened() as remember:
        finish(_journal(plan))
        with progress.stage("look"):
            told = [*parts, plan.since or ""]
            key = partial(up_to_date.key, plan.sources, plan.output, settings, told)
            known = up_to_date.known(remember, key(_content(plan.ledger)), plan.output, now())
        if known:
            files = [File(plan.output / made.name, made.size, 0.0, False) for made in known.files]
            stages = tuple(progress.stages)
            return Built(known.counts, tuple(files), known.findings, stages)
        built, ledger = _build(plan, settings, parts, progress, remember)
        if {file.path for file in built.files} == set(places):  # nothing was left out
            up_to_date.keep(remember, key(ledger), _outcome(built, settings))
    return built


def _build(
    plan: Plan, settings: Settings, parts: list[str], progress: Progress, remember: Remember
) -> tuple[Built, bytes]:
    """Everything made and written; also the ledger's new content."""
    from shuati.ledger import store

    with _no_search_for_cycles():
        bank = gather(plan, settings, progress, remember)
    if any(finding.severity is Severity.ERROR for finding in bank.findings):
        raise Stop(bank.findings)
    findings: list[Finding] = []
    news = [*bank.assigned.news]
    with _no_search_for_cycles():
        bank = tagged(bank, progress, remember)
    contents: dict[Path, bytes] = {}
    seconds: dict[Path, float] = {}
    printed = [part for part in parts if part in SHEETS]
    steps = [[part] for part in parts if part not in SHEETS] + [printed] * bool(printed)
    for step in steps:
        with progress.stage("sheets" if step is printed else step[0]) as advance:
            made, bank, found = _make(step, plan, bank, advance, remember)
        contents |= {plan.output / name: content for name, content in made.items()}
        seconds |= {plan.output / name: progress.stages[-1].seconds for name in made}
        findings += found
    if plan.since is not None:
        with progress.stage("changes") as advance:
            contents[plan.output / CHANGES] = _changes(plan, plan.since, bank, advance)
        seconds[plan.output / CHANGES] = progress.stages[-1].seconds
    with progress.stage("write"):
        ledger, before = store.dump(bank.ledger).encode(), _content(plan.ledger)
        if before and before != ledger:
            contents[store.backup(plan.ledger)] = before
        news += _wait_for_the_clock(bank.ledger, plan)
        changed = write_all(contents | {plan.ledger: ledger}, _journal(plan))
    files = tuple(
        File(path, len(contents[path]), taken, path in changed) for path, taken in seconds.items()
    )
    if "deck" in parts:
        news += _silent(bank, plan.output / file_names("deck", settings)[0])
    told, stages = (*bank.findings, *news, *findings), tuple(progress.stages)
    return Built(bank.counts, files, told, stages, bank, tuple(news)), ledger


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Questions and entries are many and hold no cycles; Python would look for some among
    them again and again, which takes a tenth of the time."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def gather(
    plan: Plan, settings: Settings, progress: Progress, remember: Remember = cache.forgetful
) -> Bank:
    """Everything up to the codes; nothing is written."""
    from shuati.ledger import references, store
    from shuati.ledger.assign import assign
    from shuati.ledger.fingerprint import fingerprints
    from shuati.match import decisions, find_entries
    from shuati.read.assemble import read_folder

    with progress.stage("read") as advance:
        reading = read_folder(plan.sources, advance, remember)
        known = store.load(plan.ledger)
        decision = decisions.load(plan.sources / decisions.FILE)
    with progress.stage("match"):
        named = references.resolve(decision, reading.documents, known)
        decided, doubts = decisions.decide(decision, named.places, decisions.FILE)
        matching = find_entries(reading.documents, settings, decided, remember)
    with progress.stage("codes"):
        known = replace(known, references=named.remembered)
        known_again = fingerprints(reading.documents, remember)
        assigned = assign(known, matching.entries, settings.deck, now(), known_again)
    return Bank(
        settings=settings,
        documents=reading.documents,
        texts=reading.texts,
        entries=_linked(assigned.entries, matching.related),
        pairs=matching.pairs,
        ledger=assigned.ledger,
        assigned=assigned,
        findings=(
            *reading.findings,
            *named.findings,
            *doubts,
            *matching.findings,
            *assigned.findings,
        ),
    )


def _linked(entries: Sequence[Entry], related: Sequence[Sequence[int]]) -> tuple[Entry, ...]:
    """``entries`` with the codes of those that come close; ``related`` are their positions."""
    codes = [entry.code for entry in entries]
    return tuple(
        replace(entry, related=tuple(codes[at] for at in near))
        for entry, near in zip(entries, related, strict=True)
    )


def tagged(bank: Bank, progress: Progress, remember: Remember) -> Bank:
    """The bank with the tags and keywords of its entries."""
    from shuati.tag import tag_entries

    with progress.stage("tags"):
        return replace(bank, entries=tag_entries(bank.entries, bank.settings, remember))


def _wait_for_the_clock(ledger: Ledger, plan: Plan) -> list[Finding]:
    """No note may be sent with a time of the future: Anki would take no honest one after it.

    Two builds within a second need two times, so the second one waits.
    """
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return []
    records = (record.stamp.modified for record in ledger.records if record.stamp)
    latest = max((*records, *(stamp.modified for _, stamp in ledger.stamps)), default=0)
    ahead = latest - time.time()
    if ahead > 5:
        what = f"cards were last built {ahead:.0f} s from now: a clock was wrong, or is"
        mend = "set the clock; until that time has come, Anki may pass over edits of these cards"
        return [Finding(Severity.WARNING, str(plan.ledger), None, what, mend)]
    time.sleep(max(0.0, ahead))
    return []


def _outcome(built: Built, settings: Settings) -> Outcome:
    """What is remembered of a build, for the next one that finds nothing changed."""
    from shuati.ledger.retired import until

    bank = built.bank
    assert bank
    once = set(built.news)
    return Outcome(
        replace(built.counts, new=0, retired=0),
        tuple(
            Made(file.path.name, file.size, sha256(_content(file.path)).hexdigest())
            for file in built.files
        ),
        tuple(finding for finding in built.findings if finding not in once),
        until(bank.ledger, settings.retired_days),
    )


def _journal(plan: Plan) -> Path:
    return plan.ledger.with_name(f".{plan.ledger.name}.journal")


def _content(path: Path) -> bytes:
    """The bytes of a file; none where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _make(
    parts: Sequence[str],
    plan: Plan,
    bank: Bank,
    advance: Callable[[int, int], None],
    remember: Remember,
) -> tuple[dict[str, bytes], Bank, list[Finding]]:
    """The files of ``parts``: one part, or sheets, which are made together.

    With them the bank with what its ledger remembers now, and new findings.
    """
    from shuati.pipeline import outputs
    from shuati.publish.print.pango import PangoMissing

    settings, own = bank.settings, own_templates(plan.sources)
    if parts == ["deck"]:
        last = plan.output / file_names("deck", settings)[0]
        made, ledger = outputs.deck(
            bank.entries,
            settings,
            bank.ledger,
            now(),
            own,
            last,
            remember,
            plan.sources,
            bank.documents,
        )
        return made, replace(bank, ledger=ledger), []
    if parts == ["report"]:
        made = outputs.report(
            bank.documents, bank.entries, bank.pairs, bank.findings, settings, own
        )
        return made, bank, []
    if parts == ["bank"]:
        made = outputs.bank(
            bank.documents, bank.entries, bank.pairs, bank.ledger, bank.findings, settings
        )
        return made, bank, []
    try:
        made = outputs.sheets(parts, bank.entries, bank.documents, settings, own, advance)
    except PangoMissing as missing:
        what = "no PDF was made: WeasyPrint needs Pango, which is not installed"
        mend = f"install it: {missing.command}"
        finding = Finding(Severity.WARNING, f"{parts[0]}.pdf", None, what, mend)
        if plan.only is not None:
            raise Stop((replace(finding, severity=Severity.ERROR),)) from None
        return {}, bank, [finding]
    return made, bank, list(outputs.unprintable(bank.texts))


def _changes(plan: Plan, since: str, bank: Bank, advance: Callable[[int, int], None]) -> bytes:
    """The study sheet of what is new or edited alone. Raises `Stop` where that is nothing."""
    from shuati.config import strings
    from shuati.ledger.since import since as codes_since
    from shuati.pipeline import outputs

    try:
        codes = codes_since(bank.ledger, since)
    except ValueError as error:
        raise stop("--since", str(error), "give last, a date, or a code") from None
    entries = [entry for entry in bank.entries if entry.code in codes]
    if not entries:
        raise stop("--since", f"nothing is new or edited since {since}", "give an earlier date")
    title = strings.changes(bank.settings.title)
    settings = replace(bank.settings, title=title, front_matter=False)
    own = own_templates(plan.sources)
    made = outputs.sheets(("study",), entries, bank.documents, settings, own, advance)
    return made["study.pdf"]


def _silent(bank: Bank, last: Path) -> Iterator[Finding]:
    from shuati.ledger.retired import silent

    codes = silent(bank.ledger, bank.assigned.retired)
    if codes and bank.settings.retired_days:
        named = ", ".join(codes[:9]) + ", …" * (len(codes) > 9)
        what = f"the last deck lacks cards of gone questions, so they cannot be tagged: {named}"
        mend = "search for their numbers in Anki, and suspend or delete them there"
        yield Finding(Severity.NOTE, str(last), None, what, mend)


def now() -> int:
    """The time (s since 1970) of this build: the clock's, or ``SOURCE_DATE_EPOCH``."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return int(time.time())
    if not (given.isascii() and given.isdigit()):
        what = f"the variable is no number of seconds: {given!r}"
        raise stop("SOURCE_DATE_EPOCH", what, "unset it, or set it to seconds since 1970")
    return int(given)
