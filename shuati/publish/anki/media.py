"""Images of the sources on their way into the package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from shuati.config.bounds import PICTURE
from shuati.text.file_names import real_path

# What every Anki shows, by the first bytes of the file; its name proves nothing.
_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]",
            re.DOTALL,
        ),
        "svg",
    ),
)


class Media:
    """The local images below the folder ``sources``; None means there are none.

    ``files`` are those that were asked for: name in the package → bytes. A name follows
    from the content, because Anki never overwrites a file that it has.
    """

    def __init__(self, sources: Path | None = None) -> None:
        self._sources = sources.resolve() if sources else None
        self._names: dict[Path, str | None] = {}
        self.files: dict[str, bytes] = {}

    def of(self, document: str) -> Callable[[str], str | None]:
        """What finds the image that an address in ``document`` (path below sources) means."""
        return lambda address: self._find(document, address)

    def _find(self, document: str, address: str) -> str | None:
        try:
            parts = urlsplit(address.strip())
            inside = unquote(parts.path)
            if self._sources is None or parts.scheme or parts.netloc or not inside:
                return None
            path = real_path(self._sources, PurePosixPath(document).parent / inside).resolve()
            if path not in self._names:
                self._names[path] = self._take(path) if self._own(path) else None
            return self._names[path]
        except (OSError, ValueError, RuntimeError):  # no file that can be read, no address, a loop
            return None

    def _own(self, path: Path) -> bool:
        return path.is_relative_to(self._sources or path) and path.is_file()

    def _take(self, path: Path) -> str | None:
        if path.stat().st_size > PICTURE:
            return None
        content = path.read_bytes()
        kind = next((kind for start, kind in _KINDS if start.match(content)), None)
        if kind is None:
            return None
        name = f"shuati-{hashlib.sha256(content).hexdigest()[:20]}.{kind}"
        self.files[name] = content
        return name
