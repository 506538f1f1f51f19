"""选择 in a browser: chosen by touch and by key, marked on the back, in one order on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import exam_entries as exam
import pytest
from anki.collection import Collection
from importing import Import
from test_looks import ANKI, LOW_CONTRAST, MODES, OVERFLOWING
from test_note_types import ledger_of

from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.publish.anki.note_types import NoteKind, NoteType
from shuati.publish.anki.notes import wanted_notes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# As Anki for the desktop: the page stays, what it shows is replaced, scripts are run again.
SHOW = """html => {
  const shown = document.getElementById('qa');
  shown.innerHTML = html;
  for (const old of shown.querySelectorAll('script')) {
    const script = document.createElement('script');
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}"""
MARKS = """() => [...document.querySelectorAll('.option')].map(item => [
  item.querySelector('.words').textContent,
  ['right', 'wrong', 'chosen'].filter(name => item.classList.contains(name)).join(' ')])"""
ORDER = "() => [...document.querySelectorAll('.words')].map(item => item.textContent)"

Card = tuple[str, str]
Show = Callable[[str], None]


class Cards:
    """The two sides of the card of an entry, by its code, and how a client shows them."""

    def __init__(self, sides: dict[str, Card], context: BrowserContext) -> None:
        self.sides, self.page = sides, context.new_page()
        self._context = context

    def on_one_page(self) -> Show:
        self.page.set_content(ANKI.format(mode="", css="", html=""))
        return lambda html: self.page.evaluate(SHOW, html)

    def on_pages_of_their_own(self, *, session: bool = True) -> Show:
        """As clients that load a page for each side; without ``session`` nothing is kept."""
        if not session:
            self._context.add_init_script(
                "Object.defineProperty(window, 'sessionStorage', {get() { throw Error() }})"
            )

        def show(html: str) -> None:
            whole = ANKI.format(mode="", css="", html=html)
            self.page.unroute_all()
            self.page.route(
                "**/*", lambda route: route.fulfill(body=whole, content_type="text/html")
            )
            self.page.goto("http://127.0.0.1/card")

        return show

    def marks(self) -> dict[str, str]:
        return dict(self.page.evaluate(MARKS))

    def verdict(self) -> str:
        shown = self.page.locator(".verdict")
        return shown.inner_text() if shown.is_visible() else ""


def _sides(
    collection: Collection, import_notes: Import, entries: list[Entry], settings: Settings
) -> dict[str, Card]:
    notes, _ = wanted_notes(entries, settings, ledger_of(*entries))
    import_notes(notes)
    front, back = (
        NoteType(NoteKind.CHOICE, 0, shuffled=settings.shuffle_options).templates[0][side]
        for side in ("qfmt", "afmt")
    )
    kind = collection.models.by_name("选择")
    assert kind
    kind["tmpls"][0] |= {"qfmt": front, "afmt": back}
    collection.models.update_dict(kind)
    found = {}
    for card in collection.find_cards("note:选择"):
        shown = collection.get_card(card)
        text = shown.render_output()
        style = f"<style>{text.css}</style>"
        found[shown.note().fields[0]] = (style + text.question_text, style + text.answer_text)
    return found


@pytest.fixture
def cards(
    request: pytest.FixtureRequest,
    browser: Browser,
    collection: Collection,
    import_notes: Import,
) -> Iterator[Cards]:
    settings = replace(Settings(), shuffle_options=getattr(request, "param", False))
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 700})
    yield Cards(_sides(collection, import_notes, exam.every_form(), settings), context)
    context.close()


def _press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def _tap(page: Page, keys: str) -> None:
    for key in keys.split():
        page.locator(".option").nth("ABCDEFGH".index(key.upper())).tap()


@pytest.mark.parametrize("choose", [_press, _tap])
@pytest.mark.parametrize("client", ["one page", "two pages"])
@pytest.mark.parametrize(
    ("code", "keys", "verdict", "marked"),
    [
        ("Q0001", "b", "答对了", {"线粒体": "right chosen"}),
        ("Q0001", "a c", "答错了，你选的是 C", {"线粒体": "right", "核糖体": "wrong chosen"}),
        ("Q0002", "a c e", "答对了", dict.fromkeys(("list", "dict", "set"), "right chosen")),
        (
            "Q0002",
            "a b",
            "答错了，你选的是 A、B",
            {"list": "right chosen", "tuple": "wrong chosen", "dict": "right", "set": "right"},
        ),
        ("Q0002", "a b b c e", "答对了", dict.fromkeys(("list", "dict", "set"), "right chosen")),
        ("Q0003", "b", "答对了", {"错": "right chosen"}),
        ("Q0003", "a", "答错了，你选的是 √", {"对": "wrong chosen", "错": "right"}),
        ("Q0006", "", "", {"十二指肠溃疡": "right"}),
    ],
)
def test_what_was_chosen_is_marked_on_the_back(
    cards: Cards,
    choose: Callable[[Page, str], None],
    client: str,
    code: str,
    keys: str,
    verdict: str,
    marked: dict[str, str],
) -> None:
    show = cards.on_one_page() if client == "one page" else cards.on_pages_of_their_own()
    front, back = cards.sides[code]
    show(front)
    choose(cards.page, keys)
    assert not any("right" in mark or "wrong" in mark for mark in cards.marks().values())
    show(back)
    assert {words: mark for words, mark in cards.marks().items() if mark} == marked
    assert cards.verdict() == verdict


def test_figures_choose_as_letters_do(cards: Cards) -> None:
    show = cards.on_one_page()
    show(cards.sides["Q0002"][0])
    _press(cards.page, "1 3 5 8 x")
    show(cards.sides["Q0002"][1])
    assert cards.verdict() == "答对了"


def test_what_was_chosen_on_another_card_is_forgotten(cards: Cards) -> None:
    show = cards.on_one_page()
    show(cards.sides["Q0001"][0])
    _press(cards.page, "a")
    show(cards.sides["Q0006"][1])
    assert cards.verdict() == ""
    show(cards.sides["Q0001"][0])
    show(cards.sides["Q0001"][1])
    assert cards.verdict() == ""


def test_on_the_desktop_what_is_typed_reaches_the_card_and_space_turns_it(cards: Cards) -> None:
    show = cards.on_one_page()
    show(cards.sides["Q0001"][0])
    assert cards.page.locator("input").count() == 0
    cards.page.evaluate("window.pycmd = command => { window.said = command; }")
    show(cards.sides["Q0001"][0])
    # Anki's own keys give way where text is typed; an input without a keyboard is no such place.
    typed = cards.page.evaluate(
        "[document.activeElement.tagName, document.activeElement.inputMode]"
    )
    assert typed == ["INPUT", ""]
    _press(cards.page, "b")
    _tap(cards.page, "B C")
    assert cards.page.evaluate("document.activeElement.tagName") == "INPUT"
    cards.page.keyboard.press("Space")
    assert cards.page.evaluate("window.said") == "ans"
    assert cards.page.locator("input").input_value() == ""
    show(cards.sides["Q0001"][1])
    assert cards.verdict() == "答错了，你选的是 C"
    assert cards.page.locator("input").count() == 0


@pytest.mark.parametrize("cards", [True], indirect=True)
@pytest.mark.parametrize("client", ["one page", "two pages", "no session"])
def test_shuffled_options_have_one_order_on_both_sides(cards: Cards, client: str) -> None:
    show = (
        cards.on_one_page()
        if client == "one page"
        else cards.on_pages_of_their_own(session=client == "two pages")
    )
    days = [f"2026-0{month}-01T12:00:00" for month in range(1, 7)]
    orders = set()
    for day in days:
        cards.page.clock.set_fixed_time(day)
        show(cards.sides["Q0001"][0])
        order = cards.page.evaluate(ORDER)
        assert sorted(order) == sorted(exam.CELL)
        letters = cards.page.locator(".option .letter").all_inner_texts()
        assert letters == ["A", "B", "C", "D"]
        _tap(cards.page, "ABCD"[order.index("线粒体")])
        show(cards.sides["Q0001"][1])
        assert cards.page.evaluate(ORDER)[:4] == order
        assert cards.marks()["线粒体"].startswith("right")
        assert cards.verdict() == ("" if client == "no session" else "答对了")
        key = cards.page.locator(".key").inner_text().split()
        assert key == ["ABCD"[order.index("线粒体")], "线粒体"]
        orders.add(tuple(order))
    assert len(orders) > 2


@pytest.mark.parametrize("cards", [True], indirect=True)
def test_options_that_name_letters_are_not_shuffled(cards: Cards) -> None:
    show = cards.on_one_page()
    for day in ("2026-01-01", "2026-02-01", "2026-03-01"):
        cards.page.clock.set_fixed_time(f"{day}T12:00:00")
        show(cards.sides["Q0002"][0])
        assert cards.page.evaluate(ORDER) == ["list", "tuple", "dict", "str", "set"]


def test_without_a_script_the_card_is_a_plain_list_with_its_answer(
    browser: Browser, collection: Collection, import_notes: Import
) -> None:
    sides = _sides(collection, import_notes, [exam.choice()], Settings())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for html, answered in zip(sides["Q0001"], (False, True), strict=True):
        page.set_content(ANKI.format(mode="", css="", html=html))
        text = "".join(page.locator("body").inner_text().split())
        assert "A细胞膜B线粒体C核糖体D高尔基体" in text
        assert ("答案B线粒体" in text) is answered
    context.close()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [360, 1200])
def test_cards_of_forms_are_readable_and_fit(
    browser: Browser, collection: Collection, import_notes: Import, mode: str, width: int
) -> None:
    entries = exam.every_form()
    notes, _ = wanted_notes(entries, Settings(), ledger_of(*entries))
    import_notes(notes)
    page = browser.new_page(viewport={"width": width, "height": 700})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for card in collection.find_cards(""):
        text = collection.get_card(card).render_output()
        page.set_content(ANKI.format(mode=MODES[mode], css=text.css, html=""))
        for html in (text.question_text, text.answer_text):
            page.evaluate(SHOW, f"<style>{text.css}</style>{html}")
            assert page.evaluate(LOW_CONTRAST) == []
            assert page.evaluate(OVERFLOWING) == []
            _press(page, "a")
            assert page.evaluate(LOW_CONTRAST) == []
    assert requests == []
    page.close()
