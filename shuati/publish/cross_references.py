"""Questions that a text names by their numbers, which only its document has, get their codes.

第 39 题 becomes 第 39 题（Q0153）, 上题 the like: where one question of the same part, else of the
same document, has the number. What cannot be resolved stays as it is and is counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from shuati import lexicon
from shuati.model import (
    Block,
    Diagnostic,
    Document,
    Entry,
    Heading,
    Location,
    Paragraph,
    Point,
    PointList,
    Question,
    Quote,
    Table,
    note,
)
from shuati.model.views import all_text, sources
from shuati.sources.numbering import digits

Change = Callable[[str], str]


def with_codes(
    entries: Sequence[Entry], documents: Sequence[Document]
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """``entries`` with codes behind the numbers of others, and a note on what has none.

    An entry of several questions gets a code where all of its documents that have the words
    mean the same entry.
    """
    resolver = _Resolver(entries, documents)
    made, places = [], []
    for entry in entries:
        if any(map(_mention().search, _texts(entry))):
            unresolved: set[str] = set()
            entry = _changed(entry, partial(resolver.text, entry, unresolved))
            places += [entry.variants[0].location] * len(unresolved)
        made.append(entry)
    if not places:
        return tuple(made), ()
    return tuple(made), (note("references-unresolved", places[0], count=len(places)),)


@cache
def _mention() -> re.Pattern[str]:
    """第 3 题, 第 3～4 题, 上题 behind words that lead to them."""
    words = lexicon.toml("cross_references.toml")
    before = "|".join(sorted(words["before"], key=len, reverse=True))
    behind = "".join(words["behind"])
    numbered = r"第\s?(?P<first>\d{1,3})(?:\s?[～~—–-]\s?(?P<last>\d{1,3}))?\s?小?题"
    bare = r"(?<=回答)\s?(?P<from>\d{1,3})\s?[～~—–-]\s?(?P<to>\d{1,3})\s?小?题"
    above = r"[上前]一?题"
    return re.compile(
        rf"(?:{before})[“*_\s]*(?P<mention>{numbered}|{bare})(?!（Q\d)"
        rf"|(?:^|{before})[“*_\s]*(?P<above>{above})(?![{behind}]|（Q\d)"
    )


class _Resolver:
    """Finds what a mention in an entry means."""

    def __init__(self, entries: Sequence[Entry], documents: Sequence[Document]) -> None:
        self._codes = {
            variant.location: entry.code for entry in entries for variant in entry.variants
        }
        self._numbered: dict[tuple[str, str], list[Question]] = defaultdict(list)
        self._above: dict[Location, Question] = {}
        for document in documents:
            for above, question in zip(
                (None, *document.questions), document.questions, strict=False
            ):
                if question.number:
                    self._numbered[document.path, digits(question.number)].append(question)
                if above is not None and above.heading_path == question.heading_path:
                    self._above[question.location] = above

    def text(self, entry: Entry, unresolved: set[str], text: str) -> str:
        """``text`` of ``entry`` with codes; mentions that have none are added to a set."""

        def named(match: re.Match[str]) -> str:
            codes = self._named(entry, match)
            if not codes:
                unresolved.add(match[0])
            named = codes and set(codes) != {entry.code}
            return f"{match[0]}（{'～'.join(dict.fromkeys(codes))}）" if named else match[0]

        return _mention().sub(named, text)

    def _named(self, entry: Entry, match: re.Match[str]) -> tuple[str, ...]:
        """The codes of the first and last question that ``match`` names; none: not clear."""
        every = (match[name] for name in ("first", "from", "last", "to"))
        numbers = [digits(number) for number in every if number]
        found = {
            tuple(self._codes_of(variant, numbers))
            for variant in entry.variants
            if (match["mention"] or match["above"]) in _whole_text(variant)
        }
        (codes,) = found if len(found) == 1 else [()]
        return () if "" in codes else codes

    def _codes_of(self, variant: Question, numbers: Sequence[str]) -> Iterator[str]:
        if not numbers:
            above = self._above.get(variant.location)
            yield self._codes.get(above.location, "") if above else ""
        for number in numbers:
            every = self._numbered[variant.path, number]
            near = [one for one in every if one.heading_path == variant.heading_path]
            chosen = near if len(near) == 1 else every
            yield self._codes.get(chosen[0].location, "") if len(chosen) == 1 else ""


def _whole_text(question: Question) -> str:
    options = (option.text for option in question.options)
    answers = (all_text(section.blocks, code=False) for section in question.sections)
    return "\n".join((question.text, question.stem or "", *options, *answers))


def _texts(entry: Entry) -> Iterator[str]:
    first = entry.variants[0]
    yield from (entry.question, first.stem or "", *(option.text for option in first.options))
    yield from (text for part in entry.parts for text in sources(part.blocks))


def _changed(entry: Entry, change: Change) -> Entry:
    return replace(
        entry,
        question=change(entry.question),
        variants=tuple(_question(one, change) for one in entry.variants),
        parts=tuple(replace(part, blocks=_blocks(part.blocks, change)) for part in entry.parts),
        points=tuple(replace(point, text=change(point.text)) for point in entry.points),
    )


def _question(question: Question, change: Change) -> Question:
    return replace(
        question,
        heading=change(question.heading),
        text=change(question.text),
        options=tuple(replace(one, text=change(one.text)) for one in question.options),
        stem=question.stem and change(question.stem),
    )


def _blocks(blocks: Sequence[Block], change: Change) -> tuple[Block, ...]:
    return tuple(_block(block, change) for block in blocks)


def _block(block: Block, change: Change) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, text=change(block.text))
        case Table():
            rows = tuple(tuple(map(change, row)) for row in block.rows)
            return replace(block, rows=rows)
        case Quote():
            return replace(block, blocks=_blocks(block.blocks, change))
        case PointList():
            points = tuple(_point(point, change) for point in block.points)
            return replace(block, points=points)
        case _:
            return block


def _point(point: Point, change: Change) -> Point:
    return replace(point, blocks=_blocks(point.blocks, change))
