"""Several wordings of one point as one point: the fullest, then what is new in the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from shuati.match.vocabulary import synonyms_of
from shuati.merge.antonyms import contradict
from shuati.merge.redundancy import Statement, is_repeated, quantities_of, statement
from shuati.merge.same_points import same_points
from shuati.merge.terms import joined_term, with_lead_term, with_plain_lead
from shuati.merge.units import MergeUnit, inner_keys
from shuati.model import Block, Kind, Paragraph, Point, PointList, Span
from shuati.model.keys import block_key

_WHOLE = (
    r"`[^`]+`|\$[^$]+\$|\[[^\]]*\]\([^)]*\)|<[^>]+>|\*\*.+?\*\*|（[^（）]*）|\([^()]*\)|“[^”]*”"
)
_SENTENCE = re.compile(rf"(?:{_WHOLE}|[^。！？；\n])+[。！？；\n]*|[。！？；\n]+", re.DOTALL)
_CLAUSE = re.compile(rf"(?:{_WHOLE}|[^，])+，?|，", re.DOTALL)
_ENDS = tuple("。！？；：:.!?;")
_NOWHERE = Span(1, 1)
# A clause that needs the one before it, and one that needs the one behind it.
_LEANS_BACK = re.compile(
    r"\s*(?:因此|因而|所以|于是|从而|进而|以便|以免|以防|否则|不然|但|却|而|则|就|才|便|使|让|令|导致|造成"
    r"|[以用]来|以[^及上下内外前后]|其|它|他|她|这|那|该|此|前者|后者|两者|二者|即|也就是)"
)
_LEANS_ON = re.compile(
    r"\s*(?:如果|若|当|假如|只要|只有|除非|由于|因为|虽然|尽管|即使|无论|不论|随着|为了|对于|在)"
    r"|.*(?:时|后|前|的话|之间|中)，?\s*$",
    re.DOTALL,
)


def join(unit: MergeUnit, other: MergeUnit) -> None:
    """Make one point of two points of different variants."""
    wordings = unit.join(other)
    points = [one.part for one in wordings if isinstance(one.part, Point)]
    unit.become(joined_point(points), wordings[0].variant)


def joined_point(points: Sequence[Point]) -> Point:
    """One point that says what all ``points`` say, in the words of the first as far as it goes."""
    first, *others = map(with_lead_term, points)
    term = joined_term([point.term for point in (first, *others)])
    blocks = first.blocks
    for point in others:
        blocks = _joined_blocks(blocks, point.blocks, term)
    joined = replace(first, term=term, blocks=blocks)
    return joined if any(point.term for point in points) else with_plain_lead(joined)


def _joined_blocks(
    blocks: tuple[Block, ...], others: Sequence[Block], term: str | None
) -> tuple[Block, ...]:
    """``blocks``, and of ``others`` what is new; both are below one term."""
    known = statement(blocks, term)
    keys = {key for block in blocks for key in (block_key(block), *inner_keys(block))}
    found = list(blocks)
    for block in others:
        if block_key(block) in keys and statement([block]).verbatim <= known.verbatim:
            continue
        if isinstance(block, Paragraph):
            if text := _new_text(block.text, known, term):
                _add_text(found, replace(block, text=text))
        elif isinstance(block, PointList):
            _add_points(found, block, known)
        else:
            found.append(block)
    return tuple(found)


def _add_text(blocks: list[Block], new: Paragraph) -> None:
    """Let the first paragraph go on with ``new``; where it leads to a list, that comes behind."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        blocks.insert(0, new)
    elif first.text.rstrip().endswith(("：", ":")):
        blocks.append(new)
    else:
        blocks[0] = replace(first, text=_joined_text(first.text, new.text))


def _joined_text(text: str, more: str) -> str:
    text, more = text.rstrip(), more.strip()
    space = " " if text[-1:].isascii() and more[:1].isascii() else ""
    if not text.endswith(_ENDS):
        return f"{text.rstrip('，、,')}{';' if space else '；'}{space}{more}"
    end = "" if more.endswith(_ENDS) else text[-1]
    return f"{text}{space}{more}{end}"


def _add_points(blocks: list[Block], new: PointList, known: Statement) -> None:
    """Put the points of ``new`` into the list of ``blocks``: into the same point, or at its end."""
    at = next((at for at, one in enumerate(blocks) if isinstance(one, PointList)), len(blocks))
    own = blocks[at] if at < len(blocks) else replace(new, start=1, points=())
    assert isinstance(own, PointList)
    mine, theirs = (
        [MergeUnit(point, Kind.ANSWER, variant) for point in points]
        for variant, points in enumerate((own.points, new.points))
    )
    same = {other: unit for unit, other in same_points((mine, theirs), synonyms_of())}
    for point, unit in zip(new.points, theirs, strict=True):
        if unit in same:
            join(same[unit], unit)
        elif not is_repeated(statement(with_plain_lead(point).blocks), known):
            mine.append(unit)
    if mine:
        points = tuple(unit.part for unit in mine if isinstance(unit.part, Point))
        blocks[at : at + 1] = [replace(own, points=points)]


def sentences(text: str, is_old: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """The sentences of ``text`` (inline Markdown), each with whether it is new: ``is_old`` says
    whether the entry has one already.

    What leads to something is new, and so is a sentence that the next new one leans on.
    """
    found: list[tuple[str, bool]] = []
    needed = False
    for sentence in reversed(_SENTENCE.findall(text)):
        leads = sentence.rstrip().endswith(("：", ":"))
        new = needed or leads or not is_old(sentence)
        found.append((sentence, new))
        needed = new and _LEANS_BACK.match(sentence) is not None
    return found[::-1]


def _new_text(text: str, known: Statement, term: str | None) -> str:
    """``text`` without what ``known`` contains: sentences, and clauses at either end of one."""
    found = sentences(text, lambda sentence: _is_repeated(sentence, known, term))
    return "".join(_new_clauses(one, known, term) for one, new in found if new).strip()


def _is_repeated(text: str, known: Statement, term: str | None) -> bool:
    return is_repeated(statement([Paragraph(text, _NOWHERE)], term), known)


def _new_clauses(sentence: str, known: Statement, term: str | None) -> str:
    """``sentence`` without the clauses at its beginning and end that ``known`` contains.

    It stays whole where it has another number than ``known`` or contradicts it: both are to be
    seen side by side.
    """
    own = statement([Paragraph(sentence, _NOWHERE)])
    numbers = quantities_of(known.names)
    if contradict(own.text, known.text) or (numbers and quantities_of(own.names) - numbers):
        return sentence
    parts = _CLAUSE.findall(sentence)
    repeated = [_is_repeated(part, known, term) for part in parts]
    start, end = 0, len(parts)
    while start < end and repeated[start]:
        start += 1
    while end > start and repeated[end - 1]:
        end -= 1
    if start == end or _LEANS_BACK.match(parts[start]):
        start = 0
    if end < len(parts) and any(map(_LEANS_ON.match, parts[start:end])):
        end = len(parts)
    return "".join(parts[start:end]).rstrip("，")
