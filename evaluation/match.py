"""Precision and recall of finding repeated questions: ``python -m evaluation.match``.

There are four banks. The rules and thresholds were chosen by hand while looking at the first
three (seeds, corpus and the documents of the reader's tests; ``practice``; ``sources/``). The
last one, ``held_out``, was written and labelled by someone who did not know the rules, and
nothing was chosen by it. All labelled pairs of a bank are counted, also those that are
different because their documents were labelled completely; borderline pairs are left out.
Baselines take the threshold with the best F1 on the first bank.

The command ends with the table of ``docs/matching.md``; a test compares the two.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from evaluation.labels import Bank, Label, LabelledPair, Labels, load, place, read_bank
from evaluation.stages import find_entries
from shuati.config.settings import Settings
from shuati.model import Document, Question, Verdict
from shuati.model.views import all_text
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

ROWS = {
    "tuned on": "real documents and the reader's",
    "tuned on, too": "`evaluation/practice`",
    "tuned on, at last": "`sources`, without its decisions",
    "held out": "held out",
}
"""What the banks are called in ``docs/matching.md``."""

Measure = Callable[[Sequence[Question]], Callable[[Question, Question], float]]


@dataclass(frozen=True, slots=True)
class Figures:
    """True positives, false positives, and how many pairs are labelled *same*."""

    right: int
    wrong: int
    same: int

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

    def __init__(self, documents: Sequence[Document]) -> None:
        matching = find_entries(documents, Settings())
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
        self.merges = sum(len(entry.variants) - 1 for entry in matching.entries)

    def same(self, pair: LabelledPair) -> bool:
        """Whether both questions are in one entry."""
        return self._home[place(pair.a)] == self._home[place(pair.b)]

    def found(self, pair: LabelledPair) -> bool:
        """Whether they are, or the pair is to be reviewed."""
        return self.same(pair) or frozenset((place(pair.a), place(pair.b))) in self.review


def row(part: str, pairs: Sequence[LabelledPair], ours: Ours) -> str:
    """The line of a bank in the table of ``docs/matching.md``."""
    same, found = counted(pairs, ours.same), counted(pairs, ours.found)
    return f"| {ROWS[part]} | {same.same} | {same.right} | {same.wrong} | {found.right} |"


def documents_of(part: str, bank: Bank) -> tuple[list[Document], list[Question]]:
    """The documents of a bank of `BANKS`, and all their questions."""
    documents = [document for name in BANKS[part] for document in bank.get(name, ())]
    return documents, [question for document in documents for question in document.questions]


def table() -> list[str]:
    """The lines of the table in ``docs/matching.md``, without its head."""
    bank = read_bank()
    labels = load(bank)
    rows = []
    for part in BANKS:
        documents, questions = documents_of(part, bank)
        rows.append(row(part, judged(questions, labels), Ours(documents)))
    return rows


def main() -> None:
    """Print precision, recall and F1 of every bank, and the table of the documentation."""
    bank = read_bank()
    labels = load(bank)
    words = Segmenter([])
    others: dict[str, Measure] = {
        "rapidfuzz ratio of titles": rapidfuzz_ratio,
        "TF-IDF characters, titles": tfidf(grams, answers=False),
        "TF-IDF characters, titles and answers": tfidf(grams, answers=True),
        "TF-IDF jieba words, titles": tfidf(words.split, answers=False),
        "TF-IDF jieba words, titles and answers": tfidf(words.split, answers=True),
    }
    limits: dict[str, float] = {}
    rows = []
    for part, names in BANKS.items():
        documents, questions = documents_of(part, bank)
        pairs = judged(questions, labels)
        print(f"\n{part}: {', '.join(names)}; {dict(Counter(p.label.value for p in pairs))}")
        ours = Ours(documents)
        print(f"  {'shuati, same':42} {counted(pairs, ours.same)}")
        print(f"  {'shuati, same or review':42} {counted(pairs, ours.found)}")
        print(f"  {'':42} {ours.merges} merges, {len(ours.review)} pairs to review")
        for name, measure in others.items():
            score = measure(questions)
            limit = limits.setdefault(name, best_threshold(pairs, score))
            figures = counted(pairs, lambda pair, s=score, t=limit: s(pair.a, pair.b) >= t)
            print(f"  {name:42} {figures}  at {limit:.2f}")
        rows.append(row(part, pairs, ours))
    print("", *rows, sep="\n")


if __name__ == "__main__":
    main()
