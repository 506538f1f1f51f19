"""A source becomes a document: its questions, and an owner for every other line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from shuati.model import (
    Diagnostic,
    Document,
    Heading,
    Other,
    OtherKind,
    Question,
    Severity,
    warning,
)
from shuati.read.answered import with_answered
from shuati.read.choose import divide
from shuati.read.conventions import Conventions, conventions_of
from shuati.read.crowded import crowded
from shuati.read.diagnostics import diagnostics_of
from shuati.read.exam.case_studies import with_questions_of_cases
from shuati.read.exam.hand_over import Asked, hand_over
from shuati.read.exam.part_kinds import form_of_path
from shuati.read.exam.shared_stems import stem_of, with_shared_options, with_shared_stem
from shuati.read.line_owners import last_written, one_for_a_position, owned_spans, trimmed
from shuati.read.others import cut_others, kind_of_other
from shuati.read.outline import outline_of
from shuati.read.prepare import Prepared, prepared
from shuati.read.question_start import clean
from shuati.read.questions import question_of
from shuati.read.segment import Segment
from shuati.read.title import Title, title_of
from shuati.read.truncation import breaks_off
from shuati.sources import elements_of
from shuati.sources.element import Content
from shuati.sources.source import Source
from shuati.text.markdown import plain


def read(source: Source) -> Document:
    """The document in ``source``: its questions, and an owner for every other line.

    A source that its format cannot read gives a document with an error and nothing else.
    """
    content = elements_of(source)
    if any(one.severity is Severity.ERROR for one in content.diagnostics):
        return Document(source.path, "", (), (), content.diagnostics)
    ready = prepared(content.elements)
    elements = ready.elements
    conventions = conventions_of(elements)
    outline = outline_of(elements, conventions, source.path, source.read_as)
    segmentation = divide(elements, conventions, outline)
    segmentation = replace(
        segmentation, segments=tuple(with_questions_of_cases(segmentation.segments, ready.cases))
    )
    segments = one_for_a_position(cut_others(segmentation.segments))
    title = title_of(segments)
    questions, other, unread = _owners(content, segments, title, conventions, ready)
    end = last_written(content.lines) if breaks_off(elements, content.unclosed) else None
    if end is not None and questions and questions[-1].span.last >= end:
        questions[-1] = replace(questions[-1], truncated=True)
    found = [
        *unread,
        *(warning("case-undivided", content.at(span)) for span in ready.doubtful),
        *diagnostics_of(content, questions, other, segmentation, outline, end),
        *crowded(
            questions, [one for one in segments if one.start], segmentation.likely, conventions
        ),
    ]
    return Document(
        source.path,
        title.text or PurePosixPath(source.path).stem,
        tuple(questions),
        tuple(other),
        (*content.diagnostics, *found),
    )


def _owners(
    content: Content,
    segments: Sequence[Segment],
    title: Title,
    conventions: Conventions,
    ready: Prepared,
) -> tuple[list[Question], list[Other], list[Diagnostic]]:
    """The segments as questions and others, which together own every line that is not blank.

    Answers of keys are handed over; what of them could not be is a diagnostic.
    """
    asked: list[Asked] = []
    other: list[Other] = []
    spans = owned_spans(segments, content.lines)
    paths = _heading_paths(segments)
    for at, (segment, span, path) in enumerate(zip(segments, spans, paths, strict=True)):
        if segment.start is not None:
            above = tuple(heading for heading in path if heading != title.text)
            form = form_of_path((PurePosixPath(content.path).stem, *path))
            stem = stem_of(segment.start.number, span.first, ready.stems)
            segment = with_shared_options(segment, stem)
            question = question_of(segment, content.at(span), above, conventions, form)
            question = with_shared_stem(question, stem)
            asked.append(Asked(question, form, path))
        elif (text := "\n".join(content.lines[span.first - 1 : span.last])).strip():
            other.append(Other(kind_of_other(segments, at, title.at), span, text))
    if not segments and (last := last_written(content.lines)):  # tags of a page and nothing else
        span = trimmed(1, last, content.lines)
        text = "\n".join(content.lines[span.first - 1 : span.last])
        other.append(Other(OtherKind.INTRODUCTION, span, text))
    questions, unread = hand_over(asked, ready.keys, conventions, content.path)
    return [with_answered(question) for question in questions], other, unread


def _heading_paths(segments: Sequence[Segment]) -> list[tuple[str, ...]]:
    """For every segment the headings (plain text) above it, outermost first."""
    paths: list[tuple[str, ...]] = []
    above: list[tuple[int, str]] = []  # level and text
    for segment in segments:
        head = segment.elements[0].block
        if isinstance(head, Heading):
            above = [(level, text) for level, text in above if level < head.level]
        paths.append(tuple(text for _, text in above))
        if isinstance(head, Heading) and segment.start is None:
            above.append((head.level, plain(clean(head.text))))
    return paths
