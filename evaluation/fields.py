"""Which documents are of which field: ``python -m evaluation.fields``.

Compares `shuati.read.document_fields.fields_of` with ``labels/fields.toml`` on all documents that
there are, each left out in turn (all authors of a labelled field together), and chooses what it
depends on: which words of a pack other fields use too, and how many questions must have one of
the others. With ``--write`` the choice goes to ``shuati/lexicon/field_words.toml``.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from evaluation.labelled_fields import labelled_fields
from evaluation.labels import LABELS, ROOT
from evaluation.stages import read_document
from shuati.lexicon.field_packs import FieldPack, field_packs
from shuati.model import BuildError, Document
from shuati.read.document_fields import texts_of
from shuati.text.term_finder import TermFinder

FILE = ROOT / "shuati" / "lexicon" / "field_words.toml"
SHARED = ROOT.parent / "shared"
FOLDERS = (
    ROOT / "sources",
    *(ROOT / "evaluation" / name for name in ("documents", "exams", "held_out", "practice")),
    ROOT / "evaluation" / "row_documents",
    SHARED / "corpus",
    SHARED / "seeds",
)
_SHARES = tuple(share / 20 for share in range(2, 13))


@dataclass(frozen=True)
class Labelled:
    """A document: what is left out together with it, the words of its questions."""

    path: str
    group: str
    words: Sequence[frozenset[str]]  # of each question, of all packs

    @property
    def all(self) -> frozenset[str]:
        return frozenset().union(*self.words)


def documents() -> Iterator[tuple[str, Document]]:
    """All documents with questions, each with the name of what is left out with it."""
    for folder in FOLDERS:
        for file in sorted((*folder.rglob("*.md"), *folder.rglob("*.txt"))):
            try:
                document = read_document(file.name, file.read_bytes())
            except BuildError:
                continue
            if document.questions and file.name != "README.md":
                yield file.name, document
    for one in labelled_fields():
        yield from ((one.name, document) for document in one.documents)


def labelled() -> list[Labelled]:
    """The words of all packs in every document."""
    finder = TermFinder(word for pack in field_packs() for word in pack.words)
    return [
        Labelled(
            document.path,
            group,
            [
                frozenset(word for _, word in finder.find(text))
                for text in texts_of(document.questions)
            ],
        )
        for group, document in documents()
    ]


@cache
def _labels() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((LABELS / "fields.toml").read_text("utf-8"))


def is_of(path: str, field: str) -> bool | None:
    """Whether a document is of a field; None where that is not sure."""
    for part, value in (("of", True), ("unsure", None)):
        if any(fnmatchcase(path, pattern) for pattern in _labels()[part][field]):
            return value
    return False


def common_words(pack: FieldPack, seen: Iterable[Labelled]) -> Counter[str]:
    """How many documents of other fields have each word of ``pack``, of those that some have."""
    return Counter(
        word for one in seen if is_of(one.path, pack.name) is False for word in one.all & pack.words
    )


def share_of(one: Labelled, own: frozenset[str]) -> float:
    """The share of the questions of a document that have one of the words ``own``; 0 where one
    of several has, as in `fields_of`."""
    count = sum(bool(words & own) for words in one.words)
    return count / len(one.words) if count >= min(2, len(one.words)) else 0.0


def left_out(pack: FieldPack, seen: Sequence[Labelled]) -> list[tuple[str, float]]:
    """The share of every document with the common words of the documents that are left."""
    groups: dict[str, list[Labelled]] = {}
    for one in seen:
        groups.setdefault(one.group, []).append(one)
    common, shares = common_words(pack, seen), []
    for own in groups.values():
        left = common - common_words(pack, own)
        shares += [(one.path, share_of(one, pack.words - left.keys())) for one in own]
    return shares


def main() -> None:
    """Print the figures of every choice; write the best one where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    seen = labelled()
    shares = {pack.name: left_out(pack, seen) for pack in field_packs()}
    best, least, chosen = 0.0, 0.0, list[str]()
    for share in _SHARES:
        each = {name: _figures(name, own, share) for name, own in shares.items()}
        right, wrong, of = map(sum, zip(*each.values(), strict=True))
        print(f"share {share:.2f}: {_shown(right, wrong, of)}")
        if (score := 2 * right / (right + wrong + of)) > best:
            best, least = score, share
            chosen = [f"{name}: {_shown(*figures)}" for name, figures in each.items()]
    print(f"chosen: share {least:.2f}", *chosen, sep="\n  ")
    for name, own in shares.items():
        for path, share in own:
            if (truth := is_of(path, name)) is not None and (share >= least) is not truth:
                print(f"  {name} {'missed' if truth else 'wrong'}: {path} {share:.2f}")
    if write:
        FILE.write_text(_file(seen, least, chosen), "utf-8")


def _figures(name: str, shares: Sequence[tuple[str, float]], least: float) -> tuple[int, int, int]:
    """The right and wrong documents at a threshold, and how many there are of the field."""
    labels = [(share >= least, is_of(path, name)) for path, share in shares]
    right = sum(found and truth is True for found, truth in labels)
    wrong = sum(found and truth is False for found, truth in labels)
    return right, wrong, sum(truth is True for _, truth in labels)


def _shown(right: int, wrong: int, of: int) -> str:
    precision, recall = right / max(right + wrong, 1), right / of
    return f"{right} right, {wrong} wrong of {of}, P {precision:.3f}, R {recall:.3f}"


def _file(seen: Sequence[Labelled], least: float, lines: Sequence[str]) -> str:
    figures = "\n".join(f"#   {line}" for line in lines)
    common = "\n".join(
        f"{json.dumps(pack.name, ensure_ascii=False)} = "
        f"{json.dumps(sorted(common_words(pack, seen)), ensure_ascii=False)}"
        for pack in field_packs()
    )
    return f"""# When a document is of a field (`read/document_fields.py`): so many of its
# questions have a word of the field's pack that is not common.
# Chosen by `python -m evaluation.fields --write`; do not edit by hand. Documents left out in turn:
{figures}

least_share = {least}

# Words of a pack that documents of other fields use too.
[common]
{common}
"""


if __name__ == "__main__":
    main()
