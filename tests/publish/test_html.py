"""What a source may and may not get into a card or a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuati.model import (
    Block,
    Code,
    Formula,
    Heading,
    Html,
    Paragraph,
    Point,
    PointList,
    Quote,
    Span,
    Table,
)
from shuati.publish.render.html import Flavour, Renderer
from shuati.text.markdown import picture_addresses

HERE = Span(1, 1)
CARD = Renderer(Flavour.CARD)
PRINT = Renderer(Flavour.PRINT)
ATTRIBUTES = {"class", "start", "colspan", "rowspan"}
FORBIDDEN = {"script", "style", "iframe", "object", "svg", "img", "a", "link", "form", "input"}


class Page(HTMLParser):
    """The tags, attributes and texts of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.classes: set[str] = set()
        self.texts: list[str] = []
        self.typeset: list[str] = []  # what MathJax would look for formulas in
        self._open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        classes = (dict(attrs).get("class") or "").split()
        self.classes |= set(classes)
        if tag not in ("br", "hr"):
            self._open.append((tag, tag in ("pre", "code") or "math" in classes))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if not any(quiet for _, quiet in self._open):
            self.typeset.append(data)


def said(text: str) -> Paragraph:
    return Paragraph(text, HERE)


def in_every_place(text: str) -> list[Block]:
    """``text`` wherever a source can put text."""
    return [
        said(text),
        Html(text, HERE),
        Code("python", text, HERE),
        Code(text, text, HERE),
        Formula(text, HERE),
        Heading(3, text, HERE),
        Quote((said(text),), HERE),
        Table((text,), ((text,),), ("center",), HERE),
        PointList(True, 1, (Point(text, (said(text), Html(text, HERE)), HERE),), HERE),
    ]


FRAGMENTS = [
    "<script>",
    "</script>",
    "<script src=//e.example/x>",
    "<style>",
    "<img src=http://e.example/x onerror=x>",
    "<a href='javascript:x'>",
    "<a href=http://e.example/ onclick=x>",
    "</a>",
    "<b onclick=x class=y>",
    "</b>",
    "<table>",
    "<td colspan=9 style=x>",
    "</td>",
    "</table>",
    "<svg/onload=x>",
    "<iframe src=data:,x>",
    "<pre>",
    "</pre>",
    "<p title='{{x}}'>",
    "</p>",
    "<li>",
    "</ul>",
    "<wbr>",
    "<!--",
    "-->",
    "<!-- x -->",
    "<String>",
    "< ",
    "<",
    ">",
    "&lt;",
    "&#123;",
    "&amp;",
    "{{",
    "}}",
    "{",
    "}",
    "{{c1::",
    "\\(",
    "\\)",
    "\\\\(",
    "\\\\)",
    "\\\\[",
    "\\",
    "[sound:",
    "[latex]",
    "[anki:play:q:0]",
    "[$]",
    "$x$",
    "$$y$$",
    "$",
    "\\href{javascript:x}{y}",
    "`",
    "**",
    "*",
    "_",
    "~~",
    "[a](http://e.example/)",
    "[",
    "](",
    ")",
    "![b](http://e.example/b.png)",
    "<http://e.example/>",
    "中文",
    "，",
    "word",
    "\n",
    "\n\n",
    "  \n",
    "\t",
    "\x1f",
    "\x00",
    "\r",
]
SOURCES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=12).map("".join)


@given(SOURCES)
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("renderer", [CARD, PRINT], ids=["card", "print"])
def test_nothing_of_a_source_acts_or_fetches(renderer: Renderer, source: str) -> None:
    html = renderer.blocks(in_every_place(source)) + renderer.inline(source)
    page = Page(html)
    assert not page.tags & FORBIDDEN
    assert page.attributes <= ATTRIBUTES
    assert "y" not in page.classes
    assert "{{" not in html
    assert "}}" not in html
    assert not re.search(r"\[(sound:|anki:|latex\]|\$\$?\])", html)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", html)
    assert not any(re.search(r"\\[()\[\]]", text) for text in page.typeset)


_SHOWING = st.lists(
    st.sampled_from([*FRAGMENTS, "<img src='c.png'>", '<IMG alt="x" src="d.png" />', "![[e.png]]"]),
    max_size=12,
).map("".join)


@given(_SHOWING)
@example("`<img src=a.png>` \n\n    <img src='b.png'>")
@settings(max_examples=150, deadline=None)
def test_every_picture_that_is_asked_for_was_looked_for(source: str) -> None:
    """What `picture_addresses` misses could not be shown, and would not be reported."""
    for block in (said(source), Html(source, HERE)):
        asked: list[str] = []
        Renderer(image=asked.append).blocks([block])
        found = picture_addresses(source, html=isinstance(block, Html))
        assert set(asked) <= {*found, ""}


@given(SOURCES)
@settings(max_examples=60, deadline=None)
def test_html_of_a_source_cannot_close_what_stands_around_it(source: str) -> None:
    for block in in_every_place(source):
        html = CARD.blocks([block])
        opened = re.findall(r"<(?!br|hr)([a-z]\w*)", html)
        closed = re.findall(r"</([a-z]\w*)", html)
        assert sorted(opened) == sorted(closed)


@given(
    st.lists(st.sampled_from([text for text in FRAGMENTS if text not in ("`", "\\", "[", "](")]))
)
@settings(max_examples=150, deadline=None)
def test_every_word_of_html_and_text_survives(fragments: list[str]) -> None:
    fragments = [text for text in fragments if "<!--" not in text and "a href" not in text]
    words = [f"w{place}q" for place in range(len(fragments) + 1)]
    source = words[0] + "".join(
        f" {text} {word}" for text, word in zip(fragments, words[1:], strict=True)
    )
    for block in (said(source), Html(source, HERE), Code("js", source, HERE)):
        seen = Page(CARD.blocks([block])).text
        assert [word for word in words if word not in seen] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("泛型 List<String> 和 Map<K, V>", "泛型 List<String> 和 Map<K, V>"),
        ("`<b>` 与 <b>粗", "<b> 与 <b>粗"),
        ("<section> 是什么标签？", "<section> 是什么标签？"),
        ("<a name=x></a>1. 题", "1. 题"),
        ("标 <!-- Q0001 -->", "标 "),
    ],
)
def test_a_tag_that_is_no_markup_is_text(source: str, text: str) -> None:
    assert Page(CARD.inline(source)).text.strip() == text.strip()


def test_html_of_a_source_keeps_its_structure() -> None:
    html = (
        "<details><summary>看</summary><ul><li>甲<li>乙</ul></details><TABLE><tr><td colspan=2>丙"
    )
    assert CARD.blocks([Html(html, HERE)]) == (
        "<details><summary>看</summary><ul><li>甲</li><li>乙</li></ul></details>"
        '<div class="table"><table><tbody><tr><td colspan="2">丙</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[文](https://e.example/a)", '文<span class="url">（https://e.example/a）</span>'),
        ("<a href='//e.example/a'>文</a>", '文<span class="url">（//e.example/a）</span>'),
        ("<https://e.example/a>", "https://e.example/a"),
        ("[e.example](https://e.example/)", "e.example"),
        ("[](https://e.example)", '<span class="url">https://e.example</span>'),
        ("[上文](#one) [邻](b.md)", "上文 邻"),
        (
            "![架构图](http://e.example/i/a.png?x)",
            '<span class="image">［图：架构图，a.png］</span>',
        ),
        ("![](data:image/png;base64,xx)", '<span class="image">［图］</span>'),
        ("<img alt=图示 src=b.png>", '<span class="image">［图：图示，b.png］</span>'),
    ],
)
def test_links_and_images_become_text(source: str, html: str) -> None:
    assert CARD.inline(source) == html


def test_a_line_break_between_chinese_characters_vanishes() -> None:
    assert CARD.inline("中\n文\n**字**\nab\ncd，\n`x`") == (
        "中文<strong>字</strong> ab cd， <code>x</code>"
    )
    assert CARD.blocks([Html("<p>中\n文 <b>x\ny</b></p>", HERE)]) == "<p>中文 <b>x y</b></p>"
    assert CARD.blocks([Html("<pre>中\n文</pre>", HERE)]) == "<pre>中\n文</pre>"


def test_points_keep_number_term_and_nesting() -> None:
    inner = PointList(False, 1, (Point(None, (said("内"),), HERE),), HERE)
    block = PointList(
        True,
        3,
        (
            Point("词", (said("说明"), said("又"), Code("", "x", HERE)), HERE),
            Point("应用", (inner,), HERE),
            Point("只有`词`", (), HERE),
        ),
        HERE,
    )
    assert CARD.blocks([block]) == (
        '<ol start="3">\n'
        '<li><b class="term">词：</b>说明\n<p>又</p>\n<pre class="code"><code>x</code></pre></li>\n'
        '<li><b class="term">应用：</b>\n<ul>\n<li>内</li>\n</ul></li>\n'
        '<li><b class="term">只有<code>词</code></b></li>\n</ol>'
    )


def test_an_empty_bullet_is_left_out_and_an_empty_number_counts() -> None:
    items = tuple(Point(None, (said(text),) if text else (), HERE) for text in ("", "乙"))
    assert CARD.blocks([PointList(False, 1, items, HERE)]) == "<ul>\n<li>乙</li>\n</ul>"
    assert CARD.blocks([PointList(True, 1, items, HERE)]) == "<ol>\n<li></li>\n<li>乙</li>\n</ol>"
    assert CARD.blocks([PointList(False, 1, items[:1], HERE)]) == ""


def test_a_table_keeps_its_alignment_and_ragged_rows() -> None:
    html = CARD.blocks([Table(("甲", "乙"), (("1",), ("2", "3", "4")), ("", "right"), HERE)])
    assert '<th>甲</th><th class="right">乙</th>' in html
    assert "<tr><td>1</td></tr>" in html
    assert '<tr><td>2</td><td class="right">3</td><td>4</td></tr>' in html


def test_headings_begin_under_those_of_the_card() -> None:
    headings = [Heading(level, str(level), HERE) for level in (2, 3, 6)]
    assert CARD.blocks(headings) == "<h4>2</h4>\n<h5>3</h5>\n<h6>6</h6>"
    assert CARD.blocks([Heading(6, "x", HERE)]) == "<h4>x</h4>"


def test_code_is_highlighted_by_its_language_alone() -> None:
    python = CARD.blocks([Code("python", "def f(): return '<x>'", HERE)])
    assert '<span class="hl-k">def</span>' in python
    assert Page(python).text == "def f(): return '<x>'"
    for language in ("", "no such language"):
        plain = CARD.blocks([Code(language, "def <x>\n\ty", HERE)])
        assert plain == '<pre class="code"><code>def &lt;x&gt;\n\ty</code></pre>'


def test_formulas_are_mathjax_on_cards_and_source_in_print() -> None:
    assert CARD.inline("$a<b$ 元") == '<span class="math">\\(a&lt;b\\)</span> 元'
    assert CARD.blocks([Formula("x", HERE)]) == '<div class="math">\\[x\\]</div>'
    assert PRINT.inline("$a<b$") == '<code class="tex">a&lt;b</code>'
    assert CARD.inline("从 $5 涨到 $6") == "从 $5 涨到 $6"


@pytest.mark.parametrize(
    "tex", ["\\href{javascript:x}{y}", "\\style{color:red}{y}", "\\mmlToken{mi}[href='x']{y}"]
)
def test_tex_that_would_write_attributes_is_shown_as_source(tex: str) -> None:
    assert "math" not in Page(CARD.blocks([Formula(tex, HERE)])).classes
