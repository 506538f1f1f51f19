"""``shuati exam``: a mock exam with its answer sheet and key."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.config.strings import FORM_NAMES
from shuati.model import Form
from shuati.pipeline.mock_exam import mock_exam
from shuati.publish.print.exam_paper import ExamRequest


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Make the exam, and report. Raises `BuildError`."""
    request = ExamRequest(
        questions=options.questions,
        forms={form: int(count) for form, count in _by_form(options.form).items()},
        topics=tuple(options.topic),
        points=_by_form(options.points),
        seed=options.seed,
    )
    made = mock_exam(plan_of(options), request, terminal.progress())
    terminal.show(made.diagnostics)
    counts = {part.form.value: len(part.entries) for part in made.parts}
    total = sum(part.points * len(part.entries) for part in made.parts)
    result = {
        "path": str(made.path),
        "size": made.size,
        "seed": request.seed,
        "questions": counts,
        "points": total,
    }
    named = ", ".join(f"{count} {form.replace('_', ' ')}" for form, count in counts.items())
    line = f"  {made.path}  {sum(counts.values())} questions ({named}), {total:g} points"
    terminal.done(result, [line])
    return True


def _by_form(given: Mapping[str, float]) -> dict[Form, float]:
    """``given``, whose names are those of `Form` or those that a learner reads."""
    forms = {form.value: form for form in Form} | {name: form for form, name in FORM_NAMES.items()}
    return {forms[name]: value for name, value in given.items()}
