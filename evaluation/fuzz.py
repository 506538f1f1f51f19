"""Mutated input, in search of exceptions and lost lines: ``python -m evaluation.fuzz``.

    python -m evaluation.fuzz documents --seconds 60 --seeds 0-1000000
    python -m evaluation.fuzz settings decisions ledger journal --seeds 17

Every seed makes one input, always the same one: a text of ``tests/read/documents`` or of
``../shared`` with lines and characters cut out, doubled, moved, and mixed with others, or a
settings file, decisions, a ledger, a journal with damaged values. Counted are exceptions that
are no message, lines of a document without exactly one owner, and sections whose lines lie
outside of their question's. One line on standard output for each failure, with its seed; exit
code 1 where there is any.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from evaluation.labels import ROOT
from evaluation.stages import find_entries
from shuati.config import settings
from shuati.ledger import identify, store
from shuati.ledger.surroundings import keep_surroundings, related_of, with_related
from shuati.match import decisions
from shuati.model import BuildError, Document, Severity
from shuati.pipeline import atomic_write
from shuati.publish.anki import decide_notes
from shuati.publish.anki.targets.apkg import package
from shuati.read import read
from shuati.sources.source import Source
from shuati.tag import tag
from shuati.tag.local_tags import local_tags

_DOCUMENTS = (ROOT / "tests" / "read" / "documents", ROOT.parent / "shared" / "corpus")
_LONGEST = 400  # lines of a mutated document
_FRAGMENTS = tuple(
    """<div>|</div>|<details>|<summary>|</summary>|</details>|<!--|-->|<!-- Q0042 -->|```|~~~|$$|:::
::: details 题|!!! note "题"|---|===|> |>>> |- |1. |（3）|三、|第三3三题
# |## |###### |**答案：**|**
__|<br>|<table>|</td>|<pre>|<script>|<p>|| 题 | 答 ||---|---||\\|\ue000|\U0001f600|\u200b|\ufeff
\u3000|\t|\x0b|\x0c|\x1c|\x85|\u2028|\r|[^1]: |[a](b)|![](a.png)|![图][甲]|[甲]: a.png|A. 甲
题目3：|Q8: |答：|    |<sub>|<![CDATA[|<?|<h3>1. 题</h3>|<dt>题</dt>|&lt;|#+TITLE: x|* 题
#separator:tab|题\t答|题::答""".replace("\n", "|").split("|")
)
_VALUES = (
    *("0", "-1", "9" * 5000, "1e999", "nan", "inf", "true", '""', '"\\u0000"', '"a::"', '["="]'),
    *('"\\ud800"', "[" * 2000, "[" * 500 + "]" * 500, "{}", "[]", "null", '[""]', '["/"]', "1.5"),
    *('"Q' + "9" * 5000 + '"', '"a.md:' + "9" * 5000 + '"', "1979-05-27", '"\\u202e"', "{a = 1}"),
)


@cache
def documents() -> tuple[str, ...]:
    """The texts that are mutated."""
    files = (file for folder in _DOCUMENTS for file in sorted(folder.rglob("*")))
    texts = [f.read_bytes() for f in files if f.is_file() and f.suffix in (".md", ".txt")]
    assert texts
    return tuple(text.decode("utf-8-sig", "replace") for text in texts)


def mutated(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """``text`` with up to twelve changes, most of them to whole lines."""
    lines = text.split("\n")
    if len(lines) > _LONGEST:
        start = rng.randrange(len(lines) - _LONGEST)
        lines = lines[start : start + _LONGEST]
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(lines) + 1)
        to = min(len(lines), at + rng.randint(1, 6))
        match rng.randrange(9):
            case 0:
                del lines[at:to]
            case 1:
                lines[to:to] = lines[at:to]
            case 2:
                lines[at:to] = [" " * rng.randint(1, 8) + line for line in lines[at:to]]
            case 3:
                lines[at:at] = [rng.choice(_FRAGMENTS) for _ in range(rng.randint(1, 3))]
            case 4:
                lines[at:to] = [rng.choice(_FRAGMENTS) + line for line in lines[at:to]]
            case 5:
                lines[at:to] = [_with_fragment(line, rng) for line in lines[at:to]]
            case 6:
                other = rng.choice(others).split("\n")
                begin = rng.randrange(len(other))
                lines[at:at] = other[begin : begin + rng.randint(1, 12)]
            case 7:
                lines[at:to] = [line for line in lines[at:to] if line.strip()]
            case 8:
                del lines[at + 1 :]
    return "\n".join(lines)


def _with_fragment(line: str, rng: random.Random) -> str:
    """``line`` with some of its characters replaced by a fragment."""
    at = rng.randrange(len(line) + 1)
    return line[:at] + rng.choice(_FRAGMENTS) + line[at + rng.randint(0, 5) :]


def complaints(document: Document, text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a document that was read from ``text``: its kind, and details."""
    lines = re.split(r"\r+\n|\r|\n", text)
    owners = Counter[int]()
    parts = [*(q.span for q in document.questions), *(other.span for other in document.other)]
    for span in parts:
        owners.update(range(span.first, span.last + 1))
    for number, line in enumerate(lines, 1):
        if line.replace("\ufeff", "").strip() and owners[number] != 1:
            yield "line lost", f"line {number} has {owners[number]} owners: {line[:60]!r}"
    for question in document.questions:
        for section in question.sections:
            first, last = question.span.first, question.span.last
            if not first <= section.span.first <= section.span.last <= last:
                yield "section outside", f"{section.span} of {question.span}"


def _try_document(rng: random.Random, folder: Path) -> Iterator[tuple[str, str]]:
    text = mutated(rng.choice(documents()), rng, documents())
    document = read(Source(rng.choice(["a.md", "a.txt"]), text.encode("utf-8", "replace")))
    if not any(one.severity is Severity.ERROR for one in document.diagnostics):
        yield from complaints(document, text)


def _try_settings(rng: random.Random, folder: Path) -> Iterator[tuple[str, str]]:
    names = [*settings.Settings.__dataclass_fields__, "[tool.shuati]", "[a]", "\x00", "none"]
    lines = [f"{rng.choice(names)} = {_value(rng)}" for _ in range(rng.randint(1, 4))]
    (folder / "shuati.toml").write_text(_damaged("\n".join(lines), rng), "utf-8", "replace")
    _expect_message(lambda: settings.load(folder))
    yield from ()


def _try_decisions(rng: random.Random, folder: Path) -> Iterator[tuple[str, str]]:
    keys = ("questions", "note", "by", "reason", "date", "none")
    text = ""
    for _ in range(rng.randint(1, 3)):
        text += rng.choice(["[[same]]", "[[different]]", "[same]", "same = 1"]) + "\n"
        listed = ", ".join(_value(rng) for _ in range(rng.randint(0, 3)))
        text += f"{rng.choice(keys)} = [{listed}]\n{rng.choice(keys)} = {_value(rng)}\n"
    (folder / decisions.FILE).write_text(_damaged(text, rng), "utf-8", "replace")
    _expect_message(lambda: decisions.load(folder / decisions.FILE))
    yield from ()


def _try_ledger(rng: random.Random, folder: Path) -> Iterator[tuple[str, str]]:
    """A damaged ledger is refused by its reader, or a whole build goes on with it."""
    text = _ledger_text()
    values = list(re.finditer(r'"(?:[^"\\]|\\.)*"(?!:)|\d+', text))
    for match in sorted(rng.sample(values, rng.randint(0, 2)), reverse=True, key=re.Match.start):
        new = rng.choice(values)[0] if rng.random() < 0.3 else _value(rng)
        text = text[: match.start()] + new + text[match.end() :]
    path = folder / "ledger.json"
    path.write_text(_damaged(text, rng), "utf-8", "replace")
    _expect_message(lambda: store.dump(_next_ledger(store.load(path), _QUESTIONS)).encode())
    yield from ()


_QUESTIONS = (
    "# 物理\n\n## 什么是力？\n\n"
    "- **推：** 推动物体。\n- **拉：** 拉动物体。\n- **压：** 压住物体。\n\n"
    "## 什么是功？\n\n力与位移之积。\n"
)


@cache
def _ledger_text() -> str:
    """A ledger in which every kind of value is there: of deleted, merged and sent entries."""
    more = "\n## 什么是能？\n\n做功的本领。\n\n## 何谓功？\n\n力与位移的乘积。\n"
    first = _next_ledger(store.Ledger(), _QUESTIONS + more)
    sent = store.SentNote("问答", ("Q0003", "什么是能？"), ("物理",), 5)
    records = tuple(
        replace(record, aliases=("Q0003",), wordings=("何谓力？",)) if at == 0 else record
        for at, record in enumerate(_next_ledger(first, _QUESTIONS).records)
    )
    references = (("Q0001", records[0].fingerprints),)
    return store.dump(replace(first, records=records, retired_notes=(("g", sent),),
                              references=references))  # fmt: skip


def _next_ledger(ledger: store.Ledger, text: str) -> store.Ledger:
    """The ledger after a build of ``text`` with ``ledger``, in which the notes are packed."""
    document = read(Source("a.md", text.encode()))
    wanted = settings.Settings(notes=("问答", "要点", "术语"))
    found = identify(ledger, find_entries([document], wanted).entries, wanted.deck, 100)
    entries, known = keep_surroundings(
        found.ledger, tag(found.entries, wanted), local_tags(found.entries, ()), ""
    )
    related = related_of(known)
    decided = decide_notes(
        with_related(entries, related), [document], wanted, known, {}, 100, related=related
    )
    package(decided.plan, wanted)
    return decided.ledger


def _try_journal(rng: random.Random, folder: Path) -> Iterator[tuple[str, str]]:
    values = [_value(rng) for _ in range(rng.randint(0, 3))]
    path = folder / ".ledger.json.journal"
    path.write_text(_damaged(f"[{', '.join(values)}]", rng), "utf-8", "replace")
    _expect_message(lambda: atomic_write.finish(path))
    yield from ()


def _value(rng: random.Random) -> str:
    return rng.choice(_VALUES)


def _damaged(text: str, rng: random.Random) -> str:
    """``text``, half of the time with a fragment in it or its end missing."""
    match rng.randrange(4):
        case 0:
            return _with_fragment(text, rng)
        case 1:
            return text[: rng.randrange(len(text) + 1)]
    return text


def _expect_message(work: Callable[[], object]) -> None:
    with suppress(BuildError):
        work()


_TRIALS: dict[str, Callable[[random.Random, Path], Iterator[tuple[str, str]]]] = {
    "documents": _try_document,
    "settings": _try_settings,
    "decisions": _try_decisions,
    "ledger": _try_ledger,
    "journal": _try_journal,
}


def trial(what: str, seed: int, folder: Path) -> list[tuple[str, str]]:
    """The failures of one seed: their kinds and details."""
    try:
        return list(_TRIALS[what](random.Random(f"{what} {seed}"), folder))
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
        return [("exception", f"{type(error).__name__} in {place}: {str(error)[:80]}")]


def main() -> int:
    """Try seeds until they or the seconds are used up; print failures and their numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", nargs="*", default=list(_TRIALS), help=", ".join(_TRIALS))
    parser.add_argument("--seeds", default="0-999999999", help="17 or 0-1000")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most", type=int, default=20, help="failures of one kind shown")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    tried, failed = Counter[str](), Counter[str]()
    end = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(first), int(last or first) + 1):
            if time.monotonic() > end:
                break
            for what in options.what:
                failures = trial(what, seed, Path(folder))
                tried[what] += 1
                for kind in dict.fromkeys(kind for kind, _ in failures):
                    failed[kind] += 1
                    if failed[kind] <= options.most:
                        details = next(details for one, details in failures if one == kind)
                        print(f"{what} {seed}: {kind}: {details}", flush=True)
    print("tried:", ", ".join(f"{count} {what}" for what, count in tried.items()))
    print("failed:", ", ".join(f"{count} {kind}" for kind, count in failed.items()) or "none")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
