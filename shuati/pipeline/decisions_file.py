"""The decisions file as it is read and written by what adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuati.config.bounds import DECISIONS, read_bytes
from shuati.match import decisions
from shuati.match.decision_writer import with_decision
from shuati.pipeline.atomic_write import write_all


def text_of(file: Path) -> str:
    """The text of ``file`` as it is now (a person may have it open, too); '' where it is not.

    Raises `BuildError` where it holds no decisions.
    """
    decisions.load(file)
    return read_bytes(file, DECISIONS).decode("utf-8-sig") if file.exists() else ""


def write(file: Path, text: str) -> None:
    """Write ``text``, unless it could not be read again. Raises `BuildError`."""
    decisions.read(text, str(file))
    write_all({file: text.encode()})


def append(file: Path, added: Sequence[str]) -> None:
    """Write the decisions ``added``, each as lines, behind what ``file`` holds.

    Raises `BuildError`; then nothing is written.
    """
    if added:
        text = text_of(file)
        for one in added:
            text = with_decision(text, one)
        write(file, text)
