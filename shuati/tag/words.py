"""The words of an entry, by the part of it that they are in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from shuati.config.settings import Settings
from shuati.model import Entry, Kind
from shuati.model.views import all_text, points_of, term_of
from shuati.tag import topics
from shuati.tag.bank_terms import join_pairs, lead_terms
from shuati.tag.stop_words import stop_words
from shuati.text.markdown import plain
from shuati.text.segmenter import Segmenter

# What a word counts in the question, in a lead term, and each time elsewhere; elsewhere no more
# than the last. `python -m evaluation.tags` shows what these do.
_IN_QUESTION, _IN_TERM, _IN_TEXT, _MOST_IN_TEXT = 8, 2, 0.5, 6


@dataclass(frozen=True)
class EntryWords:
    """The words of an entry: of each wording of its question, of the lead terms, of the answer.

    Several wordings share the weight of the question.
    """

    wordings: tuple[tuple[str, ...], ...]
    terms: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All words, with a full stop between the parts."""
        asked = [word for wording in self.wordings for word in (*wording, ".")]
        return (*asked, *self.terms, ".", *self.text)

    def counts(self, pairs: frozenset[tuple[str, str]]) -> dict[str, float]:
        """How much each word counts, where each of ``pairs`` is one word."""
        counts: dict[str, float] = defaultdict(float)
        text = Counter(join_pairs(self.text, pairs))
        for word, often in text.items():
            counts[word] += min(often * _IN_TEXT, _MOST_IN_TEXT)
        for word in set(join_pairs(self.terms, pairs)):
            counts[word] += _IN_TERM
        for wording in self.wordings:
            for word in set(join_pairs(wording, pairs)):
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


def segmentation_terms(
    entries: Sequence[Entry], settings: Settings, fields: Sequence[frozenset[str]]
) -> list[tuple[str, ...]]:
    """The words that segmentation of each of ``entries`` must keep whole.

    ``fields`` are those whose packs take effect in each (`shuati.tag.entry_fields`).
    """
    # Long stop words are words too: without them 大规模预训练模型 would be cut at 预训练.
    long = sorted(word for word in stop_words(settings.stop_words) if len(word) > 3)
    everywhere = (*settings.user_dictionary, *lead_terms(entries), *long)
    terms = {own: (*topics.load(settings.tags, own).terms, *everywhere) for own in fields}
    return [terms[own] for own in fields]


@lru_cache(maxsize=4)
def _segmenter(terms: tuple[str, ...]) -> Segmenter:
    return Segmenter(terms)
