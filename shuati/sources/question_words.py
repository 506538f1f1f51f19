"""How much a title sounds like a question, or like the name of a section.

The words are in ``shuati/lexicon/question_words.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import category

from shuati import lexicon
from shuati.text.markdown import plain

_ENOUGH = 200  # characters at the beginning, and at the end of a title
_SENTENCE = 30  # characters from which what ends in a full stop is a sentence
_LAST_SENTENCE = re.compile(r"。\s*(?P<sentence>[^。]{2,})$")  # a case, then what to do
_CLAUSE = re.compile("[，,：:；;]")
_LONGEST = 80  # characters of a question on a line of its own
_QUOTES = '”’」』"'  # around a question that somebody asks
_QUESTION_MARK = re.compile("[?？](?:[)）』」”\"']|[（(][^()（）]*[)）])*$")
_ASKING_REMARK = re.compile(r"(?P<title>[^?？]{2,}?)\s*[（(][^()（）]*[?？]\s*[)）]")
_BLANK = re.compile(
    r"[（(]\s*[A-Ha-h√×✓✗对错]{0,5}\s*[)）]|_{3,}|＿{2,}"
    r"|(?<=[^\W_])__[^_]+__(?![:：])|__[^_]+__(?=[^\W_])"  # filled in: __B__
)
_WORTH = re.compile(r"[（(【\[]\s*\d{1,3}\s*分\s*[)）】\]]")  # （5分）


@dataclass(frozen=True, slots=True)
class _Words:
    asks: re.Pattern[str]
    orders: re.Pattern[str]
    topic: re.Pattern[str]
    section: re.Pattern[str]
    kinds: re.Pattern[str]
    closing: re.Pattern[str]
    farewell: re.Pattern[str]
    boilerplate: re.Pattern[str]
    page_numbers: re.Pattern[str]
    terms: re.Pattern[str]
    vocabulary: re.Pattern[str]
    question_part: re.Pattern[str]
    faq: re.Pattern[str]
    article: re.Pattern[str]
    study: re.Pattern[str]
    guide: re.Pattern[str]
    report: re.Pattern[str]
    project: re.Pattern[str]
    deictic: re.Pattern[str]
    instructions: re.Pattern[str]
    ratings: re.Pattern[str]


@cache
def _words() -> _Words:
    table = lexicon.toml("question_words.toml")
    lists = {name: "|".join(words) for name, words in table.items()}
    begins, ends = lists["section_begins"], lists["section_ends"]
    patterns = (
        rf"{lists['asks']}|呢$|^(?:{lists['asks_english']})\b",
        rf"(?:{lists['orders']}|(?:{lists['orders_english']})\b)",
        f"(?:{lists['topics']})$",
        f"^(?:{begins})|(?:{ends})$",
        rf"(?:\W*(?:{lists['kinds']})){{1,2}}题?型?\s*(?:[（(【].*|[:：].*|.{{0,4}}[共每].*)?",
        lists["closings"],
        lists["farewells"],
        f"(?:{lists['boilerplate']}).*|{lists['page_numbers']}",
        f"(?:{lists['page_numbers']})",
        lists["terms"],
        lists["vocabulary"],
        lists["question_parts"],
        f"(?:{lists['faq_titles']})$",
        f"(?:{lists['article_titles']})",
        lists["study_titles"],
        lists["guide_titles"],
        lists["report_titles"],
        f"(?:{lists['project_titles']})",
        lists["deictic"],
        rf"(?:^|[。；;，,：:\n])\W*(?:请|先|再|然后|直接|在\S{{1,12}}[里中上])?\s*(?:{lists['instructions']})",
        rf"[（(【\[][^（()）【】\[\]]{{0,6}}(?:{lists['ratings']})[^（()）【】\[\]]{{0,6}}[）)】\]]"
        r"|[★⭐🔥]",
    )
    return _Words(*(re.compile(pattern, re.IGNORECASE) for pattern in patterns))


@lru_cache(maxsize=100_000)
def sounds_asked(title: str) -> float:
    """From -0.5 (the name of a section) over 0 (a topic, which may be either) to 1 (a question)."""
    if len(title) > 2 * _ENOUGH:  # how a title begins and ends is enough
        title = f"{title[:_ENOUGH]} {title[-_ENOUGH:]}"
    words, text = _words(), bare(title).strip(" *_：:。.")
    if not text or words.kinds.fullmatch(text):
        return -0.5
    if remark := _ASKING_REMARK.fullmatch(text):  # 甲的步骤（乙考不考？） asks nothing of 甲
        text = remark["title"]
    if _QUESTION_MARK.search(text):
        return 1.0
    last = _LAST_SENTENCE.search(text)
    asks, orders = words.asks.search(text), words.orders.match(text)
    orders = orders or (last and words.orders.match(last["sentence"]))
    if not orders and "?" not in text and "？" not in text and _is_statement(title):
        return 0.0
    if words.section.search(text) and not asks and not orders:
        return -0.5
    if asks or "?" in text or "？" in text:
        return 0.9
    if orders or leaves_blank(title) or _WORTH.search(text):
        return 0.8
    return 0.35 if words.topic.search(text) and len(text) > 4 else 0.0


def _is_statement(title: str) -> bool:
    """Whether a title is a part of an enumeration, or a sentence of several clauses."""
    text = title.rstrip(" *_")
    ended = text.endswith("。") and len(text) > _SENTENCE and _CLAUSE.search(text)
    return text.endswith(("；", ";")) or bool(ended)


def ends_in_question_mark(text: str) -> bool:
    """Whether a text ends in a question mark, perhaps with remarks behind it: 题？（重要）(P4)."""
    return _QUESTION_MARK.search(text.rstrip(" *_")) is not None


def leaves_blank(title: str) -> bool:
    """Whether a title has a place to fill in, empty or filled: （ ）, ____, __B__."""
    return _BLANK.search(title) is not None


def is_worth(text: str) -> bool:
    """Whether a text is no more than what a question is worth: （5分）."""
    return _WORTH.fullmatch(text.strip()) is not None


def is_lone_question(text: str) -> bool:
    """Whether a paragraph is one line that ends in a question mark, and not a long one."""
    return len(text) <= _LONGEST and "\n" not in text and text.rstrip(_QUOTES).endswith(("？", "?"))


def names_kind(line: str) -> bool:
    """Whether a line is no more than a kind of question: 单项选择题（每题 2 分）."""
    return _words().kinds.fullmatch(line.strip(" *_：:。.")) is not None


def names_terms(title: str) -> bool:
    """Whether a heading asks for the terms below it to be explained."""
    return _words().terms.search(title) is not None


def names_vocabulary(title: str) -> bool:
    """Whether a heading has words to learn below it: 第一课 单词, Vocabulary."""
    return _words().vocabulary.search(title) is not None


def names_gaps(title: str) -> bool:
    """Whether a line is the heading of sentences with gaps: 填空题（每空 1 分）."""
    return names_kind(title) and "填" in title


def is_closing_title(title: str) -> bool:
    """Whether a heading is one that ends a document: 总结, 参考资料, 写在最后 …"""
    words, text = _words(), bare(title).strip(" *_：:0123456789.、一二三四五六七八九十")
    if words.farewell.fullmatch(text):
        return True
    return words.closing.fullmatch(text) is not None and not words.asks.search(text)


def names_question_part(title: str) -> bool:
    """Whether a heading says that questions follow: 常见问题与解答, FAQ, 面试题 …"""
    return _words().question_part.search(bare(title)) is not None


def is_faq_title(title: str) -> bool:
    """Whether a title is 常见问题, FAQ or another of their names, perhaps of something."""
    return _words().faq.search(bare(title).strip(" *_：:。.")) is not None


def is_article_title(title: str) -> bool:
    """Whether a heading is one of those that articles have: 背景介绍, 环境搭建, Abstract …"""
    text = bare(title).strip(" *_：:0123456789.、一二三四五六七八九十")
    return _words().article.match(text) is not None


def names_study(title: str) -> bool:
    """Whether a document of this name or title is there to be learned by heart: 八股, 考点 …"""
    return _words().study.search(title) is not None


def names_guide(title: str) -> bool:
    """Whether a document of this name or title instructs or reports: 教程, 使用手册, 修复说明 …

    A guide to what is learned by heart does not: 复习指南.
    """
    if _words().report.search(title):
        return True
    return _words().guide.search(title) is not None and not names_study(title)


def is_project_title(title: str) -> bool:
    """Whether a heading is one of a project's or an offer's page: 快速开始, 目录结构, License …"""
    text = bare(title).strip(" *_：:?？!！0123456789.、一二三四五六七八九十")
    return _words().project.fullmatch(text) is not None


def is_deictic(text: str) -> bool:
    """Whether a text speaks of its author, to its reader, or of a day that only they know.

    That is deixis: words that mean something only by who says them, to whom and when.
    """
    return _words().deictic.search(text) is not None


def instructs(text: str) -> bool:
    """Whether a text tells the reader what to do with a thing or a program: 点击“保存”."""
    return _words().instructions.search(text) is not None


def is_rated(text: str) -> bool:
    """Whether a line says how important it is for an exam: （高频）, 【必考】, ★★★."""
    return _words().ratings.search(text) is not None


def is_boilerplate(text: str) -> bool:
    """Whether every line of a paragraph was put there by a program: 第 1 页 共 3 页."""
    return all(_words().boilerplate.fullmatch(line.strip()) for line in text.split("\n"))


def is_page_number(text: str) -> bool:
    """Whether a paragraph is a page's number, which a program put into the middle of a text."""
    return _words().page_numbers.fullmatch(text.strip()) is not None


def says_something(text: str) -> bool:
    """Whether a text is more than a link or dots."""
    return not is_link(text[:_ENOUGH]) and re.search(r"\w", text) is not None


def is_link(text: str) -> bool:
    """Whether a text is one link and nothing else."""
    return re.fullmatch(r"\s*\[.*\]\([^()]*\)\s*", text) is not None


@lru_cache(maxsize=65_536)
def bare(title: str) -> str:
    """A title as plain text, without the pictures in front of it."""
    text = plain(title)
    return text[ornament(text) :]


def ornament(text: str) -> int:
    """How many characters of pictures, blanks and emphasis ``text`` begins with."""
    for at, char in enumerate(text):
        if char not in " \t\u3000*_#>•·●◆■▶" and category(char) not in ("So", "Sk", "Cf", "Mn"):
            return at
    return len(text)
