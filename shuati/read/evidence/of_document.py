"""The evidence that a whole document gives on each of its starts."""

from __future__ import annotations

from functools import lru_cache
from statistics import median

from shuati.read.evidence.kinds import Evidence
from shuati.read.outline import Outline

_ARTICLE = 4  # headings of articles that make a document one
_SOME = 0.15  # of the headings of an outline of topics may be those of articles
_TOPICS = 4  # headings of topics that an outline of topics has at least
_OTHERS = 3  # items of lists that ask, in a document whose headings are no topics
_SHORT = 6  # lines of what is said about a topic in short
_FEW = 12  # headings of a short document


@lru_cache(maxsize=2)
def of_document(outline: Outline) -> Evidence:
    """What the headings of the whole document say."""
    titles = outline.headings
    asking = [one.asked >= 0.8 for one in titles]
    outside = [
        asks for asks, inside in zip(asking, outline.in_question_part, strict=True) if not inside
    ]
    articles = sum(one.of_article for one in titles)
    lengths = [outline.end(at) - titles[at].line for at in outline.leaves]
    asked_otherwise = outline.asking_items >= _OTHERS or outline.question_rows >= _OTHERS
    others = outline.labels or asked_otherwise  # are its questions
    few = articles <= _SOME * len(titles)
    impersonal = max(0.0, 1 - 2 * (outline.deictic + outline.instructing))
    outlined = outline.silent and few and not others and len(lengths) >= _TOPICS
    return {
        "document asks": sum(asking) / max(1, len(asking)),
        "document asks outside": sum(outside) / max(1, len(outside)),
        "document silent": float(outline.silent),
        "topic outline": outlined * outline.bare_holders,
        "impersonal topics": outlined * (not outline.holders) * impersonal,
        "defined topics": outlined * outline.defining,
        "short topics": outlined / (1 + median(lengths) / _SHORT) if outlined else 0.0,
        "has question part": float(any(outline.in_question_part)),
        "is article": min(1.0, articles / _ARTICLE),
        "article share": articles / max(1, len(titles)),
        "no article titles": float(not articles),
        "flat": float(len({one.level for one in titles}) <= 2),
        "short": float(len(titles) <= _FEW),
        "named": float(outline.named),
    }
