"""Which part of an entry stands where on its note."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_entries import HERE, descent, output, point, points, question, said

from shuati.model import AnswerPart, Entry, Kind, Location
from shuati.publish.anki.fields import lasting_origins, renderers_of
from shuati.publish.anki.note import Note, content_hash
from shuati.publish.anki.note_types import Field
from shuati.publish.anki.notes import make_notes


def note(entry: Entry) -> Note:
    return make_notes([entry])[0]


def shown(entry: Entry) -> dict[Field, str]:
    return dict(zip(Field, note(entry).fields, strict=True))


def test_each_kind_of_section_has_its_field() -> None:
    fields = shown(output())
    assert "setTimeout" in fields[Field.MATERIAL]
    assert fields[Field.ANSWER] == "<p>B</p>"
    assert "回调" in fields[Field.EXPLANATION]
    assert fields[Field.CODE] == "Q0003"
    assert fields[Field.COUNT] == fields[Field.HEADING] == ""


def test_the_front_says_how_many_points_are_expected() -> None:
    assert shown(descent())[Field.COUNT] == "答 5 点"
    assert shown(output())[Field.COUNT] == ""
    answer = AnswerPart("答案", Kind.ANSWER, (points(point("甲", "一"), point("乙", "二")),), 0)
    more = AnswerPart("解析", Kind.EXPLANATION, (points(point("丙", "三"), point("丁", "四")),), 0)
    made = replace(descent(), parts=(answer, more))
    assert shown(made)[Field.COUNT] == "答 2 点"  # those of the explanation are no part of it
    assert shown(replace(made, parts=(more,)))[Field.COUNT] == ""


def test_a_note_that_was_sent_without_the_number_of_points_is_not_sent_again_for_it() -> None:
    made = note(descent())
    more = points(*(point(f"词{at}", f"第 {at} 句") for at in range(6)))
    parts = (AnswerPart("答案", Kind.ANSWER, (more,), 0),)
    assert note(replace(descent(), parts=parts)).fields[-2] == "答 6 点"
    bare = dict(zip(Field, made.fields, strict=True)) | {Field.COUNT: ""}
    assert made.earlier_hash == content_hash(
        (bare | {Field.SOURCE: lasting_origins(descent(), renderers_of(()))[1]}).values(),
        made.tags,
    )


def test_a_label_is_shown_where_it_says_more_than_the_field() -> None:
    answer = shown(descent())[Field.ANSWER]
    assert "<h3>答案</h3>" not in answer
    assert "<h3>特点</h3>" in answer
    assert '<div class="note"><h3>考点</h3>' in answer


def test_notes_of_a_source_stand_after_its_answer() -> None:
    pieces = (
        AnswerPart("考点", Kind.NOTE, (said("先"),), 0),
        AnswerPart("", Kind.ANSWER, (said("后"),), 0),
    )
    answer = shown(replace(output(), parts=pieces))[Field.ANSWER]
    assert answer.index("后") < answer.index("先")


def test_what_another_document_adds_names_it() -> None:
    answer = shown(descent())[Field.ANSWER]
    added = answer[answer.index('<div class="added">') :]
    assert "补充" in added
    assert "面试笔记.md" in added
    assert "学习率预热" in added


def test_other_wordings_are_those_that_differ() -> None:
    entry = replace(
        output(),
        variants=(
            *output().variants,
            question("甲.md", "1", "", " 下面的**代码**输出什么?"),
            question("乙.md", "2", "", "这段代码打印什么？"),
        ),
    )
    assert shown(entry)[Field.WORDINGS] == "<ul><li>这段代码打印什么？</li></ul>"


def test_the_source_says_where_every_variant_stands() -> None:
    source = shown(descent())[Field.SOURCE]
    assert "机器学习/优化.md › 优化方法 › 一阶方法 › 梯度下降" in source
    for words in ("第 7 题", "第 12–40 行", "面试笔记.md", "第 31 题", "原文不完整"):
        assert words in source


def test_related_entries_are_named_by_code_and_question() -> None:
    first, second = make_notes([replace(descent(), related=("Q0003", "Q9999")), output()])
    related = first.fields[list(Field).index(Field.RELATED)]
    assert "Q0003" in related
    assert "下面的代码输出什么？" in related
    assert "Q9999" not in related
    assert second.due == 2


def test_the_content_hash_sees_fields_and_tags() -> None:
    entry = descent()
    elsewhere = replace(entry.variants[0], location=Location("别处.md", HERE))
    changes = [
        replace(entry, question="另一题"),
        replace(entry, tags=("新",)),
        replace(entry, parts=(AnswerPart("", Kind.ANSWER, (points(point(None, "新")),), 0),)),
        replace(entry, variants=(elsewhere, entry.variants[1])),
    ]
    hashes = {note(changed).content_hash for changed in (entry, *changes)}
    assert len(hashes) == len(changes) + 1


@pytest.mark.parametrize("tags", [("训练::优化", "类型::是什么"), ("类型::是什么", "训练::优化")])
def test_the_content_hash_does_not_see_the_order_of_tags(tags: tuple[str, ...]) -> None:
    assert note(replace(descent(), tags=tags)).content_hash == note(descent()).content_hash
