"""The note types: their fields, their templates, their styles.

Their ids, the ids of their fields and templates, and the order of these never change:
with them Anki updates a note type in place, without them it makes a second one beside it
and old notes conflict for ever. The spare fields are there so that none need be added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import genanki

from shuati.publish.anki.card_templates import read_template
from shuati.publish.render.templates import read_text

_STYLES = ("anki/card.css", "anki/code.css")
_FORM_STYLE = "anki/forms.css"  # of the note types for questions with a form


class NoteKind(StrEnum):
    """The note types."""

    ANSWER = "问答"
    LIST = "要点"
    TERM = "术语"
    CHOICE = "选择"
    BLANK = "填空"
    WORD = "单词"


# The note types in place of 问答, for questions of a form that they fit.
FORM_KINDS = (NoteKind.CHOICE, NoteKind.BLANK, NoteKind.WORD)
# All of which an entry may have a note beside the one with its own guid.
BESIDE_ANSWER = (NoteKind.LIST, *FORM_KINDS)


class Field(StrEnum):
    """The fields of 问答, in their order; the templates call them by these names."""

    CODE = "编号"
    QUESTION = "题目"
    MATERIAL = "题面"  # what belongs to the question: code to read, options
    ANSWER = "答案"
    EXPLANATION = "解析"
    EXAMPLE = "举例"
    WORDINGS = "其他问法"
    SOURCE = "来源"
    RELATED = "相关"
    COUNT = "备用1"  # how many points are expected, in words; Anki knows its field by this name
    HEADING = "备用2"  # what the heading above the question names


class ListField(StrEnum):
    """The fields of 要点."""

    CODE = "编号"
    QUESTION = "题目"
    MATERIAL = "题面"
    POINTS = "要点"  # what every point says, in a gap of its own
    SOURCE = "来源"
    EXPLANATION = "备用1"  # 解析; Anki knows its field by this name
    HEADING = "备用2"  # what the heading above the question names
    SPARE_3 = "备用3"


class TermField(StrEnum):
    """The fields of 术语."""

    TERM = "术语"
    MEANING = "释义"
    ASKED = "反问"  # a meaning without the term; empty where it could mean another one
    PLACES = "出处"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"
    SPARE_3 = "备用3"


class ChoiceField(StrEnum):
    """The fields of 选择."""

    CODE = "编号"
    QUESTION = "题目"
    MATERIAL = "题面"
    FORM = "题型"  # 单选, 多选, 判断
    OPTIONS = "选项"
    RIGHT = "正确"  # the letters of the right options
    ANSWER = "答案"  # these with their words, and what the source adds
    EXPLANATION = "解析"
    EXAMPLE = "举例"
    WORDINGS = "其他问法"
    SOURCE = "来源"
    RELATED = "相关"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"
    SPARE_3 = "备用3"
    SPARE_4 = "备用4"


class BlankField(StrEnum):
    """The fields of 填空."""

    CODE = "编号"
    QUESTION = "题目"
    MATERIAL = "题面"
    SENTENCE = "填空"  # with every gap as one of Anki's
    ANSWER = "补充"  # what the answer says beside the fills
    EXPLANATION = "解析"
    EXAMPLE = "举例"
    SOURCE = "来源"
    RELATED = "相关"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"
    SPARE_3 = "备用3"
    SPARE_4 = "备用4"


class WordField(StrEnum):
    """The fields of 单词."""

    CODE = "编号"
    WORD = "单词"
    MATERIAL = "题面"
    MEANING = "释义"
    ASKED = "反问"  # the meaning without the word; empty where it is not asked for
    EXPLANATION = "解析"
    EXAMPLE = "举例"
    SOURCE = "来源"
    RELATED = "相关"
    SPARE_1 = "备用1"
    SPARE_2 = "备用2"
    SPARE_3 = "备用3"
    SPARE_4 = "备用4"


GAP = "＿＿＿"  # in place of the term in its own meaning


@dataclass(frozen=True)
class NoteTypeSpec:
    """What never changes of a note type. ``templates`` are (name, id, file of the front, back).

    ``first_id`` is the id of its first field; those of the others follow. ``script`` is a
    file with a function that both sides of its cards call.
    """

    model_id: int
    fields: type[StrEnum]
    first_id: int
    sort_field: StrEnum
    templates: Sequence[tuple[str, int, str, str]]
    cloze: bool = False
    styles: Sequence[str] = _STYLES
    script: str = ""


NOTE_TYPES: Mapping[NoteKind, NoteTypeSpec] = {
    NoteKind.ANSWER: NoteTypeSpec(
        1_493_806_572,
        Field,
        6_120_947_358_101,
        Field.QUESTION,
        [("问答", 6_120_947_358_000, "front", "back")],
    ),
    NoteKind.LIST: NoteTypeSpec(
        1_718_240_951,
        ListField,
        6_120_947_359_101,
        ListField.QUESTION,
        [("要点", 6_120_947_359_000, "list-front", "list-back")],
        cloze=True,
    ),
    NoteKind.TERM: NoteTypeSpec(
        1_926_375_408,
        TermField,
        6_120_947_360_101,
        TermField.TERM,
        [
            ("术语", 6_120_947_360_000, "term-front", "term-back"),
            ("反问", 6_120_947_360_001, "term-asked-front", "term-asked-back"),
        ],
    ),
    NoteKind.CHOICE: NoteTypeSpec(
        1_604_927_318,
        ChoiceField,
        6_120_947_361_101,
        ChoiceField.QUESTION,
        [("选择", 6_120_947_361_000, "choice-front", "choice-back")],
        styles=(*_STYLES, _FORM_STYLE),
        script="anki/choice.js",
    ),
    NoteKind.BLANK: NoteTypeSpec(
        1_835_062_749,
        BlankField,
        6_120_947_362_101,
        BlankField.QUESTION,
        [("填空", 6_120_947_362_000, "blank-front", "blank-back")],
        cloze=True,
        styles=(*_STYLES, _FORM_STYLE),
    ),
    NoteKind.WORD: NoteTypeSpec(
        1_547_318_206,
        WordField,
        6_120_947_363_101,
        WordField.WORD,
        [
            ("单词", 6_120_947_363_000, "word-front", "word-back"),
            ("反问", 6_120_947_363_001, "word-asked-front", "word-asked-back"),
        ],
    ),
}


class NoteType(genanki.Model):  # type: ignore[misc]
    """A note type with the time of its own last change, in seconds since 1970.

    With ``shuffled`` its cards show options in another order.
    """

    def __init__(
        self,
        kind: NoteKind,
        modified: int,
        overrides: Path | None = None,
        *,
        shuffled: bool = False,
    ) -> None:
        spec = NOTE_TYPES[kind]
        script = _script(spec.script, overrides, shuffled)
        names = [field.value for field in spec.fields]
        super().__init__(
            spec.model_id,
            kind.value,
            fields=[
                {"name": field.value, "id": spec.first_id + place}
                for place, field in enumerate(spec.fields)
            ],
            templates=[
                {
                    "name": name,
                    "id": key,
                    "qfmt": read_template(front, names, overrides, front=True) + script,
                    "afmt": read_template(back, names, overrides, front=False) + script,
                }
                for name, key, front, back in spec.templates
            ],
            css="\n".join(read_text(name, overrides) for name in spec.styles),
            model_type=self.CLOZE if spec.cloze else self.FRONT_BACK,
            sort_field_index=list(spec.fields).index(spec.sort_field),
        )
        self._modified = modified

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """The note type as Anki stores it; ``timestamp`` gives way to its own time."""
        stored: dict[str, Any] = super().to_json(self._modified, deck_id)
        return stored


def _script(file: str, overrides: Path | None, shuffled: bool) -> str:
    """The script of a card's side: the function of ``file``, and its call."""
    if not file:
        return ""
    text = read_text(file, overrides).strip()
    return f"<script>\n{text}\nshuatiChoice({str(shuffled).lower()});\n</script>\n"


def key(kind: NoteKind) -> str:
    """The key of a note type among the stamps of the ledger."""
    return str(NOTE_TYPES[kind].model_id)


def in_use(kinds: Collection[NoteKind]) -> list[NoteKind]:
    """The note types of a deck with notes of ``kinds``; 问答 is always one of them."""
    return [kind for kind in NoteKind if kind in kinds or kind is NoteKind.ANSWER]


def content_hash(kind: NoteKind, overrides: Path | None = None, *, shuffled: bool = False) -> str:
    """A hash of all that an import would change in the note type."""
    stored = NoteType(kind, 0, overrides, shuffled=shuffled).to_json(0, 0)
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
