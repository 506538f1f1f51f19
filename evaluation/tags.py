"""How good the keywords of the project's own bank are: ``python -m evaluation.tags``.

Compares the first five keywords of 60 entries with ``labels/keywords.toml``.
"""

from __future__ import annotations

import tomllib

from evaluation.labels import LABELS, SOURCES
from evaluation.stages import find_entries, read_folder
from shuati.config.settings import Settings
from shuati.tag import tag_entries
from shuati.tag.keywords import stop_words
from shuati.text.term_finder import fold

_FIRST = 5


def main() -> None:
    """Print precision, boilerplate share and every keyword that counts as wrong."""
    labels: dict[str, list[str]] = tomllib.loads((LABELS / "keywords.toml").read_text("utf-8"))
    documents = read_folder(SOURCES["sources"])
    entries = tag_entries(find_entries(documents, Settings()).entries, Settings())
    given = right = labelled = boilerplate = 0
    for entry in entries:
        wordings = [variant.text for variant in entry.variants]
        start = next((s for s in labels if any(text.startswith(s) for text in wordings)), None)
        if start is None:
            continue
        labelled += 1
        first = entry.keywords[:_FIRST]
        wrong = [word for word in first if not _right(word, labels[start])]
        given, right = given + len(first), right + len(first) - len(wrong)
        boilerplate += sum(fold(word) in stop_words() for word in first)
        if wrong:
            print(f"{start}: {'、'.join(wrong)}")
    print(f"{labelled} entries of {len(labels)} labels, {given} keywords")
    print(f"precision {right / given:.3f}, boilerplate {boilerplate / given:.3f}")


def _right(word: str, labels: list[str]) -> bool:
    own = fold(word)
    return any(own == fold(label) or own in fold(label) or fold(label) in own for label in labels)


if __name__ == "__main__":
    main()
