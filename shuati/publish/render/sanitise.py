"""The one allow-list that a source's own HTML passes.

A tag of the list is written anew, without what the source put into it; any other tag
is text. nh3 then closes what was left open and lets nothing else through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import nh3

_KEPT = (
    "b blockquote br caption cite code dd del details dfn div dl dt em h4 h5 h6 hr i ins kbd li "
    "mark ol p pre q rp rt ruby s samp small strong sub summary sup table tbody td tfoot th thead "
    "tr u ul var"
)
_BOXES = "article aside center figcaption figure footer header main section"
_CONTENT_ONLY = "a abbr bdi bdo big data font img span time wbr"
# What a tag of a source becomes; '' keeps its content only.
_TAGS = {
    **{tag: tag for tag in _KEPT.split()},
    **dict.fromkeys(_BOXES.split(), "div"),
    **dict.fromkeys(_CONTENT_ONLY.split(), ""),
    **{"h1": "h4", "h2": "h4", "h3": "h4", "strike": "s", "tt": "code"},
}
_NUMBERS = {"ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
_CLASSES = ("code", "div", "span")

_VALUE = r"\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+"
_ONE = rf"\s+[^\s\"'<>=/]+(?:\s*=\s*(?:{_VALUE}))?"
_SPLIT = re.compile(rf"(<!--.*?-->|</?[A-Za-z][\w-]*(?:{_ONE})*\s*/?>)", re.DOTALL)
_NAME = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_ATTRIBUTE = re.compile(rf"([^\s\"'<>=/]+)\s*=\s*({_VALUE})")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a source: its name in small letters, and whether it closes."""

    name: str
    closes: bool
    attributes: dict[str, str]

    @property
    def known(self) -> bool:
        return self.name in _TAGS

    @property
    def html(self) -> str:
        """The tag as it may stand in a page; '' where only its content may."""
        name = _TAGS[self.name]
        if not name:
            return ""
        if name == "table":  # so that a wide one scrolls by itself
            return "</table></div>" if self.closes else '<div class="table"><table>'
        if self.closes:
            return f"</{name}>"
        numbers = ((key, self.attributes.get(key, "")) for key in _NUMBERS.get(name, ()))
        kept = "".join(
            f' {key}="{value}"' for key, value in numbers if re.fullmatch(r"[0-9]{1,4}", value)
        )
        return f"<{name}{kept}>"


def split(html: str) -> list[str]:
    """``html`` cut into text (even places) and tags or comments (odd places)."""
    return _SPLIT.split(html)


def parse(tag: str) -> Tag | None:
    """What ``tag`` says; None for a comment and for what is no tag."""
    match = _NAME.match(tag)
    if match is None:
        return None
    attributes = {
        key.lower(): unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(tag)
    }
    return Tag(match[2].lower(), bool(match[1]), attributes)


def clean(html: str) -> str:
    """``html`` well formed, with nothing in it but the allow-list."""
    return nh3.clean(
        html,
        tags={tag for tag in _TAGS.values() if tag} | {"span", "img"},
        clean_content_tags=set(),
        attributes={
            **{tag: {"class"} for tag in _CLASSES},
            "img": {"src", "alt"},  # written by `inline` only
            **{tag: set(keys) for tag, keys in _NUMBERS.items()},
        },
        link_rel=None,
        url_schemes=set(),
    )
