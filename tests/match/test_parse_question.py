"""The parsed wording of a question: its intent, its subjects, its stages of work."""

from __future__ import annotations

import pytest
from every_synonym import every_synonym

from shuati.match.parse_question import ParsedQuestion, parse_question
from shuati.match.vocabulary import intent_lexicon
from shuati.text.segmenter import Segmenter


@pytest.fixture(scope="module")
def words() -> Segmenter:
    return Segmenter([term for term in every_synonym().first if not term.isascii()])


def taken(text: str, words: Segmenter) -> ParsedQuestion:
    return parse_question(text, intent_lexicon(), every_synonym(), words)


def test_the_intent_is_no_subject(words: Segmenter) -> None:
    found = taken("如何处理死锁问题？", words)
    assert (found.intent, found.subjects) == ("handle", ("死锁",))


def test_two_ways_to_ask_for_one_thing_have_the_same_intent_and_subjects(words: Segmenter) -> None:
    first, second = (
        taken("消息队列的应用有哪些？", words),
        taken("请列举消息队列的一些应用。", words),
    )
    assert (first.intent, first.subjects) == (second.intent, second.subjects)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("索引的优缺点", "advantage"),
        ("索引解决了什么问题？", "use"),
        ("索引是个啥？", "what"),
        ("索引的含义", "what"),
    ],
)
def test_an_intent_is_not_taken_for_another_that_is_written_with_a_part_of_it(
    text: str, intent: str, words: Segmenter
) -> None:
    found = taken(text, words)
    assert (found.intent, found.subjects) == (intent, ("索引",))


def test_examples_and_abbreviations_in_the_wording_are_no_subject(words: Segmenter) -> None:
    plain = taken("请简述推荐系统的应用", words)
    assert taken("请简述推荐系统的应用，如电商、短视频等。", words).subjects == plain.subjects
    assert taken("请简述推荐系统（RS）的应用", words).subjects == plain.subjects


def test_如何_does_not_begin_examples(words: Segmenter) -> None:
    assert "缓存" in taken("线上流量大，如何预热缓存？", words).subjects


def test_synonyms_of_the_trade_are_one_word(words: Segmenter) -> None:
    assert (
        taken("如何处理数据倾斜？", words).subjects == taken("样本不均衡怎么办？", words).subjects
    )


def test_a_word_of_asking_inside_a_name_is_left_alone(words: Segmenter) -> None:
    assert "自然语言处理" in taken("自然语言处理中有哪些挑战？", words).subjects
    assert "预处理" in taken("怎样做数据预处理？", words).subjects


def test_the_stage_in_which_something_happens_is_no_subject(words: Segmenter) -> None:
    found = taken("在训练过程中，如何避免过拟合？", words)
    assert found.stages == {"训练"}
    assert found.subjects == ("过拟合",)


def test_a_stage_that_is_asked_about_is_a_subject(words: Segmenter) -> None:
    assert "训练" in taken("如何加速大规模模型的训练？", words).subjects


def test_what_a_question_adds_is_kept_apart_from_its_intent(words: Segmenter) -> None:
    found = taken("请说明容器的应用及其优势。", words)
    assert found.intent == "apply"
    assert found.other_intents == {"advantage"}


def test_signs_of_code_are_subjects(words: Segmenter) -> None:
    assert taken("`==` 和 `===` 有什么区别？", words).subjects == ("==", "===")
    assert taken("#{} 和 ${} 的区别是什么？", words).subjects == ("#{}", "${}")


def _asked(text: str) -> tuple[str, set[str]]:
    found = parse_question(text, intent_lexicon(), every_synonym(), Segmenter([]))
    return found.intent, set(found.subjects)


@pytest.mark.parametrize(
    "text",
    [
        "哪些因素影响随机森林？",
        "影响随机森林的因素",
        "影响随机森林的主要因素有哪些？",
        "随机森林受哪些因素影响？",
        "随机森林的影响因素",
    ],
)
def test_influencing_factors_are_asked_for_in_several_ways(text: str) -> None:
    assert _asked(text) == ("factor", {"随机森林"})


@pytest.mark.parametrize(
    ("addition", "alone"),
    [
        ("矛盾普遍性原理及其方法论意义", "矛盾普遍性原理"),
        ("决策树的优缺点及适用性", "决策树的优缺点"),
        ("决策树的原理以及构建过程", "决策树的原理"),
    ],
)
def test_what_is_asked_besides_changes_neither_intent_nor_subjects(
    addition: str, alone: str
) -> None:
    assert _asked(addition) == _asked(alone)


def test_a_second_subject_is_no_addition() -> None:
    assert _asked("TCP的概念及UDP")[1] == {"tcp", "udp"}


def test_a_parenthesis_counts_where_nothing_else_names_the_subject() -> None:
    assert _asked("优缺点（红黑树）") == ("advantage", {"红黑树"})
    assert _asked("跳表的优缺点（红黑树）") == ("advantage", {"跳表"})


@pytest.mark.parametrize("text", ["HTTP/1.0 的特点", "HTTP 1.0 的特点", "HTTP1.0的特点"])
def test_a_version_has_one_spelling(text: str) -> None:
    assert _asked(text) == ("feature", {"http1.0"})


def test_how_to_understand_something_asks_what_it_is() -> None:
    assert _asked("如何理解死锁？") == _asked("死锁是什么？")
