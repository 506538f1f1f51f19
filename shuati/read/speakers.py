"""Who asks and who answers in a conversation: ``面：…？`` ``我：…``, ``**学员**：…``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shuati.model import Kind
from shuati.sources.labels import TIME, kind_of
from shuati.sources.question_words import sounds_asked

_FEWEST = 3  # turns of the one who asks
_ASKING = 0.6  # of them ask at least
_REPLYING = 0.3  # of the turns of the one who answers ask at most
_ANSWERED = 0.7  # of the turns that ask have an answer next
_COLON = re.compile("[:：]")
_FARTHEST = 40  # characters from the beginning of a line to the colon behind a name
_TURN = re.compile(
    rf"\W{{0,3}}?{TIME}(?P<bold>\*\*|__)?(?P<name>[^\W\d_][^\s：:*_，。？?]{{0,7}})"
    r"(?:(?(bold)(?P=bold))\s*[:：]|\s*[:：]\s*(?(bold)(?P=bold)))\s*(?P<text>\S.*)?"
)


@dataclass(frozen=True, slots=True)
class Speakers:
    """The names of the one who asks and of the one who answers."""

    asks: str
    answers: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What begins a turn: the name of who speaks, and what is said on the same line."""

    name: str
    text: str


def turn(line: str) -> Turn | None:
    """The turn that a line begins, or None."""
    match = _TURN.fullmatch(line) if _COLON.search(line, 0, _FARTHEST) else None
    return Turn(match["name"], (match["text"] or "").strip()) if match else None


def speakers_of(texts: Sequence[str]) -> Speakers | None:
    """Who speaks in ``texts`` (paragraphs in order), where two take turns and one asks."""
    turns = [found for text in texts for line in text.split("\n") if (found := turn(line))]
    asking = Counter(one.name for one in turns if sounds_asked(one.text) >= 0.9)
    if not asking:
        return None
    ((asks, count),) = asking.most_common(1)
    own = sum(one.name == asks for one in turns)
    after = Counter(b.name for a, b in pairwise(turns) if a.name == asks and b.name != asks)
    if count < max(_FEWEST, _ASKING * own) or not after:
        return None
    ((answers, replies),) = after.most_common(1)
    replying = sum(one.name == answers for one in turns)
    if replies < _ANSWERED * own or asking[answers] > _REPLYING * replying:
        return None
    known = kind_of(asks, alone=True), kind_of(answers, alone=True)
    if known[0] not in (None, Kind.QUESTION) or known[1] not in (None, Kind.ANSWER) or all(known):
        return None  # words that are labels anyway, or name other parts of a question
    return Speakers(asks, answers)
