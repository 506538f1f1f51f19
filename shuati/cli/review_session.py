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
from shuati.ledger.store import number_of
from shuati.match.decision_writer import (
    ReferenceWriter,
    decision_text,
    with_decision,
    without_decision,
)
from shuati.match.review_queue import ReviewItem, linked_codes
from shuati.merge.align import facing
from shuati.messages import Language, explain, language_of
from shuati.model import Entry, Verdict, failure, reason
from shuati.pipeline import decisions_file
from shuati.text.markdown import plain

Decided = tuple[Verdict, str]
"""A verdict, and the lines of the decisions file that give it."""

KEYS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT}
_QUIT = ("q", "\x04", "")  # \x04 is Ctrl-D
_ESCAPED = re.compile(rb"\x1b(?:\[[0-9;]*[@-~]|O.|.)?")
_HELP = "s same   d different   k skip   b back   u undo   q quit"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was decided: how many pairs each way, and how many are left."""

    same: int
    different: int
    left: int
    file: Path


@dataclass
class Session:
    """The walk through ``doubts``; decisions stand in ``file`` as soon as they are made.

    ``decided`` has the verdict and the lines written by the number of the pair, ``history`` each
    pair that was decided, in order, with what had been decided of it before.
    """

    doubts: Sequence[ReviewItem]
    names: ReferenceWriter
    file: Path
    at: int = 0
    decided: dict[int, Decided] = field(default_factory=dict)
    history: list[tuple[int, Decided | None]] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.at >= len(self.doubts)

    def press(self, pressed: str) -> bool:
        """Do what a key means; False for a key that means nothing. Raises `BuildError`."""
        if pressed in KEYS:
            decision = decision_text(KEYS[pressed], *self.names.of_item(self.doubts[self.at]))
            before = self.decided.get(self.at)
            self._replace(before, (KEYS[pressed], decision))
            self.history.append((self.at, before))
            self._go_on()
        elif pressed == "k":
            self._go_on()
        elif pressed == "b":
            self.at = max(0, self.at - 1)
        elif pressed == "u" and self.history:
            self.at, before = self.history[-1]
            self._replace(self.decided[self.at], before)
            self.history.pop()
        else:
            return False
        return True

    def _go_on(self) -> None:
        """To the next pair that nothing decided in this session settles."""
        self.at += 1
        while not self.over and self.at not in self.decided and self.settled(self.at):
            self.at += 1

    def _replace(self, old: Decided | None, new: Decided | None) -> None:
        """Write ``new`` in place of ``old``, what is decided of the current pair."""
        text = decisions_file.text_of(self.file)
        if old:
            text = without_decision(text, old[1])
        decisions_file.write(self.file, with_decision(text, new[1]) if new else text)
        self.decided.pop(self.at, None)
        if new:
            self.decided[self.at] = new

    def settled(self, at: int) -> bool:
        """Whether the decisions of this session on other pairs settle pair ``at``.

        They do where they join its two entries, and where an entry that is one with the first
        was decided to be different from one that is one with the second.
        """
        if self.doubts[at].a.code == self.doubts[at].b.code:  # a model's word, to be confirmed
            return False
        same = [(item.a.code, item.b.code) for item in self._decided_as(Verdict.SAME, but=at)]
        home = linked_codes(same)
        a, b = (
            home.get(entry.code, entry.code) for entry in (self.doubts[at].a, self.doubts[at].b)
        )
        apart = [
            {home.get(entry.code, entry.code) for entry in (item.a, item.b)}
            for item in self._decided_as(Verdict.DIFFERENT, but=at)
        ]
        return a == b or {a, b} in apart

    def _decided_as(self, verdict: Verdict, *, but: int) -> list[ReviewItem]:
        """The pairs that got ``verdict`` in this session, without pair ``but``."""
        return [
            self.doubts[at] for at, (own, _) in self.decided.items() if own is verdict and at != but
        ]

    def _consequence(self, language: Language) -> Iterator[str]:
        """What *same* would do: the entries that it joins, the first of which stays."""
        item = self.doubts[self.at]
        if item.a.code == item.b.code:
            yield explain(reason("review-would-part", code_of_both=item.a.code), language)
            return
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
        same = self._decided_as(Verdict.SAME, but=self.at)
        for _ in same:
            for item in same:
                if {item.a.code, item.b.code} & found.keys():
                    found |= {item.a.code: item.a, item.b.code: item.b}
        return found

    def reviewed(self) -> Reviewed:
        """The result so far."""
        verdicts = [verdict for verdict, _ in self.decided.values()]
        same = verdicts.count(Verdict.SAME)
        left = sum(not (at in self.decided or self.settled(at)) for at in range(len(self.doubts)))
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
