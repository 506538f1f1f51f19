"""Promise 2, the reader's half: what is in a question's lines is in the question."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path

import pytest

from evaluation.stages import read_document
from shuati.model import (
    Block,
    Code,
    Document,
    Form,
    Formula,
    Heading,
    Html,
    Paragraph,
    PointList,
    Question,
    Quote,
    Table,
)
from shuati.read.exam.part_kinds import form_named
from shuati.read.exam.verdicts import verdict
from shuati.sources.decode import decode
from shuati.sources.labels import kind_of
from shuati.sources.numbering import split_number
from shuati.text.markdown import plain

DOCUMENTS = sorted(
    path for path in (Path(__file__).parent / "documents").iterdir() if path.suffix != ".json"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|\{[#.][^{}]*\}", re.DOTALL)
_BOX = re.compile(r"^\s*(?:[!?]{3}\+?\s*[\w-]+|:{3,}\s*[a-z]+)|\[![\w-]+\]")  # !!! a, ::: a, [!a]


def letters(text: str) -> str:
    """The letters of a text, Chinese and Latin, without marks, blanks and digits."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(re.findall(r"[^\W\d_]", folded))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Every text of ``blocks`` as it is written, in reading order."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading() | Html():
                found += [block.text, plain(block.text)]
            case Code():
                found += [block.language, block.text]
            case Formula():
                found.append(block.text)
            case Table():
                found += [cell for row in (block.head, *block.rows) for cell in row]
            case Quote():
                found += texts(block.blocks)
            case PointList():
                for point in block.points:
                    found += [point.term or "", *texts(point.blocks)]
    return found


def words_of(question: Question) -> str:
    parts = [question.heading, question.text, question.stem or "", *question.blanks]
    parts += [f"{option.label} {option.text}" for option in question.options]
    right = "".join(option.label for option in question.options if option.correct)
    filled = question.text
    for blank in question.blanks:
        filled = filled.replace("____", blank, 1)
    if question.form is Form.TRUE_FALSE:
        parts.append("A B")  # the letters of 对 and 错
    parts += [right, filled, question.text.replace("（　）", right)]
    for section in question.sections:
        parts += [section.label, *texts(section.blocks)]
    return letters("\n".join(parts))


def lost_lines(document: Document, lines: list[str]) -> list[str]:
    """The lines of questions whose letters are not, in that order, in the question."""
    lost = []
    for question in document.questions:
        kept = words_of(question)
        for number in range(question.span.first, question.span.last + 1):
            missing = min(
                (
                    _missing(line, kept)
                    for line in (lines[number - 1], _TAG.sub("", _BOX.sub("", lines[number - 1])))
                ),
                key=len,
            )
            if missing and not _is_markup_only(lines[number - 1]):
                lost.append(f"line {number} {lines[number - 1]!r} lost {missing}")
    return lost


def _missing(line: str, kept: str) -> list[str]:
    """The chunks of a line that are not in ``kept``, less the words that only mark a part."""
    line = re.sub(r"\s#card\s*$", "", html.unescape(line.lstrip("-+ ")))
    numbered = split_number(line)
    words = numbered.rest if numbered else line
    chunks = [letters(part) for part in re.split(r"[^\w\s]+|\t", words)]
    return [chunk for chunk in chunks if chunk not in kept and not _marks(chunk)]


def _marks(chunk: str) -> bool:
    if verdict(chunk) is not None or form_named(chunk) is not None or chunk in ("分", "选项"):
        return True  # a form or a verdict of the question, what it is worth
    return kind_of(chunk) is not None or chunk == "x" or re.search("查看|显示", chunk) is not None


def _is_markup_only(line: str) -> bool:
    """A comment, a fence, or the word that numbers a question (第 3 题, Q3, 题目3)."""
    return bool(
        re.match(r"\s*(<!--|-->|```|~~~|#\+\w+)", line)
        or re.match(
            r"\W*(第\s*\w+\s*[题題]|(题目|问题|面试题|Q|A|问|答|No|Question)\s*\W*\d)", line
        )
    )


def assert_nothing_lost(path: Path) -> None:
    data = path.read_bytes()
    lost = lost_lines(read_document(path.name, data), decode(data).text.split("\n"))
    assert not lost, f"{path.name}:\n  " + "\n  ".join(lost[:10])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_word_of_a_question_s_lines_is_in_the_question(path: Path) -> None:
    assert_nothing_lost(path)


def test_every_word_of_real_documents_is_in_their_questions(shared: Path) -> None:
    for path in sorted([*shared.glob("seeds/*.txt"), *shared.glob("corpus/r*.md")]):
        assert_nothing_lost(path)
