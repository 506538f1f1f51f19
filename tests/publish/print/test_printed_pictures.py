"""Pictures on the sheets: those that can be shown are, the others are named in words."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sample_pictures import SVG, encoded, png

from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress
from shuati.publish.print import file_fetcher
from shuati.publish.print.printed_pictures import (
    LARGEST,
    MOST_WORK,
    drawing_work,
    folder_of,
    printed,
)

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
_SETTINGS = "keywords = 0\nfront_matter = false\n"
_SHEETS = frozenset({"study", "quiz", "list", "cards", "cheat"})


def _doubled(times: int) -> bytes:
    """A drawing of 2 to the power of ``times`` circles, each part of which draws another twice."""
    parts = "".join(
        f'<g id="a{at}"><use href="#a{at - 1}"/><use href="#a{at - 1}"/></g>'
        for at in range(1, times + 1)
    )
    defined = f'<defs><g id="a0"><circle r="1"/></g>{parts}</defs>'
    return f'{_HEAD}{defined}<use href="#a{times}"/></svg>'.encode()


_LOOP = f'{_HEAD}<g id="a"><use href="#a"/></g></svg>'.encode()
_NO_NUMBERS = _HEAD.replace("width", 'viewBox="x y" width').encode() + b"</svg>"


def _plan(folder: Path, text: str, settings: str = "", **pictures: bytes) -> Plan:
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    for name, content in pictures.items():
        (sources / name.replace("_", ".")).write_bytes(content)
    (sources / "shuati.toml").write_text(_SETTINGS + settings, "utf-8")
    (sources / "a.md").write_text(text, "utf-8")
    return Plan(sources, folder / "output", sources / "ledger.json", _SHEETS)


def _build(plan: Plan) -> Built:
    return build(plan, Progress())


def _images(plan: Plan, sheet: str) -> list[tuple[int, int]]:
    """The sizes of the pictures on a sheet, in points of their own."""
    with pikepdf.open(plan.output / f"{sheet}.pdf") as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        images = [one for one in streams if one.get("/Subtype") == "/Image"]
        if "/OutputIntents" in pdf.Root:  # ISO 19005-2, 6.2.8
            assert not any(one.get("/Interpolate", False) for one in images)
        return sorted((int(one.Width), int(one.Height)) for one in images)


def _picture(width: int, height: int, format: str = "PNG", mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, format)
    return buffer.getvalue()


_TEXT = """# 图

## 1. ![](a.png) 是什么？

![示意](b.png)

看图。

## 2. 只有图？

![乙](c.png)
"""
_THREE = {"a_png": _picture(31, 7), "b_png": _picture(32, 7), "c_png": _picture(33, 7)}


@pytest.mark.parametrize("settings", ["", "archival = true", "tagged = true"])
def test_every_sheet_shows_the_pictures_of_questions_and_answers(
    settings: str, tmp_path: Path
) -> None:
    plan = _plan(tmp_path, _TEXT, settings, **_THREE)
    _build(plan)
    for sheet in ("study", "list", "cards"):
        assert set(_images(plan, sheet)) == {(31, 7), (32, 7), (33, 7)}
    assert set(_images(plan, "quiz")) == {(31, 7), (32, 7), (33, 7)}  # its key
    assert set(_images(plan, "cheat")) == {(31, 7), (33, 7)}  # where there are no words


def test_another_picture_of_the_same_name_is_printed_as_with_an_empty_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = _plan(tmp_path, _TEXT, **_THREE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
    _build(plan)
    plan = _plan(tmp_path, _TEXT, **_THREE | {"b_png": _picture(40, 9)})
    _build(plan)
    assert (40, 9) in _images(plan, "study")
    assert (32, 7) not in _images(plan, "study")
    warm = {sheet: (plan.output / f"{sheet}.pdf").read_bytes() for sheet in _SHEETS}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "two"))
    shutil.rmtree(plan.output)
    _build(plan)
    assert {sheet: (plan.output / f"{sheet}.pdf").read_bytes() for sheet in _SHEETS} == warm


def test_what_cannot_be_printed_is_named_in_words_and_reported(tmp_path: Path) -> None:
    text = "# 图\n\n## 1. 什么是甲？\n\n![环](a.svg) 与 ![坏](b.svg) 与 ![好](c.svg)\n"
    plan = _plan(tmp_path, text, a_svg=_LOOP, b_svg=_NO_NUMBERS, c_svg=SVG)
    found = [dict(one.args)["name"] for one in _build(plan).diagnostics if "print" in one.code]
    assert sorted(map(str, found)) == ["a.svg", "b.svg"]


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_a_usual_picture_is_printed_as_it_is(format: str) -> None:
    assert printed("a.png", encoded(format)) == b""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_picture(LARGEST + 1, 9, "JPEG"), "JPEG"),
        (_picture(LARGEST + 1, 9), "PNG"),
        (_picture(9, 9, "JPEG", "CMYK"), "JPEG"),
        (_picture(9, 9, "PNG", "I;16"), "PNG"),
        (encoded("WEBP"), "JPEG"),
        (encoded("GIF"), "PNG"),
    ],
)
def test_any_other_becomes_one_that_every_pdf_can_hold(content: bytes, kind: str) -> None:
    made = printed("a.png", content)
    assert made
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == kind
        assert image.mode == "RGB"
        assert max(image.size) <= LARGEST


@pytest.mark.parametrize("content", [png()[:40], b"", _picture(9000, 9000, mode="1")])
def test_what_pillow_cannot_open_or_is_endless_is_not_printed(content: bytes) -> None:
    assert printed("a.png", content) is None


def test_a_drawing_is_printed_if_it_ends() -> None:
    assert printed("a.svg", SVG) == b""
    assert printed("a.svg", _doubled(3)) == b""
    for content in (_LOOP, _NO_NUMBERS, _doubled(30)):
        assert printed("a.svg", content) is None


@pytest.mark.parametrize(
    "inner",
    [
        '<pattern id="p"><rect fill="url(#p)"/></pattern>',
        "<marker id='m'><path style=\"marker-mid: url('#m')\"/></marker>",
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        f'<path d="{"M0 0 1 1" * 200_000}"/>',
        f'<marker id="m"><g/></marker><path marker-mid="url(#m)" d="{"M0 0" * 20_000}"/>',
        "<g/>" * (MOST_WORK + 1),
        "".join(f'<g id="a{at}"><use href="#a{at + 1}"/></g>' for at in range(5_000)),
    ],
)
def test_the_work_of_a_drawing_counts_what_is_drawn_again(inner: str) -> None:
    assert drawing_work(f"{_HEAD}{inner}</svg>".encode()) > MOST_WORK


def test_no_picture_but_those_of_the_sources_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(png())
    with folder_of({"a.png": png()}) as folder:
        served = file_fetcher.folders(None, folder)
        assert file_fetcher.find("shuati:pictures/a.png", served).read_bytes() == png()
        for address in ("pictures/b.png", f"pictures/../{tmp_path.name}/b.png", "pictures/"):
            with pytest.raises(file_fetcher.Refused):
                file_fetcher.find(f"shuati:{address}", served)
    assert folder
    assert not folder.exists()
    assert file_fetcher.folders()["pictures"] == ()
