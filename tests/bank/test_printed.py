"""The shipped bank on paper: backs of cards that answer, an index that one can use."""

from __future__ import annotations

import re

import pytest

from evaluation.index_labels import figures
from evaluation.stages import find_entries
from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.publish.print.card_sides import CardBack, backs, height, room_of
from shuati.publish.print.index import index, words
from shuati.publish.print.index_terms import listed_terms
from shuati.publish.print.item_maker import sheet_item
from shuati.publish.print.sheet_items import SheetItem
from shuati.publish.print.sheet_view import item_arguments
from shuati.publish.print.typography import GAP, JOINER
from shuati.tag import tag
from tests.bank.conftest import ShippedBank


@pytest.fixture(scope="module")
def items(bank: ShippedBank) -> list[SheetItem]:
    entries: tuple[Entry, ...] = find_entries(bank.documents, Settings()).entries
    tagged = tag(entries, Settings())
    return [sheet_item(*one) for one in item_arguments(tagged, bank.documents, Settings())]


def test_of_twenty_backs_19_give_a_sentence_for_each_point(items: list[SheetItem]) -> None:
    settings = Settings()
    room = room_of(settings)

    def shown(item: SheetItem) -> CardBack:
        found = backs(item, settings)
        return next((back for back in found if height(back, settings) <= room), found[-1])

    made = [shown(item) for item in items]
    assert sum(bool(back.cut) for back in made) <= 0.05 * len(made)
    assert all(back.parts or any(point.text for point in back.points) for back in made)


def test_an_index_has_terms_and_no_labels(items: list[SheetItem]) -> None:
    found = {str(term.html) for letter in index(items, listed_terms(())) for term in letter.terms}
    labels = {"给材料", "给校验", "省什么", "三步", "数据上", "每张卡", "存得勤", "怎么选", "减轻"}
    assert not labels & found
    assert {"LoRA", "MoE", "词表", "优化器", "学习率", "梯度裁剪"} <= found
    assert len(found) < 0.7 * len(words(items))


def test_of_ten_words_of_the_index_nearly_nine_would_be_looked_up(items: list[SheetItem]) -> None:
    terms = (term for letter in index(items, listed_terms(())) for term in letter.terms)
    made = figures("sources", (re.sub(f"[{GAP}{JOINER}]", "", term.html) for term in terms))
    assert made.precision > 0.87
    assert made.recall > 0.93
