"""The vectors of questions by the sentence encoder, where a project wants them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from shuati.config.settings import Settings
from shuati.model import Document
from shuati.pipeline import stages
from shuati.pipeline.runner import Runner

if TYPE_CHECKING:
    from shuati.match.meaning import MeaningVectors


def encoded(
    documents: Sequence[Document], settings: Settings, runner: Runner
) -> MeaningVectors | None:
    """The vectors of all questions; None without the setting ``semantic``.

    Raises `BuildError` where the encoder is not installed.
    """
    if not settings.semantic:
        return None
    from shuati.match.meaning import MeaningVectors, sentences, vectors_of

    questions = chain.from_iterable(document.questions for document in documents)
    asked = [sentences(question) for question in questions]
    texts = list(dict.fromkeys(chain.from_iterable(asked)))
    vectors = dict(zip(texts, runner.map(stages.ENCODE, texts), strict=True))
    return MeaningVectors(
        vectors_of([vectors[text] for text, _ in asked]),
        vectors_of([vectors[both] for _, both in asked]),
    )
