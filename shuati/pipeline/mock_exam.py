"""A mock exam of the bank: chosen, printed, written; the ledger and the other files stay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shuati.config import settings as settings_file
from shuati.model import BuildError, Diagnostic, Severity, failure
from shuati.pipeline import outputs
from shuati.pipeline.atomic_write import check_writable, write_all
from shuati.pipeline.bank import Plan
from shuati.pipeline.failed_at import work_on
from shuati.pipeline.gather import gather, tagged
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import opened
from shuati.publish.print.exam_paper import ExamPart, ExamRequest, compose


@dataclass(frozen=True, slots=True)
class MockExam:
    """The exam that was written, and what was found."""

    path: Path
    size: int
    changed: bool
    parts: tuple[ExamPart, ...]
    diagnostics: tuple[Diagnostic, ...]


def mock_exam(plan: Plan, request: ExamRequest, progress: Progress) -> MockExam:
    """Make the exam that ``request`` asks for. Raises `BuildError` where there is none."""
    with work_on("settings", plan.sources):
        settings = settings_file.load(plan.sources)
    path = plan.output / outputs.EXAM
    check_writable([path])
    with opened(progress) as runner:
        bank = gather(plan, settings, runner)
        if any(one.severity is Severity.ERROR for one in bank.diagnostics):
            raise BuildError(bank.diagnostics)
        bank = tagged(bank, runner)
        parts, found = compose(bank.entries, request)
        if not parts:
            raise failure("exam-empty", str(plan.sources))
        with progress.stage("sheets"):
            made = outputs.exam(plan, parts, request.seed, bank, runner)
        changed = write_all({path: made.files[outputs.EXAM]})
    size = len(made.files[outputs.EXAM])
    return MockExam(path, size, path in changed, parts, (*found, *made.diagnostics))
