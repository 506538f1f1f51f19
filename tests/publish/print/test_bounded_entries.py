"""What no person writes is set as plain, shortened text, within bounded memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import code, entry, points, question

from shuati.model import Entry, Html, Paragraph, Span, Table
from shuati.publish.print.bounded_entries import MOST_FORMULAS, bounded_entries

ROOT = Path(__file__).resolve().parents[3]
ENDLESS = {
    "word": "a" * 100_000,
    "characters": "甲" * 100_000,
    "stars": "*" * 50_000,
    "items of stars": "*a " * 50_000,
    "breaks": "甲<br>" * 20_000,
    "links": "[a](b) " * 20_000,
    "tags": "<b>a</b>" * 50_000,
    "formulas": "$x^2_3$ " * 1_000,
}


def _size(made: Entry) -> int:
    return len(repr(made.parts)) + len(made.question)


@pytest.mark.parametrize("kind", ENDLESS)
@pytest.mark.parametrize("place", ["answer", "question", "item", "cell", "html", "heading"])
def test_endless_text_is_shortened_wherever_it_is_and_told_with_its_place(
    kind: str, place: str
) -> None:
    text, span = ENDLESS[kind], Span(7, 9)
    blocks = {
        "answer": Paragraph(text, span),
        "item": points(text),
        "cell": Table(("甲",), ((text,),), ("",), span),
        "html": Html(text, span),
        "heading": points("一"),
        "question": points("一"),
    }[place]
    asked = text if place in ("question", "heading") else "什么是力？"
    (made,), found = bounded_entries([entry(question(asked, blocks))])
    assert _size(made) < 5_000
    assert {one.code for one in found} == {"set-as-plain-text"}
    if place in ("answer", "cell", "html"):
        assert found[0].location.span == span


def test_formulas_of_many_paragraphs_count_together() -> None:
    paragraphs = ["$x$ 与 $y$"] * MOST_FORMULAS
    (made,), found = bounded_entries([entry(question("什么是力？", *paragraphs))])
    assert found
    assert repr(made.parts).count("$") == 2 * MOST_FORMULAS


def test_what_a_person_writes_is_left_as_it_is() -> None:
    answer = ("**甲** `乙` $x$ " * 80, "甲" * 5_000, code("x = 1\n" * 2_000), points("甲", "乙"))
    made = entry(question("什么是力？", *answer))
    assert bounded_entries([made]) == ((made,), ())


PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
from shuati.cli.main import main
sys.exit(main(["build", "--quiet", "--only", "deck,study,cheat,quiz,list"]))
"""


def test_all_kinds_of_endless_text_are_built_in_bounded_memory_and_time(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    text = "".join(f"### 什么是 {name}？\n\n{text}\n\n" for name, text in ENDLESS.items())
    (tmp_path / "sources" / "a.md").write_text(text, "utf-8")
    (tmp_path / "sources" / "shuati.toml").write_text("keywords = 0\n", "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, timeout=150, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    assert (tmp_path / "output" / "study.pdf").stat().st_size < 3_000_000
