from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from builders import entry, points, question
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.config.settings import Settings
from shuati.model import AnswerPart, Code, Entry, Kind, Paragraph, Section, Severity, Span
from shuati.tag import tag
from shuati.tag.topic_check import check_tags
from shuati.tag.topics import tag_name
from shuati.tag.tree import tag_tree, weak_tags

SETTINGS = Settings()
SPAN = Span(1, 1)


def _tagged(*entries: Entry, settings: Settings = SETTINGS) -> tuple[Entry, ...]:
    return tag(entries, settings)


def test_keywords_come_from_question_and_answer_without_the_words_of_asking() -> None:
    asked = question("请简述缓存雪崩是什么，如何解决？", "可以通过限流避免数据库被压垮。")
    (tagged,) = _tagged(entry(asked))
    assert {"缓存雪崩", "限流"} <= set(tagged.keywords)
    assert not {"什么", "如何", "解决", "可以", "通过", "请", "的"} & set(tagged.keywords)


def test_lead_terms_are_words_of_the_domain() -> None:
    asked = question("模型训练有哪些问题？", points("过拟合：训练得太久", "欠拟合：训练得太短"))
    other = question("过拟合怎么办？", "过拟合时可以加正则化。")
    for tagged in _tagged(entry(asked), entry(other)):
        assert "过拟合" in tagged.keywords


def test_latin_terms_stay_whole_and_are_one_word_across_case() -> None:
    one = question("GPU 上的 fine-tuning 是什么？", "用 GPU 做 Fine-tuning，依靠 Node.js 与 C++。")
    two = question("gpu 的显存不够怎么办？", "显存不够时换 GPU。")
    computing = replace(SETTINGS, fields=("计算机",))
    first, second = _tagged(entry(one), entry(two), settings=computing)
    assert "GPU" in first.keywords
    assert "GPU" in second.keywords
    assert {"Node.js", "C++"} <= set(first.keywords)
    assert "gpu" not in second.keywords


def test_a_term_with_blanks_in_brackets_becomes_one_word() -> None:
    asked = question("什么是语言建模（language modeling）？", "language modeling 预测下一个词。")
    assert "language-modeling" in _tagged(entry(asked))[0].keywords


def test_numbers_alone_are_no_keywords() -> None:
    asked = question("2024 年的 3.5 版本支持 32 位吗？", "支持 32 位和 64 位，100% 兼容。")
    assert not any(word[0].isdigit() for word in _tagged(entry(asked))[0].keywords)


def test_a_new_question_leaves_the_tags_of_the_others_alone() -> None:
    old = [
        entry(question(f"第{word}种索引如何存储？", f"{word}索引存储在磁盘的页里。"))
        for word in "甲乙丙"
    ]
    new = entry(question("什么是垃圾回收？", "虚拟机回收不再引用的内存。"))
    assert _tagged(*old) == _tagged(*old, new)[:3]


def test_rules_give_topic_and_kind_from_the_question() -> None:
    asked = question("在模型训练过程中，如何避免过拟合？", "可以用正则化。")
    other = question("过拟合和欠拟合有什么区别？", "一个太好，一个太差。")
    first, second = _tagged(entry(asked), entry(other))
    assert {"训练::泛化", "类型::处理"} <= set(first.tags)
    assert {"训练::泛化", "类型::比较"} <= set(second.tags)


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("滑动窗口和线性注意力各损失了什么？", "模型::架构"),
        ("注意力的打分为什么要归一化？", "模型::架构"),
        ("用大模型生成的语料训练小模型可行吗？", "数据::增强"),
        ("预填充阶段为什么吃算力？", "推理::加速"),
        ("检索和生成可以分离部署吗？", "推理::部署"),
        ("律师可以怎样使用大模型？", "领域::法律"),
    ],
)
def test_shipped_rules_have_the_topics_of_large_models(asked: str, topic: str) -> None:
    models = replace(SETTINGS, fields=("人工智能",))
    (tagged,) = _tagged(entry(question(asked, "看情况。")), settings=models)
    assert topic in tagged.tags


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("怎样评估大模型生成的文本？", "数据::增强"),
        ("处理个人信息有哪些法律要求？", "领域::法律"),
        ("上课时注意力不集中怎么办？", "模型::架构"),
    ],
)
def test_shipped_rules_give_no_topic_for_words_that_only_look_alike(asked: str, topic: str) -> None:
    models = replace(SETTINGS, fields=("人工智能",))
    (tagged,) = _tagged(entry(question(asked, "看情况。")), settings=models)
    assert topic not in tagged.tags


def test_the_answer_decides_where_the_question_names_no_topic() -> None:
    code = Code("go", 'fmt.Println("a")', SPAN)
    section = Section("", Kind.QUESTION, (code,), SPAN)
    asked = replace(question("输出什么？", "见代码。"), sections=(section,))
    shown = replace(entry(asked), parts=(AnswerPart("", Kind.QUESTION, (code,), 0),))
    assert {"Go", "类型::代码输出"} <= set(_tagged(shown)[0].tags)


def test_an_entry_without_a_topic_gets_its_best_keywords_as_tags() -> None:
    asked = question("榫卯结构为什么牢固？", "榫头和卯眼互相咬合。")
    tags = _tagged(entry(asked))[0].tags
    assert [name for name in tags if name.startswith("关键词::")]
    found = list(weak_tags(_tagged(entry(asked))))
    assert [diagnostic.span for diagnostic in found] == [asked.span]


def test_a_project_adds_rules_to_the_shipped_ones() -> None:
    own = replace(SETTINGS, tags=("建筑::木工 = 榫卯, 斗拱",))
    tagged = _tagged(entry(question("榫卯结构为什么牢固？", "互相咬合。")), settings=own)
    assert "建筑::木工" in tagged[0].tags
    assert not list(weak_tags(tagged))


@pytest.mark.parametrize(
    ("said", "level"), [("★★★★☆", "难度::困难"), ("简单", "难度::简单"), ("中等偏上", None)]
)
def test_how_hard_a_question_is_comes_from_its_source(said: str, level: str | None) -> None:
    note = Section("难度", Kind.NOTE, (Paragraph(said, SPAN),), SPAN)
    asked = question("什么是缓存？", "存起来。")
    asked = replace(asked, sections=(*asked.sections, note))
    levels = [tag for tag in _tagged(entry(asked))[0].tags if tag.startswith("难度")]
    assert levels == ([level] if level else [])


def test_a_tag_of_one_entry_becomes_its_parent() -> None:
    entries = [
        entry(question("银行怎样放贷？", "看信用。")),
        entry(question("医疗影像怎样读？", "看片。")),
        entry(question("临床试验怎样做？", "分组。")),
    ]
    tagged = _tagged(*entries, settings=replace(SETTINGS, fields=("人工智能",)))
    topics = [{name for name in one.tags if name.startswith("领域")} for one in tagged]
    assert topics == [{"领域"}, {"领域::医疗"}, {"领域::医疗"}]


def test_the_tag_tree_counts_every_entry_once() -> None:
    one = replace(entry(question("甲")), code="Q0001", tags=("训练::优化", "训练::加速"))
    two = replace(entry(question("乙")), code="Q0002", tags=("训练::优化", "类型::原理"))
    training, kinds = tag_tree([one, two])
    assert (training.path, training.entries) == ("训练", 2)
    assert [(branch.path, branch.entries) for branch in training.below] == [
        ("训练::优化", 2),
        ("训练::加速", 1),
    ]
    assert kinds.below[0].codes == ("Q0002",)


def test_terms_with_blanks_stay_whole() -> None:
    asked = question("什么是 kv cache？", "KV cache 存键和值。")
    assert _tagged(entry(asked))[0].keywords[0] == "KV Cache"


def test_every_document_of_an_entry_is_a_tag() -> None:
    one, two = question("甲", "一", path="go/并发 编程.md"), question("甲", "一", path="b.txt")
    assert {"来源::go::并发-编程", "来源::b"} <= set(_tagged(entry(one, two))[0].tags)


def test_settings_add_words_and_take_words() -> None:
    asked = entry(question("怎样评价零样本学习？", "零样本学习没有训练样例。"))
    with_word = replace(SETTINGS, user_dictionary=("零样本学习",))
    assert "零样本学习" in _tagged(asked, settings=with_word)[0].keywords
    without = replace(with_word, stop_words=frozenset({"零样本学习"}))
    assert "零样本学习" not in _tagged(asked, settings=without)[0].keywords


@pytest.mark.parametrize("limit", [0, 2, 6])
def test_no_entry_has_more_keywords_than_the_settings_say(limit: int) -> None:
    asked = entry(
        question("缓存、索引、事务、日志、锁、分区的作用？", "数据库 备份 集群 网络 内存")
    )
    assert len(_tagged(asked, settings=replace(SETTINGS, keywords=limit))[0].keywords) <= limit


@settings(max_examples=200)
@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_tag_holds_nothing_that_anki_takes_apart(levels: list[str]) -> None:
    made = tag_name(*levels)
    assert made.split() == ([made] if made else [])
    assert not set(made) & set("\"'“”\u3000*")
    assert "::::" not in made


_PROBE = """
import sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, {root!r}); sys.path.insert(0, {tests!r})
from builders import entry, question
from shuati.config.settings import Settings
from shuati.tag import tag
from shuati.tag.topic_check import check_tags
assert "jieba" not in sys.modules
tag([], Settings()); tag([entry(question("甲"))], Settings(keywords=0))
assert "jieba" not in sys.modules
tag([entry(question("什么是缓存？"))], Settings())
import jieba
assert not jieba.dt.initialized
"""


def test_jieba_prints_nothing_writes_only_to_the_cache_and_loads_when_needed(
    tmp_path: Path,
) -> None:
    tests = Path(__file__).resolve().parents[1]
    probe = _PROBE.format(root=str(tests.parent), tests=str(tests))
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    if sys.platform == "linux":
        (cached,) = tmp_path.rglob("dictionary-*.sqlite")
        assert stat.S_IMODE(cached.parent.stat().st_mode) == 0o700
        assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("rule", ["航天", "航天 =", "= 卫星", "航天 = ~(卫星"])
def test_a_rule_that_cannot_be_read_is_an_error(rule: str) -> None:
    found = check_tags([entry(question("什么是缓存？"))], replace(SETTINGS, tags=(rule,)))
    assert [diagnostic.severity for diagnostic in found][:1] == [Severity.ERROR]
