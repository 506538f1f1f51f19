"""``shuati check``: read the sources and report what is wrong; write nothing."""

from __future__ import annotations

import argparse
from dataclasses import replace

from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.config.settings import load
from shuati.model import Severity
from shuati.pipeline.gather import gather
from shuati.pipeline.runner import opened
from shuati.tag.topic_check import check_tags


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Report; False where a build would fail. Raises `BuildError`."""
    progress = terminal.progress()
    with opened(progress) as runner:
        bank = gather(plan_of(options), load(options.sources), runner)
    titles = {document.path: document.title for document in bank.documents}
    found = (*bank.diagnostics, *check_tags(bank.entries, bank.settings, titles))
    terminal.checked(replace(bank, diagnostics=found), progress.stages)
    return not any(one.severity is Severity.ERROR for one in found)
