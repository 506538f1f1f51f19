"""The synonyms of all fields, whatever a document is about."""

from __future__ import annotations

from functools import cache
from itertools import chain

from shuati.lexicon.field_packs import field_packs
from shuati.match.vocabulary import Synonyms, synonyms


@cache
def every_synonym() -> Synonyms:
    return synonyms(chain.from_iterable(pack.synonyms for pack in field_packs()))
