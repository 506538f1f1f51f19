"""Choose the weights of evidence on questions: ``python -m evaluation.reading_weights``.

Logistic regression on every start that a layout proposes in the labelled documents (see
`evaluation.read`), each document weighted by the square root of its starts. A weight can only
have the sign that `shuati.read.evidence.kinds.DIRECTIONS` gives it. Writes
``shuati/lexicon/reading_weights.toml`` and prints how well documents are read with weights that
were chosen without them (``--check`` only prints): in twelve parts, each left out in turn, or
with ``--each`` one by one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from evaluation.read import ROOT, Score, Truth, score, summary, truths
from shuati.read import read
from shuati.read.choose import proposals_for
from shuati.read.conventions import conventions_of
from shuati.read.evidence import probability
from shuati.read.evidence.kinds import DIRECTIONS, Evidence
from shuati.read.evidence.of_proposal import of_proposal
from shuati.read.outline import outline_of
from shuati.read.possible_starts import may_begin
from shuati.read.prepare import prepared
from shuati.read.proposal import LayoutInput
from shuati.sources import elements_of

FILE = ROOT / "shuati" / "lexicon" / "reading_weights.toml"
SETS = ("family", "written", "kinds", "documents", "rows", "mixed", "exams")
_PARTS = 12
_PENALTY = 4.0  # of a weight's square
_SHARES = {
    "family": 2.0,
    "written": 1.0,
    "kinds": 1.0,
    "documents": 1.5,
    "rows": 0.5,
    "mixed": 1.0,
    "exams": 1.0,
}  # a document counts
_HEAD = """\
# Weights of the evidence on whether a question begins somewhere (`shuati/read/evidence/`).
# Chosen by `python -m evaluation.reading_weights`; do not edit by hand.
"""

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Labelled:
    """A document, and the evidence on every start proposed in it, with the truth about it."""

    name: str
    truth: Truth
    evidence: tuple[Evidence, ...]
    labels: tuple[bool, ...]
    siblings: tuple[object, ...]


def labelled() -> list[Labelled]:
    """The starts of all labelled documents, less those that may be read or not.

    Of these, what nobody answers and has a question mark is a question.
    """
    return [_labelled(name, truth) for name in SETS for truth in truths(name)]


def _labelled(name: str, truth: Truth) -> Labelled:
    elements = prepared(elements_of(truth.source).elements).elements
    conventions = conventions_of(elements)
    outline = outline_of(elements, conventions, truth.source.path)
    given = LayoutInput(elements, conventions)
    found: list[Evidence] = []
    labels: list[bool] = []
    siblings: list[object] = []
    for proposal in proposals_for(given):
        own = of_proposal(proposal, outline, conventions)
        groups = probability.siblings(proposal, outline)
        for start, one, group in zip(proposal.starts, own, groups, strict=True):
            line = proposal.elements[start.at].span.first
            if not may_begin(proposal, start, outline, conventions):
                continue
            listed = start.asked == 1 and "unanswered list" in one
            if listed or not truth.may(line):
                found.append(one)
                labels.append(truth.matches(line) or (listed and truth.may(line)))
                siblings.append((proposal.name, group))
    return Labelled(name, truth, tuple(found), tuple(labels), tuple(siblings))


def fitted(documents: Sequence[Labelled]) -> dict[str, dict[str, float]]:
    """The weights alone and among siblings."""
    first = _fitted(documents)
    again = []
    for one in documents:
        p = [probability.probability(found, first) for found in one.evidence]
        found = probability.with_siblings(one.evidence, p, one.siblings)
        kept = [(e, label) for e, label in zip(found, one.labels, strict=True) if e is not None]
        rows, labels = zip(*kept, strict=True) if kept else ((), ())
        again.append(replace(one, evidence=rows, labels=labels, siblings=()))
    return {"alone": first, "among siblings": _fitted(again)}


def _fitted(documents: Sequence[Labelled]) -> dict[str, float]:
    """The weights with the greatest penalised likelihood."""
    x, names = _matrix([found for one in documents for found in one.evidence])
    y = np.array([label for one in documents for label in one.labels], float)
    w = np.concatenate(
        [
            np.full(len(one.labels), _SHARES[one.name] / len(one.labels) ** 0.5)
            for one in documents
            if one.labels
        ]
    )
    w *= len(w) / w.sum()

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-np.clip(x @ b[:-1] + b[-1], -30, 30)))
        likelihood = (w * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum()
        error = w * (p - y)
        gradient = np.append(x.T @ error + _PENALTY * b[:-1], error.sum())
        return -likelihood + _PENALTY * (b[:-1] ** 2).sum() / 2, gradient

    signs = [DIRECTIONS.get(name, 0) for name in names]
    bounds = [(0 if s > 0 else None, 0 if s < 0 else None) for s in signs] + [(None, None)]
    start = np.zeros(len(names) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = {name: round(float(value), 2) for name, value in zip(names, found, strict=False)}
    return {"bias": round(float(found[-1]), 2)} | {n: v for n, v in weights.items() if v}


def _matrix(rows: Sequence[Evidence]) -> tuple[csr_array, list[str]]:
    """The evidence as a matrix, and the names of its columns."""
    names = sorted({name for row in rows for name in row})
    column = {name: at for at, name in enumerate(names)}
    cells = [(at, column[name], x) for at, row in enumerate(rows) for name, x in row.items() if x]
    at, columns, values = zip(*cells, strict=True)
    return csr_array((values, (at, columns)), shape=(len(rows), len(names))), names


def left_out(
    documents: Sequence[Labelled], parts: int | None = None, only: str = ""
) -> dict[str, dict[str, Score]]:
    """How the documents of each set (of the set ``only``) are read with weights of others.

    They are left out in ``parts`` parts, each in turn, with a share of every set; one by one where
    that is None. Pairs are left out with each of their documents.
    """
    single = [one for one in documents if one.name != "mixed"]
    pairs = [one for one in documents if one.name == "mixed"]
    random.Random(3).shuffle(single)
    single.sort(key=lambda one: one.name)  # each part has as much of every set
    parts = parts or len(single)
    scores: dict[str, dict[str, Score]] = {name: {} for name in SETS}
    shipped = probability.weights
    try:
        for part in range(parts):
            tested = [one for one in single[part::parts] if only in ("", one.name)]
            if not tested:
                continue
            out = {one.truth.source.path for one in tested}
            tested += [one for one in pairs if not only and _names(one) <= out]
            chosen = fitted([one for one in documents if not _names(one) & out])
            probability.weights = lambda chosen=chosen: chosen  # type: ignore[assignment,misc]
            for one in tested:
                scores[one.name][one.truth.source.path] = score(one.truth, read(one.truth.source))
    finally:
        probability.weights = shipped
    return scores


def _names(one: Labelled) -> set[str]:
    """The documents that one is, or is made of."""
    return set(one.truth.source.path.split("+"))


def write(weights: Mapping[str, Mapping[str, float]]) -> None:
    """Write the data file."""
    text = _HEAD
    for table, found in weights.items():
        text += f'\n["{table}"]\n'
        text += "".join(f'"{name}" = {value}\n' for name, value in sorted(found.items()))
    FILE.write_text(text, "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Choose and check."""
    documents = labelled()
    if "--check" not in arguments:
        write(fitted(documents))
    for name, scores in left_out(documents, None if "--each" in arguments else _PARTS).items():
        print(f"{name}, chosen without them: {summary(scores)}", flush=True)
        for path, one in scores.items():
            if not one.right:
                print(f"  {path}: {one.found} of {one.expected}, {one.extra} extra")


if __name__ == "__main__":
    main(sys.argv[1:])
