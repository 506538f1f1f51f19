"""Code that is the same but for white space and comments is there once."""

from __future__ import annotations

import pytest
from builders import code, question

from shuati.merge import merge
from shuati.merge.code_repeats import holds_code
from shuati.model import Code, walk

_PLAIN = "total = 0\nfor x in rows:\n    total += f(x, 1)\nprint(total)"


@pytest.mark.parametrize(
    "other",
    [
        "# 求和\ntotal = 0\n\nfor x in rows:  # 每一行\n    total += f(x, 1)\nprint(total)",
        "total=0\nfor x in rows:\n\ttotal+=f( x,1 )\nprint( total )",
        "    total = 0\n    for x in rows:\n        total += f(x, 1)\n    print(total)",
    ],
)
def test_comments_and_white_space_make_no_other_code(other: str) -> None:
    assert holds_code(code(other), code(_PLAIN))
    assert holds_code(code(_PLAIN), code(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total = a // b", "total = a // c"),
        ('print("a b")', 'print("ab")'),
        ('print("# 一")', 'print("# 二")'),
        ("if a:\n    b()\n    c()", "if a:\n    b()\nc()"),
        ("#include <a.h>", "#include <b.h>"),
        ("f(x)", "F(x)"),
        ("a = 1\nb = 2", "a = 1\nc = 2"),
        ("# 一", "# 二"),
        ("url = 'https://a.example'", "url = 'https://b.example'"),
    ],
)
def test_code_that_does_something_else_is_other_code(one: str, other: str) -> None:
    assert not holds_code(code(one), code(other))
    assert not holds_code(code(other), code(one))


def test_code_inside_longer_code_is_held_by_it_and_a_line_or_two_is_not() -> None:
    longer = f"import sums\n\n{_PLAIN}\nsums.close()"
    assert holds_code(code(longer), code(_PLAIN))
    assert not holds_code(code(_PLAIN), code(longer))
    assert not holds_code(code(longer), code("print(total)"))


def _code(*texts: str) -> list[str]:
    asked = [
        question(
            "问",
            code(text),
            "说明，长到使它成为代表，比另一段长很多，很多很多很多很多很多。" * (not at),
        )
        for at, text in enumerate(texts)
    ]
    parts = merge(asked).entry.parts
    return [one.text for part in parts for one in walk(part.blocks) if isinstance(one, Code)]


def test_the_longer_of_two_that_are_the_same_stays() -> None:
    commented = f"# 求和\n{_PLAIN}"
    assert _code(_PLAIN, commented) == _code(commented, _PLAIN) == [commented]
    assert _code("# 一", "# 一") == ["# 一"]
    assert _code(_PLAIN, _PLAIN.replace("1", "2")) == [_PLAIN, _PLAIN.replace("1", "2")]
