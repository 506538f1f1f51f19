"""How functions of WeasyPrint are replaced; which and why is said where it is done.

That is in `patched_lines`, `patched_pages`, `patched_formulas` and `patched_fonts` alone.

The functions are internal, so each version of WeasyPrint has to be tried before it is added
to `KNOWN`. With any other version nothing here is replaced: the sheets are then set as
WeasyPrint sets them (`whole_sheets`), and the build says so.

Each patch is a context manager that puts back what it replaced. Its function lists the
changes: where, which name, and what makes the new function of the original one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from importlib.metadata import version
from typing import Any, ParamSpec

KNOWN = ("70.0",)

_Arguments = ParamSpec("_Arguments")
Change = tuple[Any, str, Callable[[Any], Any]]


def installed() -> str:
    """The version of the WeasyPrint that is installed."""
    return version("weasyprint")


def known() -> bool:
    """Whether the installed WeasyPrint is one that these patches were tried with."""
    return installed() in KNOWN


def patch(
    changes: Callable[_Arguments, Iterable[Change]],
) -> Callable[_Arguments, AbstractContextManager[None]]:
    """A context manager that makes ``changes``; with an unknown WeasyPrint it does nothing."""

    @contextmanager
    @wraps(changes)
    def patched(*args: _Arguments.args, **named: _Arguments.kwargs) -> Iterator[None]:
        replaced: list[tuple[Any, str, Any]] = []
        try:
            for place, name, change in changes(*args, **named) if known() else ():
                original = getattr(place, name)
                replaced.append((place, name, original))
                setattr(place, name, change(original))
            yield
        finally:
            for place, name, original in reversed(replaced):
                setattr(place, name, original)

    return patched
