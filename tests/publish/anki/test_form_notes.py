"""选择, 填空 and 单词: which entries give them, and what their cards show in Anki's own engine."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import exam_entries as exam
import pytest
from anki.collection import Collection
from builders import entry as entry_of
from builders import section
from importing import Import
from sample_entries import points
from test_import import schedule
from test_left_out import Learner
from test_note_types import STEPS, made, sides, words
from test_note_types import listed as listed_entry

from shuati.config.settings import Settings
from shuati.ledger.since import since
from shuati.model import AnswerPart, Entry, Form, Kind, Option
from shuati.publish.anki.note_types import NoteKind
from shuati.publish.anki.notes import kinds_of
from shuati.publish.render.templates import read_text

DEFAULT = Settings()
WITHOUT_FORMS = Settings(notes=("问答", "要点"))


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (exam.choice(), {"选择"}),
        (exam.multiple(), {"选择"}),
        (exam.statement(), {"选择"}),
        (exam.case(), {"选择"}),
        (exam.blank(), {"填空"}),
        (exam.word(), {"单词"}),
        (exam.without_key(), {"问答"}),
        (exam.open_question(), {"问答", "要点"}),
    ],
)
def test_a_form_has_its_own_note_in_place_of_the_others(entry: Entry, kinds: set[str]) -> None:
    notes, _ = made(entry, settings=DEFAULT)
    assert {kind.value for kind, _ in notes} == kinds


@pytest.mark.parametrize("entry", exam.every_form(), ids=lambda entry: entry.code)
def test_without_the_types_of_forms_an_entry_is_asked_as_a_whole(entry: Entry) -> None:
    notes, _ = made(entry, settings=WITHOUT_FORMS)
    assert (NoteKind.ANSWER, entry.code) in notes
    front = notes[NoteKind.ANSWER, entry.code].fields[2]
    for option in entry.variants[0].options:
        assert re.sub("[`$]", "", option.text)[:5] in words(front)


def test_options_and_fills_are_no_list_to_be_asked_for() -> None:
    listed = Settings(notes=("要点",))
    in_a_list = replace(
        exam.blank(), parts=(AnswerPart("答案", Kind.ANSWER, (points(*STEPS),), 0),)
    )
    for entry in (*exam.every_form(), in_a_list):
        if entry.variants[0].form not in (Form.OPEN, Form.TERM):
            assert not made(entry, settings=listed)[0]
    assert made(listed_entry(points(*STEPS)), settings=listed)[0]


def test_a_choice_shows_its_options_and_on_the_back_letter_and_words(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(exam.choice(), settings=DEFAULT)
    import_notes([*notes.values()])
    ((front, back),) = sides(collection, notes[NoteKind.CHOICE, "Q0001"])
    for text in exam.CELL:
        assert text in words(front)
    assert "data-right" not in front
    assert "解析" not in words(front).partition("shuatiChoice")[0]
    assert 'data-right="B"' in back
    assert re.search(r'"letter">B</b> <span class="words">线粒体', back.partition("答案")[2])


@pytest.mark.parametrize(
    ("said", "shown"),
    [("`list`; `dict`；`set`", False), ("list、set", False), ("`list`；别忘了 `dict`", True)],
)
def test_the_back_of_a_choice_does_not_say_again_what_is_right(said: str, shown: bool) -> None:
    first = exam.multiple().variants[0]
    again = replace(first, sections=(*first.sections, section("正确答案", said)))
    notes, _ = made(exam.coded(entry_of(again), "Q0002"), settings=DEFAULT)
    assert ("正确答案" in "".join(notes[NoteKind.CHOICE, "Q0002"].fields)) is shown


def test_what_explains_a_choice_keeps_a_paragraph_that_is_one_of_its_options() -> None:
    first = exam.choice().variants[0]
    explained = section("答案", "B. 线粒体", "教材在图下只写了一个词：", "线粒体", "所以选它。")
    notes, _ = made(
        exam.coded(entry_of(replace(first, sections=(explained,))), "Q0001"), settings=DEFAULT
    )
    fields = "".join(notes[NoteKind.CHOICE, "Q0001"].fields)
    assert re.search("一个词：.*线粒体.*所以选它", fields, re.DOTALL)


def test_every_gap_is_a_card_and_equal_fills_are_one(
    collection: Collection, import_notes: Import
) -> None:
    notes, _ = made(exam.blank(), settings=DEFAULT)
    twice = exam.coded(
        replace(
            exam.blank(),
            question="____与____的和是____。",
            variants=(
                replace(
                    exam.blank().variants[0], text="____与____的和是____。", blanks=("1", "1", "2")
                ),
            ),
        ),
        "Q0104",
    )
    notes |= made(twice, settings=DEFAULT)[0]
    import_notes([*notes.values()])
    fills = ("细胞核", "叶绿体", "即二氧化碳")
    cards = sides(collection, notes[NoteKind.BLANK, "Q0004"])
    assert len(cards) == 3
    for asked, (front, back) in enumerate(cards):
        assert [fill not in words(front) for fill in fills] == [at == asked for at in range(3)]
        assert all(fill in words(back) for fill in fills)
    one, other = sides(collection, notes[NoteKind.BLANK, "Q0104"])
    assert "[...]与[...]的和是2" in words(one[0])
    assert "1与1的和是[...]" in words(other[0])


def test_a_gap_keeps_its_card_when_another_comes_before_it() -> None:
    before, ledger = made(exam.blank(), settings=DEFAULT)
    first = exam.blank().variants[0]
    text = "____最先由____发现；" + first.text
    longer = replace(
        exam.blank(),
        question=text,
        variants=(replace(first, text=text, blanks=("细胞", "胡克", *first.blanks)),),
    )
    after, _ = made(longer, settings=DEFAULT, ledger=ledger)
    shown = [notes[NoteKind.BLANK, "Q0004"] for notes in (before, after)]
    assert shown[0].guid == shown[1].guid
    numbers = [dict(map(reversed, re.findall(r"c(\d)::([^}]+)", one.fields[3]))) for one in shown]
    assert all(numbers[1][fill] == number for fill, number in numbers[0].items())


def test_gaps_hold_braces_and_colons(collection: Collection, import_notes: Import) -> None:
    hard = exam.asked("写成____。", "`a::b}}`", form=Form.BLANK, blanks=("`{a::b}}`",))
    notes, _ = made(exam.coded(exam.entry(hard), "Q0105"), settings=DEFAULT)
    import_notes([*notes.values()])
    ((front, back),) = sides(collection, notes[NoteKind.BLANK, "Q0105"])
    assert "写成[...]。" in words(front)
    assert "&#123;a&#58;&#58;b&#125;&#125;" in back


def test_a_word_is_asked_both_ways(collection: Collection, import_notes: Import) -> None:
    notes, _ = made(exam.word(), settings=DEFAULT)
    import_notes([*notes.values()])
    (one, other) = sides(collection, notes[NoteKind.WORD, "Q0005"])
    assert "abandon" in words(one[0])
    assert "放弃" not in words(one[0])
    assert "放弃" in words(other[0])
    assert "abandon" not in words(other[0])
    assert "abandon" in words(other[1])
    assert words(other[1]).count("放弃") == 1


def test_a_word_is_asked_one_way_where_the_setting_or_another_word_wants_it() -> None:
    place = 4
    one = Settings(words_both_ways=False)
    assert not made(exam.word(), settings=one)[0][NoteKind.WORD, "Q0005"].fields[place]
    twins = made(exam.word(), exam.word("desert", code="Q0015"), settings=DEFAULT)[0]
    assert not any(note.fields[place] for note in twins.values())
    alone = made(exam.word(), settings=DEFAULT)[0][NoteKind.WORD, "Q0005"]
    assert twins[NoteKind.WORD, "Q0005"].content_hash == alone.content_hash


def test_a_meaning_does_not_name_its_word() -> None:
    entry = exam.word("过拟合", "过拟合是在新数据上很差的现象。")
    note = made(entry, settings=DEFAULT)[0][NoteKind.WORD, "Q0005"]
    assert note.fields[4] == "＿＿＿是在新数据上很差的现象。"


def test_options_that_name_each_other_stay_in_their_order() -> None:
    def options(entry: Entry) -> str:
        return made(entry, settings=DEFAULT)[0][NoteKind.CHOICE, entry.code].fields[4]

    assert 'class="options"' in options(exam.choice())
    assert 'class="options"' in options(exam.case())
    for entry in (exam.multiple(), exam.statement(), exam.long_options()):
        assert 'class="options fixed"' in options(entry)


def test_a_script_holds_nothing_that_anki_takes_for_a_field() -> None:
    script = read_text("anki/choice.js")
    assert "{{" not in script
    assert "}}" not in script
    assert not re.search(r"https?://|import |fetch[(]|src=", script)


# ── learners who have cards of these entries ─────────────────────────────────


def _reworded(entry: Entry, right: str) -> Entry:
    first = entry.variants[0]
    shown = tuple(Option(one.label, one.text, one.label in right) for one in first.options)
    return replace(entry, variants=(replace(first, options=shown),))


def test_who_has_a_card_of_the_whole_question_keeps_it_untouched(
    collection: Collection, tmp_path: Path
) -> None:
    entry = exam.choice()
    learner = Learner(collection, tmp_path, [entry])
    learner.build([entry], WITHOUT_FORMS)
    learner.study()
    before = learner.notes()
    log = learner.build([entry], DEFAULT)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (1, 0, 0)
    assert learner.notes()[entry.guid] == before[entry.guid]
    assert not learner.tagged_as_gone()
    assert len(learner.build([entry], DEFAULT).new) == 0


def test_cards_that_asked_for_the_options_are_tagged_as_gone(
    collection: Collection, tmp_path: Path
) -> None:
    plainly = exam.open_question("Q0001")
    learner = Learner(collection, tmp_path, [plainly])
    learner.build([plainly], DEFAULT)
    learner.build([exam.choice()], DEFAULT)
    db = collection.db
    assert db
    (gone,) = learner.tagged_as_gone()
    kind = db.scalar("select mid from notes where guid = ?", gone)
    assert collection.models.get(kind)["name"] == "要点"  # type: ignore[index, arg-type]


def test_an_edited_key_is_the_same_card_with_its_history(
    collection: Collection, tmp_path: Path
) -> None:
    entry = exam.choice()
    learner = Learner(collection, tmp_path, [entry])
    learner.build([entry], DEFAULT)
    (guid,) = learner.notes()
    learner.study()
    (card,) = collection.find_cards("")
    learnt = schedule(collection, card)
    log = learner.build([_reworded(entry, "C")], DEFAULT)
    assert (len(log.new), len(log.updated)) == (0, 1)
    assert [*learner.notes()] == [guid]
    assert schedule(collection, card) == learnt
    assert 'data-right="C"' in collection.get_card(card).render_output().answer_text


def test_a_choice_that_goes_is_tagged_as_gone(collection: Collection, tmp_path: Path) -> None:
    entry = exam.choice()
    learner = Learner(collection, tmp_path, [entry, exam.multiple()])
    learner.build([entry, exam.multiple()], DEFAULT)
    learner.build([exam.multiple()], DEFAULT)
    assert len(learner.tagged_as_gone()) == 1


def test_what_is_new_is_found_though_it_has_no_note_of_the_whole(
    collection: Collection, tmp_path: Path
) -> None:
    learner = Learner(collection, tmp_path, [exam.choice(), exam.multiple()])
    learner.build([exam.choice()], DEFAULT)
    learner.build([exam.choice(), exam.multiple()], DEFAULT)
    assert since(learner.ledger, "last") == {"Q0002"}


def test_every_type_of_note_can_be_asked_for_by_a_rule() -> None:
    rule = replace(DEFAULT, notes_for=("训练 = 问答, 选择",))
    assert kinds_of(exam.choice(), rule) == {NoteKind.CHOICE}
    assert kinds_of(exam.blank(), rule) == {NoteKind.ANSWER}
