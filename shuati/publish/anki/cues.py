"""The cue of a point: what of it stays visible on its card, while the rest is asked for.

That is its lead term, what is before its first colon, the subject of its first clause, or its
number in a sequence of steps. A point without any of these is asked for with its whole list alone
(note 问答): a gap that nothing points to asks which of the points is missing, not what it says.
So is one that only says its term again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from shuati import lexicon
from shuati.config import strings
from shuati.model import Block, Entry, Paragraph, Point
from shuati.model.views import all_text
from shuati.publish.anki.asked_lists import AskedList, asked_lists
from shuati.publish.anki.ordinals import without_ordinals
from shuati.publish.anki.parts_of_speech import tagged
from shuati.publish.anki.restated import restates
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain
from shuati.text.ngrams import bigrams, contains
from shuati.text.scripts import HAN

# Before a colon: up to 20 Han characters or 48 letters, without marks of Markdown or of a sentence.
_BEFORE_COLON = re.compile(r"([^：:，。；！？,;!?\n$`*_\[\]<>|\\]{2,48}?)[：:]\s*(?![\d/\\])")
_HAN = re.compile(f"[{HAN}]")
_CLAUSE = re.compile(r"[^，。；：！？、,;:!?\n（(“\"$`*_\[<\\]{2,40}")
_WIDEST = 20  # of a cue, where a Han character is 1 wide and a Latin letter 1/2
_LONGEST_SUBJECT = 14  # characters
_LEAST = 4  # letters that are asked for
_WHOLE = 12  # letters of an answer that is no word of its question
_GIVEN_AWAY = 0.4  # share of a point's pairs of characters that another cue shows
# First letters of jieba's parts of speech: in a subject, and of its last word.
_SUBJECT_KINDS, _NOUN_KINDS = frozenset("nabfstjlizmq"), frozenset("njli")
_JOINING = frozenset("的和与及或之")
_TIME_OR_PLACE = frozenset("时前后中上下间内外里")  # ends a circumstance: 设计时, 训练中


@dataclass(frozen=True, slots=True)
class Cue:
    """``shown`` (inline Markdown, '' for none) stays visible, ``hidden`` is asked for.

    A ``term`` is followed by a colon that is in neither. ``hint`` names the place of the point;
    the gap itself shows it where nothing else is visible. ``asked``: a card may ask for it.
    """

    shown: str
    hidden: tuple[Block, ...]
    term: bool = False
    hint: str = ""
    asked: bool = True


def points_left_out(entry: Entry) -> frozenset[int]:
    """The points (places in `asked_lists`, from 0) that have no cue good enough for a card."""
    return frozenset(at for at, cue in enumerate(cues(entry)) if not cue.asked)


def cues(entry: Entry) -> list[Cue]:
    """The cue of every point that ``entry`` is asked for, in the order of `asked_lists`.

    Of points with one cue below one heading the first alone is asked for, and none that the
    question or what is visible of another point gives away, or that only says its cue again.
    """
    asking = plain(entry.question)
    question = fold_letters(asking)
    found = [(one.context, cue) for one in asked_lists(entry) for cue in _of_list(one, question)]
    visible = [fold_letters(plain(cue.shown)) for _, cue in found]
    grams = [bigrams(text) if text else Counter() for text in visible]
    seen: set[tuple[str, str]] = set()
    judged = []
    for at, (context, cue) in enumerate(found):
        others = [*grams[:at], *grams[at + 1 :]]
        if at and not (visible[at] or visible[at - 1]):  # a step is seen beside the next
            others.append(bigrams(fold_letters(all_text(found[at - 1][1].hidden))))
        again = (context, visible[at]) in seen
        asked = (
            cue.asked
            and not again
            and not _given_away(cue, others, question)
            and not _says_nothing(cue, f"{asking} {plain(context)}")
        )
        judged.append(replace(cue, asked=asked))
        if cue.shown:
            seen.add((context, visible[at]))
    return judged


def _of_list(one: AskedList, question: str) -> Iterator[Cue]:
    about = fold_letters(plain(one.context)) or question
    steps = one.points.ordered and any(re.search(word, about) for word in _lexicon()["steps"])
    start = one.points.start if one.points.ordered else 1
    found = [_of_point(point, question, steps=steps) for point in one.points.points]
    names = without_ordinals([cue.shown if cue.term else "" for cue in found])
    for number, (cue, name) in enumerate(zip(found, names, strict=True), start):
        hint = strings.step(number) if steps else strings.place(number)
        own = cue if name is None else _named(cue, *name, question)
        yield replace(own, hint=hint)


def _named(cue: Cue, name: str, alone: bool, question: str) -> Cue:
    """``cue`` by its ``name``, which is all that is left of its term without the ordinal.

    Where that is nothing, or not ``alone`` in its list, the subject of the first clause is the
    cue; where there is none, no card asks for the point.
    """
    if alone:
        return replace(cue, shown=name)
    first, rest = next(iter(cue.hidden), None), cue.hidden[1:]
    if isinstance(first, Paragraph) and (subject := _subject(first.text, question)):
        shown = f"{name}：{subject}" if name else subject
        left = replace(first, text=first.text[len(subject) :])
        return replace(cue, shown=shown, hidden=(left, *rest), term=False)
    return replace(cue, asked=False)


def _of_point(point: Point, question: str, *, steps: bool) -> Cue:
    if point.term:
        return Cue(point.term, point.blocks, term=True, asked=bool(point.blocks))
    first, rest = point.blocks[0], point.blocks[1:]
    if isinstance(first, Paragraph):
        if (match := _BEFORE_COLON.match(first.text)) and _names(match[1]):
            left = first.text[match.end() :]
            blocks = (replace(first, text=left), *rest) if left else rest
            return Cue(match[1].strip(), blocks, term=True, asked=bool(blocks))
        if not steps and (subject := _subject(first.text, question)):
            return Cue(subject, (replace(first, text=first.text[len(subject) :]), *rest))
    return Cue("", point.blocks, asked=steps)


def _names(text: str) -> bool:
    """Whether ``text``, which a colon follows, is short enough for a cue and names something."""
    width = (len(text) + len(_HAN.findall(text))) / 2
    return width <= _WIDEST and bool(fold_letters(text)) and text not in _lexicon()["no_subject"]


def _subject(text: str, question: str) -> str:
    """The subject of the first clause of ``text`` (inline Markdown), '' where none is sure.

    It is at the very beginning, made of nouns and what goes with them, and a word of a predicate
    follows. What the question already names tells no point from the others.
    """
    clause = _CLAUSE.match(text)
    if clause is None or not _HAN.match(text):
        return ""
    words, lists = tagged(clause[0]), _lexicon()
    size = next((at for at, (word, _) in enumerate(words) if word in lists["predicate"]), 0)
    before, after = words[:size], words[size + 1 :]
    subject = "".join(word for word, _ in before)
    fits = (
        text.startswith(subject)
        and 2 <= len(subject) <= _LONGEST_SUBJECT
        and before[0][0] not in lists["no_subject"]
        and all(_nominal(word, kind) for word, kind in before)
        and _is_noun(*before[-1], alone=size == 1)
        and not (after and after[0][0] == "的")  # 结点包含的样本: the subject goes on
        and fold_letters(subject) not in question
        and len(fold_letters(plain(text[len(subject) :]))) >= _LEAST
    )
    return subject if fits else ""


def _nominal(word: str, kind: str) -> bool:
    return word in _JOINING or not kind or kind[0] in _SUBJECT_KINDS or kind == "vn"


def _is_noun(word: str, kind: str, *, alone: bool) -> bool:
    """Whether ``word`` may end a subject; ``alone`` it is the whole of one."""
    if word in _JOINING or word[-1] in _TIME_OR_PLACE:
        return False
    return word.isascii() or kind[:1] in _NOUN_KINDS or (kind == "vn" and not alone)


def _given_away(cue: Cue, others: Sequence[Mapping[str, int]], question: str) -> bool:
    """Whether the question, or another text on the front, shows too much of what ``cue`` hides.

    ``others`` are the pairs of characters of each of these texts.
    """
    hidden = fold_letters(all_text(cue.hidden))
    if not hidden:  # a picture
        return False
    grams = bigrams(hidden)
    shown = any(contains(one, grams, _GIVEN_AWAY) for one in others)
    return shown or (len(hidden) >= _WHOLE and hidden in question)


def _says_nothing(cue: Cue, question: str) -> bool:
    """Whether what ``cue`` hides only says again what ``cue`` shows."""
    text = all(isinstance(one, Paragraph) and "![" not in one.text for one in cue.hidden)
    return text and restates(plain(cue.shown), question, all_text(cue.hidden))


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    return {name: frozenset(own["words"]) for name, own in lexicon.toml("cues.toml").items()}
