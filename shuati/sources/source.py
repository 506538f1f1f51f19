"""A file of the sources folder before it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the sources folder: its ``path`` below it (with ``/``) and its bytes."""

    path: str
    data: bytes


class UnreadableError(Exception):
    """The bytes of a source are not what its format needs; ``code`` is the diagnostic's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
