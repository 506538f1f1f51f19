"""The terms that an entry defines, each with the sentence that does: 过拟合是模型……的现象。

A sentence defines a term that is its subject (…是指…, …是一种…, …是……的现象), or that it names at
its end (……称为…). A question that asks what something is (什么是…, …是什么) is answered by a
definition; so is a term of a list of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from shuati import lexicon
from shuati.model import AnswerPart, Entry, Form, Kind, Paragraph
from shuati.model.closed_forms import CHOICES, form_of
from shuati.model.views import points_of, term_of
from shuati.publish.anki.parts_of_speech import part_of_speech
from shuati.tag.bank_terms import is_term
from shuati.tag.stop_words import stop_words
from shuati.text.fold import fold, fold_letters
from shuati.text.markdown import plain
from shuati.text.scripts import HAN

_LEAST = 8  # letters of a definition that explains something
_LONGEST, _LONGEST_LATIN = 12, 40  # characters of a term
_NO_NAME = frozenset("dcprmqu")  # first letters of jieba's parts of speech
_NAME = f"[{HAN}A-Za-z0-9+#.·/ _-]"
_QUOTES = "“”‘’\"'「」『』《》*_` "
# What may be between the term and the verb: its name in another language, another name of it.
_BESIDE = (
    r"[”’」』》\"'*_`]*\s*(?:[（(][^（）()]{1,60}[）)])?"
    r"\s*(?:[，,](?:又|也|亦|简|俗|通)?(?:称|叫|名)(?:为|作|做)?[^，。；]{1,20}[，,])?\s*[，,]?\s*"
)
_AFTER = re.compile(_BESIDE)
_WHOLE_NAME = re.compile(f"{_NAME}+")
_HAN = re.compile(f"[{HAN}]")
_SENTENCE = re.compile(r".+?(?:[。！？!?\n]|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Definition:
    """What ``paragraph``, of the variant ``variant`` of ``entry``, defines ``term`` as."""

    term: str
    paragraph: Paragraph
    entry: Entry
    variant: int

    @property
    def text(self) -> str:
        """Its running text."""
        return plain(self.paragraph.text)

    @property
    def listed(self) -> bool:
        """Whether its entry is one of a list of words, and nothing but the definition."""
        return form_of(self.entry) is Form.TERM

    @property
    def sentence(self) -> str:
        """The sentence that defines (inline Markdown); the paragraph where that is not sure.

        It goes on behind the end of a line: in many documents lines are broken by width.
        """
        first = re.match(r"[^。！？!?]+[。！？!?]?", self.paragraph.text.strip())
        return first[0] if first and _whole(first[0]) else self.paragraph.text

    @property
    def path(self) -> str:
        """The document that it is from."""
        return self.entry.variants[self.variant].path


def definitions(entry: Entry) -> Iterator[Definition]:
    """Every definition of ``entry``, in the order of its answer."""
    if form_of(entry) in (*CHOICES, Form.BLANK):
        return
    asked = asked_term(entry)
    for part in entry.parts:
        if part.kind is not Kind.QUESTION:
            for term, paragraph in _of_part(part, asked, listed=form_of(entry) is Form.TERM):
                yield Definition(term, _without_lead_in(paragraph), entry, part.variant)


def mentioned_terms(entry: Entry) -> Iterator[str]:
    """The lead terms of ``entry`` and the terms that it defines."""
    yield from (one.term for one in definitions(entry))
    for part in entry.parts:
        yield from filter(None, (term_of(point) for point in points_of(part.blocks)))


def asked_term(entry: Entry) -> str:
    """The term whose definition the question of ``entry`` asks for, '' where it asks for none."""
    text = plain(entry.question)
    if form_of(entry) is Form.TERM:
        return _bare(text) if is_name(_bare(text)) else ""
    for clause in re.split(r"[？?，,；;。]", text):
        for pattern in _lexicon()["asks"]:
            if match := re.fullmatch(pattern, clause.strip()):
                term = _bare(next(filter(None, match.groups()), ""))
                return term if is_name(term) else ""
    return ""


def is_name(term: str) -> bool:
    """Whether ``term``, which the source sets apart, is short, and no pronoun or such a word."""
    folded = fold(term)
    short = len(term) <= (_LONGEST if _HAN.search(term) else _LONGEST_LATIN)
    whole = _WHOLE_NAME.fullmatch(term) and re.search(r"[^\W\d_]", term)
    listed = folded in stop_words() or folded in _lexicon()["no_term"]
    back = any(folded.startswith(word) for word in _lexicon()["refers_back"])
    more = _pattern("in_no_term").search(term)
    return bool(short and whole) and not (listed or back or more)


def _is_noun(term: str) -> bool:
    """Whether ``term`` is a name, and not known as another kind of word."""
    return is_name(term) and part_of_speech(term)[:1] not in _NO_NAME


def _of_part(part: AnswerPart, asked: str, *, listed: bool) -> Iterator[tuple[str, Paragraph]]:
    """The terms that ``part`` defines, each with the paragraph that does.

    ``asked`` is the term of the question, ``listed``: that of a word in a list.
    """
    first = part.kind is Kind.ANSWER
    for block in part.blocks:
        if isinstance(block, Paragraph):
            if term := _of_paragraph(plain(block.text), asked, first, listed=listed):
                yield term, block
            first = False
    for point in points_of(part.blocks):
        head = point.blocks[0] if point.blocks else None
        if isinstance(head, Paragraph):
            text, term = plain(head.text), _bare(term_of(point) or "")
            if not term:
                term = _of_paragraph(text, asked, first=False, listed=False)
            elif asked and term in _lexicon()["of_question"]:
                term = asked if _explains(text) else ""
            elif not (
                _is_noun(term)
                and (defines(text, term) or begins_definition(text) or _named(text) == term)
            ):
                term = ""
            if term:
                yield term, head


def _of_paragraph(text: str, asked: str, first: bool, *, listed: bool) -> str:
    """The term that ``text`` begins to define, or whose name its first sentence gives, or ''.

    ``first``: it begins the answer.
    """
    sentence = _first_sentence(text)
    at_once = first and (listed or begins_definition(text))
    if asked and (at_once or defines(text, asked)):
        return asked
    subject = _strong_subject().match(sentence)
    term = _bare(subject["term"]) if subject else ""
    if subject and _is_noun(term) and is_term(term) and defines(text, term, strong=True):
        return term
    named = _named(text)
    if _is_noun(named) and is_term(named):
        return named
    return asked if first and _explains(sentence) and sentence.endswith(("。", ".")) else ""


def _named(text: str) -> str:
    """The term that the first sentence of ``text`` names at its end (……称为…), or ''."""
    sentence = _first_sentence(text)
    match = _named_at_end().search(sentence)
    return _bare(match["term"]) if match and _explains(sentence[: match.start()]) else ""


def defines(text: str, term: str, *, strong: bool = False) -> bool:
    """Whether the first sentence of ``text`` says what ``term``, its subject, is.

    ``strong``: by a verb that does nothing else (是指, 是一种).
    """
    begins = text.lstrip(_QUOTES)
    if not begins.casefold().startswith(term.casefold()):
        return False
    beside = _AFTER.match(begins, len(term))
    return begins_definition(begins[beside.end() if beside else len(term) :], strong=strong)


def begins_definition(text: str, *, strong: bool = False) -> bool:
    """Whether ``text`` goes on with a verb that defines the subject before it."""
    sentence = _first_sentence(text)
    if any(word in sentence for word in _lexicon()["argues"]):
        return False
    if _pattern("defines.strong").match(sentence):
        return _explains(sentence)
    if strong or not _pattern("defines.weak").match(sentence):
        return False
    kind = re.match(r".*?的[^，。；]", sentence)  # 是……的现象
    quality = re.match(r"[^，。；]*的\s*(?:[，。；]|$)", sentence)  # 是不变的
    unfit = quality or any(word in sentence for word in _lexicon()["no_definition"])
    return bool(kind) and not unfit and _explains(sentence)


def _explains(text: str) -> bool:
    back = any(text.startswith(word) for word in _lexicon()["refers_back"])
    return (
        not back and len(fold_letters(text)) >= _LEAST and not text.rstrip().endswith(("：", ":"))
    )


def _without_lead_in(paragraph: Paragraph) -> Paragraph:
    """``paragraph`` without a last sentence that ends with a colon: it leads to what follows."""
    sentences = _SENTENCE.findall(paragraph.text.strip())
    rest = "".join(sentences[:-1])
    leads = len(sentences) > 1 and sentences[-1].rstrip().endswith(("：", ":"))
    return replace(paragraph, text=rest) if leads and _whole(rest) else paragraph


def _whole(text: str) -> bool:
    """Whether no mark of Markdown in ``text`` lacks its partner."""
    return all(text.count(mark) % 2 == 0 for mark in ("**", "`", "$")) and "](" not in text


def _first_sentence(text: str) -> str:
    match = _SENTENCE.match(text.strip())
    return match[0] if match else ""


def _bare(term: str) -> str:
    """``term`` without quotes and without its name in another language behind it."""
    return re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", term.strip(_QUOTES)).strip(_QUOTES)


@cache
def _strong_subject() -> re.Pattern[str]:
    verbs = "|".join(_lexicon()["defines.strong"])
    return re.compile(rf"[{_QUOTES}]*(?P<term>{_NAME}{{2,40}}?){_BESIDE}(?:{verbs})")


@cache
def _named_at_end() -> re.Pattern[str]:
    verbs = "|".join(_lexicon()["named"])
    return re.compile(
        rf"(?:{verbs})[{_QUOTES}]*(?P<term>{_NAME}{{1,40}}?)[{_QUOTES}]*"
        r"(?:[（(][^（）()]*[）)])?[。，；]?\s*$"
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """One of the lists of the lexicon as a pattern that fits where any of it does."""
    return re.compile("|".join(f"(?:{one})" for one in _lexicon()[name]))


@cache
def _lexicon() -> dict[str, Sequence[str]]:
    return {
        name if key == "words" else f"{name}.{key}": words
        for name, own in lexicon.toml("definitions.toml").items()
        for key, words in own.items()
    }
