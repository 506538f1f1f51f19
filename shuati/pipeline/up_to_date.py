"""Whether anything has changed since a build, so that there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.config.bounds import DECISIONS, TEMPLATE, read_bytes
from shuati.config.settings import Settings
from shuati.model import BuildError, Diagnostic
from shuati.pipeline import cache as caches
from shuati.pipeline.bank import Built, Counts, Plan
from shuati.pipeline.cache import Cache, digest
from shuati.sources.find import find as find_sources
from shuati.sources.find import load

if TYPE_CHECKING:
    from shuati.pipeline.pictures import Lookups


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of the output: its name, its size (bytes), the SHA-256 of its content."""

    name: str
    size: int
    content: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build gave. It gives something else from the time ``until`` (s) on.

    ``lookups`` are the pictures that were looked for, and what came of it.
    """

    counts: Counts
    files: tuple[MadeFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    until: int | None
    lookups: Lookups


def inputs(plan: Plan, settings: Settings, parts: Sequence[str]) -> str:
    """A digest of all that a build depends on, as it is now, less the ledger.

    Raises `BuildError` where a source cannot be read.
    """
    from shuati.pipeline.outputs import own_templates

    output, sources = plan.output.resolve(), plan.sources.resolve()
    state = [str(output), str(sources), settings.key(), *parts, plan.since or ""]
    state.append(repr(plan.fresh))
    for name, path in find_sources(plan.sources):
        state += (name, _hash(load(name, path).data))
    own = own_templates(plan.sources)
    bounded = [(path, DECISIONS) for path in plan.sources.glob("*.toml")]
    bounded += [(path, TEMPLATE) for path in (own.rglob("*") if own else ())]
    for path, most in sorted(bounded):
        if path.is_file():
            state += (str(path), _content(path, most))
    return digest(caches.program(), *state)


def key(inputs: str, ledger: bytes) -> str:
    """A key for a build of ``inputs``; ``ledger`` is that file's content."""
    return digest(inputs, _hash(ledger))


def _content(path: Path, most: int) -> str:
    """The hash of a file; the size of one that is larger than ``most`` bytes: nobody reads it."""
    try:
        return _hash(read_bytes(path, most))
    except BuildError:
        return f"{path.stat().st_size} bytes"


def find(cache: Cache, key: str, plan: Plan, now: int) -> Outcome | None:
    """The outcome of a build with this ``key``, if its files and pictures are as they were."""
    data = cache.get(f"build {key}")
    if data is None:
        return None
    with suppress(Exception):  # damaged, or of another version: built again
        outcome = caches.loads(data)
        if isinstance(outcome, Outcome) and (outcome.until is None or now < outcome.until):
            whole = all(_is_there(plan.output, made) for made in outcome.files)
            return outcome if whole and _same_pictures(plan.sources, outcome.lookups) else None
    return None


def keep(cache: Cache, key: str, built: Built, settings: Settings) -> None:
    """Remember the outcome of a build, for the next one that finds nothing changed."""
    from shuati.ledger.note_state import next_expiry

    assert built.bank
    once = set(built.once)
    outcome = Outcome(
        replace(built.counts, new=0, retired=0),
        tuple(MadeFile(f.path.name, f.size, _hash(f.path.read_bytes())) for f in built.files),
        tuple(one for one in built.diagnostics if one not in once),
        next_expiry(built.bank.ledger, settings.retired_days),
        built.bank.pictures.lookups,
    )
    cache.put(f"build {key}", caches.dumps(outcome))


def _same_pictures(sources: Path, lookups: Lookups) -> bool:
    if not lookups:
        return True
    from shuati.pipeline.pictures import same_as_before

    return same_as_before(sources, lookups)


def _is_there(output: Path, made: MadeFile) -> bool:
    try:
        content = (output / made.name).read_bytes()
    except OSError:
        return False
    return len(content) == made.size and _hash(content) == made.content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
