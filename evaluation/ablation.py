"""What each word list and each rule of matching buys: ``python -m evaluation.ablation [NAME ...]``.

Every list of words, every pattern that prepares a wording and every rule is left out in turn (or
those that are named). Weights and levels are chosen anew each time, as by `evaluation.tune`. Prints
a table: the pairs merged rightly and wrongly, and how many repeated pairs are merged or in a list
three times as long as there are repeated pairs, in the fields, subjects and banks left out in turn
and in the sets by which nothing is chosen. Takes about twenty minutes of one core.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from evaluation.match import FOREIGN, HELD_OUT, LabelledSet, labelled_sets
from evaluation.tune import (
    CHOSEN_BY,
    Floats,
    Table,
    chosen_levels,
    fitted,
    left_out,
    merged,
    recall,
    tables_of,
)
from shuati import lexicon
from shuati.config.settings import Settings
from shuati.match import parse, parse_question, vocabulary
from shuati.match.matchers.rules import classify
from shuati.match.matchers.rules.objections import OBJECTIONS
from shuati.match.matchers.rules.policy import Levels
from shuati.match.matchers.rules.vetoes import VETOES

_LISTS = {
    "synonyms of every field": ("synonyms.toml", "groups"),
    **{
        name: ("intents.toml", name)
        for name in (
            *("intent", "compatible", "akin", "marked", "roles", "rewrite"),
            *("stop_words", "low_weight", "collections", "placeholders", "stages"),
        )
    },
}
_PATTERNS = ("_EXAMPLES", "_PARENTHESES", "_VERSION", "_ADDED", "_TAIL", "_ADDITION")
_RULES = {rule.__name__: rule for rule in (*VETOES, *OBJECTIONS)}
_RULE_TABLES = (
    *((classify, name) for name in ("VETOES", "HARD_VETOES", "NEVER_ASKED", "OBJECTIONS")),
    (classify, "_NOT_BY_WORDS"),
)
_KINDS = (*CHOSEN_BY, HELD_OUT, FOREIGN)
_NOTHING, _FIELD_SYNONYMS = "(nothing)", "synonyms of one field"
_NEVER = "\0"  # in no wording
_KINDS = (*CHOSEN_BY, HELD_OUT, FOREIGN)

NAMES = (_NOTHING, _FIELD_SYNONYMS, *_LISTS, *_PATTERNS, *_RULES)
"""What can be left out."""


@contextmanager
def without(name: str) -> Iterator[Settings]:
    """The settings with which to match while ``name`` is left out."""
    with ExitStack() as stack:
        if name in _LISTS:
            file, table = _LISTS[name]
            whole = lexicon.toml(file)
            fewer = whole | {table: _emptied(whole[table])}
            original = lexicon.toml
            stack.enter_context(
                patch.object(lexicon, "toml", lambda one: fewer if one == file else original(one))
            )
        elif name in _PATTERNS:
            never = re.compile(_NEVER)
            stack.enter_context(patch.object(parse_question, name, never))
        elif name in _RULES:
            for module, table in _RULE_TABLES:
                rules = getattr(module, table)
                kept = tuple(_no_rule if one is _RULES[name] else one for one in rules)
                stack.enter_context(patch.object(module, table, kept))
        _forget()
        stack.callback(_forget)
        yield Settings(fields=()) if name == _FIELD_SYNONYMS else Settings()


def _emptied(table: Any) -> Any:
    if isinstance(table, Mapping):
        return {key: _emptied(value) for key, value in table.items()}
    return [_NEVER] if table and isinstance(table[0], str) else []


def _no_rule(*_: object) -> None:
    """A rule that is never against a pair."""


def _forget() -> None:
    vocabulary.intent_lexicon.cache_clear()
    parse._language.cache_clear()


def figures(sets: Sequence[LabelledSet], settings: Settings) -> list[str]:
    """A cell of the table for each of `_KINDS`."""
    found = tables_of(sets, settings)
    kinds = {kind: found[kind] for kind in CHOSEN_BY}
    tables = {name: one for own in kinds.values() for name, one in own.items()}
    odds = left_out(tables)
    levels = chosen_levels(list(kinds.values()), odds)
    weights = fitted(list(tables.values()))
    unseen = {kind: found[kind] for kind in _KINDS if kind in found and kind not in kinds}
    odds |= {name: one.rows @ weights for own in unseen.values() for name, one in own.items()}
    return [_cell(part, odds, levels) for part in (*kinds.values(), *unseen.values())]


def _cell(tables: Mapping[str, Table], odds: Mapping[str, Floats], levels: Levels) -> str:
    own = merged(tables, odds, levels)
    found = sum(recall(one, odds[at], levels, 3) * one.repeated for at, one in tables.items())
    return f"{own.right} / {own.wrong}, {found:.0f}"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    names = arguments or NAMES
    if unknown := set(names) - set(NAMES):
        raise SystemExit(f"no {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    sets = list(labelled_sets())
    print(f"| without | {' | '.join(_KINDS)} |", f"|---|{'---|' * len(_KINDS)}", sep="\n")
    for name in names:
        with without(name) as settings:
            cells = figures(sets, settings)
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
