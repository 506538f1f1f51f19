"""要点 and 术语 in Anki's own engine, beside 问答."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from anki.collection import Collection
from importing import Import
from sample_entries import HERE, descent, output, point, points, protocols, said
from test_import import changed, note_of, review, schedule
from visible_text import visible_items, visible_text

from shuati.config.settings import Settings
from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.store import Ledger, Record
from shuati.model import (
    AnswerPart,
    Code,
    Entry,
    Formula,
    Kind,
    Location,
    Paragraph,
    Point,
    PointList,
    Table,
)
from shuati.publish.anki.field_text import field_text
from shuati.publish.anki.note import APART, Note
from shuati.publish.anki.note_types import NoteKind
from shuati.publish.anki.notes import wanted_notes

ALL = Settings(notes=("问答", "要点", "术语"))
WHOLE = replace(ALL, cloze_deletion="point")


def ledger_of(*entries: Entry) -> Ledger:
    variant = (Fingerprint("a", "b", "c.md"),)
    return Ledger(tuple(Record(e.code, e.guid, e.question, variant) for e in entries))


def listed(*items: PointList, entry: Entry | None = None) -> Entry:
    pieces = tuple(AnswerPart("答案", Kind.ANSWER, (item,), 0) for item in items)
    return replace(entry or output(), parts=pieces, tags=("前端::JavaScript",))


STEPS = (
    point("连接", "建立连接，三次握手"),
    point("传输", "发送数据，确认重传"),
    point("关闭", "断开连接，四次挥手"),
)


def made(
    *entries: Entry, settings: Settings = ALL, ledger: Ledger | None = None
) -> tuple[dict[tuple[NoteKind, str], Note], Ledger]:
    """The notes by type and by entry or term, and the ledger after them."""
    notes, ledger = wanted_notes(entries, settings, ledger or ledger_of(*entries))
    return {(note.kind, note.fields[0]): note for note in notes}, ledger


def sides(collection: Collection, note: Note) -> list[tuple[str, str]]:
    """Front and back of every card of ``note``."""
    rendered = (card.render_output() for card in note_of(collection, note.guid).cards())
    return [(shown.question_text, shown.answer_text) for shown in rendered]


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_a_list_asks_for_one_point_and_shows_the_others(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(listed(points(*STEPS, start=1)))
    import_notes(list(notes.values()))
    cards = sides(collection, notes[NoteKind.LIST, "Q0003"])
    assert len(cards) == 3
    terms, texts = ("连接", "传输", "关闭"), ("三次握手", "确认重传", "四次挥手")
    for asked, (front, back) in enumerate(cards):
        seen, answer = visible_text(front), visible_text(back)
        assert all(term in seen and term in answer for term in terms)
        assert not any(text in seen for text in texts)
        assert [text in answer for text in texts] == [at == asked for at in range(3)]
        assert f"{terms[asked]}[...]" in seen
        assert seen.count("[...]") == 1
        assert all(text in words(back) for text in texts)  # folded


def test_a_list_may_hide_whole_points_and_show_the_others_in_full(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(listed(points(*STEPS, start=1)), settings=WHOLE)
    import_notes(list(notes.values()))
    cards = sides(collection, notes[NoteKind.LIST, "Q0003"])
    for asked, (front, back) in enumerate(cards):
        for at, step in enumerate(("连接：建立连接", "传输：发送数据", "关闭：断开连接")):
            assert (step in visible_text(front)) == (at != asked)
            assert step in visible_text(back)


def test_the_cards_of_whole_points_go_on_with_what_the_points_say(
    collection: Collection, import_notes: Import
) -> None:
    bare = tuple(point(None, text) for text in ("甲和乙", "丙或丁", "戊与己"))
    entries = [listed(points(*STEPS)), replace(listed(points(*bare)), guid="bare", code="Q0009")]
    before, ledger = made(*entries, settings=WHOLE, ledger=ledger_of(*entries))
    import_notes(list(before.values()))
    guids = [before[NoteKind.LIST, code].guid for code in ("Q0003", "Q0009")]
    cards = [card for guid in guids for card in note_of(collection, guid).cards()]
    for card in cards:
        card.start_timer()
        collection.sched.answerCard(card, 4)
    collection.set_user_flag_for_cards(3, [card.id for card in cards])
    learnt = [schedule(collection, card.id) for card in cards]

    after, _ = made(*entries, ledger=ledger)
    log = import_notes(list(after.values()), later=changed([*before.values()], [*after.values()]))

    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 2, 0)
    assert [schedule(collection, card.id) for card in cards] == learnt
    assert not collection.get_empty_cards().notes
    texts = ("三次握手", "确认重传", "四次挥手", "甲和乙", "丙或丁", "戊与己")
    for card, text in zip(cards, texts, strict=True):
        shown = collection.get_card(card.id).render_output()
        assert text not in visible_text(shown.question_text)
        assert text in visible_text(shown.answer_text)
    assert "第 2 点" in visible_text(collection.get_card(cards[4].id).render_output().question_text)


FULLEST, MORE, BELOW = "握手三次；", "*来回* {{三}}趟", "客户端先发"
JOINED = (
    Point("连接", (Paragraph(FULLEST + MORE, HERE, MORE), points(point(None, BELOW))), HERE),
    *STEPS[1:],
)


def test_what_other_documents_added_to_a_point_is_folded_inside_its_gap(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(listed(points(*JOINED)))
    import_notes(list(notes.values()))
    (front, back), *others = sides(collection, notes[NoteKind.LIST, "Q0003"])
    assert "补充" not in visible_text(front)
    assert visible_items(back)[1:3] == ["连接：握手三次； 补充", BELOW]
    assert re.findall(r"<details.*?</details>", back)[1:] == [
        '<details class="fold"><summary>补充</summary>'
        "<em>来回</em> &#123;&#123;三&#125;&#125;趟</details>"
    ]
    (gap,) = re.findall(r'<span class="cloze" data-ordinal="1">(.*?)</span>', back, re.DOTALL)
    assert words(gap).replace("补充", "").split() == [
        "：握手三次；",
        "来回",
        "&#123;&#123;三&#125;&#125;趟",
        BELOW,
    ]
    for side in (side for sides_of_other in others for side in sides_of_other):
        assert "补充" in words(side)
        assert "补充" not in visible_text(side)


def test_the_fold_changes_no_gap_no_number_and_no_other_note() -> None:
    plain_text = replace(JOINED[0], blocks=(said(FULLEST + MORE), *JOINED[0].blocks[1:]))
    (before, numbers), (after, same) = (
        made(listed(points(first, *JOINED[1:]))) for first in (plain_text, JOINED[0])
    )
    assert numbers == same
    assert [key for key in before if before[key] != after[key]] == [(NoteKind.LIST, "Q0003")]
    old, new = before[NoteKind.LIST, "Q0003"], after[NoteKind.LIST, "Q0003"]
    assert (old.guid, old.due, old.tags) == (new.guid, new.due, new.tags)
    assert re.findall(r"\{\{c\d", old.fields[3]) == re.findall(r"\{\{c\d", new.fields[3])
    assert "".join(field_text(old.fields[3]).split()) == "".join(field_text(new.fields[3]).split())
    whole = [
        made(listed(points(first, *JOINED[1:])), settings=WHOLE)[0]
        for first in (plain_text, JOINED[0])
    ]
    assert whole[0] == whole[1]


@pytest.mark.parametrize("text", ["三次握手；四次挥手", "主语：三次握手"])
def test_a_point_of_one_document_has_no_fold(text: str) -> None:
    notes, _ = made(listed(points(point("连接", text), *STEPS[1:])))
    assert "补充" not in notes[NoteKind.LIST, "Q0003"].fields[3]


def test_a_note_of_whole_points_is_what_it_was_before_there_were_cues() -> None:
    entry = listed(points(*STEPS), entry=descent())
    note = made(entry, settings=WHOLE)[0][NoteKind.LIST, "Q0001"]
    assert note.fields[3].startswith('<ul>\n<li>{{c1::<b class="term">连接：</b>建立连接')
    assert note.fields[5:] == ("", "一阶方法", "")  # the heading is not in the hash


def test_no_gap_is_folded_away() -> None:
    entry = listed(points(*STEPS))
    more = points(*(point(f"{one}方", f"另一份文档的{one}点，" * 12) for one in "甲乙丙丁"))
    variants = (*entry.variants, replace(entry.variants[0], location=Location("另.md", HERE)))
    pieces = (*entry.parts, AnswerPart("答案", Kind.ANSWER, (more,), 1))
    notes, _ = made(replace(entry, variants=variants, parts=pieces))
    shown = notes[NoteKind.LIST, "Q0003"].fields[3]
    assert shown.count("{{c") == 7
    assert re.findall("<details.*?</details>", shown) == [
        '<details class="others"><summary>其他要点的全文</summary></details>'
    ]


def test_fewer_than_three_points_are_no_list() -> None:
    notes, _ = made(listed(points(*STEPS[:2])))
    assert (NoteKind.LIST, "Q0003") not in notes


HARD = (
    point("代码", Code("cpp", "std::map<K, V<W>> m{{1, 2}}; // {{c9::x}} }}", HERE)),
    point("公式", "行内 $\\frac{a}{b_{c}}$ 和", Formula("\\sqrt{\\frac{x}{y}}", HERE)),
    point("表格", Table(("甲::乙", "丙"), (("{{1}}", "}}"),), ("", ""), HERE)),
    point("嵌套", "外层：", points(point("内一", "一::1"), point("内二", "二}}"))),
    point(None, "以冒号结尾::"),
    point(None, "以括号结尾}"),
)


def test_code_formulas_tables_and_nested_lists_stay_whole_in_gaps(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(listed(points(*HARD)), settings=WHOLE)
    import_notes(list(notes.values()))
    note = notes[NoteKind.LIST, "Q0003"]
    cards = sides(collection, note)
    assert len(cards) == len(HARD)
    for asked, (front, back) in enumerate(cards):
        assert words(front).count("[...]") == 1
        shown = [
            "std&#58;&#58;map" in re.sub(r"</?span[^>]*>", "", back) and "&#123;&#123;c9" in back,
            "\\frac&#123;a&#125;" in back and "\\sqrt&#123;" in back,
            "<table>" in back and "甲&#58;&#58;乙" in back,
            "<li>" in back and "一&#58;&#58;1" in back,
            "以冒号结尾&#58;&#58;" in back,
            "以括号结尾&#125;" in back,
        ]
        assert all(shown)
        text = re.sub(r'data-cloze="[^"]*"', "", front)
        signs = ["map", "sqrt", "<table>", "内一", "以冒号结尾", "以括号结尾"]
        assert [sign not in text for sign in signs] == [at == asked for at in range(len(HARD))]
        assert "{{c" not in front + back
    assert collection.card_count() == len(HARD) + 1


def test_points_keep_their_cards_when_moved_reworded_added_and_gone(
    collection: Collection, import_notes: Import
) -> None:
    before, ledger = made(listed(points(*STEPS)))
    import_notes(list(before.values()))
    guid = before[NoteKind.LIST, "Q0003"].guid
    card = note_of(collection, guid).cards()[1]
    card.start_timer()
    collection.sched.answerCard(card, 4)
    learnt = schedule(collection, card.id)

    moved = points(STEPS[2], point("传输", "把数据发过去，并且确认"), point("重置", "异常时复位"))
    after, _ = made(listed(moved), ledger=ledger)
    import_notes(list(after.values()), later=changed([*before.values()], [*after.values()]))

    assert schedule(collection, card.id) == learnt
    front = collection.get_card(card.id).render_output().question_text
    assert "传输[...]" in visible_items(front)
    ords = {card.ord for card in note_of(collection, guid).cards()}
    assert ords == {0, 1, 2, 3}  # the card of what is gone stays, and asks nothing


def test_the_new_types_beside_an_old_deck_disturb_nothing(
    collection: Collection, import_notes: Import
) -> None:
    entries = [descent(), protocols(), output(), explained(ONE, OTHER)]
    old, _ = made(*entries, settings=Settings(notes=("问答",), subdecks="none"))
    import_notes([*old.values()])
    card = review(collection, "guid-descent")
    learnt = schedule(collection, card)
    kinds = {kind.name for kind in collection.models.all_names_and_ids()}

    new, _ = made(*entries)
    log = import_notes([*new.values()], later=changed([*old.values()], [*new.values()]))

    assert schedule(collection, card) == learnt
    assert not log.updated
    assert not log.conflicting
    assert {kind.name for kind in collection.models.all_names_and_ids()} - kinds == {
        "要点",
        "术语",
    }
    for guid in (note.guid for note in old.values()):
        assert collection.db.scalar("select count() from notes where guid = ?", guid) == 1


def test_siblings_come_apart() -> None:
    notes, _ = made(listed(points(*STEPS)))
    answer, points_note = notes[NoteKind.ANSWER, "Q0003"], notes[NoteKind.LIST, "Q0003"]
    assert points_note.due - answer.due == APART


def test_cards_go_to_the_sub_deck_of_their_chapter(
    collection: Collection, import_notes: Import
) -> None:
    notes, ledger = made(listed(points(*STEPS)))
    import_notes([*notes.values()])
    names = {
        collection.decks.name(card.did)
        for card in note_of(collection, notes[NoteKind.LIST, "Q0003"].guid).cards()
    }
    assert names == {"刷题::前端"}
    renamed = replace(listed(points(*STEPS)), tags=("网页::脚本",))
    again, _ = made(renamed, ledger=ledger)
    assert again[NoteKind.ANSWER, "Q0003"].deck == "前端"


# ── terms ────────────────────────────────────────────────────────────────────

ONE = point("过拟合", "过拟合是模型在训练集上很好、在新数据上很差的现象。")
TWO = point("过拟合", "指模型因为参数太多而记住了训练数据里的噪声，泛化随之变差。")
OTHER = point("正则化", "是在损失函数里加上对参数大小的惩罚、使模型简单一些的方法。")


def explained(*items: object, code: str = "Q0007") -> Entry:
    told = listed(points(*items), entry=replace(output(), code=code, guid=f"guid-{code}"))  # type: ignore[arg-type]
    return replace(told, tags=("训练::泛化", "类型::是什么"))


def test_a_term_has_one_note_with_its_meanings_from_all_entries(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(explained(ONE, OTHER), explained(TWO, code="Q0008"))
    import_notes([*notes.values()])
    (term, asked) = sides(collection, notes[NoteKind.TERM, "过拟合"])
    assert "过拟合" in words(term[0])
    assert "在新数据上很差" not in words(term[0])
    for told in ("在新数据上很差", "记住了训练数据里的噪声", "Q0007", "Q0008"):
        assert told in words(term[1])
    assert "过拟合" not in words(asked[0])
    assert "过拟合" in words(asked[1])
    assert notes[NoteKind.TERM, "过拟合"].tags == ("训练::泛化",)


def test_a_meaning_is_asked_back_without_its_term() -> None:
    notes, _ = made(explained(ONE))
    assert notes[NoteKind.TERM, "过拟合"].fields[2].startswith("＿＿＿是模型")


def test_a_meaning_that_may_be_another_term_is_not_asked_back(
    collection: Collection, import_notes: Import
) -> None:
    narrow = point("L2正则化", "是在损失函数里加上参数平方和的惩罚、使参数变小的方法。")
    notes, _ = made(explained(OTHER, narrow))
    import_notes([*notes.values()])
    for name in ("正则化", "L2正则化"):
        assert len(sides(collection, notes[NoteKind.TERM, name])) == 1


def test_a_term_keeps_its_note_whatever_is_said_of_it() -> None:
    first, ledger = made(explained(ONE))
    other, _ = made(explained(TWO, code="Q0009"), explained(OTHER), ledger=ledger)
    assert first[NoteKind.TERM, "过拟合"].guid == other[NoteKind.TERM, "过拟合"].guid


@pytest.mark.parametrize(
    ("rules", "kinds"),
    [
        ((), {"问答", "要点"}),
        (("前端 = 问答",), {"问答"}),
        (("别处.md = 问答", "*.md = 要点, 术语"), {"要点"}),
    ],
)
def test_documents_and_tags_may_have_types_of_their_own(
    rules: tuple[str, ...], kinds: set[str]
) -> None:
    notes, _ = made(listed(points(*STEPS)), settings=Settings(notes_for=rules))
    assert {kind.value for kind, _ in notes} == kinds
