"""What a column of a table of questions holds, by its name: 题干, 选项A, 答案, 单词, 释义 …

The names are in ``shuati/lexicon/columns.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache

from shuati import lexicon

_OPTION = re.compile(
    r"(?:选项|選項|option|choice|答案选项)?[ _-]*([A-Ha-h1-8])(?:选项|項|项)?", re.I
)
_ASIDE = re.compile(r"[(（【\[].*?[)）】\]]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Column(Enum):
    """What a column holds."""

    NUMBER = "number"
    FORM = "form"
    QUESTION = "question"
    TITLE = "title"  # the question, where no other column is and there are options
    OPTIONS = "options"  # all options in one cell
    OPTION = "option"  # one option; the name ends with its letter
    ANSWER = "answer"
    EXPLANATION = "explanation"
    OWN_ANSWER = "own_answer"  # of the learner, and no right one
    TERM = "term"
    LANGUAGE = "language"  # words of one language: asked, or the meaning
    MEANING = "meaning"


@cache
def _names() -> dict[str, Column]:
    table = lexicon.toml("columns.toml")
    return {
        _folded(name): column
        for column in Column
        if column is not Column.OPTION
        for name in table[column.value]
    }


def _folded(name: str) -> str:
    folded = re.sub(r"[\s*_`:：]", "", _ASIDE.sub("", name)).casefold()
    return folded or re.sub(r"\s", "", name).casefold()


def column_of(name: str) -> Column | None:
    """What the column ``name`` holds, or None."""
    if (folded := _folded(name)) in _names():
        return _names()[folded]
    joined = {_names().get(part) for part in re.split("[/／、或]", folded)}
    if len(joined) == 1 and (only := joined.pop()) is not None:
        return only  # 单词/词组
    if option_letter(name):
        return Column.OPTION
    words = [word.casefold() for part in name.split("_") for word in _HUMP.split(part)]
    for column in (Column.ANSWER, Column.EXPLANATION, Column.QUESTION):
        if any(len(word) > 3 and _names().get(word) is column for word in words):
            return column
    return None


def columns_of(names: Sequence[str]) -> list[Column | None]:
    """What the columns ``names`` of one table hold."""
    found = [column_of(name) for name in names]
    optional = Column.OPTIONS in found or found.count(Column.OPTION) > 1
    asked = Column.QUESTION not in found and optional and Column.TITLE in found
    titled = found.index(Column.TITLE) if asked else None
    return [
        Column.QUESTION if at == titled else one if one is not Column.TITLE else None
        for at, one in enumerate(found)
    ]


def option_letter(name: str) -> str | None:
    """The letter, A to H, of the option that a column of this name holds, or None."""
    match = _OPTION.fullmatch(re.sub(r"[*`\s]", "", name))
    if match is None or (match[1].isdigit() and match[0] == match[1]):
        return None
    return "ABCDEFGH"[int(match[1]) - 1] if match[1].isdigit() else match[1].upper()


def names_questions(names: Sequence[str]) -> bool:
    """Whether ``names`` are those of columns of questions or of terms, and of their answers."""
    found = columns_of(names)
    asked = found.count(Column.QUESTION)
    if asked == 1 and (Column.ANSWER in found or found.count(Column.OPTION) > 1):
        return True
    return asked == 0 and names_terms(found)


def names_terms(found: Sequence[Column | None]) -> bool:
    """Whether columns are a word and its meaning, in this order or the other."""
    words = [one for one in found if one in (Column.TERM, Column.LANGUAGE)]
    meant = [one for one in found if one in (Column.MEANING, Column.ANSWER)]
    return len(words) > 1 or (len(words) == 1 and bool(meant))
