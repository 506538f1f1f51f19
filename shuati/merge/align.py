"""Two questions face to face: which parts of their answers belong together, and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from shuati.model import Block, PointList, Question
from shuati.model.views import all_text, term_of
from shuati.text.diff import DiffKind, DiffPart, difference
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain
from shuati.text.ngrams import bigrams, dice

_TOGETHER = 0.4  # how alike two parts must be to be on one row


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``own``: the other side does not have it."""

    text: str
    own: bool


Side = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side; a side is () where the other has no counterpart."""

    left: Side
    right: Side

    @property
    def equal(self) -> bool:
        return not any(run.own for run in (*self.left, *self.right))


def facing(left: Question, right: Question) -> tuple[Row, ...]:
    """The two wordings as the first row, then the answers part by part.

    Parts of the left answer come in their order, each beside the part of the right one that
    is most like it; what only the right answer has comes last.
    """
    rows = [_row(plain(left.text), plain(right.text))]
    mine, theirs = _parts(left), _parts(right)
    partner = _partners(mine, theirs)
    for at, text in enumerate(mine):
        rows.append(_row(text, theirs[partner[at]]) if at in partner else Row(_own(text), ()))
    matched = set(partner.values())
    rows += [Row((), _own(text)) for at, text in enumerate(theirs) if at not in matched]
    return tuple(rows)


def _parts(question: Question) -> list[str]:
    return [text for section in question.sections for text in _texts(section.blocks) if text]


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, PointList):
            for point in block.points:
                yield "：".join(filter(None, (term_of(point), all_text(point.blocks))))
        else:
            yield all_text((block,))


def _partners(mine: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """For positions of ``mine`` the part of ``theirs`` that is most like it, each at most once."""
    grams = [[_grams(text) for text in side] for side in (mine, theirs)]
    alike = sorted(
        (-dice(x, y), a, b) for a, x in enumerate(grams[0]) for b, y in enumerate(grams[1])
    )
    found: dict[int, int] = {}
    for score, a, b in alike:
        if -score >= _TOGETHER and a not in found and b not in found.values():
            found[a] = b
    return found


def _grams(text: str) -> Counter[str]:
    term, colon, _ = text.partition("：")
    found = bigrams(fold_letters(text))
    if colon and len(term) < 20:
        found.update({f"{term}：": max(2, found.total() // 2)})  # what a point is about says most
    return found


def _row(left: str, right: str) -> Row:
    parts = difference(left, right)
    return Row(_side(parts, DiffKind.DELETED), _side(parts, DiffKind.INSERTED))


def _side(parts: Sequence[DiffPart], own: DiffKind) -> Side:
    """What one side has: the equal parts and those of the kind ``own``, joined where they meet."""
    shown = (part for part in parts if part.kind in (DiffKind.EQUAL, own))
    return tuple(
        Run("".join(part.text for part in run), kind is own)
        for kind, run in groupby(shown, key=lambda part: part.kind)
    )


def _own(text: str) -> Side:
    return (Run(text, True),)
