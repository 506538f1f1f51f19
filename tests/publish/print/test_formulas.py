"""Formulas as drawings: what can be drawn is, the rest stays TeX, and the TeX is never lost."""

from __future__ import annotations

import io
import re
from html import escape, unescape

import pytest
import sheet_entries as build
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shuati.config.settings import Settings
from shuati.model import Formula, Kind
from shuati.publish.print.formulas import drawn, flat, svg
from shuati.publish.print.typography import GAP, typeset

TEX = st.text(r"\{}^_ab1+=&$frac", max_size=30)


@pytest.mark.parametrize(
    "tex",
    [
        r"d_k",
        r"\frac{8}{3}d",
        r"\sqrt{p(1-p)/n}",
        r"\begin{cases}1&x>0\\0&\text{其他}\end{cases}",
        r"\mathcal{L}_{\mathrm{DPO}} = -\log \sigma\left( \beta r \right)",
        r"\boxed{x}",
        r"a < b",
    ],
)
def test_a_formula_is_drawn_and_keeps_its_tex(tex: str) -> None:
    html = svg(tex, display=False)
    assert "<path" in html
    told = "".join(re.findall(r"<text[^>]*>(.*?)</text>", html))
    assert unescape(told).replace(" ", "") == tex.replace(" ", "")


@pytest.mark.parametrize(
    "tex", [r"\unknown{x}", r"x^{", r"a & b", r"\text{𠀀}", "{" * 40 + "x" + "}" * 40, "x" * 5000]
)
def test_what_cannot_be_drawn_stays_tex(tex: str) -> None:
    html = f'<code class="tex">{escape(tex)}</code>'
    assert drawn(html) == html


@given(TEX)
@settings(max_examples=100, deadline=None)
def test_any_tex_is_drawn_or_left(tex: str) -> None:
    html = svg(tex, display=True)
    assert html == "" or re.match(r'(<span class="math( long)?">)?<svg class="tex"', html)


def test_a_drawing_does_not_depend_on_those_before_it() -> None:
    first = svg("x'", display=False)
    svg(r"\text{for } x", display=False)
    assert svg("x'", display=False) == first


def test_no_colour_or_address_of_a_source_is_drawn() -> None:
    assert "red" not in re.sub(r"<t(ext|itle).*?</t\1>", "", svg(r"\color{red}x", display=False))


def test_a_long_formula_may_be_broken_before_a_relation() -> None:
    parts = svg(r"aaaaaaaaaaaa = bbbbbbbbbbbb = \left(cccccc = dddddd\right)", display=False)
    assert parts.count("<svg") == 3
    first, *_ = re.findall(r"width:([\d.]+)em", parts)
    (left,) = re.findall(r"width:([\d.]+)em", svg("aaaaaaaaaaaa", display=False))
    assert float(first) == pytest.approx(float(left), abs=0.4)


def test_a_formula_is_not_broken_near_its_end_nor_between_two_signs() -> None:
    assert svg("aaaaaaaaaaaa = b", display=False).count("<svg") == 1
    assert svg("aaaaaaaaaaaa = -bbbbbbbbbbbb", display=False).count("<svg") == 2


def test_a_drawing_is_measured_by_its_width() -> None:
    html = svg(r"\mathcal{L}", display=False)
    assert flat(f"甲{html}乙") == "甲nn乙"


def test_a_formula_keeps_a_gap_from_chinese() -> None:
    html = svg("x", display=False)
    assert typeset(f"<p>令{html}为</p>") == f"<p>令{GAP}{html}{GAP}为</p>"


def test_formulas_stand_in_the_line_in_its_colour() -> None:
    pymupdf = pytest.importorskip("pymupdf")
    asked = build.question(
        "$d_k$ 是什么？",
        build.section(
            Kind.ANSWER,
            build.paragraph(r"它是 $\sqrt{d_k}$ 的平方。"),
            Formula(r"\frac{QK^\top}{\sqrt{d_k}}", build.SPAN),
        ),
    )
    documents = [build.document("文", asked)]
    made = build.sheets(["study"], [build.entry("Q0001", asked)], documents, Settings())["study"]
    page = pymupdf.open(stream=made)[2]
    ink = (0x1A / 255,) * 3
    shapes = [shape for shape in page.get_drawings() if len(shape["items"]) > 20]
    assert len(shapes) == 3
    for shape in shapes:
        assert shape["fill"] == pytest.approx(ink, abs=0.01)
    (root, display) = shapes[1:]
    (word,) = (word for word in page.get_text("words") if word[4].startswith("的平方"))
    assert word[1] < root["rect"].y0 < root["rect"].y1 < word[3] + 1
    middle = (display["rect"].x0 + display["rect"].x1) / 2
    left, right = 32 * 72 / 25.4, page.rect.width - 22 * 72 / 25.4
    assert middle == pytest.approx((left + right) / 2, abs=2)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert r"\sqrt{d_k}" in text
    assert r"\frac{QK^\top}{\sqrt{d_k}}" in re.sub(r"\s", "", text)
