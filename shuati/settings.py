"""What a person may set, with sensible defaults."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one build."""

    name: str = "shuati"  # output/NAME.apkg
    deck: str = "刷题"  # the deck's name in Anki
    title: str = "刷题题库"  # the title page of the sheets
    paper: str = "A4"  # A4, A5, Letter
    body_size: float = 10.5  # points
    chapters: str = "document"  # document or tag
    keywords: int = 6  # per entry
    user_dictionary: tuple[str, ...] = ()  # words that segmentation must keep whole
    stop_words: frozenset[str] = field(default_factory=frozenset)
