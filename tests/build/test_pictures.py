"""Whatever becomes of the pictures, every one that a note shows is in the package, and no other.

Each picture has words of its own, so that a note's ``<img>`` can be traced to its place.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sample_pictures import SVG, png

from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

# Two documents that name their pictures alike, and mean other files.
_DOCUMENTS = {
    "甲/题.md": r"""# 排序

### 1. 下图 ![甲1](a.png) 是哪种排序？

**答案：** 是冒泡排序，见 ![甲2](图/b.png)。

### 2. 快速排序为什么不稳定？![甲3](a.png)

**答案：**

- **分区 ![甲4](图/b.png)：** 相等的元素可能换位 ![甲5](a.png)。
- **枢轴：** 选法不同 <img alt="甲6" src="图/b.png">，结果也不同。
- **例：** 见图 ![[独.png|甲7]]。

| 输入 | 结果 |
|---|---|
| ![甲8](a.png) | ![甲9](图\b.png) |

<div><img src="a.png" alt="甲10"></div>

> 注意 ![甲11](图/b.png)

### 3. 堆排序是什么？![甲13](a.png)

**答案：** 用堆选出最大的元素，再调整堆。

**解析：** 建堆用 O(n)，见 ![甲12](图/b.png)。
""",
    "乙/题.md": """# 排序之二

### 1. 什么是堆排序？![乙1](a.png)

**答案：** 用堆选出最大的元素，再调整堆；空间是常数 ![乙2](a.png)。

### 2. 快速排序为什么快？![乙3](a.png)

**答案：** 缓存命中率高，见 ![乙4](图/b.png)。

### 3. 归并排序为什么稳定？![乙5](a.png)

**答案：** 合并时先取左边的元素。
""",
}
_FILES = [f"{folder}/{name}" for folder in ("甲", "乙") for name in ("a.png", "图/b.png")]
_FILES += ["附件/深/独.png"]
# Where each picture is, by its words.
_PLACES = {
    words: f"{path.split('/')[0]}/{address}"
    for path, text in _DOCUMENTS.items()
    for words, address in re.findall(r"!\[(\w+)\]\((\S+?)\)", text.replace("\\", "/"))
} | {"甲6": "甲/图/b.png", "甲7": "附件/深/独.png", "甲10": "甲/a.png"}

_CONTENTS = st.sampled_from([png(0), png(1), png(2), SVG, png(0)[:-3], b"text", None])
_CHANGES = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(_FILES), _CONTENTS),
    st.tuples(st.just("swap"), st.sampled_from(_FILES), st.sampled_from(_FILES)),
    st.tuples(st.just("copy"), st.none(), st.none()),
    st.tuples(st.just("edit"), st.sampled_from(list(_DOCUMENTS)), st.none()),
    st.tuples(st.just("retire"), st.sampled_from(list(_DOCUMENTS)), st.none()),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    sources = tmp_path / "project" / "sources"
    for number, name in enumerate(_FILES):
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_bytes(png(number))
    for name, text in _DOCUMENTS.items():
        (sources / name).write_text(text, "utf-8")
    given_settings = 'keywords = 0\nnotes = ["问答", "要点", "术语"]\n'
    (sources / "shuati.toml").write_text(given_settings, "utf-8")
    same = '["甲/题.md#堆排序是什么？甲13", "乙/题.md#什么是堆排序？乙1"]'
    (sources / "decisions.toml").write_text(f"[[same]]\nquestions = {same}\n", "utf-8")
    return sources.parent


def built(project: Path, parts: str = "deck") -> Built:
    sources = project / "sources"
    plan = Plan(sources, project / "output", sources / "ledger.json", frozenset(parts.split()))
    return build(plan, Progress())


def package(project: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """The pictures of all notes (words → file), and the files of the package.

    What is a file in one place, and another or words in the next, has the file ''.
    """
    (deck,) = (project / "output").glob("*.apkg")
    with zipfile.ZipFile(io.BytesIO(deck.read_bytes())) as archive:
        names = json.loads(archive.read("media"))
        files = {name: archive.read(number) for number, name in names.items()}
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(archive.read("collection.anki2"))
            fields = [row for (row,) in database.execute("select flds from notes")]
    shown: dict[str, str] = {}
    named: set[str] = set()
    for field in fields:
        for tag in re.findall(r"<img\b[^>]*>", field):
            match = re.fullmatch(r'<img src="([^"]+)" alt="(\w+)">', tag)
            assert match, tag
            assert match[1] in files, tag
            shown[match[2]] = match[1] if shown.get(match[2], match[1]) == match[1] else ""
            named.add(match[1])
    assert set(files) == named
    in_words = {words for field in fields for words in re.findall(r"［图：(\w+)，", field)}
    shown |= dict.fromkeys(in_words & shown.keys(), "")
    return shown, files


def content_of(project: Path, name: str) -> bytes | None:
    """What a card can show of the file ``name``."""
    file = project / "sources" / name
    content = file.read_bytes() if file.exists() else b""
    return content if content.endswith((b"IEND\xaeB`\x82", b"</svg>")) else None


def is_right(project: Path, retired: bool) -> None:
    """Every picture of the sources that can be shown is; and each with its own content."""
    shown, files = package(project)
    assert "" not in shown.values() or retired
    there = {words: content_of(project, name) for words, name in _PLACES.items()}
    if retired:  # a note of the last package may show what has changed since
        return
    expected = {words: content for words, content in there.items() if content is not None}
    assert {words: files[name] for words, name in shown.items()} == expected


def changed(project: Path, change: tuple[str, str, object], number: int) -> Path:
    sources = project / "sources"
    kind, first, second = change
    if kind == "write" and second is None:
        (sources / first).unlink(missing_ok=True)
    elif kind == "write":
        assert isinstance(second, bytes)
        (sources / first).write_bytes(second)
    elif kind == "swap":
        one, other = sources / first, sources / str(second)
        if one.exists() and other.exists():
            content = one.read_bytes()
            one.write_bytes(other.read_bytes())
            other.write_bytes(content)
    elif kind == "edit":
        file = sources / first
        file.write_text(file.read_text("utf-8").replace("元素", f"元素{number}", 1), "utf-8")
    elif kind == "retire":
        file = sources / first
        file.write_text(file.read_text("utf-8").partition("### 3.")[0], "utf-8")
    else:
        copy = project.with_name(f"copy{number}")
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("output"))
        return copy
    return project


@pytest.mark.parametrize("file", _FILES)
def test_the_words_of_every_picture_lead_to_its_file(project: Path, file: str) -> None:
    built(project)
    is_right(project, retired=False)
    shown, files = package(project)
    own = [words for words, place in _PLACES.items() if place == file]
    assert own
    assert {files[shown[words]] for words in own} == {(project / "sources" / file).read_bytes()}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(_CHANGES, min_size=1, max_size=4))
@example(changes=[("edit", "乙/题.md", None)])
@example(changes=[("copy", None, None), ("swap", "甲/a.png", "乙/a.png")])
@example(changes=[("write", "甲/a.png", png(1)), ("write", "甲/a.png", None)])
@example(changes=[("write", "甲/图/b.png", None), ("retire", "甲/题.md", None)])
@example(changes=[("retire", "乙/题.md", None), ("write", "乙/a.png", png(9))])
def test_after_any_change_the_package_holds_what_its_notes_show(
    project: Path, changes: list[tuple[str, str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("project") / "project"
    shutil.copytree(project, folder)
    built(folder)
    is_right(folder, retired=False)
    retired = False
    for number, change in enumerate(changes):
        retired |= change[0] == "retire"
        folder = changed(folder, change, number)
        built(folder)
        is_right(folder, retired)


def test_a_retired_note_brings_its_picture_as_long_as_a_package_has_it(project: Path) -> None:
    """Its document and its file are gone; the package before holds both."""
    built(project)
    old = package(project)
    changed(project, ("retire", "乙/题.md", None), 0)
    (project / "sources" / "乙" / "a.png").write_bytes(png(9))
    for _ in range(2):
        built(project)
        shown, files = package(project)
        assert files[shown["乙5"]] == old[1][old[0]["乙5"]] == png(2)
    (deck,) = (project / "output").glob("*.apkg")
    deck.unlink()
    built(project)
    assert "乙5" not in package(project)[0]


def _without_cache(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


def test_a_warm_cache_of_another_project_gives_the_bytes_of_an_empty_one(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    built(project)
    other = tmp_path / "other"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns("output", "ledger.json*"))
    for number, name in enumerate(_FILES):
        (other / "sources" / name).write_bytes(png(100 + number))
    fresh = tmp_path / "fresh"
    shutil.copytree(other, fresh)
    built(other)
    _without_cache(monkeypatch, tmp_path / "cache")
    built(fresh)
    decks = [next((at / "output").glob("*.apkg")).read_bytes() for at in (other, fresh)]
    assert decks[0] == decks[1]
    is_right(other, retired=False)


def test_a_build_that_finds_nothing_changed_looks_at_every_picture(project: Path) -> None:
    """Whatever its suffix, and whether it was there the last time or not."""
    text = "### 1. 图？\n\n**答案：** ![丙](图.dat) ![丁](没有.png)\n\n### 2. 什么是堆？\n\n树。\n"
    sources = project / "sources"
    (sources / "题.md").write_text(text, "utf-8")
    (sources / "图.dat").write_bytes(png(7))
    assert built(project).bank
    assert not built(project).bank
    (sources / "图.dat").write_bytes(png(8))
    assert built(project).bank
    assert not built(project).bank
    (sources / "没有.png").write_bytes(png(9))
    assert built(project).bank
    assert png(9) in package(project)[1].values()


def _codes(done: Built) -> Iterator[tuple[str, str]]:
    return ((one.code, str(one.location)) for one in done.diagnostics if "picture" in one.code)


def test_a_picture_that_cannot_be_shown_is_reported_where_it_stands(project: Path) -> None:
    sources = project / "sources"
    text = """# 图

### 1. 图一？

见下。

![a](没有.png)

- 甲
- 乙 ![b](http://e.example/b.png)

### 2. 图二？![c](../外.png)

| 甲 | 乙 |
|---|---|
| 丙 | ![d](坏.png) |

<img src="page.png">

![[也没有.png]]

![e](大.png) ![f](data:image/png;base64,AA==)
"""
    (sources / "题.md").write_text(text, "utf-8")
    (sources / "坏.png").write_bytes(png()[:-9])
    (sources / "page.png").write_bytes(b"<html>")
    with (sources / "大.png").open("wb") as large:
        large.truncate(20_000_001)
    done = built(project, "deck bank report")
    assert sorted(_codes(done)) == [
        ("picture-damaged", "题.md:14"),
        ("picture-inline", "题.md:22"),
        ("picture-missing", "题.md:7"),
        ("picture-outside", "题.md:12"),
        ("picture-remote", "题.md:10"),
        ("picture-too-large", "题.md:22"),
        ("picture-wrong-type", "题.md:18"),
    ]
    missing = next(one for one in done.diagnostics if one.code == "picture-missing")
    assert dict(missing.args)["names"] == ("没有.png (:7)", "也没有.png (:20)")
    findings = json.loads((project / "output" / "bank.json").read_text("utf-8"))["findings"]
    assert {(one["code"], f"{one['path']}:{one['first_line']}") for one in findings} >= set(
        _codes(done)
    )
    assert "找不到 2 张图：没有.png (:7)、也没有.png (:20)" in (
        (project / "output" / "report.html").read_text("utf-8")
    )


def test_many_pictures_that_lack_the_same_are_one_line(project: Path) -> None:
    pictures = "\n\n".join(f"![x](没有{number}.png)" for number in range(300))
    (project / "sources" / "题.md").write_text(f"### 1. 图？\n\n{pictures}\n", "utf-8")
    (found,) = (one for one in built(project).diagnostics if "picture" in one.code)
    assert dict(found.args)["count"] == 300
    assert len(dict(found.args)["names"]) == 6  # type: ignore[arg-type]


def test_the_pictures_of_bank_md_lead_to_their_files_and_it_is_a_source_itself(
    project: Path, tmp_path: Path
) -> None:
    """Read again in its place beside the sources, it gives the same notes with the same files."""
    built(project, "deck bank")
    shown, files = package(project)
    shown.pop("乙1", None)  # in another wording only, which the next reading may not have
    text = (project / "output" / "bank.md").read_text("utf-8")
    addresses = re.findall(r'(?:\]\(|src=")(\.\.[^)"]+)', text)
    assert len(addresses) >= len(shown) - 2
    for address in addresses:
        assert (project / "output" / address).is_file()
    again = tmp_path / "again"
    shutil.copytree(project, again / "sources", ignore=shutil.ignore_patterns("*.md", "*.apkg"))
    (again / "sources" / "output" / "bank.md").write_text(text, "utf-8")
    shutil.copy(project / "sources" / "shuati.toml", again / "sources")
    (again / "sources" / "sources" / "ledger.json").unlink()
    built(again)
    assert {words: files[name] for words, name in shown.items()} == {
        words: package(again)[1][name]
        for words, name in package(again)[0].items()
        if words != "乙1"
    }
