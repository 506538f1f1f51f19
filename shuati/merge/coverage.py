"""Whether sentences about one point together have all that another sentence has, word by word.

Every clause and every listed item must be covered by one sentence, which has the clause's
numbers, names, negations and nouns, and nearly all of its other words, each weighted by how much
it identifies (`shuati.match.term_weight`). Words of the question and of the lead term count as
covered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, groupby

from shuati.match.term_weight import is_function, term_weight
from shuati.match.vocabulary import synonyms_of
from shuati.merge.antonyms import contradict
from shuati.merge.redundancy import clauses, names_of, negations_of
from shuati.text.fold import fold, fold_blanks
from shuati.text.markdown import plain
from shuati.text.segmenter import Segmenter

# Chosen by `python -m evaluation.points`: the least share of a clause's words, 0 to 1.
LEAST_COVERED = 0.8

_LEAST_WEIGHT = 0.3  # of a word that is more than a particle: 快速, 稳定
_NUMERAL = re.compile(r"[二三四五六七八九十百千万]|^第")
_UNSAID = re.compile(
    r"通过|利用|使用|采用|应用|基于|借助|进行|从而|可以|能够|用于|用来|以便|例如|比如|如(?![何果])"
    r"|技术|方[法式面]|手段|措施|机制|策略|过程中?|阶段|情况|问题"
)
_EMPTY = frozenset(  # words that say nothing in another wording
    ["有", "要", "应", "应当", "应该", "得到", "获得", "作为", "他们", "它们", "处理", "上", "里"]
)
_JOINING = frozenset(["和", "与", "及", "以及", "或"])
# What comes before and after these words is not to be exchanged: A 比 B 快, 从 A 到 B.
_DIRECTED = re.compile(
    r"[比从到向给把将被先后再]|使(?!用)|由(?!于)|(?<![基关对由用])于|(?<!作)为(?!了)|(?<!完)成(?![本分员功立果绩])|导致|引起|取决|造成"
)
# Verbs of one effect, each group by its first.
_VERBS = {
    verb: group[:2]
    for group in (
        "防止避免预防",
        "减少降低减小缩小",
        "提高提升增强改善",
        "确保保证保障",
        "引起导致造成",
    )
    for verb in re.findall("..", group)
}
_VERB = re.compile("|".join(_VERBS))
# Of sentences with the same letters in the same order: how far the next may be, what is no letter
# or means little, and what must not come between.
_GAP = 4
_NO_LETTER = re.compile(r"[^\w=<>≤≥+*/%-]|[的地得了着时而就并也]")
_DENIES = frozenset("不没未无非只仅每")
# Characters of which one clause of a comparison has one, and another the other.
_OPPOSITES = re.findall(
    "..", "大小高低快慢多少长短强弱增减升降先后前后上下内外早晚新旧好坏冷热软硬正负有无急慢远近深浅"
)
_OPPOSITE = re.compile(f"[{''.join(_OPPOSITES)}]")
_CONDITION = re.compile(
    r"如果|若|假如|只有|只要|除非|一旦|仅|只|(?<![及同按准定实])时(?![间候刻期序代机])"
)


def covered(
    sentence: str,
    others: Sequence[str],
    term: str = "",
    question: str = "",
    least: float = LEAST_COVERED,
) -> bool:
    """Whether ``others`` have all that ``sentence`` has (inline Markdown).

    ``term`` and ``question`` are what all of them are about. ``least``: the share of a clause's
    words.
    """
    own, about, *said = (fold(plain(text)) for text in (sentence, f"{term} {question}", *others))
    if any(_runs_through(own, other, fold(plain(term))) for other in said):
        return True
    exact = {fold_blanks(clause) for other in said for clause in clauses(other)}
    return all(
        fold_blanks(one) in exact or any(_covers(other, one, about, least) for other in said)
        for one in clauses(own)
    )


def _runs_through(sentence: str, other: str, term: str) -> bool:
    """Whether ``other`` has the letters of ``sentence`` in their order, with at most two others
    between each, none of which denies or restricts; the lead term may be left out."""
    if not names_of(sentence) <= names_of(other):
        return False
    letters = _NO_LETTER.sub("", other)
    for words in (sentence, sentence.replace(term, "")):
        own = _NO_LETTER.sub("", words)
        if not set(own) <= set(letters):
            continue
        places = {-1 + at for at in range(len(letters)) if letters[at - 1 : at] not in _DENIES}
        for letter in own:
            places = {
                at
                for place in places
                for at in range(place + 1, min(place + _GAP, len(letters)))
                if letters[at] == letter and not _DENIES & {*letters[place + 1 : at]}
            }
        if places:
            return True
    return False


def _covers(sentence: str, clause: str, about: str, least: float) -> bool:
    """Whether ``sentence`` has what ``clause`` has; all folded.

    Where the sentence compares, one clause of it must have it all.
    """
    if contradict(clause, sentence):
        return False
    sentence, clause, about = map(_with_first_verbs, (sentence, clause, about))
    if not _compares(sentence):
        return _has_all(sentence, clause, about, (), least)
    elsewhere = {word for word in _weighed(clause) if word in sentence}
    return any(_has_all(part, clause, about, elsewhere, least) for part in clauses(sentence))


def _with_first_verbs(text: str) -> str:
    return _VERB.sub(lambda verb: _VERBS[verb[0]], text)


@lru_cache(maxsize=16384)
def _compares(sentence: str) -> bool:
    """Whether two clauses of a sentence say opposite things: 进程的开销大，线程的开销小."""
    return any(_opposed(one, other) for one, other in combinations(clauses(sentence), 2))


def _opposed(one: str, other: str) -> bool:
    opposite = {pair[::-1] for pair in _sides(other)}
    return not opposite.isdisjoint(_sides(one)) or contradict(one, other)


@lru_cache(maxsize=16384)
def _sides(clause: str) -> frozenset[str]:
    """The pairs of opposites of which a clause has one side alone, that side first."""
    letters = set(_OPPOSITE.findall(clause))
    pairs = (
        pair for pair in _OPPOSITES if letters and (pair[0] in letters) != (pair[1] in letters)
    )
    return frozenset(pair if pair[0] in letters else pair[::-1] for pair in pairs)


def _has_all(other: str, clause: str, about: str, elsewhere: Collection[str], least: float) -> bool:
    """Whether the sentence or clause ``other`` has all that ``clause`` has; words in ``about``
    count, but for those that the sentence has ``elsewhere``."""
    if not names_of(clause) <= names_of(other) | names_of(about):
        return False
    if negations_of(clause) - negations_of(other):
        return False
    if {*_CONDITION.findall(clause)} - {*_CONDITION.findall(other)}:
        return False
    words = _weighed(clause)
    groups = _synonyms(other)
    missing = [
        word
        for word in words
        if not _has(other, word)
        and (word in elsewhere or not _has(about, word))
        and synonyms_of().first.get(word) not in groups
    ]
    if any(word in elsewhere or _must_come(word) for word in missing):
        return False
    if _CONDITION.search(clause) and any(words[word] for word in missing):
        return False
    if sum(words[word] for word in missing) > (1 - least) * sum(words.values()):
        return False
    if any(_mostly(missing, words, item) for item in _joined_items(words)):
        return False
    common = [word for word, weight in words.items() if weight and word in other]
    return not (_DIRECTED.search(clause) and _exchanged(common, other))


def _joined_items(words: Iterable[str]) -> Iterator[list[str]]:
    """The words of a clause between those that join equals: 内存消耗 and 计算时间."""
    for joining, item in groupby(words, _JOINING.__contains__):
        if not joining:
            yield list(item)


def _mostly(missing: Collection[str], words: Mapping[str, float], item: Sequence[str]) -> bool:
    """Whether half of the weight of an ``item`` of a clause's ``words`` is ``missing``."""
    weight = sum(words[word] for word in item)
    return weight > 0 and 2 * sum(words[word] for word in item if word in missing) >= weight


@lru_cache(maxsize=16384)
def _must_come(word: str) -> bool:
    """Whether a word is a noun, an adjective or unknown to the dictionary."""
    kind = _segmenter().parts_of_speech([word]).get(word, "n")
    return kind.startswith(("n", "a"))


def _exchanged(words: Sequence[str], text: str) -> bool:
    """Whether ``words`` do not come in their order in ``text``."""
    place = 0
    for word in words:
        place = text.find(word, place)
        if place < 0:
            return True
    return False


def _has(text: str, word: str) -> bool:
    """Whether ``text`` has ``word``, or both parts of a compound: 机器 and 指令."""
    word = word.removesuffix("性") if len(word) > 2 else word
    return word in text or (len(word) > 3 and word[:2] in text and word[2:] in text)


@lru_cache(maxsize=16384)
def _weighed(clause: str) -> Mapping[str, float]:
    """The words of a folded clause in order, each with its weight; 等 and the like apart."""
    segmenter = _segmenter()
    words = segmenter.split(_UNSAID.sub(" ", clause))
    words = [word for word in dict.fromkeys(map(fold, words)) if any(map(str.isalnum, word))]
    kinds = segmenter.parts_of_speech(words)
    return {word: _weight(word, kinds.get(word, ""), segmenter.weight(word)) for word in words}


def _weight(word: str, kind: str, information: float) -> float:
    """The weight of a word in a clause; particles, prepositions and the like have none."""
    if _NUMERAL.search(word):
        return 1.0
    if word in _EMPTY:
        return 0.0
    if len(word) == 1 and is_function(kind):
        return 0.0
    return max(term_weight(kind, (information - 8) / 6), _LEAST_WEIGHT)


@lru_cache(maxsize=16384)
def _synonyms(text: str) -> frozenset[str]:
    """The groups of synonyms that a folded text has a word of, each by its first word."""
    return frozenset(synonyms_of().mark(text)[1])


@cache
def _segmenter() -> Segmenter:
    return Segmenter(synonyms_of().first)
