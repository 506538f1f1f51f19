from __future__ import annotations

import pytest
from builders import document, question

from evaluation.stages import find_entries
from shuati.config.settings import Settings
from shuati.match.decided_pairs import DecidedPairs, to_pairs
from shuati.match.decisions import Reference, read, reference
from shuati.messages import Language, describe, explain
from shuati.model import BuildError, Verdict

_FILE = """# 我的决定
[[different]]
questions = ["Q0012", "a.md#如何防止过拟合？"]
note = "一个问训练"

[[same]]
questions = ["Q0040 b.md:31", "06-应用/c.md#金融 # 风控"]
"""


def test_a_decision_has_a_verdict_its_questions_a_note_and_a_line() -> None:
    first, second = read(_FILE, "decisions.toml")
    assert (first.verdict, first.note, first.line) == (Verdict.DIFFERENT, "一个问训练", 2)
    assert [one.text for one in first.questions] == ["Q0012", "a.md#如何防止过拟合？"]
    assert (second.verdict, second.note, second.line) == (Verdict.SAME, "", 6)


@pytest.mark.parametrize(
    ("text", "code", "path", "heading", "line"),
    [
        ("Q0012", "Q0012", None, None, None),
        ("a.md#如何防止过拟合？", None, "a.md", "如何防止过拟合？", None),
        ("a b/c.txt:31", None, "a b/c.txt", None, 31),
        ("Q0012 a.md#甲：乙 # 丙", "Q0012", "a.md", "甲：乙 # 丙", None),
        ("q0012 a.md:7", "Q0012", "a.md", None, 7),
    ],
)
def test_a_question_is_named_by_code_file_and_heading_or_file_and_line(
    text: str, code: str | None, path: str | None, heading: str | None, line: int | None
) -> None:
    assert reference(text) == Reference(text, code, path, heading, line)


@pytest.mark.parametrize("text", ["", "什么是过拟合", "a.md", "12", "a.md:", "Q12"])
def test_what_can_name_no_question_is_no_reference(text: str) -> None:
    assert reference(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[same]\n", 1),
        ('[[equal]]\nquestions = ["Q0001", "Q0002"]\n', None),
        ('\n[[same]]\nquestions = ["Q0001"]\n', 2),
        ('[[same]]\nquestions = ["Q0001", "过拟合"]\n', 1),
        ('[[same]]\nquestions = ["Q0001", "Q0002"]\nwhy = "x"\n', 1),
        ('[same]\nquestions = ["Q0001", "Q0002"]\n', None),
    ],
)
def test_a_file_that_says_something_else_is_told_with_its_line(text: str, line: int | None) -> None:
    with pytest.raises(BuildError) as told:
        read(text, "decisions.toml")
    (diagnostic,) = told.value.diagnostics
    assert (diagnostic.span.first if diagnostic.span else None) == line
    assert "[[same]]" in describe(diagnostic, Language.ENGLISH).fix


def _decided(text: str, **places: tuple[int, ...]) -> tuple[DecidedPairs, int]:
    decided, diagnostics = to_pairs(read(text, "d"), places, "d")
    return decided, len(diagnostics)


def test_decisions_become_pairs_of_positions_and_unknown_ones_are_passed_over() -> None:
    text = '[[same]]\nquestions = ["Q0001", "Q0002", "Q0003"]\n'
    assert _decided(text, Q0001=(5,), Q0003=(2, 9)) == (DecidedPairs(same=((2, 5), (2, 9))), 0)


def test_different_holds_for_all_wordings_of_two_entries() -> None:
    text = '[[different]]\nquestions = ["Q0001", "Q0002"]\n'
    assert _decided(text, Q0001=(0, 4), Q0002=(2,)) == (DecidedPairs(different=((0, 2), (2, 4))), 0)


def test_decisions_that_contradict_each_other_are_told_and_count_as_the_same() -> None:
    text = """
[[same]]
questions = ["Q0001", "Q0002"]
[[same]]
questions = ["Q0002", "Q0003"]
[[different]]
questions = ["Q0001", "Q0003"]
"""
    decided, told = _decided(text, Q0001=(0,), Q0002=(1,), Q0003=(2,))
    assert decided == DecidedPairs(same=((0, 1), (1, 2)))
    assert told == 1


_ASKED = [
    question("什么是过拟合？", "模型在训练集上好，在测试集上差。"),
    question("什么是过拟合", "训练集上好，测试集上差的模型过拟合。"),
    question("光合作用在哪里发生？", "在叶绿体中。"),
]


def test_a_person_keeps_questions_apart_that_every_measure_joins() -> None:
    documents = [document(*_ASKED)]
    assert len(find_entries(documents, Settings()).entries) == 2
    matching = find_entries(documents, Settings(), DecidedPairs(different=((0, 1),)))
    assert len(matching.entries) == 3
    (pair,) = [
        pair
        for pair in matching.pairs
        if {pair.a.text, pair.b.text} <= {"什么是过拟合？", "什么是过拟合"}
    ]
    assert pair.verdict is Verdict.DIFFERENT
    assert pair.reasons[0].code == "decided-different"


def test_a_person_joins_questions_that_no_measure_would() -> None:
    matching = find_entries([document(*_ASKED)], Settings(), DecidedPairs(same=((0, 2),)))
    assert len(matching.entries) == 1
    assert not [pair for pair in matching.pairs if pair.verdict is Verdict.REVIEW]


def test_a_third_wording_does_not_join_what_a_person_keeps_apart() -> None:
    asked = [*_ASKED[:2], question("过拟合是什么？", "训练集上好，测试集上差。")]
    matching = find_entries([document(*asked)], Settings(), DecidedPairs(different=((0, 1),)))
    for entry in matching.entries:
        assert not {"什么是过拟合？", "什么是过拟合"} <= {one.text for one in entry.variants}


# ── decisions of models ──────────────────────────────────────────────────────


def _of(*lines: str) -> str:
    """A decisions file; each line is a verdict, two codes and, of a model, its name."""
    text = ""
    for line in lines:
        verdict, a, b, *by = line.split()
        text += f'[[{verdict}]]\nquestions = ["{a}", "{b}"]\n'
        text += f'by = "{by[0]}"\nreason = "因为"\ndate = 2026-11-29\n' if by else ""
    return text


_PLACES = {f"Q000{at}": (at,) for at in range(10)}


def test_a_decision_of_a_model_has_its_name_its_reason_and_its_date() -> None:
    (decision,) = read(_of("same Q0001 Q0002 qwen"), "d")
    assert (decision.by, decision.why, decision.date) == ("qwen", "因为", "2026-11-29")
    assert read(_of("same Q0001 Q0002"), "d")[0].by == "person"


@pytest.mark.parametrize("more", ['by = ""', 'by = "rules"', "by = 3", 'date = "soon"', "reason=1"])
def test_a_decision_by_nobody_or_of_no_day_is_an_error_with_its_line(more: str) -> None:
    with pytest.raises(BuildError) as raised:
        read(f"\n{_of('same Q0001 Q0002')}{more}\n", "d")
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.span
    assert diagnostic.span.first == 2


@pytest.mark.parametrize("persons_first", [True, False])
@pytest.mark.parametrize(("person", "model"), [("same", "different"), ("different", "same")])
def test_a_person_overrules_a_model_wherever_the_decisions_are(
    person: str, model: str, persons_first: bool
) -> None:
    lines = [f"{person} Q0001 Q0002", f"{model} Q0001 Q0002 qwen"]
    text = _of(*(lines if persons_first else reversed(lines)))
    decided, warnings = _decided(text, **_PLACES)
    assert (decided, warnings) == (DecidedPairs(**{person: ((1, 2),)}), 0)


def test_a_model_does_not_undo_by_detours_what_a_person_decided() -> None:
    lines = ("same Q0001 Q0002 m", "same Q0002 Q0003 m", "different Q0001 Q0003")
    decided, warnings = _decided(_of(*lines), **_PLACES)
    assert decided.different == ((1, 3),)
    assert [(one.a, one.b) for one in decided.judged] == [(1, 2)]
    assert warnings == 1
    lines = ("same Q0001 Q0002", "same Q0002 Q0003", "different Q0001 Q0003 m")
    decided, warnings = _decided(_of(*lines), **_PLACES)
    assert (decided.judged, warnings) == ((), 0)


def test_models_that_contradict_each_other_keep_a_pair_apart_and_it_is_reported() -> None:
    decided, warnings = _decided(_of("same Q0001 Q0002 m", "different Q0001 Q0002 n"), **_PLACES)
    assert [(one.verdict, one.by) for one in decided.judged] == [(Verdict.DIFFERENT, "n")]
    assert warnings == 1


def _judged(*lines: str) -> DecidedPairs:
    decided, warnings = _decided(_of(*lines), **_PLACES)
    assert not warnings
    return decided


def test_a_model_joins_what_the_rules_keep_apart_and_the_pair_names_it() -> None:
    matching = find_entries([document(*_ASKED)], Settings(), _judged("same Q0000 Q0002 qwen"))
    assert len(matching.entries) == 1
    (pair,) = [one for one in matching.pairs if one.by == "qwen"]
    assert pair.verdict is Verdict.SAME
    assert explain(pair.reasons[0], Language.ENGLISH) == "qwen has decided: same (因为)"


def test_a_model_keeps_questions_apart_that_every_measure_joins() -> None:
    matching = find_entries([document(*_ASKED)], Settings(), _judged("different Q0000 Q0001 qwen"))
    assert len(matching.entries) == 3


def test_a_model_never_joins_groups_that_a_person_keeps_apart() -> None:
    asked = [*_ASKED[:2], *(question(f"什么是{word}", f"{word}。") for word in ("红茶", "绿茶"))]
    decided = _judged("same Q0000 Q0002 qwen", "different Q0001 Q0002")
    matching = find_entries([document(*asked)], Settings(), decided)
    for entry in matching.entries:
        assert not {"什么是过拟合", "什么是红茶"} <= {one.text for one in entry.variants}


def test_a_person_joins_groups_that_a_model_keeps_apart() -> None:
    asked = [*_ASKED[:2], question("红茶", "茶。")]
    decided = _judged("different Q0001 Q0002 qwen", "same Q0000 Q0002")
    matching = find_entries([document(*asked)], Settings(), decided)
    homes = {one.text: at for at, e in enumerate(matching.entries) for one in e.variants}
    assert homes["什么是过拟合？"] == homes["红茶"]


_TEA = [
    question("什么是红茶？", "红茶是全发酵的茶，汤色红亮。"),
    question("什么是红茶", "红茶是全发酵的茶叶，汤色红。"),
]


@pytest.mark.parametrize("other", ["", " gpt"])
def test_a_model_never_joins_two_groups_by_detours_that_others_keep_apart(other: str) -> None:
    asked = [*_ASKED[:2], *_TEA]
    documents = [document(*asked)]
    assert len(find_entries(documents, Settings()).entries) == 2
    decided = _judged("same Q0000 Q0002 qwen", f"different Q0001 Q0003{other}")
    matching = find_entries(documents, Settings(), decided)
    assert len(matching.entries) == 2
    verdicts = {
        pair.verdict
        for pair in matching.pairs
        if ("过拟合" in pair.a.text) is not ("过拟合" in pair.b.text)
    }
    assert verdicts == {Verdict.DIFFERENT}
