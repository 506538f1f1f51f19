"""The words of an entry, by where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from shuati.model import Entry, Kind
from shuati.model.views import all_text, points_of, term_of
from shuati.tag.bank_terms import joined
from shuati.text.markdown import plain
from shuati.text.segmenter import Segmenter

# How often a word counts that stands in the question, in a lead term, elsewhere; repetitions
# in the text count up to a point.
_IN_QUESTION, _IN_TERM, _IN_TEXT, _MOST_IN_TEXT = 8, 2, 0.5, 6


@dataclass(frozen=True)
class EntryWords:
    """The words of an entry by where they stand; ``more`` wordings share the question's weight."""

    wordings: tuple[tuple[str, ...], ...]
    terms: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All words, a stop between the parts."""
        asked = [word for wording in self.wordings for word in (*wording, ".")]
        return (*asked, *self.terms, ".", *self.text)

    def counts(self, pairs: frozenset[tuple[str, str]]) -> dict[str, float]:
        counts: dict[str, float] = defaultdict(float)
        text = Counter(joined(self.text, pairs))
        for word, often in text.items():
            counts[word] += min(often * _IN_TEXT, _MOST_IN_TEXT)
        for word in set(joined(self.terms, pairs)):
            counts[word] += _IN_TERM
        for wording in self.wordings:
            for word in set(joined(wording, pairs)):
                counts[word] += _IN_QUESTION / len(self.wordings)
        return counts


def entry_words(entry: Entry, terms: tuple[str, ...]) -> EntryWords:
    """The words of ``entry``; ``terms`` are those that segmentation keeps whole."""
    split = _segmenter(terms).split
    asked = [plain(variant.text) for variant in entry.variants]
    examined = [piece for piece in entry.parts if piece.kind is Kind.NOTE and "考点" in piece.label]
    asked += [all_text(piece.blocks, code=False) for piece in examined[:1]]
    leads = [term_of(point) or "" for piece in entry.parts for point in points_of(piece.blocks)]
    text = "\n".join(all_text(piece.blocks, code=False) for piece in entry.parts)
    return EntryWords(
        tuple(tuple(split(wording)) for wording in asked),
        tuple(split("\n".join(leads))),
        tuple(split(text)),
    )


@lru_cache(maxsize=2)
def _segmenter(terms: tuple[str, ...]) -> Segmenter:
    return Segmenter(terms)
