"""Questions of exam papers: stems above options, numbered lines in a part headed by a kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from shuati.model import Form, Heading, Kind, Paragraph
from shuati.read.conventions import Conventions
from shuati.read.exam.offered import joined
from shuati.read.exam.option_lines import behind_stem, first_option, split_options
from shuati.read.exam.part_kinds import part_form, without_remarks
from shuati.read.exam.verdicts import judged_before, judged_behind, verdict
from shuati.read.expand.exam_lines import expand_exam
from shuati.read.expand.stem_marks import NUMBER, SHARED, leaves_gap
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import CASE, NO_LEVEL, QuestionStart, clean, title_start
from shuati.sources.element import Element, Role
from shuati.sources.numbering import SECTION_STYLES, split_number
from shuati.sources.question_words import sounds_asked

_FAR = 5  # how many numbers may be missing between two questions of a part
_SEVERAL = 3  # statements without numbers that are judged
_PARTS = 8  # lines between a question and its answer that may be its parts
_STOPS = ("。", "？", "?", "！", "!", "：", ":", "；")
_CASE = re.compile(
    r"\W*(?:(?:应用|分析|综合|计算|案例|材料|设计|论述|实践)(?:分析)?题?|案例|材料|大题|第)\s*"
    r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:\W|题|$)"
)
_ASKS = 0.8  # how much a heading above options must ask
_SURE, _LIKELY = 0.95, 0.9


@dataclass(frozen=True, slots=True)
class _Line:
    """An element as the layout sees it.

    ``kind``: 'heading', 'option', 'label', 'shared', 'number', 'text' or 'other'; ``letter`` is
    that of an option, ``number`` that of a numbered line; ``options``: how many are on it.
    """

    kind: str
    letter: str = ""
    number: int = 0
    options: int = 0
    style: str = ""


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal."""
    elements = expand_exam(given.labels_expanded)
    lines = [_line(element, given.conventions) for element in elements]
    starts = _Walk(elements, lines, given.conventions).starts()
    if starts:
        yield Proposal("exam", tuple(elements), tuple(starts))


def _line(element: Element, conventions: Conventions) -> _Line:
    block = element.block
    if isinstance(block, Heading):
        inside = NUMBER.match(block.text)
        return _Line("heading", number=int(inside["number"]) if inside else 0, style="#")
    text = block.text if isinstance(block, Paragraph) else element.text
    if not text or element.role not in (Role.BLOCK, Role.ITEM):
        return _Line("other")
    if not isinstance(block, Paragraph) and element.role is Role.BLOCK:
        return _Line("other")
    if SHARED.match(text):
        return _Line("shared")
    found = first_option(text)
    if found is not None and found.style in ("bracket", "sign", "small", "space", "alone", "tight"):
        count = len(split_options(text, found.letter)) or 1
        if found.style != "tight" or count > 1:
            return _Line("option", found.letter, options=count, style=found.style)
    if (number := NUMBER.match(text)) is not None:
        behind = behind_stem(text)
        style = number["sign"].strip(" \\") + ("*" if text.lstrip().startswith(("*", "_")) else "")
        return _Line(
            "number",
            number=int(number["number"]),
            options=len(behind[1]) if behind else 0,
            style=style,
        )
    label = conventions.label(text)
    if label is not None and label.kind is not None:
        return _Line("label", letter=str(label.kind))
    return _Line("text", options=len(behind[1]) if (behind := behind_stem(text)) else 0)


class _Walk:
    """A walk over the lines of a paper that finds where its questions begin."""

    def __init__(
        self, elements: Sequence[Element], lines: Sequence[_Line], conventions: Conventions
    ) -> None:
        self._elements, self._lines, self._conventions = elements, lines, conventions
        self._found: dict[int, QuestionStart] = {}
        self._styles: frozenset[str] = frozenset()  # of numbers, most of them above options

    def starts(self) -> list[QuestionStart]:
        self._above_options()
        self._styles = self._closed_styles()
        self._numbered()
        return [self._found[at] for at in sorted(self._found)]

    def _closed_styles(self) -> frozenset[str]:
        """The styles of numbers most of which are of stems above options."""
        every = Counter(line.style.strip("*") for line in self._lines if line.number)
        numbered = (self._lines[at] for at in self._found)
        closed = Counter(line.style.strip("*") for line in numbered if line.number)
        return frozenset(style for style, count in closed.items() if 2 * count > every[style])

    def _above_options(self) -> None:
        """The stems above an option A with a B behind it, and those that have options behind."""
        lines = self._lines
        for at, line in enumerate(lines):
            if line.options > 1 and line.kind in ("number", "text"):
                self._begin(at, _SURE)
            elif line.kind == "option" and line.letter == "A" and self._goes_on(at):
                stem = self._stem(at)
                if stem is not None:
                    self._begin(stem, _SURE)

    def _goes_on(self, at: int) -> bool:
        """Whether an option B follows the option A at ``at``."""
        if self._lines[at].options > 1:
            return True
        for line in self._lines[at + 1 : at + 5]:
            if line.kind == "option":
                return line.letter == "B"
            if line.kind in ("heading", "number", "label", "shared"):
                return False
        return False

    def _stem(self, option: int) -> int | None:
        """The line with which the stem above ``option`` begins."""
        lines, elements = self._lines, self._elements
        at, best = option - 1, None
        while at >= 0 and option - at <= 12:
            kind = lines[at].kind
            if kind in ("option", "shared", "label"):
                break
            if kind == "heading":
                return at if best is None and self._is_stem_heading(at) else best
            if kind == "number":
                return at
            if kind == "text" and (best is None or self._joins(at, best)):
                best = at
            elif kind == "text":
                above = lines[max(0, at - 6) : at + 1]
                return next(
                    (
                        at - back
                        for back, line in enumerate(reversed(above))
                        if line.kind == "number"
                        and not any(
                            one.kind in ("option", "label") for one in above[len(above) - back :]
                        )
                    ),
                    best,
                )
            at -= 1
        if best is None:
            return None
        return best if sounds_asked(elements[best].paragraph or "") > -0.5 else None

    def _joins(self, at: int, below: int) -> bool:
        """Whether the text at ``at`` goes on in the one below it, without a blank line."""
        text = (self._elements[at].paragraph or "").rstrip()
        tight = self._elements[at].span.last + 1 == self._elements[below].span.first
        return tight and not text.endswith(("。", "！", "；", "!", ".", "？", "?"))

    def _is_stem_heading(self, at: int) -> bool:
        block = self._elements[at].block
        if not isinstance(block, Heading) or part_form(block.text) is not None:
            return False
        return (
            NUMBER.match(block.text) is not None
            or leaves_gap(block.text)
            or title_start(at, block.text, block.level).explicit
            or sounds_asked(block.text) >= _ASKS
        )

    def _begin(self, at: int, evidence: float) -> None:
        """Let a question begin at ``at``."""
        if at in self._found:
            return
        element = self._elements[at]
        if isinstance(element.block, Heading):
            start = title_start(at, element.block.text, element.block.level)
            self._found[at] = replace(start, evidence=evidence, closed=True)
            return
        text = element.paragraph or element.text
        judged = judged_before(text)
        body = (
            judged.text if judged is not None else re.sub(r"^\s*[（(]\s*[)）]\s*(?=\d)", "", text)
        )
        match = NUMBER.match(body)
        if match is None:
            title, _, rest = body.partition("\n")
            numbered = split_number(title)
            if numbered is not None and numbered.style not in (*SECTION_STYLES, "1", "1.1", "1-1"):
                title, number = numbered.rest, numbered.number
            else:
                number = None
            start = QuestionStart(
                at, _cleaned(title), number, "exam" if number else "", False, rest=rest
            )
        else:
            behind = body[match.end() :]
            lead = re.match(r"\s*(\*\*|__)", body[: match.end()])
            if lead and body[: match.end()].count(lead[1]) % 2:
                closes = behind.lstrip().startswith(lead[1])
                behind = behind.lstrip()[len(lead[1]) :] if closes else lead[1] + behind
            title, _, rest = behind.partition("\n")
            if rest and self._labelled_below(at) and not title.rstrip().endswith(_STOPS):
                title, rest = reduce(joined, behind.split("\n")), ""
            start = QuestionStart(
                at, _cleaned(title), str(int(match["number"])), "exam", False, rest=rest
            )
        if judged is not None:
            start = replace(start, title=f"（{'√' if judged.right else '×'}）{start.title}")
        self._found[at] = replace(start, evidence=evidence, closed=True, level=NO_LEVEL)

    def _labelled_below(self, at: int) -> bool:
        """Whether the label of an answer is right below the paragraph at ``at``."""
        return at + 1 < len(self._lines) and self._lines[at + 1].kind == "label"

    def _numbered(self) -> None:
        """The lines that are questions by their part, or by gaps and verdicts in or below them."""
        form: Form | None = None
        level = last = nested = 0
        style = ""
        judged = self._judged()
        labelled = False  # whether there was a label since the last question
        for at, (line, element) in enumerate(zip(self._lines, self._elements, strict=True)):
            if line.kind == "heading":
                assert isinstance(element.block, Heading)
                named = part_form(element.block.text)
                if named is not None or element.block.level <= level:
                    form, level, last, nested, style = named, element.block.level, 0, 0, ""
                elif (
                    form is Form.OPEN and at not in self._found and _CASE.match(element.block.text)
                ):
                    start = title_start(at, element.block.text, element.block.level)
                    self._found[at] = replace(start, title="", style=CASE, closed=True)
                    last, style = 0, "case"
                elif form is not None and line.number and element.block.level > level:
                    if at not in self._found and (line.number == last + 1 or not last):
                        self._begin(at, _LIKELY)
                    last, style = line.number, "#"
                elif at in self._found:
                    style = style or "#"
                continue
            if at in self._found:
                labelled = False
                if line.number:
                    last, nested, style = line.number, 0, style or line.style
                continue
            judges = form is Form.TRUE_FALSE or at in judged
            if judges and not last and line.kind == "text" and self._is_judged(at):
                self._begin(at, _LIKELY)
                continue
            if line.kind != "number":
                labelled = labelled or line.kind == "label"
                continue
            if at not in self._found and self._is_answered(at):
                self._begin(at, _LIKELY)
                labelled, last, nested, style = False, line.number, 0, style or line.style
                continue
            if style and line.style != style:
                continue
            if nested and line.number == nested + 1 and form in (None, Form.OPEN):
                nested = line.number
                continue
            follows = last < line.number <= last + _FAR or (not last and line.number < 1000)
            in_part = form is not None and follows
            by_itself = self._is_closed(at) and (follows or line.number == 1 or form is not None)
            next_one = last > 1 and line.number == last + 1 and not labelled and self._may_ask(at)
            if in_part or by_itself or next_one:
                self._begin(at, _LIKELY)
                labelled = False
                last, nested, style = line.number, 0, style or line.style
            elif last and line.number == 1:
                nested = 1

    def _judged(self) -> frozenset[int]:
        """The paragraphs with a verdict behind or below them, where there are several."""
        found = [at for at, line in enumerate(self._lines) if line.kind == "text"]
        found = [at for at in found if self._is_judged(at)]
        return frozenset(found if len(found) >= _SEVERAL else ())

    def _is_judged(self, at: int) -> bool:
        text = self._elements[at].paragraph or ""
        if verdict(text) is not None:
            return False
        after = self._elements[at + 2 : at + 3]
        both = bool(after) and verdict(after[0].paragraph or "") is not None  # to choose from
        return (self._is_judged_below(at) and not both) or judged_behind(text) is not None

    def _may_ask(self, at: int) -> bool:
        """Whether a numbered line may be a question: among those with options, one that asks."""
        text = (self._elements[at].paragraph or "").split("\n")[0]
        style = self._lines[at].style.strip("*")
        return style not in self._styles or sounds_asked(text) > 0

    def _is_answered(self, at: int) -> bool:
        """Whether 答： is below a numbered line, and below nothing but its parts."""
        style = self._lines[at].style.strip("*")
        if style not in self._styles:
            return False
        for below in self._lines[at + 1 : at + _PARTS]:
            if below.kind == "label":
                return below.letter == str(Kind.ANSWER)
            if below.kind in ("heading", "option", "shared", "other"):
                return False
            if below.kind == "number" and below.style.strip("*") == style:
                return False
        return False

    def _is_closed(self, at: int) -> bool:
        """Whether a numbered line has a gap, letters or a verdict in it, or a verdict below it."""
        text = (self._elements[at].paragraph or "").split("\n")[0]
        if leaves_gap(text) or judged_before(text):
            return True
        if (found := judged_behind(text)) is not None and found.text:
            return True
        _, named = without_remarks(re.sub(NUMBER, "", text, count=1))
        if named is not None:
            return True
        return self._is_judged_below(at)

    def _is_judged_below(self, at: int) -> bool:
        """Whether nothing but a verdict is below the line at ``at``."""
        below = self._elements[at + 1] if at + 1 < len(self._elements) else None
        return below is not None and verdict(below.paragraph or "") is not None


def _cleaned(title: str) -> str:
    """A title without anchors and emphasis around all of it; colours inside it are marks."""
    cleaned = clean(title, colon=True)
    return title.strip() if cleaned.count("</") != title.count("</") else cleaned
