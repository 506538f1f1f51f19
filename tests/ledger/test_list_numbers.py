"""A point keeps its number, so that its card keeps what was learnt."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.list_numbers import number_points, numbered
from shuati.ledger.note_state import assign_decks
from shuati.ledger.store import Ledger, Record, Stamp

FIRST = ("数据清洗：去除重复数据", "预训练：在大量文本上训练", "微调：适应特定任务")


def test_points_are_numbered_in_order_at_first() -> None:
    assert numbered((), FIRST) == ((1, 2, 3), FIRST)


def test_a_moved_point_keeps_its_number() -> None:
    assert numbered(FIRST, FIRST[::-1])[0] == (3, 2, 1)


def test_a_reworded_point_keeps_its_number() -> None:
    reworded = ("数据清洗：把重复的和有害的数据去掉", "在大量的文本上训练（预训练）", FIRST[2])
    assert numbered(FIRST, reworded)[0] == (1, 2, 3)


def test_a_point_that_is_gone_leaves_its_number_unused_until_it_returns() -> None:
    numbers, known = numbered(FIRST, (FIRST[0], FIRST[2], "部署：放到服务器上运行"))
    assert numbers == (1, 3, 4)
    assert numbered(known, FIRST)[0] == (1, 2, 3)


def test_a_point_that_is_left_out_gets_no_number_but_keeps_the_one_that_it_has() -> None:
    assert numbered((), FIRST, left_out={1}) == ((1, 0, 2), (FIRST[0], FIRST[2]))
    assert numbered(FIRST, FIRST, left_out={1}) == ((1, 2, 3), FIRST)
    ledger, numbers = number_points(Ledger((record("1"),)), {"1": FIRST}, {"1": {0, 2}})
    assert numbers == {"1": (0, 1, 0)}
    again, numbers = number_points(ledger, {"1": FIRST}, {"1": {0, 2}})
    assert numbers == {"1": (0, 1, 0)}
    assert again == ledger


@settings(max_examples=100)
@given(
    st.lists(st.text("甲乙丙丁：", min_size=1, max_size=6), max_size=6),
    st.lists(st.text("甲乙丙丁：", min_size=1, max_size=6), max_size=6, unique=True),
)
def test_no_two_points_have_one_number_and_none_loses_its_own(
    old: list[str], new: list[str]
) -> None:
    _, known = numbered((), old)
    numbers, known = numbered(known, new)
    assert len(set(numbers)) == len(new)
    assert [known[at - 1] for at in numbers] == new
    assert numbered(known, new) == (numbers, known)


def record(guid: str, **more: object) -> Record:
    return Record(f"Q{guid:0>4}", guid, "题", (Fingerprint("a", "b", "c.md"),), **more)  # type: ignore[arg-type]


def test_the_ledger_remembers_what_each_number_asks() -> None:
    ledger, numbers = number_points(Ledger((record("1"),)), {"1": FIRST})
    assert numbers == {"1": (1, 2, 3)}
    again, numbers = number_points(ledger, {"1": FIRST[1:]})
    assert numbers == {"1": (2, 3)}
    assert again.records[0].points == FIRST


def test_a_deck_is_kept_when_its_chapter_gets_another_name() -> None:
    first, decks = assign_decks(Ledger((record("1"),)), {"1": "训练"}, "rule")
    assert decks == {"1": "训练"}
    more = Ledger((*first.records, record("2"), record("3")))
    _, decks = assign_decks(more, {"1": "训练与优化", "2": "训练与优化", "3": "评估"}, "rule")
    assert decks == {"1": "训练", "2": "训练", "3": "评估"}


def test_what_was_published_without_sub_decks_stays_where_it_is() -> None:
    old = Ledger((record("1", stamp=Stamp("hash", 1)), record("2")))
    _, decks = assign_decks(old, {"1": "训练", "2": "训练"}, "rule")
    assert decks == {"1": "", "2": "训练"}
