"""Texts of records, one a line: ``1|||题|||对``, ``词----义``, a tab, CSV.

What separates the fields of a record is found, not listed: signs that recur equally often in
nearly every line.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shuati.sources.column_names import names_questions
from shuati.text.scripts import HAN

_FEWEST = 3  # records
_SHARE = 0.9  # of the lines that are records, and of the records with as many fields as most
_SIGNS = re.compile(
    r"\t+|(?<=\S)[ \u3000]{3,}(?=\S)|[|^*@#$%&;~=<>\\/+_—-]{2,}|[→⇒➜➔]|[|#＃@^~$¦｜;]"
)
_NO_SEPARATOR = re.compile(  # emphasis, gaps, dashes, addresses, and HTML
    r"\*{2,3}|_+|~~|={2}|\$\$|\+{2}|[<>/]+|—{1,2}|-{2}|[\\/]+|[*_<>/]*<[/*_<>]*"
)
_ARROWS = ("→", "⇒", "➜", "➔", ">>", "->", "=>", "-->", "==>")
_SINGLE = frozenset("|@^~$¦｜;")  # separate the fields of a whole text only
_MARKUP = re.compile(r"<\w|&\w+;|\]\(|`|://")
_OPTION = re.compile(r"\W{0,2}[A-Ha-h]\s*[.．、:：)）]")
_ASIDE = re.compile(
    r"\s{0,3}(?:#{1,6}\s+\S.{0,60}|#(?:separator|html|tags|columns|deck|notetype)\b.*"
    r"|第\s*\w{1,5}\s*[章节節部分篇课課单元]+.{0,40}"
    rf"|[一二三四五六七八九十]{{1,3}}[、.．].{{0,30}}|-{{3,}}|={{3,}}|[{HAN}]{{1,12}}[:：]?)\s*"
)
_LABEL = re.compile(
    r"\W{0,4}(?:[A-Ha-h][.．、:：)）]?|[(（][A-Ha-h][)）]|\d{1,4}[.．、)）]?|[(（]\d{1,3}[)）]"
    r"|\w{0,4}答案\w{0,2}[:：]?|答[:：]|解析?[:：]?|[-*+•]|\w{1,8}[:：])\W*"
)
_LETTER = re.compile(r"[A-Ha-h](?:[\s,，、;；/]*[A-Ha-h])*|对|错|正确|错误|[√×✓✗TF]|[012]")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """The fields (``cells``, without blanks around them) of the lines ``first`` to ``last``."""

    first: int
    last: int
    cells: tuple[str, ...]


def records_of(lines: Sequence[str]) -> list[FieldRow]:
    """The records that nearly all of ``lines`` are, which count from 1; none of other texts.

    Headings and lines that name a chapter may be between them.
    """
    written = [(at, line) for at, line in enumerate(lines, 1) if line.strip()]
    if sum(line.lstrip().startswith(("|", "```", "~~~", "> ")) for _, line in written) > 2:
        return []
    found = _csv(lines)
    if not found:
        content = [(at, line) for at, line in written if not _is_aside(line)]
        found = _separated(content, arrows=False)
    return found


def records_in(lines: Sequence[str], first: int) -> list[FieldRow]:
    """The records that ``lines`` (the first has the number ``first``) are, every one of them."""
    found = _separated(list(enumerate(lines, first)), arrows=True)
    return found if len(found) == len(lines) else []


def _is_aside(line: str) -> bool:
    return _ASIDE.fullmatch(line) is not None and not re.search(r"\t|\|{3}", line.strip())


def _separated(lines: Sequence[tuple[int, str]], *, arrows: bool) -> list[FieldRow]:
    """The records among numbered lines. ``arrows``: signs that prose has too may separate."""
    if len(lines) < _FEWEST:
        return []
    counts: dict[str, Counter[int]] = {}
    for _, line in lines:
        for sign, count in _signs(line, arrows=arrows).items():
            counts.setdefault(sign, Counter())[count] += 1
    for sign in sorted(counts, key=lambda one: (-counts[one].total(), -len(one))):
        if not arrows and sign in _ARROWS:
            continue
        if counts[sign].total() < _SHARE * len(lines):
            break
        records = [
            FieldRow(at, at, cells) for at, line in lines if len(cells := _cells(line, sign)) > 1
        ]
        sizes = Counter(len(one.cells) for one in records)
        usual = sizes.most_common(1)[0][1] if sizes else 0
        if usual >= 0.8 * len(records) >= 0.8 * _SHARE * len(lines) and _are_fields(records):
            return records
    return []


def _signs(line: str, *, arrows: bool) -> Counter[str]:
    """How often each sign that may separate fields is in a line."""
    found: Counter[str] = Counter()
    marked = _MARKUP.search(line) is not None
    for run in _SIGNS.findall(line.strip()):
        sign = "\t" if run.isspace() else run
        single = len(sign) == 1 and sign not in _ARROWS and sign != "\t"
        if single:
            if not (marked or (arrows and sign in _SINGLE)):
                found[sign] += 1
        elif _NO_SEPARATOR.fullmatch(sign) is None or (arrows and sign in _ARROWS):
            found[sign] += 1
        if not single and not arrows and not marked and sign[0] in _SINGLE:
            found[sign[0]] += len(sign) if set(sign) == {sign[0]} else 0  # empty fields
    return +found


def _cells(line: str, sign: str) -> tuple[str, ...]:
    own = re.escape(sign)
    alone = own if len(sign) == 1 else rf"(?<!{re.escape(sign[0])}){own}(?!{re.escape(sign[-1])})"
    parts = re.split(r"\t+|[ \u3000]{3,}" if sign == "\t" else alone, line.strip())
    cells = [part.strip() for part in parts]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _are_fields(records: Sequence[FieldRow]) -> bool:
    """Whether what is in front of the first separator is a field, and no label or number.

    A number may be in front where more than two fields follow: ``1|||题|||对``.
    """
    labels = sum(
        _LABEL.fullmatch(one.cells[0]) is not None
        and (len(one.cells) < 3 or not one.cells[0].strip(" .、").isdigit())
        for one in records
    )
    options = sum(_OPTION.match(one.cells[0]) is not None for one in records)
    return 10 * max(labels, options) <= len(records)


def _csv(lines: Sequence[str]) -> list[FieldRow]:
    """The records of comma-separated values with a head of names, or with a column of answers."""
    first = next((line for line in lines if line.strip()), "")
    for delimiter in (",", "\t", ";", "，"):
        head = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        named = len(head) > 1 and names_questions(head)
        if not named and (delimiter != "," or first.count(delimiter) < 1):
            continue
        records = _rows(lines, delimiter)
        usual = len(head)
        fitting = [one for one in records if abs(len(one.cells) - usual) <= named]
        if len(records) < 2 or len(fitting) < _SHARE * len(records):
            continue
        if named or (len(records) >= 2 * _FEWEST and _has_answers(fitting)):
            return [one for one in records if len(one.cells) > 1]
    return []


def _rows(lines: Sequence[str], delimiter: str) -> list[FieldRow]:
    found: list[FieldRow] = []
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    last = 0
    try:
        for row in reader:
            first, last = last + 1, reader.line_num
            while first < last and not lines[first - 1].strip():
                first += 1
            if any(cell.strip() for cell in row):
                found.append(FieldRow(first, last, tuple(cell.strip() for cell in row)))
    except csv.Error:
        return []
    return found


def _has_answers(records: Sequence[FieldRow]) -> bool:
    """Whether one column holds letters of options or verdicts, and another one texts."""
    columns = list(zip(*(one.cells for one in records), strict=False))
    answers = [all(map(_LETTER.fullmatch, column)) for column in columns]
    texts = [sum(map(len, column)) >= 3 * len(column) for column in columns]
    return any(answers) and any(texts)
