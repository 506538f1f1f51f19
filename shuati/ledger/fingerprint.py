"""The fingerprints by which a question is found again, and the first guid of a note."""

from __future__ import annotations

import hashlib
import re
import string
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from shuati.model import Document, Location, Question
from shuati.model.keys import answer_key, body_key
from shuati.text.ngrams import word_grams
from shuati.text.normalise import wording

_LETTERS = string.ascii_letters + string.digits
_BINS = 24
# Not `shuati.text.scripts.LATIN_WORD`: the sketches in every ledger are made by this pattern.
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_CERTAIN = 8  # bins in use from which the equality of two signatures counts fully


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes of one question of an entry, and its context.

    ``asked`` is the hash of its wording, with that of its body (code, options) after a dash;
    ``answer`` that of its answer, ``minhash`` the answer's signature (see `minhash`). The
    context is the document, the hash of the heading above, and the code of the entry whose
    question comes before it ('' for the first).
    """

    asked: str
    answer: str
    path: str
    minhash: str = ""
    heading: str = ""
    previous: str = ""

    @property
    def wording(self) -> str:
        """The hash of the question's words alone."""
        return self.asked.partition("-")[0]


def fingerprint(question: Question) -> Fingerprint:
    """The fingerprint of ``question``, without ``previous``."""
    body, answer = body_key(question), answer_key(question)
    asked = _digest(wording(question.text)) + (f"-{_digest(body)}" if body else "")
    heading = _digest(question.heading_path[-1]) if question.heading_path else ""
    return Fingerprint(asked, _digest(answer), question.path, minhash(answer), heading)


def fingerprints(document: Document) -> dict[Location, Fingerprint]:
    """The fingerprints of the questions of ``document``, by their locations."""
    return {question.location: fingerprint(question) for question in document.questions}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def grams(text: str) -> Iterator[str]:
    """The words of Latin text and the pairs of neighbouring characters of all other."""
    return word_grams(text.casefold(), _RUN)


def minhash(text: str) -> str:
    """The MinHash signature of the grams of ``text``: 24 bytes in hex, '' for no text.

    One-permutation hashing (Li, Owen, Zhang 2012): every gram falls into one bin by its
    hash, and each bin holds a byte of its smallest one; 00 is an empty bin.
    """
    least: dict[int, int] = {}
    for gram in set(grams(text)):
        value = zlib.crc32(gram.encode()) * 0x9E3779B1 & 0xFFFFFFFF
        place, rest = value % _BINS, value // _BINS
        least[place] = min(rest, least.get(place, rest))
    if not least:
        return ""
    return bytes(least[at] % 255 + 1 if at in least else 0 for at in range(_BINS)).hex()


def components(signature: str) -> list[str]:
    """The bins of a MinHash signature as "place:value"; '' for an empty bin."""
    pairs = (signature[at : at + 2] for at in range(0, len(signature), 2))
    return [f"{place}:{value}" if value != "00" else "" for place, value in enumerate(pairs)]


def certainty(used: int) -> float:
    """From 0 to 1: how far a comparison counts in which ``used`` bins hold anything.

    Short texts fill few bins, and are equal by chance more often.
    """
    return min(1.0, used / _CERTAIN)


def alike(a: str, b: str) -> float:
    """The estimated Jaccard similarity of two texts (0 to 1), from their signatures.

    Less where the texts are short (see `certainty`); 0 where one is empty.
    """
    pairs = list(zip(bytes.fromhex(a), bytes.fromhex(b), strict=False))
    used = sum(x > 0 or y > 0 for x, y in pairs)
    if not used:
        return 0.0
    return sum(x == y > 0 for x, y in pairs) / used * certainty(used)


def first_guid(*seeds: str) -> str:
    """A guid of 11 letters and digits (65 bits) that follows from the seeds alone."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(seeds).encode()).digest())
    letters = []
    for _ in range(11):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(letters)
