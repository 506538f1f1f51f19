"""The reasons of a verdict in the learner's language."""

from __future__ import annotations

import re
from collections.abc import Callable

_FRAMES = {
    "difference": "区别",
    "why": "原因",
    "challenge": "挑战",
    "limit": "局限",
    "advantage": "优势",
    "feature": "特点",
    "evaluate": "评估",
    "trend": "趋势",
    "types": "种类",
    "principle": "原理",
    "use": "作用",
    "apply": "应用",
    "ensure": "保证",
    "improve": "提高",
    "handle": "处理",
    "choose": "选择",
    "step": "步骤",
    "implement": "实现",
    "what": "是什么",
    "how": "如何",
    "": "只提出话题",
}
_VERDICTS = {"same": "相同", "different": "不同"}


def _frame(name: str) -> str:
    return _FRAMES.get(name.strip(), name.strip())


def _words(text: str) -> str:
    return text.replace(", ", "、").replace(" / ", " ／ ")


_REASONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"same wording", lambda m: "问法相同"),
    (r"both ask about (.+)", lambda m: f"都问到：{_words(m[1])}"),
    (r"both ask (\w+)", lambda m: f"都在问“{_frame(m[1])}”"),
    (r"(\d+%) of the lead terms in common", lambda m: f"要点词有 {m[1]} 相同"),
    (r"answers (\d+%) alike", lambda m: f"答案有 {m[1]} 相似"),
    (
        r"answers ([\d.]+) times nearer to each other than to any third",
        lambda m: f"两个答案彼此之近，是与其他答案的 {m[1]} 倍",
    ),
    (r"both are the same as a third", lambda m: "都与第三个问题相同"),
    (
        r"their groups differ in what they are mainly about",
        lambda m: "两组问题的重点不同",
    ),
    (r"other code or options", lambda m: "代码或选项不同"),
    (r"a generic title, and nothing else that is the same", lambda m: "题目太笼统，其余也不相同"),
    (r"they name nothing in common", lambda m: "没有共同的对象"),
    (r"the answers have nothing in common", lambda m: "答案毫不相干"),
    (r"documents on other subjects \((.+)\)", lambda m: f"文档的主题不同（{_words(m[1])}）"),
    (r"another phase \((.+)\)", lambda m: f"阶段不同（{_words(m[1])}）"),
    (r"other names \((.+)\)", lambda m: f"名称或数字不同（{_words(m[1])}）"),
    (r"each has its own object \((.+)\)", lambda m: f"各有各的对象（{_words(m[1])}）"),
    (r"one is narrower \((.+)\)", lambda m: f"一个范围更窄（{_words(m[1])}）"),
    (
        r"asks in another way \((.*) / (.*)\)",
        lambda m: f"问的方面不同（{_frame(m[1])} ／ {_frame(m[2])}）",
    ),
    (r"one is a stem with a blank to fill", lambda m: "一个是填空题"),
    (r"a person has decided: (\w+)", lambda m: f"你已决定：{_VERDICTS.get(m[1], m[1])}"),
    (
        r"a person has decided of another wording: different",
        lambda m: "你已决定：另一种问法不同",
    ),
)


def shown(reason: str) -> str:
    """A reason as the report tells it; one that is not known here stays as it is."""
    for pattern, tell in _REASONS:
        if match := re.fullmatch(pattern, reason):
            return tell(match)
    return reason
