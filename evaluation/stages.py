"""The stages of the pipeline, called one by one: nothing is cached and no progress shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shuati.config.settings import Settings
from shuati.match import Groups, match
from shuati.match.decided_pairs import NO_DECISIONS, DecidedPairs
from shuati.match.vocabulary import synonym_groups
from shuati.merge import merge
from shuati.model import BuildError, Diagnostic, Document, Entry, Pair, Severity
from shuati.pipeline.cache import Cache
from shuati.pipeline.encoded import encoded
from shuati.pipeline.gather import read_sources
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner
from shuati.read import read
from shuati.sources.source import Source


def read_document(path: str, data: bytes) -> Document:
    """The document in ``data``; raises `BuildError` where that is no text."""
    document = read(Source(path, data))
    if errors := tuple(d for d in document.diagnostics if d.severity is Severity.ERROR):
        raise BuildError(errors)
    return document


def plain_runner() -> Runner:
    """A runner without a cache that shows no progress."""
    return Runner(Progress(), Cache(None))


def read_folder(folder: Path) -> tuple[Document, ...]:
    """All documents below ``folder``."""
    return tuple(read_sources(folder, plain_runner())[1])


@dataclass(frozen=True)
class Found:
    """Entries without codes, the groups they are made of, and the problems of both stages."""

    entries: tuple[Entry, ...]
    groups: Groups
    diagnostics: tuple[Diagnostic, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self.groups.pairs


def find_entries(
    documents: Sequence[Document],
    settings: Settings,
    decided: DecidedPairs = NO_DECISIONS,
    runner: Runner | None = None,
) -> Found:
    """The entries of ``documents``; ``runner`` encodes them where the setting wants it."""
    vectors = encoded(documents, settings, runner or plain_runner())
    groups = match(documents, settings, decided, vectors=vectors)
    questions = [one for document in documents for one in document.questions]
    synonyms = synonym_groups(documents, settings)
    merged = [merge([questions[at] for at in own], (), synonyms) for own in groups.groups]
    diagnostics = (*groups.diagnostics, *(one for entry in merged for one in entry.diagnostics))
    return Found(tuple(one.entry for one in merged), groups, diagnostics)
