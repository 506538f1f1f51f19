"""Labels: which questions ask the same, as judged by readers.

``labels/pairs/`` holds one labelled pair of questions a line: two references, a verdict,
a few words why. ``labels/clusters.toml`` holds the groups of questions that are the
same. A reference is ``source/path#number``, or ``source/path#L12`` for the question
whose lines include line 12, where the number is missing or is used twice. The files contain no
text of the documents.

*same*: a learner wants one card for both; the same is asked of the same subject in
the same scope, in whatever words. *different*: another field, aspect, stage, subject or
scope, or other code to read. *borderline*: an expert could argue both ways; such a
pair is not evaluated.

A label holds for the wording that was read. ``labels/wordings.csv`` has a checksum of it, and
a question with another wording is an error: read its pairs again, correct their labels, then
write the checksums with ``python -m evaluation.labels``.
"""

from __future__ import annotations

import csv
import re
import tomllib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from evaluation.stages import read_folder
from shuati.model import Document, Question
from shuati.read import read
from shuati.sources.files import load as load_source

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "evaluation" / "labels"
SOURCES: Mapping[str, Path] = {
    "seeds": ROOT.parent / "shared" / "seeds",
    "corpus": ROOT.parent / "shared" / "corpus",
    "sources": ROOT / "sources",
    "documents": ROOT / "tests" / "read" / "documents",
    "practice": ROOT / "evaluation" / "practice",
    "held_out": ROOT / "evaluation" / "held_out",
}

_LABELLED: Mapping[str, str] = {"corpus": "r*.md"}
"""The files of a source that were judged, where its folder holds others too."""

Bank = Mapping[str, Sequence[Document]]
"""The documents of each source, under the source's name."""

Place = tuple[str, int]
"""A question's path and first line."""

_PAIRS, _CLUSTERS, _WORDINGS = "pairs", "clusters.toml", "wordings.csv"
_REFERENCE = re.compile(r"(?P<source>[^/#]+)/(?P<path>[^#]+)#(?:L(?P<line>\d+)|(?P<number>.+))")


class LabelError(ValueError):
    """A label that cannot be used; the message has its file and line, and what is wrong."""


class Label(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    BORDERLINE = "borderline"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two questions and the verdict on them; ``why`` is a few words."""

    a: Question
    b: Question
    label: Label
    why: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """All questions of the labelled sources that ask one thing."""

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Labels:
    """All labelled pairs.

    ``complete`` holds the paths of the documents that were labelled completely: two questions
    of theirs that are in no pair are different. Questions of a source that was only labelled
    within itself (``_apart``: path to source) have no label with those of other sources.
    """

    pairs: tuple[LabelledPair, ...]
    clusters: tuple[Cluster, ...]
    complete: frozenset[str]
    _verdicts: Mapping[frozenset[Place], Label]
    _apart: Mapping[str, str]

    def label(self, a: Question, b: Question) -> Label | None:
        """The label of two questions, in either order; None where there is none."""
        judged = self._verdicts.get(frozenset((place(a), place(b))))
        if judged is None and a.path in self.complete and b.path in self.complete:
            together = self._apart.get(a.path) == self._apart.get(b.path)
            return Label.DIFFERENT if together else None
        return judged


def place(question: Question) -> Place:
    """The path and first line of a question, which identify it."""
    return question.path, question.span.first


def read_bank(sources: Mapping[str, Path] = SOURCES) -> dict[str, tuple[Document, ...]]:
    """The documents of the sources that are there, under the names of the sources."""
    return {name: _read(name, folder) for name, folder in sources.items() if folder.is_dir()}


def _read(name: str, folder: Path) -> tuple[Document, ...]:
    if name not in _LABELLED:
        return read_folder(folder)
    return tuple(read(load_source(f.name, f)) for f in sorted(folder.glob(_LABELLED[name])))


def load(bank: Bank, folder: Path = LABELS) -> Labels:
    """The labels of ``folder`` whose questions all belong to the sources in ``bank``.

    Raises LabelError, with file and line, for a reference to nothing or to two questions,
    a question that was reworded, a source that is not one of ``SOURCES``, an unknown
    verdict, a question paired with itself, and a pair that is judged twice.
    """
    find = _Finder(bank, _wordings(folder))
    pairs: dict[frozenset[Place], LabelledPair] = {}
    for where, row in _rows(folder / _PAIRS, ("a", "b", "verdict", "why")):
        if not find.covers(where, (row["a"], row["b"])):
            continue
        a, b = (find(where, row[side]) for side in "ab")
        key = frozenset((place(a), place(b)))
        if len(key) == 1:
            raise LabelError(f"{where}: {row['a']} paired with itself")
        if key in pairs:
            raise LabelError(f"{where}: {row['a']} and {row['b']} are judged twice")
        if row["verdict"] not in set(Label):
            raise LabelError(f"{where}: {row['verdict']!r} is none of {', '.join(Label)}")
        pairs[key] = LabelledPair(a, b, Label(row["verdict"]), row["why"])
    groups = tomllib.loads((folder / _CLUSTERS).read_text(encoding="utf-8"))
    clusters = tuple(
        Cluster(group["name"], tuple(find(where, r) for r in group["questions"]))
        for group in groups["cluster"]
        if find.covers(where := f"{_CLUSTERS}, {group['name']}", group["questions"])
    )
    complete = frozenset(d.path for name in groups["complete"] for d in bank.get(name, ()))
    apart = {d.path: name for name in groups.get("apart", ()) for d in bank.get(name, ())}
    verdicts = {key: pair.label for key, pair in pairs.items()}
    return Labels(tuple(pairs.values()), clusters, complete, verdicts, apart)


def resolve(reference: str, bank: Bank) -> Question:
    """The question that ``source/path#number`` or ``source/path#L12`` names.

    Raises LabelError where it names none, or more than one.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise LabelError(f"{reference} is no source/path#number and no source/path#L12")
    documents = {document.path: document for document in bank.get(found["source"], ())}
    if found["path"] not in documents:
        raise LabelError(f"{reference}: no document {found['path']} in {found['source']}")
    questions = documents[found["path"]].questions
    if found["line"]:
        line = int(found["line"])
        named = [q for q in questions if q.span.first <= line <= q.span.last]
    else:
        named = [q for q in questions if q.number == found["number"]]
    if not named:
        known = ", ".join(q.number or f"L{q.span.first}" for q in questions) or "none"
        raise LabelError(f"{reference}: no such question; there are {known}")
    if len(named) > 1:
        lines = " or ".join(f"#L{q.span.first}" for q in named)
        raise LabelError(f"{reference}: the number is used {len(named)} times; write {lines}")
    return named[0]


def wording(question: Question) -> str:
    """Eight hexadecimal digits that change when a question is asked in other words."""
    words = re.findall(r"\w+", f"{question.heading} {question.text}".casefold())
    return f"{zlib.crc32(' '.join(words).encode()):08x}"


@dataclass(frozen=True)
class _Finder:
    """Finds the question of a reference; errors have the place of the reference."""

    bank: Bank
    wordings: Mapping[str, str]

    def __call__(self, where: str, reference: str) -> Question:
        try:
            question = resolve(reference, self.bank)
        except LabelError as error:
            raise LabelError(f"{where}: {error}") from error
        if self.wordings.get(reference) != wording(question):
            raise LabelError(f"{where}: {reference} now asks {question.text!r}; judge again")
        return question

    def covers(self, where: str, references: Sequence[str]) -> bool:
        """Are all sources of ``references`` in the bank? A name that is no source fails."""
        names = {reference.partition("/")[0] for reference in references}
        if unknown := names - SOURCES.keys():
            raise LabelError(f"{where}: no source {', '.join(sorted(unknown))}")
        return names <= self.bank.keys()


def _rows(folder: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of the tables in ``folder``, or of the one table, with its file and line."""
    for path in sorted(folder.rglob("*.csv")) if folder.is_dir() else [folder]:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != tuple(columns):
                raise LabelError(f"{path.name}:1: the columns must be {','.join(columns)}")
            for row in reader:
                where = f"{path.name}:{reader.line_num}"
                if None in row or None in row.values():
                    raise LabelError(f"{where}: not {len(columns)} columns")
                yield where, row


def _wordings(folder: Path) -> dict[str, str]:
    rows = _rows(folder / _WORDINGS, ("question", "wording"))
    return {row["question"]: row["wording"] for _, row in rows}


def write_wordings(bank: Bank, folder: Path = LABELS) -> None:
    """Write the checksums of all labelled questions; those of absent sources do not change."""
    groups = tomllib.loads((folder / _CLUSTERS).read_text(encoding="utf-8"))
    named = {reference for group in groups["cluster"] for reference in group["questions"]}
    for _, row in _rows(folder / _PAIRS, ("a", "b", "verdict", "why")):
        named |= {row["a"], row["b"]}
    path = folder / _WORDINGS
    wordings = _wordings(folder) if path.exists() else {}
    for reference in named:
        if reference.partition("/")[0] in bank:
            wordings[reference] = wording(resolve(reference, bank))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["question", "wording"])
        writer.writerows(sorted((r, w) for r, w in wordings.items() if r in named))


if __name__ == "__main__":
    write_wordings(read_bank())
