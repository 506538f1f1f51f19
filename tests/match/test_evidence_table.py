"""The table of evidence: its columns are what the rules find pair by pair."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from builders import document, points, question
from judging import bank

from evaluation import banks
from shuati.config.settings import Settings
from shuati.match import wording_columns
from shuati.match.cluster import cluster
from shuati.match.matchers.rules.likelihood import NAMES, Basis, log_odds
from shuati.match.matchers.rules.objections import (
    narrower,
    one_word_differs,
    other_intent,
    other_subject,
)
from shuati.match.matchers.rules.scores import overlap
from shuati.match.matchers.rules.vetoes import other_names
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.model import Document, Verdict

_RULES = {
    "other names": other_names,
    "one word differs": one_word_differs,
    "other subject": other_subject,
    "narrower": narrower,
    "other intent": other_intent,
}


def _documents() -> tuple[Document, ...]:
    """A generated bank, and questions that differ by names, signs, topics and headings."""
    own = bank(
        "a.md",
        question("GPT-3 的参数有多少？", points("规模：一千亿", "训练：很久")),
        question("网络隔离的原理", points("隔离：按网段", "转发：按规则")),
        question("信息增益是什么", "熵的减少。"),
        question("病因是什么？", "尿酸过高。", path=("痛风",)),
    )
    other = bank(
        "b.md",
        question("GPT-4 的参数有多少？", points("规模：更多", "训练：更久")),
        question("进程隔离的原理", points("隔离机制：按进程", "调度：按时间")),
        question("信息增益率是什么", "熵的减少的比率。"),
        question("病因是什么？", "胰岛素不足。", path=("糖尿病",)),
        question("网络隔离在训练过程中有哪些主要的应用与挑战？", "按网段隔离。"),
    )
    return (*banks.bank(500), own, other)


@cache
def _classifier(threshold: float = 0.55) -> PairClassifier:
    documents = _documents()
    features = [parse(one, (), ()) for one in documents]
    return PairClassifier(documents, features, Settings(review_threshold=threshold))


@pytest.mark.parametrize("name", _RULES)
def test_a_column_is_one_where_the_rule_of_its_name_has_a_reason(name: str) -> None:
    classifier, rule = _classifier(), _RULES[name]
    found = set[float]()
    pairs = list(classifier.candidates())
    values = classifier.rows(pairs)[:, NAMES.index(name)].tolist()
    for pair, value in zip(pairs, values, strict=True):
        evidence = classifier.evidence(*pair)
        assert value == (rule(evidence, classifier.lexicon) is not None), pair
        found.add(value)
    assert found == {0.0, 1.0}


def test_shared_terms_are_compared_wherever_two_lead_terms_can_be_alike() -> None:
    classifier, found = _classifier(), set[float]()
    pairs = list(classifier.candidates())
    values = classifier.rows(pairs)[:, NAMES.index("shared terms")].tolist()
    for pair, value in zip(pairs, values, strict=True):
        evidence = classifier.evidence(*pair)
        share = overlap(evidence.a.lead_terms, evidence.b.lead_terms)
        assert value == pytest.approx(share)
        found.add(share)
    assert len(found) > 2


def test_words_of_a_comparison_are_those_of_both_or_of_one_in_their_order() -> None:
    classifier = _classifier()
    for pair in classifier.candidates():
        one = classifier.evidence(*pair).wording
        assert one.shared == tuple(word for word in one.a.subjects if word in one.b.subjects)
        left = [word for word in one.a.subjects if word not in one.b.subjects]
        right = [word for word in one.b.subjects if word not in one.a.subjects]
        assert [word for word in left if word in one.left] == list(one.left)
        assert [word for word in right if word in one.right] == list(one.right)


def test_a_row_does_not_depend_on_the_pairs_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _classifier()
    monkeypatch.setattr(wording_columns, "_PAIRS", 7)
    documents = _documents()
    parts = PairClassifier(documents, [parse(one, (), ()) for one in documents], Settings())
    assert list(parts.candidates()) == list(whole.candidates())
    pairs = list(whole.candidates())
    assert np.array_equal(whole.rows(pairs), parts.rows(pairs))
    for pair in pairs[::5]:
        one, other = whole.evidence(*pair), parts.evidence(*pair)
        assert (one.wording, one.log_odds) == (other.wording, other.log_odds)
        assert log_odds(whole.rows([pair]), Basis.WORDS) == [one.log_odds]
    outside = next((0, at) for at in range(1, 500) if not whole.is_candidate(0, at))
    assert whole.rows([outside]).shape[1] == len(Basis.WORDS.names)


def test_log_odds_of_a_row_are_those_of_the_table() -> None:
    classifier = _classifier()
    rows = classifier.rows(list(classifier.candidates()))
    single = [float(log_odds(row, Basis.WORDS)) for row in rows]
    assert log_odds(rows, Basis.WORDS).tolist() == single


@pytest.mark.parametrize("threshold", [0.2, 0.55, 0.9])
def test_a_candidate_without_a_verdict_of_its_own_is_different(threshold: float) -> None:
    classifier = _classifier(threshold)
    unlisted = [pair for pair in classifier.candidates() if pair not in classifier.pairs]
    assert unlisted
    assert {classifier.classify(*pair).verdict for pair in unlisted} == {Verdict.DIFFERENT}
    for pair, found in classifier.pairs.items():
        assert classifier.classify(*pair) == found


def test_links_are_all_pairs_that_somebody_could_be_asked_about() -> None:
    classifier = _classifier(0.9)
    linked = {(a, b): probability for a, b, probability in classifier.linked()}
    for pair in classifier.candidates():
        one = classifier.classify(*pair)
        if one.probability >= 0.03 and one.verdict is not Verdict.SAME:
            assert classifier.pairs[pair].probability if pair in classifier.pairs else linked[pair]
    assert all(classifier.classify(*pair).probability == own for pair, own in linked.items())


def test_candidates_that_come_into_one_group_are_listed_as_the_same() -> None:
    asked = document(*(question(f"{topic}是什么？") for topic in "甲乙丙"), path="a.md").questions
    same = {(0, 1), (1, 2)}
    of = _classifier()
    pair = next(iter(of.pairs.values()))

    def verdict(a: int, b: int) -> Verdict:
        return Verdict.SAME if (a, b) in same else Verdict.DIFFERENT

    found = cluster(
        asked,
        {at: replace(pair, verdict=Verdict.SAME) for at in sorted(same)},
        lambda a, b: replace(pair, verdict=verdict(a, b)),
        same=sorted(same),
        unlisted=[(0, 2)],
    )
    assert found.groups == ((0, 1, 2),)
    assert found.pairs[0, 2].verdict is Verdict.SAME
    assert found.pairs[0, 2].reasons[0].code == "same-as-a-third"
