"""The words that the learner sees and that stand in no template."""

from __future__ import annotations

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


def lines(first: int, last: int) -> str:
    """``第 3–9 行`` for the lines ``first`` to ``last``."""
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
