"""The files that a document's pictures mean: found, checked, and read."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from shuati.config.bounds import PICTURE
from shuati.model import Picture
from shuati.sources.svg_check import safe_svg
from shuati.text.file_names import real_path, text_of, texts_of

# What every Anki shows, by the first bytes of the file; its name proves nothing.
_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (
        re.compile(
            # Each alternative is atomic, so that a failure comes at once.
            rb"(?:\xef\xbb\xbf)?\s*(?:(?><\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+"
            rb"<(?:[\w.-]+:)?svg[\s/>]",
            re.DOTALL,
        ),
        "svg",
    ),
)
_ESCAPED = re.compile(r"(?<=[^/])[_\-+#()\[\]{}!~&$%@'=,;]")  # where a backslash may be lost
_EMBED = re.compile(r"\[\[(.+)\]\]")  # see `shuati.text.markdown`


class Unfit(StrEnum):
    """Why an address gives no picture; the value is the code of the diagnostic."""

    MISSING = "picture-missing"
    OUTSIDE = "picture-outside"
    REMOTE = "picture-remote"
    INLINE = "picture-inline"
    TOO_LARGE = "picture-too-large"
    WRONG_TYPE = "picture-wrong-type"
    DAMAGED = "picture-damaged"


def picture_name(content: bytes, kind: str) -> str:
    """The name in a package of a picture; ``kind`` is its suffix."""
    return f"shuati-{hashlib.sha256(content).hexdigest()[:20]}.{kind}"


class PictureFiles:
    """The pictures below the folder ``sources``. Each file is read once."""

    def __init__(self, sources: Path) -> None:
        self._sources = sources.resolve()
        self._read: dict[Path, Picture | Unfit] = {}
        self._listed: dict[Path, dict[str, list[Path]]] = {}

    def find(self, document: str, address: str) -> Picture | Unfit:
        """The picture that ``address`` in ``document`` (path below sources) means."""
        address = address.strip()
        embed = _EMBED.fullmatch(address)
        try:
            if embed:
                candidates = self._of_embed(document, embed[1])
            elif unfit := _unfit(address):
                return unfit
            else:
                candidates = self._beside(document, address)
            path = self._sources / address
            for candidate in candidates:
                path = candidate.resolve()
                if path.is_file() or not path.is_relative_to(self._sources):
                    break
            if not path.is_relative_to(self._sources):
                return Unfit.OUTSIDE
            if not path.is_file():
                return Unfit.MISSING
            if path not in self._read:
                self._read[path] = self._load(path)
            return self._read[path]
        # No file that can be read, no address; a link that leads to itself is a RuntimeError.
        except (OSError, ValueError, RuntimeError):
            return Unfit.MISSING

    def _beside(self, document: str, address: str) -> Iterator[Path]:
        """The files that ``address`` may mean, the likeliest first.

        As an address of the web has it (``%20``, ``?`` and ``#`` with their meaning), else as
        it is written, because names may hold these characters; with the backslashes of
        Windows, also where Markdown has taken one for an escape (``img\\_a.png``); at last with
        another case or another Unicode form of the name.
        """
        folder = real_path(self._sources, PurePosixPath(document).parent)
        names = (unquote(urlsplit(address).path), unquote(address), address)
        more = (name.replace("\\", "/") for name in names if "\\" in name)
        marks = _ESCAPED.finditer(names[0])
        split = (f"{names[0][: mark.start()]}/{names[0][mark.start() :]}" for mark in marks)
        every = dict.fromkeys((*names, *more, *split))
        shown = [PurePosixPath(name) for name in every if name]
        paths = [real_path(folder, name) for name in shown]
        yield from paths
        for path in paths:
            yield from self._alike(path)

    def _alike(self, path: Path) -> Sequence[Path]:
        """The file whose name differs in case or Unicode form alone, if it is only one."""
        folder = path.parent.resolve()
        if folder not in self._listed:
            own: dict[str, list[Path]] = {}
            texts = texts_of(one.name for one in folder.iterdir()) if folder.is_dir() else {}
            for one, text in texts.items():
                own.setdefault(_folded(text), []).append(folder / one)
            self._listed[folder] = own
        found = self._listed[folder].get(_folded(path.name), ())
        return found if len(found) == 1 else ()

    def _of_embed(self, document: str, name: str) -> Iterator[Path]:
        """The files that ``![[name]]`` may mean: beside the document, else the nearest."""
        name = name.replace("\\", "/").lstrip("/")
        folder = real_path(self._sources, PurePosixPath(document).parent)
        yield real_path(folder, PurePosixPath(name))
        yield real_path(self._sources, PurePosixPath(name))
        wanted = _folded(name)
        ends = [
            path
            for path in self._by_name.get(_folded(PurePosixPath(name).name), ())
            if f"/{_folded(self._shown(path))}".endswith(f"/{wanted}")
        ]
        yield from sorted(ends, key=lambda path: (_apart(folder, path), path.as_posix()))

    def _shown(self, path: Path) -> str:
        """The path below the folder as text."""
        return "/".join(map(text_of, path.relative_to(self._sources).parts))

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        """All files of the folder by name."""
        found: dict[str, list[Path]] = {}
        for folder, folders, names in os.walk(self._sources):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name, text in texts_of(names).items():
                found.setdefault(_folded(text), []).append(Path(folder, name))
        return found

    def _load(self, path: Path) -> Picture | Unfit:
        if path.stat().st_size > PICTURE:
            return Unfit.TOO_LARGE
        content = path.read_bytes()
        kind = next((kind for start, kind in _SIGNATURES if start.match(content)), None)
        if kind is None:
            return Unfit.WRONG_TYPE
        if kind == "svg":
            content = safe_svg(content) or b""
        if not content or not _WHOLE.get(kind, bool)(content):
            return Unfit.DAMAGED
        return Picture(
            picture_name(content, kind), path.relative_to(self._sources).as_posix(), content
        )


def _unfit(address: str) -> Unfit | None:
    """Why ``address`` names no file at all; None where it may."""
    parts = urlsplit(address)
    if not address:
        return Unfit.MISSING
    if parts.scheme.lower() == "data":
        return Unfit.INLINE
    if len(parts.scheme) == 1 or parts.scheme.lower() == "file":  # C:\a.png
        return Unfit.OUTSIDE
    if parts.scheme and "//" in address:
        return Unfit.REMOTE
    return Unfit.REMOTE if parts.netloc else None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _apart(folder: Path, path: Path) -> int:
    """How many steps lead from ``folder`` to ``path``."""
    return len(Path(os.path.relpath(path, folder)).parts)


def _whole_png(content: bytes) -> bool:
    """Whether a PNG has a size, data and an end (PNG specification, 5: chunks)."""
    at, data = 8, False
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if at == 8 and (kind != b"IHDR" or length != 13 or not all(_size_of(content))):
            return False
        data |= kind == b"IDAT" and length > 0
        at += 12 + length
        if kind == b"IEND":
            return bool(data) and at <= len(content)
    return False


def _size_of(png: bytes) -> tuple[int, ...]:
    return struct.unpack(">II", png[16:24]) if len(png) >= 24 else (0, 0)


def _whole_jpeg(content: bytes) -> bool:
    """Whether a JPEG has a frame, a scan and an end (ITU T.81, annex B: markers)."""
    at, frame = 2, False
    while 0 < (at := content.find(b"\xff", at)) <= len(content) - 4:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        frame |= 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        if marker == 0xDA:
            return frame and content.find(b"\xff\xd9", at) > 0
        at += 2 + length
    return False


def _whole_gif(content: bytes) -> bool:
    """Whether a GIF has an image and comes to its end (GIF89a, 15 to 27: blocks)."""
    at, image = 13 + _gif_colours(content[10:11]), False
    while at < len(content):
        kind = content[at]
        if kind == 0x3B:
            return image
        if kind == 0x2C:
            image = True
            at += 11 + _gif_colours(content[at + 9 : at + 10])
        elif kind == 0x21:
            at += 2
        else:
            return False
        while at < len(content) and content[at]:  # sub-blocks, up to an empty one
            at += 1 + content[at]
        at += 1
    return False


def _gif_colours(flags: bytes) -> int:
    """The length of a colour table; ``flags`` say whether there is one."""
    return 3 << (flags[0] % 8 + 1) if flags and flags[0] & 0x80 else 0


def _whole_webp(content: bytes) -> bool:
    """Whether a WebP is as long as its head has it (RFC 9649, 2.3)."""
    return len(content) > 20 and int.from_bytes(content[4:8], "little") + 8 <= len(content)


_WHOLE: dict[str, Callable[[bytes], bool]] = {
    "png": _whole_png,
    "jpg": _whole_jpeg,
    "gif": _whole_gif,
    "webp": _whole_webp,
}
