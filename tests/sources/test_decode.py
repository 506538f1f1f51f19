"""Promises about the encodings of text files."""

from __future__ import annotations

import pytest

from shuati.sources.decode import decode
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
