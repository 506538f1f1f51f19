"""jieba's dictionary, of which only the words are loaded that a text can hold.

jieba keeps half a million words and beginnings of words in memory and takes about a second
to load them. A word of a text begins with one of its characters, so here the dictionary is
cut by first characters and kept in the user's cache folder: a short text needs a few
hundred of twelve thousand pieces, and a long one ends up with what jieba would have loaded.

This sets three attributes of jieba's Tokenizer that are not its API (FREQ, total, initialized);
pyproject.toml therefore pins jieba to the version that this was written for.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import sys
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuati import user_cache

if TYPE_CHECKING:
    from jieba import Tokenizer

_TOTAL = ""  # the key of the row with the size of the corpus


class Dictionary:
    """A jieba ``tokenizer`` whose words `prepare` loads; jieba is imported at the first cut."""

    def __init__(self) -> None:
        self._rows = _rows()
        self._words: dict[str, int] = {}
        self._loaded: set[str] = set()
        self._suggested: dict[str, int] = {}
        self._looked_up: dict[str, tuple[str, int]] = {}

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer, for texts given to `prepare` before."""
        tokenizer = _empty_tokenizer()
        tokenizer.FREQ = self._words
        tokenizer.total = self._piece(_TOTAL)[_TOTAL]
        tokenizer.initialized = True
        return tokenizer

    def _piece(self, first: str) -> dict[str, int]:
        """The counts of the words, and beginnings of words, that begin with a character."""
        rows = self._rows.execute("select often from pieces where first = ?", (first,))
        found: tuple[str] | None = rows.fetchone()
        pieces: dict[str, int] = json.loads(found[0]) if found else {}
        return pieces

    def prepare(self, text: str) -> None:
        """Load every word that ``text`` can hold."""
        for first in set(text) - self._loaded:
            self._loaded.add(first)
            self._words |= self._piece(first)

    @contextmanager
    def with_words(self, words: Collection[str]) -> Iterator[None]:
        """Within the context ``words`` stay whole; afterwards the dictionary is as before."""
        frequencies, total = self._words, self.tokenizer.total
        known = {word: self._whole(word) for word in words}
        parts = {word[:end]: 0 for word in words for end in range(1, len(word) + 1)}
        before = {part: frequencies.get(part) for part in parts}
        frequencies |= {part: before[part] or 0 for part in parts} | known
        self.tokenizer.total = total + sum(known.values())
        try:
            yield
        finally:
            self.tokenizer.total = total
            for part, often in before.items():
                if often is None:
                    del frequencies[part]
                else:
                    frequencies[part] = often

    def _whole(self, word: str) -> int:
        """The count of ``word`` from which jieba leaves it whole."""
        if word not in self._suggested:
            self.prepare(word)
            self._suggested[word] = self.tokenizer.suggest_freq(word)
        return self._suggested[word]

    def count(self, word: str) -> int:
        """The count of ``word`` in a corpus of general language of 60 million words."""
        return self._look_up(word)[1]

    def kinds(self, words: Iterable[str]) -> dict[str, str]:
        """The parts of speech of those of ``words`` that the dictionary has (n, v, a, d …)."""
        return {word: kind for word in words if (kind := self._look_up(word)[0])}

    def _look_up(self, word: str) -> tuple[str, int]:
        """The part of speech of ``word`` and its count; '' and 0 if the dictionary has it not."""
        if word not in self._looked_up:
            rows = self._rows.execute("select kind, often from words where word = ?", (word,))
            self._looked_up[word] = rows.fetchone() or ("", 0)
        return self._looked_up[word]


@lru_cache(maxsize=1)
def _rows() -> sqlite3.Connection:
    """The dictionary as a table in a file, written at its first use."""
    folder = user_cache.folder("jieba")
    if folder is None:
        return _write_table(":memory:")
    jieba = find_spec("jieba")
    assert jieba is not None
    assert jieba.origin is not None
    size = Path(jieba.origin).with_name("dict.txt").stat().st_size
    path = folder / f"dictionary-{size}.sqlite"
    with suppress(sqlite3.Error):
        if path.is_file():
            rows = sqlite3.connect(path, check_same_thread=False)
            if rows.execute("select often from pieces where first = ?", (_TOTAL,)).fetchone():
                return rows
    made = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        made.unlink(missing_ok=True)
        with closing(_write_table(made)):
            pass
        made.replace(path)
        return sqlite3.connect(path, check_same_thread=False)
    except (OSError, sqlite3.Error):  # a full disk
        return _write_table(":memory:")


def _write_table(place: Path | str) -> sqlite3.Connection:
    """jieba's dictionary in a new database at ``place``."""
    tokenizer = _empty_tokenizer()
    with tokenizer.get_dict_file() as file:
        often, total = tokenizer.gen_pfdict(file)
    pieces: dict[str, dict[str, int]] = defaultdict(dict)
    for word, count in often.items():
        pieces[word[0]][word] = count
    with tokenizer.get_dict_file() as file:
        kinds = [(word, kind, int(count)) for word, count, kind in map(_fields, file)]
    rows = sqlite3.connect(place, check_same_thread=False)
    with rows:
        rows.execute("create table pieces (first text primary key, often text) without rowid")
        rows.execute(
            "create table words (word text primary key, kind text, often integer) without rowid"
        )
        rows.executemany(
            "insert into pieces values (?, ?)",
            [(first, _json(counts)) for first, counts in sorted(pieces.items())],
        )
        rows.executemany("insert or replace into words values (?, ?, ?)", sorted(kinds))
        # Last: without it the table is known to be incomplete.
        rows.execute("insert into pieces values (?, ?)", (_TOTAL, _json({_TOTAL: total})))
    return rows


def _fields(line: bytes) -> list[str]:
    return line.decode().split()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _empty_tokenizer() -> Tokenizer:
    """A silent jieba tokenizer without words."""
    # jieba would load setuptools' pkg_resources for nothing but opening its dictionary, and
    # that takes longer than all the rest of it; without, it opens the file (fxsjy/jieba#1026).
    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes (fxsjy/jieba#1050)
            import jieba
    finally:
        if absent:
            del sys.modules["pkg_resources"]
    jieba.setLogLevel(logging.CRITICAL)
    return jieba.Tokenizer()
