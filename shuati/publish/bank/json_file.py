"""The bank as JSON, the contract with other programs (`bank.json`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from shuati.ledger.store import Ledger
from shuati.messages import Language, as_dict, explain
from shuati.model import (
    Code,
    Diagnostic,
    Document,
    Entry,
    Pair,
    Point,
    Question,
    Section,
    Span,
    Table,
    walk,
)
from shuati.model.views import points_of, term_of, text_of
from shuati.text.markdown import plain

FORMAT = 1


def bank_json(
    documents: Sequence[Document],
    entries: Sequence[Entry],
    pairs: Sequence[Pair],
    ledger: Ledger,
    diagnostics: Sequence[Diagnostic],
) -> str:
    """The whole bank as JSON, format 1; each document, entry, pair and diagnostic on its own line.

    Lines count from 1 and both ends belong. Text is plain, without Markdown.
    """
    bank: dict[str, list[dict[str, Any]]] = {
        "documents": [_document(document) for document in documents],
        "entries": [_entry(entry) for entry in entries],
        "pairs": [_pair(pair) for pair in pairs],
        "retired": [
            {"code": record.code, "guid": record.guid, "question": record.question}
            for record in ledger.retired
        ],
        "findings": [as_dict(diagnostic) for diagnostic in diagnostics],
    }
    parts = (f'"{name}": [{_listed(items)}]' for name, items in bank.items())
    return f'{{\n"format": {FORMAT},\n' + ",\n".join(parts) + "\n}\n"


def _listed(items: Sequence[dict[str, Any]]) -> str:
    """``items`` as JSON, each on its own line: as easy to compare, and quick to make."""
    return ",".join(f"\n{json.dumps(item, ensure_ascii=False)}" for item in items)


def _lines(span: Span) -> dict[str, int]:
    return {"first_line": span.first, "last_line": span.last}


def _document(document: Document) -> dict[str, Any]:
    other = [
        {"kind": str(item.kind), **_lines(item.span), "text": item.text} for item in document.other
    ]
    return {
        "path": document.path,
        "title": document.title,
        "questions": len(document.questions),
        "other": other,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    points = [
        {"term": point.term, "text": point.text, "from": list(point.variants)}
        for point in entry.points
    ]
    return {
        "code": entry.code,
        "guid": entry.guid,
        "question": plain(entry.question),
        "tags": list(entry.tags),
        "keywords": list(entry.keywords),
        "related": list(entry.related),
        "points": points,
        "variants": [_question(variant) for variant in entry.variants],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "path": question.path,
        "number": question.number,
        "heading": plain(question.heading),
        "question": plain(question.text),
        **_lines(question.span),
        "truncated": question.truncated,
        "answered": question.answered,
        "form": str(question.form),
        "stem": None if question.stem is None else plain(question.stem),
        "options": [
            {"label": one.label, "text": plain(one.text), "correct": one.correct}
            for one in question.options
        ],
        "blanks": [plain(blank) for blank in question.blanks],
        "sections": [_section(section) for section in question.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    blocks = list(walk(section.blocks))
    return {
        "label": section.label,
        "kind": str(section.kind),
        **_lines(section.span),
        "points": [_point(point) for point in points_of(section.blocks)],
        "code": [
            {"language": block.language, "lines": block.text.count("\n") + bool(block.text)}
            for block in blocks
            if isinstance(block, Code)
        ],
        "tables": [{"rows": len(block.rows)} for block in blocks if isinstance(block, Table)],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "term": term_of(point),
        "text": text_of(point.blocks),
        "nested": [_point(inner) for inner in points_of(point.blocks)],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "a": {"path": pair.a.path, "first_line": pair.a.span.first},
        "b": {"path": pair.b.path, "first_line": pair.b.span.first},
        "verdict": str(pair.verdict),
        "score": pair.score,
        "why": [explain(reason, Language.ENGLISH) for reason in pair.reasons],
        "by": pair.by,
    }
