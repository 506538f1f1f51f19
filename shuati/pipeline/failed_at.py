"""Where an exception that nobody foresaw happened: the stage and the file, as notes on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_STAGE, _FILE = "stage: ", "file: "


@contextmanager
def work_on(stage: str, file: object) -> Iterator[None]:
    """The work of ``stage`` on ``file`` (a path), as a ``with`` block."""
    try:
        yield
    except Exception as error:
        note_stage(error, stage)
        _note(error, _FILE, str(file))
        raise


def note_stage(error: BaseException, name: str) -> None:
    """Note on ``error`` the stage in which it was raised; the innermost counts."""
    _note(error, _STAGE, name)


def note_item(error: BaseException, item: object) -> None:
    """Note on ``error`` the file of the ``item`` (a source, a question, an entry …) at work."""
    if path := _path_of(item):
        _note(error, _FILE, path)


def place_of(error: BaseException) -> tuple[str | None, str | None]:
    """The stage and the file that were noted on ``error``."""
    return _noted(error, _STAGE), _noted(error, _FILE)


def _note(error: BaseException, prefix: str, text: str) -> None:
    if _noted(error, prefix) is None:
        error.add_note(prefix + text)


def _noted(error: BaseException, prefix: str) -> str | None:
    notes = (note for note in getattr(error, "__notes__", ()) if note.startswith(prefix))
    return next((note.removeprefix(prefix) for note in notes), None)


def _path_of(item: object) -> str | None:
    """The path of the first thing in ``item`` that has one."""
    if isinstance(path := getattr(item, "path", None), str):
        return path
    inner = getattr(item, "variants", item)  # of an entry; a group is a list of questions
    return _path_of(inner[0]) if isinstance(inner, list | tuple) and inner else None
