"""The elements of a source as layouts see them; what belongs to several questions is apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from shuati.model import Paragraph, Span
from shuati.read.exam.case_studies import find_cases, with_cases, with_keys_of_cases
from shuati.read.exam.case_study import CaseStudy
from shuati.read.exam.key_items import AnswerKey
from shuati.read.exam.key_pages import names_key, with_keys
from shuati.read.exam.part_kinds import is_part_title
from shuati.read.exam.shared_stems import SharedStem, with_shared_stems
from shuati.read.expand.bare_labels import with_bare_labels
from shuati.read.expand.lines import paragraph_part
from shuati.read.section_headings import is_chapter, with_section_headings
from shuati.sources.element import Element

_LONGEST = 40  # characters of a title among other lines


@dataclass(frozen=True, slots=True)
class Prepared:
    """Elements, one for each answer key, all shared material and each case; and these.

    ``doubtful`` are the places of cases whose answers are not one for each question.
    """

    elements: tuple[Element, ...]
    keys: tuple[AnswerKey, ...]
    stems: tuple[SharedStem, ...]
    cases: tuple[CaseStudy, ...]
    doubtful: tuple[Span, ...]


def prepared(elements: Sequence[Element]) -> Prepared:
    """What layouts are given of the elements of a source."""
    titled = with_section_headings(list(_cut_at_titles(with_bare_labels(elements))))
    cases = find_cases(titled)
    own = [case for case in cases if case.taken and (case.answered or case.doubtful)]
    without_keys, keys = with_keys(with_cases(titled, own))
    cases = [reduce(CaseStudy.answered_by, keys, case) for case in cases]
    own = [case for case in cases if case.taken]
    found, stems = with_shared_stems(with_cases(without_keys, own))
    return Prepared(
        tuple(found),
        tuple(with_keys_of_cases(keys, own)),
        (*stems, *(case.stem for case in own if case.answered)),
        tuple(own),
        tuple(case.span for case in cases if case.doubtful),
    )


def _cut_at_titles(elements: Sequence[Element]) -> Iterator[Element]:
    """Paragraphs of several lines cut at those that are titles of parts, chapters and keys."""
    for element in elements:
        block = element.block
        lines = block.text.split("\n") if isinstance(block, Paragraph) else []
        spaced = element.span.last - element.span.first + 1 == len(lines)
        titles = [at for at, line in enumerate(lines) if _is_title(line)] if len(lines) > 1 else []
        if not titles or not spaced:
            yield element
            continue
        cuts = sorted({0, len(lines), *titles, *(at + 1 for at in titles)})
        for first, end in pairwise(cuts):
            yield paragraph_part(element, first, end, "\n".join(lines[first:end]))


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST and (is_part_title(line) or is_chapter(line) or names_key(line))
