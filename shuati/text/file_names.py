"""Names of files and folders as text, whatever bytes they are.

A zip made by a Chinese Windows gives names in GBK. Python has the bytes that are no UTF-8 as
lone surrogates, which nothing can write down.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_SURROGATE = re.compile("[\ud800-\udfff]")


def text_of(name: str) -> str:
    """``name`` as text that can be written: as it is, read as GB18030, or with � for each byte."""
    if not _SURROGATE.search(name):
        return name
    try:
        text = os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return _SURROGATE.sub("\ufffd", name)
    usual = text.isprintable() and not re.search("[\ue000-\uf8ff]", text)
    return text if usual else _SURROGATE.sub("\ufffd", name)


def texts_of(names: Iterable[str]) -> dict[str, str]:
    """Each name of a folder and its text; no two have the same text.

    Where two had, those that are no UTF-8 get some digits, which follow from their bytes, before
    the suffix.
    """
    names = list(names)
    texts = {name: text_of(name) for name in names}
    times = Counter(texts.values())
    for name, text in texts.items():
        if times[text] > 1 and text != name:
            digits = hashlib.sha256(os.fsencode(name)).hexdigest()[:6]
            path = PurePosixPath(text)
            texts[name] = f"{path.stem}~{digits}{path.suffix}"
    return texts


def real_path(folder: Path, shown: PurePosixPath) -> Path:
    """The file below ``folder`` whose path as text is ``shown``; the path itself where none is."""
    path = folder
    for part in shown.parts:
        inner = path / part
        if part not in (".", "..", "/") and not os.path.lexists(inner):
            names = texts_of(file.name for file in path.iterdir()) if path.is_dir() else {}
            inner = path / next((name for name, text in names.items() if text == part), part)
        path = inner
    return path
