from __future__ import annotations

from builders import code, point, points, question, questions, section
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.match.answers import merge
from shuati.match.normal import block_key, point_key
from shuati.model import Block, Kind, Points, Quote


def _parts(blocks: tuple[Block, ...]) -> list[str]:
    """Every block and list item, alone and with what is in it."""
    parts = []
    for block in blocks:
        if isinstance(block, Points):
            for item in block.points:
                parts.append(point_key(item))
                parts += _parts(item.blocks)
        else:
            parts.append(block_key(block))
            if isinstance(block, Quote):
                parts += _parts(block.blocks)
    return parts


@settings(max_examples=60)
@given(st.lists(questions, min_size=1, max_size=4))
def test_every_part_of_every_variant_is_in_the_entry(asked: list) -> None:
    merged = merge(asked)
    kept = {part for piece in merged.pieces for part in _parts(piece.blocks)}
    for variant in asked:
        for own in variant.sections:
            assert set(_parts(own.blocks)) <= kept


@settings(max_examples=60)
@given(st.lists(questions, min_size=1, max_size=4))
def test_the_representative_stands_first_and_whole(asked: list) -> None:
    merged = merge(asked)
    own = [piece for piece in merged.pieces if piece.variant == 0]
    assert merged.pieces[: len(own)] == tuple(own)
    assert [(piece.label, piece.blocks) for piece in own] == [
        (part.label, part.blocks) for part in merged.variants[0].sections
    ]


@settings(max_examples=30)
@given(questions, st.integers(2, 4))
def test_repeating_an_answer_adds_nothing_to_the_entry(asked: object, times: int) -> None:
    merged = merge([asked] * times)
    assert {piece.variant for piece in merged.pieces} == {0}
    assert all(point.variants == tuple(range(times)) for point in merged.points)


def test_what_another_variant_adds_follows_with_its_variant() -> None:
    full = question("问", points("甲：一二三四五", "乙：六七八九十"), "结语很长很长。")
    other = question("问", points("甲：一二三四五。", "丙：十一"))
    merged = merge([full, other])
    added = [piece for piece in merged.pieces if piece.variant == 1]
    assert [item.term for piece in added for item in piece.blocks[0].points] == ["丙"]
    assert [(item.term, item.variants) for item in merged.points] == [
        ("甲", (0, 1)),
        ("乙", (0,)),
        ("丙", (1,)),
    ]


def test_code_that_differs_in_a_bracket_or_a_letter_is_kept() -> None:
    full = question("问", code("f(x)\nprint(x)"), "说明")
    other = question("问", code("f[x]\nprint(x)"), code("F(x)\nprint(x)"))
    merged = merge([full, other])
    assert len(next(piece for piece in merged.pieces if piece.variant == 1).blocks) == 2


def test_a_point_whose_nested_points_differ_is_kept_whole() -> None:
    full = question("问", points(point("甲：一", points("子一", "子二"))), "更长的答案")
    other = question("问", points(point("甲：一", points("子一", "子三"))))
    added = [piece for piece in merge([full, other]).pieces if piece.variant == 1]
    assert len(added) == 1


def test_options_of_a_question_are_no_points_of_the_entry() -> None:
    options = section("", points("A：1", "B：2"), kind=Kind.QUESTION)
    assert merge([question("问", options, "B")]).points == ()
