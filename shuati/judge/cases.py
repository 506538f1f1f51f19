"""What a judge gets to see of a pair, and what a judge says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuati.match.decision_writer import ReferenceWriter, decision_text, one_line
from shuati.match.review_queue import ReviewItem, question_key
from shuati.messages import Language, explain
from shuati.model import PERSON, Document, Entry, Kind, Pair, Question, Verdict
from shuati.model.views import all_text
from shuati.text.markdown import plain

_ID_LENGTH = 12  # hexadecimal digits: two of 100,000 pairs share one by a chance of 1 in 50,000


@dataclass(frozen=True, slots=True)
class Case:
    """A pair to judge.

    ``id`` follows from the files and headings of its questions; ``references`` name them in the
    decisions file; ``titles`` are those of their documents.
    """

    id: str
    pair: Pair
    references: tuple[str, str]
    titles: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a case: the verdict, by whom (`PERSON` or a model's name), why, when.

    ``date`` is as in ISO 8601. The verdict is *same* or *different*, never *review*.
    """

    case: Case
    verdict: Verdict
    by: str = PERSON
    why: str = ""
    date: str = ""

    @property
    def text(self) -> str:
        """The lines that the decisions file gets."""
        own = {"by": self.by, "why": self.why, "date": self.date}
        return decision_text(self.verdict, *self.case.references, **own)


class CaseMaker:
    """Makes cases of the pairs of a bank; with ``codes`` their references name codes, too."""

    def __init__(
        self, documents: Sequence[Document], entries: Iterable[Entry], *, codes: bool
    ) -> None:
        asked = [question for document in documents for question in document.questions]
        self._titles = {document.path: plain(document.title) for document in documents}
        self._codes = {question_key(one): e.code for e in entries for one in e.variants}
        self._references = ReferenceWriter(asked, codes=codes)
        self._places = ReferenceWriter(asked, codes=False)

    def of_pair(self, pair: Pair) -> Case:
        """The case of ``pair``."""
        a, b = pair.a, pair.b
        places = sorted(self._places.reference(one, "") for one in (a, b))
        digest = hashlib.sha256("\n".join(places).encode("utf-8", "surrogatepass")).hexdigest()
        references = [self._references.reference(x, self._codes[question_key(x)]) for x in (a, b)]
        return Case(
            digest[:_ID_LENGTH],
            pair,
            (references[0], references[1]),
            (self._titles[a.path], self._titles[b.path]),
        )

    def of_items(self, items: Iterable[ReviewItem]) -> list[Case]:
        """The cases of pairs to review, in their order."""
        return [self.of_pair(item.pair) for item in items]


def shown_question(question: Question, title: str, longest: int | None = None) -> dict[str, Any]:
    """What a judge sees of ``question``, as JSON has it; what is empty is left out.

    Its answer and its material are cut to ``longest`` characters each.
    """
    asked = [one for one in question.sections if one.kind is Kind.QUESTION]
    answer = [one for one in question.sections if one.kind is not Kind.QUESTION]
    material = [plain(question.stem or ""), *(all_text(one.blocks) for one in asked)]
    parts = [f"{one.label}：{all_text(one.blocks)}" if one.label else all_text(one.blocks)
             for one in answer]  # fmt: skip
    found: dict[str, Any] = {
        "document": title,
        "headings": [plain(one) for one in question.heading_path],
        "question": plain(question.text),
        "material": _cut("\n".join(filter(None, material)), longest),
        "options": [
            f"{one.label}. {plain(one.text)}{' ✓' if one.correct else ''}"
            for one in question.options
        ],
        "blanks": [plain(one) for one in question.blanks],
        "answer": _cut("\n".join(filter(None, parts)), longest),
    }
    return {name: value for name, value in found.items() if value}


def exported(case: Case, language: Language) -> dict[str, Any]:
    """The line of ``case`` in an export; the last three are to be filled in."""
    a, b = case.pair.a, case.pair.b
    names = zip((a, b), case.titles, case.references, strict=True)
    x, y = (
        {"reference": reference, "place": f"{one.path}:{one.span.first}"}
        | shown_question(one, title)
        for one, title, reference in names
    )
    return {
        "id": case.id,
        "score": case.pair.score,
        "reasons": [explain(one, language) for one in case.pair.reasons],
        "a": x,
        "b": y,
        "verdict": None,
        "reason": None,
        "by": None,
    }


def shortened(text: str) -> str:
    """``text`` as one line that fits into a message."""
    return one_line(text, 200)


def _cut(text: str, longest: int | None) -> str:
    whole = longest is None or len(text) <= longest
    return text if whole else f"{text[:longest]}…（下略 {len(text) - (longest or 0)} 字）"


def by_id(cases: Iterable[Case]) -> Mapping[str, Case]:
    """``cases`` by their ids."""
    return {case.id: case for case in cases}
