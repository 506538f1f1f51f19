"""Questions that others name by number get their codes, and only where that is clear."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import entry, question, section

from shuati.model import Diagnostic, Document, Entry, Location, Question, Span
from shuati.model.views import all_text
from shuati.publish.cross_references import with_codes


def asked(
    number: str, text: str, *answer: str, part: str = "一", line: int = 0, path: str = "a.md"
) -> Question:
    """A question on the line of its number, under the heading ``part``."""
    at = line or int(number)
    made = question(text, section("答案", *answer or ("答案。",)))
    place = Location(path, Span(at, at))
    return replace(made, number=number, location=place, heading_path=(part,))


def coded(*groups: tuple[Question, ...]) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """An entry for each of ``groups``, with the codes Q0001 and so on, resolved."""
    paths = dict.fromkeys(one.path for group in groups for one in group)
    documents = [
        Document(
            path, path, tuple(one for group in groups for one in group if one.path == path), ()
        )
        for path in paths
    ]
    entries = [
        replace(entry(*group), code=f"Q{at:04}", guid=f"g{at}")
        for at, group in enumerate(groups, 1)
    ]
    return with_codes(entries, documents)


def text_of(made: Entry) -> str:
    return made.question + "\n" + "\n".join(all_text(part.blocks) for part in made.parts)


FIRST = (asked("1", "什么是力？"),)
SECOND = (asked("2", "什么是功？"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("除了第 1 题的办法，再举一种。", "除了第 1 题（Q0001）的办法，再举一种。"),
        ("参见第1题。", "参见第1题（Q0001）。"),
        ("回答第 1～2 题。", "回答第 1～2 题（Q0001～Q0002）。"),
        ("回答 1-2 题。", "回答 1-2 题（Q0001～Q0002）。"),
        ("上题的结论还成立吗？", "上题（Q0002）的结论还成立吗？"),
        ("同上题。", "同上题（Q0002）。"),
        ("教材第 1 题错在哪里？", "教材第 1 题错在哪里？"),
        ("2019 年第 1 题错在哪里？", "2019 年第 1 题错在哪里？"),
        ("以上题目都对吗？", "以上题目都对吗？"),
        ("参见第 1 题（Q0009）。", "参见第 1 题（Q0009）。"),
        ("参见第 3 题。", "参见第 3 题。"),  # itself
    ],
)
def test_the_number_of_another_question_gets_its_code(text: str, found: str) -> None:
    entries, diagnostics = coded(FIRST, SECOND, (asked("3", text),))
    assert entries[2].question == found
    assert not diagnostics
    entries, _ = coded(FIRST, SECOND, (asked("3", "问？", text),))
    assert found in text_of(entries[2])


def test_a_stem_and_options_too() -> None:
    last = replace(asked("3", "问？"), stem="根据第 1 题的图，回答问题。")
    entries, _ = coded(FIRST, SECOND, (last,))
    assert entries[2].variants[0].stem == "根据第 1 题（Q0001）的图，回答问题。"


def test_a_number_that_two_questions_have_is_that_of_the_same_part() -> None:
    entries, diagnostics = coded(
        FIRST,
        (asked("1", "什么是熵？", part="二", line=8),),
        (asked("2", "参见第 1 题。", part="二", line=9),),
    )
    assert entries[2].question == "参见第 1 题（Q0002）。"
    assert not diagnostics


def test_what_is_not_clear_stays_and_is_counted_in_one_note() -> None:
    unclear = asked("3", "参见第 1 题和第 9 题。", part="三", line=9)
    entries, diagnostics = coded(FIRST, (asked("1", "什么是熵？", part="二", line=8),), (unclear,))
    assert entries[2].question == unclear.text
    (only,) = diagnostics
    assert (only.code, dict(only.args)) == ("references-unresolved", {"count": 2})


def test_of_several_documents_all_that_have_the_words_mean_one_entry() -> None:
    other = (asked("1", "什么是光？", path="b.md"),)
    here = asked("2", "为什么？", "参见第 1 题。", line=5)
    there = asked("2", "为什么？", "参见第 1 题。", line=5, path="b.md")
    entries, diagnostics = coded(FIRST, other, (here, there))
    assert "（Q" not in text_of(entries[2])
    assert len(diagnostics) == 1
    silent = asked("2", "为什么？", "因为。", line=5, path="b.md")
    entries, diagnostics = coded(FIRST, other, (here, silent))
    assert "参见第 1 题（Q0001）。" in text_of(entries[2])
    assert not diagnostics


def test_what_names_no_other_question_is_the_same_object() -> None:
    entries, _ = coded(FIRST, SECOND)
    again, _ = with_codes(entries, [])
    assert all(one is other for one, other in zip(entries, again, strict=True))


def test_a_second_time_nothing_changes() -> None:
    entries, _ = coded(FIRST, SECOND, (asked("3", "除了第 1 题的办法，同上题，还有吗？"),))
    document = Document("a.md", "", tuple(one.variants[0] for one in entries), ())
    assert entries[2].question.count("（Q") == 2
    assert with_codes(entries, [document])[0] == entries
