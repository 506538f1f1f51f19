"""How good keywords and topics of the project's own bank are: ``python -m evaluation.tags``.

Compares the first five keywords of 60 entries with ``labels/keywords.toml``, and under which
topic every entry is filed with ``labels/topics.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.labels import LABELS, SOURCES
from evaluation.stages import find_entries, read_folder
from shuati.config.settings import Settings
from shuati.config.strings import UNTAGGED
from shuati.model import Entry
from shuati.tag import tag
from shuati.tag.stop_words import stop_words
from shuati.tag.tree import chapter_of
from shuati.text.fold import fold

_FIRST = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """The first keywords of labelled entries: how many were given, are right, are boilerplate."""

    entries: int
    keywords: int
    right: int
    boilerplate: int
    wrong: tuple[tuple[str, tuple[str, ...]], ...]  # how a question begins, its wrong keywords

    @property
    def precision(self) -> float:
        return self.right / max(self.keywords, 1)


def labels() -> dict[str, list[str]]:
    """The keywords that an expert would accept, by how the question begins."""
    found: dict[str, list[str]] = tomllib.loads((LABELS / "keywords.toml").read_text("utf-8"))
    return found


def figures(entries: Sequence[Entry]) -> Figures:
    """The figures of tagged ``entries``, of those that are labelled."""
    accepted = labels()
    labelled, given, boilerplate = 0, 0, 0
    wrong: list[tuple[str, tuple[str, ...]]] = []
    for entry in entries:
        wordings = [variant.text for variant in entry.variants]
        start = next((s for s in accepted if any(text.startswith(s) for text in wordings)), None)
        if start is None:
            continue
        first = entry.keywords[:_FIRST]
        labelled, given = labelled + 1, given + len(first)
        boilerplate += sum(fold(word) in stop_words() for word in first)
        if bad := tuple(word for word in first if not _right(word, accepted[start])):
            wrong.append((start, bad))
    right = given - sum(len(words) for _, words in wrong)
    return Figures(labelled, given, right, boilerplate, tuple(wrong))


@dataclass(frozen=True, slots=True)
class Filed:
    """How many labelled entries there are, which are filed under a topic that is not right, and
    which under the subject of their document, since nothing says more."""

    entries: int
    wrong: tuple[tuple[str, str], ...]  # the question, the root of its first topic
    by_document: tuple[tuple[str, str], ...]


def filed(entries: Sequence[Entry]) -> Filed:
    """Where tagged ``entries`` are filed, against the labels."""
    table = tomllib.loads((LABELS / "topics.toml").read_text("utf-8"))
    roots = {root for own in table.values() for right in own.values() for root in right}
    labelled, wrong, by_document = 0, [], []
    for entry in entries:
        right = {
            root
            for variant in entry.variants
            for start, own in table.get(variant.path, {}).items()
            if variant.text.startswith(start)
            for root in own
        }
        if not right:
            continue
        labelled, root = labelled + 1, chapter_of(entry)
        if root not in right:
            (wrong if root in {*roots, UNTAGGED} else by_document).append((entry.question, root))
    return Filed(labelled, tuple(wrong), tuple(by_document))


def tagged_sources() -> tuple[Entry, ...]:
    """The tagged entries of the project's own bank, without its decisions."""
    documents = read_folder(SOURCES["sources"])
    titles = {document.path: document.title for document in documents}
    return tag(find_entries(documents, Settings()).entries, Settings(), titles=titles)


def main() -> None:
    """Print precision, boilerplate share and everything that counts as wrong."""
    entries = tagged_sources()
    found = figures(entries)
    for start, words in found.wrong:
        print(f"{start}: {'、'.join(words)}")
    print(f"{found.entries} entries of {len(labels())} labels, {found.keywords} keywords")
    share = found.boilerplate / max(found.keywords, 1)
    print(f"precision {found.precision:.3f}, boilerplate {share:.3f}")
    topics = filed(entries)
    for name, listed in (("wrong", topics.wrong), ("by document", topics.by_document)):
        print(f"topics: {len(listed)} of {topics.entries} entries {name}")
        for question, root in listed:
            print(f"  {root}: {question}")


def _right(word: str, labels: list[str]) -> bool:
    own = fold(word)
    return any(own == fold(label) or own in fold(label) or fold(label) in own for label in labels)


if __name__ == "__main__":
    main()
