"""Promises about decoding files, and about documents that break off."""

from __future__ import annotations

import pytest

from shuati.read.truncation import breaks_off
from shuati.sources.decode import decode
from shuati.sources.find import natural
from shuati.sources.formats.markdown.elements import elements_of
from shuati.sources.source import UnreadableError

TEXT = "题目：什么是锁？\n答案：互斥。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_the_same_in_every_encoding_and_with_every_line_end(
    encoding: str, end: str
) -> None:
    assert decode(TEXT.replace("\n", end).encode(encoding)).text == TEXT


def test_a_few_damaged_bytes_are_counted_and_the_rest_is_kept() -> None:
    decoded = decode((TEXT * 9).encode() + b"\xff\n")
    assert (decoded.encoding, decoded.broken) == ("utf-8", 1)


@pytest.mark.parametrize("data", [b"\x89PNG\0\0", b"\xff\xfe\x00\xd8", bytes(range(1, 32)) * 20])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)


def test_paths_are_sorted_as_people_count() -> None:
    assert sorted(["10.md", "2.md", "a1.md"], key=natural) == ["2.md", "10.md", "a1.md"]


ENDED = "先看目录，再看索引。\n\n索引要小，查询才快。\n\n事务要短，锁才不争。\n\n"


@pytest.mark.parametrize(
    "last", ["最后把发现的问题整理一遍，写成", "包括以下几点：甲、", "这里有一个括号（没有关上。"]
)
def test_a_text_that_stops_in_the_middle_of_a_sentence_breaks_off(last: str) -> None:
    assert breaks_off(elements_of(ENDED + last)[0])


@pytest.mark.parametrize(
    "last", ["最后把发现的问题整理成文，发出去。", "- 短词", "> 引用", "| a |\n|---|"]
)
def test_a_text_that_ends_does_not(last: str) -> None:
    assert not breaks_off(elements_of(ENDED + last)[0])
