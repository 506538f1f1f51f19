"""Which topics an entry gets: those of its words, headings and titles, by how well they fit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from shuati.model import Code, Entry, walk
from shuati.model.views import all_text, points_of, term_of
from shuati.tag.heading_topics import learned_topic, titles_of
from shuati.tag.topics import CODE, TopicRules, named, tag_name
from shuati.text.fold import fold
from shuati.text.markdown import plain

# What a topic gets for every word of it in the question, for its root as a stage of work there
# (推理时), for the nearest heading that names its root, for the name of the file, for the answer.
# `python -m evaluation.tags` shows what these do.
_ASKED, _STAGE, _HEADING, _FILE, _ANSWER = 1.0, 3.0, 1.25, 0.5, 0.5
# Alone, an answer gives a topic from so many words on, and where no other root has half as many.
_ENOUGH, _CLEAR = 2, 2.0
_IN_TERM = 2  # a word in a lead term of the answer counts so much
_LONGEST = 2000  # characters of an answer that are looked at
_MOST = 3  # topics of an entry


def topics_of(entry: Entry, rules: TopicRules, titles: Mapping[str, str] | None) -> tuple[str, ...]:
    """The topics of ``entry``, the one that it is filed under first; () where nothing gives one.

    ``titles`` are those of the documents, by path; where None, only ``rules`` give topics.
    """
    wordings = [fold(plain(variant.text)) for variant in entry.variants]
    text = "\n".join(wordings)
    asked = rules.counted(text)
    asked.update({topic for wording in wordings for topic in rules.matched(wording)})
    around = _around(entry, rules, titles or {})
    # The answer decides between roots, or where the question says nothing.
    undecided = not asked or len({*map(_root, asked), *map(_root, around)}) > 1
    answer = _in_answer(entry, rules) if undecided else Counter[str]()
    if found := _ranked(asked, around, answer, rules.stages(text)):
        return found
    if titles is None:
        return _clear(answer)
    learned = _learned(entry, titles, headings=True)
    return learned or _clear(answer) or _learned(entry, titles, headings=False)


@dataclass(frozen=True)
class _Named:
    """A topic, or a root of topics, that a heading or file is called after; ``only``: no other
    topic is called so."""

    value: float
    only: bool


def _ranked(
    asked: Counter[str],
    around: Mapping[str, _Named],
    answer: Counter[str],
    stages: Collection[str],
) -> tuple[str, ...]:
    """The topics by their scores; those of which the question has no word only where best.

    ``stages`` are roots that the question names as a stage of work.
    """
    support: dict[str, float] = defaultdict(float)
    for topic, own in around.items():
        support[_root(topic)] = max(support[_root(topic)], own.value)
    most = max(answer.values(), default=0)
    candidates = dict.fromkeys(
        (
            *asked,
            *sorted(one for one, own in around.items() if own.only),
            *sorted(one for one in answer if _root(one) in support),
        )
    )

    def rank(topic: str) -> tuple[float, int, bool, float]:
        score = support.get(_root(topic), 0.0) + _STAGE * (fold(_root(topic)) in stages)
        score += _ASKED * asked[topic] + (_ANSWER * answer[topic] / most if most else 0.0)
        own = around.get(topic)
        return -score, -asked[topic], "::" not in topic, -(own.value if own else 0.0)

    ranked = sorted(candidates, key=rank)
    chosen = [topic for topic in ranked if asked[topic] or topic == ranked[0]]
    return tuple(_leaves(chosen))[:_MOST]


def _root(topic: str) -> str:
    return topic.split("::")[0]


def _leaves(topics: list[str]) -> Iterator[str]:
    """``topics`` without one that another is below of."""
    return (one for one in topics if not any(other.startswith(f"{one}::") for other in topics))


def _around(entry: Entry, rules: TopicRules, titles: Mapping[str, str]) -> dict[str, _Named]:
    """The topics that the nearest heading that names any, and the names of files, are called
    after. What names several roots gives each a part."""
    found: dict[str, _Named] = {}
    for variant in entry.variants:
        levels = (named(rules, fold(plain(title))) for title in reversed(variant.heading_path))
        names = " ".join(PurePosixPath(variant.path).with_suffix("").parts).replace("_", " ")
        nearest: Mapping[str, bool] = next(filter(None, levels), {})
        file = named(rules, fold(names))
        # A title says what the whole document is about: only words count, 模型 in 大模型 does not.
        title = rules.counted(fold(plain(titles.get(variant.path, ""))))
        for value, topics in ((_HEADING, nearest), (_FILE, file or dict.fromkeys(title, True))):
            roots = len({*map(_root, topics)})
            for topic, only in topics.items():
                before = found.get(topic, _Named(0.0, False))
                found[topic] = _Named(max(before.value, value / roots), before.only or only)
    return found


def _in_answer(entry: Entry, rules: TopicRules) -> Counter[str]:
    """How many different words of each topic are in the answer; code of its language is many."""
    options = (option.text for variant in entry.variants for option in variant.options)
    texts = (all_text(piece.blocks, code=False) for piece in entry.parts)
    text = fold("\n".join((*map(plain, options), *texts)))[:_LONGEST]
    found = rules.counted(text, borders=False)
    for piece in entry.parts:
        for point in points_of(piece.blocks):
            terms = rules.counted(fold(term_of(point) or ""), borders=False)
            found.update(dict.fromkeys(terms, _IN_TERM - 1))
        for block in walk(piece.blocks):
            if isinstance(block, Code):
                found.update(dict.fromkeys(rules.words.get(CODE + fold(block.language), ()), 9))
    return found


def _clear(answer: Counter[str]) -> tuple[str, ...]:
    """The topic with most words in the answer, where no other root comes near it."""
    ranked = sorted(answer, key=lambda topic: (-answer[topic], topic))
    if not ranked or answer[ranked[0]] < _ENOUGH:
        return ()
    best = ranked[0]
    others = [answer[topic] for topic in ranked if _root(topic) != _root(best)]
    return (best,) if answer[best] >= _CLEAR * max(others, default=0) else ()


def _learned(entry: Entry, titles: Mapping[str, str], *, headings: bool) -> tuple[str, ...]:
    """The topic that the headings of the first wording give, or the titles of its document."""
    first = entry.variants[0]
    above = first.heading_path if headings else ()
    names = () if headings else titles_of(first.path, titles.get(first.path, ""))
    name = tag_name(*learned_topic(above, names))
    return (name,) if name else ()
