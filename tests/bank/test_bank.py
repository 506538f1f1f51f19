"""The bank that ships is what the project says of it: large, from several hands, sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it.token import Token

from evaluation.labels import Label, Labels, load
from evaluation.stages import Found, find_entries
from shuati.config.settings import Settings
from shuati.ledger import references
from shuati.ledger.store import Ledger
from shuati.match import decisions
from shuati.match.decided_pairs import to_pairs
from shuati.model import Location, Severity, Verdict
from shuati.text.markdown import parser
from tests.bank.conftest import ShippedBank
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def labels(bank: ShippedBank) -> Labels:
    return load({"sources": bank.documents})


@pytest.fixture(scope="module")
def matching(bank: ShippedBank) -> Found:
    made = decisions.load(ROOT / "sources" / decisions.FILE)
    named = references.resolve(made, bank.documents, Ledger(), decisions.FILE)
    decided, doubts = to_pairs(made, named.places, decisions.FILE)
    assert doubts == ()
    return find_entries(bank.documents, Settings(), decided)


def test_there_are_at_least_seven_documents_and_120_questions(bank: ShippedBank) -> None:
    assert len(bank.documents) >= 7
    assert sum(len(document.questions) for document in bank.documents) >= 120


def test_at_least_25_questions_stand_in_two_or_more_documents(labels: Labels) -> None:
    shared = [c for c in labels.clusters if len({q.path for q in c.questions}) > 1]
    assert len(shared) >= 25


def test_some_questions_look_alike_and_are_not_the_same(labels: Labels) -> None:
    count = Counter(pair.label for pair in labels.pairs)
    assert count[Label.DIFFERENT] >= 25


def test_exactly_the_questions_that_ask_the_same_are_one_entry(
    matching: Found, labels: Labels
) -> None:
    merged = {
        frozenset((question.path, question.span.first) for question in entry.variants)
        for entry in matching.entries
        if len(entry.variants) > 1
    }
    assert merged == {
        frozenset((question.path, question.span.first) for question in cluster.questions)
        for cluster in labels.clusters
    }


def test_no_repeat_is_left_in_doubt_and_no_answers_contradict_each_other(
    matching: Found, labels: Labels
) -> None:
    doubtful = [(p.a, p.b) for p in matching.pairs if p.verdict is Verdict.REVIEW]
    assert [(a.text, b.text) for a, b in doubtful if labels.label(a, b) is Label.SAME] == []
    assert len(doubtful) <= 72
    assert matching.diagnostics == ()


def test_decisions_shorten_the_list_and_move_no_score_of_other_pairs(
    bank: ShippedBank, matching: Found
) -> None:
    def scores(found: Found) -> dict[tuple[Location, Location], float]:
        asked = (pair for pair in found.pairs if pair.verdict is Verdict.REVIEW)
        return {(pair.a.location, pair.b.location): pair.score for pair in asked}

    before, after = scores(find_entries(bank.documents, Settings())), scores(matching)
    assert len(after) < len(before)
    assert {pair: before.get(pair) for pair in after} == after


def test_the_reader_has_nothing_to_complain_of(bank: ShippedBank) -> None:
    assert [f for f in bank.diagnostics if f.severity in (Severity.ERROR, Severity.WARNING)] == []


def test_every_question_has_an_answer(bank: ShippedBank) -> None:
    bare = [q.text for d in bank.documents for q in d.questions if not q.sections or q.truncated]
    assert bare == []


def test_every_link_and_image_leads_somewhere(bank: ShippedBank) -> None:
    missing = [
        f"{path}: {address}"
        for path, text in bank.texts.items()
        for address in addresses(parser().parse(text))
        if not leads_somewhere(path, address)
    ]
    assert missing == []


def addresses(tokens: list[Token]) -> Iterator[str]:
    """The targets of the links and images among ``tokens``."""
    for token in tokens:
        target = token.attrGet("href") or token.attrGet("src")
        if target is not None:
            yield str(target)
        yield from addresses(token.children or [])


def leads_somewhere(path: str, address: str) -> bool:
    """A page of the web over https, or a file that stands in the folder of sources."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return parts.scheme == "https" and bool(parts.netloc)
    sources = ROOT / "sources"
    file = ((sources / path).parent / unquote(parts.path)).resolve()
    return bool(parts.path) and file.is_relative_to(sources) and file.is_file()


@pytest.mark.parametrize(
    ("markdown", "sound"),
    [
        ("[页](https://example.org/a)", True),
        ("[页](http://example.org/a)", False),
        ("![图](没有.png)", False),
        ("[下一份](02-预训练与数据.md#题目1)", True),
        ("[外面](../README.md)", False),
    ],
)
def test_a_link_to_nothing_is_seen(bank: ShippedBank, markdown: str, sound: bool) -> None:
    (address,) = addresses(parser().parse(markdown))
    assert leads_somewhere(bank.documents[0].path, address) is sound
