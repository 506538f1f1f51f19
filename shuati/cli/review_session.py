"""The doubtful pairs one after the other; each answer is written at once."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from shuati.cli.side_by_side import columns
from shuati.config.bounds import DECISIONS, read_bytes
from shuati.ledger.store import number_of
from shuati.match import decisions
from shuati.match.decision_writer import (
    ReferenceWriter,
    decision_text,
    with_decision,
    without_decision,
)
from shuati.match.review_queue import ReviewItem, question_key
from shuati.merge.align import facing
from shuati.messages import Language, explain, language_of
from shuati.model import Entry, Verdict, failure, reason
from shuati.pipeline.atomic_write import write_all
from shuati.text.markdown import plain

KEYS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT}
_QUIT = ("q", "\x04", "")  # \x04 is Ctrl-D
_ESCAPED = re.compile(rb"\x1b(?:\[[0-9;]*[@-~]|O.|.)?")
_HELP = "s same   d different   k skip   b back   q quit"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was decided: how many pairs each way, and how many are left."""

    same: int
    different: int
    left: int
    file: Path


@dataclass
class Session:
    """The walk through ``doubts``; decisions stand in ``file`` as soon as they are made."""

    doubts: Sequence[ReviewItem]
    names: ReferenceWriter
    file: Path
    at: int = 0
    decided: dict[int, tuple[Verdict, str]] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return self.at >= len(self.doubts)

    def press(self, pressed: str) -> bool:
        """Do what a key means; False for a key that means nothing. Raises `BuildError`."""
        if pressed in KEYS:
            self._decide(KEYS[pressed])
            self.at += 1
        elif pressed == "k":
            self.at += 1
        elif pressed == "b":
            self.at = max(0, self.at - 1)
        else:
            return False
        return True

    def _decide(self, verdict: Verdict) -> None:
        """Write the verdict on the current pair, in place of one given in this session."""
        text = self._text()
        before = self.decided.get(self.at)
        if before:
            text = without_decision(text, before[1])
        decision = decision_text(verdict, *self._names(self.doubts[self.at]))
        text = with_decision(text, decision)
        decisions.read(text, str(self.file))  # what could not be read again is not written
        write_all({self.file: text.encode()})
        self.decided[self.at] = verdict, decision

    def _text(self) -> str:
        """The file as it is now: the person may have it open, too."""
        decisions.load(self.file)
        return read_bytes(self.file, DECISIONS).decode("utf-8-sig") if self.file.exists() else ""

    def _names(self, doubt: ReviewItem) -> list[str]:
        codes = {
            question_key(one): entry.code for entry in (doubt.a, doubt.b) for one in entry.variants
        }
        return [
            self.names.reference(one, codes[question_key(one)])
            for one in (doubt.pair.a, doubt.pair.b)
        ]

    def _consequence(self, language: Language) -> Iterator[str]:
        """What *same* would do: the entries that it joins, the first of which stays."""
        item = self.doubts[self.at]
        groups = [self._joined(item.a), self._joined(item.b)]
        joined = {entry.code: entry for group in groups for entry in group.values()}
        entries = sorted(joined.values(), key=lambda entry: number_of(entry.code) or 0)
        if len(groups[0].keys() & groups[1].keys()):
            yield explain(reason("review-already-one"), language)
            return
        names = ", ".join(
            f"{entry.code} ({len(entry.variants)}) {plain(entry.question)}" for entry in entries
        )
        stays, *go = (entry.code for entry in entries)
        count = sum(len(entry.variants) for entry in entries)
        would = reason("review-would-join", names=names, stays=stays, go=", ".join(go), count=count)
        yield explain(would, language)

    def _joined(self, entry: Entry) -> dict[str, Entry]:
        """By code, the entries that are one with ``entry`` by the decisions of this session."""
        found = {entry.code: entry}
        same = [
            self.doubts[at]
            for at, (verdict, _) in self.decided.items()
            if verdict is Verdict.SAME and at != self.at
        ]
        for _ in same:
            for item in same:
                if {item.a.code, item.b.code} & found.keys():
                    found |= {item.a.code: item.a, item.b.code: item.b}
        return found

    def reviewed(self) -> Reviewed:
        """The result so far."""
        verdicts = [verdict for verdict, _ in self.decided.values()]
        same = verdicts.count(Verdict.SAME)
        left = len(self.doubts) - len(verdicts)
        return Reviewed(same, len(verdicts) - same, left, self.file)

    def screen(self, width: int, *, colour: bool) -> Iterator[str]:
        """The lines that show the current pair: answers first, questions and keys last."""
        pair = self.doubts[self.at].pair
        yield "─" * width
        question, *answers = facing(pair.a, pair.b)
        yield from columns(answers, width, colour=colour)
        yield "─" * width
        a, b = (f"{one.path}:{one.span.first}" for one in (pair.a, pair.b))
        yield _printable(f"{self.at + 1} of {len(self.doubts)}   {a}  and  {b}")
        yield ""
        yield from columns([question], width, colour=colour)
        language = language_of(os.environ)
        for one in pair.reasons:
            yield _printable(f"  · {explain(one, language)}")
        yield from map(_printable, self._consequence(language))
        chosen = self.decided.get(self.at)
        yield f"{_HELP}{f'   (now: {chosen[0]})' if chosen else ''}"


def check_interactive() -> None:
    """Raise `BuildError` where nobody can press a key."""
    if not sys.stdin.isatty():
        raise failure("no-terminal", "review")


def run(session: Session) -> Reviewed:
    """Show pair after pair on standard error and read keys until the end, or q."""
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    with _keys() as read, suppress(KeyboardInterrupt):
        while not session.over:
            width = min(shutil.get_terminal_size().columns, 160)
            print("\n".join(session.screen(width, colour=colour)), file=sys.stderr, flush=True)
            pressed = read()
            while pressed not in _QUIT and not session.press(pressed):
                pressed = read()
            if pressed in _QUIT:
                break
    return session.reviewed()


@contextmanager
def _keys() -> Iterator[Callable[[], str]]:
    """What reads one key without Enter, in lower case; '' at the end of the input."""
    if sys.platform == "win32":
        yield _windows_key
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        yield partial(next, _typed(terminal), "")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _typed(terminal: int) -> Iterator[str]:
    """The keys typed, less arrows and their like, which send letters behind an escape."""
    while typed := os.read(terminal, 64):
        yield from _ESCAPED.sub(b"", typed).decode("ascii", "replace").lower()


def _windows_key() -> str:
    if sys.platform != "win32":
        return ""
    import msvcrt

    key = msvcrt.getwch()
    while key in "\x00\xe0":  # an arrow or its like: the next one says which
        msvcrt.getwch()
        key = msvcrt.getwch()
    return key.lower()


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
