from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from builders import code, document, entry, paragraph, points, question

from shuati.match.decisions import read, reference
from shuati.merge import merge
from shuati.model import (
    Diagnostic,
    Entry,
    Location,
    Pair,
    Question,
    Span,
    Verdict,
    reason,
    warning,
)
from shuati.publish.report.render import report_html
from shuati.publish.report.view import Report, ShownDiagnostic, page

_FULL = question(
    "如何防止过拟合？",
    points("正则化：用 L2 限制参数的大小", "早停：验证集不再变好时停下"),
    "结语，使它成为代表。",
    path="a.md",
)
_OTHER = question(
    "怎样避免过拟合？",
    points("正则化：用 L2 限制参数大小", "数据增强：添加噪声"),
    path="b.md",
    line=3,
)
_THIRD = question("如何防止欠拟合？", points("加大模型：增加层数"), path="b.md", line=9)


def _coded(*entries: Entry) -> list[Entry]:
    return [replace(one, code=f"Q{at:04d}") for at, one in enumerate(entries, 1)]


def _page(entries: list[Entry], *pairs: Pair, diagnostics: tuple[Diagnostic, ...] = ()) -> Report:
    return page(
        "题库",
        [document(_FULL), document(_OTHER, _THIRD, path="b.md")],
        entries,
        {one.code: merge(one.variants).dropped for one in entries},
        pairs,
        diagnostics,
    )


def _pair(a: Question, b: Question, verdict: Verdict, score: float = 0.6) -> Pair:
    return Pair(
        a,
        b,
        verdict,
        score,
        (reason("same-intent", intent="handle"), reason("similar-answers", share=0.4)),
    )


def test_an_entry_shows_its_variants_why_they_are_one_and_what_was_dropped() -> None:
    made = _page(_coded(entry(_FULL, _OTHER)), _pair(_FULL, _OTHER, Verdict.SAME))
    (item,) = made.items
    assert [wording.text for wording in item.wordings] == ["如何防止过拟合？", "怎样避免过拟合？"]
    (facing,) = item.facings
    assert facing.why == ("都在问“处理”", "答案有 40% 相似")
    (gone,) = item.near
    assert gone.text == "正则化：用 L2 限制参数大小"
    assert gone.source == "b.md · 第 3 行"
    assert [bool(part.source) for part in item.parts] == [False, True]


def test_a_doubtful_pair_offers_two_lines_either_way_that_name_both_questions() -> None:
    made = _page(_coded(entry(_FULL), entry(_THIRD)), _pair(_FULL, _THIRD, Verdict.REVIEW))
    (review,) = made.reviews
    assert (review.a, review.b) == ("Q0001", "Q0002")
    for text, verdict in ((review.same, Verdict.SAME), (review.different, Verdict.DIFFERENT)):
        (decision,) = read(text, "decisions.toml")
        assert text.count("\n") == 2
        assert decision.verdict is verdict
        assert [one.code for one in decision.questions] == ["Q0001", "Q0002"]
        assert [one.heading for one in decision.questions] == [
            "如何防止过拟合？",
            "如何防止欠拟合？",
        ]


def test_a_heading_that_is_there_twice_is_named_by_its_line() -> None:
    twin = replace(_THIRD, location=Location(_THIRD.path, Span(20, 22)))
    made = page(
        "题库",
        [replace(document(), questions=(_THIRD, twin))],
        _coded(entry(_THIRD), entry(twin)),
        {},
        [_pair(_THIRD, twin, Verdict.REVIEW)],
        (),
    )
    named = reference("Q0002 b.md:20")
    assert read(made.reviews[0].same, "d")[0].questions[1] == named


def test_two_entries_are_doubted_once_by_their_closest_pair() -> None:
    entries = _coded(entry(_FULL, _OTHER), entry(_THIRD))
    made = _page(
        entries,
        _pair(_FULL, _THIRD, Verdict.REVIEW, 0.6),
        _pair(_OTHER, _THIRD, Verdict.REVIEW, 0.7),
    )
    assert [review.facing.score for review in made.reviews] == [0.7]
    assert [item.in_doubt for item in made.items] == [True, True]


def test_findings_stand_with_the_entry_whose_lines_they_are_about() -> None:
    told = warning("unread-lines", Location("b.md", Span(9, 9)))
    made = _page(_coded(entry(_FULL), entry(_THIRD)), diagnostics=(told,))
    shown = ShownDiagnostic("warning", "b.md:9", "这几行不属于任何题目", "把它们放到题目或标题下面")
    assert [item.problems for item in made.items] == [(), (shown,)]
    assert made.problems == (("警告", (shown,)),)


def test_text_of_a_source_reaches_the_page_as_text_only() -> None:
    evil = question(
        "</style><script>alert(1)</script>",
        paragraph(
            '<img src="https://evil.example/x" onerror="alert(2)"> [链接](javascript:alert(3))'
        ),
        code("</pre><script>alert(4)</script>"),
        points('"><script>：<svg onload=alert(5)>'),
        path='"><script>alert(6)</script>.md',
    )
    other = replace(
        evil,
        location=Location("</title><b>.md", evil.span),
        text='同样 <iframe src="//evil.example"></iframe>',
    )
    told = warning("no-answer", evil.location, question="<script>alert(7)</script><b>")
    entries = [replace(one, tags=('<i>"x"',)) for one in _coded(entry(evil, other))]
    made = page("</title><script>", [document(evil), document(other)], entries, {}, [], [told])
    html = report_html(made)
    found = _Tags()
    found.feed(html)
    assert found.names.count("script") == 1
    assert not {"iframe", "svg", "img", "object", "link", "base"} & set(found.names)
    assert not {name for name in found.attributes if name.startswith("on") or name == "src"}
    assert all(address.startswith("#") for address in found.addresses)


class _Tags(HTMLParser):
    """The names of all elements and attributes of a page, and its addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]
