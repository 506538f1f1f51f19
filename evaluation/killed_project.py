"""A made-up project whose commands run in forked processes, which `evaluation.kills` kills."""

from __future__ import annotations

import math
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import shuati.cli.commands
import shuati.match
import shuati.pipeline
import shuati.publish
import shuati.tag
from evaluation.edits import make_up
from shuati.cli.main import main as command_line
from shuati.publish.print import weasyprint_engine

ROOT = Path(__file__).resolve().parents[1]
FIRST, LATER = "1900000000", "2000000000"
"""The time of the build before, and of the others."""

_DOUBTFUL = (
    "请求先到网关，由负载均衡分给后端实例。",
    "光合作用把二氧化碳和水变成葡萄糖。",
    "冷却液带走气缸的热量，再由散热器放出。",
)

Tree = dict[str, bytes]


class Child:
    """A command that runs in a forked process, the first of a session."""

    def __init__(
        self, project: Project, time_of_build: str, stream: int | None, *arguments: str
    ) -> None:
        self.pid, self.code = os.fork(), None
        if self.pid:
            return
        code = 1
        try:
            os.setsid()
            stream = os.open(os.devnull, os.O_RDWR) if stream is None else stream
            for one in (0, 1, 2):
                os.dup2(stream, one)
            os.chdir(project.root)
            os.environ.update(project.environment(time_of_build))
            sys.stdin, sys.stdout, sys.stderr = (
                open(one, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
                for one, mode in ((0, "r"), (1, "w"), (2, "w"))
            )
            code = command_line([*arguments])
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)

    code: int | None

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def wait(self, seconds: float = math.inf) -> int | None:
        """The exit code once it has ended; None where that takes longer."""
        end = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < end:
            time.sleep(max(0.0, min(0.005, end - time.monotonic())))
        return self.code


@dataclass
class Project:
    """A folder with ``sources`` and ``output``, and the cache of its builds beside it."""

    place: Path

    @property
    def root(self) -> Path:
        return self.place / "project"

    @property
    def journal(self) -> Path:
        return self.root / "sources" / ".ledger.json.journal"

    def environment(self, time_of_build: str = LATER) -> dict[str, str]:
        return os.environ | {
            "XDG_CACHE_HOME": str(self.place / "cache"),
            "SOURCE_DATE_EPOCH": time_of_build,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
        }

    def build(self, parts: str, time_of_build: str = LATER) -> None:
        """Build. Raises `RuntimeError` with what was printed."""
        printed = self.place / "printed"
        with printed.open("wb") as file:
            child = Child(self, time_of_build, file.fileno(), "--only", parts, "-q")
            code = child.wait()
        if code:
            raise RuntimeError(printed.read_text("utf-8", "replace"))

    def tree(self) -> Tree:
        """Every file that is no temporary one."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    def left_over(self) -> list[str]:
        return [path.name for path in self.root.rglob(".*")]

    def copy(self, to: Path) -> Project:
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.place, to)
        return Project(to)

    def write(self, tree: Tree) -> None:
        """Make the files those of ``tree`` and nothing else."""
        shutil.rmtree(self.root)
        for name, content in tree.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def made_up(place: Path) -> Project:
    """A project of sixteen documents, and three with questions that look alike; never built."""
    project = Project(place)
    sources = project.root / "sources"
    sources.mkdir(parents=True)
    make_up(sources, 16)
    for at, answer in enumerate(_DOUBTFUL):
        text = (
            f"# 附录 {at}\n\n## 1. 基本原理是什么？\n\n{answer}\n\n## 2. 什么是第 {at} 类指标？\n\n"
        )
        (sources / f"附录{at}.md").write_text(f"{text}第 {at} 类指标看延迟与吞吐。\n", "utf-8")
    return project


def _edit_answer(sources: Path) -> None:
    path = sources / "001.md"
    path.write_text(path.read_text("utf-8").replace("。", "，这一点常被忽略。", 3), "utf-8")


def _edit_questions(sources: Path) -> None:
    (sources / "附录1.md").unlink()
    (sources / "新.md").write_text("# 新\n\n## 1. 什么是双写迁移？\n\n新旧两库都写。\n", "utf-8")


def _edit_decisions(sources: Path) -> None:
    text = '[[same]]\nquestions = ["附录0.md#基本原理是什么？", "附录2.md#基本原理是什么？"]\n'
    (sources / "decisions.toml").write_text(text, "utf-8")


EDITS: tuple[Callable[[Path], None], ...] = (_edit_answer, _edit_questions, _edit_decisions)
"""What changes the sources of a made-up project."""


def processes_of(session: int) -> list[int]:
    """The processes of a session that still run, on Linux."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, own = (path / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                found.append(int(path.name))
    return found


def import_all() -> None:
    """Import what the commands do, so that no kill falls into that."""
    for package in (shuati.match, shuati.publish, shuati.pipeline, shuati.tag, shuati.cli.commands):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    weasyprint_engine.imported()
