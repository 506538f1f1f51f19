"""Which of two ways of marking questions is taken where both are in one document."""

from __future__ import annotations

from evaluation.stages import read_document

_HEADINGS = """# 文章

## 缓存是什么？

它放在内存里，断电就没有了。

缓存会不会丢？

它让查找逐层缩小范围，写入要维护。

## 2. 索引

为什么要有索引？

它让查找逐层缩小范围，写入要维护。

## 事务

外层提交以前，里层只是做记号。

# 队列

队列满了怎么办？

可以拒绝，也可以先落盘再慢慢取。
"""


def _asked(text: str) -> list[str]:
    return [question.text for question in read_document("a.md", text.encode()).questions]


_TEXT = _HEADINGS.replace("## 缓存是什么？\n\n", "").replace("## 2. 索引\n\n", "")


def test_lines_that_ask_and_have_an_answer_are_questions_beside_headings_that_ask() -> None:
    bare = ["缓存会不会丢？", "为什么要有索引？", "队列满了怎么办？"]
    assert _asked(_HEADINGS) == ["缓存是什么？", *bare]
    assert _asked(_TEXT) == ["缓存会不会丢？", "为什么要有索引？", "队列满了怎么办？"]
