"""Where a word begins to count, and where it stops: each limit by what it is for."""

from __future__ import annotations

import tracemalloc

from tagging import tagged

_PARTS = [
    "失效", "预热", "淘汰", "穿透", "雪崩", "击穿", "序列化", "压缩", "分片", "持久化", "过期",
    "监控", "容量", "命中", "回源", "版本", "锁", "降级", "限流", "队列", "备份", "迁移",
]  # fmt: skip


def test_what_a_large_bank_is_about_is_no_keyword_of_its_entries() -> None:
    asked = [(f"机器学习的{part}怎么做？", f"机器学习的{part}要看业务。") for part in _PARTS]
    assert not any("机器学习" in one.keywords for one in tagged(*asked))
    assert all("机器学习" in one.keywords for one in tagged(*asked[:5]))


def test_words_of_every_day_are_no_keywords_however_many_there_may_be() -> None:
    said = "先看线程堆栈，再看日志，早上和晚上的流量不同，老板和同事会问，桌子上贴着电话。"
    (one,) = tagged(("死锁怎么排查？", said))
    assert one.keywords == ("死锁", "排查")


def test_two_words_that_several_entries_write_together_are_one_keyword() -> None:
    one, other = tagged(
        ("上线前怎么验证？", "先用影子流量压一遍，影子流量不写库。"),
        ("压测数据从哪来？", "复制影子流量，脱敏以后回放。"),
    )
    assert "影子流量" in one.keywords
    assert "影子流量" in other.keywords
    (single,) = tagged(("上线前怎么验证？", "先用影子流量压一遍，影子流量不写库，影子流量要脱敏。"))
    assert "影子流量" not in single.keywords


def test_an_answer_gives_a_topic_from_two_of_its_words_on() -> None:
    (two,) = tagged(("这里要注意什么？", "过拟合时加正则化，早停也行。"))
    (one,) = tagged(("这里要注意什么？", "过拟合时要当心。"))
    assert "训练::泛化" in two.tags
    assert "训练::泛化" not in one.tags


def test_data_in_one_line_is_no_word_and_takes_no_memory() -> None:
    tracemalloc.start()
    (one,) = tagged(("死锁怎么排查？", f"死锁的现场是 {'a' * 100_000}，再排查。"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert one.keywords == ("死锁", "排查")
    assert most < 200_000_000
