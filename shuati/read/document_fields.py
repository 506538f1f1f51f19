"""Which fields a document is of, by the words of its questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from shuati import lexicon
from shuati.config.settings import AUTOMATIC
from shuati.lexicon.field_packs import field_packs
from shuati.model.blocks import Code, walk
from shuati.model.question import Question
from shuati.model.views import all_text
from shuati.text.fold import fold
from shuati.text.term_finder import TermFinder

# Of a document so many questions are looked at, and so many characters of each.
_QUESTIONS, _CHARACTERS = 60, 600


def fields_of(questions: Sequence[Question], wanted: Collection[str]) -> frozenset[str]:
    """The names of the packs that take effect in the document of ``questions``.

    ``wanted`` is `Settings.fields`: names of packs. With `AUTOMATIC` among them a pack takes
    effect too where enough questions have one of its words that hardly any other field uses;
    `python -m evaluation.fields` chooses how many, and finds the words that others use.
    """
    names = frozenset(pack.name for pack in field_packs())
    chosen = names & {*wanted}
    if AUTOMATIC not in wanted:
        return chosen
    own, finder = _own_words()
    found = (finder.find(text) for text in texts_of(questions))
    seen = [{name for _, word in words for name in own[word]} for words in found]
    # One question alone makes no document one of its field.
    least = max(_choice()["least_share"] * len(seen), min(2, len(seen)), 1)
    return chosen | {name for name in names if sum(name in one for one in seen) >= least}


def texts_of(questions: Sequence[Question]) -> list[str]:
    """What is looked at of a document: the texts (folded) of questions with their answers."""
    step = -(-len(questions) // _QUESTIONS) or 1
    return [fold(_text(question))[:_CHARACTERS] for question in questions[::step]]


def _text(question: Question) -> str:
    blocks = tuple(block for section in question.sections for block in section.blocks)
    code = {f"code:{one.language}" for one in walk(blocks) if isinstance(one, Code)}
    options = (option.text for option in question.options)
    answer = all_text(blocks, code=False)
    return "\n".join((question.text, *sorted(code), *options, *question.blanks, answer))


@cache
def _own_words() -> tuple[Mapping[str, tuple[str, ...]], TermFinder]:
    """The words that show a field, each with the names of its packs, and what finds them."""
    own: dict[str, tuple[str, ...]] = {}
    for pack in field_packs():
        for word in sorted(pack.words.difference(_choice()["common"][pack.name])):
            own[word] = (*own.get(word, ()), pack.name)
    return own, TermFinder(own)


@cache
def _choice() -> Mapping[str, Any]:
    return lexicon.toml("field_words.toml")
