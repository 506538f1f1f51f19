"""A row of fields as the question that it is: its form, its options, its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from shuati.model import Form, Kind, Option, Paragraph, Span
from shuati.read.exam.gaps import gaps_of
from shuati.read.question_start import QuestionStart, RowContent, clean, title_start
from shuati.read.rows.columns import (
    Columns,
    Row,
    form_named,
    letters_of,
    verdict_of,
    without_label,
)
from shuati.sources.column_names import Column, option_letter
from shuati.sources.labels import kind_of
from shuati.sources.question_words import ends_in_question_mark

_NOWHERE = Span(1, 1)  # of an answer as `gaps_of` wants it
_BRACKET = re.compile(r"[（(]\s*[)）]")
_OPTION = re.compile(
    r"(?:(?:^|(?<=[\s;；|]))[(（]?(?P<letter>[A-H])\s*[.、．:：)）]|[(（]\s*(?P<inside>[A-H])\s*[)）])\s*"
)
_LETTER = re.compile(r"[(（【]?([A-H])(?:[)）】.．、:：,，]|\s)")
_BETWEEN = re.compile(r"\s*(?:[;；|\n]|<br\s*/?>)\s*", re.IGNORECASE)
_SIGN = re.compile(r"[&|#^~$;；\n]")  # between options in one cell
_NUMERALS = {"1": True, "2": False, "0": False}
_FIELD_NAMES = {  # of columns without a name of their own, in a diagnostic
    Column.NUMBER: "题号",
    Column.FORM: "题型",
    Column.QUESTION: "题目",
    Column.OPTIONS: "选项",
    Column.OPTION: "选项",
    Column.ANSWER: "答案",
    Column.EXPLANATION: "解析",
    Column.TERM: "词",
    Column.MEANING: "释义",
}
_VERDICTS = (Option("√", "对", False), Option("×", "错", False))


_Sections = tuple[tuple[str, Kind, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Field:
    column: Column | None
    name: str  # of its column, '' where it has none
    text: str


class RowReader:
    """Reads the rows of one table.

    ``head`` are the names of its columns, where it has any; ``marked``: it is surely one of
    questions.
    """

    def __init__(
        self, rows: Sequence[Row], columns: Columns, head: Row = (), *, marked: bool = True
    ) -> None:
        self._marked = marked and Column.TERM not in columns
        self._columns = columns
        self._head = head
        at = columns.index(Column.ANSWER) if Column.ANSWER in columns else None
        answers = {
            without_label(row[at].strip()) for row in rows if at is not None and at < len(row)
        }
        others = answers - set(_NUMERALS)
        # 1 and 2, or 1 and 0, are verdicts where no other answer is a number.
        numerals = len(answers) - len(others) == 2 and not any(map(str.isdecimal, others))
        self._numerals = _NUMERALS if numerals else {}
        # F is the sixth option where there are others than T and F, unless the row has none.
        self._lettered = any(set(letters_of(one)) - {"F"} for one in answers)
        self._field_names = tuple(
            (head[at].strip(" *") if at < len(head) else "")
            or (_FIELD_NAMES.get(column, "") if column else "")
            or "…"
            for at, column in enumerate(columns)
        )

    @property
    def marked(self) -> bool:
        """Whether each row is surely a question, whatever is above it."""
        return self._marked

    def start(self, at: int, row: Row) -> QuestionStart | None:
        """The question that ``row`` asks, which begins at element ``at``; None where none."""
        fields = list(self._fields(row))
        number = re.sub(r"\D", "", _text(fields, Column.NUMBER)) or None
        if Column.TERM in self._columns:
            return self._term(at, fields, number)
        asked = without_label(_text(fields, Column.QUESTION))
        if not asked:
            return None
        start = title_start(at, asked, number=number)
        answer = without_label(_text(fields, Column.ANSWER))
        title, content = self._content(start.title, answer, fields)
        rest = " ".join(text for _, _, texts in content.sections for text in texts)
        return QuestionStart(at, title, start.number, "row", self._marked, rest=rest, row=content)

    def _fields(self, row: Row) -> Iterator[_Field]:
        for at, cell in enumerate(row):
            name = self._head[at].strip(" *") if at < len(self._head) else ""
            column = self._columns[at] if at < len(self._columns) else None
            yield _Field(column, name, cell.strip())

    def _term(self, at: int, fields: Sequence[_Field], number: str | None) -> QuestionStart | None:
        term = clean(_text(fields, Column.TERM))
        meaning = _text(fields, Column.MEANING)
        if not term or not meaning:
            return None
        more = tuple(one.text for one in fields if not one.name and not one.column and one.text)
        sections = (("", Kind.ANSWER, (meaning, *more)), *_others(fields))
        content = RowContent(Form.TERM, sections=sections, fields=self._field_names)
        return QuestionStart(at, term, number, "row", False, rest=meaning, row=content)

    def _content(self, text: str, answer: str, fields: Sequence[_Field]) -> tuple[str, RowContent]:
        """The text of a question, and the rest of it."""
        named = form_named(_text(fields, Column.FORM))
        text, options = _behind_stem(text, answer) or (text, _options(fields))
        blanks: tuple[str, ...] = ()
        form = Form.OPEN
        shown: tuple[str, ...] = (answer,) if answer else ()
        verdict = self._verdict(text, answer, options)
        if verdict is not None or (named == "true_false" and not answer):
            form, options = Form.TRUE_FALSE, _judged(verdict)
            shown = () if verdict is None else ("对" if verdict else "错",)
            text = _BRACKET.sub("（　）", re.sub(rf"^{_BRACKET.pattern}\s*", "", text))
        elif options:
            options = _marked(options, answer)
            right = [one for one in options if one.correct]
            many = len(right) > 1 or named == "multiple"
            form = Form.MULTIPLE if many else Form.CHOICE
            shown = tuple(f"{one.label}. {one.text}" for one in right) or shown
            text = _BRACKET.sub("（　）", text)
        elif answer and (gaps := gaps_of(text, (Paragraph(answer, _NOWHERE),), sure=False)):
            form, text, blanks = Form.BLANK, gaps.text, gaps.blanks
            shown = blanks or shown
        elif named == "term":
            form = Form.TERM
        more = tuple(one.text for one in fields if not one.name and not one.column and one.text)
        named_so = next((one.name for one in fields if one.column is Column.ANSWER), "")
        label = named_so if kind_of(named_so) is Kind.ANSWER else ""
        sections: _Sections = ((label, Kind.ANSWER, shown + more),) if shown + more else ()
        sections = (*sections, *_lone_option(fields), *_others(fields))
        return text, RowContent(form, options, blanks, sections, self._field_names)

    def _verdict(self, text: str, answer: str, options: Sequence[Option]) -> bool | None:
        """What a row says of a statement, 对 or 错; None where it asks something else."""
        if options:
            texts = {one.label: verdict_of(one.text) for one in options}
            if len(options) != 2 or None in texts.values() or len(set(texts.values())) != 2:
                return None
            letters = letters_of(answer)
            return texts.get(letters[0]) if len(letters) == 1 else verdict_of(answer)
        if answer in self._numerals and not ends_in_question_mark(text) and "__" not in text:
            return self._numerals[answer]
        return None if self._lettered and letters_of(answer) else verdict_of(answer)


def _text(fields: Sequence[_Field], column: Column) -> str:
    """What the first field of ``column`` holds; '' without one."""
    return next((one.text for one in fields if one.column is column), "")


def _options(fields: Sequence[_Field]) -> tuple[Option, ...]:
    """The options in the columns of a row, two or more of them."""
    texts = [(one.name, one.text) for one in fields if one.column is Column.OPTION]
    if not texts and (together := _text(fields, Column.OPTIONS)):
        texts = [("", part) for part in _parts(together)]
    options = tuple(
        Option(option_letter(name) or letter, _OPTION.sub("", text, count=1), False)
        for letter, (name, text) in zip(ascii_uppercase, texts, strict=False)
        if text
    )
    return options if len(options) > 1 else ()


def _behind_stem(text: str, answer: str) -> tuple[str, tuple[Option, ...]] | None:
    """The stem and the options of ``题&甲&乙``, where a sign separates them in one cell.

    The answer repeats one or several of them word for word; else None.
    """
    for sign in dict.fromkeys(_SIGN.findall(text)):
        stem, *parts = (part.strip() for part in text.split(sign))
        right = {part.strip() for part in answer.split(sign)}
        if len(parts) > 1 and all(parts) and right <= set(parts):
            options = zip(ascii_uppercase, parts, strict=False)
            return stem, tuple(Option(letter, part, False) for letter, part in options)
    return None


def _lone_option(fields: Sequence[_Field]) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
    """What is in a column of options and is none, because there is no other beside it."""
    if not _options(fields):
        for one in fields:
            if one.column in (Column.OPTION, Column.OPTIONS) and one.text:
                yield one.name or "选项", Kind.NOTE, (one.text,)


def _parts(together: str) -> list[str]:
    """The options in one cell: ``A. 甲 B. 乙``, ``甲;乙;丙``."""
    places = [match.start() for match in _OPTION.finditer(together)]
    if len(places) > 1:
        ends = [*places[1:], len(together)]
        return [together[a:b].strip(" ;；|\n") for a, b in zip(places, ends, strict=True)]
    parts = [part for part in _BETWEEN.split(together) if part]
    return parts if len(parts) > 1 else []


def _marked(options: Sequence[Option], answer: str) -> tuple[Option, ...]:
    """``options`` with those correct that an answer names, by letter or by words."""
    right = set(letters_of(answer))
    if not right:
        words = {one.strip() for one in (answer, *_BETWEEN.split(answer), *_SIGN.split(answer))}
        right = {one.label for one in options if one.text in words}
    if not right and (match := _LETTER.match(answer)):
        right = {match[1]}
    return tuple(Option(one.label, one.text, one.label in right) for one in options)


def _judged(verdict: bool | None) -> tuple[Option, ...]:
    right, wrong = _VERDICTS
    return (
        Option(right.label, right.text, verdict is True),
        Option(wrong.label, wrong.text, verdict is False),
    )


def _others(fields: Sequence[_Field]) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
    """The explanation, and what is in columns that are known by their names only."""
    for one in fields:
        if not one.text:
            continue
        if one.column is Column.EXPLANATION:
            yield one.name or "解析", Kind.EXPLANATION, (without_label(one.text),)
        elif one.column is Column.OWN_ANSWER or (one.column is None and one.name):
            yield one.name or "我的答案", _kind_of_other(one), (one.text,)


def _kind_of_other(field: _Field) -> Kind:
    kind = None if field.column is Column.OWN_ANSWER else kind_of(field.name)
    if kind in (None, Kind.QUESTION, Kind.ANSWER):
        return Kind.EXAMPLE if "例" in field.name else Kind.NOTE
    return kind
