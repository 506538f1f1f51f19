"""Figures of today, so that a change of behaviour is seen: ``python -m evaluation.pins``.

The command measures all of them and writes ``pins.json`` anew; the tests in ``tests/pins``
measure them again and compare. What needs ``../shared`` is measured where that is there, and
stays in the file as it is where it is missing. No text of a document is written into the file:
of verdicts, tags and places it holds digests.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pymupdf

from evaluation import tags
from evaluation.labels import ROOT, SOURCES, load, place, read_bank
from evaluation.match import BANKS, Figures, Ours, counted, judged
from evaluation.stages import read_document
from shuati.config.settings import Settings
from shuati.model import Document, Entry
from shuati.tag import tag

FILE = ROOT / "evaluation" / "pins.json"
SHARED = ROOT.parent / "shared"
READ = (
    "seeds/*.txt",
    "corpus/r*.md",
    "corpus/family/*.md",
    "corpus/exam/*.md",
    "corpus/exam/*.txt",
)
BUILT = {"sources": SOURCES["sources"], "seeds": SOURCES["seeds"]}

_EPOCH = "1790000000"
_SECONDS = 300  # far more than any build takes

Figured = dict[str, Any]
"""What goes into the file as JSON."""


def digest(lines: Iterable[str]) -> str:
    """16 hexadecimal digits that change with any of ``lines`` or their order."""
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


# ── matching and tagging ─────────────────────────────────────────────────────


@cache
def _documents() -> Mapping[str, Sequence[Document]]:
    return read_bank()


def missing(part: str) -> list[str]:
    """The sources of a bank of `BANKS` that are not there."""
    return [name for name in BANKS[part] if name not in _documents()]


@cache
def _matched(part: str) -> Ours:
    """What the program makes of a bank of `BANKS`, without anybody's decisions."""
    return Ours([document for name in BANKS[part] for document in _documents()[name]])


def matching(part: str) -> Figured:
    """How a bank is matched: its figures, and a digest of all verdicts."""
    ours = _matched(part)
    documents = [document for name in BANKS[part] for document in _documents()[name]]
    questions = [question for document in documents for question in document.questions]
    pairs = judged(questions, load(_documents()))
    verdicts = sorted(
        f"{place(pair.a)} {place(pair.b)} {pair.verdict.value} {pair.score:.3f}"
        for pair in ours.pairs
    )
    return {
        "same": _counts(counted(pairs, ours.same)),
        "same or review": _counts(counted(pairs, ours.found)),
        "merges": sum(len(entry.variants) - 1 for entry in ours.entries),
        "pairs to review": len(ours.review),
        "pairs with a verdict": len(verdicts),
        "verdicts": digest(verdicts),
    }


def _counts(figures: Figures) -> dict[str, int]:
    return {"right": figures.right, "wrong": figures.wrong, "of": figures.same}


@cache
def _tagged(part: str) -> tuple[Entry, ...]:
    return tag(_matched(part).entries, Settings())


def tagging(part: str) -> Figured:
    """How the entries of a bank are tagged: digests of all tags, and of all keywords."""
    entries = _tagged(part)
    return {
        "entries": len(entries),
        "tags": digest(f"{entry.question} {entry.tags}" for entry in entries),
        "keywords": digest(f"{entry.question} {entry.keywords}" for entry in entries),
    }


def keywords() -> Figured:
    """How many of the first keywords of the project's own bank an expert would accept."""
    (part,) = (part for part, names in BANKS.items() if names == ("sources",))
    found = tags.figures(_tagged(part))
    return {
        "entries": found.entries,
        "keywords": found.keywords,
        "right": found.right,
        "boilerplate": found.boilerplate,
    }


# ── reading ──────────────────────────────────────────────────────────────────


def reading(shared: Path = SHARED) -> Figured:
    """Of every document: how many questions it has, and a digest of their lines."""
    files = sorted(file for pattern in READ for file in shared.glob(pattern))
    return {file.relative_to(shared).as_posix(): _read(file) for file in files}


def _read(file: Path) -> Figured:
    questions = read_document(file.name, file.read_bytes()).questions
    lines = (f"{question.span.first}-{question.span.last}" for question in questions)
    return {"questions": len(questions), "lines": digest(lines)}


# ── building ─────────────────────────────────────────────────────────────────


def built(sources: Path, parts: str, work: Path) -> Path:
    """The folder of output of a build of ``sources`` with no ledger, cache or setting before it.

    ``work`` is an empty folder for it. ``parts`` are those of ``--only``.
    """
    shutil.copytree(sources, work / "sources", ignore=shutil.ignore_patterns("ledger.json"))
    output = work / "output"
    places = ("--sources", "sources", "--output", "output", "--ledger", "output/ledger.json")
    program = [sys.executable, str(ROOT / "build.py"), "build", *places]
    command = [*program, "--only", parts, "--quiet"]
    own = {"SOURCE_DATE_EPOCH": _EPOCH, "XDG_CACHE_HOME": str(work / "cache")}
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=work, env=environment, check=True, timeout=_SECONDS)
    return output


def files(output: Path) -> Figured:
    """The SHA-256 of every file of ``output``; of a package that of what it holds."""
    return {file.name: sha256(_content(file)).hexdigest() for file in sorted(output.iterdir())}


def _content(file: Path) -> bytes:
    """The bytes of a file. Of a package its members, the database among them as SQL: how it is
    compressed and laid out in pages depends on the versions of zlib and SQLite."""
    if file.suffix != ".apkg":
        return file.read_bytes()
    parts: list[bytes] = []
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename.startswith("collection."):
                with contextlib.closing(sqlite3.connect(":memory:")) as database:
                    database.deserialize(content)
                    content = "\n".join(database.iterdump()).encode()
            parts += [f"{member.filename} {member.date_time}\n".encode(), content]
    return b"\n".join(parts)


def pages(pdf: Path) -> Figured:
    """How many pages a PDF has, and a digest of the text of each, without blanks."""
    with pymupdf.open(str(pdf)) as document:
        texts = ["".join(page.get_text().split()) for page in document]
    return {"pages": len(texts), "texts": [digest([text])[:8] for text in texts]}


def files_of(name: str) -> Figured:
    """The files of a build of one of `BUILT`, without PDFs."""
    with tempfile.TemporaryDirectory() as work:
        return files(built(BUILT[name], "deck,report,bank", Path(work)))


def list_of(name: str) -> Figured:
    """The pages of the list of one of `BUILT`."""
    with tempfile.TemporaryDirectory() as work:
        return pages(built(BUILT[name], "list", Path(work)) / "list.pdf")


# ── the file ─────────────────────────────────────────────────────────────────


def pinned() -> Figured:
    """The figures in the file."""
    found: Figured = json.loads(FILE.read_text("utf-8"))
    return found


def measured() -> Figured:
    """All figures that can be measured here."""
    parts = [part for part in BANKS if not missing(part)]
    names = [name for name, folder in BUILT.items() if folder.is_dir()]
    return {
        "matching": {part: matching(part) for part in parts},
        "tagging": {part: tagging(part) for part in parts},
        "keywords": keywords(),
        "reading": reading(),
        "files": {name: files_of(name) for name in names},
        "list": {name: list_of(name) for name in names},
    }


def main() -> None:
    """Write the file anew; figures of what is not here stay."""
    old = pinned() if FILE.exists() else {}
    new = measured()
    if not SHARED.is_dir():
        new = {group: {**old.get(group, {}), **figures} for group, figures in new.items()}
    FILE.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
