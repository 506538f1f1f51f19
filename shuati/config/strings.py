"""The words that the learner sees and that stand in no template."""

from __future__ import annotations

from enum import StrEnum

from shuati.model import Kind

# ── parts of an answer ───────────────────────────────────────────────────────

IMAGE = "图"
ADDED = "补充"
INCOMPLETE = "原文不完整"

# Labels of a source that say no more than the place of the section already does.
PLAIN_LABELS: dict[Kind, frozenset[str]] = {
    Kind.QUESTION: frozenset({"题目", "问题", "问", "题", "Q", "Question"}),
    Kind.ANSWER: frozenset({"答案", "参考答案", "回答", "解答", "答", "A", "Answer"}),
    Kind.EXPLANATION: frozenset({"解析", "答案解析", "Explanation"}),
    Kind.EXAMPLE: frozenset({"举例", "示例", "例子", "例", "Example"}),
}

# What a section is called where its source gives no label and one is needed.
OWN_LABELS: dict[Kind, str] = {
    Kind.QUESTION: "题目",
    Kind.ANSWER: "答案",
    Kind.EXPLANATION: "解析",
    Kind.EXAMPLE: "举例",
    Kind.FEATURE: "特点",
    Kind.NOTE: "注意",
}


def more_answers(number: int) -> str:
    """The label of the ``number``-th further answer to one question; the reader knows it."""
    return "补充答案" if number == 1 else f"第{number}补充答案"


# ── the note types in Anki ───────────────────────────────────────────────────


class NoteKind(StrEnum):
    """The note types."""

    ANSWER = "问答"
    LIST = "要点"
    TERM = "术语"


class Field(StrEnum):
    """The fields of 问答, in their order; the templates call them by these names."""

    CODE = "编号"
    QUESTION = "题目"
    MATERIAL = "题面"  # what belongs to the question: code to read, options
    ANSWER = "答案"
    EXPLANATION = "解析"
    EXAMPLE = "举例"
    WORDINGS = "其他问法"
    SOURCE = "来源"
    RELATED = "相关"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"


class ListField(StrEnum):
    """The fields of 要点."""

    CODE = "编号"
    QUESTION = "题目"
    MATERIAL = "题面"
    POINTS = "要点"  # every point in a gap of its own
    SOURCE = "来源"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"
    SPARE_3 = "备用3"


class TermField(StrEnum):
    """The fields of 术语."""

    TERM = "术语"
    MEANING = "释义"
    ASKED = "反问"  # a meaning without the term; empty where it could mean another one
    PLACES = "出处"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"
    SPARE_3 = "备用3"


GAP = "＿＿＿"  # stands for the term in its own meaning


def unfold(length: int) -> str:
    """What stands on a long part that is folded, ``length`` characters long."""
    return f"展开（约 {length} 字）"


def numbered(number: str) -> str:
    """``第 7 题`` for the number that a document gives its question."""
    return f"第 {number} 题"


def lines(first: int, last: int) -> str:
    """``第 3–9 行`` for the lines ``first`` to ``last``."""
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"


# ── tags ─────────────────────────────────────────────────────────────────────

KEYWORD_TAG = "关键词"
SOURCE_TAG = "来源"
RETIRED_TAG = "已删除"
KIND_TAG = "类型"
LEVEL_TAG = "难度"
# The roots of tags that name no topic.
TAGS_BESIDE = frozenset({KEYWORD_TAG, SOURCE_TAG, KIND_TAG, LEVEL_TAG})


# ── sheets ───────────────────────────────────────────────────────────────────

UNTAGGED = "其他"  # the chapter of entries without a tag
NO_LETTER = "其他"  # of the index: words that begin with no letter and no sound


def changes(title: str) -> str:
    """The title of the sheet of what is new or edited."""
    return f"{title}：新增与修改"
