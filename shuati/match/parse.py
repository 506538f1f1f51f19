"""The features of the questions of one document: the first step of matching."""

from __future__ import annotations

from functools import lru_cache

from shuati.match.features import QuestionFeatures, document_features
from shuati.match.parse_question import ParsedQuestion, parse_question
from shuati.match.vocabulary import SynonymGroups, Synonyms, intent_lexicon, synonyms
from shuati.model import Document
from shuati.text.segmenter import Segmenter


def parse(
    document: Document, groups: SynonymGroups, dictionary: tuple[str, ...]
) -> tuple[QuestionFeatures, ...]:
    """The features of every question of ``document``, in reading order.

    ``groups`` are synonyms (`shuati.match.vocabulary.synonym_groups`), ``dictionary`` words of
    the settings to keep whole.
    """
    known, words = _language(groups, dictionary)
    parsed: dict[str, ParsedQuestion] = {}

    def parse_once(text: str) -> ParsedQuestion:
        if text not in parsed:
            parsed[text] = parse_question(text, intent_lexicon(), known, words)
        return parsed[text]

    return document_features(document, parse_once)


@lru_cache(maxsize=2)
def _language(groups: SynonymGroups, dictionary: tuple[str, ...]) -> tuple[Synonyms, Segmenter]:
    """The synonyms with ``groups`` more, and a segmenter that knows them."""
    known = synonyms(groups)
    terms = [term for term in known.first if not term.isascii()]
    return known, Segmenter([*terms, *dictionary])
