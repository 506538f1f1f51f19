"""The pictures of the README: a page of each sheet and a card, from the bank in ``sources/``.

    python scripts/make_pictures.py OUTPUT

``OUTPUT`` is the folder of a finished build. Needs pdftoppm (poppler) and Chromium, which
the tests need too, and what ``pip install .[test]`` installs.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageRequest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DOCS, FONTS = ROOT / "docs", ROOT / "shuati" / "fonts"
PAGES = {"study": 88, "cheat": 1, "quiz": 2, "cards": 1, "list": 1}  # the page shown of each
WIDTH = 440  # pixels of a picture
SHOWN = "教育"  # a word of the card that is shown


def sheets(output: Path) -> None:
    """A page of each sheet as ``docs/NAME.png``."""
    for name, page in PAGES.items():
        pdf = output / f"{name}.pdf"
        if pdf.is_file():
            command = ["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page)]
            command += ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1", str(pdf)]
            subprocess.run([*command, str(DOCS / name)], check=True)


def card(package: Path) -> None:
    """The back of a card, as Anki's engine renders it, as ``docs/card.png``."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder, "collection.anki2")))
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package)))
        first = collection.get_card(min(collection.find_cards(f"题目:*{SHOWN}*")))
        rendered = first.render_output()
        page = f"<body class='card'>{rendered.answer_and_style()}<style>{faces()}</style></body>"
        collection.close()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": WIDTH, "height": 520})
        tab.set_content(page)
        tab.screenshot(path=str(DOCS / "card.png"))
        browser.close()


def faces() -> str:
    """The fonts of the sheets, for a machine that has no Chinese ones."""
    rules = []
    for weight in (400, 700):
        data = base64.b64encode((FONTS / f"NotoSansSC-{weight}.ttf").read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{data})"
        rules.append(f"@font-face {{ font-family: Sheet; font-weight: {weight}; src: {source} }}")
    return " ".join(rules) + " .card, .card * { font-family: Sheet !important }"


def main() -> None:
    """Make all pictures from the build in the folder given."""
    output = Path(sys.argv[1])
    DOCS.mkdir(exist_ok=True)
    sheets(output)
    (package,) = output.glob("*.apkg")
    card(package)


if __name__ == "__main__":
    main()
