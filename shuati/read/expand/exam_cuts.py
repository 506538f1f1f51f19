"""A paragraph of an exam paper cut where a stem, an option, a label or a verdict begins in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Paragraph, Span
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import part_form
from shuati.read.exam.verdicts import judged_before, verdict
from shuati.read.expand.option_blocks import BOX
from shuati.read.expand.stem_marks import NUMBER, SHARED, leaves_gap
from shuati.sources.element import Element, element_of
from shuati.sources.question_words import is_boilerplate

LABEL = (
    r"(?:(?:我|你|您|学生|考生)的(?:答案|作答)|(?:正确|参考|标准|試題)?答案(?:解析)?"
    r"|试题解析|解析|知识点|难度|考点|得分)"
)
_INSIDE = re.compile(
    rf"(?<=[\s。；;）)\]】.])(?={LABEL}\s*[:：])|(?={LABEL}\s*[:：])(?<=[^\s])"
    rf"|(?=【(?:答案|解析|详解|点评|分析|考点|正确答案|参考答案)】)"
)
_NO_COLON = re.compile(
    r"(?:\*\*|__)?(?P<word>(?:正确|参考|标准)?答案(?:解析)?)(?:\*\*|__)\s*(?P<rest>[^\s:：].*)"
    r"|(?P<bare>(?:正确|参考|标准)?答案)"
    r"(?:[ \t]*(?P<letters>[A-H][A-H,，、 ]*|[√×对错]|正确|错误)\s*$"
    r"|[ \t\u3000]+(?P<words>[^\s:：][^\n]{0,60})$)",
    re.DOTALL,
)
_NOISE = re.compile(
    r"[\s*（(]*(?:得\s*分|答题|本题得分|用时|答题时间|未作答|未答|收藏|纠错|查看解析|展开解析)\s*[:：]?[\s*]*"
    r"(?:\d+(?:\.\d+)?)?[\s*]*分?[\s*）)]*"
    r"|[\s*（(]*\d+(?:\.\d+)?[\s*]*分[\s*）)]*"
    r"|[\s*【\[]*选\s*项[\s*】\]]*[:：]?[\s*]*"
)
_NAME = re.compile(r"[\s*【\[]*选\s*项[\s*】\]]*[:：]?[\s*]*")
LABEL_AHEAD = re.compile(rf"\s*(?:\*\*)?(?:{LABEL}\s*(?:\*\*)?[:：]|【{LABEL}】)(?P<rest>.*)")
_LABEL_FIRST = re.compile(rf"[\s【*]*{LABEL}")
_NO_CUT = re.compile("[我你您正参标学考的确准生案题及与和、]$")


def cut_paragraph(element: Element, block: Paragraph) -> Iterator[Element]:
    """A paragraph cut where a stem, an option, a label or a verdict begins in it."""
    lines = _with_lost_letters(block.text.split("\n"))
    spaced = element.span.last - element.span.first + 1 == len(lines)
    weak = _counts([one.letter for line in lines if (one := first_option(line))])
    pieces: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines):
        if pieces and not _begins(line, weak=weak):
            pieces[-1][1].append(line)
        else:
            pieces.append((at, [line]))
    for at, texts in pieces:
        first = element.span.first + at if spaced else element.span.first
        last = first + len(texts) - 1 if spaced else element.span.last
        text = "\n".join(texts)
        parts = _cut_inside(text)
        for part in parts:
            part = _without_name(_with_colon(part))
            if part.strip() and not _is_noise(part):
                yield element_of(Paragraph(part, Span(first, last)))


def _with_lost_letters(lines: list[str]) -> list[str]:
    """``lines`` with the letter of an option that a scan lost: B 甲, 乙, D 丙."""
    found = [first_option(line) for line in lines]
    for at in range(1, len(lines) - 1):
        above, here, below = found[at - 1 : at + 2]
        if here or not above or not below or above.style != below.style:
            continue
        letter = chr(ord(above.letter) + 1)
        if below.letter == chr(ord(letter) + 1) and verdict(lines[at]) is None:
            sign = below.style == "sign"
            lines[at] = f"{letter}{'.' if sign else ''} {lines[at].strip()}"
    return lines


def _counts(letters: Sequence[str]) -> bool:
    return len(letters) > 1 and letters[:2] == ["A", "B"]


def _begins(line: str, *, weak: bool) -> bool:
    """Whether something of its own begins with ``line``."""
    found = first_option(line)
    if found is not None and (weak or found.style in ("bracket", "sign")):
        return True
    return (
        NUMBER.match(line) is not None
        or verdict(line) is not None
        or LABEL_AHEAD.match(line) is not None
        or _NO_COLON.match(line) is not None
        or SHARED.match(line) is not None
        or BOX.fullmatch(line) is not None
        or (len(line) < 40 and part_form(line) is not None)
        or judged_before(line) is not None
        or _is_noise(line)
    )


def _is_noise(text: str) -> bool:
    return _NOISE.fullmatch(text) is not None or is_boilerplate(text)


def _cut_inside(text: str) -> list[str]:
    """A line cut at the labels inside it: ``1、… 答案：B``, ``我的答案:A;正确答案:B``."""
    if "答" not in text and "解析" not in text and "【" not in text:
        return [text]
    exam = NUMBER.match(text) or first_option(text) or leaves_gap(text) or _LABEL_FIRST.match(text)
    if not exam:
        return [text]
    parts = [part for part in _split(text) if part.strip(" ;；,，")]
    return [
        part.strip().rstrip(";；") if at else part.rstrip(" ;；") for at, part in enumerate(parts)
    ]


def _split(text: str) -> Iterator[str]:
    begin = 0
    for match in _INSIDE.finditer(text):
        before = text[begin : match.start()]
        if match.start() and before.strip(" *【") and not _NO_CUT.search(before):
            yield before
            begin = match.start()
    yield text[begin:]


def _with_colon(text: str) -> str:
    """``**正确答案**B`` and ``正确答案 B`` with a colon behind the label."""
    match = _NO_COLON.match(text)
    if match is None:
        return text
    if match["word"]:
        return f"{match['word']}：{match['rest'].strip()}"
    return f"{match['bare']}：{(match['letters'] or match['words']).strip()}"


def _without_name(text: str) -> str:
    """``【选项】A. 甲`` without the name that the options have."""
    match = _NAME.match(text)
    option = first_option(text[match.end() :]) if match else None
    return text[match.end() :] if match and option is not None and option.letter == "A" else text
