"""Judgements that somebody wrote into an export: every line is checked before any counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from shuati.judge.cases import Case, Judgement
from shuati.match.decisions import Decision, is_name
from shuati.model import PERSON, BuildError, Diagnostic, Location, Span, Verdict, error

_VERDICTS = {"same": Verdict.SAME, "different": Verdict.DIFFERENT}
_OPEN = (None, "", "unsure", "review")


def judgements(
    text: str,
    path: str,
    cases: Mapping[str, Case],
    decided: Callable[[Case], Sequence[Decision]],
    today: str,
    by: str | None = None,
) -> tuple[tuple[Judgement, ...], int]:
    """The judgements in ``text``, the content of the file ``path``, and how many lines have none.

    ``cases`` are all pairs by id, ``decided`` gives the decisions on a pair that are there
    already: what repeats one is left out. ``by`` is who judged where a line does not say so (a
    person by default), ``today`` the date where it has none. Raises `BuildError` with an error
    for every line that is wrong.
    """
    found: dict[str, tuple[int, Judgement]] = {}
    problems: list[Diagnostic] = []
    undecided = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        location = Location(path, Span(number, number))
        try:
            one = _judgement(line, location, cases, today, by)
        except BuildError as problem:
            problems += problem.diagnostics
            continue
        if one is None:
            undecided += 1
            continue
        key = one.case.id
        earlier, before = found.get(key, (number, one))
        if before.verdict is not one.verdict:
            problems.append(error("import-contradicts-line", location, id=key, line=earlier))
        against = [d for d in decided(one.case) if d.by == one.by]
        if against and against[-1].verdict is not one.verdict:
            where = against[-1].line
            problems.append(error("import-contradicts-decision", location, id=key, line=where))
        elif not against:
            found.setdefault(key, (number, one))
    if problems:
        raise BuildError(tuple(problems))
    return tuple(one for _, one in found.values()), undecided


def _judgement(
    line: str, location: Location, cases: Mapping[str, Case], today: str, by: str | None
) -> Judgement | None:
    """The judgement of a line; None where it gives no verdict. Raises `BuildError`."""

    def wrong(code: str, **args: str) -> BuildError:
        return BuildError((error(code, location, **args),))

    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise wrong("import-no-json", error=str(problem)[:100]) from None
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise wrong("import-no-id")
    if value["id"] not in cases:
        raise wrong("import-unknown-id", id=_short(value["id"]))
    given = value.get("verdict")
    if not (given is None or isinstance(given, str)) or given not in (*_OPEN, *_VERDICTS):
        raise wrong("import-no-verdict", verdict=_short(given))
    who = value.get("by") or by or PERSON
    if not is_name(who):
        raise wrong("import-wrong-value", name="by", value=_short(who))
    why, when = value.get("reason") or "", value.get("date") or today
    if not isinstance(why, str):
        raise wrong("import-wrong-value", name="reason", value=_short(why))
    try:
        day = date.fromisoformat(when).isoformat()
    except (TypeError, ValueError):
        raise wrong("import-wrong-value", name="date", value=_short(when)) from None
    if given in _OPEN:
        return None
    return Judgement(cases[value["id"]], _VERDICTS[given], who.strip(), why, day)


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]
