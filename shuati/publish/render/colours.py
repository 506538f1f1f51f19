"""The colours of ``templates/colours.css``, put into other style sheets."""

from __future__ import annotations

import re
from pathlib import Path

from shuati.publish.render.templates import read_text

_PLACE = re.compile(r"^( *)/\* colours: ([\w -]+) \*/$", re.MULTILINE)
_RULE = re.compile(r"^\.([\w-]+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)


def with_colours(css: str, overrides: Path | None = None) -> str:
    """``css`` with the declarations of the rules that its comments name.

    A comment has a line of its own: ``/* colours: day-text day-code */``. A ``colours.css``
    in ``overrides`` wins over the shipped one. Raises KeyError for a rule that is not there.
    """
    if not _PLACE.search(css):
        return css
    rules = {
        name: [line.strip() for line in body.splitlines()]
        for name, body in _RULE.findall(read_text("colours.css", overrides))
    }

    def declarations(place: re.Match[str]) -> str:
        lines = [line for name in place[2].split() for line in rules[name]]
        return "\n".join(f"{place[1]}{line}" for line in lines)

    return _PLACE.sub(declarations, css)
