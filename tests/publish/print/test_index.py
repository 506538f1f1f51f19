"""The index: in the order of a Chinese dictionary by sound."""

from __future__ import annotations

import pytest

from shuati.publish.print.index import by_letter, once, sort_key
from shuati.publish.print.typography import JOINER


def letters(*words: str) -> list[tuple[str, list[str]]]:
    made = by_letter(
        {word: [(1.0, "Q0001")] for word in words}, {word: sort_key(word) for word in words}
    )
    return [
        (part.letter, [str(term.html).replace(JOINER, "") for term in part.terms]) for part in made
    ]


def test_words_are_under_the_letters_of_their_sounds() -> None:
    assert letters("模型", "数据", "GPU", "标注", "9 折", "过拟合") == [
        ("B", ["标注"]),
        ("G", ["GPU", "过拟合"]),
        ("M", ["模型"]),
        ("S", ["数据"]),
        ("其他", ["9 折"]),
    ]


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        # characters that GB 2312 has in the order of their radicals, or not at all
        *zip("熵癫嘌瘘噪蒸馏龘氪锶炔", "SDPLZZLDKSQ", strict=True),
        # characters of several sounds, decided by the word
        *[(word, "C") for word in ("重排", "重采样", "重构", "重启", "重复", "长尾", "长度")],
        *[(word, "Z") for word in ("重要性", "重量", "重症", "重度", "长势", "长辈")],
        *[(word, "H") for word in ("行锁", "行存储", "行业", "行列式", "会话")],
        *[(word, "X") for word in ("行为", "行政", "行程")],
        *[(word, "D") for word in ("调用", "调度", "单调", "弹窗", "倒排索引")],
        *[(word, "T") for word in ("调参", "调优", "调试", "弹性")],
        *[(word, "J") for word in ("卷积", "校验", "降级", "间隔")],
        *[(word, "Y") for word in ("银行", "乐器", "音乐")],
        ("乐观锁", "L"),
        ("绿色", "L"),
        ("女性", "N"),
        # Latin, digits and signs
        ("attention", "A"),
        ("LoRA 微调", "L"),
        ("3D 卷积", "其他"),
        ("αβ 剪枝", "其他"),
        ("#标签", "其他"),
    ],
)
def test_the_letter_of_a_word(word: str, letter: str) -> None:
    assert letters(word)[0][0] == letter


def test_within_a_letter_latin_comes_first_then_sounds_then_tones() -> None:
    words = ["加权", "架构", "激活", "Jaccard", "假设", "jieba", "监督", "JSON"]
    assert letters(*words) == [
        ("J", ["Jaccard", "jieba", "JSON", "激活", "加权", "假设", "架构", "监督"])
    ]


def test_words_of_one_sound_stay_apart_and_in_a_fixed_order() -> None:
    assert sort_key("公式") != sort_key("攻势")
    assert letters("攻势", "公式") == letters("公式", "攻势")


def test_a_long_list_has_a_main_page_and_each_page_once() -> None:
    anchors = [(1.0, "a"), (1.0, "b"), (9.0, "c"), (1.0, "d"), (1.0, "e")]
    pages = {"a": 7, "b": 3, "c": 5, "d": 5, "e": 9}
    (letter,) = once(by_letter({"模型": anchors}, {"模型": sort_key("模型")}), pages)
    (term,) = letter.terms
    assert term.pages == (3, 5, 7, 9)
    assert [pages[anchor] for anchor in term.anchors] == [3, 5, 7, 9]
    assert (term.main, pages[term.main]) == ("c", 5)


def test_a_short_list_has_no_main_page() -> None:
    anchors = [(9.0, "a"), (1.0, "b")]
    made = by_letter({"模型": anchors}, {"模型": sort_key("模型")})
    for (letter,) in (made, once(made, {"a": 1, "b": 2})):
        assert letter.terms[0].main == ""
