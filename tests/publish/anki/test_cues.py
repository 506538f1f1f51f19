"""What of a point stays visible on its card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sample_entries import HERE, output, point, points, said

from evaluation.stages import find_entries, read_document
from shuati.config.settings import Settings
from shuati.ledger.list_numbers import number_points
from shuati.ledger.store import Ledger
from shuati.model import AnswerPart, Entry, Heading, Kind, PointList
from shuati.publish.anki.asked_lists import asked_lists, point_texts
from shuati.publish.anki.cues import Cue, cues, points_left_out
from shuati.publish.anki.fields import renderers_of
from shuati.publish.anki.list_note import list_note
from shuati.publish.anki.note_types import NoteKind
from shuati.publish.anki.notes import places_in_decks, wanted_notes

NURSING = Path(__file__).parent / "nursing.md"


def asked(*lists: PointList, question: str = "怎样做？") -> Entry:
    pieces = tuple(AnswerPart("答案", Kind.ANSWER, (one,), 0) for one in lists)
    return replace(output(), question=question, parts=pieces)


def cues_of(*texts: str, question: str = "怎样做？", ordered: bool = False) -> list[Cue]:
    made = asked(
        points(*(point(None, text) for text in texts), start=1 if ordered else None),
        question=question,
    )
    return cues(made)


def shown(found: Sequence[Cue]) -> list[str]:
    return [cue.shown if cue.asked else "-" for cue in found]


def nursing() -> list[Entry]:
    document = read_document("护理.md", NURSING.read_bytes())
    return [
        replace(one, code=f"Q{at:04}", guid=f"g{at}")
        for at, one in enumerate(find_entries([document], Settings()).entries, 1)
    ]


def test_what_is_before_the_first_colon_is_a_cue() -> None:
    found = cues_of(
        "袖带太窄：读数偏高。", "When it is cold: read it twice.", "比例是 3:2，不会变。"
    )
    assert shown(found) == ["袖带太窄", "When it is cold", "比例"]


def test_the_subject_of_the_first_clause_is_a_cue() -> None:
    found = cues_of(
        "外周阻力是舒张压高低的决定因素。", "现金通过实地盘点的方法核对。", "循环血量会使血压下降。"
    )
    assert shown(found) == ["外周阻力", "现金", "循环血量"]


@pytest.mark.parametrize(
    "text",
    [
        "必须立即停止输液并且通知医生",
        "选择稳定性较好的模型",
        "如果患者昏迷，应当先保护气道",
        "它会使血压下降得更快",
        "软件与市场战略",
        "设计时需考虑分辨率与窗口尺寸",
        "结点包含的样本集合为空，不能划分",
    ],
)
def test_what_has_no_sure_subject_has_no_cue(text: str) -> None:
    assert shown(cues_of(text, "甲方", "乙方")) == ["-", "-", "-"]


def test_what_the_question_names_is_no_cue() -> None:
    texts = ("现金通过实地盘点的方法核对。", "存货用抽查的方法核对。", "往来款项一般采用函证。")
    assert "-" not in shown(cues_of(*texts))
    assert shown(cues_of(*texts, question="现金怎样清查？"))[0] == "-"


def test_steps_say_their_number() -> None:
    texts = ("关闭输液夹", "左侧卧并头低足高", "高流量吸氧")
    found = cues_of(*texts, question="空气栓塞的处理步骤是什么？", ordered=True)
    assert [(cue.shown, cue.hint, cue.asked) for cue in found] == [
        ("", f"第 {at} 步", True) for at in (1, 2, 3)
    ]
    again = (*texts, "高流量吸氧")
    assert shown(cues_of(*again, question="处理步骤？", ordered=True))[-1] == "-"
    assert shown(cues_of(*texts, question="空气栓塞有哪些危险？", ordered=True)) == ["-"] * 3
    assert shown(cues_of(*texts, question="空气栓塞的处理步骤是什么？")) == ["-"] * 3


def test_of_points_with_one_cue_below_one_heading_the_first_alone_is_asked_for() -> None:
    first = points(point("速度", "快到可以实时"), point("成本", "每天两元"))
    second = points(point("速度", "慢，要等一夜"), point("成本", "每月一角"))
    apart = AnswerPart("", Kind.ANSWER, (said("甲："), first, said("乙："), second), 0)
    below = replace(output(), parts=(apart,))
    assert points_left_out(below) == frozenset()
    together = AnswerPart("", Kind.ANSWER, (first, second), 0)
    assert points_left_out(replace(output(), parts=(together,))) == {2, 3}


def test_a_point_that_another_cue_gives_away_is_not_asked_for() -> None:
    made = asked(
        points(point("做法", "数据增强"), point("数据增强", "加噪声"), point("剪枝", "去掉权重"))
    )
    assert points_left_out(made) == {0}


def test_lists_of_one_answer_are_told_apart_by_what_leads_to_them() -> None:
    blocks = (Heading(4, "优点", HERE), points(point("快", "一秒"), point("小", "一兆")))
    other = (said("用久了有缺点："), points(point("贵", "一千元")))
    made = replace(output(), parts=(AnswerPart("", Kind.ANSWER, (*blocks, *other), 0),))
    assert [one.context for one in asked_lists(made)] == ["优点", "用久了有缺点"]
    alone = replace(output(), parts=(AnswerPart("", Kind.ANSWER, (said("有："), *blocks[1:]), 0),))
    assert [one.context for one in asked_lists(alone)] == []


def test_what_leads_to_a_list_reads_as_no_point_of_the_list_above() -> None:
    blocks = (
        said("读数偏高的原因有："),
        points(point("袖带太窄", "压力不足以阻断血流"), point("放气太慢", "静脉淤血")),
        Heading(4, "怎样避免？", HERE),
        points(point("复测", "隔一分钟再量")),
    )
    made = replace(output(), parts=(AnswerPart("", Kind.ANSWER, blocks, 0),))
    note = list_note(made, (1, 2, 3), renderers_of(()), Settings())
    assert note is not None
    assert re.findall("<h3>(.*?)</h3>", note.fields[3]) == ["读数偏高的原因有：", "怎样避免？"]


def test_what_leads_to_points_without_any_cue_is_hidden_with_them() -> None:
    blocks = (
        points(point("袖带太窄", "压力不足以阻断血流"), point("放气太慢", "静脉淤血")),
        said("两者分别有以下作用："),
        points(point(None, "必须立即重新测量"), point(None, "选择更宽的")),
    )
    made = replace(output(), parts=(AnswerPart("", Kind.ANSWER, blocks, 0),))
    note = list_note(made, (1, 2, 0, 0), renderers_of(()), Settings())
    assert note is not None
    hidden = '<span class="cue"></span><div class="cloze-inactive"><h3>两者分别有以下作用：</h3>'
    assert hidden in note.fields[3]
    kept = list_note(made, (1, 2, 3, 0), renderers_of(()), Settings())
    assert kept is not None
    assert hidden not in kept.fields[3]


def test_a_list_without_any_cue_has_no_note_and_what_learners_have_stays() -> None:
    made = asked(points(*(point(None, text) for text in ("血液的有效期", "血型", "血袋的包装"))))
    out = {made.guid: points_left_out(made)}
    assert out[made.guid] == {0, 1, 2}
    _, numbers = number_points(Ledger(), {made.guid: point_texts(made)}, out)
    assert list_note(made, numbers[made.guid], renderers_of(()), Settings()) is None
    kept = list_note(made, (0, 5, 0), renderers_of(()), Settings())
    assert kept is not None
    assert kept.fields[3].count("{{c") == 1
    assert "{{c5::血型::第 2 点}}" in kept.fields[3]


def test_a_nursing_bank_has_a_cue_or_none_where_a_learner_would_say_so() -> None:
    by_question = {one.question: one for one in nursing()}
    found = {
        question: [cue.shown or cue.hint for cue in cues(one) if cue.asked]
        for question, one in by_question.items()
    }
    assert found["输血前要核对什么？"] == []
    assert found["怎样预防压力性损伤？"] == ["评估风险", "减压", "保护皮肤", "营养支持", "健康教育"]
    assert found["静脉输液发生空气栓塞怎么办？请说出处理步骤。"] == [
        f"第 {at} 步" for at in range(1, 6)
    ]
    assert found["影响血压的因素有哪些？"] == ["外周阻力", "大动脉弹性", "循环血量减少"]


# ── the order of new cards ───────────────────────────────────────────────────


def test_cards_of_one_entry_come_apart_within_their_sub_deck() -> None:
    entries = nursing()
    decks = {one.guid: "甲" if at % 3 else "乙" for at, one in enumerate(entries)}
    places = places_in_decks(entries, decks)
    for deck in ("甲", "乙"):
        own = [places[one.guid] for one in entries if decks[one.guid] == deck]
        assert own == list(range(1, len(own) + 1))


def test_in_a_small_sub_deck_every_question_comes_before_the_first_point() -> None:
    notes, _ = wanted_notes(nursing(), Settings(subdecks="none"), Ledger())
    due = {kind: [note.due for note in notes if note.kind is kind] for kind in NoteKind}
    assert max(due[NoteKind.ANSWER]) < min(due[NoteKind.LIST])
