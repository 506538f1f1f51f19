"""What a reader sees of a side of a card: what the style hides until it is opened is left out."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "wbr"})


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.items = [""]  # the text before and between list items, and of each item
        self._open: list[tuple[str, bool, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        hidden = bool(self._open) and self._open[-1][1]
        cued = any("cued" in own for _, _, own in self._open)
        hidden = hidden or (cued and "cloze-inactive" in classes)
        inside = bool(self._open) and self._open[-1][0] == "details" and "open" not in given
        hidden = hidden or (inside and tag != "summary")
        if tag == "li" and not hidden:
            self.items.append("")
        if tag not in _VOID:
            self._open.append((tag, hidden, " ".join(classes)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in ("ul", "ol"):
            self.items.append("")

    def handle_data(self, data: str) -> None:
        if not self._open or not (self._open[-1][1] or self._open[-1][0] in ("details", "style")):
            self.items[-1] += data


def visible_items(html: str) -> list[str]:
    """The visible text of ``html``, that of each list item by itself."""
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return [" ".join(item.split()) for item in parser.items if item.strip()]


def visible_text(html: str) -> str:
    """The visible text of ``html``."""
    return "\n".join(visible_items(html))
