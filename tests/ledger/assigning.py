"""Two builds one after the other: all that these tests need of the package."""

from __future__ import annotations

from collections.abc import Sequence

from builders import entry, question, text_of

from shuati.ledger import identify
from shuati.ledger.store import Ledger
from shuati.model import Entry

Asked = tuple[str, str]
"""A question and its answer."""


def codes(before: Sequence[Asked], after: Sequence[Asked]) -> tuple[list[str], list[str]]:
    """The codes of ``after``, built behind ``before``, and what is said of them.

    Each is one document of questions in that order; the codes of ``before`` count from Q0001.
    """
    first = identify(Ledger(), _entries(before), "刷题", 100)
    second = identify(first.ledger, _entries(after), "刷题", 200)
    return [one.code for one in second.entries], [text_of(one) for one in second.once]


def _entries(asked: Sequence[Asked]) -> list[Entry]:
    return [entry(question(text, said, line=10 * at)) for at, (text, said) in enumerate(asked, 1)]
