"""Questions that fold open: ``<details><summary>题</summary> … </details>``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shuati.model import Kind
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import title_start
from shuati.sources.element import Role

_EVIDENCE = 0.5  # how much a text that folds open is a question, whatever its title says


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: every summary that is no label (查看答案) is a question."""
    conventions = given.conventions
    elements = given.labels_expanded
    starts, depth = [], 0
    for at, element in enumerate(elements):
        depth += (element.role is Role.OPEN) - (element.role is Role.CLOSE)
        if element.role is not Role.SUMMARY or not element.text or depth > 1:
            continue
        label = conventions.label_of(element)
        if label is None:
            starts.append(replace(title_start(at, element.text), evidence=_EVIDENCE))
        elif label.kind is Kind.QUESTION and label.rest:
            starts.append(replace(title_start(at, label.rest), number=label.number, explicit=True))
    if starts:
        yield Proposal("details", tuple(elements), tuple(starts))
