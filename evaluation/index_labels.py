"""Whether one would look up the words of the index: ``python -m evaluation.index_labels``.

``labels/index_terms.toml`` holds a judgement by reading on the words that the index of two banks
had: the project's own, whose field has a pack of terms, and one on nursing, as a bank whose terms
no pack lists for the most part. Words that nobody has judged are printed, to be read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evaluation.labels import LABELS, ROOT
from evaluation.stages import find_entries, read_folder
from shuati.config.settings import Settings
from shuati.publish.print.index_terms import index_words, is_noun, listed_terms, mentions
from shuati.tag import tag

BANKS = {"sources": ROOT / "sources", "nursing": LABELS.parent / "subjects" / "nursing"}


@dataclass(frozen=True, slots=True)
class IndexFigures:
    """The words of an index by judgement, and the judged terms that it lacks."""

    terms: tuple[str, ...]
    others: tuple[str, ...]
    unjudged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def precision(self) -> float:
        return len(self.terms) / max(len(self.terms) + len(self.others), 1)

    @property
    def recall(self) -> float:
        return len(self.terms) / max(len(self.terms) + len(self.missing), 1)


def words_of_index(folder: Path) -> set[str]:
    """The words that the index of the documents in ``folder`` has."""
    settings = Settings()
    entries = tag(find_entries(read_folder(folder), settings).entries, settings)
    found = [one for entry in entries for one in mentions(entry)]
    nouns = {word for word in {one.word for one in found} if is_noun(word)}
    return index_words(found, listed_terms(settings.tags), nouns)


def figures(bank: str, words: Iterable[str]) -> IndexFigures:
    """The figures of ``words`` against the labels of ``bank``."""
    labels = tomllib.loads((LABELS / "index_terms.toml").read_text("utf-8"))[bank]
    terms, others = set(labels["term"]), set(labels["other"])
    own = sorted(words)
    return IndexFigures(
        tuple(word for word in own if word in terms),
        tuple(word for word in own if word in others),
        tuple(word for word in own if word not in terms | others),
        tuple(sorted(terms.difference(own))),
    )


def main() -> None:
    """Print the figures of each bank and the words behind them."""
    for bank, folder in BANKS.items():
        found = figures(bank, words_of_index(folder))
        print(f"{bank}: precision {found.precision:.3f}, recall {found.recall:.3f}")
        print("  nobody looks up:", " ".join(found.others))
        print("  missing:", " ".join(found.missing))
        print("  to be judged:", " ".join(found.unjudged))


if __name__ == "__main__":
    main()
