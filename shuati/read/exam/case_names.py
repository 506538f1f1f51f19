"""The names of cases: 案例一, 案例分析题 2, （一）资料, 【案例】, 试题三."""

from __future__ import annotations

import re

from shuati.sources.numbering import digits

_ORDINAL = r"(?:(?:[（(]\s*)?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:\s*[)）])?)"
TEXT = r"(?:案例|材料|资料|病例|病案|案情|情[景境]|背景(?:材料|资料)?)"
_NAME = re.compile(
    rf"\W*(?:{TEXT}|应用|综合|实务|计算|分析|论述|大题|试题)(?:分析|应用|计算)?(?:题|资料|材料)?\s*"
    rf"{_ORDINAL}(?=[\W_]|$)"
    rf"|\W*{_ORDINAL}\s*[、.．]?\s*{TEXT}(?:资料|材料)?\s*{_ORDINAL}?(?=[\W_]|$)"
    rf"|\W*[【\[]\s*{TEXT}(?:分析题?|资料|材料)?\s*{_ORDINAL}?\s*[】\]]"
)
_LONGEST = 40  # characters behind a name that are a title


def case_name(line: str) -> str:
    """What of ``line`` is the name of a case that it begins with; '' for none."""
    match = _NAME.match(line)
    return match[0] if match is not None else ""


def names_case(line: str, *, heading: bool) -> bool:
    """Whether ``line`` begins a case: its name, with a title or with its text behind a colon."""
    name = case_name(line)
    rest = line[len(name) :]
    if not name:
        return False
    if re.match(r"[\s*_]*[:：】\]]", rest) is not None or name.endswith("】"):
        return True
    return len(rest) <= _LONGEST and (heading or re.search(r"\w", rest) is None)


def folded_name(title: str) -> str:
    """The name of a case as it is compared: 案例1 for 案例分析题一（10 分）."""
    words = re.sub(r"[\W_]|分析|题|资料|材料", "", case_name(title) or title)
    return re.sub(r"[一二三四五六七八九十]+", lambda one: digits(one[0]), words)
