"""Small builders of the vocabulary, and strategies that make any of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from shuati.model import (
    Block,
    BuildError,
    Code,
    Document,
    Entry,
    Heading,
    Kind,
    Location,
    Paragraph,
    Point,
    PointList,
    Question,
    Quote,
    Section,
    Severity,
    Span,
    Table,
)
from shuati.sources.source import Source

SPAN = Span(1, 1)


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, SPAN)


def code(text: str, language: str = "python") -> Code:
    return Code(language, text, SPAN)


def points(*items: str | Point, ordered: bool = False) -> PointList:
    """A list; ``"词：文"`` becomes a point with a lead term."""
    return PointList(ordered, 1, tuple(map(point, items)), SPAN)


def point(item: str | Point, *more: Block) -> Point:
    if isinstance(item, Point):
        return item
    term, colon, text = item.rpartition("：")
    blocks = (paragraph(text), *more) if text else more
    return Point(term if colon else None, blocks, SPAN)


def section(label: str, *blocks: Block | str, kind: Kind = Kind.ANSWER) -> Section:
    made = tuple(paragraph(block) if isinstance(block, str) else block for block in blocks)
    return Section(label, kind, made, SPAN)


def asking(*blocks: Block | str) -> Section:
    """What belongs to the question: code to read, options."""
    return section("", *blocks, kind=Kind.QUESTION)


def question(
    text: str, *answer: Block | str | Section, path: str = "a.md", line: int = 1, mark: str = ""
) -> Question:
    sections = tuple(part for part in answer if isinstance(part, Section))
    rest = tuple(part for part in answer if not isinstance(part, Section))
    if rest:
        sections += (section("答案", *rest),)
    location = Location(path, Span(line, line))
    return Question(location, None, text, text, sections, explicit_code=mark or None)


def document(*questions: Question, path: str = "a.md") -> Document:
    placed = (
        replace(question, location=Location(path, Span(line, line)))
        for line, question in enumerate(questions, 1)
    )
    return Document(path, path, tuple(placed), ())


def entry(*variants: Question) -> Entry:
    """An entry as merging makes it."""
    from shuati.merge import merge

    return merge(variants).entry


def read_document(path: str, data: bytes) -> Document:
    """The document in ``data``; raises `BuildError` where that is no text."""
    from shuati.read import read

    document = read(Source(path, data))
    if errors := tuple(d for d in document.diagnostics if d.severity is Severity.ERROR):
        raise BuildError(errors)
    return document


# ── strategies ───────────────────────────────────────────────────────────────

_WORDS = ("模型", "数据 集", "训练", "GPU", "a == b", "`x`", "**重点**", "$n^2$", "C++", "1 2")
texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map("，".join).map("这是".__add__)
terms = st.sampled_from(["数据清洗", "微调", "Fine-tuning", "B+树"])

paragraphs = st.builds(Paragraph, texts, st.just(SPAN))
codes = st.builds(
    Code,
    st.sampled_from(["", "python", "go"]),
    st.sampled_from(["x = 1", "if a:\n    b()\n\n    c()", "# 注释\nprint('```')", "a\tb"]),
    st.just(SPAN),
)
tables = st.builds(
    Table,
    st.just(("项", "值")),
    st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    st.just(("", "right")),
    st.just(SPAN),
)
quotes = st.builds(Quote, st.lists(paragraphs, min_size=1, max_size=2).map(tuple), st.just(SPAN))
headings = st.builds(Heading, st.just(4), texts, st.just(SPAN))


def _lists(children: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    told = st.builds(lambda text, more: (text, *more), paragraphs, st.lists(children, max_size=2))
    items = st.builds(Point, st.none() | terms, told, st.just(SPAN))
    lists = st.lists(items, min_size=1, max_size=3).map(tuple)
    return st.builds(PointList, st.booleans(), st.just(1), lists, st.just(SPAN))


leaves: st.SearchStrategy[Block] = paragraphs | codes | tables | quotes
blocks: st.SearchStrategy[Block] = leaves | headings | _lists(leaves | _lists(leaves))
answers = st.lists(blocks, min_size=1, max_size=4)
sections = st.builds(
    lambda label, made: Section(label[0], label[1], tuple(made), SPAN),
    st.sampled_from(
        [
            ("答案", Kind.ANSWER),
            ("解析", Kind.EXPLANATION),
            ("举例", Kind.EXAMPLE),
            ("优势", Kind.FEATURE),
        ]
    ),
    answers,
)
questions = st.builds(
    lambda made: question("什么是过拟合？", *made), st.lists(sections, min_size=1, max_size=3)
)
