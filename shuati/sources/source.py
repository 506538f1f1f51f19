"""A file of the sources folder before it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the sources folder: its ``path`` below it (with ``/``) and its bytes.

    ``read_as`` is what a person says that it is: 'topics' (its headings name what to know),
    'article' (they do not); '' leaves it to the reader.
    """

    path: str
    data: bytes
    read_as: str = ""


class UnreadableError(Exception):
    """The bytes of a source are not what its format needs; ``code`` is the diagnostic's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
