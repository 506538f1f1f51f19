"""What a build is asked for, what it works on, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuati.config.settings import Settings
    from shuati.ledger import Identified
    from shuati.ledger.store import Ledger
    from shuati.match.decided_pairs import Positions
    from shuati.match.decisions import Decision
    from shuati.merge.answers import Dropped
    from shuati.model import Diagnostic, Document, Entry, Pair
    from shuati.pipeline.pictures import Pictures
    from shuati.pipeline.progress import Measured
    from shuati.publish.anki import DecidedNotes
    from shuati.sources.source import Source


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build from what. ``only`` are the parts asked for; None means all.

    ``since`` asks for one more sheet, of what is new or edited (see `shuati.ledger.since`);
    ``fresh`` for a second package, without the retired notes.
    """

    sources: Path
    output: Path
    ledger: Path
    only: frozenset[str] | None = None
    since: str | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What a bank consists of; ``new`` and ``retired`` are codes, since the last build.

    ``unanswered`` are entries without an answer, ``waiting`` pairs that wait for a decision.
    """

    documents: int
    questions: int
    entries: int
    repeated: int
    unanswered: int
    new: int
    retired: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Bank:
    """All that is known before something is made of it.

    ``sources`` are the documents' files. ``dropped`` is what merging left out of each entry,
    by code; ``identified`` what became of the codes of last time; ``pictures`` what the
    documents show.
    ``diagnostics`` are those that stay until a source changes. ``notes`` are what Anki is to be
    sent, None until that is decided. ``places`` has the positions (among all questions) of
    every reference of ``decisions``, by its text.
    """

    settings: Settings
    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]
    dropped: Mapping[str, tuple[Dropped, ...]]
    pairs: tuple[Pair, ...]
    ledger: Ledger
    identified: Identified
    pictures: Pictures
    diagnostics: tuple[Diagnostic, ...]
    notes: DecidedNotes | None = None
    decisions: tuple[Decision, ...] = ()
    places: Mapping[str, Positions] = field(default_factory=dict)

    @property
    def studied(self) -> tuple[Entry, ...]:
        """The entries that become cards and are printed."""
        return tuple(one for one in self.entries if one.is_studied(self.settings.unanswered))

    @property
    def counts(self) -> Counts:
        # Here, because a build that finds nothing changed needs nothing of matching.
        from shuati.match.review_queue import review_queue

        return Counts(
            documents=len(self.documents),
            questions=sum(len(document.questions) for document in self.documents),
            entries=len(self.entries),
            repeated=sum(len(entry.variants) - 1 for entry in self.entries),
            unanswered=sum(not entry.answered for entry in self.entries),
            new=len(self.identified.new),
            retired=len(self.identified.retired),
            waiting=len(review_queue(self.entries, self.pairs)),
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file of the output, ``size`` bytes, made in ``seconds`` (with its part's other files).

    ``changed`` is false where the same bytes stood there already.
    """

    path: Path
    size: int
    seconds: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; ``diagnostics`` are those of the bank and of making the files.

    ``once`` are those of them that only this build reports: the next one does not find them
    again. ``bank`` is None where nothing had changed since the last build, so that none was
    made.
    """

    counts: Counts
    files: tuple[File, ...]
    diagnostics: tuple[Diagnostic, ...]
    stages: tuple[Measured, ...]
    bank: Bank | None = None
    once: tuple[Diagnostic, ...] = ()
