"""The words that the learner sees and that stand in no template."""

from __future__ import annotations

from shuati.model import Form, Kind

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


# ── cards in Anki ──────────────────────────────────────────────────────────────


def unfold(length: int) -> str:
    """The label of a long part that is folded, ``length`` characters long."""
    return f"展开（约 {length} 字）"


OTHER_POINTS = "其他要点的全文"  # opens them on a card that asks for one


def expected(count: int) -> str:
    """How many points an answer has."""
    return f"答 {count} 点"


def step(number: int) -> str:
    """The cue of a point that is known by its place in a sequence."""
    return f"第 {number} 步"


def place(number: int) -> str:
    """The cue of a point that is known by nothing but its place in a list."""
    return f"第 {number} 点"


def numbered(number: str) -> str:
    """``第 7 题`` for the number that a document gives its question."""
    return f"第 {number} 题"


def lines(first: int, last: int) -> str:
    """``第 3–9 行`` for the lines ``first`` to ``last``."""
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"


def merged_into(code: str) -> str:
    """``现并入 Q0001``, on the card of an entry that became part of another."""
    return f"现并入 {code}"


# The names of forms, on cards and in the parts of a paper.
FORM_NAMES: dict[Form, str] = {
    Form.CHOICE: "单选",
    Form.MULTIPLE: "多选",
    Form.TRUE_FALSE: "判断",
    Form.BLANK: "填空",
    Form.TERM: "名词解释",
    Form.OPEN: "问答",
}
STEM = "材料"  # that several questions share
NUMERALS = "一二三四五六"  # of the parts of a paper
GAP_FILLED = "；"  # between what fills several gaps


# ── answers in short ─────────────────────────────────────────────────────────

IN_FULL = "（见全文）"  # of an item that has no words


def columns_in_full(heads: list[str]) -> str:
    """Where the columns ``heads`` of a table are that is too large."""
    return f"（{'、'.join(heads)}见全文）" if heads else ""


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
