"""The pictures that the questions show: found once, before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from shuati.config.bounds import PICTURE
from shuati.model import Diagnostic, Document, Location, Picture, PictureNames, Span, warning
from shuati.model.views import pictures_of
from shuati.sources.picture_files import PictureFiles, Unfit

_NAMED = 5  # addresses that one diagnostic names
_LONGEST = 60  # characters of an address that are shown

Lookups = tuple[tuple[str, str, str], ...]
"""What was looked for: a document, an address in it, and the name or the code that came of it."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """``found`` by document and address; ``diagnostics`` say what was not."""

    found: Mapping[tuple[str, str], Picture]
    diagnostics: tuple[Diagnostic, ...]
    lookups: Lookups

    @property
    def names(self) -> PictureNames:
        """The name of each by document and address."""
        return tuple((*place, picture.name) for place, picture in self.found.items())


def find_pictures(sources: Path, documents: Sequence[Document]) -> Pictures:
    """The pictures of ``documents`` below the folder ``sources``."""
    files = PictureFiles(sources)
    found: dict[tuple[str, str], Picture] = {}
    diagnostics: list[Diagnostic] = []
    lookups: list[tuple[str, str, str]] = []
    for document in documents:
        unfit: dict[Unfit, list[tuple[str, Location]]] = {}
        for address, location in _addresses(document).items():
            picture = files.find(document.path, address)
            if isinstance(picture, Picture):
                found[document.path, address] = picture
                lookups.append((document.path, address, picture.name))
            else:
                unfit.setdefault(picture, []).append((address, location))
                lookups.append((document.path, address, picture.value))
        diagnostics += (_diagnostic(code, places) for code, places in unfit.items())
    return Pictures(found, tuple(diagnostics), tuple(lookups))


def same_as_before(sources: Path, lookups: Lookups) -> bool:
    """Whether everything that was looked for is as it was."""
    files = PictureFiles(sources)
    return all(_result(files, document, address) == last for document, address, last in lookups)


def _result(files: PictureFiles, document: str, address: str) -> str:
    picture = files.find(document, address)
    return picture.name if isinstance(picture, Picture) else picture.value


def _addresses(document: Document) -> dict[str, Location]:
    """Every address in ``document``, and where it comes first."""
    found: dict[str, Location] = {}
    for question in document.questions:
        for address, span in pictures_of(question):
            place = question.location
            found.setdefault(address, Location(place.path, span, place.sheet, place.unit))
    return found


def _diagnostic(code: Unfit, places: Sequence[tuple[str, Location]]) -> Diagnostic:
    """One diagnostic for all pictures of a document that lack the same."""
    places = sorted(places, key=lambda place: place[1].span or Span(1, 1))
    names = tuple(_names(places))
    limit = PICTURE // 1_000_000
    return warning(code, places[0][1], count=len(places), names=names, limit=limit)


def _names(places: Sequence[tuple[str, Location]]) -> Iterator[str]:
    """The addresses, each with its line where there are several."""
    for address, location in places[:_NAMED]:
        shown = unquote(address).strip("[]")
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        line = f" (:{location.span.first})" if len(places) > 1 and location.span else ""
        yield f"{shown}{line}"
    if len(places) > _NAMED:
        yield "…"
