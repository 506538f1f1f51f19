from __future__ import annotations

from collections import Counter
from pathlib import Path

from builders import asking, code, document, points, question

from evaluation.stages import find_entries, read_document
from shuati.config.settings import Settings
from shuati.model import Question, Verdict

SETTINGS = Settings()


def test_equal_wording_in_two_documents_becomes_one_entry_with_both_variants() -> None:
    first = document(question("什么是过拟合？", "模型在训练集上好，在测试集上差。"), path="a.md")
    second = document(question("什么是过拟合", "训练集上好，测试集上差的模型过拟合。"), path="b.md")
    matching = find_entries([first, second], SETTINGS)
    assert len(matching.entries) == 1
    assert {variant.path for variant in matching.entries[0].variants} == {"a.md", "b.md"}
    assert [pair.verdict for pair in matching.pairs] == [Verdict.SAME]


def test_a_generic_title_does_not_join_questions_about_other_code() -> None:
    asked = [
        question("输出是什么？", asking(code(f"print({number})")), "一行数字。")
        for number in range(5)
    ]
    matching = find_entries([document(*asked)], SETTINGS)
    assert len(matching.entries) == 5
    assert {pair.verdict for pair in matching.pairs} == {Verdict.DIFFERENT}


def test_a_generic_title_above_the_same_code_is_the_same_question() -> None:
    one = document(question("输出是什么？", asking(code("print(1)")), "1"), path="a.md")
    two = document(question("输出是什么？", asking(code("print(1)")), "一"), path="b.md")
    assert len(find_entries([one, two], SETTINGS).entries) == 1


def test_equal_titles_with_entirely_different_answers_stay_apart_and_go_to_the_person() -> None:
    one = question("基本原理是什么？", "请求先到网关，由负载均衡分给后端实例。")
    two = question("基本原理是什么？", "光合作用把二氧化碳和水变成葡萄糖。")
    matching = find_entries([document(one, two)], SETTINGS)
    assert len(matching.entries) == 2
    assert [pair.verdict for pair in matching.pairs] == [Verdict.REVIEW]
    assert matching.pairs[0].reasons


def test_a_question_without_an_answer_joins_the_one_that_has_it() -> None:
    one = question("什么是缓存雪崩？")
    two = question("什么是缓存雪崩？", "大量缓存同时过期。")
    (entry,) = find_entries([document(one, two)], SETTINGS).entries
    assert entry.variants[0].sections


def test_the_fullest_answer_that_does_not_break_off_represents_the_entry() -> None:
    short = question("什么是缓存雪崩？", "大量缓存同时过期。")
    full = question("什么是缓存雪崩", points("现象：大量缓存同时过期", "后果：数据库被压垮"))
    (entry,) = find_entries([document(short, full)], SETTINGS).entries
    assert entry.question == "什么是缓存雪崩"


def test_entries_come_in_the_order_in_which_they_are_first_asked() -> None:
    asked = [
        question(text, "答案各不相同。") for text in ("甲是什么", "乙是什么", "甲是什么？", "丙")
    ]
    entries = find_entries([document(*asked)], SETTINGS).entries
    assert [entry.question for entry in entries] == ["甲是什么", "乙是什么", "丙"]


def _of(entries: tuple[Question, ...]) -> Counter[tuple[str, int]]:
    return Counter((question.path, question.span.first) for question in entries)


def test_155_questions_with_117_equal_titles_give_155_entries(shared: Path) -> None:
    path = shared / "corpus" / "r01_js_details_155.md"
    read = read_document(path.name, path.read_bytes())
    entries = find_entries([read], SETTINGS).entries
    assert len(entries) == 155
    variants = tuple(variant for entry in entries for variant in entry.variants)
    assert _of(variants) == _of(read.questions)
