"""A question with options: its stem, which options are right, and where that is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shuati.model import Block, Code, Form, Kind, Option, Paragraph, Span
from shuati.read.draft import Draft
from shuati.read.exam.closed import (
    Closed,
    answer_lines,
    draft_of,
    runs_on,
    texts_of,
    unquoted,
    verdict_options,
)
from shuati.read.exam.letters import BLANK, letters_of, with_empty_brackets, without_letters
from shuati.read.exam.offered import Offered, joined
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import without_remarks
from shuati.read.exam.verdicts import answer_verdict, are_verdicts, verdict
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_MULTIPLE = re.compile(
    r"正确答案个数\s*[:：]\s*[2-9]|[（(【\[]\s*(?:多选|不定项)\w*\s*[)）】\]]|^多选[:：]"
)


def as_choice(
    found: Offered, drafts: list[Draft], asking: list[Draft], hint: Form | None, at: Span
) -> Closed:
    """A question with options."""
    stem, named = without_remarks(found.text)
    hint = named or hint
    above = list(found.above)
    last = at.last
    while above and isinstance(above[0], Paragraph) and runs_on(stem, above[0], last):
        last = above[0].span.last
        stem, above = joined(stem, above.pop(0).text) if stem else above.pop(0).text, above  # type: ignore[union-attr]
    options = found.options
    labels = "".join(one.label for one in options)
    marked = "".join(one.label for one in options if one.correct)
    stem, letters = without_letters(stem, labels)
    for index, block in enumerate(above):
        if isinstance(block, Paragraph):
            inner, more = without_letters(block.text, labels)
            above[index] = replace(block, text=with_empty_brackets(inner))
            letters = letters or more
    if not letters and not marked:
        options, marked = _trailing(options)
    rest = list(found.rest)
    others = [one for one in drafts if not any(one is asked for asked in asking)]
    answer = next((one for one in others if one.kind is Kind.ANSWER and one.blocks), None)
    key, further = ("", []) if answer is None else right_letters(answer.blocks, options)
    first_rest = unquoted(rest[0]) if rest else None
    if not key and not letters and not marked and isinstance(first_rest, Paragraph):
        bare = letters_of(first_rest.text, labels)
        if bare is not None and not bare[1].strip(" 。.)）"):
            letters, rest = bare[0], rest[1:]
        elif (said := verdict(first_rest.text)) is not None and are_verdicts(texts_of(options)):
            letters = next(one.label for one in options if verdict(one.text) is said)
            rest = rest[1:]
    right = key or letters or marked
    options = tuple(replace(one, correct=one.label in right) for one in options)
    stem = with_empty_brackets(stem).strip()
    judging = are_verdicts(texts_of(options), sure=hint is Form.TRUE_FALSE)
    if judging and hint in (None, Form.TRUE_FALSE, Form.CHOICE):
        known = next((verdict(one.text) for one in options if one.correct), None)
        form, options = Form.TRUE_FALSE, verdict_options(known)
        stem = re.sub(rf"^\s*{BLANK}\s*", "", stem)
    elif len(right) > 1 or hint is Form.MULTIPLE or _MULTIPLE.search(stem):
        form = Form.MULTIPLE
    else:
        form = Form.CHOICE
    new: list[Draft] = []
    if above:
        new.append(draft_of("", Kind.QUESTION, above))
    shown = [Paragraph(line, at) for line in answer_lines(form, options)]
    if key and answer is not None:
        answer.blocks = [replace(one, span=answer.blocks[0].span) for one in shown] + further
    elif shown:
        place = Span(found.span[0], found.span[0]) if marked and not letters else at
        new.append(
            Draft(
                "",
                Kind.ANSWER,
                place.first,
                [replace(one, span=place) for one in shown],
                place.last,
            )
        )
    if rest:
        answered = bool(shown) or answer is not None
        new.append(draft_of("", Kind.EXPLANATION if answered else Kind.ANSWER, rest))
    new += [one for one in others if one.blocks or one.kind is not Kind.ANSWER or not shown]
    return Closed(stem, form, options, (), [one for one in new if one.blocks or one.label])


def _trailing(options: tuple[Option, ...]) -> tuple[tuple[Option, ...], str]:
    """Options without the letter behind the last of them: ``(D)大脑。 B``."""
    last = options[-1]
    labels = "".join(one.label for one in options)
    match = re.fullmatch(
        rf"(?P<text>.*(?:[。.；;]\s*|\s{{2,}}|[{'一'}-{'鿿'}]\s+))(?P<letters>[{labels}]{{1,{len(labels)}}})\s*",
        last.text,
        re.DOTALL,
    )
    if match is None or not match["text"].strip():
        return options, ""
    return (*options[:-1], replace(last, text=match["text"].rstrip())), match["letters"]


def right_letters(blocks: Sequence[Block], options: Sequence[Option]) -> tuple[str, list[Block]]:
    """The letters of the right options that an answer names, and its further blocks."""
    first = blocks[0]
    if isinstance(first, Code) and "\n" not in first.text.strip():
        first = Paragraph(first.text.strip(), first.span)  # an answer that was fenced
    if not isinstance(first, Paragraph):
        return "", list(blocks)
    labels = "".join(one.label for one in options)
    text, right = first.text.strip(), ""
    if (whole := _worded(text, options)) is not None:
        right, text = whole, ""
    else:
        while (found := letters_of(text, labels)) is not None:
            right += found[0]
            text = found[1]
            if len(found[0]) == 1:
                text = _without_prefix(text, next(o.text for o in options if o.label == found[0]))
            text = text.lstrip(" ,，;；、。\n")
            one = first_option(text)
            if one is None or one.letter not in labels:
                break
        if not right:
            return "", list(blocks)
    further: list[Block] = [replace(first, text=text)] if text.strip(" .。、,，;；*_") else []
    for at, block in enumerate(blocks[1:], 1):
        one = first_option(block.text) if isinstance(block, Paragraph) else None
        chosen = one and next((o for o in options if o.label == one.letter), None)
        if one and chosen and _same(one.text, chosen.text):
            right += one.letter
            continue
        return "".join(sorted(set(right))), [*further, *blocks[at:]]
    return "".join(sorted(set(right))), further


def _worded(text: str, options: Sequence[Option]) -> str | None:
    """The letter of the option that an answer repeats word by word; of verdicts in any spelling."""
    for one in options:
        if _same(text, one.text):
            return one.label
    if are_verdicts(texts_of(options)) and (found := answer_verdict(text)) is not None:
        if found[1]:
            return None
        return next(one.label for one in options if verdict(one.text) is found[0])
    return None


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other) != ""


def _folded(text: str) -> str:
    return fold_letters(plain(text)).strip("。.;； ")


def _without_prefix(text: str, option: str) -> str:
    for length in (len(option), len(option.rstrip("。.;；"))):
        if length and text[:length] == option[:length]:
            return text[length:]
    return "" if _same(text, option) else text
