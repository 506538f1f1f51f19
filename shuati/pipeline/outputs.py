"""What is made of a bank: each part of the output as bytes.

Each function imports what it needs itself, so that one part loads nothing of another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.config.settings import Settings
from shuati.model import Document, Entry, Finding, Pair, Severity, Span
from shuati.model.diagnostic import stop
from shuati.pipeline.cache import Remember, forgetful
from shuati.publish.print import SHEETS

if TYPE_CHECKING:
    from shuati.ledger.store import Ledger

PARTS = ("deck", *SHEETS, "report", "bank")


def file_names(part: str, settings: Settings) -> tuple[str, ...]:
    """The files that a part of the output consists of."""
    if part in SHEETS:
        return (f"{part}.pdf",)
    names = {"deck": (f"{settings.name}.apkg",), "report": ("report.html",)}
    return names.get(part, ("bank.json", "bank.md"))


def own_templates(sources: Path) -> Path | None:
    """The project's folder ``templates`` beside its sources, None where it has none."""
    folder = sources.resolve().parent / "templates"
    return folder if folder.is_dir() else None


def deck(
    entries: Sequence[Entry],
    settings: Settings,
    ledger: Ledger,
    now: int,
    own: Path | None,
    last: Path,
    remember: Remember = forgetful,
    sources: Path | None = None,
    documents: Sequence[Document] = (),
) -> tuple[dict[str, bytes], Ledger]:
    """The ``.apkg``, and the ledger that remembers when each of its notes last changed.

    The notes of the ``last`` package that are gone stay in it for a while, tagged so.
    ``sources`` is the folder whose images the cards may show.
    """
    from shuati.ledger.retired import remember_gone
    from shuati.ledger.stamp import stamp
    from shuati.publish.anki import note_types
    from shuati.publish.anki.media import Media
    from shuati.publish.anki.notes import all_notes, left_out, retired_notes
    from shuati.publish.anki.targets import read_package
    from shuati.publish.anki.targets.apkg import kinds_in, package

    with _template_errors(own):
        media = Media(sources)
        notes, ledger = all_notes(entries, settings, ledger, media, remember, documents)
        sent = {note.guid for note in notes}
        gone = {guid: card for guid, card in read_package.cards(last).items() if guid not in sent}
        for guid in left_out(gone, entries, settings, ledger) if gone else ():
            del gone[guid]
        ledger = remember_gone(ledger, gone, sent, now, settings.retired_days)
        notes += retired_notes(ledger, notes[-1].due if notes else 0)
        contents = {note.guid: note.content_hash for note in notes}
        for kind in kinds_in(notes):
            contents[note_types.key(kind)] = note_types.content_hash(kind, own)
        ledger, times = stamp(ledger, contents, now)
        apkg = package(notes, times, settings, own, media.files)
    return {file_names("deck", settings)[0]: apkg}, ledger


def sheets(
    parts: Collection[str],
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    own: Path | None,
    advance: Callable[[int, int], None],
) -> dict[str, bytes]:
    """The PDFs of ``parts``, all of them `SHEETS`.

    Raises `shuati.publish.print.pango.PangoMissing`.
    """
    from shuati.publish.print.sheets import Printer

    with _template_errors(own):
        made = Printer(entries, documents, settings, own).make(parts, advance)
    return {file_names(part, settings)[0]: content for part, content in made.items()}


def unprintable(texts: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each document with characters that the sheets' own fonts lack."""
    from shuati.publish.print.fonts import missing

    for path, text in texts.items():
        lacking = missing(text)
        if lacking:
            line = next(at for at, row in enumerate(text.split("\n"), 1) if lacking & set(row))
            shown = " ".join(f"{char} (U+{ord(char):04X})" for char in sorted(lacking)[:5])
            yield Finding(
                Severity.NOTE,
                path,
                Span(line, line),
                f"the sheets' fonts lack {len(lacking)} of its characters: {shown}",
                "look at them in the PDF: an installed font stands in, if there is one",
            )


def bank(
    documents: Sequence[Document],
    entries: Sequence[Entry],
    pairs: Sequence[Pair],
    ledger: Ledger,
    findings: Sequence[Finding],
    settings: Settings,
) -> dict[str, bytes]:
    """The bank for programs and for people."""
    from shuati.publish.bank.json_file import bank_json
    from shuati.publish.bank.markdown_file import bank_md

    return {
        "bank.json": bank_json(documents, entries, pairs, ledger, findings).encode(),
        "bank.md": bank_md(entries, settings.title).encode(),
    }


def report(
    documents: Sequence[Document],
    entries: Sequence[Entry],
    pairs: Sequence[Pair],
    findings: Sequence[Finding],
    settings: Settings,
    own: Path | None,
) -> dict[str, bytes]:
    """The page that shows what was found, merged, dropped and doubted."""
    from shuati.publish.report.page import page
    from shuati.publish.report.render import report_html

    with _template_errors(own):
        shown = page(settings.title, documents, entries, pairs, findings)
        return {"report.html": report_html(shown, own).encode()}


@contextmanager
def _template_errors(own: Path | None) -> Iterator[None]:
    """What goes wrong inside a template is told with the template's name and line."""
    try:
        yield
    except Exception as error:  # a template may raise anything; what is not its own goes on
        place = _place_in_template(error, own)
        if place is None:
            raise
        what = f"the template is wrong: {error}"
        raise stop(str(place[0]), what, _MEND, place[1]) from error


_MEND = "mend it, or delete it to have the shipped one"


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
