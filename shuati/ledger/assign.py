"""Every entry gets the code and guid of its record, or a code and guid that are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.ledger.again import Search
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import Ledger, Record, Variant, code_of, in_order, number_of
from shuati.markdown import plain
from shuati.model import Entry, Finding, Severity


@dataclass(frozen=True, slots=True)
class Assignment:
    """The entries with code and guid, in their order, and the ledger that remembers them."""

    entries: tuple[Entry, ...]
    ledger: Ledger
    findings: tuple[Finding, ...]
    new: tuple[str, ...]  # codes given for the first time
    retired: tuple[str, ...]  # codes whose entry is gone since last time


def assign(ledger: Ledger, entries: Sequence[Entry], deck: str, now: int) -> Assignment:
    """Codes and guids for ``entries``.

    ``deck`` seeds first guids together with the question, so that two people who build the
    same sources get the same ones; ``now`` (s) is remembered as the time of retirement.
    """
    search = Search(entries, ledger)
    marked, findings = _marked(entries, search)
    codes = _new_codes(len(entries), search, marked)
    guids = _new_guids(codes, search.variants, deck, {record.guid for record in ledger.records})
    records = [
        replace(record, retired=now) if record.retired is None else record
        for record in search.lost.values()
    ]
    assigned = []
    for index, entry in enumerate(entries):
        variants, question = search.variants[index], plain(entry.question)
        if index in search.found:
            record = search.found[index]
            record = replace(record, question=question, variants=variants, retired=None)
        else:
            record = Record(codes[index], guids[index], question, variants)
        records.append(record)
        assigned.append(replace(entry, code=record.code, guid=record.guid))
    return Assignment(
        tuple(assigned),
        replace(ledger, records=in_order(records)),
        (*findings, *search.findings),
        tuple(codes.values()),
        tuple(record.code for record in search.lost.values() if record.retired is None),
    )


def _marked(entries: Sequence[Entry], search: Search) -> tuple[dict[int, str], list[Finding]]:
    """Codes that sources ask for and nobody has (index → code), and marks that fail."""
    given: dict[int, str] = {}
    used = set(search.records)
    findings = []
    for index, entry in enumerate(entries):
        has = search.found[index].code if index in search.found else None
        for question in entry.variants:
            mark = question.mark
            if mark is None or mark == has or mark in search.lost:
                continue
            if has is None and mark not in used and number_of(mark):
                given[index] = has = mark
                used.add(mark)
                continue
            what = f"the mark {mark} cannot be kept: another question has this code"
            if not number_of(mark):
                what = f"the mark {mark} is no code: a Q and four digits or more"
            findings.append(
                Finding(Severity.WARNING, question.path, question.span, what, "delete the mark")
            )
    return given, findings


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
