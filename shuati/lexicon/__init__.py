"""Word lists and weights, one file each; this is the one place that reads them."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def toml(name: str) -> dict[str, Any]:
    """The table in the file ``name`` (with its ending)."""
    return tomllib.loads(_text(name))


def words(name: str) -> list[str]:
    """The words in the file ``name``: separated by blanks, ``#`` begins a line of comment."""
    lines = (line for line in _text(name).splitlines() if not line.startswith("#"))
    return [word for line in lines for word in line.split()]


def arrays(name: str) -> dict[str, NDArray[Any]]:
    """The arrays in the file ``name``, by their names."""
    import numpy as np  # here, because most commands need no arrays

    with resources.files(__name__).joinpath(name).open("rb") as file, np.load(file) as found:
        return dict(found)


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")
