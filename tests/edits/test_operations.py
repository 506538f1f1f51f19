"""What every edit does to a card, one by one; `docs/edits.md` is this as a table."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from bank import Bank

from shuati.ledger import Identified, identify
from shuati.ledger.store import Ledger

DOCS = Path(__file__).resolve().parents[2] / "docs" / "edits.md"

Edit = Callable[[Bank], None]


KEEPS = "keeps its code"
GONE = "retired: tagged 已删除 in Anki"
BACK = "gets its old code, loses the tag"
MERGED = "the elder code stays, the other is its alias"
SPLIT = "the code stays with what the card said"
REPLACED = "retired; the other gets a new code"


def _separate(bank: Bank) -> None:
    bank.together = []


def _reverse(bank: Bank) -> None:
    bank.reverse("文档1.md")


OPERATIONS: list[tuple[str, Edit | None, Edit, str]] = [
    # what a person does, what was done before the build before, the edit, what becomes of it
    ("reword a question", None, lambda bank: bank.reword(3), KEEPS),
    ("rewrite an answer", None, lambda bank: bank.rewrite(3), KEEPS),
    ("both, in its place", None, lambda bank: bank.edit_both(3), KEEPS),
    ("move it within its document", None, _reverse, KEEPS),
    ("move it to another document", None, lambda bank: bank.move(3, "文档2.md"), KEEPS),
    ("rename a document", None, lambda bank: bank.rename("文档1.md"), KEEPS),
    ("split a document", None, lambda bank: bank.split_document("文档1.md"), KEEPS),
    ("insert a question above", None, lambda bank: bank.add("文档1.md"), KEEPS),
    ("delete it", None, lambda bank: bank.delete(3), GONE),
    ("bring it back", lambda bank: bank.delete(3), lambda bank: bank.bring_back(), BACK),
    ("let a wording join it", None, lambda bank: bank.join(3, 9), MERGED),
    ("let a wording leave it", lambda bank: bank.join(3, 9), _separate, SPLIT),
    ("replace it by another question", None, lambda bank: _replace(bank, 3), REPLACED),
]  # fmt: skip


def _replace(bank: Bank, uid: int) -> None:
    row = next(row for row in bank.documents.values() if uid in [item.uid for item in row])
    at = [item.uid for item in row].index(uid)
    bank.delete(uid)
    bank.add("new.md")
    row.insert(at, bank.documents.pop("new.md")[0])


def _bank(seed: int = 7) -> Bank:
    bank = Bank(Random(seed))
    bank.add_document()
    bank.add_document()
    for _ in range(5):
        bank.add("文档1.md")
    for _ in range(4):
        bank.add("文档2.md")
    return bank


def _build(bank: Bank, ledger: Ledger) -> tuple[dict[int, str], Identified]:
    entries = bank.entries()
    identified = identify(ledger, [entry for entry, _ in entries], "刷题", 100)
    codes = {
        uid: entry.code
        for (_, uids), entry in zip(entries, identified.entries, strict=True)
        for uid in uids
    }
    return codes, identified


def _becomes(bank: Bank, before: Edit | None, edit: Edit) -> tuple[str, bool]:
    """What becomes of question 3 (and 9, where it is joined), and whether the build was sure."""
    codes, built = _build(bank, Ledger())
    first = codes[3]
    if before:
        before(bank)
        codes, built = _build(bank, built.ledger)
    edit(bank)
    now, after = _build(bank, built.ledger)
    others = {uid: code for uid, code in codes.items() if uid not in (3, 9)}
    assert {uid: now[uid] for uid in others} == others, "another card changed hands"
    sure = not after.once
    if 3 not in now:
        assert first not in now.values(), "the card went silently to another question"
        assert first in after.retired
        return (REPLACED if after.new else GONE), sure
    if after.merged:
        younger, elder = after.merged[0]
        assert now[3] == now[9] == elder < younger
        assert next(r for r in after.ledger.records if r.code == elder).aliases == (younger,)
        return MERGED, sure
    if after.returned and before and 3 not in codes:
        assert now[3] == first
        return BACK, sure
    if codes.get(3) == codes.get(9):
        assert now[3] != now[9]
        return SPLIT, sure
    assert now[3] == first
    return KEEPS, sure


@pytest.mark.parametrize("seed", [7, 11, 42])
@pytest.mark.parametrize(("name", "before", "edit", "becomes"), OPERATIONS)
def test_every_operation_does_what_the_table_says(
    name: str, before: Edit | None, edit: Edit, becomes: str, seed: int
) -> None:
    assert _becomes(_bank(seed), before, edit) == (becomes, True), name


def test_no_card_goes_to_a_question_that_replaces_its_own_and_few_builds_are_unsure() -> None:
    found = [_becomes(_bank(seed), None, lambda bank: _replace(bank, 3)) for seed in range(200)]
    assert {becomes for becomes, _ in found} == {REPLACED}
    assert sum(not sure for _, sure in found) <= 2


def test_the_table_in_the_docs_is_this_one() -> None:
    rows = "".join(f"| {name} | {becomes} |\n" for name, _, _, becomes in OPERATIONS)
    table = f"| what you do to a question | its card |\n|---|---|\n{rows}"
    if os.environ.get("SHUATI_WRITE_DOCS"):
        head, _, rest = DOCS.read_text("utf-8").partition("| what you do")
        _, blank, rest = rest.partition("\n\n")
        DOCS.write_text(head + table + blank.removeprefix("\n") + rest, "utf-8")
    assert table in DOCS.read_text("utf-8")
