"""The options of questions that ask the same: one order, one set of letters, one key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shuati.model import (
    Block,
    Diagnostic,
    Entry,
    Form,
    Location,
    Option,
    Paragraph,
    Question,
    Section,
    warning,
)
from shuati.model.keys import option_key

_MENTIONS = re.compile(
    r"(?P<before>(?:选项?|故选|应选|答案[为是]?|排除)\s*)(?P<letters>[A-H](?:[、,，]?[A-H])*)(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<of>[A-H](?:[、,，]?[A-H])*)(?=\s*(?:项|选项|错误|正确|不对|均|都))"
)


def with_letters_of(question: Question, first: Question) -> Question:
    """``question`` with its options, and the letters in its answer, in the order of ``first``.

    As it is where the two have not the same set of options.
    """
    letters = _letters(question, first)
    if not letters or all(one == other for one, other in letters.items()):
        return question
    options = tuple(
        sorted(
            (replace(one, label=letters[one.label]) for one in question.options),
            key=lambda one: one.label,
        )
    )
    sections = tuple(_relabelled(section, question, letters) for section in question.sections)
    return replace(question, options=options, sections=sections)


def _letters(question: Question, first: Question) -> dict[str, str]:
    """For every label of ``question`` that of the same option in ``first``; {} for other sets."""
    if question.form is Form.TRUE_FALSE or not question.options:
        return {}
    theirs = {option_key(one): one.label for one in first.options}
    mine = {one.label: option_key(one) for one in question.options}
    if set(mine.values()) != set(theirs) or len(theirs) != len(mine):
        return {}
    return {label: theirs[key] for label, key in mine.items()}


def _relabelled(section: Section, question: Question, letters: Mapping[str, str]) -> Section:
    lines = {f"{one.label}. {one.text}": one for one in question.options}
    named: list[Block] = []
    others: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Paragraph) and (option := lines.get(block.text)) is not None:
            named.append(replace(block, text=f"{letters[option.label]}. {option.text}"))
        elif isinstance(block, Paragraph):
            others.append(
                replace(block, text=_MENTIONS.sub(lambda m: _moved(m, letters), block.text))
            )
        else:
            others.append(block)
    named.sort(key=lambda block: block.text if isinstance(block, Paragraph) else "")
    return replace(section, blocks=(*named, *others))


def _moved(match: re.Match[str], letters: Mapping[str, str]) -> str:
    found = match["letters"] or match["of"]
    moved = [letters.get(one, one) for one in re.findall("[A-H]", found)]
    signs = re.sub("[A-H]", "", found)[:1]
    return f"{match['before'] or ''}{signs.join(sorted(moved))}"


def with_key_of_others(first: Question, others: Sequence[Question]) -> Question:
    """``first`` with the right options that others know, where it knows none itself."""
    if not first.options or any(one.correct for one in first.options):
        return first
    for other in others:
        right = _right(other)
        if right and {option_key(one) for one in other.options} == {
            option_key(one) for one in first.options
        }:
            options = tuple(replace(one, correct=option_key(one) in right) for one in first.options)
            return replace(first, options=options)
    return first


def _right(question: Question) -> frozenset[str]:
    """The keys of the right options."""
    return frozenset(option_key(one) for one in question.options if one.correct)


def contradicting_keys(entry: Entry) -> Iterator[Diagnostic]:
    """A warning for every variant that names other options as right than the first that does."""
    known = [variant for variant in entry.variants if _right(variant)]
    for other in known[1:]:
        if _right(other) != _right(known[0]):
            yield warning(
                "contradictory-keys",
                known[0].location,
                question=entry.question,
                mine=_shown(known[0].options),
                theirs=_shown(with_letters_of(other, known[0]).options),
                place=str(Location(other.path, other.span)),
            )


def _shown(options: Sequence[Option]) -> str:
    return "；".join(f"{one.label}. {one.text}" for one in options if one.correct)
