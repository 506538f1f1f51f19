from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from builders import asking, code, document, entry, point, points, question, section

from evaluation.stages import find_entries
from shuati.config.settings import Settings
from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.store import Ledger, Record
from shuati.model import Kind, Location, Span, Table, warning
from shuati.publish.bank.json_file import bank_json

SPAN = Span(1, 1)


def _entry(*made: Any) -> dict[str, Any]:
    asked = question("**什么**是 `x`？", *made)
    text = bank_json([], [entry(asked)], [], Ledger(), [])
    found: dict[str, Any] = json.loads(text)["entries"][0]
    return found


def _section(*made: Any) -> dict[str, Any]:
    found: dict[str, Any] = _entry(*made)["variants"][0]["sections"][0]
    return found


def test_text_is_plain() -> None:
    made = _entry(points("**重点**：看 `f(x)`"))
    assert made["question"] == made["variants"][0]["question"] == "什么是 x？"
    assert made["points"] == [{"term": "重点", "text": "看 f(x)", "from": [0]}]


def test_nested_points_stand_in_their_parent_and_are_not_counted_among_its_list() -> None:
    inner = points("子一：a", points_item := point("子二：b", points("孙")))
    made = _section(points(point("甲：一", inner), "乙"))["points"]
    assert [item["term"] for item in made] == ["甲", None]
    assert made[0]["text"] == "一"
    assert [item["term"] for item in made[0]["nested"]] == ["子一", "子二"]
    assert made[0]["nested"][1]["nested"] == [{"term": None, "text": "孙", "nested": []}]
    assert points_item.term == "子二"


def test_code_and_tables_are_counted_wherever_they_are_nested() -> None:
    table = Table(("a",), (("1",), ("2",)), ("",), SPAN)
    deep = point("甲：一", points(point("乙：二", code("x\n\ny"), table)))
    made = _section(code("", "go"), points(deep))
    assert made["code"] == [{"language": "go", "lines": 0}, {"language": "python", "lines": 3}]
    assert made["tables"] == [{"rows": 2}]


def test_sections_keep_label_kind_and_order() -> None:
    made = _entry(asking("选项"), section("优势", "快", kind=Kind.FEATURE))
    told = [(part["label"], part["kind"]) for part in made["variants"][0]["sections"]]
    assert told == [("", "question"), ("优势", "feature")]


def test_pairs_name_both_places_and_why() -> None:
    both = [document(question("甲", "一"), path=path) for path in ("a.md", "b.md")]
    matching = find_entries(both, Settings())
    made = json.loads(bank_json(both, matching.entries, matching.pairs, Ledger(), []))
    assert made["documents"][1] == {"path": "b.md", "title": "b.md", "questions": 1, "other": []}
    (pair,) = made["pairs"]
    assert (pair["a"], pair["b"]) == (
        {"path": "a.md", "first_line": 1},
        {"path": "b.md", "first_line": 1},
    )
    assert pair["verdict"] == "same"
    assert pair["why"]


def test_findings_and_retired_records_are_told() -> None:
    record = Record("Q0007", "g", "旧题", (Fingerprint("a", "b", "c"),), retired=5)
    diagnostic = warning("unread-lines", Location("a.md", Span(3, 4)))
    made = json.loads(
        bank_json([], [], [], Ledger((record, replace(record, retired=None))), [diagnostic])
    )
    assert made["retired"] == [{"code": "Q0007", "guid": "g", "question": "旧题"}]
    assert made["findings"] == [
        {
            "severity": "warning",
            "code": "unread-lines",
            "path": "a.md",
            "first_line": 3,
            "last_line": 4,
            "what": "these lines belong to no question",
            "mend": "put them under a question or a heading",
        }
    ]
