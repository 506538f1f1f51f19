from __future__ import annotations

from shuati.text.diff import DiffKind, DiffPart, difference


def test_two_changes_with_one_equal_character_between_them_are_one() -> None:
    assert difference("取甲的乙值", "取丙的丁值") == (
        DiffPart(DiffKind.EQUAL, "取"),
        DiffPart(DiffKind.DELETED, "甲的乙"),
        DiffPart(DiffKind.INSERTED, "丙的丁"),
        DiffPart(DiffKind.EQUAL, "值"),
    )
