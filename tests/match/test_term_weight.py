"""How much a word tells of what a question asks about."""

from __future__ import annotations

import pytest
from every_synonym import every_synonym

from shuati.match.parse_question import ParsedQuestion, parse_question
from shuati.match.vocabulary import intent_lexicon
from shuati.text.segmenter import Segmenter


@pytest.fixture(scope="module")
def words() -> Segmenter:
    return Segmenter([term for term in every_synonym().first if not term.isascii()])


def worths(text: str, words: Segmenter) -> dict[str, float]:
    taken: ParsedQuestion = parse_question(text, intent_lexicon(), every_synonym(), words)
    return dict(zip(taken.subjects, taken.weights, strict=True))


def test_a_name_of_the_trade_tells_more_than_a_word_of_every_day(words: Segmenter) -> None:
    found = worths("平时各个环节里，布隆过滤器都能帮上忙吗？", words)
    assert max(found, key=lambda word: found[word]) in ("布隆过滤器", "布隆", "过滤器", "过滤")
    assert found["平时"] < 0.2


def test_words_that_say_when_where_and_how_many_name_nothing(words: Segmenter) -> None:
    for text in ("今天手里只有两次机会", "明天上午"):
        found = worths(text, words)
        assert all(worth < 0.35 for word, worth in found.items() if word != "机会"), found


def test_a_word_that_the_dictionary_does_not_know_is_a_name(words: Segmenter) -> None:
    assert worths("什么是闭包？", words) == {"闭包": 1.0}


def test_a_torn_word_is_put_together_again(words: Segmenter) -> None:
    assert set(worths("压疮怎样预防？", words)) == {"压疮"}
