"""Links and notes that are defined elsewhere in a document are put where they are used.

A question leaves its document, so it takes them along: ``[text][label]`` becomes
``[text](address)``, and ``[^1]`` the words of the note in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from shuati.sources import labels
from shuati.text.markdown import join_lines

_REFERENCE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|\\.)"
    r"|\[\^(?P<note>[^\]\s]+)\]"
    r"|(?P<image>!?)\[(?P<text>(?:[^\[\]\\`]|\\.|`[^`]*`|!\[[^\[\]]*\]\([^()]*\))*)\]"
    r"(?:\[(?P<label>[^\[\]]*)\]|(?![\[(:]))",
    re.DOTALL,
)


@dataclass
class _Definitions:
    """The definitions of a document: the token of each, and of a note its text.

    ``used`` are the tokens that something refers to, by `id`.
    """

    links: dict[str, Token] = field(default_factory=dict)  # by normalised label
    notes: dict[str, tuple[Token, str]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


def resolve(tokens: list[Token]) -> list[Token]:
    """The block tokens of a document with every reference resolved.

    A definition that is used becomes a token of type ``comment``, any other a paragraph: so
    nothing that was written is lost. The notes of a heading are a paragraph below it, unless it
    is only a label (题目), behind which the question follows.
    """
    if not any(token.type in ("definition", "footnote_reference_open") for token in tokens):
        return tokens
    found = _definitions(tokens)
    inside = 0  # a definition of a note
    below: dict[int, str] = {}  # notes, by the `id` of the end of their heading
    for at, token in enumerate(tokens):
        inside += token.nesting if token.type.startswith("footnote_reference") else 0
        if token.type == "inline" and "[" in token.content:
            notes: list[str] | None = [] if tokens[at - 1].type == "heading_open" else None
            token.content = _resolved(token.content, found, with_notes=not inside, notes=notes)
            if notes and labels.parse(token.content, heading=True):
                token.content += "".join(notes)
            elif notes:
                below[id(tokens[at + 1])] = "".join(notes)
    return list(_placed(tokens, found, below))


def _definitions(tokens: Sequence[Token]) -> _Definitions:
    found = _Definitions()
    for at, token in enumerate(tokens):
        if token.type == "definition":
            found.links.setdefault(normalizeReference(token.meta["label"]), token)
        elif token.type == "footnote_reference_open":
            inner = tokens[at + 1 : _end_of_note(tokens, at)]
            if all(one.type in ("paragraph_open", "inline", "paragraph_close") for one in inner):
                texts = [join_lines(one.content) for one in inner if one.type == "inline"]
                if any(texts):
                    found.notes.setdefault(token.meta["label"], (token, " ".join(texts)))
    return found


def _end_of_note(tokens: Sequence[Token], start: int) -> int:
    """Where the note that opens at ``start`` closes; notes are not nested by their level."""
    level = tokens[start].level
    return next(
        at
        for at in range(start + 1, len(tokens))
        if tokens[at].type == "footnote_reference_close" and tokens[at].level == level
    )


def _resolved(
    text: str, found: _Definitions, *, with_notes: bool = True, notes: list[str] | None = None
) -> str:
    """``text`` with its links and, in brackets where each is first named, its notes.

    Where ``notes`` are given, they are put there instead.
    """
    shown: set[str] = set()

    def resolved(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        if label := match["note"]:
            if not with_notes or label not in found.notes:
                return match[0]
            definition, note = found.notes[label]
            found.used.add(id(definition))
            words = f"（{_resolved(note, found, with_notes=False)}）"
            if label in shown:
                return ""
            shown.add(label)
            if notes is None:
                return words
            notes.append(words)
            return ""
        link = found.links.get(normalizeReference(match["label"] or match["text"]))
        if link is None:
            return match[0]
        found.used.add(id(link))
        address = link.meta["address"]
        if re.search(r"[\s()]", address):
            address = f"<{address}>"
        return f"{match['image']}[{match['text']}]({address})"

    return _REFERENCE.sub(resolved, text)


def _placed(
    tokens: Sequence[Token], found: _Definitions, below: Mapping[int, str]
) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "footnote_reference_open":
            end = _end_of_note(tokens, at)
            inner = tokens[at + 1 : end]
            used = id(token) in found.used
            yield from _comment(token) if used else _placed(_unused(token, inner), found, below)
            at = end
        elif token.type == "definition":
            used = id(token) in found.used
            yield from _comment(token) if used else _paragraph(token.content, token)
        else:
            yield token
            if id(token) in below:
                yield from _paragraph(below[id(token)], tokens[at - 1])
        at += 1


def _comment(place: Token) -> Iterator[Token]:
    token = Token("comment", "", 0)
    token.map = place.map
    yield token


def _unused(opening: Token, inside: Sequence[Token]) -> list[Token]:
    """A note that nothing refers to, as it is written."""
    mark = f"[^{opening.meta['label']}]:"
    if inside and inside[0].type == "paragraph_open":
        inside[1].content = f"{mark} {inside[1].content}"
        return list(inside)
    return [*_paragraph(mark, opening), *inside]


def _paragraph(text: str, place: Token) -> Iterator[Token]:
    first = place.map[0] if place.map else 0
    for kind, tag, nesting in (
        ("paragraph_open", "p", 1),
        ("inline", "", 0),
        ("paragraph_close", "p", -1),
    ):
        token = Token(kind, tag, nesting)  # type: ignore[arg-type]
        token.map, token.content, token.children = [first, first + 1], text, []
        yield token
