"""A paragraph of a point, and how another wording's new sentences become part of it.

No sentence loses its beginning: what is only partly new is appended from its first clause on.
Examples follow the sentence that they are examples of, or name the term themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shuati.merge.antonyms import contradict
from shuati.merge.coverage import covered
from shuati.merge.redundancy import (
    Statement,
    clauses,
    is_repeated,
    quantities_of,
    statement,
    verbatim_of,
)
from shuati.merge.terms import bare_term
from shuati.model import Paragraph, Point, Span
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_WHOLE = (
    r"`[^`]+`|\$[^$]+\$|\[[^\]]*\]\([^)]*\)|<[^>]+>|\*\*.+?\*\*|（[^（）]*）|\([^()]*\)|“[^”]*”"
)
_SENTENCE = re.compile(rf"(?:{_WHOLE}|[^。！？；\n])+[。！？；\n]*|[。！？；\n]+", re.DOTALL)
_CLAUSE = re.compile(rf"(?:{_WHOLE}|[^，])+，?|，", re.DOTALL)
_ITEM = re.compile(rf"(?:{_WHOLE}|[^、])+", re.DOTALL)
_STOPS = "。！？；\n"
_ENDS = tuple("。！？；：:.!?;")
_NOWHERE = Span(1, 1)
# A clause that needs the one before it, and one that needs the one behind it.
_LEANS_BACK = re.compile(
    r"\s*(?:因此|因而|所以|于是|从而|进而|以便|以免|以防|否则|不然|但|却|而|则|就|才|便|使|让|令|导致|造成"
    r"|[以用]来|以[^及上下内外前后]|其|它|他|她|这|那|该|此|前者|后者|两者|二者|即|也就是)"
)
_LEANS_ON = re.compile(
    r"\s*(?:如果|若|当|假如|只要|只有|除非|由于|因为|虽然|尽管|即使|无论|不论|随着|为了|对于|在|通过|根据|基于|针对|按照|经过?)"
    r"|.*(?:时|后|前|的话|之间|中)，?\s*$",
    re.DOTALL,
)
# A clause that says what follows from the one before it.
_FOLLOWS = re.compile(r"\s*\w{0,4}?(?:就[会要能可是]|[才则][会要能可是])")
_LEADS = r"又如|例如|比如|譬如|诸如|如(?![何果下此同期实前上])"  # to examples
_EXAMPLES = re.compile(
    rf"(?P<head>(?:.*[，,])?)\s*(?P<lead>{_LEADS})[：:]?\s*"
    r"(?P<items>[^，,。；：:]+?)(?P<end>等等?[^，,。；：:、]{0,4})?(?P<stop>[。；]?)\s*",
    re.DOTALL,
)
_LISTS = re.compile(f"、|{_LEADS}")
_AROUND_ITEM = re.compile(r"^(?:又如|例如|比如|譬如|诸如|如)|等$")
# A clause that says what the ones before it are good for.
_EFFECT = re.compile(
    r"\s*(?:从而|并|以)?(?:提[高升]|增[强加大]|改善|降低|减[少小轻]|避免|防止|确保|保[证障]|加[快速]|促进|节[省约]"
    r"|缩短|扩大|平衡|便于|有利于|有助于)"
)
# A predicate whose subject is the lead term.
_PREDICATE = re.compile(r"(?:[是指]|称为)(?!否)")
_OF_TERM = 0.5  # of a lead term's characters in a sentence that states it


@dataclass(frozen=True, slots=True)
class Examples:
    """A sentence that ends in examples: 利用大模型进行分类，如新闻分类、垃圾邮件过滤等。"""

    head: str  # with its comma; '' for examples alone
    lead: str
    items: tuple[str, ...]
    end: str  # 等, with the full stop

    @classmethod
    def of(cls, sentence: str) -> Examples | None:
        """The parts of ``sentence``; None where it does not end in examples."""
        match = _EXAMPLES.fullmatch(sentence)
        if match is None:
            return None
        items = tuple(_ITEM.findall(match["items"]))
        return cls(match["head"], match["lead"], items, f"{match['end'] or ''}{match['stop']}")

    def __str__(self) -> str:
        return f"{self.head}{self.lead}{'、'.join(self.items)}{self.end}"


def sentences(text: str, is_old: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """The sentences of ``text`` (inline Markdown), each with whether it is new: ``is_old`` says
    whether the entry has one already.

    What leads to something is new, and so is a sentence that the next new one leans on.
    """
    found: list[tuple[str, bool]] = []
    needed = False
    for sentence in reversed(_SENTENCE.findall(text)):
        leads = sentence.rstrip().endswith(("：", ":"))
        new = needed or leads or not is_old(sentence)
        found.append((sentence, new))
        needed = new and _LEANS_BACK.match(sentence) is not None
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a point says so far, and what it is about: its lead ``term`` and the question."""

    known: Statement
    term: str | None
    question: str

    def with_new(self, paragraph: Paragraph, other: str) -> Paragraph:
        """``paragraph``, which may be empty, with what is new in the paragraph ``other`` (inline
        Markdown) of another wording."""
        new = [one for one, is_new in sentences(other, self.is_repeated) if is_new]
        for sentence in new:
            text = self._with_sentence(paragraph.text, sentence)
            paragraph = replace(paragraph, text=text, added=_added(paragraph, text))
        return paragraph

    def is_repeated(self, sentence: str) -> bool:
        """Whether the point has all that ``sentence`` has."""
        known = self.known
        return verbatim_of(sentence) <= known.verbatim and self._covered(sentence, known.sentences)

    def has(self, point: Point) -> bool:
        """Whether the point has all that ``point``, an item below another wording, has."""
        own = statement(point.blocks)
        if is_repeated(own, self.known):
            return True
        (block, *more) = point.blocks or (None,)
        return not more and isinstance(block, Paragraph) and self.is_repeated(block.text)

    def _covered(self, sentence: str, others: Sequence[str]) -> bool:
        return covered(sentence, others, self.term or "", self.question)

    def _with_sentence(self, text: str, sentence: str) -> str:
        whole = _SENTENCE.findall(text)
        if examples := Examples.of(sentence):
            return self._with_examples(whole, sentence, examples)
        if self.term and _PREDICATE.match(sentence):
            sentence = f"{bare_term(self.term)}{sentence}"
        shorter = self._without_repeated_end(sentence)
        return self._continued(whole, shorter) or self._appended(whole, shorter)

    def _continued(self, whole: Sequence[str], sentence: str) -> str:
        """The sentences ``whole``, of which one goes on with the last clauses of ``sentence``: it
        has all of the clauses before them, and these clauses follow the same one in both, or say
        what it is good for.

        '' where there is none.
        """
        parts = _CLAUSE.findall(sentence)
        if len(parts) == 1 or self._differs(sentence):
            return ""
        for at, one in enumerate(whole):
            if Examples.of(one) or one.rstrip().endswith(("：", ":")) or "\n" in one.strip():
                continue
            first = next(
                (n for n in range(len(parts) - 1, 0, -1) if self._has_start(one, parts[:n])), 0
            )
            follows = first and covered(parts[first - 1], _CLAUSE.findall(one)[-1:])
            if follows or (first and all(map(_EFFECT.match, parts[first:]))):
                longer = f"{one.rstrip().rstrip('。；')}，{''.join(parts[first:]).strip()}"
                end = "" if longer.endswith(_ENDS) or at == len(whole) - 1 else "。"
                return "".join((*whole[:at], f"{longer}{end}", *whole[at + 1 :]))
        return ""

    def _has_start(self, sentence: str, parts: Sequence[str]) -> bool:
        """Whether ``sentence`` has what the clauses ``parts`` have beyond the lead term."""
        start = "".join(parts)
        return self._covered(start, [sentence]) and not self._covered(start, [""])

    def _with_examples(self, whole: list[str], sentence: str, examples: Examples) -> str:
        """The sentences ``whole`` with those of the ``examples`` that none of them lists;
        ``sentence`` ends in the examples."""
        listed = {_item(one) for one in clauses(self.known.text)}
        items = tuple(one for one in examples.items if _item(one) not in listed)
        head = examples.head
        if not items:
            return self._appended(whole, sentence) if head else "".join(whole)
        new = replace(examples, items=items)
        for at in range(len(whole) - 1, -1, -1):
            if lead := self._lead_behind(whole[at], head):
                return _with_examples_at(whole, at + 1, replace(new, head="", lead=lead))
        if self.term and (not head or self._covered(head, [""])):  # the head says the term again
            return _with_examples_at(whole, 0, replace(new, head=""))
        return self._with_examples_inside(whole, new) or self._appended(whole, str(new))

    def _with_examples_inside(self, whole: Sequence[str], examples: Examples) -> str:
        """The sentences ``whole`` with ``examples`` in parentheses behind the clause that has their
        head; '' where there is none."""
        inside = f"（{examples.lead}{'、'.join(examples.items)}{examples.end.rstrip('。；')}）"
        for at, one in enumerate(whole if examples.head else ()):
            parts = _CLAUSE.findall(one)
            for place, part in enumerate(parts[:-1]):
                clause = part.rstrip("，")
                if _LISTS.search(clause):
                    continue  # it has means or examples of its own
                if self._covered(examples.head, [clause]):
                    parts[place] = f"{clause}{inside}，"
                    return "".join((*whole[:at], *parts, *whole[at + 1 :]))
        return ""

    def _lead_behind(self, sentence: str, head: str) -> str:
        """The word with which examples of ``head``, or of the term where it is empty, go on
        behind ``sentence``; '' where they would be taken for examples of something else."""
        before = Examples.of(sentence)
        general = before.head.rstrip("，,") if before else sentence
        if len(_CLAUSE.findall(general)) != 1:
            return ""
        if head:
            fits = covered(head, [general], question=self.question)
        else:
            letters = {*fold_letters(bare_term(self.term or ""))}
            common = letters & {*fold_letters(general)}
            fits = before is not None or 0 < _OF_TERM * len(letters) <= len(common)
        return ("又如" if before else "例如") if fits else ""

    def _appended(self, whole: Sequence[str], sentence: str) -> str:
        """The sentences ``whole`` and ``sentence``, which takes the place of one that has less."""
        for at, one in enumerate(whole):
            if self._has_less(one, sentence):
                start, rest = "".join(whole[:at]), "".join(whole[at + 1 :])
                return joined_text(joined_text(start, sentence), rest)
        return joined_text("".join(whole), sentence)

    def _has_less(self, one: str, other: str) -> bool:
        """Whether the sentence ``other`` has all that ``one`` has, and is longer."""
        return (
            len(one) < len(other)
            and not one.rstrip().endswith(("：", ":"))
            and verbatim_of(one) <= verbatim_of(other)
            and covered(one, [other], self.term or "")
        )

    def _differs(self, sentence: str) -> bool:
        """Whether ``sentence`` has another number than the point, or contradicts it."""
        own = statement([Paragraph(sentence, _NOWHERE)])
        numbers = quantities_of(self.known.names)
        other_numbers = numbers and quantities_of(own.names) - numbers
        return bool(other_numbers) or contradict(own.text, self.known.text)

    def _without_repeated_end(self, sentence: str) -> str:
        """``sentence`` without the clauses at its end that the point has already.

        It stays whole where it `_differs`: both are to be seen side by side.
        """
        if self._differs(sentence):
            return sentence
        parts = _CLAUSE.findall(sentence)
        end = len(parts)
        while end > 1 and self.is_repeated(parts[end - 1]):
            end -= 1
        if end == len(parts) or any(map(_LEANS_ON.match, parts[:end])):
            return sentence
        if any(map(_FOLLOWS.match, parts[end:])):
            return sentence
        stop = sentence[len(sentence.rstrip(_STOPS)) :]
        return "".join(parts[:end]).rstrip("，") + stop


def with_examples_named(text: str, term: str) -> str:
    """The paragraph ``text`` of a point with a lead ``term``, not beginning with examples alone:
    these become its last sentence, which names the term. 路径规划：如导航等。"""
    first, *rest = _SENTENCE.findall(text) or [""]
    examples = Examples.of(first)
    if not examples or examples.head or not rest or rest[-1].rstrip().endswith(("：", ":")):
        return text
    named = replace(examples, lead=f"{bare_term(term)}如")
    return joined_text("".join(rest), str(named))


def _with_examples_at(whole: Sequence[str], at: int, new: Examples) -> str:
    """The sentences ``whole`` with ``new`` before that at an index, or in one with it where that
    one is examples only."""
    rest = whole[at:]
    if rest and (there := Examples.of(rest[0])) and not there.head:
        new, rest = replace(there, items=(*there.items, *new.items)), rest[1:]
    return joined_text(joined_text("".join(whole[:at]), str(new)), "".join(rest))


def _added(paragraph: Paragraph, longer: str) -> str:
    """The sentences at the end of the ``longer`` text of ``paragraph`` that are not of its first
    wording; '' where they lead to a list.

    A clause or example that is now inside the first wording is part of it.
    """
    own, added = paragraph.divided()
    rest = longer.removeprefix(own)
    leads = rest.rstrip().endswith(("：", ":"))
    is_behind = rest != longer and (own.endswith(_ENDS) or rest.startswith(("；", ";")))
    if own and is_behind and not leads:
        return rest.lstrip("；; ")
    return added if longer.endswith(added) else ""


def joined_text(text: str, more: str) -> str:
    """Two pieces of a paragraph as one; one without a full stop ends in a semicolon."""
    text, more = text.rstrip(), more.strip()
    if not text or not more:
        return text or more
    space = " " if text[-1:].isascii() and more[:1].isascii() else ""
    if not text.endswith(_ENDS):
        return f"{text.rstrip('，、,')}{';' if space else '；'}{space}{more}"
    end = "" if more.endswith(_ENDS) else text[-1]
    return f"{text}{space}{more}{end}"


def _item(text: str) -> str:
    return fold_letters(plain(_AROUND_ITEM.sub("", text.strip())))
