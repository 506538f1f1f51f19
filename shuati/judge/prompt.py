"""The messages that a language model gets, and about how many tokens they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from math import ceil

from shuati.judge.cases import Case, shown_question

LONGEST_ANSWER = 600  # characters of an answer that are sent; the beginning tells most
_PER_ANSWER = 60  # tokens of a verdict with its reason, about
_CHARACTERS_PER_TOKEN = 3  # of text that is not Chinese; fewer than most models need

Message = dict[str, str]


@cache
def instructions() -> str:
    """What a model is asked to do."""
    return resources.files(__package__).joinpath("instructions.txt").read_text("utf-8").strip()


def messages(cases: Sequence[Case]) -> list[Message]:
    """The messages of one request; its pairs are numbered from 1."""
    pairs = [
        {"id": number}
        | {
            side: shown_question(question, title, LONGEST_ANSWER)
            for side, question, title in zip(
                "ab", (case.pair.a, case.pair.b), case.titles, strict=True
            )
        }
        for number, case in enumerate(cases, 1)
    ]
    lines = ",\n".join(json.dumps(pair, ensure_ascii=False) for pair in pairs)
    return [
        {"role": "system", "content": instructions()},
        {"role": "user", "content": f'{{"pairs": [\n{lines}\n]}}'},
    ]


def tokens(sent: Sequence[Message], pairs: int) -> int:
    """About how many tokens ``sent`` and the answer on so many pairs are.

    A character beyond ASCII counts as a token: most models need fewer.
    """
    text = "".join(message["content"] for message in sent)
    ascii_only = sum(char.isascii() for char in text)
    return len(text) - ascii_only + ceil(ascii_only / _CHARACTERS_PER_TOKEN) + _PER_ANSWER * pairs
