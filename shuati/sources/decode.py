"""Bytes become text: the encodings of text files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuati.sources.source import UnreadableError

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNLIKELY = re.compile("[\ue000-\uf8ff\u0080-\u009f\ufffd]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with ``\\n`` line ends, and how many characters were unreadable."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes) -> Decoded:
    """Text from bytes: UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030.

    UTF-8 with a few damaged bytes is kept, the damage counted in ``broken``.
    Raises `UnreadableError` for a binary file and for text in an unknown encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Decoded(_unix(data.decode("utf-16")), "utf-16")
        except UnicodeDecodeError:
            raise UnreadableError("broken-utf-16") from None
    if b"\0" in data:
        raise UnreadableError("binary-file")
    try:
        text, encoding, broken = data.decode("utf-8-sig"), "utf-8", 0
    except UnicodeDecodeError:
        text, encoding, broken = _decode_other(data)
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise UnreadableError("binary-file")
    return Decoded(_unix(text), encoding, broken)


def _decode_other(data: bytes) -> tuple[str, str, int]:
    damaged = data.decode("utf-8-sig", errors="replace")
    broken = damaged.count("\ufffd")
    if broken <= max(3, len(damaged) // 500):
        return damaged, "utf-8", broken
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise UnreadableError("unknown-encoding") from None
    if len(_UNLIKELY.findall(text)) > len(text) // 100:
        raise UnreadableError("unknown-encoding")
    return text, "gb18030", 0


def _unix(text: str) -> str:
    """``text`` with ``\n`` line ends, whatever they were, be it CRLF written twice."""
    return re.sub(r"\r+\n|\r", "\n", text.removeprefix("\ufeff"))
