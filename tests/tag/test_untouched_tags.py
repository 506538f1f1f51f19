"""What becomes of other questions leaves the tags and related questions of an entry alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builders import entry, question
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.config.settings import Settings
from shuati.ledger import identify
from shuati.ledger.store import Ledger
from shuati.ledger.surroundings import keep_surroundings, related_of
from shuati.model import Entry
from shuati.tag import tag
from shuati.tag.local_tags import local_tags

_UNTOUCHED = question("神经反射和缓存记忆怎样配合？", "感受器把刺激传给中枢，再由效应器回应。")
_SUBJECTS = ("索引", "事务隔离级别", "线程池", "过拟合", "胰岛素", "心肌梗死", "合同效力", "肾小球")
_ASKED = st.tuples(st.sampled_from(_SUBJECTS), st.sampled_from(("是什么？", "怎样起作用？")))
_OTHERS = st.lists(_ASKED, max_size=12, unique=True)


def _bank(others: Sequence[tuple[str, str]]) -> list[Entry]:
    told = "{0}先被唤醒，{0}再被放下，{0}与神经反射不同。"
    asked = [question(one + how, told.format(one)) for one, how in others]
    return [entry(_UNTOUCHED), *map(entry, asked)]


def _built(ledger: Ledger, entries: Sequence[Entry]) -> tuple[Entry, Ledger]:
    """The untouched entry as its card shows it, and the ledger after the build."""
    found = identify(ledger, entries, "刷题", 1_790_000_000)
    codes = [one.code for one in found.entries]
    linked = [replace(one, related=tuple(codes[-2:])) for one in found.entries]
    tagged = tag(linked, Settings())
    kept, after = keep_surroundings(found.ledger, tagged, local_tags(tagged, ()), "")
    (own,) = (one for one in kept if one.variants[0].text == _UNTOUCHED.text)
    return replace(
        own, keywords=(), related=tuple(c for c, _ in related_of(after)[own.guid])
    ), after


@settings(max_examples=60, deadline=None)
@given(_OTHERS, st.lists(_OTHERS, min_size=1, max_size=3))
def test_an_untouched_entry_keeps_its_tags_and_links_whatever_becomes_of_the_others(
    first: list[tuple[str, str]], builds: list[list[tuple[str, str]]]
) -> None:
    own, ledger = _built(Ledger(), _bank(first))
    for others in builds:
        again, ledger = _built(ledger, _bank(others))
        assert again == own


def test_its_tags_would_be_others_without_that() -> None:
    alone = tag(_bank([]), Settings())[0]
    among = tag(_bank([("索引", "是什么？"), ("线程池", "是什么？")]), Settings())[0]
    assert alone.tags != among.tags
