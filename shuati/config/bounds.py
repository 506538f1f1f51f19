"""How large and how deep a file may be; looked at before anything else looks at its content.

What goes beyond a bound was written by no person: a device, a damaged file, a file of another
kind under a name of ours. Without bounds it would take all memory or never end.
"""

from __future__ import annotations

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

from shuati.model import failure

# Bytes.
DOCUMENT = 50_000_000  # the largest bank seen has 4 MB
PICTURE = 20_000_000  # a photograph has 10 MB; larger ones no client synchronises in time
TEMPLATE = 5_000_000  # the largest shipped one has 20 kB; a font in it may take some MB
SETTINGS = 1_000_000  # a user dictionary of 50,000 words
DECISIONS = 20_000_000  # 100,000 decisions
LEDGER = 500_000_000  # 500,000 entries
JOURNAL = 1_000_000  # a dozen paths
PACKAGE = 2_000_000_000  # a deck with its pictures
COLLECTION = 1_000_000_000  # the notes of a deck, unpacked: more than 500,000

DEEPEST_VALUE = 20  # lists in lists of a settings file; the deepest that means something has 2


def read_bytes(path: Path, most: int, shown: str | None = None) -> bytes:
    """The content of a regular file of at most ``most`` bytes; never waits, never fills memory.

    Raises `BuildError` (about ``shown``, by default ``path``) for a larger file and for what is
    none: a pipe, a device, a socket. Raises OSError as opening does.
    """
    name = shown or str(path)
    mode = path.stat().st_mode  # before it is opened: to open a device may start something
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise failure("no-regular-file", name)
    with path.open("rb") as file:
        content = file.read(most + 1) if os.fstat(file.fileno()).st_size <= most else None
    if content is None or len(content) > most:
        raise failure("file-too-large", name, limit=most // 1_000_000)
    return content


class DeepValueError(ValueError):
    """A value that is nested deeper, or a number that is longer, than any that means something."""


def toml_of(text: str) -> dict[str, Any]:
    """What a TOML text holds, as `tomllib.loads`.

    Raises `DeepValueError` for lists in lists without end and for endless numbers.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise DeepValueError("it is nested too deeply") from None
    except ValueError:  # int() refuses thousands of digits
        raise DeepValueError("a number in it is too long") from None
    check_depth(values)
    return values


def check_depth(values: object, deepest: int = DEEPEST_VALUE) -> None:
    """Raise `DeepValueError` where lists or tables are in each other deeper than ``deepest``.

    Also for whole numbers beyond 64 bits, which no other program could read.
    """
    layer = [values]
    for _ in range(deepest):
        inner: list[object] = []
        for value in layer:
            if isinstance(value, dict):
                inner += value.values()
            elif isinstance(value, list):
                inner += value
            elif isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
                raise DeepValueError("a number in it is too long")
        if not inner:
            return
        layer = inner
    raise DeepValueError("it is nested too deeply")
