"""``shuati review``: decide doubtful pairs, one key each."""

from __future__ import annotations

import argparse

from shuati.cli import review_session
from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.config.settings import load
from shuati.match.decision_writer import ReferenceWriter
from shuati.match.decisions import FILE
from shuati.match.review_queue import review_queue
from shuati.pipeline.gather import gather
from shuati.pipeline.runner import opened


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Show the pairs and write the decisions. Raises `BuildError`."""
    review_session.check_interactive()
    with opened(terminal.progress()) as runner:
        bank = gather(plan_of(options), load(options.sources), runner)
    names = ReferenceWriter(
        (question for document in bank.documents for question in document.questions),
        codes=plan_of(options).ledger.exists(),
    )
    queue = review_queue(bank.entries, bank.pairs)
    session = review_session.Session(queue, names, options.sources / FILE)
    terminal.reviewed(review_session.run(session))
    return True
