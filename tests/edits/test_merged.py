"""What was merged stays one card, whatever is edited afterwards, however it was merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from bank import Bank

from shuati.ledger import Identified, identify
from shuati.ledger.store import Ledger, load
from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

_A = (
    "ADH 有什么作用？",
    "又叫抗利尿激素。增加集合管对水的通透性，浓缩尿液。受血浆晶体渗透压调节。",
)
_B = (
    "抗利尿激素的作用是什么？",
    "提高远曲小管和集合管对水的通透性，使水重吸收增多，尿量减少。",
)
_SAME = '[[same]]\nquestions = ["a.md#ADH 有什么作用？", "b.md#抗利尿激素的作用是什么？"]\n'
_DIFFERENT = _SAME.replace("same", "different")
_SYNONYM = 'synonyms = ["ADH = 抗利尿激素"]\n'


class Project:
    """Two documents with a question each, built as often as one likes."""

    def __init__(self, folder: Path) -> None:
        self.sources = folder / "sources"
        self.sources.mkdir()
        self.plan = Plan(
            self.sources, folder / "output", self.sources / "ledger.json", frozenset({"deck"})
        )
        self.write("a.md", *_A)
        self.write("b.md", *_B)
        self.put("shuati.toml", "keywords = 0\n")

    def write(self, path: str, question: str, answer: str) -> None:
        self.put(path, f"## {question}\n\n{answer}\n")

    def put(self, path: str, text: str) -> None:
        (self.sources / path).write_text(text, encoding="utf-8")

    def build(self) -> Identified:
        built: Built = build(self.plan, Progress())
        assert built.bank
        return built.bank.identified


def _by_decision(project: Project) -> None:
    project.build()
    project.put("decisions.toml", _SAME)


def _by_synonyms(project: Project) -> None:
    project.build()
    project.put("shuati.toml", "keywords = 0\n" + _SYNONYM)


def _by_taking_back(project: Project) -> None:
    project.put("shuati.toml", "keywords = 0\n" + _SYNONYM)
    project.put("decisions.toml", _DIFFERENT)
    project.build()
    (project.sources / "decisions.toml").unlink()


_EDITS: dict[str, Callable[[Project], None]] = {
    "the answer": lambda p: p.write("a.md", _A[0], _A[1].replace("浓缩尿液", "使尿液浓缩")),
    "the question": lambda p: p.write("a.md", "ADH 起什么作用？", _A[1]),
    "a longer answer": lambda p: p.write("a.md", _A[0], _A[1] + "缺乏时出现尿崩症，尿量大增。"),
    "the other answer": lambda p: p.write("b.md", _B[0], _B[1].replace("尿量减少", "尿少")),
    "the other longer": lambda p: p.write("b.md", _B[0], _B[1] + "由下丘脑视上核合成。" * 5),
    "the other document": lambda p: (p.sources / "b.md").rename(p.sources / "c.md") and None,
}


@pytest.mark.parametrize("edit", _EDITS)
@pytest.mark.parametrize("merge", [_by_decision, _by_synonyms, _by_taking_back])
def test_the_card_that_survived_a_merge_survives_every_edit(
    merge: Callable[[Project], None], edit: str, tmp_path: Path
) -> None:
    project = Project(tmp_path)
    merge(project)
    assert project.build().merged == (("Q0002", "Q0001"),)
    _EDITS[edit](project)
    found = project.build()
    assert [entry.code for entry in found.entries] == ["Q0001"]
    assert (found.returned, found.retired, found.new) == ((), (), ())
    assert load(project.plan.ledger).records[0].aliases == ("Q0002",)


def _build(bank: Bank, ledger: Ledger) -> tuple[dict[int, str], Identified]:
    entries = bank.entries()
    found = identify(ledger, [entry for entry, _ in entries], "刷题", 100)
    pairs = zip(entries, found.entries, strict=True)
    return {uid: entry.code for (_, uids), entry in pairs for uid in uids}, found


def _bank(seed: int) -> Bank:
    bank = Bank(Random(seed))
    for _ in range(3):
        bank.add_document()
    for _ in range(9):
        bank.add()
    return bank


@pytest.mark.parametrize("seed", range(60))
def test_a_merged_entry_keeps_its_code_and_aliases_through_many_edits(seed: int) -> None:
    bank, random = _bank(seed), Random(seed)
    codes, built = _build(bank, Ledger())
    one, other = random.sample(bank.uids, 2)
    bank.join(one, other)
    codes, built = _build(bank, built.ledger)
    code, (alias,) = codes[one], [gone for gone, _ in built.merged]
    for _ in range(6):
        uid = random.choice([one, other])
        random.choice([bank.reword, bank.rewrite, bank.edit_both])(uid)
        codes, built = _build(bank, built.ledger)
        record = next(one for one in built.ledger.records if one.code == code)
        assert (codes[one], codes[other]) == (code, code)
        assert alias in record.aliases
        assert (built.returned, built.retired) == ((), ())


@pytest.mark.parametrize("edit", ["", "reword", "rewrite", "edit_both"])
@pytest.mark.parametrize("seed", range(30))
def test_an_alias_is_no_code_of_what_is_left_when_a_wording_goes(seed: int, edit: str) -> None:
    bank, random = _bank(seed), Random(seed)
    codes, built = _build(bank, Ledger())
    one, other = random.sample(bank.uids, 2)
    bank.join(one, other)
    codes, built = _build(bank, built.ledger)
    code = codes[one]
    gone, left = random.sample([one, other], 2)
    bank.delete(gone)
    if edit:
        getattr(bank, edit)(left)
    codes, built = _build(bank, built.ledger)
    assert codes.get(one, codes.get(other)) == code
    assert (built.returned, built.retired) == ((), ())


@pytest.mark.parametrize("edit", ["reword", "rewrite", "edit_both"])
@pytest.mark.parametrize("seed", range(20))
def test_who_leaves_has_its_own_code_again_although_the_other_is_edited(
    seed: int, edit: str
) -> None:
    bank, random = _bank(seed), Random(seed)
    before, built = _build(bank, Ledger())
    length = {uid: len("，".join(bank.item(uid).says)) for uid in bank.uids}
    pairs = [
        (one, other)
        for one in bank.uids
        for other in bank.uids
        if before[one] < before[other] and length[one] > length[other]
    ]
    stays, leaves = random.choice(pairs)  # the card of the elder shows its own question
    bank.join(stays, leaves)
    _, built = _build(bank, built.ledger)
    assert built.merged == ((before[leaves], before[stays]),)
    bank.separate(leaves)
    getattr(bank, edit)(stays)
    codes, _ = _build(bank, built.ledger)
    assert (codes[stays], codes[leaves]) == (before[stays], before[leaves])
