"""Questions are compared by the vectors of their words, or those of a sentence encoder."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from builders import asking, code, question, section
from judging import FIRST, bank

from shuati import lexicon
from shuati.config.settings import Settings
from shuati.match import match, meaning
from shuati.match.matchers.rules import classify
from shuati.match.matchers.rules.likelihood import MEANING_NAMES, Basis, log_odds, probability
from shuati.match.matchers.rules.objections import Rule, narrower, other_intent, other_subject
from shuati.match.matchers.rules.policy import Finding, Levels
from shuati.match.matchers.rules.scores import Evidence
from shuati.match.meaning import MeaningSpace, MeaningVectors, Vectors, sentences, vectors_of
from shuati.match.pair_classifier import PairClassifier
from shuati.match.parse import parse
from shuati.match.vocabulary import IntentLexicon
from shuati.model import Document, Reason, Verdict, reason
from shuati.model.question import Option

_OTHER = FIRST, 2 * FIRST + 1  # the positions of the questions that stand last in two banks
_DOCUMENTS = (
    bank("a.md", question("甲醛超标怎样治", "开窗吹走毒气。")),
    bank("b.md", question("新房异味", "通风几个月最灵。")),
)


def _random(count: int, seed: int = 1) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, 24)).astype(np.float32) + 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _alike(a: int, b: int, count: int = 2 * FIRST + 2) -> MeaningVectors:
    """Vectors of no meaning, but those of two questions are equal."""
    text, both = _random(count, 1), _random(count, 2)
    text[b], both[b] = text[a], both[a]
    return MeaningVectors(text, both)


def _classifier(
    vectors: MeaningVectors | None, documents: tuple[Document, ...] = _DOCUMENTS
) -> PairClassifier:
    features = [parse(one, (), ()) for one in documents]
    return PairClassifier(documents, features, Settings(), vectors=vectors)


def _by_definition(vectors: Vectors) -> tuple[np.ndarray, np.ndarray]:
    """All cosines and all CSLS, as the paper has them."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1)[:, None]
    cosine = centred @ centred.T
    others = [np.delete(row, at) for at, row in enumerate(cosine)]
    crowding = np.array([np.sort(row)[-5:].mean() for row in others])
    return cosine, 2 * cosine - crowding[:, None] - crowding[None, :]


def test_a_question_is_encoded_by_its_text_and_by_its_text_with_the_beginning_of_the_answer() -> (
    None
):
    asked = question("**什么**是`锁`？", asking(code("lock()")), section("答案", "互斥" * 200))
    text, both = sentences(asked)
    assert text == "什么是锁？"
    assert both == "什么是锁？。" + "互斥" * 110


def test_vectors_are_the_rows_in_the_order_of_the_questions() -> None:
    rows = _random(3)
    assert np.array_equal(vectors_of([row.astype("<f4").tobytes() for row in rows]), rows)


@pytest.mark.parametrize("block", [7, 1000])
def test_cosine_and_csls_are_those_of_their_definition(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "_CELLS", 30 * block)
    vectors = _random(30)
    left, right = np.triu_indices(30, 1)
    cosine, corrected = MeaningSpace(vectors).closeness(left, right)
    wanted, wanted_corrected = _by_definition(vectors)
    assert np.allclose(cosine, wanted[left, right], atol=1e-5)
    assert np.allclose(corrected, wanted_corrected[left, right], atol=1e-5)


@pytest.mark.parametrize("block", [7, 1000])
def test_the_nearest_are_those_with_the_greatest_csls_among_the_chosen(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "_CELLS", 30 * block)
    vectors = _random(30)
    chosen = [at for at in range(30) if at % 4]
    _, corrected = _by_definition(vectors)
    wanted = set()
    for at in chosen:
        near = sorted((other for other in chosen if other != at), key=lambda o: -corrected[at, o])
        wanted.update((min(at, other), max(at, other)) for other in near[:4])
    among = np.isin(np.arange(30), chosen)
    assert MeaningSpace(vectors).pairs(4, among).tolist() == sorted(map(list, wanted))


def test_equal_vectors_have_no_nearness() -> None:
    cosine, corrected = MeaningSpace(np.ones((20, 8), np.float32)).closeness(
        np.array([0]), np.array([1])
    )
    assert np.isfinite(cosine).all()
    assert np.isfinite(corrected).all()


def test_questions_without_a_common_word_are_candidates_where_their_vectors_are_near() -> None:
    assert _OTHER not in _classifier(_alike(0, 1)).pairs
    assert _OTHER in _classifier(_alike(*_OTHER)).pairs


def test_a_choice_is_no_nearest_in_meaning() -> None:
    options = (Option("A", "开窗", correct=True), Option("B", "关窗", correct=False))
    first, second = _DOCUMENTS
    choice = replace(second.questions[-1], options=options)
    closed = replace(second, questions=(*second.questions[:-1], choice))
    assert _OTHER not in _classifier(_alike(*_OTHER), (first, closed)).pairs


@pytest.mark.parametrize("steps", [2, 8])
def test_the_nearest_of_many_are_found_by_looking_at_a_part_first(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = _random(400)
    monkeypatch.setattr(meaning, "_STEP", 10_000)
    left, right = np.triu_indices(400, 1)
    everyone = np.ones(400, bool)
    whole = MeaningSpace(vectors)
    wanted = whole.pairs(4, everyone), [part.tolist() for part in whole.closeness(left, right)]
    monkeypatch.setattr(meaning, "_STEP", steps)
    monkeypatch.setattr(meaning, "_KEPT", 5)
    part = MeaningSpace(vectors)
    assert [own.tolist() for own in part.closeness(left, right)] == wanted[1]
    monkeypatch.setattr(meaning, "_STEP", 10_000)
    assert np.array_equal(part.pairs(4, everyone), MeaningSpace(vectors).pairs(4, everyone))


def test_the_columns_of_meaning_are_by_the_vectors_and_the_others_stay_as_they_are() -> None:
    vectors = _alike(*_OTHER)
    ((*others, _, _, _, _),) = _classifier(None).rows([_OTHER]).tolist()
    (semantic,) = _classifier(vectors).rows([_OTHER]).tolist()
    assert semantic[: -len(MEANING_NAMES)] == others
    a, b = np.array([_OTHER[0]]), np.array([_OTHER[1]])
    figures = [
        value
        for kind in (vectors.text, vectors.both)
        for value in np.concatenate(MeaningSpace(kind).closeness(a, b))
    ]
    named = dict(zip(Basis.SENTENCES.names, semantic, strict=True))
    wanted = dict(zip(MEANING_NAMES, figures, strict=True))
    for name, value in wanted.items():
        assert named[name] == pytest.approx(3 * value, abs=0.002)
    assert named["text cosine"] == pytest.approx(3)


def test_there_is_a_weight_for_every_column_and_levels_of_their_own() -> None:
    for basis in Basis:
        file = lexicon.toml(basis.value)
        assert file["weights"].keys() == {"bias", *basis.names}
        Levels(**file["levels"])


def test_a_pair_that_is_near_in_meaning_is_likelier_than_one_that_is_far() -> None:
    rows = [_classifier(vectors).rows([_OTHER])[0] for vectors in (_alike(*_OTHER), _alike(0, 1))]
    near, far = (probability(float(log_odds(row, Basis.SENTENCES))) for row in rows)
    assert near > 2 * far


def test_levels_of_their_own_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = {Basis.SENTENCES: Levels(0, 0, -99, inf), Basis.WORDS: Levels(0, 0, 99, inf)}
    monkeypatch.setattr(classify, "shipped_levels", levels.__getitem__)
    monkeypatch.setattr(classify, "OBJECTIONS", ())
    monkeypatch.setattr(classify, "VETOES", ())
    assert _classifier(_alike(*_OTHER)).classify(*_OTHER).verdict is Verdict.SAME
    assert _classifier(None).classify(*_OTHER).verdict is not Verdict.SAME


@pytest.mark.parametrize("rule", [other_subject, narrower, other_intent])
def test_meaning_outweighs_other_words_and_no_other_objection(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    def against(evidence: Evidence, lexicon: IntentLexicon) -> Reason:
        return reason("other-subject")

    def put(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(against if one is rule else (lambda *_: None) for one in rules)

    for name in ("OBJECTIONS", "VETOES", "HARD_VETOES", "_NOT_BY_WORDS"):
        monkeypatch.setattr(classify, name, put(getattr(classify, name)))
    monkeypatch.setattr(classify, "shipped_levels", lambda basis: Levels(99, 99, 99, -99))
    semantic = _classifier(_alike(*_OTHER)).finding(*_OTHER)
    assert (semantic.opposed, semantic.vetoed) == (True, rule is other_intent)
    verdict = _classifier(_alike(*_OTHER)).classify(*_OTHER).verdict
    assert (verdict is Verdict.SAME) == (rule is not other_intent)


@pytest.mark.parametrize("vetoed", [True, False])
def test_what_words_oppose_is_merged_from_a_level_of_its_own(vetoed: bool) -> None:
    found = Finding(same=False, alike=False, opposed=True, vetoed=vetoed)
    levels = Levels(confirmed=0, joined=0, likely=1, opposed=3)
    assert [levels.merge(found, odds) for odds in (2.9, 3)] == [False, not vetoed]


def test_the_mean_of_a_few_questions_says_nothing_and_is_not_used() -> None:
    documents = (
        Document("a.md", "a.md", _DOCUMENTS[0].questions[-3:], ()),
        Document("b.md", "b.md", _DOCUMENTS[1].questions[-3:], ()),
    )
    vectors = _alike(2, 5, 6)
    plain, semantic = (_classifier(own, documents) for own in (None, vectors))
    assert semantic.pairs == plain.pairs
    assert semantic.finding(2, 5) == plain.finding(2, 5)
    assert np.array_equal(semantic.rows([(2, 5)]), plain.rows([(2, 5)]))


def test_verdicts_are_the_same_every_time() -> None:
    first, second = (match(_DOCUMENTS, Settings(), vectors=_alike(*_OTHER)) for _ in range(2))
    assert first == second
    assert first != match(_DOCUMENTS, Settings())


def test_in_a_large_bank_the_nearest_are_searched_in_the_nearest_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(3)
    topics = np.repeat(random.normal(size=(60, 24)), 10, axis=0)
    vectors = (topics + 0.1 * random.normal(size=topics.shape)).astype(np.float32)
    everyone = np.ones(len(vectors), bool)
    whole = set(map(tuple, MeaningSpace(vectors).pairs(4, everyone).tolist()))
    monkeypatch.setattr(meaning, "_WHOLE", 100)
    monkeypatch.setattr(meaning, "_NEAR_CELLS", 3)
    found = set(map(tuple, MeaningSpace(vectors).pairs(4, everyone).tolist()))
    assert len(found & whole) >= 0.9 * len(whole)
    assert all(a // 10 == b // 10 for a, b in found & whole)
