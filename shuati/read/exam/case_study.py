"""One case: its title, its text, its numbered questions, and the answers below all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from shuati.model import Block, Heading, Kind, Paragraph, Span
from shuati.read.conventions import Conventions
from shuati.read.exam.case_lines import (
    CaseLine,
    announces,
    as_elements,
    as_line,
    behind_label,
    case_lines,
    pieces,
    span_of,
    text_of,
)
from shuati.read.exam.case_names import TEXT, case_name, folded_name
from shuati.read.exam.key_items import AnswerKey, KeyItem
from shuati.read.exam.offered import joined
from shuati.read.exam.part_kinds import without_remarks
from shuati.read.exam.shared_stems import SharedStem, words_of
from shuati.read.question_start import CASE, NO_LEVEL, QuestionStart, clean
from shuati.read.segment import Segment
from shuati.sources.element import Element
from shuati.sources.question_words import is_worth

BARE = re.compile(
    rf"\W*(?:\d{{1,3}}\W{{1,2}})?(?:{TEXT}(?:分析题?|材料|资料)?\W*[:：]|(?:阅读|根据|结合)(?:以?下[列面述]?|上述)?的?"
    rf"(?:{TEXT}|短文|文字)[^。？?]{{0,20}}[:：。]?\W*$|阅读{TEXT}\W*$)"
)
SEVERAL = re.compile(r"\W*(?:材料|资料)")  # 材料二 goes on with the case of 材料一
_ASIDE = re.compile(r"^[（(][^（()）\n]*[)）][ \t]*(?:\n|$)")  # （源自 A 卷，30 分）
_SHORTEST = 3  # characters of a title that says something
_MOST = 25  # questions about one case


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A case at ``span``: its material, its questions, and the answers that are below all of them.

    ``whole`` is all of it as one question, which it is unless it is ``answered``: unless every
    question has its answer, in the case or in the key of the paper. ``doubtful``: there are
    answers, but not one for each question. ``of_part``: the heading of a part of a paper with
    open questions is above it.
    """

    span: Span
    title: str
    stem: SharedStem
    questions: tuple[Segment, ...]
    whole: Segment
    key: AnswerKey | None = None
    answered: bool = True
    doubtful: bool = False
    of_part: bool = False

    @property
    def taken(self) -> bool:
        """Whether no layout is asked about it."""
        return self.answered or (bool(self.title) and (self.doubtful or self.of_part))

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its questions."""
        return frozenset(int(one.start.number or 0) for one in self.questions if one.start)

    def answered_by(self, key: AnswerKey) -> CaseStudy:
        """The case with the answers for its questions that the key of a paper has, if any."""
        if self.answered or self.doubtful or key.span.first < self.span.last:
            return self
        name, numbers = folded_name(self.title), self.numbers
        named = [one for one in key.items if name and name == folded_name(one.part)]
        if 1 not in numbers:  # numbers that go on through the paper
            named = named or [one for one in key.items if one.number in numbers]
        if numbers != {one.number for one in named}:
            return self
        own = AnswerKey(key.span, tuple(named), (), 0, self.span)
        return replace(self, key=own, answered=True)


def case_of(elements: Sequence[Element], conventions: Conventions) -> CaseStudy | None:
    """The case that begins with its head; None where it has no text or no numbered questions."""
    head, body = as_line(elements[0]), elements[1:]
    title, opening = _opened(head)
    lines = case_lines(body, conventions)
    begin = _first_question(lines)
    if begin is None:
        return None
    subs, answers = _walked(lines, begin)
    if len(subs) > _MOST:
        return None
    material = [line for line in lines[:begin] if not _announces(line)]
    text, blocks = _material(opening, as_elements(material))
    if not text and not blocks:
        return None
    start = head.span.first if title else lines[0].element.span.first
    last = span_of(lines).last
    stem_span = Span(start, lines[begin].element.span.first - 1)
    ends = [*subs[1:], answers if answers is not None else len(lines)]
    numbers = [lines[at].number for at in subs]
    stem = SharedStem(stem_span, numbers[0], numbers[-1], text, (), last + 1, blocks)
    questions = [lines[at:end] for at, end in zip(subs, ends, strict=True)]
    case = CaseStudy(
        Span(start, last),
        title,
        stem,
        tuple(_segment(one, answers is not None) for one in questions),
        _whole(head, body, opening),
    )
    if answers is None:
        return replace(case, answered=all(map(_has_answer, questions)))
    items = _divided(lines[answers:], numbers)
    if items is None and len(subs) == 1:
        items = [_below(lines[answers], lines[answers + 1 :])]
    if items is None:
        return replace(case, answered=False, doubtful=True)
    span = Span(lines[answers].element.span.first, last)
    keyed = tuple(
        KeyItem(number, "", None, "", span_of(one), _blocks(one))
        for number, one in zip(numbers, items, strict=True)
    )
    return replace(case, key=AnswerKey(span, keyed, (), 0, case.span))


def _opened(head: Element) -> tuple[str, str]:
    """The title of a case ('' where its head is that of a part of the paper), and its first text.

    The words behind 案例一 are its text, for a heading its title too.
    """
    whole = text_of(head)
    first = whole.split("\n", 1)[0]
    bare = BARE.match(first)
    name = case_name(first) or (bare[0] if bare is not None else "")
    if not name:
        return "", ""
    behind = re.sub(r"^[*_]{2}|^[^\w（(“‘《「<!]+", "", whole[len(name) :])
    if behind.count("**") % 2:  # the emphasis of the name
        behind = behind.replace("**", "", 1)
    behind, _ = without_remarks(behind.lstrip(" :：】]"))
    behind = _ASIDE.sub("", behind, count=1)
    lines = behind.split("\n")
    behind = "\n".join(lines[:-1] if announces(lines[-1]) else lines)
    title = clean(name.strip(" 【】[]*_"))
    if isinstance(head.block, Heading):
        return clean(first), behind if len(re.sub(r"\W", "", behind)) > _SHORTEST else ""
    return title, whole if SEVERAL.match(first) and behind else behind


def _material(opening: str, elements: Sequence[Element]) -> tuple[str, tuple[Block, ...]]:
    """The text of a case, and what of it is no text."""
    words = [words_of(element).strip() for element in elements]
    blocks = [one.block for one, text in zip(elements, words, strict=True) if not text]
    return (
        "\n".join(text for text in (opening.strip(), *words) if text),
        tuple(block for block in blocks if block is not None),
    )


def _announces(line: CaseLine) -> bool:
    asked = line.label is not None and line.label.kind is Kind.QUESTION and not line.label.rest
    return asked or (not line.number and announces(text_of(line.element)))


def _first_question(lines: Sequence[CaseLine]) -> int | None:
    """The index of the first question below the text of a case; None where there is none."""
    answer = next((at for at, line in enumerate(lines) if line.answers), len(lines))
    seen: set[str] = set()
    firsts = []
    for at, line in enumerate(lines[:answer]):
        if line.number and (line.number == 1 or line.style not in seen):
            firsts.append(at)
        seen.add(line.style)
    intro = max((at for at, line in enumerate(lines[:answer]) if _announces(line)), default=None)
    if intro is not None and (below := [at for at in firsts if at > intro]):
        return below[0]
    return next((at for at in reversed(firsts) if _asks(lines, at)), None)


def _asks(lines: Sequence[CaseLine], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else None
    return lines[at].asks or (below is not None and (below.is_option or below.answers))


def _walked(lines: Sequence[CaseLine], begin: int) -> tuple[list[int], int | None]:
    """The indices of the questions of a case, and that of the answers below all of them, if any."""
    first = lines[begin]
    subs = [begin]
    for at in range(begin + 1, len(lines)):
        line = lines[at]
        follows = line.style == first.style and line.number == lines[subs[-1]].number + 1
        answered = any(one.answers for one in lines[subs[-1] : at])
        if follows and (not answered or _is_answered(lines, at)):
            subs.append(at)
    answer = next((at for at in range(begin, len(lines)) if lines[at].answers), 0)
    each = len(subs) > 1 and all(_has_answer(lines[at:end]) for at, end in pairwise(subs))
    return subs, answer if answer > subs[-1] and not each else None


def _is_answered(lines: Sequence[CaseLine], at: int) -> bool:
    """Whether a label of an answer is below the numbered line ``at``, above the next such line."""
    for line in lines[at + 1 :]:
        if line.answers:
            return True
        if line.style == lines[at].style:
            return False
    return False


def _whole(head: Element, body: Sequence[Element], opening: str) -> Segment:
    """A case as one question with all that is asked about it, and all answers."""
    start = QuestionStart(
        0, "", None, CASE, explicit=True, rest=opening, evidence=0.95, closed=True
    )
    return Segment(start, (head, *body))


def _has_answer(lines: Sequence[CaseLine]) -> bool:
    """Whether a question has an answer, or text, or options below it."""
    return any(line.element.block is not None for line in lines[1:])


def _divided(lines: Sequence[CaseLine], numbers: Sequence[int]) -> list[list[CaseLine]] | None:
    """The lines of answers by the numbers of questions; None where they cannot be divided."""
    inner = [*behind_label(lines[0])]
    for line in lines[1:]:
        split = pieces(line, text_of(line.element)) if line.element.paragraph else [line]
        inner += split if len(split) > 1 else [line]
    style = inner[0].style if inner else ""
    found: list[list[CaseLine]] = []
    for line in inner:
        same = bool(style) and line.style == style
        if same and len(found) < len(numbers) and line.number == numbers[len(found)]:
            found.append([line])
        elif not found or (same and line.number in (numbers[0], numbers[-1] + 1)):
            return None
        else:
            found[-1].append(line)
    return found if len(found) == len(numbers) else None


def _below(label: CaseLine, lines: Sequence[CaseLine]) -> list[CaseLine]:
    return [*behind_label(label), *lines]


def _blocks(lines: Sequence[CaseLine]) -> list[Block]:
    """An answer without its number."""
    first, *others = lines
    found: list[Block] = [Paragraph(first.text, first.element.span)] if first.text else []
    return found + [one.block for one in as_elements(others) if one.block is not None]


def _segment(lines: Sequence[CaseLine], keyed: bool) -> Segment:
    """A question of a case; ``keyed``: its answer is not below it."""
    first, *others = lines
    title, _, rest = first.text.partition("\n")
    if rest and is_worth(title):
        title, _, rest = rest.partition("\n")
    below = as_elements(others)
    labelled = bool(others) and others[0].answers
    if rest and (keyed or labelled):
        title, rest = reduce(joined, [title, *rest.split("\n")]), ""
    block = first.element.block
    level = block.level if isinstance(block, Heading) else NO_LEVEL
    start = QuestionStart(
        0,
        clean(title, colon=True),
        str(first.number),
        "exam",
        explicit=True,
        level=level,
        rest=rest,
        evidence=0.95,
        closed=True,
    )
    return Segment(start, (first.element, *below))
