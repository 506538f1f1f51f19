"""What rendering may touch, and what it says where it cannot work."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest

from shuati.publish.print import file_fetcher, fonts, weasyprint_engine
from shuati.publish.print.pango import PangoMissing, install_command

HOSTILE = """<html><head><base href="http://example.com/">
<link rel="stylesheet" href="http://example.com/a.css">
<link rel="stylesheet" href="file:///etc/passwd">
<link rel="attachment" href="file:///etc/passwd">
<style>@import "http://example.com/b.css"; @import url(file:///etc/hostname);
body { background: url(https://example.com/c.png) } li { list-style-image: url(ftp://x/y) }
@font-face { font-family: x; src: url(file:///etc/passwd) }</style></head>
<body><img src="http://example.com/d.png"><img src="file:///etc/passwd"><img src="e.png">
<img src="shuati:fonts/../__init__.py"><img src="shuati:print/../../pyproject.toml">
<embed src="data:text/html,x"><object data="//example.com/f.svg"></object>正文</body></html>"""


def pdf(html: str) -> bytes:
    with weasyprint_engine.opened() as opened:
        return opened.pdf(html)


def test_a_hostile_page_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read: list[str] = []
    find, real_open = file_fetcher.find, builtins.open

    def watched_find(address: str, served: Any) -> Path:
        asked.append(address)
        return find(address, served)

    def watched_open(file: Any, *rest: Any, **named: Any) -> Any:
        read.append(str(file))
        return real_open(file, *rest, **named)

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(file_fetcher, "find", watched_find)
    monkeypatch.setattr(builtins, "open", watched_open)
    monkeypatch.setattr("socket.socket.connect", no_network)
    assert pdf(HOSTILE).startswith(b"%PDF")
    assert not {"/etc/passwd", "/etc/hostname"} & set(read)
    foreign = [address for address in asked if address not in fonts.style()]
    assert len(foreign) >= 8
    for address in foreign:
        with pytest.raises(file_fetcher.Refused):
            find(address, file_fetcher.folders())


def test_own_fonts_and_templates_are_served() -> None:
    served = file_fetcher.folders()
    assert file_fetcher.find("shuati:fonts/NotoSerifSC-400.ttf", served).is_file()
    assert file_fetcher.find("shuati:print/sheet.css", served).is_file()


def test_a_file_of_the_project_wins_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    own = tmp_path / "print" / "sheet.css"
    own.write_text("body {}")
    assert file_fetcher.find("shuati:print/sheet.css", file_fetcher.folders(tmp_path)) == own


@pytest.mark.parametrize(
    "address", ["shuati:fonts/", "shuati:fonts/no.ttf", "shuati:other/a", "/etc/passwd", "x"]
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(file_fetcher.Refused):
        file_fetcher.find(address, file_fetcher.folders())


# ── Pango ────────────────────────────────────────────────────────────────────


def test_without_pango_the_message_names_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_pango(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *rest, **named)

    weasyprint_engine.imported.cache_clear()
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(PangoMissing) as caught:
        pdf("<p>字</p>")
    assert caught.value.command in str(caught.value)


@pytest.mark.parametrize(
    ("system", "programs", "root", "command"),
    [
        ("Linux", {"apt-get", "sudo"}, False, "sudo apt-get install -y libpango-1.0-0"),
        ("Linux", {"apt-get"}, True, "apt-get install -y libpango-1.0-0"),
        ("Linux", {"dnf", "yum", "sudo"}, False, "sudo dnf install -y pango"),
        ("Linux", {"pacman", "sudo"}, False, "sudo pacman -S --noconfirm pango"),
        ("Linux", {"apk"}, True, "apk add pango"),
        ("Darwin", {"brew"}, False, "brew install pango"),
        ("Windows", set(), False, "pacman -S mingw-w64-x86_64-pango"),
        ("Plan9", set(), False, "see "),
    ],
)
def test_the_command_is_that_of_the_platform(
    system: str, programs: set[str], root: bool, command: str
) -> None:
    assert install_command(system, programs.__contains__, root).startswith(command)


# ── fonts ────────────────────────────────────────────────────────────────────


def test_the_list_of_characters_is_that_of_the_font_files() -> None:
    from fontTools.ttLib import TTFont

    maps = {face.file: set(TTFont(fonts.FOLDER / face.file).getBestCmap()) for face in fonts.FACES}
    text = set.intersection(*(maps[face.file] for face in fonts.FACES[:4]))
    assert fonts.covered() == text.union(*(maps[face.file] for face in fonts.FACES[5:]))


def test_gb2312_can_be_written_whole() -> None:
    every = {chr(code) for code in range(0x80, 0xFFFF) if chr(code).encode("gb2312", "ignore")}
    assert len(every) == 7445
    assert not fonts.missing("".join(every))


def test_code_symbols_and_emoji_can_be_written() -> None:
    assert not fonts.missing("αβ → ⇒ ≤ ∑ ├── ① ✔ ✗ ☐ ⌈x⌉ x₀ € ❌ 🍕 ❤️\u200b\u2060\t\n")


def test_a_character_that_no_font_has_is_noticed() -> None:
    assert fonts.missing("汉字𠀀与龘") == {"𠀀", "龘"}


def test_licences_travel_with_every_font() -> None:
    text = (fonts.FOLDER / "OFL.txt").read_text("utf-8")
    for face in fonts.FACES:
        assert face.file.removesuffix(".ttf") in text


def test_every_face_has_a_space() -> None:
    """Pango takes the space after an emoji with U+FE0F from the face of the emoji."""
    from fontTools.ttLib import TTFont

    for face in fonts.FACES:
        font = TTFont(fonts.FOLDER / face.file)
        width = font["hmtx"][font.getBestCmap()[0x20]][0] / font["head"].unitsPerEm
        assert 0.2 <= width <= 0.5, face.file
