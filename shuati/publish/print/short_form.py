"""A sentence in short: as many of its clauses, from the front, as say something whole.

What a sentence is about stands at its front, so a short form always begins there, and only
examples, sources and what follows from it are left out. Where its grammar allows no end within
the limit, or the formula, number or name that it gives would be lost, a sentence is not
shortened at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from shuati import lexicon
from shuati.publish.print.column_widths import drawn_width
from shuati.publish.print.formulas import drawn, with_formulas
from shuati.text.scripts import HAN

TRAILING = "，,：:；;。.！!？?、 \n"

_LEAST_WIDTH, _LEAST_SHARE = 9.0, 0.35  # em, and of the sentence: less is hardly its content
_MOST_CLAUSES = 30  # a sentence with more is no sentence, and takes long
_NEAR = 8  # characters at the front of a clause where what joins it to others is looked for
_ALIKE = 2  # characters with which two parallel clauses begin

# What is never cut: formulas, addresses, and what stands in brackets or quotation marks.
_WHOLE = re.compile(
    r"\$[^$\n]+\$|[a-z]{2,8}://[^\s，。；）】」》”]+|`[^`\n]+`"
    r"|（[^（）\n]*）|\([^()\n]*\)|“[^”\n]*”|「[^」\n]*」|《[^》\n]*》|【[^】\n]*】|\[[^\[\]\n]*\]",
)
_STOP = re.compile(
    rf"[。！？]+[”」』）]?|(?<=[{HAN}A-Za-z0-9%）\)])[!?](?=\s|$|[{HAN}])"
    rf"|(?<=[A-Za-z0-9)])\.(?=\s+[A-Z{HAN}]|\s*$)|\n"
)
_PAUSE = re.compile(rf"[，；：]|(?<=[{HAN}])[,;:]|[,;](?=\s)")
# （Hu 等，2021）, (Smith et al., 2020), [12]
_SOURCE = re.compile(
    r"[（(][^（）()，,]{1,40}[，,]\s*(?:19|20)\d\d[a-z]?[）)]|\[\d+(?:[,，–-]\s*\d+)*\]"
)
_FORMULA = re.compile(r"\$[^$]+\$")
_RELATION = re.compile(r"[=<>≈≤≥∝]|\\(?:approx|leq?|geq?|propto|sim|in|ll|gg|to|equiv)\b")
_NUMBER = re.compile(
    r"\d|[一二两三四五六七八九十百千万]+(?:周|天|年|岁|小时|分钟|秒|倍|成|厘米|公里|元|分之|个月)"
)
_SUBJECT = re.compile(rf"[A-Za-z][A-Za-z0-9-]+|[{HAN}]{{3}}")  # how a subject begins
_AND = re.compile(r"[和与及或、/（）()]+")
_NAME = re.compile(r"[A-Za-z]{2,}")


def width(text: str) -> float:
    """How wide plain ``text`` with ``$…$`` is when it is set in one line, in em."""
    html = with_formulas(text)
    return drawn_width(drawn(html) if "tex" in html else html)


def sentences(text: str) -> list[str]:
    """The sentences of plain ``text``, without the marks at their ends."""
    return [part for one, _ in _parts(text, _STOP) if (part := one.strip(TRAILING))]


def is_empty(sentence: str) -> bool:
    """Whether ``sentence`` only leads to what follows."""
    return _pattern("empty").fullmatch(sentence) is not None


def points_on(sentence: str) -> bool:
    """Whether ``sentence`` ends by announcing what follows."""
    return _pattern("announcing").search(sentence.rpartition("，")[2]) is not None


def is_verdict(sentence: str) -> bool:
    """Whether ``sentence`` only says yes or no."""
    return _pattern("verdict").fullmatch(sentence) is not None


def short_form(sentence: str, limit: float, term: str = "", question: str = "") -> str:
    """``sentence`` within ``limit`` em; longer, but for sources, where no such form is sound.

    What its ``term`` names, and what of the ``question`` a clause begins with, is said.
    """
    if width(sentence) <= limit:
        return sentence
    bare = _SOURCE.sub("", sentence).strip(TRAILING)
    if not bare or (whole := width(bare)) <= limit:
        return bare or sentence
    clauses = list(_parts(bare, _PAUSE))
    least = max(_LEAST_WIDTH, _LEAST_SHARE * whole)
    shortest = bare
    for end in range(min(len(clauses) - 1, _MOST_CLAUSES), 0, -1):
        text = "".join(map("".join, clauses[:end])).strip(TRAILING)
        if width(text) < least:
            break
        if _is_sound(clauses, end) and _holds(clauses, end, term, question):
            shortest = text
            if width(text) <= limit:
                break
    return shortest


_Clause = tuple[str, str]  # its text and the mark behind it


def _parts(text: str, mark: re.Pattern[str]) -> Iterator[_Clause]:
    """``text`` cut behind each ``mark`` outside of what is never cut."""
    whole = [match.span() for match in _WHOLE.finditer(text)]
    start = 0
    for match in mark.finditer(text):
        if any(first < match.start() < last - 1 for first, last in whole):
            continue
        yield text[start : match.start()], match[0]
        start = match.end()
    if start < len(text):
        yield text[start:], ""


def _is_sound(clauses: Sequence[_Clause], end: int) -> bool:
    """Whether ``clauses`` may end before the one at ``end``."""
    before, last, following = clauses[:end], clauses[end - 1][0], clauses[end][0].strip()
    marks = [sign for _, sign in clauses]
    if any(sign in "：:" for sign in marks[:end]):
        return False
    if not {"；", ";"}.isdisjoint(marks):
        return False  # what a semicolon parts is of equal rank
    last = last.strip()
    if _pattern("subordinate").match(last) or _pattern("subordinate_ends").search(last):
        return False
    if _pattern("place").match(last) and last[-1] in "中上下里内间":
        return False
    if _pattern("bound").match(following) or following[:_ALIKE] == last[:_ALIKE]:
        return False
    if _FORMULA.match(following) and _FORMULA.match(last):
        return False
    defines = any(_pattern("defining").match(text.strip()) for text, _ in before)
    if defines and _pattern("head_ends").search(clauses[-1][0].strip()):
        return False  # the noun of the definition is at its end
    if _pattern("joining").search(following[:_NEAR]):
        return False
    conditional = _pattern("subordinate_ends").search(following)
    if conditional and (following.endswith("的") or _pattern("further").match(following)):
        return False  # the condition goes on
    if _pattern("example").match(last) or _pattern("means").match(last):
        return False
    texts = [text.strip() for text, _ in before]
    only = ("means", "use", "example", "subordinate")
    if all(any(_pattern(name).match(text) for name in only) for text in texts):
        return False
    return not any(_pattern("opening").search(text) for text in texts)


def _holds(clauses: Sequence[_Clause], end: int, term: str, question: str) -> bool:
    """Whether ``clauses`` before ``end`` give the facts of all, and speak of all that is asked."""
    every = [text for text, _ in clauses]
    if _said(every[:end]) != _said(every):
        return False
    before, after = "".join(every[:end]), "".join(every[end:])
    subjects = [match[0] for text in every[end:] if (match := _SUBJECT.match(text.strip()))]
    named = [name for name in _names(term) if name in after]
    named += [subject for subject in subjects if subject in question]
    return all(name in before for name in named)


def _names(term: str) -> list[str]:
    """What a lead term names, where it names several things."""
    names = [name for name in _AND.split(term) if len(name) > 1]
    return names if len(names) > 1 else []


def _said(clauses: Sequence[str]) -> tuple[int, ...]:
    """How many facts ``clauses`` give: formulas with a relation; where there are none, other
    formulas; else numbers and Latin names. What is an example gives none.
    """
    text = "，".join(one for one in clauses if not _pattern("example").match(one.strip()))
    formulas = _FORMULA.findall(text)
    rest = _FORMULA.sub("", text)
    related = sum(bool(_RELATION.search(formula)) for formula in formulas)
    if related:
        return (related,)
    if formulas:
        return 0, len(formulas)
    return 0, 0, len(_NUMBER.findall(rest)), len(set(_NAME.findall(rest)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The expressions ``name`` of the lexicon as one."""
    either = "|".join(lexicon.toml("clauses.toml")[name])
    return re.compile(f"(?:{either})$" if name.endswith("_ends") else f"(?:{either})")
