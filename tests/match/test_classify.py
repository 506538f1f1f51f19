"""What keeps questions apart that look alike, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import asking, code, document, question
from judging import bank, classifier

from shuati.model import Pair, Question, Verdict

ANSWER = "先确认现象和影响的范围，再看监控和日志，找出原因以后再改。"


def judged(a: Question, b: Question) -> Pair:
    return classifier(document(a, path="a.md"), document(b, path="b.md")).classify(0, 1)


def _codes(pair: Pair) -> list[str]:
    return [reason.code for reason in pair.reasons]


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("缓存在金融领域的应用有哪些？", "缓存在医疗领域的应用有哪些？", "other-subject"),
        ("大模型在金融领域的应用", "大模型在金融风控领域的应用", "narrower"),
        ("微服务的应用有哪些？", "微服务面临哪些挑战？", "other-intent"),
        ("如何评估模型的鲁棒性？", "如何提高模型的鲁棒性？", "other-intent"),
        ("如何加速模型的训练？", "如何加速模型的推理？", "other-stage"),
        ("enum 有什么作用？", "extern 有什么作用？", "other-names"),
        ("HTTP 301 表示什么？", "HTTP 302 表示什么？", "other-names"),
        ("语音识别的应用有哪些？", "语音合成的应用有哪些？", "other-subject"),
    ],
)
def test_look_alikes_are_not_merged_and_say_why(a: str, b: str, reason: str) -> None:
    pair = judged(question(a, ANSWER), question(b, "另外的一段话，说的是完全不同的另一件事情。"))
    assert pair.verdict is not Verdict.SAME
    assert reason in _codes(pair)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("如何处理数据倾斜？", "数据不平衡怎么办？"),
        ("消息队列的应用有哪些？", "请列举消息队列的一些应用。"),
        ("如何保证接口的安全性？", "怎样提高接口的安全性？"),
        ("死锁是什么？", "什么是死锁？"),
        ("死鎖是什麼？", "什么是死锁？"),
        ("死锁的含义是什么？", "什么是死锁？"),
        ("索引的工作原理是什么？", "请简要描述索引的基本原理。"),
        ("容器的应用及其优势", "容器有哪些应用？"),
    ],
)
def test_other_words_for_one_question_are_the_same(a: str, b: str) -> None:
    assert judged(question(a, ANSWER), question(b, ANSWER)).verdict is Verdict.SAME


def test_words_of_every_day_that_only_one_side_has_make_no_other_question() -> None:
    one = question("平时各个环节里都怎么预热缓存？", ANSWER)
    two = question("如何预热缓存？", ANSWER)
    assert judged(one, two).verdict is Verdict.SAME


def test_colloquial_asking_is_asking() -> None:
    one, two = question("死锁咋办？", ANSWER), question("如何解决死锁？", ANSWER)
    assert judged(one, two).verdict is Verdict.SAME


def test_the_clause_that_asks_tells_what_is_asked() -> None:
    one = question("把缓存用到支付业务里，会遇到哪些挑战？", ANSWER)
    two = question("缓存在支付业务中有哪些应用？", ANSWER)
    assert judged(one, two).verdict is not Verdict.SAME


def test_answers_nearest_by_far_join_questions_in_other_words() -> None:
    said = "下单按钮点了两次，服务端用唯一的请求号去重，第二次直接返回第一次的结果，"
    one = question("用户手快点了两回，怎么只生成一张订单？", said + "请求号由前端先取。")
    two = question("接口的幂等怎么实现？", said + "请求号存进唯一索引。")
    comparison = classifier(bank("a.md", one), bank("b.md", two))
    assert comparison.classify(6, 13).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [("网络隔离的原理是什么？", "进程隔离的原理是什么？"), ("如何恢复索引？", "如何对齐索引？")],
)
def test_one_word_exchanged_is_another_question_however_near_the_answers(
    one: str, other: str
) -> None:
    said = "先把资源分成互不相干的几份，再限制每一份能看见什么，最后定期检查有没有越界，"
    questions = question(one, said + "出错只影响自己。"), question(other, said + "出错不外传。")
    banks = [bank(f"{at}.md", own) for at, own in enumerate(questions)]
    assert classifier(*banks).classify(6, 13).verdict is not Verdict.SAME


def test_what_stands_under_two_headings_of_one_document_is_about_each() -> None:
    def noted(trail: str, answer: str) -> Question:
        return replace(question("注意事项", answer), heading_path=(trail,))

    one = noted("鼻饲", "每次灌注以前先确认胃管在胃内，温度三十八度上下，灌注以后保持半卧位。")
    two = noted("导尿", "严格无菌操作，第一次放尿不超过一千毫升，动作要轻，注意遮挡和保暖。")
    comparison = classifier(document(one, two))
    assert comparison.classify(0, 1).verdict is not Verdict.SAME


def test_equal_titles_above_other_code_are_different() -> None:
    one = question("输出是什么？", asking(code("print(1)")), ANSWER)
    two = question("输出是什么？", asking(code("print(2)")), ANSWER)
    pair = judged(one, two)
    assert pair.verdict is Verdict.DIFFERENT
    assert "other-code" in _codes(pair)


def test_questions_under_one_heading_that_name_nothing_in_common_are_different() -> None:
    one = replace(question("栈里最后放进去的元素最先出来吗？", ANSWER), heading="请问？")
    two = replace(question("虚函数能不能声明成内联？", "可以声明，"), heading="请问？")
    pair = judged(one, two)
    assert pair.verdict is Verdict.DIFFERENT
    assert _codes(pair) == ["other-context"]


def test_equal_words_about_another_trade_are_not_the_same() -> None:
    samples = "少数类样本太少，可以过采样、欠采样，或者给损失函数加上类别权重，再看召回率。" * 2
    keys = "热点键落在一个分区，给键加随机前缀先局部聚合，再去掉前缀全局聚合，或者广播小表。" * 2
    pair = judged(question("如何处理数据倾斜？", samples), question("数据倾斜怎么解决？", keys))
    assert pair.verdict is not Verdict.SAME


def test_every_verdict_gives_a_reason() -> None:
    for a, b in (("什么是索引？", "什么是锁？"), ("什么是索引？", "索引是什么？")):
        assert judged(question(a, ANSWER), question(b, ANSWER)).reasons
