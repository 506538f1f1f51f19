"""Precision and recall of finding repeated questions: ``python -m evaluation.match [--semantic]``.

There are four banks. The rules were written while looking at the first three (seeds, corpus and
the documents of the reader's tests; ``practice``; ``sources/``). The last one, ``held_out``, was
written and labelled by someone who did not know the rules, and nothing was chosen by it. All
labelled pairs of a bank are counted, also those that are different because their documents were
labelled completely; borderline pairs are left out. Besides there are the fields of
`evaluation.labelled_fields` and the subjects of `evaluation.labelled_subjects`, each matched by
itself, and ``../shared/corpus/merge``, where it is
there, by which nothing was chosen. `evaluation.tune` chose weights and levels on the first three
banks, the fields and the subjects; it prints what they come to in fields left out.
Baselines take the threshold with the best F1 on the first bank.

The command ends with the table of ``docs/matching.md``; a test compares the two. With
``--semantic`` questions are compared by a sentence encoder too, which needs the extra ``semantic``.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from evaluation.foreign_labels import FOLDER, ForeignLabels
from evaluation.labelled_fields import labelled_fields
from evaluation.labelled_subjects import labelled_subjects
from evaluation.labels import Bank, Label, LabelledPair, Labels, Place, load, place, read_bank
from evaluation.stages import find_entries
from shuati.config.settings import Settings
from shuati.model import Document, Question, Verdict
from shuati.model.views import all_text
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner, opened
from shuati.text.markdown import plain
from shuati.text.segmenter import Segmenter

BANKS = {
    "tuned on": ("seeds", "corpus", "documents"),
    "tuned on, too": ("practice",),
    "tuned on, at last": ("sources",),
    "held out": ("held_out",),
}

HELD_OUT = "held out"
"""The bank by which nothing is chosen."""

FIELDS, SUBJECTS, FOREIGN = "fields", "subjects", "four authors"

ROWS = {
    "tuned on": "real documents and the reader's",
    "tuned on, too": "`evaluation/practice`",
    "tuned on, at last": "`sources`, without its decisions",
    FIELDS: "the fields of `evaluation/paraphrases`, each by itself",
    SUBJECTS: "the subjects of `evaluation/subjects`, each by itself",
    HELD_OUT: "held out",
    FOREIGN: "machine learning, four authors",
}
"""What the sets are called in ``docs/matching.md``."""

Measure = Callable[[Sequence[Question]], Callable[[Question, Question], float]]


@dataclass(frozen=True, slots=True)
class Figures:
    """True positives, false positives, and how many pairs are labelled *same*."""

    right: int
    wrong: int
    same: int

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.right + other.right, self.wrong + other.wrong, self.same + other.same)

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.wrong, 1)
        recall = self.right / max(self.same, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
            f"  ({self.right} right, {self.wrong} wrong of {self.same})"
        )


def judged(questions: Sequence[Question], labels: Labels) -> list[LabelledPair]:
    """All pairs of ``questions`` that are labelled same or different."""
    reasons = {frozenset((place(pair.a), place(pair.b))): pair.why for pair in labels.pairs}
    return [
        LabelledPair(a, b, label, reasons.get(frozenset((place(a), place(b))), ""))
        for a, b in combinations(questions, 2)
        if (label := labels.label(a, b)) in (Label.SAME, Label.DIFFERENT)
    ]


def counted(pairs: Sequence[LabelledPair], joined: Callable[[LabelledPair], bool]) -> Figures:
    """The figures of ``joined``, which takes a pair for the same or not, on labelled pairs."""
    right = sum(joined(pair) for pair in pairs if pair.label is Label.SAME)
    wrong = sum(joined(pair) for pair in pairs if pair.label is Label.DIFFERENT)
    return Figures(right, wrong, sum(pair.label is Label.SAME for pair in pairs))


# ── baselines ────────────────────────────────────────────────────────────────


def rapidfuzz_ratio(questions: Sequence[Question]) -> Callable[[Question, Question], float]:
    """RapidFuzz's normalised edit similarity of the titles."""
    from rapidfuzz import fuzz

    return lambda a, b: fuzz.ratio(plain(a.text), plain(b.text)) / 100


def tfidf(features: Callable[[str], list[str]], *, answers: bool) -> Measure:
    """The cosine of TF-IDF vectors of the titles, or of titles and answers."""

    def text(question: Question) -> str:
        sections = question.sections if answers else ()
        texts = [all_text(section.blocks) for section in sections]
        return "\n".join([plain(question.text), *texts]).casefold()

    def fit(questions: Sequence[Question]) -> Callable[[Question, Question], float]:
        counts = {place(q): Counter(features(text(q))) for q in questions}
        held = Counter(word for count in counts.values() for word in count)
        vectors = {
            at: {word: n * math.log(len(counts) / held[word]) for word, n in count.items()}
            for at, count in counts.items()
        }

        def cosine(a: Question, b: Question) -> float:
            x, y = vectors[place(a)], vectors[place(b)]
            dot = sum(value * y.get(word, 0.0) for word, value in x.items())
            lengths = math.sqrt(sum(v * v for v in x.values()) * sum(v * v for v in y.values()))
            return dot / lengths if lengths else 0.0

        return cosine

    return fit


def grams(text: str) -> list[str]:
    """Bigrams and trigrams of characters."""
    return [text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1)]


def best_threshold(
    pairs: Sequence[LabelledPair], score: Callable[[Question, Question], float]
) -> float:
    """The threshold with the best F1 on ``pairs``."""
    scores = [(score(pair.a, pair.b), pair.label is Label.SAME) for pair in pairs]
    same = sum(right for _, right in scores)

    def f1(limit: float) -> float:
        joined = [right for value, right in scores if value >= limit]
        return 2 * sum(joined) / max(len(joined) + same, 1)

    return max((step / 100 for step in range(1, 100)), key=f1)


# ── the table ────────────────────────────────────────────────────────────────


class Ours:
    """What the program makes of documents, without anybody's decisions."""

    def __init__(
        self,
        documents: Sequence[Document],
        settings: Settings | None = None,
        runner: Runner | None = None,
    ) -> None:
        matching = find_entries(documents, settings or Settings(), runner=runner)
        self.entries, self.pairs = matching.entries, matching.pairs
        self._home = {
            place(variant): number
            for number, entry in enumerate(matching.entries)
            for variant in entry.variants
        }
        self.review = {
            frozenset((place(pair.a), place(pair.b)))
            for pair in matching.pairs
            if pair.verdict is Verdict.REVIEW
        }

    def same(self, pair: LabelledPair) -> bool:
        """Whether both questions are in one entry."""
        return self._home[place(pair.a)] == self._home[place(pair.b)]

    def found(self, pair: LabelledPair) -> bool:
        """Whether they are, or the pair is to be reviewed."""
        return self.same(pair) or frozenset((place(pair.a), place(pair.b))) in self.review


def documents_of(part: str, bank: Bank) -> tuple[list[Document], list[Question]]:
    """The documents of a bank of `BANKS`, and all their questions."""
    documents = [document for name in BANKS[part] for document in bank.get(name, ())]
    return documents, [question for document in documents for question in document.questions]


@dataclass(frozen=True)
class LabelledSet:
    """Documents that are matched together, and the pairs of their questions that are labelled."""

    name: str  # of `ROWS`
    documents: tuple[Document, ...]
    pairs: tuple[LabelledPair, ...]

    @property
    def questions(self) -> list[Question]:
        return [question for document in self.documents for question in document.questions]


def labelled_sets() -> Iterator[LabelledSet]:
    """All that are there, those of one name in a row."""
    bank = read_bank()
    labels = load(bank)
    for part in BANKS:
        documents, questions = documents_of(part, bank)
        yield LabelledSet(part, tuple(documents), tuple(judged(questions, labels)))
    for field in labelled_fields():
        group = dict(zip(map(place, _questions(field.documents)), field.groups, strict=True))

        def in_one_group(a: Question, b: Question, group: Mapping[Place, int] = group) -> bool:
            return group[place(a)] == group[place(b)]

        yield LabelledSet(FIELDS, field.documents, _pairs(field.documents, in_one_group))
    for subject in labelled_subjects():
        pairs = _pairs(subject.documents, subject.same)
        yield LabelledSet(SUBJECTS, subject.documents, pairs)
    if FOLDER.is_dir():
        foreign = ForeignLabels()
        yield LabelledSet(FOREIGN, foreign.documents, _pairs(foreign.documents, foreign.same))


def _questions(documents: Iterable[Document]) -> list[Question]:
    return [question for document in documents for question in document.questions]


def _pairs(
    documents: Iterable[Document], same: Callable[[Question, Question], bool | None]
) -> tuple[LabelledPair, ...]:
    return tuple(
        LabelledPair(a, b, Label.SAME if known else Label.DIFFERENT, "")
        for a, b in combinations(_questions(documents), 2)
        if (known := same(a, b)) is not None
    )


@dataclass
class Row:
    """The figures of all sets of one name."""

    same: Figures = Figures(0, 0, 0)
    found: Figures = Figures(0, 0, 0)  # merged or to be reviewed
    review: int = 0

    def add(self, pairs: Sequence[LabelledPair], ours: Ours) -> None:
        self.same += counted(pairs, ours.same)
        self.found += counted(pairs, ours.found)
        self.review += len(ours.review)

    def line(self, name: str) -> str:
        """In the table of ``docs/matching.md``."""
        figures = (self.same.same, self.same.right, self.same.wrong, self.found.right, self.review)
        return f"| {ROWS[name]} | " + " | ".join(map(str, figures)) + " |"


def table() -> list[str]:
    """The lines of the table in ``docs/matching.md``, without its head."""
    rows: dict[str, Row] = defaultdict(Row)
    for one in labelled_sets():
        rows[one.name].add(one.pairs, Ours(one.documents))
    return [rows[name].line(name) for name in ROWS if name in rows]


def main(arguments: Sequence[str]) -> None:
    """Print precision, recall and F1 of every set, and the table of the documentation."""
    settings = Settings(semantic="--semantic" in arguments)
    with opened(Progress()) as runner:
        _compare(settings, runner)


def _compare(settings: Settings, runner: Runner) -> None:
    words = Segmenter([])
    others: dict[str, Measure] = {
        "rapidfuzz ratio of titles": rapidfuzz_ratio,
        "TF-IDF characters, titles": tfidf(grams, answers=False),
        "TF-IDF characters, titles and answers": tfidf(grams, answers=True),
        "TF-IDF jieba words, titles": tfidf(words.split, answers=False),
        "TF-IDF jieba words, titles and answers": tfidf(words.split, answers=True),
    }
    limits: dict[str, float] = {}
    rows: dict[str, Row] = defaultdict(Row)
    figures: dict[tuple[str, str], Figures] = {}
    for one in labelled_sets():
        rows[one.name].add(one.pairs, Ours(one.documents, settings, runner))
        for name, measure in others.items():
            score = measure(one.questions)
            limit = limits.setdefault(name, best_threshold(one.pairs, score))
            own = counted(one.pairs, lambda pair, s=score, t=limit: s(pair.a, pair.b) >= t)
            key = (one.name, name)
            figures[key] = figures[key] + own if key in figures else own
    for part, row in rows.items():
        print(f"\n{ROWS[part]}")
        print(f"  {'shuati, same':42} {row.same}")
        print(f"  {'shuati, same or review':42} {row.found}, {row.review} pairs to review")
        for name, limit in limits.items():
            print(f"  {name:42} {figures[part, name]}  at {limit:.2f}")
    print("", *(row.line(part) for part, row in rows.items()), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
