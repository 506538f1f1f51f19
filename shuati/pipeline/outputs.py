"""The parts of the output: which files each consists of, and how they are made of a bank.

Each function imports what it needs itself, so that one part loads nothing of another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.config import strings
from shuati.config.bounds import TEMPLATE
from shuati.config.settings import Settings
from shuati.config.sheet_names import SHEETS
from shuati.model import Diagnostic, Location, Span, failure, note, warning
from shuati.pipeline import stages
from shuati.pipeline.bank import Bank, Plan
from shuati.pipeline.runner import Runner
from shuati.text.file_names import text_of

if TYPE_CHECKING:
    from shuati.publish.print import Printed
    from shuati.publish.print.exam_paper import ExamPart

PARTS = ("deck", *SHEETS, "report", "bank")
CHANGES = "changes.pdf"
EXAM = "exam.pdf"


@dataclass(frozen=True, slots=True)
class MadeFiles:
    """The files (name → content) of a part, and what was found."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Parts that are made together; ``name`` is shown meanwhile."""

    name: str
    function: Callable[[Bank, Runner], MadeFiles]

    def make(self, bank: Bank, runner: Runner) -> MadeFiles:
        """The files. Raises `BuildError`."""
        with runner.progress.stage(self.name):
            return self.function(bank, runner)


def parts(plan: Plan) -> list[str]:
    """The parts that ``plan`` asks for, in their order."""
    return [part for part in PARTS if plan.only is None or part in plan.only]


def files(plan: Plan, parts: Sequence[str], settings: Settings) -> list[Path]:
    """The files that a build writes into the output folder."""
    names = [name for part in parts for name in file_names(part, settings)]
    names += [CHANGES] * (plan.since is not None)
    names += [fresh_name(settings)] * plan.fresh
    return [plan.output / name for name in names]


def fresh_name(settings: Settings) -> str:
    """The file of the deck for learners who have no card of it yet."""
    return f"{settings.name}-fresh.apkg"


def file_names(part: str, settings: Settings) -> tuple[str, ...]:
    """The files that a part of the output consists of."""
    if part in SHEETS:
        return (f"{part}.pdf",)
    names = {"deck": (f"{settings.name}.apkg",), "report": ("report.html",)}
    return names.get(part, ("bank.json", "bank.md"))


def package_file(plan: Plan, settings: Settings) -> Path:
    """The file of the deck."""
    return plan.output / file_names("deck", settings)[0]


def own_templates(sources: Path) -> Path | None:
    """The project's folder ``templates`` beside its sources, None where it has none.

    Raises `BuildError` where a file in it is larger than any template.
    """
    folder = sources.resolve().parent / "templates"
    if not folder.is_dir():
        return None
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size > TEMPLATE:
            raise failure("file-too-large", text_of(str(path)), limit=TEMPLATE // 1_000_000)
    return folder


def steps(plan: Plan, parts: Sequence[str]) -> Iterator[Step]:
    """How to make ``parts``, in order. Sheets are made together: they name each other's pages."""
    single = {"deck": deck, "report": report, "bank": bank_files}
    for part in parts:
        if part in single:
            yield Step(part, partial(single[part], plan))
    if printed := [part for part in parts if part in SHEETS]:
        yield Step("sheets", partial(sheets, plan, printed))
    if plan.fresh:
        yield Step("fresh", partial(fresh, plan))
    if plan.since is not None:
        yield Step("changes", partial(changes, plan, plan.since))


def deck(plan: Plan, bank: Bank, runner: Runner) -> MadeFiles:
    """The ``.apkg`` with the notes that were decided."""
    from shuati.publish.anki.targets.apkg import package

    assert bank.notes
    own = own_templates(plan.sources)
    with template_errors(own):
        content = package(bank.notes.plan, bank.settings, own, bank.notes.media)
    return MadeFiles({package_file(plan, bank.settings).name: content})


def fresh(plan: Plan, bank: Bank, runner: Runner) -> MadeFiles:
    """An ``.apkg`` without the retired notes, for learners who never had them."""
    from shuati.publish.anki.targets.apkg import package

    assert bank.notes
    gone = dict(bank.ledger.retired_notes)
    notes = tuple(note for note in bank.notes.plan.notes if note.guid not in gone)
    own = own_templates(plan.sources)
    with template_errors(own):
        content = package(
            replace(bank.notes.plan, notes=notes), bank.settings, own, bank.notes.media
        )
    return MadeFiles({fresh_name(bank.settings): content})


def sheets(plan: Plan, wanted: Sequence[str], bank: Bank, runner: Runner) -> MadeFiles:
    """The PDFs of ``wanted``, names of `SHEETS`."""
    from shuati.publish.print.pango import PangoMissing

    try:
        made = _printed(plan, wanted, bank, runner)
    except PangoMissing as missing:
        file = f"{wanted[0]}.pdf"
        if plan.only is not None:
            raise failure("no-pango", file, command=missing.command) from None
        found = warning("no-pango", Location(file), command=missing.command)
        return MadeFiles({}, (found,))
    files = {file_names(name, bank.settings)[0]: made.files[name] for name in made.files}
    return MadeFiles(files, (*unprintable(bank), *made.diagnostics))


def changes(plan: Plan, since: str, bank: Bank, runner: Runner) -> MadeFiles:
    """The study sheet of what is new or edited alone; a warning where nothing is, or no Pango.

    Raises `BuildError` for a ``since`` that is none.
    """
    from shuati.ledger.since import since as codes_since
    from shuati.publish.print.pango import PangoMissing

    try:
        codes = codes_since(bank.ledger, since)
    except ValueError as error:
        raise failure("not-a-since", "--since", error=str(error)) from None
    entries = tuple(entry for entry in bank.studied if entry.code in codes)
    if not entries:
        return MadeFiles({}, (warning("nothing-since", Location("--since"), when=since),))
    title = strings.changes(bank.settings.title)
    settings = replace(bank.settings, title=title, front_matter=False)
    chosen = replace(bank, entries=entries, settings=settings)
    try:
        made = _printed(plan, ("study",), chosen, runner)
    except PangoMissing as missing:
        return MadeFiles({}, (warning("no-pango", Location(CHANGES), command=missing.command),))
    return MadeFiles({CHANGES: made.files["study"]}, made.diagnostics)


def exam(plan: Plan, parts: Sequence[ExamPart], seed: int, bank: Bank, runner: Runner) -> MadeFiles:
    """A mock exam of ``parts`` with its answer sheet and key. Raises `BuildError` without Pango."""
    from shuati.publish.print.pango import PangoMissing

    chosen = replace(bank, entries=tuple(entry for part in parts for entry in part.entries))
    try:
        made = _printed(plan, ("exam",), chosen, runner, (parts, seed))
    except PangoMissing as missing:
        raise failure("no-pango", EXAM, command=missing.command) from None
    return MadeFiles({EXAM: made.files["exam"]}, made.diagnostics)


def _printed(
    plan: Plan,
    wanted: Sequence[str],
    bank: Bank,
    runner: Runner,
    exam: tuple[Sequence[ExamPart], int] | None = None,
) -> Printed:
    from shuati.publish.print import print_sheets
    from shuati.publish.print.bounded_entries import bounded_entries
    from shuati.publish.print.exam_paper import printed_exam
    from shuati.publish.print.index import words
    from shuati.publish.print.sheet_view import item_arguments

    own = own_templates(plan.sources)
    entries, found = bounded_entries(bank.studied)
    pictures, unfit = _printed_pictures(bank, runner)
    names = tuple(one for one in bank.pictures.names if one[2] in pictures)
    calls = item_arguments(entries, bank.documents, bank.settings, names)
    items = runner.within(stages.SHEET_ITEM, calls)
    indexed = words(items)
    keys = runner.within(stages.INDEX_KEY, [(word,) for word in indexed])
    by_code = {entry.code: item for entry, item in zip(entries, items, strict=True)}
    with template_errors(own):
        printed = print_sheets(
            wanted,
            entries,
            bank.documents,
            bank.settings,
            own,
            runner.store("pages"),
            runner.share,
            items,
            dict(zip(indexed, keys, strict=True)),
            pictures,
            printed_exam(exam[0], by_code, exam[1]) if exam else None,
        )
    return replace(printed, diagnostics=(*found, *unfit, *printed.diagnostics))


def _printed_pictures(bank: Bank, runner: Runner) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The pictures that the sheets can show (file by name), and a note on each of the others."""
    first = {one.name: (place, one) for place, one in reversed([*bank.pictures.found.items()])}
    calls = [(name, one.content) for name, (_, one) in first.items()]
    made = runner.within(stages.PRINTED_PICTURE, calls)
    pictures: dict[str, bytes] = {}
    unfit = []
    for (name, content), shown in zip(calls, made, strict=True):
        if shown is None:
            (document, _), picture = first[name]
            unfit.append(note("picture-not-printed", Location(document), name=picture.path))
        else:
            pictures[name] = shown or content
    return pictures, unfit


def unprintable(bank: Bank) -> Iterator[Diagnostic]:
    """One note for each document with characters that the sheets' own fonts lack."""
    from shuati.publish.print.fonts import missing
    from shuati.sources.decode import decode

    for source in bank.sources:
        text = decode(source.data).text
        lacking = missing(text)
        if lacking:
            line = next(at for at, row in enumerate(text.split("\n"), 1) if lacking & set(row))
            shown = " ".join(f"{char} (U+{ord(char):04X})" for char in sorted(lacking)[:5])
            location = Location(source.path, Span(line, line))
            yield note("unprintable-characters", location, count=len(lacking), characters=shown)


def bank_files(plan: Plan, bank: Bank, runner: Runner) -> MadeFiles:
    """The bank for programs and for people."""
    from shuati.publish.bank.json_file import bank_json
    from shuati.publish.bank.markdown_file import bank_md

    as_json = bank_json(bank.documents, bank.entries, bank.pairs, bank.ledger, bank.diagnostics)
    as_text = bank_md(bank.entries, bank.settings.title, _picture_paths(plan, bank))
    return MadeFiles({"bank.json": as_json.encode(), "bank.md": as_text.encode()})


def _picture_paths(plan: Plan, bank: Bank) -> dict[tuple[str, str], str]:
    """The path of every picture from the output folder, by document and address."""
    try:
        way = Path(os.path.relpath(plan.sources.resolve(), plan.output.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return {}
    return {place: f"{way}/{one.path}" for place, one in bank.pictures.found.items()}


def report(plan: Plan, bank: Bank, runner: Runner) -> MadeFiles:
    """The page that shows what was found, merged, dropped and doubted."""
    from shuati.publish.report.render import report_html
    from shuati.publish.report.view import page

    own = own_templates(plan.sources)
    with template_errors(own):
        shown = page(
            bank.settings.title,
            bank.documents,
            bank.entries,
            bank.dropped,
            bank.pairs,
            bank.diagnostics,
        )
        return MadeFiles({"report.html": report_html(shown, own).encode()})


def unreachable_cards(bank: Bank, plan: Plan) -> Iterator[Diagnostic]:
    """A note on cards of retired questions that no package can tag."""
    from shuati.ledger.note_state import unreachable
    from shuati.publish.anki.note_types import BESIDE_ANSWER

    codes = unreachable(bank.ledger, bank.identified.retired, BESIDE_ANSWER)
    if codes and bank.settings.retired_days:
        named = ", ".join(codes[:9]) + ", …" * (len(codes) > 9)
        last = package_file(plan, bank.settings)
        yield note("cards-out-of-reach", Location(str(last)), codes=named)


@contextmanager
def template_errors(own: Path | None) -> Iterator[None]:
    """An error inside a template becomes a `BuildError` with the template's name and line."""
    try:
        yield
    except Exception as error:  # a template may raise anything; what is not its own goes on
        place = _place_in_template(error, own)
        if place is None:
            raise
        raise failure("wrong-template", str(place[0]), place[1], error=str(error)) from error


def _no_text(path: Path) -> bool:
    """Whether a template is no UTF-8."""
    if path.suffix not in (".html", ".css", ".js") or not path.is_file():
        return False
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _place_in_template(error: Exception, own: Path | None) -> tuple[Path, int] | None:
    """The file and line of the innermost template that ``error`` comes from."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    from shuati.publish.render.templates import folder

    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    if isinstance(error, UnicodeDecodeError):
        broken = (path for path in sorted(own.rglob("*")) if _no_text(path)) if own else ()
        return next(((path, 1) for path in broken), None)
    if isinstance(error, TemplateNotFound):
        return own or folder(), 1
    places = []
    step = error.__traceback__
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        if any(base in file.parents for base in (own, folder()) if base is not None):
            places.append((file, step.tb_lineno))
        step = step.tb_next
    return places[-1] if places else None
