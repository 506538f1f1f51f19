"""How good the keywords of the project's own bank are: ``python -m evaluation.tags``.

Compares the first five keywords of 60 entries with ``labels/keywords.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.labels import LABELS, SOURCES
from evaluation.stages import find_entries, read_folder
from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.tag import tag
from shuati.tag.stop_words import stop_words
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


def main() -> None:
    """Print precision, boilerplate share and every keyword that counts as wrong."""
    documents = read_folder(SOURCES["sources"])
    found = figures(tag(find_entries(documents, Settings()).entries, Settings()))
    for start, words in found.wrong:
        print(f"{start}: {'、'.join(words)}")
    print(f"{found.entries} entries of {len(labels())} labels, {found.keywords} keywords")
    share = found.boilerplate / max(found.keywords, 1)
    print(f"precision {found.precision:.3f}, boilerplate {share:.3f}")


def _right(word: str, labels: list[str]) -> bool:
    own = fold(word)
    return any(own == fold(label) or own in fold(label) or fold(label) in own for label in labels)


if __name__ == "__main__":
    main()
