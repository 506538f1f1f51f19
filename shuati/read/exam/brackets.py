"""Letters and verdicts in brackets, without the markup that sets them off: ``（ $B$ ）``."""

from __future__ import annotations

import re
from functools import cache

from shuati import lexicon


@cache
def _marked() -> re.Pattern[str]:
    """A bracket that holds nothing but letters or a verdict between two equal marks."""
    table = lexicon.toml("exam.toml")["verdicts"]
    words = sorted(map(re.escape, (*table["right"], *table["wrong"])), key=len, reverse=True)
    letters = r"[A-HＡ-Ｈ](?:[\s,，、]*[A-HＡ-Ｈ]){0,7}"
    return re.compile(
        r"(?P<open>[（(【\[])[ \t\u3000\xa0]*(?P<mark>[$`]|\*{1,3}|_{1,})[ \t]*"
        rf"(?P<inner>{letters}|{'|'.join(words)})"
        r"[ \t]*(?P=mark)[ \t\u3000\xa0]*(?P<close>[)）】\]])"
    )


def plain_brackets(text: str) -> str:
    """``text`` with letters and verdicts in brackets as plain text: ``（B）``."""
    return _marked().sub(r"\g<open>\g<inner>\g<close>", text)
