"""What the properties of the reader are tried on: documents written, damaged and made up."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import strategies as st

WRITTEN = sorted(
    path for path in (Path(__file__).parent / "documents").iterdir() if path.suffix != ".json"
)


def real(shared: Path) -> list[Path]:
    """Every text below the folder of real documents."""
    return sorted(p for p in shared.rglob("*") if p.suffix in {".md", ".txt"} and p.is_file())


def lines_of(data: bytes) -> list[str]:
    """The lines of a document, as an editor counts them; an end that was doubled ends one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    return re.split(r"\r+\n|\r|\n", text)


words = st.sampled_from(
    [
        "什么是索引？",
        "线程和进程的区别",
        "请简述 TCP 的三次握手。",
        "总结",
        "目录",
        "参考资料",
        "下列说法正确的是（ ）。",
        "What is a closure?",
        "`#{}` 和 ${} 有什么不同",
        "**重点**",
        "价格是 $5 和 $6",
        "$e^{x}$",
        "List<String>",
        "",
    ]
)
anything = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Co", "Cn"]), max_size=20
)
text = words | anything
NUMBERS = r"1. |2.|3、|４．|5) |（6）|1.1 |1.2|10\. |一、|🚀 |- |* |+ |- [ ] |"
NUMBERED = "题目7：|Q8: |第 9 题：|第十题|【题目2】|Question 3: "
LABELS = "答案|解析|题目|问题|举例|考点|某词|答|问|Q|A"
BOLD = "**{}：** |**{}**：|** {}：**|**{}： **|**{}**|*{}：*|__{}:__ |<b>{}</b>："
PLAIN = "{}：|{}: |【{}】|- **{}：** |#### {}|> {}：|1. **{}**"
number = st.sampled_from([*NUMBERS.split("|"), *NUMBERED.split("|")])
label = st.sampled_from(LABELS.split("|"))
mark = st.sampled_from([*BOLD.split("|"), *PLAIN.split("|")])
fence = st.sampled_from(["```", "````", "~~~", "```python", "   ```", "``` "])


@st.composite
def headings(draw: st.DrawFn) -> list[str]:
    hashes = draw(st.sampled_from(["#", "##", "###", "####", "######", "#######", ""]))
    gap = draw(st.sampled_from([" ", " ", " ", "", "\u3000", "\t"]))
    title = draw(number) + draw(text)
    below = draw(st.sampled_from([[], [], [], ["==="], ["---"]]))
    wrapped = draw(st.sampled_from(["{}", "{}", "**{}**", "<a name='x'></a>{}", "{} ##"]))
    return [hashes + gap + wrapped.format(title), *below]


@st.composite
def labels(draw: st.DrawFn) -> list[str]:
    return [draw(mark).format(draw(label)) + draw(text)]


@st.composite
def lists(draw: st.DrawFn) -> list[str]:
    item = st.tuples(
        st.sampled_from(["", "", "  ", "   ", "    ", "\t", "        "]),
        number,
        st.sampled_from(["{}", "**{}：** 说明", "**{}**", "题目：{}", "回答要点：{}"]),
        text,
    )
    return [a + b + c.format(d) for a, b, c, d in draw(st.lists(item, min_size=1, max_size=5))]


@st.composite
def codes(draw: st.DrawFn) -> list[str]:
    inside = draw(st.lists(st.sampled_from(["# 注释", "### 1. 题", "x = 1", "", "**答案：**"])))
    closing = draw(st.sampled_from([["```"], ["~~~"], ["````"], []]))
    return [draw(fence), *inside, *closing]


@st.composite
def tables(draw: st.DrawFn) -> list[str]:
    head = draw(st.sampled_from(["| 题目 | 答案 |", "| a | b |", "题目 | 答案"]))
    ruler = draw(st.sampled_from(["| --- | --- |", "---|---", ":-:|:-:", "| --- |", ""]))
    rows = draw(st.lists(text, max_size=3))
    return [head, ruler, *(f"| {row} | {row} |" for row in rows)]


@st.composite
def html(draw: st.DrawFn) -> list[str]:
    question = draw(text)
    return draw(
        st.sampled_from(
            [
                ["<details>", f"<summary>{question}</summary>", "", "答", "", "</details>"],
                [f"<details><summary>{question}</summary>", "答", "</details>"],
                [f"<details><summary><b>{question}</b></summary>", "<p>", "", "答案：B"],
                ["<details>", "<summary>", question, "</summary>", "答", "</details>"],
                ["</details>"],
                ["<summary>查看答案</summary>"],
                [f"<!-- {question}", "", "# 1. 题", "-->"],
                ["<!-- 没有关闭"],
                [f"<h3>1. {question}</h3>", "<p>答</p>"],
                ['<a name="q1"></a>'],
                ["<br />"],
                ["<script>", question, "</script>"],
                ["::: details 查看答案", question, ":::"],
            ]
        )
    )


stray = st.sampled_from(
    [
        ["---"],
        ["***"],
        ["==="],
        ["---", "title: 题", "---"],
        ["$$", "x^2", "$$"],
        ["$$ x"],
        ["> 答：是的", "懒惰的续行"],
        ["> - 题目：", ">   1. 答"],
        ["[题]: https://example.com"],
        ["[TOC]"],
        ["- [题](#题)", "  - [答](#答)"],
        ["    缩进的代码"],
        ["A. 甲", "B. 乙"],
        ["\u3000\u3000答：首行缩进"],
        ["\f"],
        ["\u200b"],
        ["\ufeff"],
        ["\\"],
        ["|"],
        ["第 1 题"],
    ]
)


@st.composite
def made_up(draw: st.DrawFn) -> bytes:
    """A document in which anything may follow anything, indented by anything."""
    piece = st.one_of(headings(), labels(), lists(), codes(), tables(), html(), stray) | st.lists(
        text, min_size=1, max_size=3
    )
    lines = ["开头"] if draw(st.booleans()) else []
    for block in draw(st.lists(piece, min_size=1, max_size=14)):
        indent = draw(st.sampled_from(["", "", "", "", " ", "   ", "    ", "\t"]))
        lines += [indent + line for line in block]
        lines += [""] * draw(st.integers(0, 2))
    lines.append("结尾")
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    last = draw(st.sampled_from(["", end]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"]))
    return (end.join(lines) + last).encode(encoding)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A written document with lines cut out, said twice, joined, or moved to the right."""
    path = draw(st.sampled_from(WRITTEN), label="document")
    lines = lines_of(path.read_bytes())
    for _ in range(draw(st.integers(1, 4), label="damages")):
        at = draw(st.integers(0, max(0, len(lines) - 1)), label="line")
        to = draw(st.integers(at, min(len(lines), at + 6)), label="to")
        how = draw(st.sampled_from(["cut", "twice", "indent", "join", "end"]), label="how")
        if how == "cut":
            del lines[at:to]
        elif how == "twice":
            lines[to:to] = lines[at:to]
        elif how == "indent":
            lines[at:to] = ["    " + line for line in lines[at:to]]
        elif how == "join":
            lines[at:to] = [line for line in lines[at:to] if line.strip()]
        else:
            del lines[at + 1 :]
    return path.name, "\n".join(["开头", *lines]).encode()
