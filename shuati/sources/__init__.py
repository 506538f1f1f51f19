"""Files become elements, each with its place in the file."""

from __future__ import annotations

from shuati.model import Location, error
from shuati.sources.element import Content
from shuati.sources.registry import format_of
from shuati.sources.source import Source, UnreadableError

__all__ = ["elements_of"]


def elements_of(source: Source) -> Content:
    """The elements of ``source``, read by the format of its suffix.

    A source that its format cannot read has no elements and a diagnostic of severity error.
    """
    try:
        return format_of(source.path)(source)
    except UnreadableError as problem:
        unreadable = error(problem.code, Location(source.path))
        return Content(source.path, (), (), diagnostics=(unreadable,))
