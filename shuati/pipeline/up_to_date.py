"""Whether anything has changed since a build, so that there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shuati.config.settings import Settings
from shuati.model import Finding
from shuati.pipeline.cache import Remember, digest
from shuati.pipeline.outputs import own_templates
from shuati.sources import files


@dataclass(frozen=True, slots=True)
class Counts:
    """What a bank consists of; ``new`` and ``retired`` are codes, since the last build."""

    documents: int
    questions: int
    entries: int
    repeated: int
    new: int
    retired: int


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the output: its name, its size (bytes), the SHA-256 of its content."""

    name: str
    size: int
    content: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build gave. It gives something else from the time ``until`` (s) on."""

    counts: Counts
    files: tuple[Made, ...]
    findings: tuple[Finding, ...]
    until: int | None


def key(
    sources: Path, output: Path, settings: Settings, parts: Sequence[str], ledger: bytes
) -> str:
    """A key for all that a build depends on. Raises `Stop` where a source cannot be read."""
    told = [str(output.resolve()), settings.key(), *parts, _hash(ledger)]
    for name, path in files.find(sources):
        told += (name, _hash(files.load(name, path)))
    own = own_templates(sources)
    images = (path for path in sources.rglob("*") if path.suffix.lower() in _IMAGES)
    more = [*sources.glob("*.toml"), *images, *(own.rglob("*") if own else ())]
    for path in sorted(path for path in more if path.is_file()):
        told += (str(path), _hash(path.read_bytes()))
    return digest(*told)


def known(remember: Remember, key: str, output: Path, now: int) -> Outcome | None:
    """The outcome of a build with this ``key``, if its files still stand in ``output``."""
    try:
        outcome = remember("build", key, _unknown)
    except _Unknown:
        return None
    if outcome.until is not None and now >= outcome.until:
        return None
    return outcome if all(_stands(output, made) for made in outcome.files) else None


def keep(remember: Remember, key: str, outcome: Outcome) -> None:
    """Remember the ``outcome`` of a build."""
    remember("build", key, lambda: outcome)


def _stands(output: Path, made: Made) -> bool:
    try:
        content = (output / made.name).read_bytes()
    except OSError:
        return False
    return len(content) == made.size and _hash(content) == made.content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}  # what a card may show


class _Unknown(Exception):
    pass


def _unknown() -> Outcome:
    raise _Unknown
