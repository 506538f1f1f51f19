"""Problems as values: made where they are seen, shown at the edge."""

from __future__ import annotations

from typing import Any

from shuati.model import Finding, Severity, Span


class Stop(Exception):
    """Nothing can be built; ``findings`` say why, where, and how to mend it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.path}: {finding.what}" for finding in findings))
        self.findings = findings


def stop(path: str, what: str, mend: str, line: int | None = None) -> Stop:
    """A `Stop` with one error about ``path`` (and its line, counted from 1)."""
    span = Span(line, line) if line is not None else None
    return Stop((Finding(Severity.ERROR, path, span, what, mend),))


def as_dict(finding: Finding) -> dict[str, Any]:
    """A finding as JSON shows it; its lines are null where it has none."""
    span = finding.span
    return {
        "severity": str(finding.severity),
        "path": finding.path,
        "first_line": span.first if span else None,
        "last_line": span.last if span else None,
        "what": finding.what,
        "mend": finding.mend,
    }
