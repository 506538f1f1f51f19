"""The stages: where each function is, whether its results are kept, and when it is shared.

The functions are imported when they are first called, so that a command loads only what it
needs; this is the one place that does so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from shuati.pipeline import cache as caches


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the pipeline.

    ``name`` is shown while it lasts; ``function`` ("module:name") takes values and gives
    values. With ``cached`` a result is kept from build to build, until the program or one of its
    libraries changes; with ``version`` until what that function gives does. From ``shared_from``
    items on, `Runner.map` gives them to several processes (None: never).
    """

    name: str
    function: str
    cached: bool = False
    shared_from: int | None = None
    version: str | None = None

    def load(self) -> Callable[..., Any]:
        """The function."""
        return _function(self.function)

    def depends_on(self) -> str:
        """What its results depend on beside the arguments."""
        return str(_function(self.version)()) if self.version else caches.program()


def _function(name: str) -> Callable[..., Any]:
    module, _, own = name.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), own)
    return function


# In the order of the pipeline. What is cached was measured to pay: see docs/architecture.md.
READ = Stage("read", "shuati.read:read", cached=True, shared_from=200)
PARSE = Stage("parse", "shuati.match.parse:parse", cached=True, shared_from=200)
ENCODE = Stage(
    "encode",
    "shuati.match.encoder:encode",
    cached=True,
    shared_from=50,
    version="shuati.match.encoder:version",
)
MATCH = Stage("match", "shuati.match:match")
MERGE = Stage("merge", "shuati.merge:merge")
FINGERPRINTS = Stage("fingerprints", "shuati.ledger.fingerprint:fingerprints", cached=True)
IDENTIFY = Stage("codes", "shuati.ledger:identify")
WORDS = Stage("words", "shuati.tag.words:entry_words", cached=True)
TAG = Stage("tags", "shuati.tag:tag")
ANSWER_NOTE = Stage("notes", "shuati.publish.anki.notes:answer_note", cached=True)
NOTES = Stage("notes", "shuati.publish.anki:decide_notes")
SHEET_ITEM = Stage("sheets", "shuati.publish.print.item_maker:sheet_item", cached=True)
PRINTED_PICTURE = Stage("sheets", "shuati.publish.print.printed_pictures:printed", cached=True)
INDEX_KEY = Stage("sheets", "shuati.publish.print.index:index_key", cached=True)
