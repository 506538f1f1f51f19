"""A word and what it means, in two scripts: ``classroom (n) - 教室``, ``教室：classroom``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuati.sources.labels import kind_of
from shuati.text.scripts import HAN

_CLASS = (
    r"(?:n|v|vt|vi|a|ad|adj|adv|prep|conj|pron|num|int|interj|art|aux|det|abbr|phr|pl)\."
    r"(?:\s*[&/,]\s*(?:n|v|vt|vi|a|ad|adj|adv|prep|conj|pron)\.)*"
)
_SOUND = r"/[^/\n]{1,40}/|\[[^\[\]\n]{1,40}\]"
_ASIDE = rf"\s*(?:\([^()\n]{{1,24}}\)|（[^（）\n]{{1,24}}）|{_SOUND}|(?<![A-Za-z]){_CLASS})"
_BETWEEN = r"\s*(?:[-–—]{1,2}|[:：=→|])\s*"
_FOREIGN = r"[A-Za-zÀ-ɏͰ-ϿЀ-ӿ가-힣]"
_MARK = r"(?:\*\*|__)?"
_WORD_FIRST = re.compile(
    rf"{_MARK}(?P<term>{_FOREIGN}(?:[^{HAN}\n:：=→|()（）\[\]/*_]|(?<=\w)/(?=\w)){{0,48}}?){_MARK}"
    rf"(?P<aside>(?:{_ASIDE})*)(?:{_BETWEEN}|\s+|(?<=[)）\]./])\s*)(?P<more>(?:{_ASIDE})*)\s*"
    rf"(?P<meaning>[（(〈<【…~～]?[{HAN}][^\n]*)"
)
_LETTERS = re.compile("[A-H]{1,8}")
_QUESTION_NUMBER = re.compile(r"第?\s*\d{1,4}\s*题")
_KANA = "ぁ-ゖァ-ヺー"
_KANA_FIRST = re.compile(
    rf"{_MARK}(?P<term>(?:[{HAN}{_KANA}〜~・]*[{_KANA}]|[{HAN}]+(?=\s*[(（][{_KANA}]))"
    rf"[{HAN}{_KANA}〜~・]*){_MARK}"
    rf"(?P<aside>(?:{_ASIDE})*)(?:{_BETWEEN}|\s+|(?<=[)）]))(?P<more>(?:{_ASIDE})*)\s*"
    rf"(?P<meaning>[（(〈<【…~～]?[{HAN}][^{_KANA}\n]*)"
)
_MEANING_FIRST = re.compile(
    rf"{_MARK}(?P<term>[{HAN}][{HAN}\w（）()、，,…·]{{0,24}}?){_MARK}"
    rf"(?:{_BETWEEN}|\s+)(?P<meaning>{_FOREIGN}[^{HAN}\n]*?)(?P<aside>(?:{_ASIDE})*)(?P<more>)"
)
_TAG = re.compile(rf"{_CLASS}|/[^/]+/|[(（]\s*(?:n|v|vt|vi|adj|adv|prep|conj|pron|phr)\b")
_LONGEST = 40  # characters of a meaning
_NUMBER = re.compile(r"\s*\d{1,4}\s*[.、．)）]\s*")


@dataclass(frozen=True, slots=True)
class WordPair:
    """A word, what it means, and what is beside it (``aside``): (n), /ˈklɑːsruːm/.

    ``tagged``: that is a class or a sound, as in a list of vocabulary.
    """

    term: str
    meaning: str
    aside: str
    tagged: bool


def _is_of_paper(term: str, meaning: str) -> bool:
    """Whether what seems a word is the number of a question, or a key: 第1题, 正确答案 A."""
    numbered = any(_QUESTION_NUMBER.fullmatch(side) for side in (term, meaning))
    return numbered or (_LETTERS.fullmatch(term) is not None and kind_of(meaning) is not None)


def word_pair(text: str, longest: int = _LONGEST) -> WordPair | None:
    """The word and its meaning, of ``longest`` characters at most, that a line is, or None."""
    line = _NUMBER.sub("", text, count=1).strip()
    orders = (_WORD_FIRST, _KANA_FIRST, _MEANING_FIRST)
    match = next((found for one in orders if (found := one.fullmatch(line))), None)
    if match is None or len(match["meaning"]) > longest:
        return None
    if _is_of_paper(match["term"].strip(), match["meaning"].strip()):
        return None
    aside = " ".join((match["aside"] + " " + match["more"]).split())
    tagged = _TAG.search(aside) is not None
    return WordPair(match["term"].strip(), match["meaning"].strip(), aside, tagged)
