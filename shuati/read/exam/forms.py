"""A question gets its form: options and the right ones, a verdict, gaps, a term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.model import Block, Code, Form, Kind, Option, Paragraph, Span
from shuati.read.definitions import split_term
from shuati.read.draft import Draft
from shuati.read.exam.gaps import Gaps, gaps_of
from shuati.read.exam.letters import BLANK, letters_of, with_empty_brackets, without_letters
from shuati.read.exam.offered import Offered, joined, offered
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import form_named, without_remarks
from shuati.read.exam.verdicts import (
    answer_verdict,
    are_verdicts,
    judged_before,
    judged_behind,
    verdict,
)
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_LONGEST_TERM = 40
_LONGEST_STEM = 600
_ENDS = ("。", "？", "?", "！", "!", "：", ":", "；", "）", ")", BLANK)
_MULTIPLE = re.compile(
    r"正确答案个数\s*[:：]\s*[2-9]|[（(【\[]\s*(?:多选|不定项)\w*\s*[)）】\]]|^多选[:：]"
)
_CODE_TITLE = re.compile(r"[A-Za-z]{0,4}-?\d{0,4}\s*(?:[【\[(（][^】\])）]*[】\])）]\s*)+")


@dataclass(frozen=True, slots=True)
class Closed:
    """What `closed` makes of a question: the fields of `Question`, and its sections as drafts."""

    text: str
    form: Form
    options: tuple[Option, ...]
    blanks: tuple[str, ...]
    drafts: list[Draft]


def closed(text: str, drafts: Sequence[Draft], hint: Form | None, at: Span) -> Closed:
    """The question with the front ``text`` in its form.

    ``drafts`` are its sections, the first without a label; ``hint`` is the form that the heading
    of its part names, ``at`` the positions of its first line.
    """
    whole = text
    text, named = without_remarks(text)
    hint = named or hint
    drafts = [replace(one, blocks=list(one.blocks)) for one in drafts]
    asking = _asking(drafts)
    blocks = [block for one in asking for block in one.blocks]
    if _CODE_TITLE.fullmatch(text) and blocks and _is_stem(blocks[0]):
        named = next(filter(None, map(form_named, re.findall(r"[^\W\d_]+", text))), None)
        text, more = without_remarks(blocks[0].text)  # type: ignore[union-attr]
        hint, blocks = more or named or hint, blocks[1:]
        if asking:
            asking[0].blocks = [one for draft in asking for one in draft.blocks][1:]
            for draft in asking[1:]:
                draft.blocks = []
    unsaid = (Kind.EXPLANATION, Kind.NOTE)  # of labels that have nothing behind them
    full = [one for one in drafts if one.blocks or one.kind not in unsaid]
    found = offered(text, blocks, at.first, several=hint is Form.MULTIPLE)
    if found is not None:
        return _choice(found, full, asking, hint, at)
    if (judged := _judged(text, full, asking, hint, at)) is not None:
        return judged
    if hint is Form.TERM:
        return _term(text, drafts, at)
    if (gaps := _gaps(text, drafts, asking, hint, at)) is not None:
        return gaps
    return Closed(whole, Form.OPEN, (), (), drafts)


def _is_stem(block: Block) -> bool:
    """Whether a block may be all of a stem: a paragraph, or a few lines that were fenced."""
    if isinstance(block, Code):
        return not block.language and block.text.count("\n") < 4
    return isinstance(block, Paragraph)


def _asking(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of the question itself: the one without a label, and 题目 above the answer."""
    found = []
    for at, draft in enumerate(drafts):
        if draft.kind is Kind.QUESTION or (at == 0 and not draft.label):
            found.append(draft)
    return found


def _choice(
    found: Offered, drafts: list[Draft], asking: list[Draft], hint: Form | None, at: Span
) -> Closed:
    """A question with options."""
    stem, named = without_remarks(found.text)
    hint = named or hint
    above = list(found.above)
    last = at.last
    while above and isinstance(above[0], Paragraph) and _runs_on(stem, above[0], last):
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
    first_rest = rest[0] if rest else None
    if not key and not letters and not marked and isinstance(first_rest, Paragraph):
        bare = letters_of(first_rest.text, labels)
        if bare is not None and not bare[1].strip(" 。.)）"):
            letters, rest = bare[0], rest[1:]
        elif (said := verdict(first_rest.text)) is not None and are_verdicts(_texts(options)):
            letters = next(one.label for one in options if verdict(one.text) is said)
            rest = rest[1:]
    right = key or letters or marked
    options = tuple(replace(one, correct=one.label in right) for one in options)
    stem = with_empty_brackets(stem).strip()
    judging = are_verdicts(_texts(options), sure=hint is Form.TRUE_FALSE)
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
        new.append(_draft("", Kind.QUESTION, above))
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
        new.append(_draft("", Kind.EXPLANATION if answered else Kind.ANSWER, rest))
    new += [one for one in others if one.blocks or one.kind is not Kind.ANSWER or not shown]
    return Closed(stem, form, options, (), [one for one in new if one.blocks or one.label])


def _texts(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(one.text for one in options)


def _runs_on(stem: str, block: Paragraph, last: int) -> bool:
    """Whether a stem, which ends at position ``last``, goes on in the paragraph below it."""
    if stem and block.span.first > last + 1:
        return False
    if len(stem) + len(block.text) > _LONGEST_STEM:
        return False
    return not stem.rstrip("*_ ").endswith(_ENDS)


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
    if are_verdicts(_texts(options)) and (found := answer_verdict(text)) is not None:
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


def answer_lines(form: Form, options: Sequence[Option]) -> list[str]:
    """The paragraphs of an answer that name the right options: ``B. 线粒体``; ``对`` or ``错``."""
    right = [one for one in options if one.correct]
    if form is Form.TRUE_FALSE:
        return [one.text for one in right]
    return [f"{one.label}. {one.text}" for one in right]


def verdict_options(right: bool | None) -> tuple[Option, ...]:
    """The options of a true/false question; none is correct where that is not known."""
    return Option("√", "对", right is True), Option("×", "错", right is False)


def _draft(label: str, kind: Kind, blocks: Sequence[Block]) -> Draft:
    return Draft(label, kind, blocks[0].span.first, list(blocks), blocks[-1].span.last)


def _judged(
    text: str, drafts: list[Draft], asking: list[Draft], hint: Form | None, at: Span
) -> Closed | None:
    """A statement that is right or wrong, or None."""
    if hint not in (None, Form.TRUE_FALSE):
        return None
    sure = hint is Form.TRUE_FALSE
    others = [one for one in drafts if not any(one is asked for asked in asking)]
    answer = next((one for one in others if one.kind is Kind.ANSWER and one.blocks), None)
    found = _statement(text, [block for one in asking for block in one.blocks], at, sure=sure)
    given = _given(answer.blocks) if answer is not None else None
    if given is not None and answer is not None and not sure and found.right is None:
        first = answer.blocks[0]
        given = given if isinstance(first, Paragraph) and verdict(first.text) is not None else None
    if answer is not None and given is None and found.right is None:
        return None
    if given is None and found.right is None and found.below and sure:
        said = _given(found.below)
        if said is not None:
            place = found.below[0].span
            found = replace(found, right=said[0], place=place, below=(), explained=tuple(said[1]))
    right = given[0] if given is not None else found.right
    if not sure and (right is None or found.text.rstrip().endswith(("？", "?"))):
        return None
    options = verdict_options(right)
    statement = re.sub(rf"^\s*{BLANK}\s*", "", with_empty_brackets(found.text)).strip()
    new: list[Draft] = []
    explained = list(found.explained)
    if answer is not None and given is not None:
        place = answer.blocks[0].span
        answer.blocks = [*_shown(options, place), *given[1]]
        if found.below:
            new.append(_draft("", Kind.QUESTION, found.below))
    else:
        if right is not None:
            shown = _shown(options, found.place)
            new.append(Draft("", Kind.ANSWER, found.place.first, shown, found.place.last))
        explained += found.below
    if explained:
        kind = Kind.ANSWER if right is None else Kind.EXPLANATION
        new.append(_draft("", kind, explained))
    return Closed(statement, Form.TRUE_FALSE, options, (), [*new, *others])


def _shown(options: Sequence[Option], place: Span) -> list[Block]:
    return [Paragraph(line, place) for line in answer_lines(Form.TRUE_FALSE, options)]


def _given(blocks: Sequence[Block]) -> tuple[bool, list[Block]] | None:
    """The verdict that an answer begins with, and what it has beyond it."""
    first = blocks[0]
    given = answer_verdict(first.text) if isinstance(first, Paragraph) else None
    if given is None or not isinstance(first, Paragraph):
        return None
    more: list[Block] = [replace(first, text=given[1])] if given[1].strip("。. ") else []
    return given[0], [*more, *blocks[1:]]


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement, the verdict at ``place`` (None: none), the blocks below it."""

    text: str
    right: bool | None
    place: Span
    below: tuple[Block, ...]
    explained: tuple[Block, ...] = ()


def _statement(text: str, blocks: Sequence[Block], at: Span, *, sure: bool) -> _Statement:
    """The statement that ``text`` begins and ``blocks`` go on with, up to its verdict."""
    judged = judged_before(text) or judged_behind(text)
    if judged is not None:
        return _Statement(judged.text, judged.right, at, tuple(blocks))
    last = at.last
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            break
        said, below = verdict(block.text), tuple(blocks[index + 1 :])
        if said is not None:
            return _Statement(text, said, block.span, below)
        if not _runs_on(text, block, last):
            judged = judged_behind(block.text) if sure else None
            if judged is None:
                return _Statement(text, None, at, tuple(blocks[index:]))
            whole = joined(text, judged.text) if block.span.first == last + 1 else judged.text
            rest = below if whole != judged.text else (replace(block, text=judged.text), *below)
            kept = whole if whole != judged.text else text
            return _Statement(kept, judged.right, block.span, rest)
        text = joined(text, block.text) if text else block.text
        last = block.span.last
        judged = judged_behind(text)
        if judged is not None:
            return _Statement(judged.text, judged.right, at, below)
        if index + 1 == len(blocks):
            return _Statement(text, None, at, ())
    return _Statement(text, None, at, tuple(blocks))


def _term(text: str, drafts: list[Draft], at: Span) -> Closed:
    """A word whose meaning is the answer; where both are on one line they are taken apart."""
    if (parts := split_term(text)) is not None and len(plain(text)) > len(plain(parts[0])) + 1:
        text = parts[0].strip("*_ ")
        if not drafts or drafts[0].label:
            drafts.insert(0, Draft("", Kind.ANSWER, at.first))
        first = drafts[0]
        first.blocks.insert(0, Paragraph(parts[1], at))
        first.kind, first.first = Kind.ANSWER, at.first
        first.last = max(first.last, at.last)
    text = text.strip().rstrip("：:。")
    form = Form.TERM if len(plain(text)) <= _LONGEST_TERM else Form.OPEN
    return Closed(text, form, (), (), drafts)


def _gaps(
    text: str, drafts: list[Draft], asking: list[Draft], hint: Form | None, at: Span
) -> Closed | None:
    """A sentence with gaps to fill, or None."""
    if hint not in (None, Form.BLANK):
        return None
    others = [one for one in drafts if not any(one is asked for asked in asking)]
    answer = next((one for one in others if one.kind is Kind.ANSWER and one.blocks), None)
    blocks = [block for one in asking for block in one.blocks]
    unlabelled = answer is None
    if hint is Form.BLANK:
        while blocks and isinstance(blocks[0], Paragraph) and _runs_on(text, blocks[0], at.last):
            if gaps_of(text, (), sure=True) is not None:
                break  # what is below a sentence with gaps fills them
            text, blocks = joined(text, blocks[0].text), blocks[1:]
    given = list(answer.blocks if answer is not None else blocks)
    if any(isinstance(block, Code) for block in given):
        return None
    gaps: Gaps | None = gaps_of(text, given, sure=hint is Form.BLANK)
    if gaps is None:
        return None
    new: list[Draft] = []
    if gaps.inside:  # the fills were in the sentence; what is below it explains
        place = at
        further = given if unlabelled else []
        if not unlabelled and blocks:
            new.append(_draft("", Kind.QUESTION, blocks))
    else:
        place = given[0].span if given else at
        further = list(gaps.further)
        if not unlabelled and blocks:
            new.append(_draft("", Kind.QUESTION, blocks))
    shown: list[Block] = [Paragraph(blank, place) for blank in gaps.blanks]
    if answer is not None and not gaps.inside:
        answer.blocks = [*shown, *further] if shown else answer.blocks
    else:
        if shown:
            new.append(Draft("", Kind.ANSWER, place.first, shown, place.last))
        if further:
            new.append(_draft("", Kind.EXPLANATION if shown else Kind.ANSWER, further))
        elif not shown and given and unlabelled:
            new.append(_draft("", Kind.ANSWER, given))
    return Closed(gaps.text, Form.BLANK, (), gaps.blanks, [*new, *others])
