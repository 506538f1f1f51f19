"""Cards in a browser: readable by day and night, on the phone and at the desk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection
from builders import entry
from importing import Import
from PIL import Image
from sample_entries import point, points
from test_note_types import ALL, HARD, JOINED, ledger_of, listed

from evaluation.stages import read_document
from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.publish.anki.notes import wanted_notes
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FONT = ROOT / "shuati" / "fonts" / "NotoSansSC-400.ttf"
# As Anki's reviewer has it: its own night colours would win over a plain `.card`.
ANKI = """<!doctype html><html><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>body {{ margin: 20px; }} hr {{ background-color: #737373; }}
body.nightMode {{ background-color: #2c2c2c; color: #fcfcfc; }}</style></head>
<body class="card card1 {mode}"><div id="qa"><style>{css}</style>{html}</div></body></html>"""
MODES = {"day": "", "night": "nightMode night_mode"}

LOW_CONTRAST = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([texts.currentNode.data, node.className, ratio]);
  }
  return low;
}"""

OVERFLOWING = """() => {
  const scrolls = node => node.closest('pre, .table, div.math');
  return [document.documentElement, ...document.querySelectorAll('#qa *')]
    .filter(node => !scrolls(node))
    .filter(node => node.getBoundingClientRect().right > innerWidth + 0.5
      || node.scrollWidth > innerWidth)
    .map(node => node.outerHTML.slice(0, 80));
}"""


@pytest.fixture
def sides(collection: Collection, entries: list[Entry], import_notes: Import) -> list[str]:
    """The HTML of both sides of every card of every note type, and at last the style."""
    hard, joined = (
        replace(listed(points(*items)), guid=guid)
        for items, guid in ((HARD, "guid-hard"), (JOINED, "guid-joined"))
    )
    notes, _ = wanted_notes([*entries, hard, joined], ALL, ledger_of(*entries))
    import_notes(notes)
    rendered = [collection.get_card(card).render_output() for card in collection.find_cards("")]
    html = [text for card in rendered for text in (card.question_text, card.answer_text)]
    return [*html, rendered[0].css]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [360, 1200])
def test_cards_are_readable_and_fit(page: Page, sides: list[str], mode: str, width: int) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": width, "height": 700})
    *cards, css = sides
    for html in cards:
        page.set_content(ANKI.format(mode=MODES[mode], css=css, html=html))
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate(LOW_CONTRAST) == []
        assert page.evaluate(OVERFLOWING) == []
    assert requests == []


LOW_TARGETS = """() => [...document.querySelectorAll('#qa summary')]
  .filter(node => node.getClientRects().length && node.getBoundingClientRect().height < 44)
  .map(node => node.textContent)"""


def test_what_opens_at_a_touch_is_as_high_as_a_fingertip(page: Page, sides: list[str]) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    *cards, css = sides
    shown = 0
    for html in cards:
        page.set_content(ANKI.format(mode="", css=css, html=html))
        shown += page.locator("#qa summary:visible").count()
        assert page.evaluate(LOW_TARGETS) == []
    assert shown


BOX = '<div class="qa"><div id="box" class="table"><table><tr>{}</tr></table></div></div>'


def test_what_scrolls_sideways_has_a_shadow_where_more_is_hidden(
    page: Page, sides: list[str]
) -> None:
    def shadows(cells: int, scrolled: int = 0) -> tuple[bool, bool]:
        """Whether the left and the right edge of a table look other than its middle."""
        html = BOX.format("<td>　</td>" * cells)
        page.set_content(ANKI.format(mode="", css=sides[-1], html=html))
        page.evaluate("left => document.querySelector('#box').scrollLeft = left", scrolled)
        picture = Image.open(io.BytesIO(page.locator("#box").screenshot())).convert("RGB")
        y, last = picture.height // 2, picture.width - 1
        left, middle, right = (picture.getpixel((x, y)) for x in (0, last // 2, last))
        return left != middle, right != middle

    page.set_viewport_size({"width": 360, "height": 640})
    assert shadows(cells=2) == (False, False)
    assert shadows(cells=9) == (False, True)
    assert shadows(cells=9, scrolled=150) == (True, True)
    assert shadows(cells=9, scrolled=9999) == (True, False)


GAP = """html => {
  const side = document.querySelector('#side');
  side.innerHTML = html;
  const lines = side.querySelector('.list .cloze').getClientRects();
  const letters = side.innerText.replace(/\\s/g, '').length;
  return [letters, lines[lines.length - 1].bottom];
}"""


def test_the_gap_of_every_point_is_on_the_first_screen_of_a_telephone_and_fronts_are_short(
    page: Page, collection: Collection, import_notes: Import, tmp_path: Path
) -> None:
    files = [*sorted((ROOT / "sources").glob("*.md")), Path(__file__).parent / "nursing.md"]
    documents = [read_document(file.name, file.read_bytes()) for file in files]
    asked = [entry(one) for document in documents for one in document.questions]
    entries = [replace(one, code=f"Q{at:04}", guid=f"guid-{at}") for at, one in enumerate(asked, 1)]
    many = points(*(point(f"第{at}个词头", "它说的话") for at in range(16)))
    entries.append(replace(listed(many), question="一道很长的题，" * 9, guid="many", code="Q9999"))
    only = Settings(notes=("要点",))
    import_notes(wanted_notes(entries, only, ledger_of(*entries))[0])
    cards = [collection.get_card(card).render_output() for card in collection.find_cards("")]
    assert len(cards) > 500
    # The fonts of the machine may have no Chinese: boxes would be narrower.
    font = f'@font-face {{ font-family: "PingFang SC"; src: url("{FONT.as_uri()}"); }}'
    file = tmp_path / "card.html"
    side = '<div id="side">甲</div>'
    file.write_text(ANKI.format(mode="", css=font + cards[0].css, html=side), encoding="utf-8")
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(file.as_uri())
    page.evaluate("document.fonts.load('16px PingFang SC', '甲')")
    sizes = [page.evaluate(GAP, card.question_text) for card in cards]
    assert median(letters for letters, _ in sizes) <= 80
    assert max(end for _, end in sizes) <= 640


def test_every_colour_of_code_is_readable(page: Page, sides: list[str]) -> None:
    groups = [
        "k",
        "kd",
        "kt",
        "ow",
        "nt",
        "s",
        "s1",
        "se",
        "m",
        "mi",
        "il",
        "no",
        "c",
        "c1",
        "gp",
        "nf",
        "nc",
        "nd",
        "nb",
        "na",
        "gh",
        "gi",
        "gd",
        "gr",
        "o",
        "err",
        "x",
    ]
    spans = " ".join(f'<span class="hl-{group}">{group}</span>' for group in groups)
    html = f'<div class="qa"><pre class="code"><code>{spans}</code></pre></div>'
    for mode in MODES.values():
        page.set_content(ANKI.format(mode=mode, css=sides[-1], html=html))
        assert page.evaluate(LOW_CONTRAST) == []
