"""Problems as values: made where they are seen, put into words at the edge.

A diagnostic has a code and the values of its sentence; `shuati.messages` has the sentences,
in Chinese and English.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shuati.model.location import Location, Span

Value = str | int | float | tuple[str, ...]
"""What a sentence may mention. A tuple is a list of words."""


class Severity(StrEnum):
    """How bad a problem is. An error stops the build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem: how bad, what (a code of `shuati.messages`), where, and the details."""

    severity: Severity
    code: str
    location: Location
    args: tuple[tuple[str, Value], ...] = ()

    @property
    def path(self) -> str:
        """The file (or option, or variable) that it is about."""
        return self.location.path

    @property
    def span(self) -> Span | None:
        """Its lines; None where it is about the file as a whole."""
        return self.location.span


def error(code: str, location: Location, **args: Value) -> Diagnostic:
    """A problem that stops the build."""
    return Diagnostic(Severity.ERROR, code, location, tuple(args.items()))


def warning(code: str, location: Location, **args: Value) -> Diagnostic:
    """A problem that makes the result doubtful."""
    return Diagnostic(Severity.WARNING, code, location, tuple(args.items()))


def note(code: str, location: Location, **args: Value) -> Diagnostic:
    """Something worth knowing."""
    return Diagnostic(Severity.NOTE, code, location, tuple(args.items()))


class BuildError(Exception):
    """Nothing can be built; ``diagnostics`` say why, where, and how to fix it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(f"{one.location}: {one.code} {one.args}" for one in diagnostics))
        self.diagnostics = diagnostics


def failure(code: str, path: str, line: int | None = None, **args: Value) -> BuildError:
    """A `BuildError` with one error about ``path`` (and its line, counted from 1)."""
    span = Span(line, line) if line is not None else None
    return BuildError((error(code, Location(path, span), **args),))
