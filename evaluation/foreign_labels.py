"""The labelled documents of ``../shared/corpus/merge``, by which nothing is chosen."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.labels import ROOT
from evaluation.stages import read_document
from shuati.model import Question

FOLDER = ROOT.parent / "shared" / "corpus" / "merge"
_LINES = (0, 1, -1, 2, -2)  # by which a label may miss the line of its question


class ForeignLabels:
    """The documents of a folder with a ``labels.json``: pairs that want one card (``must``), and
    borderline ones (``optional``); all others are different."""

    def __init__(self, folder: Path = FOLDER) -> None:
        table = json.loads((folder / "labels.json").read_text("utf-8"))
        names = [one["file"] for one in table["files"]]
        self.documents = tuple(read_document(n, (folder / n).read_bytes()) for n in names)
        prefixes = {one["file"]: one["prefix"] for one in table["files"]}
        ids = {(one["id"].split("-")[0], one["line"]): one["id"] for one in table["questions"]}
        self._ids = {
            (document.path, question.span.first): found
            for document in self.documents
            for question in document.questions
            if (found := _id(ids, prefixes[document.path], question.span.first))
        }
        self._must = {frozenset(pair) for pair in table["must"]}
        self._optional = {frozenset(pair) for pair in table["optional"]}

    def same(self, a: Question, b: Question) -> bool | None:
        """Whether two questions are the same; None for borderline pairs and unknown questions."""
        x, y = (self._ids.get((one.path, one.span.first)) for one in (a, b))
        pair = frozenset((x, y))
        if x is None or y is None or len(pair) == 1 or pair in self._optional:
            return None
        return pair in self._must


def _id(ids: dict[tuple[str, int], str], prefix: str, line: int) -> str | None:
    return next((ids[key] for by in _LINES if (key := (prefix, line + by)) in ids), None)
