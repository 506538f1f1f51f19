"""Two branches of a ledger become one: nothing of either side is lost, codes are unique."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from shuati.cli.main import main
from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.merge_ledgers import merge_ledgers
from shuati.ledger.store import Ledger, Record, SentNote, Stamp, Surroundings, code_of, dump, load

ROOT = Path(__file__).resolve().parents[2]


def _record(number: int, guid: str, previous: str = "") -> Record:
    shown = Fingerprint(f"asked-{guid}", f"answer-{guid}", "a.md", previous=previous)
    return Record(code_of(number), guid, f"题 {guid}", (shown,), Stamp(f"content-{guid}", 100))


_BASE = Ledger((_record(1, "one"), _record(2, "two", "Q0001")))


def test_two_new_questions_with_one_code_stay_two_cards_with_two_codes() -> None:
    ours = replace(_BASE, records=(*_BASE.records, _record(3, "ours", "Q0002")))
    new = (_record(3, "theirs", "Q0002"), _record(4, "after", "Q0003"))
    merged = merge_ledgers(ours, _BASE, replace(_BASE, records=(*_BASE.records, *new)))
    codes = {record.guid: record.code for record in merged.ledger.records}
    assert codes == {
        "one": "Q0001",
        "two": "Q0002",
        "ours": "Q0003",
        "theirs": "Q0005",
        "after": "Q0004",
    }
    assert merged.renumbered == (("Q0003", "Q0005"),)
    after = next(record for record in merged.ledger.records if record.guid == "after")
    assert after.fingerprints[0].previous == "Q0005"


def test_one_question_that_both_sides_added_is_one_record_with_our_code() -> None:
    ours = replace(_BASE, records=(*_BASE.records, _record(4, "both")))
    theirs = replace(_BASE, records=(*_BASE.records, _record(3, "both")))
    merged = merge_ledgers(ours, _BASE, theirs).ledger
    assert [(r.code, r.guid) for r in merged.records][2:] == [("Q0004", "both")]


def test_what_each_side_changed_counts_and_the_later_build_where_both_did() -> None:
    one, two = _BASE.records
    edited = replace(one, question="新", stamp=Stamp("new", 200))
    later = replace(one, question="更新", stamp=Stamp("newer", 300))
    retired = replace(two, retired=250)
    merged = merge_ledgers(Ledger((edited, two)), _BASE, Ledger((later, retired))).ledger
    assert merged.records == (later, retired)


def test_what_one_side_deleted_and_the_other_edited_is_in_use() -> None:
    one, two = _BASE.records
    edited = replace(one, stamp=Stamp("new", 200))
    for ours, theirs in ((replace(one, retired=300), edited), (edited, replace(one, retired=300))):
        merged = merge_ledgers(Ledger((ours, two)), _BASE, Ledger((theirs, two))).ledger
        assert merged.records[0].retired is None


def test_a_code_that_changes_does_so_wherever_it_is_named() -> None:
    one, two = _BASE.records
    ours = Ledger((one, two, _record(3, "ours")))
    gone = replace(_record(3, "gone"), retired=200)
    joined = replace(_record(4, "joined"), aliases=("Q0003",))
    around = Surroundings("x", (), (("Q0003", "题 gone"), ("Q0002", "题 two")))
    theirs = Ledger((replace(one, surroundings=around), two, gone, joined))
    merged = {record.guid: record for record in merge_ledgers(ours, _BASE, theirs).ledger.records}
    assert merged["gone"].code == "Q0005"
    assert merged["joined"].aliases == ("Q0005",)
    shown = merged["one"].surroundings
    assert shown
    assert shown.related == (("Q0005", "题 gone"), ("Q0002", "题 two"))


def test_aliases_of_both_sides_are_kept() -> None:
    gone = tuple(replace(_record(at, f"gone{at}"), retired=90) for at in (3, 4))
    one, two = _BASE.records
    base = Ledger((one, two, *gone))
    ours = replace(one, aliases=("Q0003",), stamp=Stamp("a", 200))
    theirs = replace(one, aliases=("Q0004",), stamp=Stamp("b", 300))
    merged = merge_ledgers(Ledger((ours, two, *gone)), base, Ledger((theirs, two, *gone))).ledger
    assert merged.records[0].aliases == ("Q0003", "Q0004")


def test_points_keep_their_numbers_and_those_of_both_sides_are_there() -> None:
    one, two = (replace(record, points=("甲", "乙")) for record in _BASE.records)
    base = Ledger((one, two))
    ours = replace(one, points=("甲", "乙乙", "丙"), stamp=Stamp("a", 200))
    theirs = replace(one, points=("甲甲", "乙", "丁", "丙"), stamp=Stamp("b", 300))
    merged = merge_ledgers(Ledger((ours, two)), base, Ledger((theirs, two))).ledger
    assert merged.records[0].points == ("甲甲", "乙乙", "丙", "丁")


def test_of_two_stamps_the_later_counts() -> None:
    def ledger(content: str, time: int) -> Ledger:
        return replace(_BASE, stamps=(("kind", Stamp(content, time)),))

    base, early, late = ledger("a", 100), ledger("b", 200), ledger("c", 300)
    for ours, theirs in ((early, late), (late, early)):
        assert merge_ledgers(ours, base, theirs).ledger.stamps == late.stamps
    for ours, theirs in ((base, late), (late, base)):
        assert merge_ledgers(ours, base, theirs).ledger.stamps == late.stamps


@pytest.mark.parametrize("part", ["retired_notes", "references"])
def test_what_one_side_added_is_there_and_what_one_took_away_is_gone(part: str) -> None:
    values: dict[str, tuple[object, object]] = {
        "retired_notes": (SentNote("问答", ("a",), ()), SentNote("问答", ("b",), ())),
        "references": (_record(1, "a").fingerprints, _record(1, "b").fingerprints),
    }
    first, second = values[part]

    def ledger(**named: object) -> Ledger:
        return replace(_BASE, **{part: tuple(sorted(named.items()))})

    base = ledger(both=first, ours=first, theirs=first, edited=first)
    ours = ledger(both=first, theirs=first, edited=second, new=second)
    theirs = ledger(both=first, ours=first, edited=first, other=first)
    wanted = getattr(ledger(both=first, edited=second, new=second, other=first), part)
    assert getattr(merge_ledgers(ours, base, theirs).ledger, part) == wanted
    assert getattr(merge_ledgers(theirs, base, ours).ledger, part) == wanted


@pytest.mark.parametrize("seed", range(100))
def test_codes_and_guids_are_unique_and_every_card_of_both_sides_is_there(seed: int) -> None:
    random = Random(seed)

    def branch() -> Ledger:
        records = [
            replace(
                record, retired=random.choice([None, 200]), stamp=Stamp("x", random.randrange(9))
            )
            if random.random() < 0.5
            else record
            for record in base.records
        ]
        number = len(records)
        for _ in range(random.randint(0, 4)):
            number += random.randint(1, 2)
            records.append(_record(number, random.choice("abcdefgh") + str(number)))
        gone = [record.code for record in records if record.retired is not None]
        if gone:
            records[-1] = replace(records[-1], retired=None, aliases=(random.choice(gone),))
        return Ledger(tuple(records))

    base = Ledger(tuple(_record(at, f"g{at}") for at in range(1, random.randint(2, 6))))
    ours, theirs = branch(), branch()
    merged = merge_ledgers(ours, base, theirs).ledger
    codes = [record.code for record in merged.records]
    assert len(set(codes)) == len(codes)
    guids = {record.guid for record in merged.records}
    assert guids == {record.guid for side in (ours, theirs) for record in side.records}
    assert {r.guid: r.code for r in ours.records}.items() <= {
        r.guid: r.code for r in merged.records
    }.items()
    aliases = [alias for record in merged.records for alias in record.aliases]
    assert len(set(aliases)) == len(aliases)
    assert set(aliases) <= {r.code for r in merged.records if r.retired is not None}
    assert merge_ledgers(ours, base, base).ledger == merge_ledgers(base, base, ours).ledger


def _write(path: Path, ledger: Ledger) -> Path:
    path.write_text(dump(ledger), encoding="utf-8")
    return path


def test_the_command_writes_ours_and_takes_an_empty_base(tmp_path: Path) -> None:
    ours = _write(tmp_path / "ours", Ledger((_record(1, "one"),)))
    theirs = _write(tmp_path / "theirs", Ledger((_record(1, "two"),)))
    base = tmp_path / "base"
    base.touch()
    assert main(["ledger", "merge", str(ours), str(base), str(theirs)]) == 0
    assert {r.guid: r.code for r in load(ours).records} == {"one": "Q0001", "two": "Q0002"}


def test_branches_merge_by_themselves_with_the_driver_of_the_help(tmp_path: Path) -> None:
    def git(*args: str) -> None:
        own = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *own, *args], cwd=tmp_path, check=True, capture_output=True)

    driver = f"{sys.executable} {ROOT / 'build.py'} ledger merge %A %O %B"
    git("init", "-q", "-b", "main")
    git("config", "merge.shuati.driver", driver)
    (tmp_path / ".gitattributes").write_text("ledger.json merge=shuati\n")
    file = _write(tmp_path / "ledger.json", _BASE)
    git("add", ".")
    git("commit", "-qm", "base")
    for name in ("ours", "theirs"):
        git("checkout", "-q", "-b", name, "main")
        _write(file, replace(_BASE, records=(*_BASE.records, _record(3, name))))
        git("commit", "-qam", name)
    git("merge", "-q", "--no-edit", "ours")
    assert {r.guid: r.code for r in load(file).records} == {
        "one": "Q0001",
        "two": "Q0002",
        "theirs": "Q0003",
        "ours": "Q0004",
    }


def test_lines_are_short_and_a_change_is_in_few_of_them() -> None:
    one = replace(_record(1, "one"), points=tuple(f"第 {at} 点：{'长' * 100}" for at in range(9)))
    before = dump(Ledger((one,))).splitlines()
    after = dump(Ledger((replace(one, stamp=Stamp("content-new", 200)),))).splitlines()
    assert max(map(len, before)) < 200
    assert len(set(after) - set(before)) == 1


def test_a_ledger_with_a_record_a_line_is_read_as_ever(tmp_path: Path) -> None:
    old = (
        '{"format": 1,\n"stamps": {},\n"entries": [\n'
        '{"code": "Q0001", "guid": "one", "question": "题", "variants": '
        '[["a", "b", "c.md", "", "", ""]], "content": "x", "modified": 5, "deck": "甲"}\n]}\n'
    )
    file = tmp_path / "ledger.json"
    file.write_text(old, encoding="utf-8")
    (record,) = load(file).records
    assert (record.deck, record.stamp) == ("甲", Stamp("x", 5))
    assert (record.deck_rule, record.surroundings) == (None, None)
