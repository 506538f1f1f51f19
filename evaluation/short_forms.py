"""How good the short forms of points are: ``python -m evaluation.short_forms``.

``labels/short_forms.csv`` holds the judgement on 250 points by reading: *right* (what the point
says is learnt from its short form), *empty* (nothing is), *misleading* (something else is). A
point is named by its source and a digest, so no file repeats what a document says; a second
digest is that of the short form that was read. One that is shortened in another way now is not
judged: the command prints it to be read again.

Two of three points of the first two sources are shortened, though most points of a bank are not:
they are those that can be wrong. In the third one hardly any is; it shows whether the sentence
that is chosen is the one that answers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from evaluation.labelled_fields import labelled_fields
from evaluation.labels import LABELS, SOURCES
from evaluation.stages import read_folder
from shuati.model import AnswerPart, Document, Entry, Question
from shuati.publish.print.summary import SummaryPoint, summary

FILE = LABELS / "short_forms.csv"
_FIELDS = "paraphrases"  # the answers of `labelled_fields`, which no rule was made with
READ = ("sources", "seeds", _FIELDS)
_SAMPLE = {
    ("sources", True): 80,
    ("sources", False): 30,
    ("seeds", True): 16,
    ("seeds", False): 24,
    (_FIELDS, True): 4,
    (_FIELDS, False): 96,
}


class Judgement(StrEnum):
    RIGHT = "right"
    EMPTY = "empty"
    MISLEADING = "misleading"


@dataclass(frozen=True, slots=True)
class Shortened:
    """A point of a source as the cheat sheet has it."""

    source: str
    question: str
    point: SummaryPoint

    @property
    def key(self) -> tuple[str, str]:
        """The source and a digest of the whole point."""
        return self.source, _digest(self.question, self.point.term, self.point.sentence)

    @property
    def short(self) -> str:
        """A digest of its short form."""
        return _digest(self.point.clause)

    @property
    def cut(self) -> bool:
        return self.point.clause != self.point.sentence


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the judged points are right; ``changed`` have another short form now.

    ``gone`` are judgements on points that the sources no longer have.
    """

    judged: int
    right: int
    changed: tuple[Shortened, ...]
    gone: int


def points(sources: Iterable[str] = READ) -> Iterator[Shortened]:
    """The points of every question of ``sources``, as if nothing were merged; each once."""
    seen = set()
    for source in sources:
        for document in _documents(source):
            for question in document.questions:
                for point in summary(_alone(question)):
                    made = Shortened(source, question.text, point)
                    if len(point.sentence) > 1 and made.key not in seen:
                        seen.add(made.key)
                        yield made


def _documents(source: str) -> Iterator[Document]:
    if source == _FIELDS:
        yield from (document for field in labelled_fields() for document in field.documents)
    else:
        yield from read_folder(SOURCES[source])


def there(source: str) -> bool:
    """Whether the documents of ``source`` can be read here."""
    return source == _FIELDS or SOURCES[source].is_dir()


def labels() -> dict[tuple[str, str], tuple[str, Judgement]]:
    """By the key of a point: the digest of the short form that was read, and the judgement."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["source"], row["point"]): (row["short"], Judgement(row["judgement"])) for row in rows
    }


def figures(
    found: Iterable[Shortened], judged: Mapping[tuple[str, str], tuple[str, Judgement]]
) -> Figures:
    """The figures of ``found`` by the judgements ``judged``."""
    now = {one.key: one for one in found}
    still = {key: value for key, value in judged.items() if key in now}
    changed = tuple(now[key] for key, (short, _) in still.items() if now[key].short != short)
    right = sum(
        judgement is Judgement.RIGHT
        for key, (short, judgement) in still.items()
        if now[key].short == short
    )
    return Figures(len(still), right, changed, len(judged) - len(still))


def sample(found: Iterable[Shortened]) -> list[Shortened]:
    """250 points to judge: of each source and kind those whose digests come first."""
    every = sorted(found, key=lambda one: one.key)
    return [
        one
        for (source, cut), count in _SAMPLE.items()
        for one in [one for one in every if (one.source, one.cut) == (source, cut)][:count]
    ]


def _alone(question: Question) -> Entry:
    parts = (AnswerPart(one.label, one.kind, one.blocks, 0) for one in question.sections)
    return Entry(question.text, (question,), tuple(parts), ())


def _digest(*texts: str) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:12]


def main() -> None:
    """Print the figures, and every point that has to be read again."""
    read = list(filter(there, READ))
    judged = {key: value for key, value in labels().items() if key[0] in read}
    result = figures(points(read), judged)
    print(f"right: {result.right} of {result.judged} ({result.right / max(result.judged, 1):.1%})")
    for one in result.changed:
        print(f"judge again: {','.join(one.key)},{one.short}")
        print(f"  {one.question}\n  {one.point.term} | {one.point.sentence}\n  {one.point.clause}")
    if result.gone:
        print(f"{result.gone} judged points are in the sources no longer")


if __name__ == "__main__":
    main()
