"""Every entry gets the code and guid of its record, or a code and guid that are new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from shuati.ledger.fingerprint import Fingerprint, first_guid
from shuati.ledger.reidentify import ENOUGH, RecordComparison, Reidentification
from shuati.ledger.store import Ledger, Record, code_of, in_order, number_of
from shuati.model import Diagnostic, Entry, Location, warning
from shuati.text.markdown import plain


@dataclass(frozen=True, slots=True)
class Identified:
    """The entries with code and guid, in their order, and the ledger that remembers them.

    ``diagnostics`` hold until a source changes, ``once`` are reported by this build only.
    """

    entries: tuple[Entry, ...]
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]
    once: tuple[Diagnostic, ...]
    new: tuple[str, ...]  # codes given for the first time
    retired: tuple[str, ...]  # codes that have no entry any more since last time
    merged: tuple[tuple[str, str], ...]  # of those: code and the code that it is part of now
    returned: tuple[str, ...]  # codes that were retired and have an entry again


def identify(
    ledger: Ledger,
    entries: Sequence[Entry],
    deck: str,
    now: int,
    fingerprints: Mapping[Location, Fingerprint] | None = None,
) -> Identified:
    """Codes and guids for ``entries``.

    ``deck`` seeds first guids together with the question, so that two people who build the
    same sources get the same ones; ``now`` (s) is remembered as the time of retirement.
    ``fingerprints`` of questions, by their location, are made where they are not given.
    """
    state = Reidentification(entries, ledger, fingerprints)
    explicit, diagnostics = _explicit_codes(entries, state)
    codes = _new_codes(len(entries), state, explicit)
    taken = {record.guid for record in ledger.records}
    guids = _new_guids(codes, state.fingerprints, deck, taken)
    owners = [
        state.found[at].code if at in state.found else codes[at] for at in range(len(entries))
    ]
    merged = dict(_merged(state, owners))
    records = [
        replace(record, retired=now, aliases=()) if record.retired is None else record
        for record in state.unmatched.values()
    ]
    for index, entry in enumerate(entries):
        code, own = owners[index], _with_previous(state, index, owners)
        record = state.found.get(index) or Record(code, guids[index], "", own)
        records.append(
            replace(
                record,
                question=plain(entry.question),
                wordings=tuple(plain(variant.text) for variant in entry.variants[1:]),
                fingerprints=own,
                retired=None,
                aliases=_aliases(code, state, merged),
            )
        )
    guid_of = {record.code: record.guid for record in records}
    retired = tuple(r.code for r in state.unmatched.values() if r.retired is None)
    return Identified(
        entries=tuple(
            replace(entry, code=code, guid=guid_of[code])
            for entry, code in zip(entries, owners, strict=True)
        ),
        ledger=replace(ledger, records=in_order(records)),
        diagnostics=tuple(diagnostics),
        once=tuple(_doubts(state, codes)),
        new=tuple(codes.values()),
        retired=retired,
        merged=tuple((code, merged[code]) for code in retired if code in merged),
        returned=tuple(r.code for r in state.found.values() if r.retired is not None),
    )


def _merged(state: Reidentification, owners: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Records that have become part of an entry, each with the code of that entry.

    An entry that has their question with their answer, or their question alone where no
    second one asks it; else an entry of several wordings that is very similar.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for fingerprints, code in zip(state.fingerprints, owners, strict=True):
        for one in fingerprints:
            holders[one.asked].add(code)
            holders[f"{one.asked} {one.answer}"].add(code)
    if not state.unmatched:
        return
    compare = RecordComparison(state)
    like: dict[str, tuple[float, str]] = {}
    for index, code in enumerate(owners):
        for old in compare.closest(index) if len(state.fingerprints[index]) > 1 else ():
            likeness = compare.likeness(index, old)
            if likeness.plausible and likeness.score > max(ENOUGH, like.get(old, (0.0, ""))[0]):
                like[old] = likeness.score, code
    placed = {alias for record in state.found.values() for alias in record.aliases}
    for record in state.unmatched.values():
        shown = record.fingerprints[0]
        for key in (f"{shown.asked} {shown.answer}", shown.asked):
            if len(holders.get(key, ())) == 1:
                yield record.code, min(holders[key])
                break
        else:
            if record.code in like and record.code not in placed:
                yield record.code, like[record.code][1]


def _aliases(code: str, state: Reidentification, merged: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that have become part of the entry ``code``, now or earlier."""
    before = state.records[code].aliases if code in state.records else ()
    now = {alias for alias, into in merged.items() if into == code}
    joined = (state.records[alias].aliases for alias in now if alias in state.records)
    earlier = {
        alias
        for alias in (*before, *chain.from_iterable(joined))
        if alias in state.unmatched and merged.get(alias, code) == code
    }
    return tuple(sorted(earlier | now, key=lambda alias: number_of(alias) or 0))


def _with_previous(
    state: Reidentification, index: int, owners: Sequence[str]
) -> tuple[Fingerprint, ...]:
    """The fingerprints of an entry with the codes of the questions before them."""
    placed = []
    for at, own in enumerate(state.fingerprints[index]):
        before = state.adjacency.previous((index, at))
        placed.append(replace(own, previous="" if before is None else owners[before]))
    return tuple(placed)


def _doubts(state: Reidentification, codes: Mapping[int, str]) -> Iterator[Diagnostic]:
    """One diagnostic for every entry that may be an old one and gets a new code."""
    for index, code in codes.items():
        if old := state.doubtful(index):
            question = state.entries[index].variants[0]
            names = " or ".join(f"{name} ({state.records[name].question})" for name in old[:3])
            yield warning("maybe-an-old-code", question.location, old=names, new=code, first=old[0])


def _explicit_codes(
    entries: Sequence[Entry], state: Reidentification
) -> tuple[dict[int, str], list[Diagnostic]]:
    """Codes that sources give and nobody has yet (index → code), and those that fail."""
    given: dict[int, str] = {}
    used = set(state.records)
    diagnostics = []
    for index, entry in enumerate(entries):
        has = state.found[index].code if index in state.found else None
        for question in entry.variants:
            code = question.explicit_code
            if code is None or code == has or code in state.unmatched:
                continue
            if has is None and code not in used and number_of(code):
                given[index] = has = code
                used.add(code)
                continue
            wrong = "explicit-code-taken" if number_of(code) else "explicit-code-malformed"
            diagnostics.append(warning(wrong, question.location, mark=code))
    return given, diagnostics


def _new_codes(count: int, state: Reidentification, explicit: dict[int, str]) -> dict[int, str]:
    """A code for every entry (by index) without a record: its explicit one, or the next."""
    used = (number_of(code) or 0 for code in (*state.records, *explicit.values()))
    following = max(used, default=0) + 1
    codes = {}
    for index in range(count):
        if index in state.found:
            continue
        if index not in explicit:
            codes[index] = code_of(following)
            following += 1
        else:
            codes[index] = explicit[index]
    return codes


def _new_guids(
    codes: dict[int, str],
    fingerprints: Sequence[Sequence[Fingerprint]],
    deck: str,
    taken: set[str],
) -> dict[int, str]:
    """A guid, unlike all others, for every entry (by index) that gets a new code.

    It follows from deck and question; from the answer too, where the question alone would
    give one guid to two entries, so that their order makes no difference.
    """
    plainly = {index: first_guid(deck, fingerprints[index][0].asked) for index in codes}
    often = Counter(plainly.values())
    guids: dict[int, str] = {}
    for index, guid in plainly.items():
        seeds = [deck, fingerprints[index][0].asked, fingerprints[index][0].answer]
        while guid in taken or often[guid] > 1:
            guid = first_guid(*seeds)
            seeds.append("again")
        taken.add(guid)
        guids[index] = guid
    return guids
