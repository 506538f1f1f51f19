"""What keeps questions apart that look alike, and what does not."""

from __future__ import annotations

import pytest
from builders import asking, code, document, question

from shuati.match.compare import Comparison
from shuati.model import Pair, Question, Verdict
from shuati.settings import Settings

ANSWER = "先确认现象和影响的范围，再看监控和日志，找出原因以后再改。"


def judged(a: Question, b: Question) -> Pair:
    first, second = document(a, path="a.md"), document(b, path="b.md")
    return Comparison([first, second], Settings()).judge(0, 1)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("缓存在金融领域的应用有哪些？", "缓存在医疗领域的应用有哪些？", "own object"),
        ("大模型在金融领域的应用", "大模型在金融风控领域的应用", "narrower"),
        ("微服务的应用有哪些？", "微服务面临哪些挑战？", "another way"),
        ("如何评估模型的鲁棒性？", "如何提高模型的鲁棒性？", "another way"),
        ("如何加速模型的训练？", "如何加速模型的推理？", "phase"),
        ("enum 有什么作用？", "extern 有什么作用？", "own object|other names|in common"),
        ("HTTP 301 表示什么？", "HTTP 302 表示什么？", "other names"),
        ("语音识别的应用有哪些？", "语音合成的应用有哪些？", "own object|in common"),
    ],
)
def test_look_alikes_are_different_and_say_why(a: str, b: str, reason: str) -> None:
    pair = judged(question(a, ANSWER), question(b, "另外的一段话，说的是完全不同的另一件事情。"))
    assert pair.verdict is Verdict.DIFFERENT
    assert any(part in " ".join(pair.why) for part in reason.split("|"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("如何处理数据倾斜？", "数据不平衡怎么办？"),
        ("消息队列的应用有哪些？", "请列举消息队列的一些应用。"),
        ("如何保证接口的安全性？", "怎样提高接口的安全性？"),
        ("死锁是什么？", "什么是死锁？"),
        ("索引的工作原理是什么？", "请简要描述索引的基本原理。"),
        ("容器的应用及其优势", "容器有哪些应用？"),
    ],
)
def test_other_words_for_one_question_are_the_same(a: str, b: str) -> None:
    assert judged(question(a, ANSWER), question(b, ANSWER)).verdict is Verdict.SAME


def test_equal_titles_above_other_code_are_different() -> None:
    one = question("输出是什么？", asking(code("print(1)")), ANSWER)
    two = question("输出是什么？", asking(code("print(2)")), ANSWER)
    pair = judged(one, two)
    assert pair.verdict is Verdict.DIFFERENT
    assert "other code or options" in pair.why


def test_equal_words_about_another_trade_are_not_the_same() -> None:
    samples = "少数类样本太少，可以过采样、欠采样，或者给损失函数加上类别权重，再看召回率。" * 2
    keys = "热点键落在一个分区，给键加随机前缀先局部聚合，再去掉前缀全局聚合，或者广播小表。" * 2
    pair = judged(question("如何处理数据倾斜？", samples), question("数据倾斜怎么解决？", keys))
    assert pair.verdict is not Verdict.SAME


def test_every_verdict_gives_a_reason() -> None:
    for a, b in (("什么是索引？", "什么是锁？"), ("什么是索引？", "索引是什么？")):
        assert judged(question(a, ANSWER), question(b, ANSWER)).why
