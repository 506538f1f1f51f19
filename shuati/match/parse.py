"""What the questions of one document are compared by."""

from __future__ import annotations

from functools import lru_cache

from shuati.match.features import Asked, taken_apart
from shuati.match.parse_question import Asking, asking
from shuati.match.vocabulary import Synonyms, frames, synonyms
from shuati.model import Document
from shuati.text.segmenter import Segmenter


def parse(
    document: Document, synonym_groups: tuple[str, ...], dictionary: tuple[str, ...]
) -> tuple[Asked, ...]:
    """The features of every question of ``document``, in reading order.

    ``synonym_groups`` and ``dictionary`` (words to keep whole) are those of the settings.
    """
    known, words = _language(synonym_groups, dictionary)
    taken: dict[str, Asking] = {}

    def take(text: str) -> Asking:
        if text not in taken:
            taken[text] = asking(text, frames(), known, words)
        return taken[text]

    return taken_apart(document, take)


@lru_cache(maxsize=2)
def _language(groups: tuple[str, ...], dictionary: tuple[str, ...]) -> tuple[Synonyms, Segmenter]:
    """The synonyms with those of a project, and a segmenter that knows them."""
    known = synonyms([word.strip() for word in group.split("=")] for group in groups)
    terms = [term for term in known.first if not term.isascii()]
    return known, Segmenter([*terms, *dictionary])
