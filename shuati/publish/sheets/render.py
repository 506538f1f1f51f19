"""HTML becomes a PDF, through WeasyPrint.

WeasyPrint is imported here and only when a PDF is made. Same HTML, same bytes, on every
machine: no date and no path goes into the file, and no installed font is looked at unless
the text has a character that the shipped ones lack (see `fonts.missing`).
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

from shuati.publish.sheets import fetch, fonts, justify
from shuati.publish.sheets.pango import PangoMissing, install_command_here

Progress = Callable[[int], None]

_TAG = re.compile(r"<[^>]*>")


def pdf(html: str, overrides: Path | None = None, progress: Progress | None = None) -> bytes:
    """The PDF of a whole HTML document, which may use the families of `fonts.style`.

    ``overrides`` is the project's own templates folder, whose ``print`` files may be fetched;
    ``progress`` is told how many pages are laid out so far. Raises `PangoMissing`.
    """
    weasyprint = _weasyprint()
    with (
        justify.justified(),
        _pages_told(progress),
        _fonts_of_the_machine(_needed(html)),
        _no_collection(),
    ):
        from weasyprint.text.fonts import FontConfiguration

        fetcher, configuration = _fetcher(overrides), FontConfiguration()
        # Not left to the templates: Pango crashes where there is no font at all.
        faces = weasyprint.CSS(string=fonts.style(), url_fetcher=fetcher, font_config=configuration)
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        result: bytes = document.write_pdf(stylesheets=[faces], font_config=configuration)
    return result


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


def _weasyprint() -> ModuleType:
    """WeasyPrint, imported without what it prints about the libraries of the system."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except OSError as error:
        raise PangoMissing(install_command_here()) from error
    module: ModuleType = weasyprint
    return module


def _needed(html: str) -> bool:
    """Whether the text of ``html`` has characters that no shipped font can write."""
    text = _TAG.sub("", html.partition("</head>")[2] or html)
    return bool(fonts.missing(unescape(text)))


@contextlib.contextmanager
def _fonts_of_the_machine(needed: bool) -> Iterator[None]:
    """Let fontconfig, which is asked once for each PDF, see installed fonts only where needed."""
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


def _fetcher(overrides: Path | None) -> Any:
    """The fetcher that WeasyPrint is given; it serves what `fetch.find` finds."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    served = fetch.folders(overrides)

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            path = fetch.find(url, served)
            types = {"Content-Type": fetch.content_type(path)}
            return URLFetcherResponse(url, path.read_bytes(), types)

    return Fetcher()


@contextlib.contextmanager
def _pages_told(progress: Progress | None) -> Iterator[None]:
    """Pass on the page numbers that WeasyPrint logs; it lays out a book more than once."""
    if progress is None:
        yield
        return

    class Pages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Page %d" in record.msg and isinstance(record.args, tuple):
                tell(int(str(record.args[-1])))

    tell = progress
    logger = logging.getLogger("weasyprint.progress")
    handler, level = Pages(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
