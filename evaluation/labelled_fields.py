"""Groups of questions that ask the same, written for this project, by field.

A line of ``paraphrases/*.jsonl`` is a group: its field (``bank``) and its questions with their
answers (Markdown), each as another author asks it. Questions of other groups of the field ask
something else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.stages import read_document
from shuati.model import Document

FOLDER = Path(__file__).with_name("paraphrases")

_LEAST = 2  # questions of a document: one heading alone does not show that it asks

Group = Sequence[tuple[str, str]]
"""Wordings of one question, each with its answer."""


@dataclass(frozen=True)
class LabelledField:
    """The documents of a field, one an author; ``groups`` has the number of each question's
    group, in reading order."""

    name: str
    documents: tuple[Document, ...]
    groups: tuple[int, ...]


def labelled_fields(folder: Path = FOLDER) -> tuple[LabelledField, ...]:
    """All fields in the order of the files' names, and of the lines in them."""
    found: dict[str, list[Group]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found[row["bank"]].append(row["group"])
    return tuple(_field(name, groups) for name, groups in found.items())


def _field(name: str, groups: Sequence[Group]) -> LabelledField:
    documents, numbers = [], []
    for author in range(max(map(len, groups))):
        own = [(at, group[author]) for at, group in enumerate(groups) if author < len(group)]
        if len(own) < _LEAST:
            break
        numbers += [at for at, _ in own]
        asked = (
            f"## {n}. {question}\n\n{answer}\n" for n, (_, (question, answer)) in enumerate(own, 1)
        )
        text = "\n".join((f"# {name}\n", *asked))
        documents.append(read_document(f"{name}-{author + 1}.md", text.encode()))
    read = sum(len(document.questions) for document in documents)
    if read != len(numbers):
        raise ValueError(f"{name}: {read} of {len(numbers)} questions were read")
    return LabelledField(name, tuple(documents), tuple(numbers))
