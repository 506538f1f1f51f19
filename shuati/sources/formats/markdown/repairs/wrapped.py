"""What programs that chat put around a document: a fence as if it were code, marks of roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuati.sources.formats.markdown.repairs.code_lines import code_lines
from shuati.sources.numbering import split_number
from shuati.sources.question_words import sounds_asked

_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*$")
_MARKDOWN = ("markdown", "md")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>\S.*)")
_ROLE = re.compile(
    r"[ \t]*(?:<\|\w{2,20}\|>[ \t]*(?:(?:assistant|user|system)\b[ \t]*)?)+(?=$|#{1,6}[ \t])"
)
_ASKS = 0.9


@dataclass(frozen=True, slots=True)
class Repair:
    """What was taken out of a text: the code of its diagnostic, first and last line (from 1).

    ``count`` is how often it was found between them.
    """

    code: str
    first: int
    last: int
    count: int = 1


def unwrapped(text: str) -> tuple[str, list[Repair]]:
    """``text`` without a fence around the document or its rest, and without marks of roles.

    The lines that only hold these become blank. Code that is Markdown stays code, with a
    diagnostic where it asks questions.
    """
    lines = text.split("\n")
    repairs = list(_without_fence(lines)) if "```" in text or "~~~" in text else []
    if "<|" in text:
        marks = _without_roles(lines)
        repairs += [Repair("role-mark", marks[0], marks[0], len(marks))] if marks else []
    return ("\n".join(lines), repairs) if repairs else (text, [])


def _without_fence(lines: list[str]) -> Iterator[Repair]:
    """Blank the fences around a document that is no code, in place."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    at = written[0]
    while at < len(lines):
        match = _FENCE.match(lines[at])
        if match is None:
            at += 1
            continue
        end = _end(lines, at, match["fence"])
        last = len(lines) if end is None else end
        is_rest = end in (None, written[-1])
        name = match["info"].lower()
        headings = _headings(lines, at + 1, last)
        if name in _MARKDOWN and headings and is_rest:
            if at == written[0] or _goes_on(headings, _headings(lines, 0, at)):
                lines[at] = ""
                if end is not None:
                    lines[end] = ""
                yield Repair("text-in-fence", at + 1, min(last + 1, len(lines)))
                return
        elif not name and at == written[0] and end == written[-1] and _is_document(headings):
            lines[at] = lines[last] = ""
            yield Repair("text-in-fence", at + 1, last + 1)
            return
        if name in _MARKDOWN and end is not None and _ask(headings):
            yield Repair("questions-in-code", at + 1, end + 1)
        at = last + 1


def _end(lines: Sequence[str], start: int, fence: str) -> int | None:
    """The line that closes the fence at ``start``; fences with a name in it have ends too."""
    depth = 1
    for at in range(start + 1, len(lines)):
        match = _FENCE.match(lines[at])
        if match and match["fence"].startswith(fence):
            depth += 1 if match["info"] else -1
            if depth == 0:
                return at
    return None


def _headings(lines: Sequence[str], first: int, end: int) -> list[tuple[int, str]]:
    """Level and title of the headings of the lines ``first`` to ``end`` (excluded)."""
    part = lines[first:end]
    code = code_lines(part)
    matches = (_HEADING.match(line) for at, line in enumerate(part) if at not in code)
    return [(len(match["marks"]), match["title"]) for match in matches if match]


def _is_document(headings: Sequence[tuple[int, str]]) -> bool:
    """Whether the headings are those of a text, and not the comments of a program."""
    return sum(level > 1 for level, _ in headings) > 1


def _ask(headings: Sequence[tuple[int, str]]) -> bool:
    return sum(sounds_asked(title) >= _ASKS for _, title in headings) > 1


def _goes_on(inside: Sequence[tuple[int, str]], above: Sequence[tuple[int, str]]) -> bool:
    """Whether a document goes on in the fence: it asks there, or the numbers go on."""
    level, title = inside[0]
    numbered = split_number(title)
    before = next((split_number(one) for at, one in reversed(above) if at == level), None)
    if numbered and before and numbered.style == before.style:
        return numbered.last == before.last + 1
    return _ask(inside)


def _without_roles(lines: list[str]) -> list[int]:
    """Take the marks of roles out that stand before headings, in place; their lines, from 1."""
    code, found = code_lines(lines), []
    for at, line in enumerate(lines):
        match = _ROLE.match(line) if "<|" in line and at not in code else None
        if match is None:
            continue
        rest = line[match.end() :]
        below = next((one for one in lines[at + 1 :] if one.strip()), "")
        if rest or _HEADING.match(below):
            lines[at] = rest
            found.append(at + 1)
    return found
