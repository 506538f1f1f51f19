"""Decisions of a person on pairs (``decisions.toml``). They take precedence over the matcher.

    [[same]]
    questions = ["Q0012", "03-微调.md#如何防止过拟合"]

    [[different]]
    questions = ["06-应用.md:31", "Q0040 06-应用.md#金融风控"]
    note = "一个问投顾，一个问风控"

A reference to a question is its code, its file and heading, its file and a line of it, or
its code and one of these.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from shuati.config.bounds import DECISIONS, DeepValueError, read_bytes, toml_of
from shuati.model import Diagnostic, Location, Pair, Span, Verdict, failure, reason, warning

FILE = "decisions.toml"
_KINDS = (Verdict.SAME, Verdict.DIFFERENT)
_HEADER = re.compile(r"^[ \t]*\[\[\s*(same|different)\s*\]\]", re.MULTILINE)
_REFERENCE = re.compile(
    r"(?P<code>Q\d{4,18})?\s*"
    r"(?:(?P<path>\S.*?\.(?:md|markdown|txt))(?:#\s*(?P<heading>.+?)|:(?P<line>\d{1,9})))?\s*",
    re.IGNORECASE | re.DOTALL,
)

_DECIDED = {
    Verdict.SAME: reason("decided-same"),
    Verdict.DIFFERENT: reason("decided-different"),
}

Positions = tuple[int, ...]  # of questions among all, in reading order


@dataclass(frozen=True, slots=True)
class Reference:
    """How a decision refers to a question: a code, or a path with a heading or a line, or both."""

    text: str
    code: str | None
    path: str | None
    heading: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """``same`` or ``different``, on two questions or more; ``line`` is that of its header."""

    verdict: Verdict
    questions: tuple[Reference, ...]
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class DecidedPairs:
    """Decisions as pairs of positions, the smaller first."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


NO_DECISIONS = DecidedPairs()


def load(path: Path) -> tuple[Decision, ...]:
    """The decisions in the file ``path``; none where there is no such file. Raises `BuildError`."""
    try:
        text = read_bytes(path, DECISIONS).decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise failure("decisions-unreadable", str(path), reason=reason) from None
    return read(text, str(path))


def read(text: str, path: str) -> tuple[Decision, ...]:
    """The decisions in ``text``. Raises `BuildError` (about ``path``) for any other text."""
    try:
        values = toml_of(text)
    except (tomllib.TOMLDecodeError, DeepValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else None
        raise failure("decisions-invalid-toml", path, number, error=str(error)) from None
    for name in values:
        if name not in _KINDS or not isinstance(values[name], list):
            raise failure("unknown-decision", path, name=name)
    lines: dict[str, list[int]] = {kind: [] for kind in _KINDS}
    for header in _HEADER.finditer(text):
        lines[header[1]].append(text.count("\n", 0, header.start()) + 1)
    decisions = [
        _decision(kind, item, lines[kind][at] if at < len(lines[kind]) else 1, path)
        for kind in _KINDS
        for at, item in enumerate(values.get(kind, ()))
    ]
    return tuple(sorted(decisions, key=lambda decision: decision.line))


def _decision(kind: Verdict, item: Any, line: int, path: str) -> Decision:
    if not isinstance(item, dict) or not item.keys() <= {"questions", "note"}:
        raise failure("unknown-decision-key", path, line)
    named, note = item.get("questions"), item.get("note", "")
    if not isinstance(named, list) or len(named) < 2 or not isinstance(note, str):
        raise failure("too-few-questions-decided", path, line)
    references = tuple(reference(name) if isinstance(name, str) else None for name in named)
    for name, found in zip(named, references, strict=True):
        if found is None:
            raise failure("not-a-reference", path, line, name=repr(name))
    return Decision(kind, tuple(filter(None, references)), note, line)


def reference(text: str) -> Reference | None:
    """The reference in ``text``; None where it is none."""
    match = _REFERENCE.fullmatch(text.strip())
    if match is None or not (match["code"] or match["path"]):
        return None
    line = int(match["line"]) if match["line"] else None
    code = match["code"].upper() if match["code"] else None
    return Reference(text, code, match["path"], match["heading"], line)


def to_pairs(
    decisions: Sequence[Decision], positions: Mapping[str, Positions], path: str
) -> tuple[DecidedPairs, tuple[Diagnostic, ...]]:
    """Decisions as pairs of positions; ``positions`` has those of each reference by its text.

    A reference without positions is passed over. Decisions in the file ``path`` that contradict
    each other are diagnostics, and count as *same*.
    """
    same: set[tuple[int, int]] = set()
    apart: list[tuple[Decision, tuple[int, int]]] = []
    for decision in decisions:
        known = [positions[one.text] for one in decision.questions if positions.get(one.text)]
        for one, other in combinations(known, 2):
            if decision.verdict is Verdict.SAME:
                together = sorted({*one, *other})
                same.update((together[0], at) for at in together[1:])
            else:
                pairs = {(min(a, b), max(a, b)) for a in one for b in other if a != b}
                apart += [(decision, pair) for pair in sorted(pairs)]
    home = _together(same)
    diagnostics, different = [], set()
    for decision, (a, b) in apart:
        if home.get(a, a) == home.get(b, b):
            location = Location(path, Span(decision.line, decision.line))
            diagnostics.append(warning("contradictory-decisions", location))
        else:
            different.add((a, b))
    return DecidedPairs(tuple(sorted(same)), tuple(sorted(different))), tuple(
        dict.fromkeys(diagnostics)
    )


def _together(same: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For every position in ``same`` the one that represents its connected component."""
    home: dict[int, int] = {}
    for pair in sorted(same):
        a, b = (home.setdefault(at, at) for at in pair)
        for at, own in home.items():
            if own == b:
                home[at] = a
    return home


def apply_to_pairs(
    pairs: Mapping[tuple[int, int], Pair],
    decided: DecidedPairs,
    classify: Callable[[int, int], Pair],
) -> dict[tuple[int, int], Pair]:
    """``pairs`` with a person's verdicts; ``classify`` classifies pairs that are not among them."""
    found = dict(pairs)
    for verdict, own in ((Verdict.SAME, decided.same), (Verdict.DIFFERENT, decided.different)):
        for a, b in own:
            pair = found.get((a, b)) or classify(a, b)
            found[a, b] = replace(pair, verdict=verdict, reasons=(_DECIDED[verdict], *pair.reasons))
    return dict(sorted(found.items()))


def apply_to_groups(
    pairs: Mapping[tuple[int, int], Pair], groups: Sequence[Sequence[int]], decided: DecidedPairs
) -> Iterator[Pair]:
    """``pairs``; those to review between groups that a person decided to differ are different."""
    home = {at: number for number, group in enumerate(groups) for at in group}
    apart = {frozenset((home[a], home[b])) for a, b in decided.different}
    for (a, b), pair in pairs.items():
        if pair.verdict is Verdict.REVIEW and frozenset((home[a], home[b])) in apart:
            why = (reason("decided-other-wording"), *pair.reasons)
            yield replace(pair, verdict=Verdict.DIFFERENT, reasons=why)
        else:
            yield pair
