"""The keywords and tags of questions: all that these tests need of the package."""

from __future__ import annotations

from builders import entry, question

from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.tag import tag


def tagged(*asked: tuple[str, str]) -> tuple[Entry, ...]:
    """An entry for each question and its answer, with tags and keywords."""
    return tag([entry(question(text, said)) for text, said in asked], Settings())
