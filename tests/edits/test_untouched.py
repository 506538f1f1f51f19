"""What other questions do leaves a note alone; what is sent is named with its reason."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from shuati.cli.main import main
from shuati.config.strings import RETIRED_TAG
from shuati.ledger.store import Stamp
from shuati.messages import Language, describe
from shuati.model import BuildError
from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.changes import ChangeKind
from shuati.pipeline.preview import preview
from shuati.pipeline.progress import Progress
from shuati.publish.anki.note_types import Field, NoteKind, TermField
from shuati.publish.anki.targets.apkg import deck_id
from shuati.publish.anki.targets.read_package import sent_notes

_ORGANS = (
    *("肾小球", "肾小管", "集合管", "肾单位", "近端小管", "远端小管", "髓袢", "致密斑"),
    *("球旁细胞", "肾盂", "输尿管", "膀胱"),
)


def _question(at: int, organ: str) -> str:
    more = "重吸收钠离子和水，受醛固酮调节" if at % 2 else "滤过血浆，形成原尿，受血压影响"
    return f"## {organ}有什么功能？\n\n{organ}{more}；第 {at} 段的{organ}与相邻结构相连。\n\n"


def _plan(folder: Path, settings: str = "", count: int = 8) -> Plan:
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    (sources / "shuati.toml").write_text(settings, encoding="utf-8")
    text = "".join(_question(at, organ) for at, organ in enumerate(_ORGANS[:count]))
    (sources / "a.md").write_text(f"# 泌尿\n\n{text}", encoding="utf-8")
    return Plan(sources, folder / "output", sources / "ledger.json", frozenset({"deck"}))


def _build(plan: Plan) -> Built:
    built = build(plan, Progress())
    assert built.bank
    return built


def _subdecks(built: Built) -> dict[str, str]:
    assert built.bank
    assert built.bank.notes
    codes = {entry.guid: entry.code for entry in built.bank.entries}
    notes = built.bank.notes.plan.notes
    return {codes[note.guid]: note.deck for note in notes if note.guid in codes}


# ── untouched entries ────────────────────────────────────────────────────────


def _told(text: str) -> str:
    """``text`` without headings and questions."""
    return text.replace("#", "").replace("？", "。")


_OTHERS = {
    "new ones": lambda text: text + "".join(_question(9, organ) for organ in _ORGANS[8:]),
    "one fewer": lambda text: text.replace(_question(7, _ORGANS[7]), ""),
    "one in other words": lambda text: text.replace("肾小球有什么功能", "肾小球起什么作用"),
    "another order": lambda text: "# 泌尿\n\n" + "## ".join(["", *text.split("## ")[:0:-1]]),
    "one that talks of the rest": lambda text: f"{text}## 什么是泌尿？\n\n{_told(text)}",
}  # fmt: skip


@pytest.mark.parametrize("what", _OTHERS)
@pytest.mark.parametrize("settings", ["", "tags = ['泌尿::小管 = 小管', '泌尿::其他 = 肾']"])
def test_a_note_stays_when_other_questions_change(what: str, settings: str, tmp_path: Path) -> None:
    plan = _plan(tmp_path, settings)
    before = _build(plan).bank
    package = plan.output / "shuati.apkg"
    sent = sent_notes(package)
    file = plan.sources / "a.md"
    file.write_text(_OTHERS[what](file.read_text("utf-8")), encoding="utf-8")
    seen = preview(plan, Progress())
    after = _build(plan).bank
    assert before
    assert after
    own = {entry.code: [variant.text for variant in entry.variants] for entry in before.entries}
    now = sent_notes(package)
    for entry in after.entries:
        asked = [variant.text for variant in entry.variants]
        if own.get(entry.code) == asked and what != "another order":
            assert now[entry.guid].tags == sent[entry.guid].tags
            assert now[entry.guid].fields[8] == sent[entry.guid].fields[8]
    stamps = {record.code: record.stamp for record in before.ledger.records}
    changed = {r.code for r in after.ledger.records if stamps.get(r.code, r.stamp) != r.stamp}
    assert changed <= {"Q0001", "Q0008"}
    named = {change.code for change in seen.changes if change.notes}
    assert changed <= named


def test_tags_follow_when_a_rule_of_the_settings_changes(tmp_path: Path) -> None:
    _build(_plan(tmp_path))
    plan = _plan(tmp_path, "tags = ['滤过 = 肾小球, 肾小管']")
    seen = preview(plan, Progress())
    built = _build(plan)
    assert built.bank
    tags = {entry.code: entry.tags for entry in built.bank.entries}
    assert "滤过" in tags["Q0001"]
    assert seen.notes["changed"] > 0
    assert sum(len(change.notes) for change in seen.changes) == sum(seen.notes.values())
    (note,) = [change for change in seen.changes if change.code == "Q0001"]
    assert note.kind is ChangeKind.NOTE
    assert "滤过" in "".join(part.text for part in note.words if part.kind != "equal")


def test_every_note_that_is_counted_is_named(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    _build(plan)
    plan = _plan(tmp_path, "keywords = 1", count=10)
    seen = preview(plan, Progress())
    assert sum(len(change.notes) for change in seen.changes) == sum(seen.notes.values())


# ── sub-decks ────────────────────────────────────────────────────────────────


def test_new_settings_for_sub_decks_hold_for_new_notes_and_the_rest_is_counted(
    tmp_path: Path,
) -> None:
    first = _subdecks(_build(_plan(tmp_path, "tags = ['器官 = 功能']")))
    assert set(first.values()) == {"器官"}
    built = _build(_plan(tmp_path, 'subdecks = "document"', count=9))
    assert _subdecks(built) == first | {"Q0009": "泌尿"}
    (kept,) = [one for one in built.diagnostics if one.code == "decks-kept"]
    assert dict(kept.args)["count"] == 8
    for language in Language:
        assert "shuati ledger decks --forget" in describe(kept, language).fix


def _forget_rules(plan: Plan) -> None:
    """Make the ledger one of an earlier version, which names no rule."""
    text = re.sub(r',?\s*"deck_rule": ?"[^"]*"', "", plan.ledger.read_text("utf-8"))
    assert "deck_rule" not in text
    plan.ledger.write_text(text, encoding="utf-8")


def test_an_earlier_ledger_whose_decks_no_setting_of_today_gives_holds_no_new_entry_back(
    tmp_path: Path,
) -> None:
    plan = _plan(tmp_path)
    file = plan.sources / "a.md"
    file.write_text(file.read_text("utf-8").replace("# 泌尿", "# 题库", 1), encoding="utf-8")
    first = _subdecks(_build(plan))
    assert set(first.values()) == {"其他"}
    _forget_rules(plan)
    for count in (9, 10):
        built = _build(_plan(tmp_path, 'subdecks = "document"', count=count))
        assert _subdecks(built).items() >= first.items()
        assert _subdecks(built)[f"Q{count:04}"] == "泌尿"
        assert [one.code for one in built.diagnostics if one.code.startswith("decks")]


def test_an_earlier_ledger_goes_on_with_the_deck_of_a_chapter_with_another_name(
    tmp_path: Path,
) -> None:
    plan = _plan(tmp_path, 'subdecks = "document"')
    _build(plan)
    _forget_rules(plan)
    plan = _plan(tmp_path, 'subdecks = "document"', count=9)
    file = plan.sources / "a.md"
    file.write_text(file.read_text("utf-8").replace("# 泌尿", "# 泌尿系统", 1), encoding="utf-8")
    built = _build(plan)
    assert set(_subdecks(built).values()) == {"泌尿"}
    assert not [one for one in built.diagnostics if one.code == "decks-kept"]


def test_what_was_published_without_sub_decks_is_counted_too(tmp_path: Path) -> None:
    _build(_plan(tmp_path, 'subdecks = "none"'))
    built = _build(_plan(tmp_path, 'subdecks = "document"', count=9))
    assert _subdecks(built)["Q0001"] == ""
    assert _subdecks(built)["Q0009"] == "泌尿"
    assert [one.code for one in built.diagnostics if one.code == "decks-kept"]


def test_a_chapter_with_another_name_keeps_its_deck_and_is_no_news(tmp_path: Path) -> None:
    plan = _plan(tmp_path, 'subdecks = "document"')
    _build(plan)
    plan = _plan(tmp_path, 'subdecks = "document"', count=9)
    file = plan.sources / "a.md"
    file.write_text(file.read_text("utf-8").replace("# 泌尿", "# 泌尿系统", 1), encoding="utf-8")
    built = _build(plan)
    assert set(_subdecks(built).values()) == {"泌尿"}
    assert not [one for one in built.diagnostics if one.code == "decks-kept"]


def test_decks_that_are_let_go_follow_the_settings(tmp_path: Path) -> None:
    _build(_plan(tmp_path))
    plan = _plan(tmp_path, 'subdecks = "document"')
    assert main(["ledger", "decks", "--forget", "--sources", str(plan.sources)]) == 0
    built = _build(plan)
    assert set(_subdecks(built).values()) == {"泌尿"}
    assert not [one for one in built.diagnostics if one.code == "decks-kept"]
    assert deck_id("刷题::泌尿")


# ── retired notes ────────────────────────────────────────────────────────────


def _merged(folder: Path) -> Plan:
    plan = _plan(folder)
    _build(plan)
    (plan.sources / "decisions.toml").write_text(
        '[[same]]\nquestions = ["Q0001", "Q0002"]\n', encoding="utf-8"
    )
    return plan


def test_a_card_that_was_merged_names_the_one_that_it_is_part_of(tmp_path: Path) -> None:
    built = _build(_merged(tmp_path))
    assert built.bank
    assert built.bank.notes
    (gone,) = built.bank.notes.plan.retire
    assert gone.fields[0] == "Q0002"
    assert "现并入 Q0001" in gone.fields[2]


def _sent_fields(built: Built, code: str) -> list[tuple[str, ...]]:
    assert built.bank
    assert built.bank.notes
    notes = built.bank.notes.plan.notes
    return [note.fields for note in notes if note.fields[0] == code]


def test_every_card_of_a_merged_entry_names_the_other_once_and_keeps_its_material(
    tmp_path: Path,
) -> None:
    plan = _plan(tmp_path, 'notes = ["问答", "要点"]\n')
    points = "- **甲：** 遇冷先裂。\n- **乙：** 只在夜里开花。\n- **丙：** 三年才结果。\n\n"
    for name in ("x", "y"):
        asked = f"## 第 {name} 段输出什么？\n\n```\nprint('{name}')\n```\n\n"
        text = f"# 题\n\n{asked}**答案：** B\n\n**解析：**\n\n{points}"
        (plan.sources / f"{name}.md").write_text(text, encoding="utf-8")
    built = _build(plan)
    assert built.bank
    codes = {e.variants[0].path: e.code for e in built.bank.entries}
    kept, gone = codes["x.md"], codes["y.md"]
    before = _sent_fields(built, gone)
    assert len(before) == 2  # 问答 and 要点
    assert all(shown[2] for shown in before)
    ledger = plan.ledger.read_bytes()
    decision = f'[[same]]\nquestions = ["{kept}", "{gone}"]\n'
    (plan.sources / "decisions.toml").write_text(decision, encoding="utf-8")
    for count in (9, 10, 9):  # it is sent on; at last from the package alone
        if count == 9:
            plan.ledger.write_bytes(ledger)
        built = _build(_plan(tmp_path, 'notes = ["问答", "要点"]\n', count=count))
        after = _sent_fields(built, gone)
        assert len(after) == 2
        for shown, was in zip(after, before, strict=True):
            assert "".join(shown).count(f"现并入 {kept}") == 1
            mark, _, rest = shown[2].partition("</div>")
            assert "现并入" in mark
            assert (*shown[:2], rest, *shown[3:]) == was
    (plan.sources / "x.md").unlink()
    (plan.sources / "y.md").unlink()
    (plan.sources / "decisions.toml").unlink()
    built = _build(plan)
    assert len(_sent_fields(built, gone)) == 2
    for shown in _sent_fields(built, gone):
        assert "现并入" not in "".join(shown)


def test_a_card_that_was_deleted_names_none(tmp_path: Path) -> None:
    _build(_plan(tmp_path))
    built = _build(_plan(tmp_path, count=7))
    assert built.bank
    assert built.bank.notes
    (gone,) = built.bank.notes.plan.retire
    assert "现并入" not in "".join(gone.fields)


def test_a_fresh_package_is_without_retired_notes_beside_the_other(tmp_path: Path) -> None:
    plan = replace(_merged(tmp_path), fresh=True)
    _build(plan)
    found = {}
    for name in ("shuati.apkg", "shuati-fresh.apkg"):
        with zipfile.ZipFile(plan.output / name) as archive:
            database = sqlite3.connect(":memory:")
            database.deserialize(archive.read("collection.anki2"))
            found[name] = {
                code.split("\x1f")[0] for (code,) in database.execute("select flds from notes")
            }
    assert found["shuati.apkg"] - found["shuati-fresh.apkg"] == {"Q0002"}


# ── a lost ledger ────────────────────────────────────────────────────────────


def _stops(plan: Plan, code: str) -> None:
    before = {path: path.read_bytes() for path in plan.sources.iterdir()}
    with pytest.raises(BuildError) as stopped:
        build(plan, Progress())
    assert [one.code for one in stopped.value.diagnostics] == [code]
    assert before == {path: path.read_bytes() for path in plan.sources.iterdir()}


def test_a_lost_ledger_beside_its_backup_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    _build(_plan(tmp_path))
    plan = _plan(tmp_path, count=9)
    _build(plan)
    plan.ledger.unlink()
    _stops(plan, "ledger-lost")
    with pytest.raises(BuildError):
        preview(plan, Progress())


def test_decisions_that_name_codes_without_a_ledger_are_an_error(tmp_path: Path) -> None:
    plan = _merged(tmp_path)
    plan.ledger.unlink()
    _stops(plan, "ledger-lost-decisions")
    (plan.sources / "decisions.toml").write_text(
        '[[same]]\nquestions = ["a.md#肾小球有什么功能？", "a.md#肾小管有什么功能？"]\n',
        encoding="utf-8",
    )
    _build(plan)


def test_the_backup_of_a_lost_ledger_outlives_any_number_of_builds_of_a_new_one(
    tmp_path: Path,
) -> None:
    _build(_plan(tmp_path))
    plan = _plan(tmp_path, count=9)
    _build(plan)
    backup = plan.sources / "ledger.json.bak"
    good = backup.read_bytes()
    plan.ledger.unlink()
    plan = _plan(tmp_path, count=3)
    assert main(["ledger", "new", "--sources", str(plan.sources)]) == 0
    for count in (3, 4, 5, 6, 7):
        _build(_plan(tmp_path, count=count))
        assert backup.read_bytes() == good
    assert (plan.sources / "ledger.json.bak2").exists()


def test_five_generations_are_kept_the_newest_first(tmp_path: Path) -> None:
    versions = []
    for count in range(3, 11):
        plan = _plan(tmp_path, count=count)
        _build(plan)
        versions.append(plan.ledger.read_bytes())
    kept = [plan.sources / f"ledger.json.bak{number}" for number in ("", 2, 3, 4, 5)]
    assert [path.read_bytes() for path in kept] == versions[-2:-7:-1]
    assert len(list(plan.sources.glob("ledger.json*"))) == 6


# ── headings ─────────────────────────────────────────────────────────────────


def test_another_heading_above_sends_no_note_again(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    file = plan.sources / "a.md"
    text = file.read_text("utf-8").replace("## ", "### ")
    file.write_text(text.replace("### 肾单位", "## 甲\n\n### 肾单位", 1), encoding="utf-8")
    _build(plan)
    file.write_text(file.read_text("utf-8").replace("## 甲", "## 乙"), encoding="utf-8")
    assert preview(plan, Progress()).notes == {"new": 0, "changed": 0, "gone": 0}


def test_a_stamp_of_an_earlier_version_is_that_of_the_same_content(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    built = _build(plan)
    assert built.bank
    assert built.bank.notes
    text = plan.ledger.read_text("utf-8")
    for note in built.bank.notes.plan.notes:
        assert note.earlier_hash
        text = text.replace(note.content_hash, note.earlier_hash)
    plan.ledger.write_text(text, encoding="utf-8")
    assert preview(plan, Progress()).notes == {"new": 0, "changed": 0, "gone": 0}


# ── an older ledger that was restored ────────────────────────────────────────


@pytest.mark.parametrize("count", [7, 8])
def test_what_was_sent_after_the_ledger_that_was_restored_is_sent_again(
    count: int, tmp_path: Path
) -> None:
    plan = _plan(tmp_path)
    before = _build(plan).bank
    ledger = plan.ledger.read_bytes()
    _build(_plan(tmp_path, count=7))  # Q0008 is retired, and that is forgotten
    package = plan.output / "shuati.apkg"
    last = sent_notes(package)
    plan.ledger.write_bytes(ledger)
    built = _build(_plan(tmp_path, count=count)).bank
    assert before
    assert built
    guid = before.entries[7].guid
    now = sent_notes(package)
    assert now[guid].modified > last[guid].modified
    assert (now[guid].retired is not None) is (count == 7)
    assert all(now[one].modified == last[one].modified for one in now.keys() - {guid})


# ── related entries ────────────────────────────────────────────────────────────

_AT_REST = "接近钾的平衡电位"
_NEAR = {
    "a.md": f"## 什么是静息电位？\n\n细胞安静时膜两侧的电位差，内负外正，{_AT_REST}。\n",
    "b.md": f"## 静息电位是怎样形成的？\n\n安静时钾外流，形成内负外正的电位差，{_AT_REST}。\n",
    "c.md": f"## 静息电位受哪些因素影响？\n\n膜对钾的通透性和钾的浓度差使它{_AT_REST}。\n",
}


def _named(built: Built) -> dict[str, set[str]]:
    """The codes that the card of each code names as related."""
    assert built.bank
    assert built.bank.notes
    found = {}
    for note in built.bank.notes.plan.notes:
        if note.kind is NoteKind.ANSWER and RETIRED_TAG not in note.tags:
            shown = dict(zip(Field, note.fields, strict=True))
            found[shown[Field.CODE]] = set(re.findall(r"Q\d+", shown[Field.RELATED]))
    return found


def _near_bank(folder: Path) -> Plan:
    plan = _plan(folder)
    (plan.sources / "a.md").unlink()
    for name, text in _NEAR.items():
        (plan.sources / name).write_text(text, encoding="utf-8")
    return plan


def _stamps_of(built: Built) -> dict[str, Stamp | None]:
    assert built.bank
    return {record.code: record.stamp for record in built.bank.ledger.records}


@pytest.mark.parametrize("gone", ["Q0001", "Q0002", "Q0003"])
@pytest.mark.parametrize("how", ["deleted", "merged"])
def test_no_card_names_a_related_entry_that_is_gone_and_none_is_sent_for_it(
    how: str, gone: str, tmp_path: Path
) -> None:
    plan = _near_bank(tmp_path)
    before = _build(plan)
    one, other = sorted({"Q0001", "Q0002", "Q0003"} - {gone})
    assert _named(before) == {
        one: {other, gone}, other: {one, gone}, gone: {one, other}
    }  # fmt: skip
    if how == "deleted":
        (plan.sources / f"{'abc'[int(gone[1:]) - 1]}.md").unlink()
    else:
        decision = f'[[same]]\nquestions = ["{gone}", "{other}"]\n'
        (plan.sources / "decisions.toml").write_text(decision, encoding="utf-8")
    after = _build(plan)
    left = _named(after)
    (kept,) = left.keys() - {one}
    assert left[one] == {kept}
    assert _stamps_of(after)[one] == _stamps_of(before)[one]
    if how == "deleted":
        assert _stamps_of(after)[other] == _stamps_of(before)[other]


# ── terms ────────────────────────────────────────────────────────────────────

_TERMS = ("剪枝", "蒸馏", "量化", "模型剪枝", "结构化剪枝", "动态量化")
_MEANINGS = (
    "是指去掉不重要的权重，再用少量数据微调恢复精度",
    "是一种让小模型学习大模型的输出分布和中间表示的方法",
    "指用更少的位数表示权重和激活，换取速度",
    "是按通道成组地删除、不需要专门的稀疏算子的做法",
)


def _of_terms(number: int, random: Random) -> str:
    """A document with a question whose points explain some of the terms."""
    points = "".join(
        f"{at}. **{term}：** {random.choice(_MEANINGS)}，见第 {random.randrange(3)} 组。\n"
        for at, term in enumerate(random.sample(_TERMS, 3), 1)
    )
    return f"# 第 {number} 册\n\n## 第 {number} 类压缩方法有哪些？\n\n{points}"


def _terms(built: Built) -> dict[str, tuple[dict[str, str], Stamp]]:
    """Of every term its fields, and its stamp."""
    assert built.bank
    assert built.bank.notes
    plan = built.bank.notes.plan
    return {
        note.fields[0]: (
            dict(zip(map(str, TermField), note.fields, strict=True))
            | {"tags": " ".join(note.tags)},
            plan.stamps[note.guid],
        )
        for note in plan.notes
        if note.kind is NoteKind.TERM and RETIRED_TAG not in note.tags
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_note_of_a_term_changes_with_what_it_shows_alone(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    plan = _plan(tmp_path, 'notes = ["术语"]\nkeywords = 0\nsame_threshold = 1.0\n')
    (plan.sources / "a.md").unlink()
    for number in range(4, 8):
        (plan.sources / f"{number}.md").write_text(_of_terms(number, random), encoding="utf-8")
    before = _terms(_build(plan))
    assert before
    for number in random.sample(range(1, 12), 5):
        file = plan.sources / f"{number}.md"
        explained = file.read_text("utf-8") if file.exists() else ""
        if explained and random.random() < 0.5:
            file.unlink()
            text = ""
        else:
            text = _of_terms(number, random)
            file.write_text(text, encoding="utf-8")
        after = _terms(_build(plan))
        touched = {term for term in _TERMS if f"**{term}：**" in explained + text}
        for term, (fields, stamp) in before.items():
            shown, now = after.get(term, ({}, None))
            same = all(shown.get(k) == v for k, v in fields.items() if k != TermField.ASKED)
            if term not in touched or same:
                assert now == stamp
        before = after


def test_a_term_keeps_its_note_and_its_first_meaning_whatever_others_say_of_it(
    tmp_path: Path,
) -> None:
    plan = _plan(tmp_path, 'notes = ["术语"]\nkeywords = 0\n')
    (plan.sources / "a.md").unlink()
    point = "1. **相位掩码：** 是按采样时刻遮住一部分输入的位置编码。\n"
    for name, number in (("m.md", 1), ("n.md", 2)):
        text = f"## 第 {number} 类压缩方法有哪些？\n\n{point}2. **其他：** 第 {number} 组。\n"
        (plan.sources / name).write_text(text, encoding="utf-8")
    (first,) = _terms(_build(plan)).items()
    (plan.sources / "b.md").write_text(  # in front of the others, in nearly the same words
        f"## 怎样让训练更稳定？\n\n{point.replace('一部分', '一些')}", encoding="utf-8"
    )
    assert dict(_terms(_build(plan))) == dict([first])
    (plan.sources / "b.md").unlink()
    (plan.sources / "n.md").unlink()
    assert dict(_terms(_build(plan))) == dict([first])
