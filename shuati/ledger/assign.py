"""Every entry gets the code and guid of its record, or a code and guid that are new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shuati.ledger.fingerprint import first_guid
from shuati.ledger.reidentify import ENOUGH, Comparison, Search
from shuati.ledger.store import Ledger, Record, Variant, code_of, in_order, number_of
from shuati.model import Diagnostic, Entry, warning
from shuati.text.markdown import plain


@dataclass(frozen=True, slots=True)
class Assignment:
    """The entries with code and guid, in their order, and the ledger that remembers them."""

    entries: tuple[Entry, ...]
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]  # what stays wrong until a source changes
    once: tuple[Diagnostic, ...]  # what only this build reports
    new: tuple[str, ...]  # codes given for the first time
    retired: tuple[str, ...]  # codes whose entry is gone since last time
    merged: tuple[tuple[str, str], ...]  # of those: code and the code that it is part of now
    returned: tuple[str, ...]  # codes that were retired and have an entry again


def assign(
    ledger: Ledger,
    entries: Sequence[Entry],
    deck: str,
    now: int,
) -> Assignment:
    """Codes and guids for ``entries``.

    ``deck`` seeds first guids together with the question, so that two people who build the
    same sources get the same ones; ``now`` (s) is remembered as the time of retirement.
    """
    search = Search(entries, ledger)
    marked, diagnostics = _marked(entries, search)
    codes = _new_codes(len(entries), search, marked)
    guids = _new_guids(codes, search.variants, deck, {record.guid for record in ledger.records})
    owners = [
        search.found[at].code if at in search.found else codes[at] for at in range(len(entries))
    ]
    merged = dict(_merged(search, owners))
    records = [
        replace(record, retired=now, aliases=()) if record.retired is None else record
        for record in search.lost.values()
    ]
    for index, entry in enumerate(entries):
        code, variants = owners[index], _placed(search, index, owners)
        record = search.found.get(index) or Record(code, guids[index], "", variants)
        aliases = _aliases(code, search, merged)
        records.append(
            replace(
                record,
                question=plain(entry.question),
                variants=variants,
                retired=None,
                aliases=aliases,
            )
        )
    guid_of = {record.code: record.guid for record in records}
    gone = tuple(record.code for record in search.lost.values() if record.retired is None)
    return Assignment(
        entries=tuple(
            replace(entry, code=code, guid=guid_of[code])
            for entry, code in zip(entries, owners, strict=True)
        ),
        ledger=replace(ledger, records=in_order(records)),
        diagnostics=tuple(diagnostics),
        once=tuple(_doubts(search, codes)),
        new=tuple(codes.values()),
        retired=gone,
        merged=tuple((code, merged[code]) for code in gone if code in merged),
        returned=tuple(
            record.code for record in search.found.values() if record.retired is not None
        ),
    )


def _merged(search: Search, owners: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Records that have become part of an entry, each with the code of that entry.

    An entry that has their question with their answer, or their question alone where no
    second one asks it; else an entry of several wordings that says much the same.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for variants, code in zip(search.variants, owners, strict=True):
        for variant in variants:
            holders[variant.asked].add(code)
            holders[f"{variant.asked} {variant.answer}"].add(code)
    if not search.lost:
        return
    compare = Comparison(search)
    like: dict[str, tuple[float, str]] = {}
    for index, code in enumerate(owners):
        for old in compare.closest(index) if len(search.variants[index]) > 1 else ():
            likeness = compare.likeness(index, old)
            if likeness.speaks and likeness.score > max(ENOUGH, like.get(old, (0.0, ""))[0]):
                like[old] = likeness.score, code
    for record in search.lost.values():
        shown = record.variants[0]
        for key in (f"{shown.asked} {shown.answer}", shown.asked):
            if len(holders.get(key, ())) == 1:
                yield record.code, min(holders[key])
                break
        else:
            if record.code in like:
                yield record.code, like[record.code][1]


def _aliases(code: str, search: Search, merged: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that have become part of the entry ``code``, now or earlier."""
    before = search.records[code].aliases if code in search.records else ()
    kept = {alias for alias in before if alias in search.lost}
    now = {alias for alias, into in merged.items() if into == code}
    return tuple(sorted(kept | now, key=lambda alias: number_of(alias) or 0))


def _placed(search: Search, index: int, owners: Sequence[str]) -> tuple[Variant, ...]:
    """The fingerprints of an entry with the codes of the questions before them."""
    placed = []
    for at, variant in enumerate(search.variants[index]):
        before = search.places.before((index, at))
        placed.append(replace(variant, after="" if before is None else owners[before]))
    return tuple(placed)


def _doubts(search: Search, codes: Mapping[int, str]) -> Iterator[Diagnostic]:
    """One diagnostic for every entry that may be an old one and gets a new code."""
    for index, code in codes.items():
        if old := search.unsure(index):
            question = search.entries[index].variants[0]
            names = " or ".join(f"{name} ({search.records[name].question})" for name in old[:3])
            yield warning("maybe-an-old-code", question.location, old=names, new=code, first=old[0])


def _marked(entries: Sequence[Entry], search: Search) -> tuple[dict[int, str], list[Diagnostic]]:
    """Codes that sources ask for and nobody has (index → code), and marks that fail."""
    given: dict[int, str] = {}
    used = set(search.records)
    diagnostics = []
    for index, entry in enumerate(entries):
        has = search.found[index].code if index in search.found else None
        for question in entry.variants:
            mark = question.explicit_code
            if mark is None or mark == has or mark in search.lost:
                continue
            if has is None and mark not in used and number_of(mark):
                given[index] = has = mark
                used.add(mark)
                continue
            wrong = "explicit-code-taken" if number_of(mark) else "explicit-code-malformed"
            diagnostics.append(warning(wrong, question.location, mark=mark))
    return given, diagnostics


def _new_codes(count: int, search: Search, marked: dict[int, str]) -> dict[int, str]:
    """A code for every entry (by index) that has no record: its mark, or the next number."""
    used = (number_of(code) or 0 for code in (*search.records, *marked.values()))
    following = max(used, default=0) + 1
    codes = {}
    for index in range(count):
        if index in search.found:
            continue
        if index not in marked:
            codes[index] = code_of(following)
            following += 1
        else:
            codes[index] = marked[index]
    return codes


def _new_guids(
    codes: dict[int, str], variants: Sequence[Sequence[Variant]], deck: str, taken: set[str]
) -> dict[int, str]:
    """A guid, unlike all others, for every entry (by index) that gets a new code.

    It follows from deck and question; from the answer too, where the question alone would
    give one guid to two entries, so that their order makes no difference.
    """
    plainly = {index: first_guid(deck, variants[index][0].asked) for index in codes}
    often = Counter(plainly.values())
    guids: dict[int, str] = {}
    for index, guid in plainly.items():
        seeds = [deck, variants[index][0].asked, variants[index][0].answer]
        while guid in taken or often[guid] > 1:
            guid = first_guid(*seeds)
            seeds.append("again")
        taken.add(guid)
        guids[index] = guid
    return guids
