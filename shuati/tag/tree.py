"""The tags of a bank as a tree, and the entries without a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from shuati.config import strings
from shuati.model import Diagnostic, Entry, warning

_OWN = (strings.SOURCE_TAG, strings.LEVEL_TAG)  # stay as they are: the source itself has them


@dataclass(frozen=True, slots=True)
class Branch:
    """A tag (``path`` from the root, ``name`` its last level) and how many entries it holds.

    ``entries`` counts those of the branches below too, each once; ``codes`` are theirs.
    """

    path: str
    name: str
    codes: tuple[str, ...]
    below: tuple[Branch, ...]

    @property
    def entries(self) -> int:
        return len(self.codes)


def fits(entry: Entry, what: str) -> bool:
    """Whether ``what`` is a tag of ``entry``, one above it, or a pattern for its document."""
    return any(tag == what or tag.startswith(f"{what}::") for tag in entry.tags) or any(
        fnmatchcase(variant.path, what) for variant in entry.variants
    )


def tag_tree(entries: Iterable[Entry]) -> tuple[Branch, ...]:
    """The tags of ``entries`` as branches, the fullest first."""
    return _branches(
        [(tuple(name.split("::")), entry.code) for entry in entries for name in entry.tags]
    )


def _branches(tagged: Sequence[tuple[tuple[str, ...], str]], above: str = "") -> tuple[Branch, ...]:
    below: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    codes: dict[str, dict[str, None]] = {}
    for (name, *rest), code in tagged:
        codes.setdefault(name, {})[code] = None
        branch = below.setdefault(name, [])
        if rest:
            branch.append((tuple(rest), code))
    made = (
        Branch(above + name, name, tuple(codes[name]), _branches(inner, f"{above}{name}::"))
        for name, inner in below.items()
    )
    return tuple(sorted(made, key=lambda branch: (-branch.entries, branch.path)))


def chapter_of(entry: Entry) -> str:
    """The chapter of an entry: the root of its first topic, or 其他."""
    topics = (tag.split("::")[0] for tag in entry.tags)
    return next((root for root in topics if root not in strings.TAGS_BESIDE), strings.UNTAGGED)


def fold_single_tags(tags: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The tags of every entry in their order; a tag of a single entry becomes its parent.

    Tags stay as they are below a root that is no topic (关键词) and in a bank of one entry.
    """
    often = Counter(name for own in tags for name in dict.fromkeys(own))
    return [
        tuple(_without_ancestors(dict.fromkeys(_fold(name, often, len(tags)) for name in own)))
        for own in tags
    ]


def _fold(name: str, often: Counter[str], entries: int) -> str:
    parent, _, last = name.rpartition("::")
    if entries == 1 or often[name] > 1 or not parent or not last:
        return name
    return (
        name if parent.split("::")[0] in (*_OWN, strings.KEYWORD_TAG, strings.KIND_TAG) else parent
    )


def _without_ancestors(names: Collection[str]) -> Iterator[str]:
    return (name for name in names if not any(other.startswith(f"{name}::") for other in names))


def weak_tags(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """A warning for every entry without a topic."""
    for entry in entries:
        topics = [name for name in entry.tags if name.split("::")[0] not in strings.TAGS_BESIDE]
        if topics:
            continue
        question = entry.variants[0]
        yield warning("no-topic", question.location)
