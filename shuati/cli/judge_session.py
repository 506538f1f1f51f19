"""Doubtful pairs sent to a model, or written to and read from a file of JSON lines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from shuati.cli.terminal import Terminal
from shuati.config.bounds import DECISIONS, read_bytes
from shuati.judge.cases import Case, CaseMaker, Judgement, by_id, exported
from shuati.judge.endpoint import Endpoint, endpoint, find_key
from shuati.judge.import_lines import judgements
from shuati.judge.judge_cases import Budget, Judging, batches, judge_cases
from shuati.judge.prompt import messages, tokens
from shuati.match.decided_pairs import by_pair
from shuati.match.decisions import FILE, Decision
from shuati.match.review_queue import question_key, review_queue
from shuati.model import Location, failure, warning
from shuati.pipeline import decisions_file
from shuati.pipeline.atomic_write import write_all
from shuati.pipeline.bank import Bank
from shuati.pipeline.clock import now
from shuati.pipeline.progress import Progress


def cases_of(bank: Bank, *, codes: bool) -> list[Case]:
    """The pairs of ``bank`` that wait, as a judge gets them."""
    maker = CaseMaker(bank.documents, bank.entries, codes=codes)
    return maker.of_items(review_queue(bank.entries, bank.pairs))


def endpoint_of(options: argparse.Namespace) -> Endpoint:
    """The endpoint that the options name. Raises `BuildError`."""
    key = None if options.dry_run else find_key(options.judge, options.key_file)
    return endpoint(options.judge, options.model, options.timeout, key)


def dry_run(
    cases: Sequence[Case], where: Endpoint, options: argparse.Namespace, terminal: Terminal
) -> None:
    """Show what would be sent, request by request, and about how many tokens that is."""
    requests = [(messages(batch), len(batch)) for batch in batches(cases, options.batch)]
    counted = [tokens(sent, pairs) for sent, pairs in requests]
    lines: list[str] = []
    for number, ((sent, pairs), about) in enumerate(zip(requests, counted, strict=True), 1):
        lines.append(f"── request {number} of {len(requests)}: {pairs} pairs, about {about} tokens")
        for message in sent:
            if number == 1 or message["role"] != "system":
                lines += [f"[{message['role']}]", *message["content"].split("\n")]
    total = sum(counted)
    lines.append(
        f"{_count(len(cases), 'pair')} in {_count(len(requests), 'request')} to {where.model} at "
        f"{where.shown}, about {total} tokens; nothing was sent."
    )
    result: dict[str, Any] = {
        "url": where.shown,
        "model": where.model,
        "pairs": len(cases),
        "tokens": total,
        "requests": [
            {"messages": sent, "pairs": pairs, "tokens": about}
            for (sent, pairs), about in zip(requests, counted, strict=True)
        ],
    }
    terminal.done(result, lines)


def judge(
    cases: Sequence[Case],
    where: Endpoint,
    options: argparse.Namespace,
    terminal: Terminal,
    progress: Progress,
) -> bool:
    """Have ``cases`` judged and write the decisions; False where it ended before its end."""
    file = options.sources / FILE
    decisions_file.text_of(file)  # before anything is paid for
    if where.shows_key:
        clear = warning("judge-key-in-clear", Location("--judge"), url=where.shown)
        terminal.show((clear,))

    def keep(judged: Sequence[Judgement]) -> None:
        decisions_file.append(file, [one.text for one in judged])

    with progress.stage("judge") as advanced:
        advanced(0, len(cases))
        result = judge_cases(
            cases,
            where,
            keep,
            size=options.batch,
            budget=Budget(options.budget.get("requests"), options.budget.get("tokens")),
            date=_today(),
            advanced=advanced,
        )
    _report(result, where.model, file, terminal)
    return not (result.problem or result.interrupted)


def _report(result: Judging, model: str, file: Path, terminal: Terminal) -> None:
    left = result.unsure + result.unanswered + result.unasked
    why = "the budget is spent" if result.out_of_budget else "" if result.complete else "stopped"
    lines = [
        f"{result.same} same, {result.different} different, {left} left: {result.unsure} unsure, "
        f"{result.unanswered} without a usable answer, {result.unasked} not asked"
        f"{f' ({why})' if why else ''}",
        f"{_count(result.requests, 'request')}, about {result.tokens} tokens",
    ]
    if result.same + result.different:
        lines.append(
            f"Written to {file} with by = {json.dumps(model, ensure_ascii=False)}; the next build "
            "goes by it. Look at them, and overrule them: shuati review --judged"
        )
    counts = {
        "same": result.same,
        "different": result.different,
        "left": left,
        "unsure": result.unsure,
        "unanswered": result.unanswered,
        "unasked": result.unasked,
        "requests": result.requests,
        "tokens": result.tokens,
        "complete": result.complete,
        "file": str(file),
    }
    problems = result.problem.diagnostics if result.problem else ()
    terminal.done(terminal.with_findings(counts, problems), lines)
    if not terminal.as_json:
        terminal.show(problems)


def export(cases: Sequence[Case], file: Path, terminal: Terminal) -> None:
    """Write ``cases`` to ``file``, one a line. Raises `BuildError`."""
    lines = [json.dumps(exported(case, terminal.language), ensure_ascii=False) for case in cases]
    content = "".join(f"{line}\n" for line in lines)
    write_all({file: content.encode("utf-8", "replace")})
    said = [
        f"{_count(len(cases), 'pair')} written to {file}",
        'Fill in "verdict" ("same" or "different"), and "reason" if you like; then:',
        f"  shuati review --import {file}",
    ]
    terminal.done({"exported": len(cases), "file": str(file)}, said)


def import_(
    bank: Bank, file: Path, by: str | None, sources: Path, terminal: Terminal, *, codes: bool
) -> None:
    """Write the judgements in ``file`` as decisions, all or none. Raises `BuildError`."""
    try:
        text = read_bytes(file, 10 * DECISIONS).decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise failure("export-unreadable", str(file), reason=reason) from None
    maker = CaseMaker(bank.documents, bank.entries, codes=codes)
    cases = by_id(maker.of_pair(pair) for pair in bank.pairs)
    made = by_pair(bank.decisions, bank.places)
    asked = (question for document in bank.documents for question in document.questions)
    position = {question_key(question): at for at, question in enumerate(asked)}

    def decided(case: Case) -> Sequence[Decision]:
        a, b = sorted(position[question_key(one)] for one in (case.pair.a, case.pair.b))
        return made.get((a, b), ())

    found, undecided = judgements(text, str(file), cases, decided, _today(), by)
    decisions_file.append(sources / FILE, [one.text for one in found])
    same = sum(one.verdict == "same" for one in found)
    result = {"same": same, "different": len(found) - same, "left": undecided}
    lines = [f"{same} same, {len(found) - same} different, {undecided} left open"]
    if found:
        lines.append(f"Written to {sources / FILE}; the next build goes by it.")
    terminal.done(result | {"file": str(sources / FILE)}, lines)


def _today() -> str:
    return datetime.fromtimestamp(now()).date().isoformat()


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
