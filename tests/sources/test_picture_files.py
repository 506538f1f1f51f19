"""Which file an address means, and which files are no pictures for a card."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_pictures import SVG, encoded, png

from shuati.model import Picture
from shuati.sources import picture_files
from shuati.sources.picture_files import PictureFiles, Unfit
from shuati.text.markdown import inline_tokens


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    for number, name in enumerate(
        (
            "a/img/一.png",
            "a/img/_二.png",
            "a/img/-a-/(三).png",
            "a/b c.png",
            "a/井#号.png",
            "a/问?号.png",
            "a/%20.png",
            "a/UPPER.PNG",
            "a/100%.png",
            "a/(1).png",
            f"a/{unicodedata.normalize('NFD', 'é')}.png",
            "附件/图 1.png",
            "a/近/同名.png",
            "z/同名.png",
        )
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(png(number))
    (tmp_path / "outside.png").write_bytes(png(99))
    (folder / "a" / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "a" / "loop.png").symlink_to("loop.png")
    return folder


def _address(markdown: str) -> str:
    """The address of the one picture in ``markdown``, as a renderer sees it."""
    (token,) = (one for one in inline_tokens(markdown) if one.type == "image")
    return str(token.attrGet("src"))


@pytest.mark.parametrize(
    ("markdown", "path"),
    [
        ("![](img/一.png)", "a/img/一.png"),
        ("![](./img/../img/一.png#x)", "a/img/一.png"),
        ("![](/img/一.png)", None),
        (r"![](img\一.png)", "a/img/一.png"),
        (r"![](img\_二.png)", "a/img/_二.png"),  # Markdown takes "\_" for an escape
        (r"![](img\-a-\(三\).png)", None),  # two guesses are too many
        ("![](b c.png)", "a/b c.png"),
        ("![](b%20c.png)", "a/b c.png"),
        ("![](<b c.png>)", "a/b c.png"),
        ("![](b c.png =100x20)", "a/b c.png"),
        ("![](b%20c.png =100x)", "a/b c.png"),
        ('![](b%20c.png "名")', "a/b c.png"),
        ("![](井#号.png)", "a/井#号.png"),
        ("![](问?号.png)", "a/问?号.png"),
        ("![](%20.png)", "a/%20.png"),
        ("![](100%.png)", "a/100%.png"),
        ("![]((1).png)", "a/(1).png"),
        ("![](upper.png)", "a/UPPER.PNG"),
        ("![](é.png)", f"a/{unicodedata.normalize('NFD', 'é')}.png"),
        ("![[b c.png]]", "a/b c.png"),
        ("![[b c.png|300]]", "a/b c.png"),
        ("![[img/一.png|甲]]", "a/img/一.png"),
        (r"![[img\一.png]]", "a/img/一.png"),
        ("![[图 1.png]]", "附件/图 1.png"),
        ("![[附件/图 1.png]]", "附件/图 1.png"),
        ("![[同名.png]]", "a/近/同名.png"),
        ("![[z/同名.png]]", "z/同名.png"),
        ("![[没有.png]]", None),
    ],
)
def test_an_address_means_the_file_that_its_writer_sees(
    sources: Path, markdown: str, path: str | None
) -> None:
    found = PictureFiles(sources).find("a/文.md", _address(markdown))
    assert (found.path if isinstance(found, Picture) else None) == path


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("没有.png", Unfit.MISSING),
        ("", Unfit.MISSING),
        ("#x", Unfit.MISSING),
        ("x" * 100_000 + ".png", Unfit.MISSING),
        ("a\0.png", Unfit.MISSING),
        ("img", Unfit.MISSING),
        ("loop.png", Unfit.MISSING),
        ("link.png", Unfit.OUTSIDE),
        ("../../outside.png", Unfit.OUTSIDE),
        ("..%2F..%2Foutside.png", Unfit.OUTSIDE),
        (r"..\..\outside.png", Unfit.OUTSIDE),
        ("../../nothing.png", Unfit.OUTSIDE),
        ("/etc/passwd", Unfit.OUTSIDE),
        ("/dev/zero", Unfit.OUTSIDE),
        ("[[../../outside.png]]", Unfit.OUTSIDE),
        ("file:///etc/passwd", Unfit.OUTSIDE),
        (r"C:\图\a.png", Unfit.OUTSIDE),
        ("https://e.example/x.png", Unfit.REMOTE),
        ("//e.example/x.png", Unfit.REMOTE),
        ("HTTP://e.example/x.png", Unfit.REMOTE),
        ("http://[x.png", Unfit.MISSING),
        ("data:image/png;base64,AAAA", Unfit.INLINE),
    ],
)
def test_an_address_that_gives_no_picture_has_a_reason(
    sources: Path, address: str, code: Unfit
) -> None:
    assert PictureFiles(sources).find("a/文.md", address) is code


@pytest.mark.parametrize("format", ["JPEG", "GIF", "WEBP", "PNG"])
def test_a_whole_file_is_a_picture_and_every_beginning_of_it_is_not(
    tmp_path: Path, format: str
) -> None:
    content = encoded(format)
    cut = (*range(0, len(content) - 1, 97), len(content) - 1)
    for length in cut:
        (tmp_path / f"{length}.png").write_bytes(content[:length])
    (tmp_path / "whole.png").write_bytes(content)
    (tmp_path / "more.png").write_bytes(content + b"\0" * 9)
    files = PictureFiles(tmp_path)
    for name in ("whole", "more"):
        found = files.find("a.md", f"{name}.png")
        assert isinstance(found, Picture)
        assert found.name.endswith({"JPEG": ".jpg"}.get(format, f".{format.lower()}"))
    for length in cut:
        assert files.find("a.md", f"{length}.png") in (Unfit.DAMAGED, Unfit.WRONG_TYPE), length


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", png()[:30], SVG[:40]]))
def test_any_bytes_are_a_picture_or_have_a_reason(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.png").write_bytes(start + content)
    assert PictureFiles(folder).find("a.md", "a.png") in (Unfit.DAMAGED, Unfit.WRONG_TYPE)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><svg>", Unfit.WRONG_TYPE),
        (encoded("BMP"), Unfit.WRONG_TYPE),
        (b"", Unfit.WRONG_TYPE),
        (b"<!--x-->" * 60 + b"x", Unfit.WRONG_TYPE),
        (b"<svg>", Unfit.DAMAGED),
        (b"<svg/>", Unfit.DAMAGED),
        (SVG[:-3], Unfit.DAMAGED),
        (png().replace(b"\0\0\0\x01\0\0\0\x01", b"\0\0\0\0\0\0\0\x01"), Unfit.DAMAGED),
    ],
)
def test_the_content_decides_what_a_file_is(tmp_path: Path, content: bytes, code: Unfit) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert PictureFiles(tmp_path).find("a.md", "a.png") is code


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert PictureFiles(tmp_path).find("a.md", "pipe.png") is Unfit.MISSING


def test_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(png())
    monkeypatch.setattr(picture_files, "PICTURE", len(png()))
    assert isinstance(PictureFiles(tmp_path).find("a.md", "a.png"), Picture)
    with (tmp_path / "b.png").open("wb") as file:
        file.truncate(10**10)  # a sparse file
    assert PictureFiles(tmp_path).find("a.md", "b.png") is Unfit.TOO_LARGE


def test_a_name_follows_from_the_content_alone(tmp_path: Path) -> None:
    for name, shade in (("a.png", 1), ("b.jpg", 1), ("c.png", 2)):
        (tmp_path / name).write_bytes(png(shade))
    files = PictureFiles(tmp_path)
    found = [files.find("a.md", name) for name in ("a.png", "b.jpg", "c.png")]
    names = [one.name for one in found if isinstance(one, Picture)]
    assert names[0] == names[1] != names[2]
    assert len(names) == 3
