"""What Anki's importer leaves of a learner's own marks, as both READMEs have it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS

from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

_OPTIONS = {
    "as it is set at first": ImportAnkiPackageOptions(),
    "always": ImportAnkiPackageOptions(update_notes=IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS),
    "merging": ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True),
}


@pytest.mark.parametrize("options", _OPTIONS)
def test_an_updated_note_keeps_flag_suspension_and_deck_and_one_that_is_not_its_tags_too(
    options: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "shuati.toml").write_text('keywords = 0\nnotes = ["问答"]\n', "utf-8")
    text = "# 物理\n\n## 什么是力？\n\n推或拉。\n\n## 什么是功？\n\n力与位移之积。\n"
    (sources / "a.md").write_text(text, "utf-8")
    plan = Plan(sources, tmp_path / "out", sources / "ledger.json", frozenset({"deck"}))
    # The importer compares seconds: the learner's marks are made after one build, before the other.
    marked = int(time.time())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(marked - 60))
    build(plan, Progress())
    request = ImportAnkiPackageRequest(
        package_path=str(plan.output / "shuati.apkg"), options=_OPTIONS[options]
    )
    collection = Collection(str(tmp_path / "collection.anki2"))
    collection.import_anki_package(request)
    own = collection.decks.id("自己的")
    assert own
    cards = collection.find_cards("")
    collection.set_user_flag_for_cards(3, cards)
    collection.sched.suspend_cards(cards)
    collection.set_deck(cards, own)
    collection.tags.bulk_add(collection.find_notes(""), "marked 我的")
    (sources / "a.md").write_text(text.replace("推或拉", "物体间的推或拉"), "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(marked + 60))
    build(plan, Progress())
    collection.import_anki_package(request)
    tags = {}
    for number in collection.find_cards(""):
        card = collection.get_card(number)
        assert (card.user_flag(), card.queue, card.did) == (3, -1, own)
        tags[card.note().fields[1]] = {"marked", "我的"} & {*card.note().tags}
    collection.close()
    kept = set[str]() if options == "always" else {"marked", "我的"}
    assert tags == {"什么是力？": set(), "什么是功？": kept}
