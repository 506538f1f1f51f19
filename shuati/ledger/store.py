"""The ledger as values and as a file: which entry has which code, and what was sent of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from shuati.config.bounds import LEDGER, DeepValueError, check_depth, read_bytes
from shuati.config.settings import NOTE_TYPE_NAMES
from shuati.ledger.fingerprint import Fingerprint
from shuati.model import BuildError, failure

FORMAT = 1
_OLDER = range(2, 6)  # the numbers of backups before the last
_CODE = re.compile(r"Q([0-9]{4,18})")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The hash of what was last sent to Anki, and the time (s) at which it changed."""

    content: str
    modified: int


@dataclass(frozen=True, slots=True)
class SentNote:
    """What a note last showed: its note type's name, the HTML of its fields, its tags.

    ``retired`` is the time (s) since which no entry gives such a note, None while one does;
    ``modified`` the time (s) of its last change, 0 where that is remembered elsewhere.
    """

    kind: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    retired: int | None = None
    modified: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the cards of an entry show that depends on other entries, as it was last sent.

    ``own`` is a hash of what the entry itself consists of: while it stays, so does the rest.
    ``related`` are codes, each with its question (inline Markdown).
    """

    own: str
    tags: tuple[str, ...]
    related: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of one entry. ``fingerprints[0]`` is that of what its card showed.

    ``question`` is plain text, so are ``wordings``, those of its other variants. ``stamp`` is
    that of its note 问答, None before it was sent.
    ``retired`` is the time (s) at which it went from the sources, None while it is there.
    ``aliases`` are the codes of entries that have become part of this one; their own records
    are retired. ``points`` are what the cards of its list ask, by their number (from 1);
    those that are no longer there keep theirs, so that no other gets it. ``deck`` is the
    sub-deck ('' for none) that its cards went to, None before; ``deck_rule`` a hash of the
    settings by which it was chosen ('' after it was let go, None where none is known).
    """

    code: str
    guid: str
    question: str
    fingerprints: tuple[Fingerprint, ...]
    stamp: Stamp | None = None
    retired: int | None = None
    aliases: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    deck: str | None = None
    deck_rule: str | None = None
    surroundings: Surroundings | None = None
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records, sorted by code; the stamps of what is no entry (note types, other notes).

    ``retired_notes`` are the notes, by guid, that are sent for a while after their end.
    ``references`` are the names that a person's decisions give questions, with the
    fingerprints of what they named last time.
    """

    records: tuple[Record, ...] = ()
    stamps: tuple[tuple[str, Stamp], ...] = ()
    retired_notes: tuple[tuple[str, SentNote], ...] = ()
    references: tuple[tuple[str, tuple[Fingerprint, ...]], ...] = ()

    @property
    def retired(self) -> tuple[Record, ...]:
        """The records that have no entry."""
        return tuple(record for record in self.records if record.retired is not None)


def number_of(code: str) -> int | None:
    """42 for "Q0042"; None for what is no code."""
    match = _CODE.fullmatch(code)
    return int(match[1]) if match else None


def code_of(number: int) -> str:
    """ "Q0042" for 42."""
    return f"Q{number:04d}"


# ── the file ─────────────────────────────────────────────────────────────────


def dump(ledger: Ledger) -> str:
    """The ledger as JSON with a few short lines per record, so that versions differ in few."""
    stamps = {key: [stamp.content, stamp.modified] for key, stamp in sorted(ledger.stamps)}
    named = {name: list(map(_fingerprint, of)) for name, of in sorted(ledger.references)}
    parts = [f'"format": {FORMAT}', f'"stamps": {_mapping(stamps)}']
    parts += [f'"decided": {_mapping(named)}'] if named else []
    parts += [f'"entries": {_list(map(_as_text, ledger.records))}']
    gone = [_list(map(_json, _retired_note(*pair))) for pair in ledger.retired_notes]
    parts += [f'"gone": {_list(gone)}'] if gone else []
    return "{" + ",\n".join(parts) + "}\n"


def _list(items: Iterable[str]) -> str:
    """A JSON array with an item a line; ``items`` are JSON."""
    return "[\n" + ",\n".join(items) + "]"


def _mapping(values: Mapping[str, Any]) -> str:
    """A JSON object with a key a line."""
    return "{" + ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in values.items()) + "}"


def _retired_note(guid: str, note: SentNote) -> list[Any]:
    return [guid, note.retired, note.kind, list(note.fields), list(note.tags)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_text(record: Record) -> str:
    """A record as JSON, a group of its parts a line."""
    first: dict[str, Any] = {"code": record.code, "guid": record.guid}
    sent: dict[str, Any] = {}
    if record.stamp:
        sent |= {"content": record.stamp.content, "modified": record.stamp.modified}
    if record.retired is not None:
        sent["retired"] = record.retired
    if record.aliases:
        sent["aliases"] = list(record.aliases)
    if record.deck is not None:
        sent["deck"] = record.deck
    if record.deck_rule is not None:
        sent["deck_rule"] = record.deck_rule
    around: dict[str, Any] = {}
    if record.surroundings:
        around = {"own": record.surroundings.own, "tags": list(record.surroundings.tags)}
    asked: dict[str, Any] = {"question": record.question}
    if record.wordings:
        asked["wordings"] = list(record.wordings)
    groups = [first, asked, sent, around]
    lines = [_json(group)[1:-1] for group in groups if group]
    if record.surroundings and record.surroundings.related:
        lines.append(f'"related": {_list(map(_json, map(list, record.surroundings.related)))}')
    if record.points:
        lines.append(f'"points": {_list(map(_json, record.points))}')
    lines.append(f'"variants": {_list(_json(_fingerprint(one)) for one in record.fingerprints)}')
    return "{" + ",\n".join(lines) + "}"


def _fingerprint(item: Fingerprint) -> list[str]:
    return [item.asked, item.answer, item.path, item.minhash, item.heading, item.previous]


def load(path: Path) -> Ledger:
    """The ledger in the file ``path``; an empty one where there is no such file.

    Where its backup is there, it was lost: that is an error.

    Raises `BuildError` for a file that cannot be read, is no ledger, is damaged, holds the marks
    of a merge conflict, or comes from a later version of the program.
    """
    try:
        text = read_bytes(path, LEDGER).decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        if last := newest_backup(path):
            raise failure("ledger-lost", str(path), backup=str(last)) from None
        return Ledger()
    except OSError as error:
        raise failure("ledger-unreadable", str(path), reason=str(error.strerror)) from None
    except UnicodeDecodeError:
        raise _damaged(path, "is not UTF-8 text") from None
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        raise failure("ledger-conflict", str(path), line)
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(path, f"is damaged: {error.msg}", error.lineno) from None
    except RecursionError:
        raise _damaged(path, "is damaged: nested too deeply") from None
    except ValueError:  # int() refuses thousands of digits
        raise _damaged(path, "is damaged: a number in it is too long") from None
    try:
        check_depth(values)
    except DeepValueError as error:
        raise _damaged(path, f"is damaged: {error}") from None
    return _ledger(values, path)


def backups(path: Path) -> tuple[Path, ...]:
    """The files that hold earlier versions of the ledger ``path``, the newest first."""
    return tuple(path.with_name(f"{path.name}.bak{number or ''}") for number in (0, *_OLDER))


def newest_backup(path: Path) -> Path | None:
    """The newest of `backups` that is there."""
    return next((one for one in backups(path) if one.exists()), None)


def rotated(path: Path, before: bytes) -> dict[Path, bytes]:
    """What `backups` hold (file → content) once ``before``, the ledger until now, is the newest.

    A backup of another ledger, with entries that this one does not have, stays as it is: it
    may be all that is left of one that was lost.
    """
    guids = _guids(before)
    if not guids:
        return {}
    own: list[Path] = []
    contents = [before]
    for file in backups(path):
        try:
            content = file.read_bytes()
        except OSError:
            own.append(file)
            continue
        if _guids(content) <= guids:
            own.append(file)
            contents += [content] * (content != before)
    return dict(zip(own, contents, strict=False))


def _guids(content: bytes) -> frozenset[str]:
    """The guids in a ledger file; none where it cannot be read."""
    try:
        return frozenset(item["guid"] for item in json.loads(content)["entries"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return frozenset()


def _damaged(path: Path, how: str, line: int | None = None) -> BuildError:
    last_good = newest_backup(path)
    if last_good:
        return failure(
            "ledger-damaged-with-backup", str(path), line, how=how, backup=str(last_good)
        )
    return failure("ledger-damaged", str(path), line, how=how)


def _ledger(values: Any, path: Path) -> Ledger:
    """A `Ledger` from parsed JSON that need not be one."""
    if not isinstance(values, dict) or not isinstance(values.get("format"), int):
        raise failure("ledger-foreign", str(path))
    if values["format"] > FORMAT:
        raise failure("ledger-newer", str(path), format=values["format"], known=FORMAT)
    try:
        records = [_record(item) for item in values["entries"]]
        stamps = [(key, _stamp(*pair)) for key, pair in values["stamps"].items()]
        named = [
            (name, tuple(Fingerprint(*map(_text, item)) for item in of))
            for name, of in values.get("decided", {}).items()
        ]
        retired = [_sent_note(*item) for item in values.get("gone", ())]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged(
            path, "is damaged: an entry lacks a part, or a part has another type"
        ) from None
    seen: set[str] = set()
    for record in records:
        for name in (record.code, record.guid):
            if name in seen:
                raise failure("ledger-duplicate", str(path), name=name)
            seen.add(name)
    return Ledger(in_order(records), tuple(sorted(stamps)), tuple(retired), tuple(sorted(named)))


def in_order(records: list[Record]) -> tuple[Record, ...]:
    """Records sorted by the number of their code."""
    return tuple(sorted(records, key=lambda record: number_of(record.code) or 0))


def _record(item: dict[str, Any]) -> Record:
    code, guid, question = item["code"], item["guid"], item["question"]
    fingerprints = tuple(Fingerprint(*map(_text, one)) for one in item["variants"])
    record = Record(_text(code), _text(guid), _text(question), fingerprints)
    if not record.guid or number_of(record.code) is None or not fingerprints:
        raise ValueError(code)
    if "content" in item:
        record = replace(record, stamp=_stamp(item["content"], item["modified"]))
    if "retired" in item:
        record = replace(record, retired=_whole(item["retired"]))
    if "deck" in item:
        record = replace(record, deck=_text(item["deck"]))
    if "deck_rule" in item:
        record = replace(record, deck_rule=_text(item["deck_rule"]))
    if "own" in item:
        related = tuple((_text(code), _text(asked)) for code, asked in item.get("related", ()))
        tags = tuple(map(_tag, item["tags"]))
        record = replace(record, surroundings=Surroundings(_text(item["own"]), tags, related))
    if "wordings" in item:
        record = replace(record, wordings=tuple(map(_text, item["wordings"])))
    points = tuple(map(_text, item.get("points", ())))
    return replace(record, aliases=tuple(map(_text, item.get("aliases", ()))), points=points)


def _sent_note(
    guid: object, retired: object, kind: object, shown: list[object], tags: list[object]
) -> tuple[str, SentNote]:
    values, own_tags = tuple(map(_text, shown)), tuple(map(_tag, tags))
    if not guid or kind not in NOTE_TYPE_NAMES:
        raise ValueError(guid)
    return _text(guid), SentNote(_text(kind), values, own_tags, _whole(retired))


def _stamp(content: object, modified: object) -> Stamp:
    return Stamp(_text(content), _whole(modified))


def _tag(value: object) -> str:
    """A tag as Anki takes it. Raises ValueError for any other value."""
    tag = _text(value)
    if len(tag.split()) != 1:
        raise ValueError(tag)
    return tag


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if not value.isascii():
        value.encode()  # raises ValueError for half a character, which JSON can hold
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value
