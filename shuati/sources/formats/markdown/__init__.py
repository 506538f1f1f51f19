"""Markdown, and plain text, which is read as Markdown: text becomes elements."""

from __future__ import annotations

from shuati.model import Location, warning
from shuati.sources.decode import decode
from shuati.sources.element import Content
from shuati.sources.formats.markdown.elements import elements_of_text
from shuati.sources.source import Source


def content_of(source: Source) -> Content:
    """The content of a text file. Raises `UnreadableError` where its bytes are no text."""
    decoded = decode(source.data)
    read = elements_of_text(decoded.text, source.path)
    damaged = warning("damaged-characters", Location(source.path), count=decoded.broken)
    return Content(
        source.path,
        tuple(read.elements),
        tuple(decoded.text.split("\n")),
        unclosed=tuple(read.unclosed),
        diagnostics=(*((damaged,) if decoded.broken else ()), *read.diagnostics),
    )
