"""The question bank that ships, read once for all tests of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from evaluation.stages import read_folder
from shuati.model import Diagnostic, Document
from tests.conftest import ROOT


@dataclass(frozen=True)
class ShippedBank:
    """The documents of ``sources/``, and the text of each by its path."""

    documents: tuple[Document, ...]
    texts: dict[str, str]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(one for document in self.documents for one in document.diagnostics)


@pytest.fixture(scope="session")
def bank() -> ShippedBank:
    documents = read_folder(ROOT / "sources")
    texts = {one.path: (ROOT / "sources" / one.path).read_text("utf-8") for one in documents}
    return ShippedBank(documents, texts)
