"""The pipeline on one page: the stages in order, from the sources to the output.

Everything is made in memory first; then all files are written, the ledger last. A build
that fails changes nothing.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from shuati.config import settings as settings_file
from shuati.config.bounds import LEDGER, read_bytes
from shuati.config.settings import Settings
from shuati.model import BuildError, Diagnostic, Severity
from shuati.pipeline import outputs, up_to_date
from shuati.pipeline.atomic_write import check_writable, finish, write_all
from shuati.pipeline.bank import Built, File, Plan
from shuati.pipeline.clock import now, wait_until_past
from shuati.pipeline.failed_at import work_on
from shuati.pipeline.lock import exclusive
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner, opened


def build(plan: Plan, progress: Progress) -> Built:
    """Build what ``plan`` asks for. Raises `BuildError` where a person has to fix something."""
    with work_on("settings", plan.sources):
        settings = settings_file.load(plan.sources)
    parts = outputs.parts(plan)
    files = outputs.files(plan, parts, settings)
    check_writable([plan.ledger, *files])
    with exclusive(plan.ledger, waiting=progress.waiting), opened(progress) as runner:
        finish(_journal(plan))
        with progress.stage("look"):
            inputs = up_to_date.inputs(plan, settings, parts)
            key = up_to_date.key(inputs, _content(plan.ledger))
            last = up_to_date.find(runner.cache, key, plan, now())
        if last:
            same = tuple(File(plan.output / f.name, f.size, 0.0, False) for f in last.files)
            return Built(last.counts, same, last.diagnostics, tuple(progress.stages))
        built, ledger = _build(plan, settings, parts, runner)
        # Nothing was left out, and nobody has saved a file meanwhile, or taken one away.
        whole = {file.path for file in built.files} == set(files)
        with suppress(BuildError, OSError):
            if whole and inputs == up_to_date.inputs(plan, settings, parts):
                up_to_date.keep(runner.cache, up_to_date.key(inputs, ledger), built, settings)
    return built


def _build(plan: Plan, settings: Settings, parts: list[str], runner: Runner) -> tuple[Built, bytes]:
    """Everything made and written; also the ledger's new content."""
    # Here, because a build that finds nothing changed needs neither.
    from shuati.ledger import store
    from shuati.pipeline.gather import gather, noted, tagged

    # 1. Files become documents, questions groups, groups entries with codes; then come tags.
    bank = gather(plan, settings, runner)
    if any(one.severity is Severity.ERROR for one in bank.diagnostics):
        raise BuildError(bank.diagnostics)
    bank = tagged(bank, runner)

    # 2. What Anki is to be sent is decided, and with it all that the ledger remembers.
    bank = noted(bank, plan, runner)

    # 3. The parts of the output are made.
    contents: dict[Path, bytes] = {}
    seconds: dict[Path, float] = {}
    found: list[Diagnostic] = []
    for step in outputs.steps(plan, parts):
        made = step.make(bank, runner)
        contents |= {plan.output / name: content for name, content in made.files.items()}
        seconds |= {plan.output / name: runner.progress.stages[-1].seconds for name in made.files}
        found += made.diagnostics

    # 4. All files are written, or none; the ledger last.
    with runner.progress.stage("write"):
        ledger, before = store.dump(bank.ledger).encode(), _content(plan.ledger)
        if before and before != ledger:
            contents |= store.rotated(plan.ledger, before)
        once = [*bank.identified.once, *wait_until_past(bank.ledger, plan.ledger)]
        changed = write_all(contents | {plan.ledger: ledger}, _journal(plan))
    files = tuple(
        File(path, len(contents[path]), taken, path in changed) for path, taken in seconds.items()
    )
    if "deck" in parts:
        once += outputs.unreachable_cards(bank, plan)
    diagnostics = (*bank.diagnostics, *once, *found)
    stages = tuple(runner.progress.stages)
    return Built(bank.counts, files, diagnostics, stages, bank, tuple(once)), ledger


def _journal(plan: Plan) -> Path:
    return plan.ledger.with_name(f".{plan.ledger.name}.journal")


def _content(path: Path) -> bytes:
    """The bytes of a ledger; none where it cannot be read. Raises `BuildError` for a huge one."""
    try:
        return read_bytes(path, LEDGER)
    except OSError:
        return b""
