"""By what an entry is known again, and the first guid that it gets."""

from __future__ import annotations

import hashlib
import re
import string
import zlib
from collections.abc import Iterator

from shuati.ledger.store import Variant
from shuati.model import Question
from shuati.model.keys import answer_key, body_key
from shuati.text.ngrams import word_grams
from shuati.text.normalise import wording

_LETTERS = string.ascii_letters + string.digits
_BINS = 24
# Not `shuati.text.scripts.LATIN_WORD`: the sketches in every ledger are made by this pattern.
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def variant_of(question: Question) -> Variant:
    """The fingerprints of a question. Before the dash of ``asked`` stands its wording alone."""
    body, answer = body_key(question), answer_key(question)
    asked = _digest(wording(question.text)) + (f"-{_digest(body)}" if body else "")
    heading = _digest(question.heading_path[-1]) if question.heading_path else ""
    return Variant(asked, _digest(answer), question.path, sketch(answer), heading)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def grams(text: str) -> Iterator[str]:
    """The words of Latin text and the pairs of neighbouring characters of all other."""
    return word_grams(text.casefold(), _RUN)


def sketch(text: str) -> str:
    """What is left of a text so that two can be compared: 24 bytes in hex, '' for no text.

    One-permutation MinHash (Li, Owen, Zhang 2012): every gram falls into one bin by its
    hash, and each bin keeps a byte of its smallest one; 00 is an empty bin.
    """
    least: dict[int, int] = {}
    for gram in set(grams(text)):
        value = zlib.crc32(gram.encode()) * 0x9E3779B1 & 0xFFFFFFFF
        place, rest = value % _BINS, value // _BINS
        least[place] = min(rest, least.get(place, rest))
    if not least:
        return ""
    return bytes(least[at] % 255 + 1 if at in least else 0 for at in range(_BINS)).hex()


def bins(sketch: str) -> list[str]:
    """What each bin of a sketch keeps, with its place; '' for an empty one."""
    pairs = (sketch[at : at + 2] for at in range(0, len(sketch), 2))
    return [f"{place}:{kept}" if kept != "00" else "" for place, kept in enumerate(pairs)]


def alike(a: str, b: str) -> float:
    """How many grams two texts share of all that they have (0 to 1), from their sketches.

    Less where the texts are so short that being equal says little; 0 where one is empty.
    """
    pairs = list(zip(bytes.fromhex(a), bytes.fromhex(b), strict=False))
    used = sum(x > 0 or y > 0 for x, y in pairs)
    if not used:
        return 0.0
    return sum(x == y > 0 for x, y in pairs) / used * min(1.0, used / 8)


def first_guid(*seeds: str) -> str:
    """A guid of 11 letters and digits (65 bits) that follows from the seeds alone."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(seeds).encode()).digest())
    letters = []
    for _ in range(11):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(letters)
