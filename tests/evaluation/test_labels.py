"""The labels: every reference finds its question, and the verdicts fit together."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from evaluation.labels import (
    LABELS,
    Label,
    LabelError,
    Labels,
    load,
    place,
    read_bank,
    resolve,
    write_wordings,
)
from shuati.model import Document, Location, Question, Span


@pytest.fixture(scope="module")
def labels(shared: Path) -> Labels:
    assert shared.is_dir()
    return load(read_bank())


# ── the labels themselves ────────────────────────────────────────────────────


def test_labels_of_the_projects_own_documents_need_no_other_documents() -> None:
    own = {name: docs for name, docs in read_bank().items() if name in ("sources", "documents")}
    assert {pair.label for pair in load(own).pairs} == set(Label)


def test_there_are_enough_pairs_to_measure_with(labels: Labels) -> None:
    count = Counter(pair.label for pair in labels.pairs)
    assert count[Label.SAME] >= 70
    assert count[Label.DIFFERENT] >= 350


def test_no_question_stands_in_two_clusters(labels: Labels) -> None:
    members = [place(q) for cluster in labels.clusters for q in cluster.questions]
    assert len(members) == len(set(members))


def test_same_are_all_pairs_within_the_clusters_and_no_others(labels: Labels) -> None:
    same = {frozenset((place(p.a), place(p.b))) for p in labels.pairs if p.label is Label.SAME}
    assert same == {
        frozenset((place(a), place(b)))
        for cluster in labels.clusters
        for a, b in combinations(cluster.questions, 2)
    }


def test_members_of_a_cluster_agree_about_every_other_question(labels: Labels) -> None:
    home = {place(q): cluster.name for cluster in labels.clusters for q in cluster.questions}
    verdicts: defaultdict[frozenset[object], set[Label]] = defaultdict(set)
    for pair in labels.pairs:
        a, b = place(pair.a), place(pair.b)
        verdicts[frozenset((home.get(a, a), home.get(b, b)))].add(pair.label)
    assert [sides for sides, found in verdicts.items() if len(found) > 1] == []


def test_what_no_pair_names_is_different_only_where_all_was_read(labels: Labels) -> None:
    bank = read_bank()
    r01 = next(d for d in bank["corpus"] if d.path.startswith("r01")).questions
    assert {labels.label(a, b) for a, b in combinations(r01, 2)} == {Label.DIFFERENT}
    first, *_, last = (q for document in bank["documents"] for q in document.questions)
    assert labels.label(first, last) is None


def test_what_was_held_against_itself_only_is_not_judged_against_other_sources() -> None:
    bank = read_bank()
    labels = load(bank)
    first, *_, last = (q for document in bank["held_out"] for q in document.questions)
    other = bank["practice"][0].questions[0]
    assert labels.label(first, last) is Label.DIFFERENT
    assert labels.label(first, other) is None


def test_every_held_out_question_that_is_read_was_judged() -> None:
    """Fails where a better reader finds more of them: they need their pairs, too."""
    bank = read_bank()
    judged = {place(q) for pair in load(bank).pairs for q in (pair.a, pair.b)}
    read = (q for document in bank["held_out"] for q in document.questions)
    assert [q.text for q in read if place(q) not in judged] == []


def test_a_reason_is_a_few_words_of_our_own() -> None:
    for table in LABELS.rglob("*.csv"):
        for line in table.read_text(encoding="utf-8").splitlines():
            reason = line.rpartition(",")[2]
            # The bank in sources/ is ours; of the others no sentence may stand here.
            assert reason.isascii() or table.stem == "sources", line
            assert len(reason) < 80, line


# ── the loader ───────────────────────────────────────────────────────────────


def document(*asked: tuple[str, str]) -> Document:
    """A document with these numbers and titles; every question has four lines."""
    questions = (
        Question(Location("a.md", Span(first, first + 3)), number, title, title, ())
        for first, (number, title) in zip(range(1, 99, 4), asked, strict=False)
    )
    return Document("a.md", "", tuple(questions), ())


DOCUMENT = document(("1", "什么是锁？"), ("2", "什么是死锁？"), ("2", "锁是什么？"))
BANK = {"documents": (DOCUMENT,)}
LOCK, DEADLOCK, LOCK_AGAIN = "documents/a.md#1", "documents/a.md#L5", "documents/a.md#L10"


def folder_with(folder: Path, *rows: str) -> Path:
    """A folder of labels with these lines, without clusters."""
    (folder / "pairs").mkdir()
    table = "\n".join(("a,b,verdict,why", *rows, ""))
    (folder / "pairs" / "documents.csv").write_text(table, encoding="utf-8")
    (folder / "clusters.toml").write_text("complete = []\ncluster = []\n", encoding="utf-8")
    write_wordings(BANK, folder)
    return folder


def test_a_number_or_a_line_finds_the_question() -> None:
    assert resolve(LOCK, BANK) is DOCUMENT.questions[0]
    assert resolve(LOCK_AGAIN, BANK) is DOCUMENT.questions[2]


@pytest.mark.parametrize(
    ("reference", "what"),
    [
        ("documents/b.md#1", "no document b.md in documents"),
        ("documents/a.md#7", "no such question; there are 1, 2, 2"),
        ("documents/a.md#L99", "no such question"),
        ("documents/a.md#2", "used 2 times; write #L5 or #L9"),
        ("a.md#1", "is no source/path#number"),
    ],
)
def test_a_reference_that_names_no_single_question_says_why(reference: str, what: str) -> None:
    with pytest.raises(LabelError, match=what):
        resolve(reference, BANK)


def test_the_verdict_holds_in_both_orders(tmp_path: Path) -> None:
    labels = load(BANK, folder_with(tmp_path, f"{LOCK},{LOCK_AGAIN},same,one thing"))
    first, _, again = DOCUMENT.questions
    assert labels.label(first, again) is labels.label(again, first) is Label.SAME


def test_pairs_of_a_source_that_is_not_given_are_left_out(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, f"{LOCK},seeds/x.txt#1,different,other field")
    assert load(BANK, folder).pairs == ()


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([f"{LOCK},{LOCK},same,"], "documents.csv:2: .* paired with itself"),
        ([f"{LOCK},{LOCK_AGAIN},maybe,"], "documents.csv:2: 'maybe' is none of same"),
        ([f"{LOCK},{LOCK_AGAIN},same"], "documents.csv:2: not 4 columns"),
        ([f"{LOCK},elsewhere/a.md#1,same,"], "documents.csv:2: no source elsewhere"),
        (
            [f"{LOCK},{LOCK_AGAIN},same,", f"{LOCK_AGAIN},{LOCK},different,"],
            "documents.csv:3: .* judged twice",
        ),
    ],
)
def test_a_line_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, rows: list[str], what: str
) -> None:
    with pytest.raises(LabelError, match=what):
        load(BANK, folder_with(tmp_path, *rows))


def test_a_question_in_other_words_has_to_be_judged_again(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, f"{LOCK},{DEADLOCK},different,another object")
    reworded = document(("1", "什么是乐观锁？"), ("2", "什么是死锁？"))
    with pytest.raises(LabelError, match="judge again"):
        load({"documents": (reworded,)}, folder)
