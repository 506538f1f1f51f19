"""``shuati ledger``: merge two versions, let sub-decks go, begin a new one."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from shuati.cli.terminal import Terminal
from shuati.ledger import store
from shuati.ledger.merge_ledgers import merge_ledgers
from shuati.ledger.note_state import forget_decks
from shuati.ledger.store import Ledger
from shuati.model import failure
from shuati.pipeline.atomic_write import write_all
from shuati.pipeline.lock import exclusive


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Do what ``options.action`` names. Raises `BuildError`."""
    if options.action == "merge":
        _merge(options.ours, options.base, options.theirs, terminal)
        return True
    path: Path = options.ledger or options.sources / "ledger.json"
    with exclusive(path):
        if options.action == "new":
            _new(path, terminal)
        else:
            _decks(path, terminal, forget=options.forget)
    return True


def _merge(ours: Path, base: Path, theirs: Path, terminal: Terminal) -> None:
    """Write what both sides changed to the file ``ours``, as git asks of a merge driver."""
    merged = merge_ledgers(_version(ours), _version(base), _version(theirs))
    write_all({ours: store.dump(merged.ledger).encode()})
    questions = {record.code: record.question for record in merged.ledger.records}
    result = {"entries": len(questions), "renumbered": dict(merged.renumbered)}
    lines = [f"{old} is {new} now: {questions[new]}" for old, new in merged.renumbered]
    terminal.done(result, [*lines, f"{ours}: {len(questions)} entries of both sides"])


def _version(path: Path) -> Ledger:
    """The ledger in ``path``; git gives an empty file where a side has none."""
    return Ledger() if path.exists() and not path.stat().st_size else store.load(path)


def _new(path: Path, terminal: Terminal) -> None:
    """Begin a ledger where there is none, beside whatever copies there are."""
    if path.exists():
        raise failure("ledger-there", str(path), count=len(store.load(path).records))
    write_all({path: store.dump(Ledger()).encode()})
    lines = [f"{path}: empty; the next build gives every question a new code"]
    if copy := store.newest_backup(path):
        lines.append(f"{copy} stays as it is")
    terminal.done({"ledger": str(path)}, lines)


def _decks(path: Path, terminal: Terminal, *, forget: bool) -> None:
    """Show in which sub-decks the entries were published, or let go of that."""
    ledger = store.load(path)
    used = [record for record in ledger.records if record.retired is None]
    decks = Counter(record.deck or "" for record in used)
    result = {"decks": dict(sorted(decks.items())), "forgotten": forget}
    width = max(map(len, map(str, decks.values())), default=1)
    lines = [f"{count:>{width}}  {name or '-'}" for name, count in sorted(decks.items())]
    if forget:
        before = path.read_bytes() if path.exists() else b""
        after = store.dump(forget_decks(ledger)).encode()
        write_all({**store.rotated(path, before), path: after} if before else {})
        lines.append("forgotten: the next build puts every entry into the sub-deck of the settings")
        lines.append("Anki leaves cards where they are; move those that it has in its browser")
    terminal.done(result, lines)
