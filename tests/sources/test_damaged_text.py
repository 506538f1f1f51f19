"""Promises about text that programs and people damaged: nothing is swallowed, no line moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.stages import read_document
from shuati.model import Block, Code, Formula, Heading, Paragraph, PointList, Quote, Span, Table
from shuati.sources.decode import decode
from shuati.sources.element import Element, Role
from shuati.sources.formats.markdown.elements import elements_of_text

WORDS = st.text("什么是闭包索引事务锁视图主键", min_size=1, max_size=8)


def elements(text: str) -> list[Element]:
    return list(elements_of_text(text)[0])


def blocks(text: str) -> list[Block]:
    return [element.block for element in elements(text) if element.block is not None]


def headings(text: str) -> list[tuple[int, str]]:
    return [(one.span.first, one.text) for one in blocks(text) if isinstance(one, Heading)]


def items(text: str) -> list[str]:
    """The first text of every item of every list."""
    return [
        first.text
        for block in blocks(text)
        if isinstance(block, PointList)
        for point in block.points
        if isinstance(first := point.blocks[0], Paragraph)
    ]


# Line ends.


@given(st.lists(st.sampled_from(["题", "", "| a | b |", "x\ty"])), st.integers(2, 4))
def test_line_ends_that_were_doubled_are_one(lines: list[str], times: int) -> None:
    end = "\r" * times + "\n"
    assert decode(end.join(lines).encode()).text == "\n".join(lines)


# Front matter.

KEYS = st.sampled_from(["title", "标题", "date", "layout", "tags", "is-draft", '"a b"'])
SETTINGS = st.one_of(
    st.builds("{}: {}".format, KEYS, WORDS),
    KEYS.map("{}:".format),
    WORDS.map("  - {}".format),
    WORDS.map("- {}".format),
    st.just(""),
    st.just("lang: zh\n# draft: true"),
)
CONTENT = st.one_of(
    WORDS.map("### {}".format),
    WORDS.map("1. {}".format),
    WORDS.map("{}。".format),
    WORDS.map("Q: {}".format),
    WORDS.map("**答案：** {}".format),
    WORDS.map("\n# {}\n".format),
)


@given(st.lists(SETTINGS))
def test_settings_between_two_rules_are_front_matter(settings: list[str]) -> None:
    text = "\n".join(["---", "title: 题", *settings, "---", "# 题"])
    first, *rest = elements(text)
    assert first.role is Role.FRONT_MATTER
    assert [one.role for one in rest] == [Role.BLOCK]


@given(st.lists(SETTINGS), CONTENT, st.lists(st.one_of(SETTINGS, CONTENT)))
def test_a_rule_at_the_beginning_hides_no_content(
    above: list[str], content: str, below: list[str]
) -> None:
    text = "\n".join(["---", *above, content, *below, "---", "", "### 末"])
    assert all(one.role is not Role.FRONT_MATTER for one in elements(text))


def test_a_rule_at_the_beginning_parts_questions_as_any_other() -> None:
    parts = [f"### {at}. 什么是{word}？\n\n一种结构。" for at, word in enumerate("锁页表", 1)]
    text = "---\n\n" + "\n\n---\n\n".join(parts)
    document = read_document("a.md", text.encode())
    assert [one.text for one in document.questions] == ["什么是锁？", "什么是页？", "什么是表？"]


# Blanks.

ODD = "\u00a0\u2003\u202f\u3000\u200b\ufeff\u200e\f\u2009\u2060"
BLANKS = st.text(ODD + " ", min_size=1, max_size=3)


@given(st.integers(1, 6), BLANKS, st.text(ODD, max_size=4), WORDS)
def test_any_blank_beside_the_hashes_makes_a_heading(
    level: int, blank: str, before: str, words: str
) -> None:
    text = f"前文\n{before}{'#' * level}{blank}{words}\n\n后文"
    assert headings(text) == [(2, words)]


@given(st.sampled_from(["-", "*", "+", "1.", "1)"]), BLANKS, st.lists(WORDS, min_size=1))
def test_any_blank_behind_its_mark_makes_an_item(mark: str, blank: str, words: list[str]) -> None:
    assert items("\n".join(f"{mark}{blank}{word}" for word in words)) == words


@given(st.text(ODD, min_size=1, max_size=3), st.sampled_from(["#", "-", "1.", "###\u3000"]))
def test_code_keeps_its_blanks(odd: str, mark: str) -> None:
    line = f"{odd}{mark}{odd}题"
    (code,) = blocks(f"```\n{line}\n```")
    assert getattr(code, "text", None) == line


def test_a_number_at_the_top_of_a_page_begins_a_question() -> None:
    parts = [f"{at}. 什么是{word}？\n答：一种结构。\n" for at, word in enumerate("锁页表", 1)]
    document = read_document("a.txt", "\f".join(parts).encode())
    assert [one.text for one in document.questions] == ["什么是锁？", "什么是页？", "什么是表？"]


# Tables.

CELLS = st.lists(st.one_of(st.just(""), WORDS), min_size=1, max_size=6)


@given(st.integers(2, 4), CELLS, st.booleans(), st.booleans(), st.sampled_from(["|", "| "]))
def test_a_row_keeps_every_cell_in_its_column(
    columns: int, cells: list[str], opened: bool, closed: bool, pipe: str
) -> None:
    head = f"|{'甲|' * columns}\n|{'---|' * columns}"
    closed = closed or not cells[-1]
    opened = opened or not cells[0] or len(cells) == 1
    row = "|" * opened + "|".join(cells) + (pipe if closed else "")
    (table,) = blocks(f"{head}\n{row}")
    assert isinstance(table, Table)
    (found,) = table.rows
    assert found[: columns - 1] == tuple((cells + [""] * columns)[: columns - 1])
    rest = cells[columns - 1 :]
    while len(rest) > 1 and not rest[-1]:
        rest.pop()
    assert found[-1] == " | ".join(rest)


# Headings without a space.


@given(st.integers(2, 6), WORDS, st.sampled_from(["C#", "F#", "B##", "C++", "J#"]))
def test_hashes_that_belong_to_a_name_stay_in_the_title(level: int, words: str, name: str) -> None:
    marks = "#" * level
    assert headings(f"{marks}{words} {name}") == [(1, f"{words} {name}")]
    assert headings(f"{marks}{words} {name} {marks}") == [(1, f"{words} {name}")]
    assert headings(f"{marks}{words}{marks}") == [(1, words)]


@given(st.sampled_from(["b", "strong", "font", "span"]), WORDS, WORDS, st.booleans())
def test_tags_that_decorate_a_part_of_a_title_leave_no_trace(
    tag: str, inner: str, outer: str, styled: bool
) -> None:
    style = ' style="color:red"' if styled else ""
    decorated = f"<{tag}{style}>{inner}</{tag}>"
    code = f"`<{tag}>{inner}</{tag}>`"
    assert headings(f"### {decorated}{outer}") == [(1, inner + outer)]
    assert headings(f"### {outer}{decorated}{code}") == [(1, outer + inner + code)]


# HTML that is never closed, and tags that are only named.

OPENERS = ["<script>", "<style>", "<pre>", "<textarea>", "<?php", "<![CDATA[", "<!--", "<?xml"]


@given(st.sampled_from(OPENERS), st.one_of(st.just(""), WORDS.map(" {}".format)), WORDS, WORDS)
def test_html_that_never_ends_swallows_no_question(
    opener: str, behind: str, answer: str, question: str
) -> None:
    text = f"## 甲\n\n{opener}{behind}\n{answer}\n\n## 乙{question}\n\n{answer}\n"
    read = elements_of_text(text, "a.md")
    assert headings(text) == [(1, "甲"), (6, f"乙{question}")]
    assert [(one.code, one.location.span) for one in read.diagnostics] == [
        ("unclosed-html", Span(3, 3))
    ]


ENDED = ["<!-- Q0001 -->", "<pre>x</pre>", "<script>x</script>", "<?php x ?>"]


@given(st.sampled_from(ENDED), WORDS)
def test_html_that_never_ends_is_not_ended_by_its_like_in_another_question(
    ended: str, words: str
) -> None:
    opener = "<!--" if ended[1] == "!" else ended.split("x")[0].strip()
    attribute = opener.replace(">", ' class="a">')
    text = f"## 甲\n\n{attribute}\n{words}\n\n## 乙\n\n{ended}\n\n{words}"
    assert headings(text) == [(1, "甲"), (6, "乙")]
    assert next(one.code for one in elements_of_text(text).diagnostics) == "unclosed-html"


@given(st.sampled_from(OPENERS[:-2]), WORDS)
def test_what_is_said_behind_a_tag_is_text(opener: str, words: str) -> None:
    text = f"{opener} {words}\n\n{words}"
    shown = [getattr(block, "text", "") for block in blocks(text)]
    assert shown == [f"{opener} {words}", words]


def test_a_comment_that_never_ends_hides_its_own_paragraph_only() -> None:
    text = "<!-- 注\n释\n\n正文"
    assert [getattr(block, "text", "") for block in blocks(text)] == ["正文"]
    assert [one.role for one in elements("<!--\n## 旧题\n\n旧\n-->")] == [Role.COMMENT]


NAMES = ["header", "nav", "section", "ul", "ol", "li", "p", "h1", "dl", "table", "br", "details"]


@given(st.sampled_from(NAMES), st.sampled_from(["：", " 标签", "、", "和<a>"]), WORDS)
def test_a_tag_that_its_line_talks_about_is_text(name: str, talk: str, words: str) -> None:
    line = f"<{name}>{talk}{words}"
    assert [getattr(block, "text", "") for block in blocks(line)] == [line]
    assert items(f"- {line}\n- {line}") == [line, line]
    below = f"{line}\n\n## 题\n\n答</{name}>"
    assert (getattr(blocks(below)[0], "text", ""), headings(below)) == (line, [(3, "题")])


@pytest.mark.parametrize(
    "html",
    [
        "<p>一段文字",
        "<div>文字</div>",
        "<section>\n文字\n</section>",
        "<ul>\n<li>点一\n<li>点二\n</ul>",
        "<header>：页眉</header>",
        '<div align="center"> 文字',
    ],
)
def test_a_tag_that_is_markup_is_no_text(html: str) -> None:
    assert all("<p>" not in one.text for one in blocks(html) if isinstance(one, Paragraph))
    assert not any(isinstance(one, Paragraph) and one.text == html for one in blocks(html))


@given(st.sampled_from(["style", "script"]), st.sampled_from(["", ' type="a"']), WORDS)
def test_styles_and_scripts_are_not_shown(tag: str, attributes: str, words: str) -> None:
    text = f"题\n\n<{tag}{attributes}>\n{words}\n\n{words}\n</{tag}>\n\n答"
    assert [getattr(block, "text", "") for block in blocks(text)] == ["题", "答"]
    assert [one.code for one in elements_of_text(text).diagnostics] == ["html-not-shown"]


# Displayed formulas.


@given(st.sampled_from(["align", "align*", "equation", "gather", "pmatrix"]), st.booleans())
def test_an_environment_of_tex_needs_no_dollars(name: str, in_paragraph: bool) -> None:
    tex = f"\\begin{{{name}}}\na &= b\\\\\n\\end{{{name}}}"
    *above, formula = blocks(f"如下：\n{tex}" if in_paragraph else tex)
    assert isinstance(formula, Formula)
    assert formula.text == tex
    assert formula.span == Span(1 + in_paragraph, 3 + in_paragraph)
    assert len(above) == in_paragraph
    assert [type(one) for one in blocks(f"如下：$$\n{tex}\n$$")] == [Paragraph]


@given(st.sampled_from(["$$a=b$$ (eq1)", "$$\na=b\n$$ (eq1)", "\\[a=b\\] (eq1)"]))
def test_the_label_of_a_formula_is_shown_with_it(text: str) -> None:
    (formula,) = blocks(text)
    assert getattr(formula, "text", "") == r"a=b \qquad \text{(eq1)}"


# Bullets.

BULLETS = [
    "• ",
    "●",
    "· ",
    "◆ ",
    "– ",
    "-",
    "\u3000• ",
    "•\u3000",
    "\uf0b7 ",
    "▪\t",
    "○ ",
    "    • ",
]


@given(
    st.sampled_from(BULLETS),
    st.lists(WORDS, min_size=2),
    st.sampled_from(["\n", "\n\n", "\n  续行\n"]),
    st.sampled_from(["", "如下：\n", "> "]),
)
def test_bullets_of_any_kind_make_a_list(
    bullet: str, words: list[str], between: str, above: str
) -> None:
    prefix = above if above == "> " else ""
    bullet = bullet.strip() if prefix and bullet.startswith("    ") else bullet
    text = above.removeprefix("> ") + between.join(f"{bullet}{word}" for word in words)
    if prefix:
        (quote,) = blocks("\n".join(prefix + line for line in text.split("\n")))
        assert isinstance(quote, Quote)
        found = [
            point for one in quote.blocks if isinstance(one, PointList) for point in one.points
        ]
        assert len(found) == len(words)
    else:
        assert [item.split("\n")[0] for item in items(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "• 孤",
        "● 答案：甲\n● 解析：乙",
        "● 1. 甲\n● 2. 乙",
        "• A. 甲\n• B. 乙",
        "-1\n-2",
        "--甲\n--乙",
        "–5\n–6",
        "```\n• 甲\n• 乙\n```",
        "• 甲\n\n文\n\n• 乙",
    ],
)
def test_what_only_looks_like_a_bullet_makes_no_list(text: str) -> None:
    assert all(not (isinstance(one, PointList) and not one.ordered) for one in blocks(text))


def test_bullets_of_code_stay_as_they_are() -> None:
    assert blocks("```\n• 甲\n• 乙\n```\n文") == [
        Code("", "• 甲\n• 乙", Span(1, 4)),
        Paragraph("文", Span(5, 5)),
    ]


# References.

LABELS = st.sampled_from(["官网", "m", "A b", "1", "手册"])


@given(LABELS, WORDS, st.sampled_from(["https://a.cn/x", "a b.png", "x_(y)", "./z.md"]))
def test_a_link_takes_its_address_to_where_it_is_used(label: str, words: str, to: str) -> None:
    address = f"<{to}>" if " " in to or "(" in to else to
    line = f"{words}[{words}][{label}]，[{label}]，`[{label}]`。"
    _, used, second, *rest = blocks(f"### 甲\n\n{line}\n\n### 乙\n\n[{label}]: {address}")
    assert getattr(used, "text", "") == (
        f"{words}[{words}]({address})，[{label}]({address})，`[{label}]`。"
    )
    assert (second.span.first, rest) == (5, [])


@given(st.sampled_from(["1", "注", "a-b"]), WORDS, WORDS)
def test_a_note_goes_with_the_question_that_names_it(label: str, words: str, note: str) -> None:
    text = (
        f"## 甲{words}[^{label}]\n\n{words}[^{label}]，再[^{label}]。\n\n## 乙\n\n{words}\n\n"
        f"[^{label}]: {note}\n    {note}\n\n## 丙"
    )
    assert [(one.span.first, getattr(one, "text", "")) for one in blocks(text)] == [
        (1, f"甲{words}"),
        (1, f"（{note}{note}）"),
        (3, f"{words}（{note}{note}），再。"),
        (5, "乙"),
        (7, words),
        (12, "丙"),
    ]


def test_notes_inside_of_notes_are_kept() -> None:
    text = "[^a]: 甲\n\n    [^b]: 乙\n\n## 题目[^c]\n\n什么是锁？\n\n[^c]: 丙\n"
    assert [getattr(block, "text", "") for block in blocks(text)] == [
        "[^a]: 甲",
        "[^b]: 乙",
        "题目（丙）",
        "什么是锁？",
    ]


@given(
    st.sampled_from(["[^{0}]: {1}", "[{0}]: https://a.cn/{0}", "[答案]: {0}", "[{0}]: {1}"]),
    WORDS,
    WORDS,
)
def test_a_definition_that_nothing_names_is_shown(form: str, label: str, words: str) -> None:
    text = form.format(label, words)
    assert [getattr(block, "text", "") for block in blocks(f"{words}\n\n{text}")] == [words, text]
    named = f"[{label}]\n\n[{label}]: {words}"  # no address
    assert [getattr(block, "text", "") for block in blocks(named)] == named.split("\n\n")
    assert [getattr(block, "text", "") for block in blocks(f"{words}[^无][无]\n\n{words}")] == [
        f"{words}[^无][无]",
        words,
    ]


@pytest.mark.parametrize(
    "comment", ["[//]: # (注释)", "[comment]: <> (注释)", "%%注释%%", "%%\n注释\n%%", "%% 注释 %%"]
)
def test_a_comment_of_any_kind_is_not_shown(comment: str) -> None:
    above, found, below = elements(f"前\n\n{comment}\n\n后")
    assert [above.role, found.role, below.role] == [Role.BLOCK, Role.COMMENT, Role.BLOCK]
    assert found.text == "注释"


def test_percent_signs_hide_no_question() -> None:
    assert headings("%% 未完\n\n## 题\n\n文 %%") == [(3, "题")]


# What programs put around a document.


def faq(first: int, count: int) -> str:
    return "\n\n".join(
        f"## {at}. 什么是闭包{at}？\n\n一种结构。" for at in range(first, first + count)
    )


@given(
    st.sampled_from(["```markdown", "```md", "~~~Markdown", "```"]),
    st.integers(2, 4),
    st.booleans(),
    st.booleans(),
)
def test_a_fence_around_a_document_is_no_code(
    opener: str, count: int, code: bool, trailing: bool
) -> None:
    inside = faq(1, count) + ("\n\n```py\nx = 1\n```" if code and opener[0] == "`" else "")
    text = f"{opener}\n{inside}\n{opener[:3]}" + "\n\n" * trailing
    read = elements_of_text(text, "a.md")
    assert headings(text) == [(line + 1, title) for line, title in headings(inside)]
    (diagnostic,) = read.diagnostics
    assert diagnostic.code == "text-in-fence"
    assert diagnostic.location.span == Span(1, len(text.rstrip().split("\n")))
    assert len(read_document("a.md", text.encode()).questions) == count


@given(st.integers(2, 4), st.booleans())
def test_a_fence_around_the_rest_of_a_document_is_no_code(count: int, closed: bool) -> None:
    text = f"# 题\n\n## 1. 背景\n\n文。\n\n```markdown\n{faq(2, count)}" + "\n```" * closed
    read = elements_of_text(text, "a.md")
    assert len(headings(text)) == 2 + count
    assert [(one.code, one.location.span) for one in read.diagnostics] == [
        ("text-in-fence", Span(7, len(text.split("\n"))))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n# 注释\nx = 1\n```",
        "```py\n## 甲\n\n## 乙\n```",
        "## 1. 标题怎么写？\n\n```markdown\n# 一级\n## 二级\n```",
        "## 1. 自述文件写什么？\n\n```markdown\n# 项目\n\n## 安装\n\n装\n\n## 使用\n\n用\n```",
        "## 1. 自述文件写什么？\n\n```markdown\n## 1. 安装\n\n装\n\n## 2. 使用\n\n用\n```",
        "```\n## 甲\n## 乙\n```\n\n文\n\n```\n## 丙\n```",
        "```markdown\n## 什么是甲？\n```\n\n## 2. 题\n\n答",
    ],
)
def test_code_stays_code(text: str) -> None:
    assert any(isinstance(one, Code) for one in blocks(text))
    assert elements_of_text(text).diagnostics == []


def test_questions_in_the_middle_that_are_code_are_reported() -> None:
    text = f"# 题\n\n```markdown\n{faq(1, 2)}\n```\n\n## 3. 什么是锁？\n\n互斥。"
    (diagnostic,) = elements_of_text(text).diagnostics
    assert (diagnostic.code, diagnostic.location.span) == ("questions-in-code", Span(3, 11))
    assert len(headings(text)) == 2


ROLES = ["<|assistant|>", "<|user|> ", "<|im_start|>assistant ", "<|end|><|assistant|>"]


@given(st.sampled_from(ROLES), st.integers(1, 6), st.sampled_from(["", "\n", "\n\n"]))
def test_a_mark_of_a_role_before_a_heading_is_left_out(role: str, level: int, gap: str) -> None:
    text = f"文\n\n{role}{gap}{'#' * level} 题\n\n`{role}` 是标记\n\n```\n{role}# x\n```"
    assert headings(text) == [(3 + len(gap), "题")]
    (diagnostic,) = elements_of_text(text).diagnostics
    assert (diagnostic.code, diagnostic.location.span) == ("role-mark", Span(3, 3))
    assert blocks(text)[-1] == Code("", f"{role}# x", Span(7 + len(gap), 9 + len(gap)))


def test_a_mark_of_a_role_that_is_talked_about_is_text() -> None:
    text = "<|im_start|> 开始一轮。\n\n<|end|>\n\n文"
    assert [getattr(block, "text", "") for block in blocks(text)] == text.split("\n\n")
