"""The kinds of evidence: which counts together, and for what each can speak."""

from __future__ import annotations

Evidence = dict[str, float]
"""Named numbers, about 0 to 1 each; what is missing is 0."""

LABELLED = 3  # labels of answers from which a document is one that labels its answers

# What means something only together.
TOGETHER = (
    ("asks", "siblings ask"),
    ("asks", "heading"),
    ("asks", "in a project"),
    ("explained", "heading"),
    ("heading", "rating"),
    ("clauses", "layout:loose"),
    ("clauses", "heading"),
    ("in a run", "in asking part"),
    ("in a run", "layout:bare"),
    ("heading", "part rating"),
    ("labels elsewhere", "numbered"),
    ("labels elsewhere", "orders"),
    ("labels elsewhere", "silent"),
    ("labels in part", "numbered"),
    ("labels in part", "orders"),
    ("labels in part", "silent"),
    ("named leaf", "bodied silent"),
    ("led", "question mark"),
    ("led by a question", "question mark"),
    ("silent", "in a faq"),
    ("silent", "in part of a kind"),
    ("numbered", "others ask"),
    ("numbered", "part others ask"),
    ("orders", "colon"),
    ("orders", "is article"),
    ("orders", "layout:plain"),
    ("orders", "sentence"),
    ("row", "outside asking group"),
    ("silent", "article share"),
    ("silent", "direct body"),
    ("silent", "document asks"),
    ("silent", "document silent"),
    ("silent", "in asking group"),
    ("silent", "in question part"),
    ("silent", "in sequence"),
    ("silent", "is article"),
    ("silent", "leaf"),
    ("silent", "level asks"),
    ("unasked among deictic", "level asks"),
    ("unasked among pictures", "document silent"),
    ("named leaf", "topic outline"),
    ("silent leaf", "topic outline"),
    ("silent leaf", "short topics"),
    ("silent leaf", "impersonal topics"),
    ("silent leaf", "defined topics"),
    ("silent", "named"),
    ("silent", "numbered"),
    ("silent", "outside asking group"),
    ("silent", "outside question part"),
    ("silent", "part asks"),
    ("silent", "part others ask"),
    ("silent", "section number"),
    ("topic item", "colon"),
    ("topic item", "covered"),
    ("unasked", "covered"),
    ("unasked", "unanswered list"),
    ("clauses", "part others ask"),
    ("sentence", "unasked"),
    ("unasked", "in sequence"),
    ("unasked", "named"),
    ("unasked", "part others ask"),
)

_FOR = """
answered; asks; bodies; body; closed; covered; direct body; explained; explicit; in a faq;
in asking group; in a run; in question part; in part of a kind; in sequence; leaf; level asks;
named; named leaf; no article titles; numbered; orders; others ask; part bodies; part others ask;
part rating; rated; rating; row; short topics; siblings ask; topic item; topic item & covered;
topic words;
siblings likely; silent & siblings likely; bodied & siblings likely;
asks & heading; asks & siblings ask; explained & heading; heading & rating; in a run & layout:bare;
named leaf & bodied silent; numbered & others ask; silent & document silent;
silent & in asking group; silent & in a faq; silent & in part of a kind; silent & in question part;
silent & in sequence; silent & leaf; silent & named; silent leaf & topic outline;
silent leaf & short topics; silent leaf & impersonal topics; silent leaf & defined topics;
named leaf & topic outline; unasked & covered; unasked & in sequence; unasked & named;
unasked & part others ask
"""
_AGAINST = """
article share; article title; clauses; closing title; colon; contents title; inner ask; is article;
labels elsewhere; labels in part; layout:asked; led; led by a question; layout:loose; layout:plain;
names question part; note label; outside asking group; outside question part; repeated;
section number; sentence; several answers; siblings unlikely; silent; unanswered list; unasked;
under question label; asks & in a project; labels elsewhere & numbered; labels elsewhere & orders;
labels elsewhere & silent; orders & is article; orders & sentence; silent & article share;
silent & is article; silent & outside asking group; silent & outside question part;
silent & section number; unasked in a guide; unmarked among explicit; unasked among instructions;
unasked among deictic; in a project; unasked among deictic & level asks; unasked & unanswered list;
sentence & unasked; project title; title of sections;
unasked among pictures;
unasked among pictures & document silent; unasked among code; unnumbered among numbered
"""


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", " ").split(";")]


# What each kind can only speak for (1) or against (-1); the others may do both.
DIRECTIONS = dict.fromkeys(_names(_FOR), 1) | dict.fromkeys(_names(_AGAINST), -1)


def with_products(evidence: Evidence) -> Evidence:
    """``evidence`` that is not 0, with what counts only together."""
    found = {name: value for name, value in evidence.items() if value}
    if not any(name in found for name in ("asks", "orders", "explicit", "row", "topic item")):
        found["unasked"] = 1.0
    if "silent" in found and "direct body" in found:
        found["bodied silent"] = 1.0
    if "silent" in found and "leaf" in found:
        found["silent leaf"] = 1.0
    if "named" in found and "leaf" in found:
        found["named leaf"] = 1.0
    for one, other in TOGETHER:
        if one in found and other in found:
            found[f"{one} & {other}"] = found[one] * found[other]
    return found
