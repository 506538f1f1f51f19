from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.store import (
    Ledger,
    Record,
    Stamp,
    Surroundings,
    code_of,
    dump,
    in_order,
    load,
)
from shuati.messages import Language, describe
from shuati.model import BuildError

_hash = st.text("0123456789abcdef", min_size=1, max_size=8)
_stamps = st.builds(Stamp, _hash, st.integers(0, 2**33))
_records = st.builds(
    Record,
    st.integers(1, 99_999).map(code_of),
    st.text("abcXYZ019", min_size=11, max_size=11),
    st.text(max_size=20),
    st.lists(st.builds(Fingerprint, _hash, _hash, st.text(max_size=9)), min_size=1, max_size=3).map(
        tuple
    ),
    st.none() | _stamps,
    st.none() | st.integers(0, 2**33),
)
_ledgers = st.builds(
    lambda records, stamps: Ledger(in_order(records), tuple(sorted(stamps.items()))),
    st.lists(
        _records, max_size=5, unique_by=(lambda record: record.code, lambda record: record.guid)
    ),
    st.dictionaries(st.text("0123456789", min_size=1, max_size=3), _stamps, max_size=2),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger") / "ledger.json"


@settings(max_examples=60)
@given(_ledgers)
def test_what_was_dumped_is_loaded(file: Path, ledger: Ledger) -> None:
    file.write_text(dump(ledger), encoding="utf-8")
    assert load(file) == ledger


def test_every_record_has_a_line_of_its_own_in_the_order_of_the_codes() -> None:
    variant = (Fingerprint("a", "b", "c.md"),)
    records = [Record(code_of(n), f"guid{n}", "题", variant) for n in (10_000, 2, 9_999)]
    lines = dump(Ledger(in_order(records))).splitlines()
    assert [line[:18] for line in lines if '"code"' in line] == [
        '{"code": "Q0002", ',
        '{"code": "Q9999", ',
        '{"code": "Q10000",',
    ]


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert load(tmp_path / "ledger.json") == Ledger()


_GOOD = dump(
    Ledger(
        (
            Record("Q0001", "g1", "甲", (Fingerprint("a", "b", "c.md"),)),
            Record("Q0002", "g2", "乙", (Fingerprint("d", "e", "c.md"),)),
        )
    )
)
_WITH_TAGS = dump(
    Ledger(
        (
            Record(
                "Q0001",
                "g1",
                "甲",
                (Fingerprint("a", "b", "c.md"),),
                surroundings=Surroundings("x", ("类型::甲",), ()),
            ),
        )
    )
)


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("", "damaged", 1),
        (_GOOD[:-20], "damaged", None),
        (_GOOD.replace('"g1"', "17"), "damaged", None),
        (_GOOD.replace("[\n[", "["), "damaged", None),
        (_GOOD.replace('"Q0001"', '"17"'), "damaged", None),
        ("[" * 100_000, "damaged", None),
        (_WITH_TAGS.replace('"类型::甲"', '"类型 甲"'), "damaged", None),
        (_WITH_TAGS.replace('"类型::甲"', '""'), "damaged", None),
        ("{}", "no ledger", None),
        ('{"notes": []}', "no ledger", None),
        (_GOOD.replace('"format": 1', '"format": 2'), "format 2", None),
        (_GOOD.replace("Q0002", "Q0001"), "Q0001 twice", None),
        (_GOOD.replace("g2", "g1"), "g1 twice", None),
        (_GOOD.replace('"entries"', '<<<<<<< HEAD\n"entries"'), "merge conflict", 3),
    ],
)
def test_a_broken_or_foreign_ledger_is_told_with_file_and_mend(
    tmp_path: Path, text: str, says: str, line: int | None
) -> None:
    file = tmp_path / "ledger.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as stopped:
        load(file)
    (diagnostic,) = stopped.value.diagnostics
    message = describe(diagnostic, Language.ENGLISH)
    assert says in message.text
    assert diagnostic.path == str(file)
    assert message.fix
    assert line is None or (diagnostic.span and diagnostic.span.first == line)


def test_a_ledger_that_is_no_text_or_no_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "ledger.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BuildError, match="UTF-8"):
        load(file)
    with pytest.raises(BuildError, match="ledger-unreadable"):
        load(tmp_path)
