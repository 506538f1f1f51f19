"""Which sentences define a term, in any field of study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_entries import output, point, points, said
from test_cues import nursing

from evaluation.stages import find_entries, read_document
from shuati.config.settings import Settings
from shuati.ledger.store import Ledger
from shuati.model import AnswerPart, Entry, Form, Kind
from shuati.publish.anki.defined_terms import asked_term, defines, definitions
from shuati.publish.anki.note_types import GAP, NoteKind, TermField
from shuati.publish.anki.notes import wanted_notes

FIELDS = Path(__file__).parent / "fields_of_study.md"
TERMS = Settings(notes=("术语",), subdecks="none")


def answered(question: str, *blocks: object) -> Entry:
    part = AnswerPart("答案", Kind.ANSWER, blocks, 0)  # type: ignore[arg-type]
    asked = replace(output().variants[0], text=question)
    return replace(output(), question=question, variants=(asked,), parts=(part,))


def terms(entry: Entry) -> list[str]:
    return [one.term for one in definitions(entry)]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("压疮", "压疮是指皮肤因长期受压而发生的溃烂。"),
        ("要约", "要约，是希望与他人订立合同的意思表示。"),
        ("心电图（ECG）", "心电图（ECG）是一种记录心脏电活动的检查。"),
        ("显存", "指显卡上供运算取用的存储器，容量决定能装下多大的模型。"),
        ("酸", "电离时产生的阳离子全部是氢离子的化合物称为酸。"),
        ("催化剂", "是改变反应速率而本身的质量和化学性质不变的物质。"),
        ("利润表", "利润表，又称损益表，是反映企业一定期间经营成果的报表。"),
    ],
)
def test_a_point_that_defines_its_lead_term_is_defines_it(term: str, text: str) -> None:
    made = answered("有哪些概念？", points(point(term, text)))
    assert terms(made) == [term.partition("（")[0]]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("怎么选", "数据现成先用简单的办法，算力充足再用复杂的。"),
        ("显存", "一个头的分数矩阵若整个存下来，显存就会先被撑满。"),
        ("幻觉", "把不存在的行人当真会急刹、被追尾，漏看更严重。"),
        ("温度", "温度是最重要的因素，升温使平衡向吸热的方向移动。"),
        ("催化剂", "催化剂是不影响平衡的，它只缩短到达平衡的时间。"),
        ("决策树", "决策树是一种概率模型，所以不需要做归一化的处理。"),
        ("翻身", "翻身是护士每两小时要做一次并且记录在案的。"),
        ("同样", "同样是一条回答与众不同，组内的标准差不同。"),
        ("结论", "结论是指标要一起看，不能只看一项的高低。"),
        ("优点", "优点是一种很容易被忽略的长处，要自己说出来。"),
    ],
)
def test_what_says_something_else_of_its_lead_term_does_not(term: str, text: str) -> None:
    assert terms(answered("怎样看？", points(point(term, text)))) == []


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是善意取得？它有哪些条件？", "善意取得"),
        ("困惑度是什么，为什么不能直接比较？", "困惑度"),
        ("何谓要约？", "要约"),
        ("名词解释：护理程序", "护理程序"),
        ("资产负债表的概念", "资产负债表"),
        ("潮式呼吸的特点是什么？", ""),
        ("为什么引入进程？", ""),
        ("他们的主要任务是什么？", ""),
        ("怎样预防压疮？", ""),
    ],
)
def test_a_question_asks_for_the_definition_of_a_term(question: str, term: str) -> None:
    assert asked_term(answered(question)) == term


def test_the_answer_to_such_a_question_defines_its_term() -> None:
    plainly = answered("什么是奖励黑客？", said("策略找到了抬高奖励的捷径，质量却没有提高。"))
    assert terms(plainly) == ["奖励黑客"]
    meaning = points(point("含义", "策略找到了抬高奖励的捷径，质量却没有提高。"))
    assert terms(answered("什么是奖励黑客，怎样防范？", meaning)) == ["奖励黑客"]
    lead_in = said("奖励黑客可以从下面几个方面来看：")
    assert terms(answered("什么是奖励黑客？", lead_in)) == []


def test_only_the_subject_of_the_sentence_is_defined() -> None:
    assert defines("要约是希望与他人订立合同的意思表示。", "要约")
    assert not defines("合同法上的要约是希望与他人订立合同的意思表示。", "要约")


def test_a_sentence_that_leads_to_a_list_is_no_part_of_a_definition() -> None:
    (one,) = definitions(
        answered("什么是死锁？", said("死锁是指进程互相等待而不能前进的僵局。产生的条件是："))
    )
    assert one.text == "死锁是指进程互相等待而不能前进的僵局。"


def test_documents_of_law_chemistry_and_nursing_give_their_terms_and_no_others() -> None:
    document = read_document("概念.md", FIELDS.read_bytes())
    made = [*find_entries([document], Settings()).entries, *nursing()]
    found = [one.term for entry in made for one in definitions(entry)]
    assert found == [
        "要约", "善意取得", "酸", "碱", "濒危", "脱水",
        "压力性损伤", "稽留热", "无菌技术", "护理程序",
    ]  # fmt: skip


def _notes(*entries: Entry) -> dict[str, dict[str, str]]:
    numbered = [replace(e, code=f"Q{at:04}", guid=f"g{at}") for at, e in enumerate(entries, 1)]
    notes, _ = wanted_notes(numbered, TERMS, Ledger())
    fields = [dict(zip(TermField, note.fields, strict=True)) for note in notes]
    return {one[TermField.TERM]: one for one in fields}


def test_a_term_is_asked_for_by_its_sentence_unless_that_names_it() -> None:
    text = "死锁（deadlock）是指进程互相等待而不能前进的僵局。它有四个必要条件。"
    asked = _notes(answered("什么是死锁？", said(text)))["死锁"][TermField.ASKED]
    assert asked == f"{GAP}是指进程互相等待而不能前进的僵局。"
    wrapped = text.replace("互相等待", "互相\n等待")
    asked = _notes(answered("什么是死锁？", said(wrapped)))["死锁"][TermField.ASKED]
    assert asked == f"{GAP}是指进程互相等待而不能前进的僵局。"
    bare = points(point("死锁", "指进程互相等待而不能前进的僵局。"))
    assert _notes(answered("有哪些？", bare))["死锁"][TermField.ASKED].startswith(f"{GAP}指")
    names = "物质生产方式，简称生产方式，是指人们为取得生活资料而进行生产的方式。"
    note = _notes(answered("什么是物质生产方式？", said(names)))["物质生产方式"]
    assert note[TermField.ASKED] == ""


def test_a_word_of_a_list_is_a_term_where_it_has_no_note_of_its_own() -> None:
    word = answered("胺碘酮", said("Amiodarone"))
    word = replace(word, variants=(replace(word.variants[0], form=Form.TERM),))
    assert _notes(word)["胺碘酮"][TermField.ASKED] == "Amiodarone"
    both = Settings(notes=("术语", "单词"), subdecks="none")
    notes, _ = wanted_notes([replace(word, code="Q0001", guid="g")], both, Ledger())
    assert [note.kind for note in notes] == [NoteKind.WORD]
