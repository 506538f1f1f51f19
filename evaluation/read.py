"""How well documents are read, against truths made by hand: ``python -m evaluation.read [SET …]``.

Sets: ``family`` (`../shared/corpus/family`, articles with a few questions each, or none),
``written`` (`evaluation/documents`), ``kinds`` (`evaluation/document_kinds`, kinds that were read
wrongly once), ``documents`` (`tests/read/documents`, the project's own), ``rows``
(`evaluation/row_documents`), ``exams`` (`evaluation/exams`, written exam papers), ``cases``
(`evaluation/case_papers`, written papers with cases),
``exam`` (`../shared/corpus/exam`, large ones), and ``mixed``, pairs of the first three.

A question is found where one begins within two lines of it. A document is right where all are
found and nothing else is; of the large ones 3 in 100 may differ. For exams the forms that are
right and the choices that are keyed are counted too.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuati.model import Document, Question
from shuati.read import read
from shuati.sources.source import Source

ROOT = Path(__file__).resolve().parents[1]
FAMILY = ROOT.parent / "shared" / "corpus" / "family"
WRITTEN = ROOT / "evaluation" / "documents"
KINDS = ROOT / "evaluation" / "document_kinds"
ROWS = ROOT / "evaluation" / "row_documents"
EXAMS = ROOT / "evaluation" / "exams"
CASES = ROOT / "evaluation" / "case_papers"
EXAM = ROOT.parent / "shared" / "corpus" / "exam"
DOCUMENTS = ROOT / "tests" / "read" / "documents"
_PAIRS = 250  # of the mixed documents
_SHARE = 0.03  # of the questions of a large document that may be missing, or too many
_NEAR = 2  # lines between a question and its place in the truth


@dataclass(frozen=True, slots=True)
class Truth:
    """A document and where its questions are: each has one line or several that will do.

    ``optional`` are lines of questions that may be read or not. ``forms`` has the form and the
    labels of the right options of each question, '' for none, where they are known; ``count`` is
    the number of questions of a document whose lines are not. ``share`` of them may differ.
    """

    source: Source
    questions: tuple[tuple[int, ...], ...]
    optional: tuple[int, ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    count: int = 0
    share: float = 0.0

    def matches(self, line: int) -> bool:
        """Whether a question begins at ``line``."""
        return any(line == one for lines in self.questions for one in lines)

    def may(self, line: int) -> bool:
        """Whether a question at ``line`` counts neither as right nor as wrong."""
        return any(abs(line - one) <= _NEAR for one in self.optional)


@dataclass(frozen=True, slots=True)
class Score:
    """What was read of one document: questions expected, found, and read where none is.

    ``formed`` of the ``forms`` that are known are right with their key; ``keyed`` of the
    ``choices`` that were read name a right option.
    """

    expected: int
    found: int
    extra: int
    warned: bool
    forms: int = 0
    formed: int = 0
    choices: int = 0
    keyed: int = 0
    share: float = 0.0

    @property
    def right(self) -> bool:
        few = self.share * self.expected
        return self.expected - self.found <= few and self.extra <= max(few, self.share > 0)


def truths(name: str) -> list[Truth]:
    """The documents of a set with their truths; none where the set is missing."""
    return list(_SETS[name]())


def _in_folder(folder: Path) -> Iterator[Truth]:
    file = folder / "truths.json"
    for name, truth in json.loads(file.read_text("utf-8")).items() if file.exists() else ():
        source = Source(name, (folder / name).read_bytes())
        places = tuple((q["line"], *q.get("also_lines", ())) for q in truth["questions"])
        may = (q["line"] if isinstance(q, dict) else q for q in truth.get("optional", ()))
        yield Truth(source, places, tuple(may))


def _exams(folder: Path) -> Iterator[Truth]:
    """The written exam papers of a folder."""
    file = folder / "truths.json"
    for name, truth in json.loads(file.read_text("utf-8")).items():
        asked = truth["questions"]
        yield Truth(
            Source(name, (folder / name).read_bytes()),
            tuple((one["line"],) for one in asked),
            forms=tuple((one["form"], one.get("right", "")) for one in asked),
        )


def _exam() -> Iterator[Truth]:
    """The large exam papers."""
    file = EXAM / "truths.json"
    for name, truth in json.loads(file.read_text("utf-8")).items() if file.exists() else ():
        source = Source(name, (EXAM / name).read_bytes())
        places = tuple((line,) for line in truth.get("lines") or ())
        yield Truth(source, places, count=0 if places else truth["questions"], share=_SHARE)


def _mixed() -> Iterator[Truth]:
    """Pairs of other documents, one below the other: each is to be read as it is alone."""
    by_name = {name: truths(name) for name in ("family", "written", "documents")}
    files = {
        name: [truth for truth in found if _can_join(truth.source)]
        for name, found in by_name.items()
    }
    choose = random.Random(1)
    for _ in range(_PAIRS):
        first, second = (
            choose.choice(files[name]) if files[name] else None
            for name in choose.choices(("family", "written", "documents"), (1, 2, 3), k=2)
        )
        if first and second and first is not second:
            yield _joined(first, second)


def _can_join(source: Source) -> bool:
    return source.path.endswith(".md") and not source.data.startswith(b"---")


def _joined(first: Truth, second: Truth) -> Truth:
    above = first.source.data.rstrip(b"\n") + b"\n\n"
    lines = above.count(b"\n")
    below = (tuple(line + lines for line in places) for places in second.questions)
    return Truth(
        Source(f"{first.source.path}+{second.source.path}", above + second.source.data),
        (*first.questions, *below),
        (*first.optional, *(line + lines for line in second.optional)),
    )


def _documents() -> Iterator[Truth]:
    for file in sorted(DOCUMENTS.glob("*.json")):
        truth = json.loads(file.read_text("utf-8"))
        path = next(p for p in DOCUMENTS.glob(f"{file.stem}.*") if p.suffix != ".json")
        asked = truth["questions"]
        if any("first_line" not in one for one in asked):
            continue  # four older truths name no lines; `tests/read` checks them
        places = tuple((one["first_line"],) for one in asked)
        yield Truth(Source(path.name, path.read_bytes()), places)


_SETS = {
    "family": lambda: _in_folder(FAMILY),
    "written": lambda: _in_folder(WRITTEN),
    "kinds": lambda: _in_folder(KINDS),
    "documents": _documents,
    "rows": lambda: _in_folder(ROWS),
    "mixed": _mixed,
    "exams": lambda: _exams(EXAMS),
    "cases": lambda: _exams(CASES),
    "exam": _exam,
}


def score(truth: Truth, document: Document) -> Score:
    """What of ``truth`` is found in ``document``."""
    left = {question.span.first: question for question in document.questions}
    found = formed = 0
    for at, places in enumerate(truth.questions):
        near = (line for line in sorted(left) if any(abs(line - one) <= _NEAR for one in places))
        line = next(near, None)
        if line is None:
            continue
        found += 1
        question = left.pop(line)
        formed += bool(truth.forms) and truth.forms[at] == _form(question)
    expected, extra = len(truth.questions), sum(not truth.may(line) for line in left)
    if truth.count:
        expected, found = truth.count, min(truth.count, len(document.questions))
        extra = len(document.questions) - found
    warned = any(one.severity in ("warning", "error") for one in document.diagnostics)
    choices = [question for question in document.questions if question.options]
    keyed = sum(any(one.correct for one in question.options) for question in choices)
    return Score(
        expected, found, extra, warned, len(truth.forms), formed, len(choices), keyed, truth.share
    )


def _form(question: Question) -> tuple[str, str]:
    """The form of a question and the labels of its right options."""
    return question.form.value, "".join(one.label for one in question.options if one.correct)


_FORMS, _KEYS = ("forms", "formed"), ("choices", "keyed")


def summary(scores: Mapping[str, Score]) -> str:
    """Precision and recall of questions, documents right, and documents wrong in silence."""
    expected = sum(one.expected for one in scores.values())
    found = sum(one.found for one in scores.values())
    extra = sum(one.extra for one in scores.values())
    right = sum(one.right for one in scores.values())
    silent = sum(not one.right and not one.warned for one in scores.values())
    forms, formed = (sum(getattr(one, name) for one in scores.values()) for name in _FORMS)
    choices, keyed = (sum(getattr(one, name) for one in scores.values()) for name in _KEYS)
    more = f"; form and key right {formed} of {forms}" if forms else ""
    more += f"; choices {choices}, keyed {keyed}" if choices else ""
    return (
        f"{right} of {len(scores)} documents right; precision {found / max(1, found + extra):.3f}"
        f" ({extra} extra), recall {found / max(1, expected):.3f} ({expected - found} missed);"
        f" wrong without a warning {silent}{more}"
    )


def main(names: Sequence[str]) -> None:
    """Print a line for every set, and one for every document that is not right."""
    for name in names or _SETS:
        scores = {truth.source.path: score(truth, read(truth.source)) for truth in truths(name)}
        print(f"{name}: {summary(scores)}")
        for path, one in scores.items():
            if not one.right:
                print(f"  {path}: {one.found} of {one.expected}, {one.extra} extra")


if __name__ == "__main__":
    main(sys.argv[1:])
