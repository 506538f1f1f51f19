from __future__ import annotations

import re

import pytest
from builders import code, paragraph, point, points, question, questions, section
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.merge import merge
from shuati.model import Block, Entry, Kind, MergedPoint, Point, PointList, Question, Quote, Table
from shuati.model.keys import block_key, point_key
from shuati.model.views import all_text, sources


def _entry(asked: list[Question]) -> Entry:
    return merge(asked).entry


def _parts(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """The key and the plain text of every block and list item, alone and with what is in it."""
    parts: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, PointList):
            for item in block.points:
                text = f"{item.term or ''}\n{all_text(item.blocks)}"
                parts.append((point_key(item), text))
                parts += _parts(item.blocks)
        else:
            parts.append((block_key(block), all_text((block,))))
            if isinstance(block, Quote):
                parts += _parts(block.blocks)
    return parts


def _pairs(text: str) -> set[str]:
    runs = re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", text.casefold())
    return {run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))}


def _nearly_in(text: str, others: list[str]) -> bool:
    """Whether one of ``others`` has nearly all neighbouring characters and all names of it."""
    own, names = _pairs(text), set(re.findall(r"[A-Za-z0-9]+", text))
    return any(
        len(own & _pairs(other)) >= 0.6 * len(own)
        and names <= set(re.findall(r"[A-Za-z0-9]+", other))
        for other in others
    )


def _kept(entry: Entry) -> list[tuple[str, str]]:
    return [part for piece in entry.parts for part in _parts(piece.blocks)]


@settings(max_examples=80, deadline=None)
@given(st.lists(questions, min_size=1, max_size=4))
def test_every_part_of_every_variant_is_in_the_entry_or_nearly(asked: list[Question]) -> None:
    kept = _kept(_entry(asked))
    keys, texts = {key for key, _ in kept}, [text for _, text in kept]
    for variant in asked:
        for own in variant.sections:
            for key, text in _parts(own.blocks):
                assert key in keys or _nearly_in(text, texts)


@settings(max_examples=80, deadline=None)
@given(st.lists(questions, min_size=1, max_size=4))
def test_what_is_no_exact_repetition_of_the_entry_is_told_as_dropped(asked: list[Question]) -> None:
    result = merge(asked)
    keys = {key for key, _ in _kept(result.entry)}
    told = {re.sub(r"\s", "", one.text) for one in result.dropped}
    for variant in asked:
        for own in variant.sections:
            for block in own.blocks:
                for one in block.points if isinstance(block, PointList) else (block,):
                    if isinstance(one, Point):
                        key, text = (
                            point_key(one),
                            "：".join(filter(None, (one.term, all_text(one.blocks)))),
                        )
                    else:
                        key, text = block_key(one), all_text((one,))
                    assert key in keys or re.sub(r"\s|\*", "", text) in told


@settings(max_examples=60, deadline=None)
@given(st.lists(questions, min_size=1, max_size=4))
def test_the_representative_stands_first_with_all_its_sections(asked: list[Question]) -> None:
    entry = _entry(asked)
    own = [piece for piece in entry.parts if piece.variant == 0]
    assert entry.parts[: len(own)] == tuple(own)
    assert [piece.label for piece in own] == [part.label for part in entry.variants[0].sections]
    assert [len(piece.blocks) for piece in own] == [
        len(part.blocks) for part in entry.variants[0].sections
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(questions, min_size=1, max_size=4))
def test_an_entry_merged_again_stays_as_it_is(asked: list[Question]) -> None:
    entry = _entry(asked)
    assert _entry(entry.variants) == entry


@settings(max_examples=30, deadline=None)
@given(questions, st.integers(2, 4))
def test_repeating_an_answer_adds_nothing_to_the_entry(asked: Question, times: int) -> None:
    result = merge([asked] * times)
    assert {piece.variant for piece in result.entry.parts} == {0}
    assert result.entry.parts == _entry([asked]).parts
    assert all(one.exact for one in result.dropped)
    assert all(point.variants == tuple(range(times)) for point in result.entry.points)


def _added(entry: Entry) -> list[str]:
    """The texts of the blocks and list items that other variants add."""
    blocks = [block for piece in entry.parts if piece.variant for block in piece.blocks]
    return [
        all_text(one.blocks if isinstance(one, Point) else (one,))
        for block in blocks
        for one in (block.points if isinstance(block, PointList) else (block,))
    ]


def test_what_another_variant_adds_follows_with_its_variant() -> None:
    full = question("问", points("甲：一二三四五", "乙：六七八九十"), "结语很长很长。")
    other = question("问", points("甲：一二三四五。", "丙：十一"))
    entry = _entry([full, other])
    assert _added(entry) == ["十一"]
    assert [(item.term, item.variants) for item in entry.points] == [
        ("甲", (0, 1)),
        ("乙", (0,)),
        ("丙", (1,)),
    ]


def test_points_that_say_the_same_become_one_with_the_fuller_wording_in_place() -> None:
    full = question(
        "问",
        points("数据清洗：去除重复数据", "数据增强：添加噪声，换一种说法"),
        "结语很长很长很长。",
    )
    other = question("问", points("数据清洗：去除重复数据，并过滤低质量的文本"))
    result = merge([full, other])
    assert _added(result.entry) == []
    assert result.entry.points[0] == MergedPoint(
        "数据清洗", "去除重复数据，并过滤低质量的文本", (0, 1)
    )
    (dropped,) = result.dropped
    assert (dropped.text, dropped.variant) == ("数据清洗：去除重复数据", 0)
    assert (dropped.kept_variant, dropped.exact) == (1, False)


def test_a_fuller_wording_that_lacks_what_was_merged_before_does_not_replace_it() -> None:
    first = question(
        "问", points("清洗：去除训练数据中所有重复的样本"), "长长长长长长长长长长长长长长长。"
    )
    second = question("问", points("清洗：去除训练数据中所有重复样本"))
    third = question("问", points("清洗：去除训练数据中所有重复的样本，并记录每一步的结果"))
    entry = _entry([first, second, third])
    assert [item.variants for item in entry.points] == [(0, 1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一次处理 32 个样本，再更新一次参数", "一次处理 64 个样本，再更新一次参数"),
        ("用 FP16 训练可以减少显存的占用", "用 BF16 训练可以减少显存的占用"),
        ("这种引擎支持事务和行级锁定", "这种引擎不支持事务和行级锁定"),
        ("批次变大以后训练的速度会提高", "批次变大以后训练的速度会降低"),
        ("当 a > b 的时候交换两个数的位置", "当 a < b 的时候交换两个数的位置"),
        ("写成 `a == b` 来比较两个值是否相等", "写成 `a === b` 来比较两个值是否相等"),
        ("常见的应用有动作识别、视频分类等等", "常见的应用有动作识别、视频分类、换装等等"),
        (
            "参考[这一篇文章](https://a.example/)的说明",
            "参考[这一篇文章](https://b.example/)的说明",
        ),
    ],
)
def test_texts_that_differ_in_what_matters_both_stay(one: str, other: str) -> None:
    first = question("问", points(f"要点：{one}"), "很长的一段结语，使它成为代表。")
    second = question("问", points(f"要点：{other}"))
    told = "\n".join(
        source for piece in _entry([first, second]).parts for source in sources(piece.blocks)
    )
    longest = max((one, other), key=len)
    fuller = longest.replace("、换装", "") in (one, other) and "换装" in longest
    assert [text in told for text in (one, other)] == [
        not fuller or text == longest for text in (one, other)
    ]


def test_two_different_examples_both_stay_and_one_told_twice_stands_once() -> None:
    def example(text: str) -> object:
        return section("举例", text, kind=Kind.EXAMPLE)

    one = question("问", "一样的答案。", example("比如医院用它读片，省下医生的时间。"))
    two = question("问", "一样的答案。", example("比如银行用它查欺诈，拦下可疑的交易。"))
    three = question("问", "一样的答案。", example("比如医院用它来读片，省下医生的时间"))
    told = [text for _, text in _kept(_entry([one, two, three]))]
    assert sum("医院" in text for text in told) == 1
    assert sum("银行" in text for text in told) == 1


def test_identical_code_stands_once_and_code_that_differs_in_a_sign_is_kept() -> None:
    full = question(
        "问",
        code("f(x)\nprint(x)"),
        "说明，长到使它成为代表，比另一个答案里的几段代码加在一起还要长出一些来。",
    )
    other = question("问", *map(code, ("f[x]\nprint(x)", "F(x)\nprint(x)", "f(x)\nprint(x)")))
    assert _added(_entry([full, other])) == ["f[x]\nprint(x)", "F(x)\nprint(x)"]


def test_a_table_whose_rows_all_stand_in_another_one_is_dropped() -> None:
    def table(*rows: tuple[str, str]) -> Table:
        return Table(("项", "值"), rows, ("", ""), paragraph("").span)

    full = question("问", table(("一", "1"), ("二", "2")), "说明")
    assert _added(_entry([full, question("问", table(("二", "2")))])) == []
    assert len(_added(_entry([full, question("问", table(("二", "3")))]))) == 1


def test_points_inside_points_are_one_point_s_list() -> None:
    full = question("问", points(point("甲：一", points("子一", "子二"))), "更长的答案")
    other = question("问", points(point("甲：一", points("子一", "子三"))))
    entry = _entry([full, other])
    assert _added(entry) == []
    assert "甲\n一\n子一\n子二\n子三" in [text for _, text in _kept(entry)]


def test_a_sentence_that_leads_to_a_list_goes_when_nothing_of_the_list_is_left() -> None:
    full = question(
        "如何处理过拟合？", points("正则化：限制参数", "早停：及时停下"), "长长的结语。"
    )
    led = question("怎样处理过拟合？", "处理过拟合有以下方法：", points("正则化：限制参数"))
    assert _added(_entry([full, led])) == []
    more = question("怎样处理过拟合？", "处理过拟合有以下方法：", points("丢弃：随机去掉单元"))
    assert _added(_entry([full, more])) == ["处理过拟合有以下方法：", "随机去掉单元"]


def test_options_of_a_question_are_no_points_of_the_entry() -> None:
    options = section("", points("A：1", "B：2"), kind=Kind.QUESTION)
    assert _entry([question("问", options, "B")]).points == ()


@pytest.mark.parametrize("said", ["", "不够时先看它。"])
def test_a_point_of_an_entry_says_what_the_list_below_it_says(said: str) -> None:
    nested = question("甲", points(point(f"显存：{said}", points("权重一份", "梯度不要"))))
    for asked in ([nested], [nested, question("甲", "别的话。")]):
        (told,) = [one for one in _entry(asked).points if one.term == "显存"]
        assert told.text == "\n".join(filter(None, (said, "权重一份", "梯度不要")))
