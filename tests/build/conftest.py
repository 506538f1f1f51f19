from __future__ import annotations

from pathlib import Path

import pytest

from shuati.pipeline.bank import Plan

_GO = """# Go 语言

## 1. 什么是 goroutine？

**答案：** 由运行时调度的轻量级线程。

## 2. channel 有什么用？

**答案：**

- **通信：** 在 goroutine 之间传值。
- **同步：** 无缓冲的 channel 让两边等到对方。
"""
_MORE = """# 并发

### 题目1：什么是 goroutine

**答案：** goroutine 是由运行时调度的轻量级线程，初始栈只有几 KB。
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with two documents; they ask one question twice. No tags, so it is quick."""
    sources = tmp_path / "project" / "sources"
    sources.mkdir(parents=True)
    (sources / "go.md").write_text(_GO, encoding="utf-8")
    (sources / "more.md").write_text(_MORE, encoding="utf-8")
    (sources / "shuati.toml").write_text("keywords = 0\n", encoding="utf-8")
    return sources.parent


@pytest.fixture
def plan(project: Path) -> Plan:
    """Deck and bank of `project`; the sheet takes too long to be made in every test."""
    sources = project / "sources"
    parts = frozenset({"deck", "bank"})
    return Plan(sources, project / "output", sources / "ledger.json", parts)
