"""The list: question beside answer, also where an answer goes over a page."""

from __future__ import annotations

import io

import sheet_entries as build
from pypdf import PdfReader

from shuati.config.settings import Settings
from shuati.model import Entry, Kind
from shuati.publish.print.typography import JOINER

SETTINGS = Settings(paper="A5")


def entry(code: str, count: int, text: str = "说的话") -> Entry:
    answer = build.points(*((f"要点{code}之{n}", text * 12) for n in range(count)))
    question = build.question(
        f"问题{code}是什么？", build.section(Kind.ANSWER, answer, label="答案")
    )
    return build.entry(code, question)


def pages(*entries: Entry, store: build.Store | None = None) -> list[str]:
    document = build.document("卷", *(one.variants[0] for one in entries))
    content = build.sheets(["list"], entries, [document], SETTINGS, store=store)["list"]
    found = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return ["".join(text.split()).replace(JOINER, "") for text in found]


def test_a_long_answer_goes_over_the_page_and_its_question_is_beside_the_rest() -> None:
    found = pages(entry("Q0001", 12), entry("Q0002", 12))
    (broken,) = [number for number, text in enumerate(found[:-1]) if "要点Q0002之0：" in text]
    assert "要点Q0001之11：" in found[broken]
    assert "要点Q0002之11：" in found[broken + 1]
    assert all("问题Q0002是什么" in text for text in found[broken : broken + 2])
    whole = "".join(found)
    for code in ("Q0001", "Q0002"):
        assert all(whole.count(f"要点{code}之{n}：") == 1 for n in range(12))


def test_a_short_answer_stays_on_one_page() -> None:
    count = 4
    codes = [f"Q{n:04}" for n in range(1, 30)]
    found = pages(*(entry(code, count, "短") for code in codes))
    assert len(found) > 1
    for code in codes:
        on = [[f"要点{code}之{at}：" in text for at in range(count)] for text in found]
        assert [True] * count in on, code


def test_after_an_edit_the_pages_are_those_that_are_set_anew() -> None:
    store = build.Store()
    first = [entry(f"Q{n:04}", 14) for n in range(1, 5)]
    pages(*first, store=store)
    edited = [first[0], entry("Q0002", 14, "改过"), *first[2:]]
    assert pages(*edited, store=store) == pages(*edited)
