"""Processes that share the work of a build."""

from __future__ import annotations

import os

import pytest

from shuati.pipeline.cache import Cache
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner


def process(_: int) -> int:
    return os.getpid()


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    monkeypatch.setattr("shuati.pipeline.executors.processors", lambda: 2)
    return Runner(Progress(), Cache(None))


def test_what_is_shared_later_is_done_by_the_same_processes(runner: Runner) -> None:
    used = [set(runner.share(process, range(20))) for _ in range(4)]
    assert len(set.union(*used)) <= 2
    assert os.getpid() not in set.union(*used)
    runner.close()


def test_the_processes_end_with_the_runner(runner: Runner) -> None:
    (one, *_) = runner.share(process, range(2))
    runner.close()
    with pytest.raises(ProcessLookupError):
        os.kill(one, 0)


def test_a_single_item_is_done_here(runner: Runner) -> None:
    assert list(runner.share(process, [1])) == [os.getpid()]
