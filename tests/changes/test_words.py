from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shuati.cli.change_lines import line
from shuati.pipeline.changes import Change, ChangeKind
from shuati.publish.anki.field_text import field_text
from shuati.publish.anki.fields import collapsed
from shuati.text.diff import DiffKind, DiffPart, difference

_texts = st.lists(st.sampled_from(["梯度", "下降", "GPU", " ", "。", "42"]), max_size=12).map(
    "".join
)


def test_only_the_words_that_change_are_told() -> None:
    assert difference("由运行时调度的线程", "由运行时管理的线程") == (
        DiffPart(DiffKind.EQUAL, "由运行时"),
        DiffPart(DiffKind.DELETED, "调度"),
        DiffPart(DiffKind.INSERTED, "管理"),
        DiffPart(DiffKind.EQUAL, "的线程"),
    )


def test_a_latin_word_changes_as_a_whole() -> None:
    assert difference("用 HTTP 传", "用 HTTPS 传")[1:3] == (
        DiffPart(DiffKind.DELETED, "HTTP"),
        DiffPart(DiffKind.INSERTED, "HTTPS"),
    )


@given(_texts, _texts)
def test_both_texts_can_be_read_from_their_difference(old: str, new: str) -> None:
    words = difference(old, new)
    assert "".join(one.text for one in words if one.kind is not DiffKind.INSERTED) == old
    assert "".join(one.text for one in words if one.kind is not DiffKind.DELETED) == new


def test_the_text_of_a_field_has_a_line_for_each_block() -> None:
    assert field_text("<p>甲 &lt;T&gt;</p><ul><li><b>乙：</b>丙</li></ul>") == "甲 <T>\n乙：丙"


def test_the_words_of_the_card_itself_are_no_change() -> None:
    long = "一段很长的解析。" * 30
    assert field_text(collapsed(f"<p>{long}</p>")) == long
    assert field_text('<details class="others"><summary>全文</summary></details><p>乙</p>') == "乙"
    assert field_text("<details><summary>自己的</summary>丙</details>") == "自己的丙"


def test_a_long_change_is_shown_by_its_ends() -> None:
    words = (DiffPart(DiffKind.EQUAL, "甲"), DiffPart(DiffKind.DELETED, "一" + "二" * 400 + "三"))
    shown = line(
        Change(ChangeKind.EDITED, "Q0001", "题", "a.md", 1, None, words), Path(), coloured=False
    )
    assert "甲[-一二" in shown
    assert "二三-]" in shown
    assert len(shown) < 300
