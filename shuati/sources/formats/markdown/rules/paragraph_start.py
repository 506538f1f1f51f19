"""A label, a number or an option begins a paragraph, even without a blank line before it."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources import labels
from shuati.sources.formats.markdown.rules.state import line_of
from shuati.text.scripts import HAN

_BEGINS = re.compile(
    r"[ \t\u3000]*(?:[✅❓❔🔥⭐★📌💡👉▶◆●■•🎯📝]\s*)?"
    rf"{labels.TIME}"
    r"(?:(?P<label>(?:\*\*|__)[^*\n]{1,40}?[:：]\s*(?:\*\*|__)|\*\*[^*\n]{1,40}\*\*\s*[:：]|"
    r"\*\*[^*\n]+\*\*\s*$|[【「『][^】」』\n]{1,12}[】」』]|<(?:b|strong)>[^<\n]{1,14}</)"
    rf"|\d{{1,4}}(?:\.\d{{1,3}})*(?:[、．)）]|\\?\.(?=\s|[{HAN}A-Za-z#`*_（(《“「【\[$<]))|[(（]\d{{1,4}}[)）]|[①-⑳]|\d\ufe0f?\u20e3"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[题題]|[一二三四五六七八九十]{1,3}、|[A-H][.、．:：)）]\s*\S"
    r"|第\s*[\d一二三四五六七八九十百]{1,4}\s*[章节篇讲](?:[\s:：]|$)[^。，；？?!！]{0,24}$"
    r"|(?:参考|标准)答案(?:[及与和]\S{2,6})?\s*$"
    r"|[^\s，。；：:]{0,6}(?:选择|判断|填空|简答|论述|名词解释|计算|分析)题\s*(?:[（(].*)?$"
    r"|(?:\*\*)?(?:Q|A|问题|题目|问|答)\s*\d{1,4}\s*[.、．:：)）])"
)


def begins(line: str) -> bool:
    """Whether ``line`` begins a paragraph of its own: a label, a number, an option."""
    return bool(_BEGINS.match(line)) or labels.parse(line) is not None


def paragraph_start(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule that only ends the paragraph above; the paragraph itself is CommonMark's."""
    return silent and begins(line_of(state, start))
