from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import document, entry, points, question

from shuati.ledger import identify
from shuati.ledger.references import resolve
from shuati.ledger.store import Ledger
from shuati.match.decisions import read
from shuati.messages import Language, describe
from shuati.model import Document, Question

_CACHE = question(
    "什么是缓存雪崩？", points("现象：大量的键同时过期，请求涌向数据库", "对策：给过期时间加随机数")
)
_INDEX = question(
    "为什么要建索引？", points("查询：不用扫描整张表就能找到行", "代价：写入变慢，占用空间")
)
_LOCK = question(
    "什么是死锁？", points("条件：互斥、占有且等待、不可抢占、循环等待", "对策：按同一顺序加锁")
)


def _ledger(*asked: Question, before: Ledger | None = None) -> Ledger:
    return identify(before or Ledger(), [entry(one) for one in asked], "deck", 0).ledger


def _places(
    name: str, documents: Sequence[Document], ledger: Ledger
) -> tuple[tuple[int, ...], Ledger, list[str]]:
    """Where the reference ``name`` leads, the ledger that remembers it, and what is told."""
    text = f'[[same]]\nquestions = [{name!r}, "Q9999"]\n'.replace("'", '"')
    resolved = resolve(read(text, "d"), documents, ledger, "decisions.toml")
    told = [describe(one, Language.ENGLISH).text for one in resolved.diagnostics]
    others = [one for one in told if "Q9999" not in one]
    return resolved.places[name], replace(ledger, references=resolved.remembered), others


_DOCUMENT = document(_CACHE, _INDEX, _LOCK)


@pytest.mark.parametrize(
    "name",
    [
        "Q0002",
        "a.md#为什么要建索引？",
        "a.md#为什么要建索引",
        "a.md:2",
        "Q0002 a.md#以前的标题",
        "Q0002 gone.md:99",
        "Q0777 a.md#为什么要建索引？",
    ],
)
def test_code_heading_and_line_name_a_question(name: str) -> None:
    places, _, told = _places(name, [_DOCUMENT], _ledger(*_DOCUMENT.questions))
    assert places == (1,)
    assert told == []


@pytest.mark.parametrize("name", ["Q0777", "a.md#没有的标题", "b.md#什么是死锁？", "a.md:99"])
def test_a_reference_to_nothing_is_a_finding_with_its_line(name: str) -> None:
    places, ledger, told = _places(name, [_DOCUMENT], _ledger(*_DOCUMENT.questions))
    assert places == ()
    assert len(told) == 1
    assert ledger.references == ()


def test_a_heading_that_two_questions_have_is_a_finding_that_says_their_lines() -> None:
    twice = document(_CACHE, _INDEX, replace(_LOCK, heading=_CACHE.heading, text=_CACHE.text))
    places, _, told = _places("a.md#什么是缓存雪崩？", [twice], Ledger())
    assert places == ()
    assert "lines 1, 3" in told[0]


@pytest.mark.parametrize("name", ["Q0002", "a.md#为什么要建索引？", "a.md:2"])
def test_a_reference_survives_rewording_and_moving_one_after_the_other(name: str) -> None:
    ledger = _ledger(*_DOCUMENT.questions)
    _, ledger, _ = _places(name, [_DOCUMENT], ledger)
    reworded = replace(_INDEX, heading="数据库索引有何用处？", text="数据库索引有何用处？")
    edited = document(_LOCK, _CACHE, reworded)
    places, ledger, _ = _places(name, [edited], ledger)
    assert places == (2,)
    answered = replace(
        reworded,
        sections=question(
            "", points("查询：不用扫描整张表就能很快找到行", "代价：写入变慢")
        ).sections,
    )
    moved = [document(_LOCK, _CACHE), document(answered, path="other.md")]
    places, ledger, _ = _places(name, moved, ledger)
    assert places == (2,)


def test_a_reference_is_not_handed_to_another_question_when_its_own_is_gone() -> None:
    ledger = _ledger(*_DOCUMENT.questions)
    _, ledger, _ = _places("a.md:2", [_DOCUMENT], ledger)
    places, _, told = _places(
        "a.md:2", [document(_CACHE, path="b.md"), document(_LOCK, path="c.md")], ledger
    )
    assert places == ()
    assert told


def test_the_code_of_an_entry_that_was_merged_names_its_question_still() -> None:
    ledger = _ledger(*_DOCUMENT.questions)
    _, ledger, _ = _places("Q0003", [_DOCUMENT], ledger)
    merged = [entry(_CACHE, _LOCK), entry(_INDEX)]
    ledger = identify(ledger, merged, "deck", 1).ledger
    assert "Q0003" in {record.code for record in ledger.retired}
    places, _, _ = _places("Q0003", [_DOCUMENT], ledger)
    assert places == (2,)
