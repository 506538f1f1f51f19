"""What a learner keeps who imports every build of a bank that is edited.

    python -m evaluation.study [SOURCES] [--cards 500] [--builds 20] [--seed 1]

Copies SOURCES (default: the questions that ship), imports the deck into Anki's own engine,
reviews so many cards and tags their notes, then edits the documents, builds and imports again
and again. Counts, of the notes whose question, answer and place no edit touched, those with the
same intervals, repetitions, lapses, ease and logs, and those with the learner's own tags; and of
the others too, whose tags Anki replaces when it updates a note.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from anki.collection import Collection, ImportAnkiPackageRequest

from shuati.ledger.fingerprint import Fingerprint, fingerprint, first_guid
from shuati.ledger.store import Ledger, load
from shuati.pipeline.bank import Bank, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress
from shuati.publish.anki.note_types import NoteKind

ROOT = Path(__file__).resolve().parents[1]
_OWN_TAGS = ("marked", "我的")
_HEADING = re.compile(r"^### ", re.MULTILINE)
_PROSE = re.compile(r"^[^#|`>\-*$!\s][^`|]{20,}$", re.MULTILINE)
_TOPICS = ("灰度发布", "影子流量", "提示缓存", "结果去重", "长尾采样", "双写迁移", "冷热分层")

State = dict[str, tuple[object, ...]]  # guid → what a learner has of its cards


class Editor:
    """Edits the documents of a folder as people do, at random."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder, self._random = folder, random
        self._number = 900
        self.edits: Counter[str] = Counter()

    def edit(self) -> None:
        """Three edits of any kind."""
        kinds: tuple[Callable[[], None], ...] = (
            self._answer, self._answer, self._question, self._add, self._delete, self._move
        )  # fmt: skip
        for kind in self._random.choices(kinds, k=3):
            kind()
            self.edits[kind.__name__.strip("_")] += 1

    def _document(self, holding: re.Pattern[str] = _PROSE) -> Path:
        paths = sorted(self._folder.rglob("*.md"))
        return self._random.choice([p for p in paths if holding.search(p.read_text("utf-8"))])

    def _section(self, text: str) -> str:
        """A heading of the third level and what is under it, with its code in fences whole."""
        sections: list[list[str]] = []
        within = fenced = False
        for line in text.splitlines(keepends=True):
            if not fenced and re.match(r"#{1,3} ", line):
                within = line.startswith("### ")
                if within:
                    sections.append([])
            if line.lstrip().startswith(("```", "~~~")):
                fenced = not fenced
            if within:
                sections[-1].append(line)
        return "".join(self._random.choice(sections))

    def _answer(self) -> None:
        path = self._document()
        text = path.read_text("utf-8")
        line = self._random.choice(_PROSE.findall(text))
        path.write_text(text.replace(line, f"{line}这一点在实践中常被忽略。", 1), "utf-8")

    def _question(self) -> None:
        path = self._document(_HEADING)
        text = path.read_text("utf-8")
        heading, line, rest = self._section(text).partition("\n")
        path.write_text(
            text.replace(heading + line + rest, f"{heading}（简答）{line}{rest}"), "utf-8"
        )

    def _add(self) -> None:
        self._number += 1
        topic = f"{self._random.choice(_TOPICS)}第 {self._number} 式"
        answer = f"**答案：** {topic}先在小范围内验证，再按指标放开，出错时退回上一版。"
        with self._document().open("a", encoding="utf-8") as file:
            file.write(f"\n\n### {self._number}. 什么是{topic}？\n\n{answer}\n")

    def _cut(self) -> str:
        path = self._document(_HEADING)
        text = path.read_text("utf-8")
        section = self._section(text)
        path.write_text(text.replace(section, "", 1), "utf-8")
        return section

    def _delete(self) -> None:
        self._cut()

    def _move(self) -> None:
        section = self._cut()
        with self._document().open("a", encoding="utf-8") as file:
            file.write(f"\n\n{section.strip()}\n")


def _import(collection: Collection, package: Path) -> None:
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package)))


def _study(collection: Collection, cards: int, random: Random) -> int:
    """Review new cards, half of them twice, and tag their notes; how many were reviewed."""
    chosen = list(collection.find_cards("is:new"))
    random.shuffle(chosen)
    notes = set()
    for at, number in enumerate(chosen[:cards]):
        for rating in (4, 3) if at % 2 else (4,):
            card = collection.get_card(number)
            if card.reps:
                card.due = collection.sched.today
                collection.update_card(card)
            card.start_timer()
            collection.sched.answerCard(card, rating)
        notes.add(collection.get_card(number).nid)
    for number in sorted(notes):
        note = collection.get_note(number)
        note.tags += _OWN_TAGS
        collection.update_note(note)
    return len(chosen[:cards])


def _cards(collection: Collection) -> State:
    assert collection.db
    rows = collection.db.all(
        "select n.guid, c.id, c.did, c.ivl, c.reps, c.lapses, c.factor,"
        " (select count() from revlog r where r.cid = c.id)"
        " from cards c join notes n on n.id = c.nid where c.reps > 0 order by c.id"
    )
    state: dict[str, list[object]] = {}
    for guid, *card in rows:
        state.setdefault(guid, []).append(tuple(card))
    return {guid: tuple(cards) for guid, cards in state.items()}


def _tagged(collection: Collection) -> set[str]:
    assert collection.db
    rows = collection.db.all("select guid, tags from notes")
    return {guid for guid, tags in rows if {*_OWN_TAGS} <= {*tags.split()}}


def _contents(bank: Bank) -> dict[str, frozenset[tuple[str, ...]]]:
    """The questions of every entry, their answers, headings and documents, by guid."""
    return {
        entry.guid: frozenset((one.heading, *_own(fingerprint(one))) for one in entry.variants)
        for entry in bank.entries
    }


def _own(one: Fingerprint) -> tuple[str, ...]:
    return one.asked, one.answer, one.path, one.heading


def main(arguments: list[str]) -> None:
    """Print what was kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sources", nargs="?", type=Path, default=ROOT / "sources")
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--builds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    random = Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(options.sources, folder / "sources")
        (folder / "sources" / "ledger.json").unlink(missing_ok=True)
        (folder / "sources" / "decisions.toml").unlink(missing_ok=True)
        plan = Plan(
            folder / "sources",
            folder / "output",
            folder / "sources" / "ledger.json",
            frozenset({"deck"}),
        )
        package = folder / "output" / "shuati.apkg"
        bank = _built(plan)
        collection = Collection(str(folder / "collection.anki2"))
        _import(collection, package)
        reviewed = _study(collection, options.cards, random)
        before, first = _cards(collection), _contents(bank)
        untouched = {*first}
        lists = _owners(load(plan.ledger))
        editor = Editor(plan.sources, random)
        for _ in range(options.builds):
            editor.edit()
            now = _contents(_built(plan))
            _import(collection, package)
            untouched = {guid for guid in untouched if now.get(guid) == first[guid]}
        after, tagged = _cards(collection), _tagged(collection)
        collection.close()
    own = {guid for guid in before if lists.get(guid) in untouched}
    others = before.keys() - own
    same = {guid for guid in before if after.get(guid) == before[guid]}
    print(f"{reviewed} cards of {len(before)} notes reviewed, {options.builds} builds imported")
    print("edits: " + ", ".join(f"{count} {kind}" for kind, count in sorted(editor.edits.items())))
    print(f"untouched: {len(own)} notes, {len(own & same)} with the same cards and logs,")
    print(f"           {len(own & tagged)} with the learner's own tags")
    print(f"touched:   {len(others)} notes, {len(others & same)} with the same cards and logs,")
    print(f"           {len(others & tagged)} with the learner's own tags")


def _built(plan: Plan) -> Bank:
    bank = build(plan, Progress()).bank
    assert bank  # every build is of other documents
    return bank


def _owners(ledger: Ledger) -> dict[str, str]:
    """The guid of the entry of every note, by the note's."""
    found = {}
    for record in ledger.records:
        found[record.guid] = found[first_guid(record.guid, NoteKind.LIST)] = record.guid
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
