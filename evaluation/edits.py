"""How long a build takes: the first, with nothing changed, after one edit.

    python -m evaluation.edits SOURCES|NUMBER [--only deck]

SOURCES is a folder of documents, which is copied; a NUMBER makes so many questions up.
Every build runs in a process of its own, with an empty cache at first. Times in seconds:
by the clock, and of the processor, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
_PER_DOCUMENT = 40
_FIRST = (
    "梯度 注意力 数据库 索引 缓存 协程 网络 事务 日志 线程 "
    "内存 消息 权限 容器 编译 加密 排序 图像 语音 推荐"
)
_SECOND = (
    "调度 优化 回收 分片 复制 预热 压缩 校验 路由 采样 "
    "隔离 合并 恢复 监控 限流 对齐 蒸馏 量化 评估 扩容"
)
_THIRD = "算法 机制 策略 流程 模型"
_WAYS = ("什么是{}？", "{}有哪些优点？", "如何实现{}？", "{}的原理是什么？", "{}适用于什么场景？")
_SAYS = (
    "先做{}，再看结果是否稳定", "{}决定了它的上限", "忽略{}会让误差积累", "开销主要来自{}",
    "需要与{}配合", "通过{}减少等待", "以{}为单位处理", "把{}放到后台进行", "用{}换取空间",
)  # fmt: skip


def make_up(folder: Path, number: int) -> None:
    """Write ``number`` questions into documents of 40; some ask what others ask."""
    random = Random(number)
    first, second, third = _FIRST.split(), _SECOND.split(), _THIRD.split()
    topics = [a + b + c for a in first for b in second for c in third]
    random.shuffle(topics)
    for start in range(0, number, _PER_DOCUMENT):
        lines = [f"# 第 {start // _PER_DOCUMENT + 1} 章", ""]
        for at in range(start, min(start + _PER_DOCUMENT, number)):
            topic = topics[at % len(topics)]
            way = _WAYS[(at // len(topics) + at) % len(_WAYS)]
            lines += [f"### {at - start + 1}. {way.format(topic)}", "", "**答案：**", ""]
            for place, say in enumerate(random.sample(_SAYS, 5), 1):
                words = random.sample(first, 1)[0] + random.sample(second, 1)[0]
                lines.append(f"{place}. **{words}：** {topic}中{say.format(words)}。")
            lines += [
                "",
                f"**解析：** {topic}由{random.choice(second)}和{random.choice(first)}组成。",
                "",
            ]
        (folder / f"{start // _PER_DOCUMENT + 1:03d}.md").write_text("\n".join(lines), "utf-8")


def edit_one(folder: Path) -> None:
    """Change the words of one answer, in the middle of the bank."""
    documents = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
    document = documents[len(documents) // 2]
    lines = document.read_text("utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if i > len(lines) // 2 and line.endswith("。"))
    lines[at] = lines[at][:-1] + "，这一点常被忽略。"
    document.write_text("\n".join(lines), "utf-8")


def measure(name: str, project: Path, only: str, cache: Path) -> None:
    """Run one build and print how long it took."""
    command = [sys.executable, str(ROOT / "build.py"), "-q", *(["--only", only] if only else [])]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command, cwd=project, env=os.environ | {"XDG_CACHE_HOME": str(cache)}, check=True
    )
    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:<24} {taken:7.2f} s  {used:7.2f} s of the processor", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "project"
        sources = project / "sources"
        if options.what.isdigit():
            sources.mkdir(parents=True)
            make_up(sources, int(options.what))
        else:
            shutil.copytree(options.what, sources)
        for name in ("full", "nothing changed", "one answer edited", "nothing changed again"):
            if name == "one answer edited":
                edit_one(sources)
            measure(name, project, options.only, Path(place) / "cache")


if __name__ == "__main__":
    main()
