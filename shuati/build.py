"""The pipeline on one page: documents are read, matched, given codes and tags, published.

Everything is made in memory first; then all files are written, the ledger last. A build
that fails changes nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from shuati import products
from shuati import settings as settings_file
from shuati.findings import Stop, stop
from shuati.ledger import store
from shuati.ledger.assign import assign
from shuati.lock import turn
from shuati.match import find_entries
from shuati.model import Document, Entry, Finding, Pair, Severity
from shuati.products import PARTS, file_names
from shuati.progress import Progress, Stage
from shuati.publish.sheets.pango import PangoMissing
from shuati.read.documents import read_folder
from shuati.settings import Settings
from shuati.tag import tag_entries
from shuati.writing import check_writable, write_all


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build from what. ``only`` are the parts asked for; None means all."""

    sources: Path
    output: Path
    ledger: Path
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """All that is known before something is made of it. ``texts`` are those of the documents.

    ``new`` and ``retired`` are the codes given for the first time and those whose entry is
    gone since the last build.
    """

    settings: Settings
    documents: tuple[Document, ...]
    texts: Mapping[str, str]
    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    ledger: store.Ledger
    new: tuple[str, ...]
    retired: tuple[str, ...]
    findings: tuple[Finding, ...]


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
    """What a build did; ``findings`` are those of the bank and of making the files."""

    bank: Bank
    files: tuple[File, ...]
    findings: tuple[Finding, ...]
    stages: tuple[Stage, ...]


def build(plan: Plan, progress: Progress) -> Built:
    """Build what ``plan`` says. Raises `Stop` where a person has something to mend."""
    settings = settings_file.load(plan.sources)
    parts = [part for part in PARTS if plan.only is None or part in plan.only]
    names = [name for part in parts for name in file_names(part, settings)]
    check_writable([plan.ledger, *(plan.output / name for name in names)])
    with turn(plan.ledger, waiting=progress.waiting):
        bank = gather(plan, settings, progress)
        if any(finding.severity is Severity.ERROR for finding in bank.findings):
            raise Stop(bank.findings)
        with progress.stage("tags"):
            bank = replace(bank, entries=tag_entries(bank.entries, settings))
        contents: dict[Path, bytes] = {}
        seconds: dict[Path, float] = {}
        findings: list[Finding] = []
        for part in parts:
            with progress.stage(part) as advance:
                made, bank, found = _make(part, plan, bank, advance)
            contents |= {plan.output / name: content for name, content in made.items()}
            seconds |= {plan.output / name: progress.stages[-1].seconds for name in made}
            findings += found
        with progress.stage("write"):
            ledger = {plan.ledger: store.dump(bank.ledger).encode()}
            changed = write_all(contents | ledger)
    files = [
        File(path, len(content), seconds[path], path in changed)
        for path, content in contents.items()
    ]
    return Built(bank, tuple(files), (*bank.findings, *findings), tuple(progress.stages))


def gather(plan: Plan, settings: Settings, progress: Progress) -> Bank:
    """Everything up to the codes; nothing is written."""
    with progress.stage("read") as advance:
        reading = read_folder(plan.sources, advance)
    with progress.stage("match"):
        matching = find_entries(reading.documents, settings)
    with progress.stage("codes"):
        known = store.load(plan.ledger)
        assigned = assign(known, matching.entries, settings.deck, now())
    return Bank(
        settings=settings,
        documents=reading.documents,
        texts=reading.texts,
        entries=assigned.entries,
        pairs=matching.pairs,
        ledger=assigned.ledger,
        new=assigned.new,
        retired=assigned.retired,
        findings=(*reading.findings, *matching.findings, *assigned.findings, *assigned.news),
    )


def _make(
    part: str, plan: Plan, bank: Bank, advance: Callable[[int, int], None]
) -> tuple[dict[str, bytes], Bank, list[Finding]]:
    """The files of ``part``, the bank with what its ledger remembers now, and new findings."""
    settings, own = bank.settings, products.own_templates(plan.sources)
    if part == "deck":
        made, ledger = products.deck(bank.entries, settings, bank.ledger, now(), own)
        return made, replace(bank, ledger=ledger), []
    if part == "bank":
        made = products.bank(
            bank.documents, bank.entries, bank.pairs, bank.ledger, bank.findings, settings
        )
        return made, bank, []
    try:
        made = products.study(bank.entries, bank.documents, settings, own, advance)
    except PangoMissing as missing:
        what = "no PDF was made: WeasyPrint needs Pango, which is not installed"
        mend = f"install it: {missing.command}"
        finding = Finding(Severity.WARNING, "study.pdf", None, what, mend)
        if plan.only is not None:
            raise Stop((replace(finding, severity=Severity.ERROR),)) from None
        return {}, bank, [finding]
    return made, bank, list(products.unprintable(bank.texts))


def now() -> int:
    """The time (s since 1970) of this build: the clock's, or ``SOURCE_DATE_EPOCH``."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return int(time.time())
    if not (given.isascii() and given.isdigit()):
        what = f"the variable is no number of seconds: {given!r}"
        raise stop("SOURCE_DATE_EPOCH", what, "unset it, or set it to seconds since 1970")
    return int(given)
