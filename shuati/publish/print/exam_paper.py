"""A mock exam: which questions of a bank it holds, in which parts, for how many points."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuati.config import strings
from shuati.model import Diagnostic, Entry, Form, Kind, Location, warning
from shuati.model.closed_forms import fills_of, form_of, right_options, shared_stem
from shuati.publish.print.sheet_items import SheetItem
from shuati.publish.print.sheet_view import with_stem_above
from shuati.tag.tree import fits

QUESTIONS = 40  # of an exam that names no number

# In the order of the parts of a paper, with the points of a question.
POINTS: Mapping[Form, float] = {
    Form.CHOICE: 2,
    Form.MULTIPLE: 3,
    Form.TRUE_FALSE: 1,
    Form.BLANK: 2,
    Form.TERM: 4,
    Form.OPEN: 10,
}
_ANSWERS = (Kind.ANSWER, Kind.FEATURE, Kind.EXPLANATION)


@dataclass(frozen=True, slots=True)
class ExamRequest:
    """What an exam is to hold.

    ``forms`` are numbers of questions; what ``questions`` asks for beyond them comes from the
    other forms. With ``questions`` None there are these alone, or `QUESTIONS` without any.
    ``topics`` are tags, or patterns of documents; one of them fits. ``points`` are those of a
    question; a form that is not named has those of `POINTS`. Another ``seed`` chooses others.
    """

    questions: int | None = None
    forms: Mapping[Form, int] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    points: Mapping[Form, float] = field(default_factory=dict)
    seed: int = 1


@dataclass(frozen=True, slots=True)
class ExamPart:
    """The questions of one form, each for ``points``."""

    form: Form
    points: float
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """A question of the paper under its number."""

    number: int
    item: SheetItem


@dataclass(frozen=True, slots=True)
class PrintedExamPart:
    """A part as the template prints it: 一、单选题, its points, its questions."""

    numeral: str
    name: str
    points: str
    total: str
    items: tuple[NumberedItem, ...]

    @property
    def closed(self) -> tuple[NumberedItem, ...]:
        """Those with a short answer, see `SheetItem.closed`."""
        return tuple(one for one in self.items if one.item.closed)


@dataclass(frozen=True, slots=True)
class PrintedExam:
    """The paper as the template prints it."""

    seed: int
    questions: int
    total: str
    parts: tuple[PrintedExamPart, ...]


def compose(
    entries: Sequence[Entry], request: ExamRequest
) -> tuple[tuple[ExamPart, ...], tuple[Diagnostic, ...]]:
    """The parts of an exam of ``entries``, and a warning for each form with too few questions.

    Only what the source answers is asked. The choice depends on the codes of the questions and
    the seed alone: a question that is added or edited changes as little as can be.
    """
    usable = [entry for entry in entries if _answered(entry) and _wanted(entry, request.topics)]
    drawn = sorted(usable, key=_by_seed(request.seed))
    chosen: dict[str, Entry] = {}
    found: list[Diagnostic] = []
    for form, count in request.forms.items():
        own = [entry for entry in drawn if form_of(entry) is form][:count]
        chosen |= {entry.code: entry for entry in own}
        if len(own) < count:
            name = strings.FORM_NAMES[form]
            place = Location("--form")
            found.append(warning("exam-too-few", place, form=name, wanted=count, count=len(own)))
    wanted = request.questions
    if wanted is None and not request.forms:
        wanted = QUESTIONS
    if wanted is not None:
        others = [entry for entry in drawn if form_of(entry) not in request.forms]
        left = max(0, wanted - len(chosen))
        chosen |= {entry.code: entry for entry in others[:left]}
        if len(chosen) < wanted:
            place, count = Location("--questions"), len(chosen)
            found.append(warning("exam-too-small", place, wanted=wanted, count=count))
    return tuple(_parts(chosen.values(), request)), tuple(found)


def _parts(chosen: Iterable[Entry], request: ExamRequest) -> Iterator[ExamPart]:
    entries = sorted(chosen, key=_by_seed(request.seed))
    for form, usual in POINTS.items():
        own = [entry for entry in entries if form_of(entry) is form]
        if own:
            yield ExamPart(form, request.points.get(form, usual), tuple(_stems_together(own)))


def _by_seed(seed: int) -> Callable[[Entry], bytes]:
    return lambda entry: hashlib.sha256(f"{seed}\x1f{entry.code}".encode()).digest()


def _stems_together(entries: Sequence[Entry]) -> list[Entry]:
    """``entries``, those with one material behind each other, in the order of its document."""
    stems = [shared_stem(entry.variants[0]) for entry in entries]

    def place(at: int) -> tuple[int, int]:
        return (
            (stems.index(stems[at]), entries[at].variants[0].span.first) if stems[at] else (at, 0)
        )

    return [entries[at] for at in sorted(range(len(entries)), key=place)]


def _answered(entry: Entry) -> bool:
    form = form_of(entry)
    if form in (Form.OPEN, Form.TERM):
        return any(part.kind in _ANSWERS for part in entry.parts)
    return bool(right_options(entry) or fills_of(entry))


def _wanted(entry: Entry, topics: Sequence[str]) -> bool:
    return not topics or any(fits(entry, topic) for topic in topics)


def printed_exam(
    parts: Sequence[ExamPart], items: Mapping[str, SheetItem], seed: int
) -> PrintedExam:
    """The paper of ``parts``; ``items`` are their entries by code as the sheets print them."""
    printed: list[PrintedExamPart] = []
    number = 0
    for at, part in enumerate(parts):
        numbers = range(number + 1, number + 1 + len(part.entries))
        number += len(numbers)
        own = with_stem_above(
            [items[entry.code] for entry in part.entries],
            [strings.numbered(str(n)) for n in numbers],
        )
        numbered = [
            NumberedItem(n, replace(item, anchor=f"question-{n}"))
            for n, item in zip(numbers, own, strict=True)
        ]
        printed.append(
            PrintedExamPart(
                strings.NUMERALS[at],
                strings.FORM_NAMES[part.form],
                f"{part.points:g}",
                f"{part.points * len(part.entries):g}",
                tuple(numbered),
            )
        )
    total = sum(part.points * len(part.entries) for part in parts)
    return PrintedExam(seed, number, f"{total:g}", tuple(printed))
