"""Which column of a table is what: by its name, by labels in its cells, by its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from shuati import lexicon
from shuati.model import Kind
from shuati.sources.column_names import Column, columns_of, names_terms
from shuati.sources.labels import kind_of
from shuati.sources.question_words import sounds_asked
from shuati.text.scripts import HAN

Row = Sequence[str]
Columns = tuple[Column | None, ...]

_SHARE = 0.9  # of the cells of a column that look like what it is
_MEANT = 8  # characters that a meaning has on the average, where no script tells it from the term
_SENTENCE = 6  # characters of a sentence at least
_WORD = 24  # characters that a term has on the average at most
_LETTERS = re.compile(r"[A-Ha-h](?:[\s,，、;；/|]*[A-Ha-h])*")
_OPTION = re.compile(r"(?:^|(?<=[\s;；|/]))[(（]?[A-H]\s*[.、．:：)）]")
_LETTER_AND_WORDS = re.compile(r"([A-H])\s*[，,、.．:：]\s*(?=\S)")
_LABELLED = re.compile(r"\W{0,4}(?P<word>\w{1,8}?)\W{0,2}[:：]\s*\W{0,2}(?=\S)")
_LABELS = {
    Kind.QUESTION: Column.QUESTION,
    Kind.ANSWER: Column.ANSWER,
    Kind.EXPLANATION: Column.EXPLANATION,
}
_FOREIGN = re.compile(r"[A-Za-zÀ-ɏͰ-ϿЀ-ӿ぀-ヿ가-힣]")
_HAN = re.compile(f"[{HAN}]")


def letters_of(cell: str) -> tuple[str, ...]:
    """The letters of options that a cell names and nothing else; () where it has words."""
    if not _LETTERS.fullmatch(cell.strip()):
        return ()
    letters = re.findall("[A-H]", cell.upper())
    return tuple(letters) if len(set(letters)) == len(letters) else ()


def verdict_of(cell: str) -> bool | None:
    """What a cell that is a verdict says, 对 or 错; None for any other."""
    return _verdicts().get(cell.strip(" 。.()（）").casefold())


@cache
def _verdicts() -> dict[str, bool]:
    words = lexicon.toml("columns.toml")["verdicts"]
    right = {word.casefold(): True for word in words["right"]}
    return right | {word.casefold(): False for word in words["wrong"]}


@cache
def _forms() -> dict[str, str]:
    table = lexicon.toml("columns.toml")["forms"]
    return {word.casefold(): form for form, words in table.items() for word in words}


def form_named(cell: str) -> str | None:
    """The form that a cell 单选题, 判断 … names: a key of ``forms`` in columns.toml, or None."""
    folded = cell.strip(" *【】[]()（）").casefold()
    if len(folded) > 20:
        return None
    return next((form for word, form in _forms().items() if folded.startswith(word)), None)


def columns_by_name(head: Row) -> Columns | None:
    """What the columns of a table are by their names; None where these are of no questions.

    In a table of words the first language is the term, and the last one the meaning, where no
    column is called so.
    """
    found = columns_of(head)
    asked = [at for at, one in enumerate(found) if one is Column.QUESTION]
    if len(asked) > 1:
        return None
    if asked:
        answered = Column.ANSWER in found or found.count(Column.OPTION) > 1
        return tuple(_only_first(found)) if answered else None
    if not names_terms(found):
        return None
    words = [at for at, one in enumerate(found) if one in (Column.TERM, Column.LANGUAGE)]
    term = next((at for at in words if found[at] is Column.TERM), words[0])
    meaning = next(
        at
        for column in (Column.ANSWER, Column.MEANING, Column.LANGUAGE, Column.TERM)
        for at in reversed(range(len(found)))
        if found[at] is column and at != term
    )
    roles: list[Column | None] = [
        one if one in (Column.NUMBER, Column.EXPLANATION) else None for one in found
    ]
    roles[term], roles[meaning] = Column.TERM, Column.MEANING
    return tuple(roles)


def _only_first(found: Sequence[Column | None]) -> list[Column | None]:
    """``found`` without words that are names in tables of terms only, and with one of each."""
    seen: set[Column] = set()
    result: list[Column | None] = []
    for one in found:
        keep = one not in (Column.TERM, Column.LANGUAGE, Column.MEANING, None)
        if keep and one is not Column.OPTION and one in seen:
            keep = False
        if keep and one is not None:
            seen.add(one)
        result.append(one if keep else None)
    return result


def columns_by_values(rows: Sequence[Row]) -> Columns | None:
    """What the columns of ``rows`` are by what is in them; None where that shows no questions."""
    width = max(map(len, rows))
    cells = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    found: list[Column | None] = [_by_labels(column) or _by_values(column) for column in cells]
    if found.count(Column.NUMBER) > 1 or (found and Column.NUMBER in found[1:]):
        found = [None if at and one is Column.NUMBER else one for at, one in enumerate(found)]
    if Column.ANSWER not in found and _are_verdicts(cells):
        found[-1] = Column.ANSWER
    answers = [at for at, one in enumerate(found) if one is Column.ANSWER]
    for at in answers[:-1]:
        found[at] = None
    free = [at for at, one in enumerate(found) if one is None and cells[at]]
    if Column.QUESTION not in found:
        if not free:
            return None
        asked = _longest(free, cells) if answers else free[0]
        found[asked] = Column.QUESTION
        free.remove(asked)
    question = found.index(Column.QUESTION)
    if Column.ANSWER in found:
        _name_rest(found, free, question, found.index(Column.ANSWER), cells)
        return tuple(found)
    behind = [at for at in free if at > question]
    if not behind:
        return None
    found[behind[0]] = Column.ANSWER
    if not _are_terms(cells[question], cells[behind[0]]):
        asked_share = sum(sounds_asked(cell) >= 0.8 for cell in cells[question])
        return tuple(found) if 2 * asked_share > len(rows) else None
    found[question], found[behind[0]] = Column.TERM, Column.MEANING
    return tuple(found)


def _are_verdicts(cells: Sequence[Row]) -> bool:
    """Whether the last column says by two numerals, 1 and 2 or 1 and 0, whether sentences are true.

    The others have sentences in one column, and besides it their numbers at most.
    """
    *others, last = cells
    if len(others) not in (1, 2) or set(last) not in ({"1", "2"}, {"0", "1"}):
        return False
    return sum(len(cell) >= _SENTENCE for cell in others[-1]) >= _SHARE * len(last)


def _name_rest(
    found: list[Column | None],
    free: Sequence[int],
    question: int,
    answer: int,
    cells: Sequence[Row],
) -> None:
    """Name the columns that are left: options in front of the answer, an explanation behind it."""
    options = [at for at in free if at > question and (at < answer or answer < question)]
    if len(options) > 1:
        for at in options:
            found[at] = Column.OPTION
    behind = [at for at in free if found[at] is None and at > max(answer, question)]
    if len(behind) == 1 and len(options) != 1:
        found[behind[0]] = Column.EXPLANATION


def _longest(free: Sequence[int], cells: Sequence[Row]) -> int:
    """The column of the longest texts; of about equal ones the first."""
    means = {at: sum(map(len, cells[at])) / len(cells[at]) for at in free}
    return next(at for at in free if means[at] >= 0.9 * max(means.values()))


def _by_labels(column: Row) -> Column | None:
    """What a column is whose cells all begin with its label: 题目：…, 答案：…"""
    words = [match["word"] for cell in column if (match := _LABELLED.match(cell))]
    if not column or len(words) < _SHARE * len(column) or len(set(words)) > 2:
        return None
    kind = kind_of(words[0])
    return None if kind is None else _LABELS.get(kind)


def _by_values(column: Row) -> Column | None:
    if not column:
        return None
    least = _SHARE * len(column)
    numbers = [int(cell.strip(" .、")) for cell in column if cell.strip(" .、").isdecimal()]
    if len(numbers) >= least and sum(b == a + 1 for a, b in pairwise(numbers)) >= 0.8 * (
        len(numbers) - 1
    ):
        return Column.NUMBER
    if sum(len(_OPTION.findall(cell)) > 1 for cell in column) >= least:
        return Column.OPTIONS
    answers = sum(
        bool(letters_of(cell))
        or verdict_of(cell) is not None
        or _LETTER_AND_WORDS.match(cell) is not None
        for cell in column
    )
    if answers >= least:
        return Column.ANSWER
    if sum(form_named(cell) is not None for cell in column) >= least and len(set(column)) <= 8:
        return Column.FORM
    return None


def _are_terms(terms: Row, meanings: Row) -> bool:
    """Whether two columns are words and what they mean: by their scripts, or their lengths."""
    if not terms or sum(map(len, terms)) > _WORD * len(terms):
        return False
    if any(cell.replace(".", "").isdecimal() for cell in meanings):
        return False
    here, there = _scripts(terms), _scripts(meanings)
    if here != there and "" not in (here, there):
        return True
    return sum(map(len, meanings)) >= _MEANT * len(meanings) and here == there == "han"


def _scripts(column: Row) -> str:
    """The script that nearly all cells of a column are in: han, foreign, or '' for neither."""
    han = sum(_HAN.search(cell) is not None for cell in column)
    foreign = sum(_FOREIGN.search(cell) is not None for cell in column)
    if han >= _SHARE * len(column) and foreign < 0.5 * len(column):
        return "han"
    return "foreign" if foreign >= _SHARE * len(column) and han < 0.5 * len(column) else ""


def without_label(cell: str) -> str:
    """A cell without the label that it begins with."""
    match = _LABELLED.match(cell)
    return cell[match.end() :] if match and kind_of(match["word"]) in _LABELS else cell
