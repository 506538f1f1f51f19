"""What one document does throughout: its own labels, and whether ``A:`` answers a ``Q:``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shuati.model import Heading, Kind, Paragraph, PointList, Quote, Table
from shuati.read.expand.heads import breaks_after_title
from shuati.read.speakers import Speakers, speakers_of, turn
from shuati.sources import labels
from shuati.sources.element import Element, Role
from shuati.sources.labels import Label
from shuati.sources.numbering import split_number

_OPENS_ANSWER = re.compile(
    r"答案|解答|题解|解析|查看|展开|点击|显示|参考|\banswer\b|\bsolution\b|\bshow\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the labels of a document mean.

    ``own_labels``: bold words that are labels in this document only. ``latin_labels``: Q: and
    A: are labels, and no options. ``answer_kind``: the kind of label with which answers begin
    (解析 in a document without 答案). ``titled_items``: those of lists have a title on the first
    line. ``speakers``: whose names are labels in a conversation.
    """

    own_labels: frozenset[str]
    latin_labels: bool
    answer_kind: Kind = Kind.ANSWER
    titled_items: bool = False
    speakers: Speakers | None = None
    _labels: dict[int, tuple[Element, Label | None, str | None]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )  # of elements that were asked about, by their identity: the label, and what opens an answer

    def label(self, text: str, *, heading: bool = False) -> Label | None:
        """The label that a paragraph or heading begins with, as this document means it."""
        if self.speakers and not heading and (spoken := self._spoken(text)):
            return spoken
        label = labels.parse(text, heading=heading, own_labels=self.own_labels)
        if (
            label
            and label.word.casefold() == "a"
            and label.markup != "bold"
            and not self.latin_labels
        ):
            return None
        return label

    def _spoken(self, text: str) -> Label | None:
        """The name of who asks or answers in a conversation, as a label."""
        first, _, rest = text.partition("\n")
        found = turn(first)
        if found is None or self.speakers is None:
            return None
        kinds = {self.speakers.asks: Kind.QUESTION, self.speakers.answers: Kind.ANSWER}
        kind = kinds.get(found.name)
        words = f"{found.text}\n{rest}".strip()
        return Label(found.name, kind, None, words, "plain") if kind else None

    def label_of(self, element: Element) -> Label | None:
        """The label that an element is or begins with: a paragraph, a heading or a summary."""
        return (self._labels.get(id(element)) or self._looked_up(element))[1]

    def _looked_up(self, element: Element) -> tuple[Element, Label | None, str | None]:
        label = self._label_of(element)
        opens = label is not None and label.kind is self.answer_kind
        word = re.sub(r"^[QA]?\d+", "", label.word) if label is not None and opens else None
        found = element, label, word  # the element is kept, so that no other gets its identity
        self._labels[id(element)] = found
        return found

    def _label_of(self, element: Element) -> Label | None:
        if element.role is Role.SUMMARY:
            return self._summary(element.text)
        if isinstance(element.block, Heading):
            return self._of_heading(element.block.text)
        return self.label(element.paragraph) if element.paragraph is not None else None

    def _of_heading(self, title: str) -> Label | None:
        """The label that a heading is, also behind the number of its question: 题目3 答案."""
        numbered = split_number(title)
        if numbered is not None and numbered.explicit:
            label = self.label(numbered.rest, heading=True)
            if label is not None and label.kind in _STRONG and not label.rest:
                return label
        return self.label(title, heading=True)

    def _summary(self, text: str) -> Label | None:
        label = self.label(text, heading=True)
        if label is not None and label.kind is not Kind.QUESTION:
            return label
        short = len(text) <= 14 and "?" not in text and "？" not in text
        if short and _OPENS_ANSWER.search(text):
            return Label("答案", Kind.ANSWER, None, "", "bare")
        return None

    def is_label_heading(self, element: Element) -> bool:
        """Whether a heading is surely a label (答案, 解析 …) and no title, at whatever level.

        The words that also name sections (总结, 原理, 应用场景 …) are left to the level.
        """
        label = self.label_of(element)
        if label is None or not isinstance(element.block, Heading):
            return False
        if label.kind is Kind.QUESTION:
            return not label.rest and label.number is None
        return label.kind in _STRONG and (bool(label.rest) or labels.is_strict(label.word))

    def opens_answer(self, element: Element) -> str | None:
        """The word of the label with which an answer begins here, or None."""
        return (self._labels.get(id(element)) or self._looked_up(element))[2]


_STRONG = (Kind.ANSWER, Kind.EXPLANATION, Kind.EXAMPLE)


def _heads(points: PointList) -> list[str]:
    """The paragraphs that the items of a list begin with."""
    first = (point.blocks[0] for point in points.points if point.blocks)
    return [block.text for block in first if isinstance(block, Paragraph)]


def conventions_of(elements: Sequence[Element]) -> Conventions:
    """What the paragraphs of a document (those outside lists) have in common."""
    texts = [element.paragraph for element in elements if element.paragraph is not None]
    questions = sum(1 for text in texts if labels.bold_words(text) in ("答案", "参考答案", "解析"))
    own_labels = labels.recurring(texts, questions)
    speakers = speakers_of(texts)
    titles = [element.block.text for element in elements if isinstance(element.block, Heading)]
    heads = [
        head for one in elements if isinstance(one.block, PointList) for head in _heads(one.block)
    ]
    texts += heads
    asks = sum(1 for text in [*texts, *titles] if re.match(r"\W{0,4}Q\s*\d{0,3}\s*[.:：、]", text))
    options = sum(1 for text in texts if re.match(r"\W{0,4}B\s*[.:：、)）]", text))
    answers = sum(1 for text in texts if re.match(r"\W{0,4}A\s*\d{0,3}\s*[.:：、)）]", text))
    latin_labels = asks > 0 and options * 2 < max(answers, 1)
    conventions = Conventions(
        own_labels,
        latin_labels=latin_labels,
        titled_items=breaks_after_title(heads),
        speakers=speakers,
    )
    kinds = {label.kind for element in elements if (label := conventions.label_of(element))}
    listed = any(isinstance(element.block, PointList | Table | Quote) for element in elements)
    if Kind.ANSWER not in kinds and Kind.EXPLANATION in kinds and not listed:
        return replace(conventions, answer_kind=Kind.EXPLANATION)
    return conventions
