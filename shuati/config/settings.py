"""What a person may set, with sensible defaults, and the file that they set it in."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from types import UnionType
from typing import Any, Literal

from shuati.config.bounds import SETTINGS, DeepValueError, read_bytes, toml_of
from shuati.model import BuildError, failure
from shuati.text.file_names import text_of

_OLD_NAMES = {"same": "same_threshold", "review": "review_threshold"}  # they go on working

NoteType = Literal["问答", "要点", "术语", "选择", "填空", "单词"]
AUTOMATIC = "自动"  # in `Settings.fields`: a field takes effect where its words are used
READINGS = ("topics", "article")  # what a document may be said to be
NOTE_TYPE_NAMES: tuple[str, ...] = typing.get_args(NoteType)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one build. A field's type is what the settings file may hold."""

    name: str = "shuati"  # output/NAME.apkg
    deck: str = "刷题"  # the deck's name in Anki
    title: str = "刷题题库"  # the title page of the sheets
    paper: Literal["A4", "A5", "Letter"] = "A4"
    body_size: float = field(default=10.5, metadata={"range": (6, 24)})  # points
    chapters: Literal["document", "tag"] = "document"
    front_matter: bool = True  # study.pdf has a title page, contents and an index
    printer_margin: float = field(default=6, metadata={"range": (0, 25)})  # mm left unprinted
    cards: Literal["8", "10", "3x5", "A7"] = "8"  # on a page of paper, or their size
    cards_flip: Literal["long", "short"] = "long"  # the edge that the printer turns paper over
    cards_right: float = field(default=0, metadata={"range": (-15, 15)})  # mm, backs go right
    cards_down: float = field(default=0, metadata={"range": (-15, 15)})  # mm, backs go down
    cards_test: bool = False  # cards.pdf is a page that shows what to set the two above to
    archival: bool = False  # PDF/A-2b
    tagged: bool = False  # for screen readers, slower; not cheat.pdf and cards.pdf
    keywords: int = field(default=6, metadata={"range": (0, 20)})  # per entry
    user_dictionary: tuple[str, ...] = ()  # words that segmentation must keep whole
    stop_words: frozenset[str] = field(default_factory=frozenset)
    fields: tuple[str, ...] = (AUTOMATIC,)  # whose topics, terms and synonyms take effect
    tags: tuple[str, ...] = ()  # rules beside the shipped, e.g. "领域::航天 = 卫星, 火箭"
    same_threshold: float = field(default=0.72, metadata={"range": (0, 1)})  # of a pair's score
    review_threshold: float = field(default=0.55, metadata={"range": (0, 1)})  # a person decides
    synonyms: tuple[str, ...] = ()  # words of one meaning, e.g. "提示工程 = 提示词工程"
    semantic: bool = False  # compare meanings too; needs pip install 'shuati[semantic]'
    read_as: tuple[str, ...] = ()  # for documents, e.g. "八股/*.md = topics", "旧.md = article"
    unanswered: bool = False  # questions without an answer become cards and are printed too
    notes: tuple[NoteType, ...] = ("问答", "要点", "选择", "填空", "单词")  # types of notes
    notes_for: tuple[str, ...] = ()  # others for some, e.g. "领域::金融 = 问答", "旧/*.md = 术语"
    cloze_deletion: Literal["statement", "point"] = "statement"  # what a card 要点 hides of a point
    shuffle_options: bool = False  # cards show the options in another order every day
    words_both_ways: bool = True  # a word is asked for by its meaning too
    subdecks: Literal["tag", "document", "none"] = "tag"  # what an entry's sub-deck is named for
    retired_days: int = field(default=30, metadata={"range": (0, 3650)})  # 已删除 is sent so long

    def key(self) -> str:
        """All values as one text, the same for equal settings."""
        values = ((item.name, getattr(self, item.name)) for item in fields(self))
        return repr([(k, sorted(v) if isinstance(v, frozenset) else v) for k, v in values])


def load(sources: Path) -> Settings:
    """The settings of the project that the folder ``sources`` belongs to.

    Looked for in ``shuati.toml`` in the folder, then beside it, then in ``[tool.shuati]``
    of a ``pyproject.toml`` beside it. The first one found counts; none means defaults.
    Raises `BuildError` where the file cannot be read or says something that it cannot mean.
    """
    beside = sources.resolve().parent
    for path in (sources / "shuati.toml", beside / "shuati.toml", beside / "pyproject.toml"):
        if not os.path.exists(path):  # noqa: PTH110 (Path.exists raises without permission)
            continue
        table = "tool.shuati" if path.name == "pyproject.toml" else ""
        given, text = _read(path, table)
        if given is not None:
            return _settings(given, path, text, table)
    return Settings()


def _read(path: Path, table: str) -> tuple[dict[str, Any] | None, str]:
    """What ``table`` of a TOML file holds (None where it has no such table), and its text."""
    try:
        text = read_bytes(path, SETTINGS, text_of(str(path))).decode("utf-8-sig")
        values = toml_of(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, DeepValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else text.rstrip().count("\n") + 1
        if isinstance(error, DeepValueError):
            number = _deepest_line(text)
        raise failure("invalid-toml", str(path), number, error=str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise failure("settings-unreadable", str(path), reason=reason) from None
    for name in table.split(".") if table else ():
        inner = values.get(name)
        if not isinstance(inner, dict):
            return None, text
        values = inner
    return values, text


def _settings(given: dict[str, Any], path: Path, text: str, table: str) -> Settings:
    """`Settings` from the values ``given``; every wrong one becomes an error with its line."""
    hints = typing.get_type_hints(Settings)
    known = {item.name: item for item in fields(Settings)}
    errors: list[BuildError] = []
    values: dict[str, Any] = {}
    for key, value in given.items():
        name = _OLD_NAMES.get(key.replace("-", "_"), key.replace("-", "_"))
        line = _line_of(key, text, table)
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            if near:
                errors.append(failure("misspelt-setting", str(path), line, name=key, near=near[0]))
            else:
                settings = tuple(known)
                errors.append(
                    failure("unknown-setting", str(path), line, name=key, settings=settings)
                )
            continue
        try:
            values[name] = _value(value, hints[name], known[name].metadata.get("range"))
        except ValueError as error:
            shown, wanted = _shown(value), str(error)
            errors.append(
                failure("wrong-type", str(path), line, name=key, value=shown, wanted=wanted)
            )
    for key, rule_of in _FORMS.items():
        given_values = values.get(key, ())
        for value in (given_values,) if isinstance(given_values, str) else given_values:
            if code := rule_of(value):
                line = _line_of(key, text, table)
                errors.append(failure(code, str(path), line, value=_shown(value)))
    names = _field_names() if "fields" in values else ()
    for name in values.get("fields", ()):
        if name not in names:
            line, shown = _line_of("fields", text, table), ", ".join(f'"{one}"' for one in names)
            errors.append(
                failure("unknown-field", str(path), line, value=_shown(name), names=shown)
            )
    for rule in values.get("notes_for", ()):
        types = NOTE_TYPE_NAMES
        if wrong := _wrong_rule(rule, types):
            line = _line_of("notes_for", text, table) or _line_of("notes-for", text, table)
            code, details = wrong
            details |= {"value": _shown(rule), "first": types[0], "second": types[1]}
            errors.append(failure(code, str(path), line, **details))
    if errors:
        raise BuildError(tuple(diagnostic for error in errors for diagnostic in error.diagnostics))
    return Settings(**values)


def _field_names() -> tuple[str, ...]:
    """What `Settings.fields` may hold."""
    # Here, because most settings need no word list.
    from shuati.lexicon.field_packs import field_packs

    return (AUTOMATIC, *(pack.name for pack in field_packs()))


def _wrong_name(name: str) -> str | None:
    """The code of what is wrong with the name of a file, if anything is."""
    if "/" in name or "\\" in name:
        return "slash-in-name"
    if not name.isprintable() or len(name.encode()) > _LONGEST_NAME or not name.strip("."):
        return "no-file-name"
    return None


def _wrong_tag_rule(rule: str) -> str | None:
    """The code of what is wrong with a rule of ``tags``: a tag has a name at every level."""
    parts = [part.strip() for part in rule.partition("=")[0].split("::")]
    return None if all(parts) else "empty-tag-part"


def _wrong_synonyms(rule: str) -> str | None:
    """The code of what is wrong with a rule of ``synonyms``: words on both sides."""
    words = [word.strip() for word in rule.split("=")]
    return None if len(words) > 1 and all(words) else "wrong-synonyms"


def _wrong_reading(rule: str) -> str | None:
    """The code of what is wrong with a rule of ``read_as``: a pattern and one of `READINGS`."""
    pattern, _, reading = (part.strip() for part in rule.rpartition("="))
    return None if pattern and reading in READINGS else "wrong-reading"


_LONGEST_NAME = 200  # bytes; file systems take 255, and the name gets a suffix
_FORMS: Mapping[str, Callable[[str], str | None]] = {
    "name": _wrong_name,
    "tags": _wrong_tag_rule,
    "synonyms": _wrong_synonyms,
    "read_as": _wrong_reading,
}


def reading_of(path: str, rules: Sequence[str]) -> str:
    """What the last rule of `Settings.read_as` that fits says a document is; '' for none."""
    found = ""
    for rule in rules:
        pattern, _, reading = (part.strip() for part in rule.rpartition("="))
        if fnmatchcase(path, pattern):
            found = reading
    return found


def types_of(rule: str) -> tuple[str, tuple[str, ...]]:
    """For which tag or documents a rule of `Settings.notes_for` is, and its note types."""
    what, _, given = rule.partition("=")
    return what.strip(), tuple(filter(None, re.split(r"[,，、\s]+", given)))


def _wrong_rule(rule: str, types: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """The code and details of what is wrong with a rule of ``notes_for``, if anything is."""
    what, given = types_of(rule)
    unknown = [name for name in given if name not in types]
    if "=" not in rule or not what:
        return "wrong-note-rule", {}
    return ("unknown-note-type", {"type": unknown[0]}) if unknown else None


def _value(value: object, hint: object, limits: tuple[float, float] | None) -> object:
    """``value`` as the type ``hint`` wants it; a `ValueError` says in words what would do."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        choices = [choice for choice in inner if isinstance(choice, str)]
        for choice in choices:
            if isinstance(value, str) and value.casefold() == choice.casefold():
                return choice
        raise ValueError("one of " + ", ".join(f'"{choice}"' for choice in choices))
    if origin is typing.Union or origin is UnionType:
        return _value(value, next(item for item in inner if item is not type(None)), limits)
    if origin in (tuple, frozenset):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return origin([_value(item, inner[0], None) for item in value])
        raise ValueError('a list of texts, such as ["词", "语"]')
    if hint is bool:
        if isinstance(value, bool):
            return value
        raise ValueError("true or false")
    if hint in (int, float):
        return _number(value, hint is int, limits)
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("a text in double quotes")


def _number(value: object, whole: bool, limits: tuple[float, float] | None) -> float:
    right = isinstance(value, int) or (isinstance(value, float) and not whole)
    if right and not isinstance(value, bool):
        number = typing.cast(float, value)
        if limits is None or limits[0] <= number <= limits[1]:
            return number if whole else float(number)
    between = f" between {limits[0]:g} and {limits[1]:g}" if limits else ""
    raise ValueError(("a whole number" if whole else "a number") + between)


def _shown(value: object) -> str:
    """A value as a message shows it, shortened."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_LONGEST_SHOWN = 200  # characters


def _deepest_line(text: str) -> int:
    """The line (from 1) with the longest number or the most brackets."""
    lines = text.splitlines() or [""]
    digits = re.compile(r"\d[\d_]*")
    sizes = [
        max(line.count("["), line.count("{"), *map(len, digits.findall(line)), 0) for line in lines
    ]
    return sizes.index(max(sizes)) + 1


def _line_of(key: str, text: str, table: str) -> int | None:
    """The line (from 1) on which ``table`` sets ``key``; tomllib does not say."""
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            if inside and header[1] == key:
                return number
            inside = header[1].replace('"', "") == table
        elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return None
