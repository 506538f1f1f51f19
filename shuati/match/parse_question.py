"""Parses the wording of a question: its intent and the subjects that it asks about.

"如何处理大模型训练中的数据倾斜问题？" has the intent *handle* and the subjects 大模型 and
数据不平衡 (a synonym is replaced by the first word of its group); 训练 is a stage of work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from shuati.match.term_weight import is_function, term_weight
from shuati.match.traditional import simplified
from shuati.match.vocabulary import IntentLexicon, Synonyms
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.scripts import HAN, LATIN_WORD, NUMBER
from shuati.text.segmenter import Segmenter

_LATIN = re.compile(f"{LATIN_WORD}|{NUMBER}")
_EXAMPLES = re.compile(
    r"[，,、]?(?:例如|比如|譬如|诸如|如(?![何果此下同上]))[^，。？！?;；]*?(?:等等?|(?=[，。？?；;]|$))"
)
# A remark; a number in parentheses is none (二进制 (1101)), a year is one.
_PARENTHESES = re.compile(
    r"(?<![a-z0-9_])[（(](?!(?!(?:19|20)\d\d[)）])[\d.+*/^=,，\s-]*\d[\d.+*/^=,，\s-]*[)）])[^()（）]*[)）]"
)
_BRACKETS = re.compile(r"[()（）]")
_VERSION = re.compile(r"(?<=[a-z])(?:[ /](?=\d+\.\d)|/(?=\d))")  # of HTTP/1.0, HTTP 1.0, HTTP1.0
_CLAUSE = re.compile(r"[，,。？?；;！!]+")
_ADDED = re.compile(
    r"^(?:并且?|以及|及其?|和其?|同时|另外|此外|还有|其|它们?|分别|各自|请?说明|请?举例)|^(?:为什么|如何|怎么|怎样|有什么|有哪些|是否|请)?$"
)
_TAIL = re.compile(
    r"(?:以及|及其?|和其?|与其?|并|、)(?:主要|的)*"
    r"(?P<intent>优势|优点|特点|挑战|作用|应用|优缺点|意义|影响|方法|原理|场景|不足|局限性?|步骤)"
    r"(?:等|方面)?(?:有哪些|是什么)?$"
)
# What is asked besides, behind what is asked first: 优缺点及适用性, 原理及其方法论意义.
_ADDITION = re.compile(
    r"(?:原理|作用|特点|优缺点|优点|概念|定义|含义|内容|原因|区别)"
    r"(?P<rest>(?:以及|及其?|和其|与其)的?(?P<also>[^，,。、的]{2,7}))$"
)
_ASKS = re.compile(r"什么|哪|如何|怎|为何|为啥|何[谓为时]|多少|几|[吗呢嘛]|是否|能否|可否|咋|啥")
_HAN = re.compile(f"[{HAN}]")
_PREFIXES = ("不", "非", "无", "未", "零", "多", "少", "小", "大", "单")
_TERM = re.compile("[\ue000-\uefff]")


_SIGNS = re.compile(rf"(?<=[\s{HAN}])[=!<>&|#$@*+^%~?:-]{{2,}}(?:\{{\}})?|[#$]\{{\}}")


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """The parsed wording of a question."""

    intent: str  # '' for a wording that only names a topic
    other_intents: frozenset[str]  # those that it adds: 及其优势
    subjects: tuple[str, ...]  # folded words in order of appearance, each once
    stages: frozenset[str]  # the stages of work that it names: 训练过程中
    names: frozenset[str]  # the Latin words and the numbers among the subjects
    weights: tuple[float, ...]  # of the subjects, one each, from 0.1 to 1

    def about(self, above: ParsedQuestion) -> ParsedQuestion:
        """This wording below the heading ``above``, with the subjects of both."""
        weights = dict(zip(above.subjects, above.weights, strict=True))
        weights |= dict(zip(self.subjects, self.weights, strict=True))
        return replace(
            self,
            subjects=tuple(weights),
            weights=tuple(weights.values()),
            names=above.names | self.names,
        )

    def renamed(self, names: Mapping[str, str], weights: Mapping[str, float]) -> ParsedQuestion:
        """The same with other ``names`` of its subjects, and the ``weights`` of those."""
        if names.keys().isdisjoint(self.subjects):
            return self
        own = {
            names.get(word, word): weights.get(names.get(word, word), weight)
            for word, weight in zip(self.subjects, self.weights, strict=True)
        }
        return replace(self, subjects=tuple(own), weights=tuple(own.values()), names=_names(own))


def _names(subjects: Iterable[str]) -> frozenset[str]:
    """The Latin words and the numbers among ``subjects``."""
    return frozenset(word for word in subjects if _LATIN.fullmatch(word))


def _code(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def parse_question(
    text: str, lexicon: IntentLexicon, synonyms: Synonyms, words: Segmenter
) -> ParsedQuestion:
    """Parse the wording ``text`` (inline Markdown)."""
    code = [_code(found) for found in re.findall(r"`([^`]+)`", text)]
    text = re.sub(r"`([^`]*[^\w`][^`]*)`", " ", text)  # code that is more than a name
    whole = _VERSION.sub("", simplified(fold(plain(text))))
    found = _parsed(_PARENTHESES.sub("", whole), code, lexicon, synonyms, words)
    if not found.subjects and _PARENTHESES.search(whole):
        found = _parsed(_BRACKETS.sub(" ", whole), code, lexicon, synonyms, words)
    return found


def _parsed(
    text: str, code: Sequence[str], lexicon: IntentLexicon, synonyms: Synonyms, words: Segmenter
) -> ParsedQuestion:
    rest = _EXAMPLES.sub("", text)
    for pattern, replacement in lexicon.rewrites:
        rest = pattern.sub(replacement, rest)
    rest, terms = synonyms.mark(rest)
    clauses = [clause.strip() for clause in _CLAUSE.split(rest) if clause.strip()]
    stages: set[str] = set()
    main: list[str] = []
    added: list[str] = []
    for clause in clauses:
        bare, found = _without_stage(clause, lexicon)
        stages |= found
        if main and _ADDED.match(bare):
            added.append(bare)
            continue
        tail = _TAIL.search(bare)
        if tail and _parse_clause(bare[: tail.start()], lexicon, words, terms)[0]:
            bare, extra = bare[: tail.start()], tail["intent"]
            added.append(extra)
        addition = _ADDITION.search(bare)
        if addition and _parse_clause(addition["also"], lexicon, words, terms)[0]:
            bare = bare[: addition.start("rest")]
            added.append(addition["also"])
        main.append(bare)
    parsed = [_parse_clause(clause, lexicon, words, terms) for clause in main]
    intent, other_intents = _intents(
        [names for names, _ in parsed], [bool(_ASKS.search(clause)) for clause in main], lexicon
    )
    for clause in added:
        other_intents |= set(_parse_clause(clause, lexicon, words, terms)[0])
    subjects = dict.fromkeys(word for _, found in parsed for word in found)
    subjects |= dict.fromkeys([word for word in code if not word.isalnum()] + _SIGNS.findall(rest))
    other_intents -= {intent, "how", "what"}
    own = tuple(subjects)
    names, weights = _names(own), _term_weights(own, words)
    return ParsedQuestion(intent, frozenset(other_intents), own, frozenset(stages), names, weights)


def _term_weights(subjects: Sequence[str], words: Segmenter) -> tuple[float, ...]:
    kinds = words.parts_of_speech(subjects)
    return tuple(term_weight(kinds.get(one, ""), (words.weight(one) - 8) / 6) for one in subjects)


def _without_stage(clause: str, lexicon: IntentLexicon) -> tuple[str, set[str]]:
    """The clause without "在 … 训练过程中", and the stages named there."""
    found: set[str] = set()

    def drop(match: re.Match[str]) -> str:
        found.add(match["stage"])
        return " "

    return _stage_pattern(lexicon.stages).sub(drop, clause).strip(), found


@cache
def _stage_pattern(stages: frozenset[str]) -> re.Pattern[str]:
    """Matches a stage as a circumstance: 在 … 训练过程中."""
    stage = "|".join(sorted(stages, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{stage})(?:和|与|及|、))?(?P<stage>{stage})(?:的)?"
        r"(?:过程|阶段|期间|任务)?(?:完成)?(?:当?中|时|之?后|之?前|里|上)(?:的)?"
    )


def _parse_clause(
    clause: str, lexicon: IntentLexicon, words: Segmenter, terms: list[str]
) -> tuple[list[str], list[str]]:
    """The names of a clause's intents in order of rank, and its subjects in order of words."""
    names: list[str] = []
    rest = clause
    for name, pattern in lexicon.patterns:
        rest, count = pattern.subn(" ", rest)
        if count:
            names.append(name)
    found: list[str] = []
    for part in re.split(r"([\ue000-\uefff])", rest):
        if _TERM.fullmatch(part):
            found.append(terms[ord(part) - 0xE000])
        else:
            split = (word.strip() for word in _joined_singles(words.split(part), lexicon, words))
            found += [word for word in split if re.search(r"\w", word)]
    return names, [word for word in found if word not in lexicon.stop_words]


def _joined_singles(found: list[str], lexicon: IntentLexicon, words: Segmenter) -> list[str]:
    """``found`` with words joined that the segmenter split: 不|平衡 is 不平衡, 闭|包 is 闭包."""
    singles = [word for word in found if _HAN.fullmatch(word) and word not in lexicon.stop_words]
    kinds = words.parts_of_speech(singles)
    split = {word for word in singles if not is_function(kinds.get(word, "")) or kinds[word] == "q"}
    joined: list[str] = []
    before = ""
    for word in found:
        if joined and (joined[-1] in _PREFIXES or {before, word} <= split):
            joined[-1] += word
        else:
            joined.append(word)
        before = word
    return joined


def _intents(
    found: list[list[str]], asks: Sequence[bool], lexicon: IntentLexicon
) -> tuple[str, set[str]]:
    """The intent of a question ('' for none), and the others that it names.

    ``found`` are the intents of its clauses, ``asks`` which clauses ask something: 把缓存用到
    支付里，会遇到哪些挑战 asks for challenges, not for uses.
    """
    names = [names for names, is_asking in zip(found, asks, strict=True) if names and is_asking]
    first = next(iter(names), next((clause for clause in found if clause), []))
    ranked = [name for name, _ in lexicon.patterns if name in first]
    other_intents = {name for clause in names[1:] for name in clause}
    return next(iter(ranked), ""), other_intents
