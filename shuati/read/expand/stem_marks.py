"""What shows a stem in a line: its number, a gap to fill, the range of numbers that share it."""

from __future__ import annotations

import re

from shuati.read.exam.brackets import plain_brackets

NUMBER = re.compile(
    r"[ \t\u3000]*(?:\*\*|__)?(?:[（(]\s*[√×✓✗对错TF]?\s*[)）]\s*)?(?:第\s*)?(?P<number>\d{1,4})\s*"
    r"(?:\*\*|__)?(?P<sign>题?\s*\\?[.．。、:：)）]|题|(?=[（(【\[]))(?!\d)"
)
_BLANKS = r"[ \t\u3000\xa0]*[)）]"
GAP = re.compile(
    rf"（{_BLANKS}|(?<![\w\]`.])\({_BLANKS}|(?<=[一-鿿])\({_BLANKS}"
    r"|(?<!\w)_{2,}(?!\w)|(?<=[一-鿿])_{2,}|_{2,}(?=[一-鿿])|_{4,}|＿{2,}"
)
_SET = re.compile(r"(`+)[^`]*\1|\$[^$]*\$|\\\(.*?\\\)")  # code and formulas
_FILL = r"_{1,}[A-H]+_{1,}"
LETTERED = re.compile(
    r"(?<![A-Za-z0-9])[（(【\[]\s*[A-HＡ-Ｈ](?:[\s,，、.．]*[A-HＡ-Ｈ]){0,7}\s*[)）】\]]"
    rf"|(?<![_\w]){_FILL}(?![_A-Za-z])|(?<=[一-鿿]){_FILL}"
)
SHARED = re.compile(
    r"[\s\W]*(?P<first>\d{1,4})\s*[-—–~～至到、]+\s*(?P<last>\d{1,4})\s*[题小]*.{0,6}?(?:共用|共同|备选|基于|根据|回答|为)"
)


def leaves_gap(text: str) -> bool:
    """Whether a line has a gap to fill, or letters in its place, outside of code and formulas."""
    text = _SET.sub("…", plain_brackets(text))
    return GAP.search(text) is not None or LETTERED.search(text) is not None
