"""Promises about the inside of a paragraph: names, prices and tags are text, formulas are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuati.publish.render.html import Renderer
from shuati.text.markdown import plain

WORDS = st.text("什么是闭包索引事务锁视图主键", min_size=1, max_size=8)
NAMES = ["__init__", "__name__", "__call__", "__proto__", "__getitem__", "__FILE__", "__VA_ARGS__"]


def shown(text: str) -> str:
    return Renderer().inline(text)


def formulas(text: str) -> list[str]:
    return [part.split("\\)")[0] for part in shown(text).split("\\(")[1:]]


@given(st.lists(st.one_of(st.sampled_from(NAMES), WORDS), min_size=1))
def test_a_name_in_underscores_is_text_whatever_stands_beside_it(parts: list[str]) -> None:
    text = "与".join(parts)
    assert shown(text) == plain(text) == text
    assert shown(f"**{text}**的") == f"<strong>{text}</strong>的"


STARRED = ["*args", "**kwargs", "f(*a, **k)", "2**3", "a*b*c", "x**2", "10*3"]


@given(st.lists(st.sampled_from(STARRED), min_size=1, max_size=4))
def test_stars_of_names_and_sums_are_text(parts: list[str]) -> None:
    text = "和".join(parts)
    assert shown(text) == plain(text) == text


@given(WORDS, WORDS, st.sampled_from(["", "API", "Redis", "a"]), st.sampled_from(["*", "**"]))
def test_stars_around_words_are_emphasis(inner: str, around: str, latin: str, mark: str) -> None:
    tag = "strong" if mark == "**" else "em"
    for text in (f"{inner}{latin}", f"{latin}{inner}", latin or inner):
        expected = f"{around}<{tag}>{text}</{tag}>{around}"
        assert shown(f"{around}{mark}{text}{mark}{around}") == expected
    assert shown(f"{mark}{inner}{mark}{latin}") == f"<{tag}>{inner}</{tag}>{latin}"


@pytest.mark.parametrize("text", ["**S**ingle", "an**emia**", "swa**ll**owing", "（**e**dema）"])
def test_a_part_of_a_word_may_be_bold(text: str) -> None:
    assert "<strong>" in shown(text)
    assert "*" not in shown(text)


FORMULAS = [
    r"{}^{14}_{6}\mathrm{C}",
    r"{n \choose k}",
    r"{n}!/({k}!({n}-{k})!)",
    r"{\mathcal L}_{CE}",
    r"{\bf W}",
    r"\frac{a}{b}",
    r"准确率 = \frac{TP}{总数}",
    r"O(n)",
]


@given(st.lists(st.sampled_from(FORMULAS), min_size=1, max_size=4))
def test_formulas_with_braces_and_with_chinese_are_formulas(parts: list[str]) -> None:
    text = "，即".join(f"${part}$" for part in parts)
    assert len(formulas(text)) == len(parts)
    assert "$" not in shown(text)


@given(st.integers(0, 99), st.sampled_from([r"\times", r"\sigma", "s", "x_1"]), st.integers(0, 99))
def test_a_digit_may_stand_beside_a_formula(before: int, tex: str, after: int) -> None:
    assert formulas(f"{before}${tex}$") == [tex]
    assert formulas(f"当${tex}${after}时，$n$个") == [tex, "n"]


PRICES = ["$5", "$10", "$148+", "$19.9", "$HOME", "$name", "${name}", "${a.b}", "US$3"]


@given(st.lists(st.sampled_from(PRICES), min_size=1, max_size=5), WORDS)
def test_prices_and_variables_beside_chinese_are_text(parts: list[str], words: str) -> None:
    text = f"，{words}".join(parts)
    assert shown(text) == text


@pytest.mark.parametrize("text", ["${name}=$other", "$5$10", "$1$2", "第1$20 至 30$4", "$HOME$1"])
def test_prices_and_variables_beside_each_other_are_text(text: str) -> None:
    assert shown(text) == text


@given(st.sampled_from("“”‘’—…·"), WORDS, WORDS, st.booleans())
def test_a_line_may_break_beside_any_sign_of_chinese(
    sign: str, left: str, right: str, marked: bool
) -> None:
    after = f"<b>{right}</b>" if marked else right
    for text in (
        f"{left}{sign}\n{after}",
        f"{left}\n{sign}{after}",
        f"{left}{sign}\n{sign}{after}",
    ):
        assert shown(text) == text.replace("\n", "")
        assert plain(text) == text.replace("\n", "").replace("<b>", "").replace("</b>", "")


@pytest.mark.parametrize("text", ["“yes”\n“no”", "it’s\n中", "a…\nb", "中\nit"])
def test_a_line_break_beside_latin_words_is_a_space(text: str) -> None:
    assert shown(text) == plain(text) == text.replace("\n", " ")


@given(st.sampled_from(["td", "tr", "th", "tbody"]), WORDS)
def test_a_cell_outside_of_a_table_is_text(tag: str, words: str) -> None:
    text = f"写作 <{tag}>{words}</{tag}>。"
    assert shown(text) == text.replace("<", "&lt;").replace(">", "&gt;")
    assert plain(text) == text


@given(st.sampled_from(["ul", "li", "p", "b", "table", "mark"]), WORDS)
def test_a_tag_without_its_partner_is_text_everywhere(tag: str, words: str) -> None:
    assert plain(f"<{tag}> 是{words}") == f"<{tag}> 是{words}"
    assert plain(f"<{tag}>{words}</{tag}>") == words


@given(st.sampled_from(["b", "strong", "font", "span"]), WORDS)
def test_a_half_of_a_decoration_is_not_shown(tag: str, words: str) -> None:
    assert shown(f"{words}</{tag}>{words}") == plain(f"{words}</{tag}>{words}") == words * 2
    assert plain(f"以 </{tag}> 结尾") == f"以 </{tag}> 结尾"
    assert plain(f'{words} <font color="red">2024') == f"{words} 2024"
    assert plain(f"{words} <font>{words}") == f"{words} <font>{words}"


def test_a_break_that_is_talked_about_is_text() -> None:
    assert shown("<br> 是换行") == "&lt;br&gt; 是换行"
    assert shown("用 <br> 标签换行") == "用 &lt;br&gt; 标签换行"
    assert shown("甲<br>乙") == "甲<br>乙"


@pytest.mark.parametrize("comment", ["<!-- a -- b -->", "<!---->", "%%注释%%"])
def test_a_comment_is_not_shown(comment: str) -> None:
    assert shown(f"前 {comment} 后") == "前  后"
    assert plain(f"前 {comment} 后") == "前  后"


@pytest.mark.parametrize("text", ["用 %% 表示百分号，%% 两个", "%%d和%%s", "100%%的"])
def test_percent_signs_are_text(text: str) -> None:
    assert shown(text) == text
