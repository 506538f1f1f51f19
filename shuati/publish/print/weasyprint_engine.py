"""WeasyPrint with the shipped fonts: HTML becomes a PDF, or pages to join with others.

WeasyPrint is imported here and only when something is set. Same HTML, same bytes, on every
machine: no date and no path goes into the file, and no installed font is looked at unless
the text has a character that the shipped ones lack (see `fonts.missing`).
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import warnings
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

from shuati.publish.print import file_fetcher, fonts, patched_formulas, patched_lines
from shuati.publish.print.pango import PangoMissing, install_command_here

_TAG = re.compile(r"<[^>]*>")


class Engine:
    """Sets HTML with the shipped fonts loaded; used inside of `at_work`, or made by `opened`."""

    def __init__(self, overrides: Path | None, pictures: Path | None = None) -> None:
        weasyprint = imported()
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint = weasyprint
        self._fetcher = _fetcher(overrides, pictures)
        self._configuration = FontConfiguration()
        # Not left to the templates: Pango crashes where there is no font at all.
        self._faces = weasyprint.CSS(
            string=fonts.style(),
            url_fetcher=self._fetcher,
            font_config=self._configuration,
        )

    def pdf(self, html: str, **options: Any) -> bytes:
        """The PDF of a whole document; ``options`` are those of WeasyPrint's ``write_pdf``."""
        document = self._weasyprint.HTML(string=html, url_fetcher=self._fetcher)
        made: bytes = document.write_pdf(
            stylesheets=[self._faces], font_config=self._configuration, **options
        )
        return made

    def document(self, html: str) -> Any:
        """WeasyPrint's ``Document`` of a whole document, its pages set and not yet drawn."""
        document = self._weasyprint.HTML(string=html, url_fetcher=self._fetcher)
        return document.render(stylesheets=[self._faces], font_config=self._configuration)


@contextlib.contextmanager
def opened(
    overrides: Path | None = None, *, pictures: Path | None = None, machine_fonts: bool = False
) -> Iterator[Engine]:
    """An engine; it may fetch from ``overrides``, the project's own templates folder.

    ``pictures`` is the folder of those that the sheets show; ``machine_fonts`` lets it see the
    fonts that are installed, see `needs_machine_fonts`. Raises `PangoMissing`.
    """
    with at_work(machine_fonts=machine_fonts):
        yield Engine(overrides, pictures)


@contextlib.contextmanager
def at_work(*, machine_fonts: bool = False) -> Iterator[None]:
    """The state of the process in which an engine is made and sets. Raises `PangoMissing`."""
    imported()
    with (
        patched_lines.justified_lines(),
        patched_lines.short_lines(),
        patched_formulas.coloured_formulas(),
        patched_formulas.quick_outlines(),
        _fonts_of_the_machine(machine_fonts),
        _no_collection(),
    ):
        yield


@cache
def imported() -> ModuleType:
    """WeasyPrint, imported without what it prints about the libraries of the system."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except OSError as error:
        raise PangoMissing(install_command_here()) from error
    module: ModuleType = weasyprint
    return module


def needs_machine_fonts(html: str) -> bool:
    """Whether the text of ``html`` has characters that no shipped font can write."""
    text = _TAG.sub("", html.partition("</head>")[2] or html)
    return bool(fonts.missing(unescape(text)))


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """No search for garbage: a layout holds on to nearly all that it makes (a tenth faster)."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


@contextlib.contextmanager
def _fonts_of_the_machine(needed: bool) -> Iterator[None]:
    """Let fontconfig, which is asked once for each engine, see installed fonts only if needed."""
    name = "FONTCONFIG_FILE"
    kept = os.environ.get(name)
    if not needed:
        os.environ[name] = str(fonts.CONFIGURATION)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No fonts configured")
            yield
    finally:
        if kept is not None:
            os.environ[name] = kept
        elif not needed:
            del os.environ[name]


def _fetcher(overrides: Path | None, pictures: Path | None) -> Any:
    """The fetcher that WeasyPrint is given; it serves what `file_fetcher.find` finds."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    served = file_fetcher.folders(overrides, pictures)

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            path = file_fetcher.find(url, served)
            types = {"Content-Type": file_fetcher.content_type(path)}
            return URLFetcherResponse(url, path.read_bytes(), types)

    return Fetcher()
