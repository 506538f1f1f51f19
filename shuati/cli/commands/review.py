"""``shuati review``: decide doubtful pairs, one key each; or have them decided."""

from __future__ import annotations

import argparse

from shuati.cli import judge_session, review_session
from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.config.settings import load
from shuati.match.decision_writer import ReferenceWriter
from shuati.match.decisions import FILE
from shuati.match.review_queue import judged_queue, review_queue
from shuati.pipeline.bank import Bank
from shuati.pipeline.gather import gather
from shuati.pipeline.runner import opened


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Decide by keys, by a model, or by a file, as ``options`` say. Raises `BuildError`."""
    where = judge_session.endpoint_of(options) if options.judge else None
    if not (where or options.export or options.import_file):
        review_session.check_interactive()
    progress = terminal.progress()
    with opened(progress) as runner:
        bank = gather(plan_of(options), load(options.sources), runner)
    codes = plan_of(options).ledger.exists()  # before the first build they are not final
    if options.import_file:
        judge_session.import_(
            bank, options.import_file, options.model, options.sources, terminal, codes=codes
        )
    elif options.export:
        judge_session.export(judge_session.cases_of(bank, codes=codes), options.export, terminal)
    elif where:
        cases = judge_session.cases_of(bank, codes=codes)
        if not options.dry_run:
            return judge_session.judge(cases, where, options, terminal, progress)
        judge_session.dry_run(cases, where, options, terminal)
    else:
        terminal.reviewed(review_session.run(_session(bank, options, codes=codes)))
    return True


def _session(bank: Bank, options: argparse.Namespace, *, codes: bool) -> review_session.Session:
    names = ReferenceWriter(
        (question for document in bank.documents for question in document.questions), codes=codes
    )
    find = judged_queue if options.judged else review_queue
    queue = find(bank.entries, bank.pairs)
    return review_session.Session(queue, names, options.sources / FILE)
