"""The evidence that a whole document gives on each of its starts."""

from __future__ import annotations

from shuati.read.evidence.kinds import Evidence
from shuati.read.outline import Outline

_ARTICLE = 4  # headings of articles that make a document one
_FEW = 12  # headings of a short document


def of_document(outline: Outline) -> Evidence:
    """What the headings of the whole document say."""
    titles = outline.headings
    asking = [one.asked >= 0.8 for one in titles]
    outside = [
        asks for asks, inside in zip(asking, outline.in_question_part, strict=True) if not inside
    ]
    articles = sum(one.of_article for one in titles)
    return {
        "document asks": sum(asking) / max(1, len(asking)),
        "document asks outside": sum(outside) / max(1, len(outside)),
        "document silent": float(sum(asking) <= 0.1 * len(asking)),
        "has question part": float(any(outline.in_question_part)),
        "is article": min(1.0, articles / _ARTICLE),
        "article share": articles / max(1, len(titles)),
        "no article titles": float(not articles),
        "flat": float(len({one.level for one in titles}) <= 2),
        "short": float(len(titles) <= _FEW),
        "named": float(outline.named),
    }
