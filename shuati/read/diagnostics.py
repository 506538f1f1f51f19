"""What is doubtful about a document that was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.model import Diagnostic, Other, OtherKind, Question, Span, note, warning
from shuati.read.outline import Outline
from shuati.sources.element import Content
from shuati.text.markdown import plain

UNSURE = 0.6  # a note is given for a confidence below this
ASKS = 0.9  # how much a title is a question (see `sounds_asked`) that must be read or reported


def diagnostics_of(
    content: Content,
    questions: Sequence[Question],
    other: Sequence[Other],
    confidence: float,
    breaks_off_at: int | None,
    article: Outline | None,
) -> Iterator[Diagnostic]:
    """What is doubtful about the whole of a document, then about its lines and questions.

    ``confidence`` (0 to 1) is how sure the reader is of where the questions are;
    ``breaks_off_at`` is the last line of a document that ends in the middle of a sentence;
    ``article`` is the outline of a document that was read as an article.
    """
    whole = content.at(Span(1, len(content.lines)))
    if not any(line.strip() for line in content.lines):
        yield warning("empty-file", content.at())
    elif not questions:
        yield warning("no-questions" if article is None else "article-without-questions", whole)
    elif article is not None:
        yield note("article", whole, count=len(questions))
    elif confidence < UNSURE:
        yield note("unsure-layout", whole, count=len(questions))
    for line in content.unclosed:
        yield warning("unclosed-code-block", content.at(Span(line, line)))
    if breaks_off_at is not None:
        yield warning("breaks-off", content.at(Span(breaks_off_at, breaks_off_at)))
    for one in other:
        if one.kind is OtherKind.UNREAD:
            yield warning("unread-lines", content.at(one.span))
    if article is not None:
        for heading in article.headings:
            span = Span(heading.line, heading.line)
            if heading.asked >= ASKS and any(
                one.span.first <= heading.line <= one.span.last for one in other
            ):
                yield warning("asks-unread", content.at(span), title=plain(heading.title))
    for question in questions:
        if not question.text:
            yield warning("no-question-text", question.location)
        elif not any(section.blocks for section in question.sections):
            yield warning("no-answer", question.location, question=plain(question.text))
