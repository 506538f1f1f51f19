"""How well points of several documents are made one: ``python -m evaluation.points``.

Which of them are one is chosen and measured by `evaluation.points_joined`, which of their sentences
have something new here, both on ``labels/points.toml``. Then counts the points of merged entries,
those that repeat another, and what got lost.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from evaluation import points_joined
from evaluation.labels import LABELS, SOURCES
from evaluation.points_joined import Links, labelled, question_of, text_of
from evaluation.stages import find_entries, read_folder
from shuati.config.settings import Settings
from shuati.merge import merge
from shuati.merge.coverage import LEAST_COVERED, covered
from shuati.merge.redundancy import clauses
from shuati.merge.same_points import LEAST_SCORE, WEIGHTS
from shuati.merge.terms import term_key
from shuati.model import Entry
from shuati.model.views import points_of
from shuati.publish.anki.asked_lists import asked_lists
from shuati.text.fold import fold_letters
from shuati.text.ngrams import bigrams

SHARES = tuple(step / 100 for step in range(40, 101, 5))
_REPEATED = 0.4  # of a point's bigrams in one other point of its entry


# ── which sentences of a point have nothing new ──────────────────────────────


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence about a point whose text is ``kept``, and whether it has something ``new``."""

    field: str
    question: str
    term: str
    kept: str
    text: str
    new: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """Sentences that were judged: as they are labelled, dropped wrongly, and left wrongly."""

    right: int = 0
    lost: int = 0
    doubled: int = 0

    def __add__(self, other: Judged) -> Judged:
        return Judged(
            self.right + other.right, self.lost + other.lost, self.doubled + other.doubled
        )

    @property
    def cost(self) -> int:
        """A sentence that is lost counts four times one that is doubled."""
        return 4 * self.lost + self.doubled


@cache
def labelled_sentences() -> tuple[LabelledSentence, ...]:
    """The sentences of ``labels/points.toml``."""
    table = tomllib.loads((LABELS / "points.toml").read_text("utf-8"))
    return tuple(
        LabelledSentence(
            one["field"],
            one["question"],
            one["term"],
            one["kept"],
            line[2:],
            {"+": True, "=": False}[line[0]],
        )
        for one in table["sentences"]
        for line in one["others"]
    )


def judged(sentences: Iterable[LabelledSentence], least: float) -> Judged:
    """How ``sentences`` are judged with a share of `shuati.merge.coverage.covered`."""
    return sum((_judged(one, least) for one in sentences), Judged())


def _judged(one: LabelledSentence, least: float) -> Judged:
    found_new = not covered(one.text, [one.kept], one.term, one.question, least)
    return Judged(found_new is one.new, one.new and not found_new, found_new and not one.new)


def chosen_share(sentences: Iterable[LabelledSentence]) -> float:
    """The highest share of `SHARES` that costs at most one sentence more than the best: where
    labels hardly differ, less is dropped."""
    judging = tuple(sentences)
    costs = {least: judged(judging, least).cost for least in SHARES}
    return max(least for least, cost in costs.items() if cost <= min(costs.values()) + 1)


def sentences_left_out() -> dict[str, tuple[float, Judged]]:
    """For every field the share chosen on the others, and how its sentences are judged with it."""
    found = {}
    for name in dict.fromkeys(one.field for one in labelled_sentences()):
        least = chosen_share(one for one in labelled_sentences() if one.field != name)
        found[name] = (
            least,
            judged((one for one in labelled_sentences() if one.field == name), least),
        )
    return found


# ── what merging makes of them ───────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Merging:
    """Labelled points after merging."""

    points: int  # in the documents
    left: int  # in the entries
    lost: tuple[str, ...]  # clauses that cannot be found again
    doubled: tuple[str, ...]  # points that say a clause twice


def merging() -> Merging:
    """What becomes of the labelled points."""
    count, left = 0, 0
    lost: list[str] = []
    doubled: list[str] = []
    for entry in labelled():
        result = merge([question_of(entry, at) for at in range(len(entry.documents))])
        made = [text_of(point) for part in result.entry.parts for point in points_of(part.blocks)]
        left += len(made)
        for one in (one for document in entry.documents for one in document):
            count += 1
            lost += [clause for clause in clauses(one.text) if not _found_in(clause, made)]
        doubled += [text for text in made if _says_twice(text)]
    return Merging(count, left, tuple(lost), tuple(doubled))


def _found_in(clause: str, texts: Sequence[str]) -> bool:
    own = bigrams(fold_letters(clause))
    return own.total() < 2 or any(_share(own, bigrams(fold_letters(text))) >= 0.5 for text in texts)


def _says_twice(text: str) -> bool:
    said = [bigrams(fold_letters(one)) for one in clauses(text.partition("：")[2])]
    return any(
        min(a.total(), b.total()) > 3 and max(_share(a, b), _share(b, a)) >= 0.75
        for a, b in combinations(said, 2)
    )


def _share(part: Counter[str], whole: Counter[str]) -> float:
    return (part & whole).total() / max(part.total(), 1)


# ── banks ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Repeats:
    """Points of a bank that one learns, and those that repeat another of their entry."""

    points: int
    terms: int  # with a term that another has
    near: int  # with 40 % of their bigrams in one other
    near_elsewhere: int  # that is of another document


def repeats(entries: Iterable[Entry]) -> Repeats:
    """The repetitions among the points that cards ask."""
    total, terms, near, elsewhere = 0, 0, 0, 0
    for entry in entries:
        points = [(point, one.variant) for one in asked_lists(entry) for point in one.points.points]
        grams = [bigrams(fold_letters(text_of(point))) for point, _ in points]
        keys = Counter(term_key(point.term) for point, _ in points)
        total += len(points)
        terms += sum(keys[term_key(point.term)] > 1 for point, _ in points if point.term)
        for at, (_, variant) in enumerate(points):
            near_to = [
                points[other][1]
                for other, whole in enumerate(grams)
                if other != at and _share(grams[at], whole) >= _REPEATED
            ]
            near += bool(near_to)
            elsewhere += any(one != variant for one in near_to)
    return Repeats(total, terms, near, elsewhere)


def bank(name: str) -> tuple[Entry, ...]:
    """The entries of a bank of `evaluation.labels.SOURCES`."""
    return find_entries(read_folder(SOURCES[name]), Settings()).entries


def main() -> None:
    """Print everything."""
    weights, least = points_joined.chosen()
    print(f"chosen: {weights}, least {least}\nin use: {WEIGHTS}, least {LEAST_SCORE}")
    left_out = points_joined.left_out().values()
    for odds in points_joined.ODDS:
        print(f"  {odds:5.2f}  {_shown(points_joined.total(left_out, odds))}")
    print("fields, by what is chosen on the others:")
    together = points_joined.links_left_out()
    for name, found in together.items():
        print(f"  {name}  {_shown(found)}")
    print(f"  together  {_shown(sum(together.values(), Links()))}")
    print(f"of others  {_shown(points_joined.foreign_links())}")
    print(
        f"share chosen on all fields: {chosen_share(labelled_sentences())}, in use: {LEAST_COVERED}"
    )
    for least in SHARES:
        print(f"  {least:.2f}  {_shown_judged(judged(labelled_sentences(), least))}")
    print("fields, by the share chosen on the others:")
    all_judged = Judged()
    for name, (least, result) in sentences_left_out().items():
        all_judged += result
        print(f"  {name}  {least:.2f}  {_shown_judged(result)}")
    print(f"  together  {_shown_judged(all_judged)}")
    made = merging()
    print(
        f"merged: {made.points} points become {made.left}; {len(made.lost)} clauses lost, "
        f"{len(made.doubled)} points say a clause twice"
    )
    for text in (*made.lost, *made.doubled):
        print(f"    {text}")
    for name in ("seeds", "sources"):
        if SOURCES[name].is_dir():
            asked = repeats(bank(name))
            print(
                f"{name}: {asked.points} points, {asked.terms} with the term of another, "
                f"{asked.near} nearly in another, {asked.near_elsewhere} "
                f"({asked.near_elsewhere / asked.points:.1%}) in one of another document"
            )


def _shown(found: Links) -> str:
    return f"cost {found.cost:3}  right {found.right}  wrong {found.wrong}  missed {found.missed}"


def _shown_judged(found: Judged) -> str:
    return f"right {found.right}  lost {found.lost}  doubled {found.doubled}"


if __name__ == "__main__":
    main()
