"""What the heading above a question names is on the front of its cards."""

from __future__ import annotations

from dataclasses import replace

import exam_entries as exam
import pytest
from anki.collection import Collection
from builders import document, entry, points, question
from importing import Import
from test_note_types import ALL, ledger_of, sides, words

from shuati.model import Document, Entry
from shuati.publish.anki.heading_above import headings_above
from shuati.publish.anki.note import Note
from shuati.publish.anki.notes import wanted_notes

SIGNS = points("咳嗽：清晨起床时最明显", "咯痰：多为白色的黏液", "气短：活动以后会加重")


def below(*headings: str, text: str = "临床表现", path: str = "a.md") -> Entry:
    made = replace(question(text, SIGNS, path=path), heading_path=headings)
    return replace(entry(made), code="Q0001", guid="guid")


def made(one: Entry, *documents: Document) -> list[Note]:
    return wanted_notes([one], ALL, ledger_of(one), documents=documents)[0]


def test_cards_name_what_their_heading_does(collection: Collection, import_notes: Import) -> None:
    notes = made(below("第二章 呼吸系统", "第一节 慢性阻塞性肺疾病（重点）"))
    import_notes(notes)
    shown = [pair for note in notes for pair in sides(collection, note)]
    assert len(shown) == 4
    for front, back in shown:
        assert "Q0001　慢性阻塞性肺疾病" in words(front)
        assert words(back).count("Q0001　慢性阻塞性肺疾病") == 1


@pytest.mark.parametrize(
    ("one", "heading"),
    [
        (below("呼吸系统", "一、简答题"), "呼吸系统"),
        (below("慢阻肺", text="慢阻肺有哪些临床表现？"), ""),
        (below("一、简答题", path="慢阻肺.md", text="原理"), "慢阻肺"),
        (below("一、简答题", path="慢阻肺.md", text="哮喘的病因"), ""),
        (below(path="慢阻肺.md", text="一个很长的问题，它自己说得清清楚楚，不用别人说"), ""),
        (below("<b>{{题目}}"), ""),
    ],
)
def test_a_heading_is_named_where_the_question_does_not(one: Entry, heading: str) -> None:
    assert headings_above([one], []) == ({"guid": heading} if heading else {})


def test_a_question_without_a_subject_is_below_the_title() -> None:
    titled = replace(document(), title="随机森林")
    assert headings_above([below(text="原理")], [titled]) == {"guid": "随机森林"}
    assert headings_above([below(text="随机森林的原理")], [titled]) == {}


def test_another_heading_is_no_reason_to_send_a_note_again() -> None:
    old, new = made(below("呼吸系统")), made(below("肺部疾病"))
    assert [one.fields for one in old] != [one.fields for one in new]
    assert [one.content_hash for one in old] == [one.content_hash for one in new]


def test_a_heading_cannot_give_a_choice_away() -> None:
    one = exam.choice()
    one = replace(one, variants=(replace(one.variants[0], heading_path=("线粒体",)),))
    (note,) = wanted_notes([one], replace(ALL, notes=("选择",)), ledger_of(one))[0]
    assert "线粒体" not in note.fields[-4:]
