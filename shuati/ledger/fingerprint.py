"""By what an entry is known again, and the first guid that it gets."""

from __future__ import annotations

import hashlib
import string

from shuati.ledger.store import Variant
from shuati.match.normal import answer_key, body_key, wording
from shuati.model import Question

_LETTERS = string.ascii_letters + string.digits


def variant_of(question: Question) -> Variant:
    """The fingerprints of a question. Before the dash of ``asked`` stands its wording alone."""
    body = body_key(question)
    asked = _digest(wording(question.text)) + (f"-{_digest(body)}" if body else "")
    return Variant(asked, _digest(answer_key(question)), question.path)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def first_guid(*seeds: str) -> str:
    """A guid of 11 letters and digits (65 bits) that follows from the seeds alone."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(seeds).encode()).digest())
    letters = []
    for _ in range(11):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(letters)
