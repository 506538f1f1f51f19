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

from shuati.model import Entry
from shuati.settings import Settings
from shuati.tag import tag_entries
from shuati.tag.rules import tag

SETTINGS = Settings()


def _tagged(*entries: Entry, settings: Settings = SETTINGS) -> tuple[Entry, ...]:
    return tag_entries(entries, settings)


def test_keywords_come_from_question_and_answer_without_the_words_of_asking() -> None:
    asked = question("请简述缓存雪崩是什么，如何解决？", "可以通过随机的过期时间避免数据库被压垮。")
    (tagged,) = _tagged(entry(asked))
    assert "缓存" in tagged.keywords
    assert "数据库" in tagged.keywords
    assert not {"什么", "如何", "解决", "可以", "通过", "请", "的"} & set(tagged.keywords)


def test_lead_terms_are_words_of_the_domain() -> None:
    told = question("模型训练有哪些问题？", points("过拟合：训练得太久", "欠拟合：训练得太短"))
    other = question("过拟合怎么办？", "过拟合时可以加正则化。")
    for tagged in _tagged(entry(told), entry(other)):
        assert "过拟合" in tagged.keywords


def test_latin_terms_stay_whole_and_are_one_word_across_case() -> None:
    one = question("GPU 上的 fine-tuning 是什么？", "用 GPU 做 Fine-tuning，依靠 Node.js 与 C++。")
    two = question("gpu 的显存不够怎么办？", "显存不够时换 GPU。")
    first, second = _tagged(entry(one), entry(two))
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
    made = tag(*levels)
    assert made.split() == ([made] if made else [])
    assert not set(made) & set("\"'“”\u3000*")
    assert "::::" not in made


_PROBE = """
import sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, {root!r}); sys.path.insert(0, {tests!r})
from builders import entry, question
from shuati.settings import Settings
from shuati.tag import tag_entries
assert "jieba" not in sys.modules
tag_entries([], Settings()); tag_entries([entry(question("甲"))], Settings(keywords=0))
assert "jieba" not in sys.modules
tag_entries([entry(question("什么是缓存？"))], Settings())
import jieba
assert not jieba.dt.initialized
"""


def test_jieba_is_silent_private_and_loaded_only_when_needed(tmp_path: Path) -> None:
    tests = Path(__file__).resolve().parents[1]
    probe = _PROBE.format(root=str(tests.parent), tests=str(tests))
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    if sys.platform == "linux":
        (cached,) = tmp_path.rglob("jieba.cache")
        assert stat.S_IMODE(cached.parent.stat().st_mode) == 0o700
        assert not list((tmp_path / "tmp").iterdir())
