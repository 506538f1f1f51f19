"""Documents of three authors about one subject, written and judged for this project.

Each of ``subjects/*`` asks many questions about few topics, as collections do: most look like
several others and are not the same. ``pairs.csv`` labels pairs by file and line; pairs that it does
not name are different.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.stages import read_document
from shuati.model import Document, Question

FOLDER = Path(__file__).with_name("subjects")


@dataclass(frozen=True)
class LabelledSubject:
    """The documents about a subject, and the labels of pairs of places in them."""

    name: str
    documents: tuple[Document, ...]
    labels: dict[frozenset[str], str]

    def same(self, a: Question, b: Question) -> bool | None:
        """Whether two questions are the same; None where people would disagree."""
        pair = frozenset(f"{one.path}:{one.span.first}" for one in (a, b))
        label = self.labels.get(pair, "different")
        return None if label == "border" else label == "same"


def labelled_subjects(folder: Path = FOLDER) -> Iterator[LabelledSubject]:
    """All subjects in the order of their names."""
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        files = sorted(path.glob("*.md"))
        documents = tuple(read_document(one.name, one.read_bytes()) for one in files)
        with (path / "pairs.csv").open(encoding="utf-8", newline="") as rows:
            labels = {frozenset((row["a"], row["b"])): row["label"] for row in csv.DictReader(rows)}
        yield LabelledSubject(path.name, documents, labels)
