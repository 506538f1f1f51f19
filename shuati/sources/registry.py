"""Which format reads which files.

A new format is a module in `shuati.sources.formats` with a function that takes a `Source` and
gives its `Content`, or raises `UnreadableError`, and a line here. The function is imported when
the first file of its format is read: a format may need libraries that others do not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuati.sources.element import Content
    from shuati.sources.source import Source

_MARKDOWN = "shuati.sources.formats.markdown:content_of"
_FORMATS = {  # suffix: "module:function"
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": _MARKDOWN,
    ".csv": _MARKDOWN,
    ".tsv": _MARKDOWN,
}
SUFFIXES = frozenset(_FORMATS)


@cache
def _load(function: str) -> Callable[[Source], Content]:
    module, _, name = function.partition(":")
    loaded: Callable[[Source], Content] = getattr(import_module(module), name)
    return loaded


def format_of(path: str) -> Callable[[Source], Content]:
    """The function that reads the file ``path``. Raises KeyError for a suffix of no format."""
    return _load(_FORMATS[PurePosixPath(path).suffix.lower()])
