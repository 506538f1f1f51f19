"""The reader against documents whose truth was written by hand, not by looking at the reader.

Beside every `documents/NAME.md` (or `.txt`) stands `NAME.json`:

- `title`: the document's title; null where it has none;
- `questions`: in order. `number` (null: none), `question` (front of the card), `heading`,
  `first_line` and `last_line` (the last line that is neither blank nor a rule), `truncated`,
  `sections` with `label`, `kind`, and how many `points` (items of the lists that stand directly
  in the section), `code` blocks, `tables` and displayed `formulas` (these three at any depth);
- `other`: lines that belong to no question, with `kind`;
- `note`: what is hard about the document;
- `not_yet`: why the reader does not read it right so far. Reading it right is then a failure, so
  that the remark goes when its reason has gone.

Where the truth is a matter of taste a field is left out, and is not compared.
"""

from __future__ import annotations

import json
import re
import unicodedata
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from evaluation.stages import read_document
from shuati.model import Code, Document, Formula, PointList, Question, Section, Table, walk
from shuati.text.markdown import plain

DOCUMENTS = Path(__file__).parent / "documents"
TRUTHS = sorted(DOCUMENTS.glob("*.json"))

ANY = "*"  # a label that the truth leaves open

Truth = dict[str, Any]


def source_of(truth: Path) -> Path:
    """The document that `truth` describes."""
    (source,) = (path for path in DOCUMENTS.glob(f"{truth.stem}.*") if path.suffix != ".json")
    return source


def shown(text: str | None) -> str | None:
    """`text` as a person sees it: no Markdown marks, one width, spaces single."""
    if text is None:
        return None
    return " ".join(unicodedata.normalize("NFKC", plain(text)).split())


def is_content(line: str) -> bool:
    """Whether a source line is neither blank nor a rule between questions."""
    return bool(line.strip()) and not re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", line)


def decoded(source: Path) -> list[str]:
    """The lines of `source`, which is UTF-8 (with or without BOM), UTF-16 or GB18030."""
    data = source.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16").splitlines()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return text.splitlines()


def counts(section: Section) -> dict[str, int]:
    """What the truth counts in a section."""
    inside = list(walk(section.blocks))
    return {
        "points": sum(len(b.points) for b in section.blocks if isinstance(b, PointList)),
        "code": sum(isinstance(b, Code) for b in inside),
        "tables": sum(isinstance(b, Table) for b in inside),
        "formulas": sum(isinstance(b, Formula) for b in inside),
    }


def last_content_line(question: Question, lines: list[str]) -> int:
    last = min(question.span.last, len(lines))
    while last > question.span.first and not is_content(lines[last - 1]):
        last -= 1
    return last


def listed(sections: list[tuple[str, str]]) -> str:
    return "[" + ", ".join(f"{label or '(no label)'}: {kind}" for label, kind in sections) + "]"


def section_differences(question: Question, truths: list[Truth]) -> list[str]:
    expected = [(t.get("label", ANY), t["kind"]) for t in truths]
    read = [(section.label, section.kind.value) for section in question.sections]
    compared = [
        (ANY if wanted[0] == ANY else label, kind)
        for (label, kind), wanted in zip(read, expected, strict=False)
    ]
    if len(read) != len(expected) or compared != expected:
        return [f"sections: expected {listed(expected)}, read {listed(read)}"]
    found = []
    for section, truth in zip(question.sections, truths, strict=True):
        for name, count in counts(section).items():
            if name in truth and truth[name] != count:
                found.append(
                    f"section {section.label!r} ({section.kind.value}): "
                    f"expected {truth[name]} {name}, read {count}"
                )
    return found


def question_differences(question: Question, truth: Truth, lines: list[str]) -> list[str]:
    read = {
        "number": shown(question.number),
        "question": shown(question.text),
        "heading": shown(question.heading),
        "first_line": question.span.first,
        "last_line": last_content_line(question, lines),
        "truncated": question.truncated,
    }
    read["form"] = question.form.value
    read["options"] = [
        f"{option.label}{'*' if option.correct else ''} {option.text}"
        for option in question.options
    ]
    found = []
    for name, value in read.items():
        expected = shown(truth[name]) if isinstance(truth.get(name), str) else truth.get(name)
        if name in truth and expected != value:
            found.append(f"{name}: expected {expected!r}, read {value!r}")
    if "sections" in truth:
        found += section_differences(question, truth["sections"])
    return found


def other_differences(document: Document, truth: Truth, lines: list[str]) -> list[str]:
    owned = {
        line: question
        for question in document.questions
        for line in range(question.span.first, question.span.last + 1)
    }
    found = []
    for other in truth["other"]:
        first, last = other["first_line"], other["last_line"]
        where = f"lines {first}-{last}"
        content = [line for line in range(first, last + 1) if is_content(lines[line - 1])]
        taken = [line for line in content if line in owned]
        if taken:
            heading = owned[taken[0]].heading
            found.append(f"{where} belong to no question, line {taken[0]} went to {heading!r}")
        elif "kind" in other:
            over = [o for o in document.other if o.span.first <= last and o.span.last >= first]
            kinds = sorted({o.kind.value for o in over})
            if other["kind"] not in kinds:
                found.append(f"{where}: expected {other['kind']}, read {', '.join(kinds)}")
    return found


def differences(document: Document, truth: Truth, lines: list[str]) -> list[str]:
    """Everything in which `document` is not as the truth says, one sentence each."""
    found = []
    if truth["title"] is not None and shown(document.title) != shown(truth["title"]):
        found.append(f"title: expected {truth['title']!r}, read {document.title!r}")
    if truth["title"] is None and any(o.kind.value == "title" for o in document.other):
        found.append("title: the document has none, one was read")
    expected = [shown(q.get("question", ANY)) or "" for q in truth["questions"]]
    read = [shown(q.text) or "" for q in document.questions]
    if len(expected) != len(read):
        found.append(f"questions: expected {len(expected)}, read {len(read)}")
        found += list(unified_diff(expected, read, "truth", "reader", lineterm="", n=1))
    else:
        for question, one in zip(document.questions, truth["questions"], strict=True):
            name = f"line {question.span.first}, {question.text[:20]}: "
            found += [name + what for what in question_differences(question, one, lines)]
    return found + other_differences(document, truth, lines)


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_document_is_read_as_its_truth_says(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    source = source_of(truth_file)
    document = read_document(source.name, source.read_bytes())
    found = differences(document, truth, decoded(source))
    if "not_yet" in truth:
        assert found, f"{source.name} is read right now: take not_yet out of its truth"
    elif found:
        pytest.fail(f"{source.name}: {truth['note']}\n  " + "\n  ".join(found), pytrace=False)


def test_every_document_has_a_truth_that_fits_its_lines() -> None:
    sources = sorted(p.stem for p in DOCUMENTS.iterdir() if p.suffix != ".json")
    assert sources == [truth.stem for truth in TRUTHS]
    for truth_file in TRUTHS:
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        lines = decoded(source_of(truth_file))
        owners = [0] * len(lines)
        if not all({"first_line", "last_line"} <= q.keys() for q in truth["questions"]):
            continue  # whose lines they are is left open
        for item in (*truth["questions"], *truth["other"]):
            for line in range(item["first_line"], item["last_line"] + 1):
                owners[line - 1] += 1
        wrong = [
            number
            for number, (line, owner) in enumerate(zip(lines, owners, strict=True), start=1)
            if owner > 1 or (is_content(line) and owner == 0)
        ]
        assert not wrong, f"{truth_file.name}: lines {wrong} have no owner, or two"
