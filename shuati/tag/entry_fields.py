"""Which packs of fields take effect in an entry: those of its documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from shuati.model import Entry, Question
from shuati.read.document_fields import fields_of


def entry_fields(entries: Sequence[Entry], wanted: Collection[str]) -> list[frozenset[str]]:
    """The names of the packs for each of all ``entries``; ``wanted`` is `Settings.fields`."""
    documents: dict[str, list[Question]] = defaultdict(list)
    for entry in entries:
        for variant in entry.variants:
            documents[variant.path].append(variant)
    fields = {
        path: fields_of(sorted(own, key=lambda one: one.span.first), wanted)
        for path, own in documents.items()
    }
    return [frozenset().union(*(fields[one.path] for one in entry.variants)) for entry in entries]
