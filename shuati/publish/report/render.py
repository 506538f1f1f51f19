"""The report as one HTML page that fetches nothing and runs no script but its own."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

from markupsafe import Markup

from shuati.publish.render.colours import with_colours
from shuati.publish.render.templates import environment, read_text
from shuati.publish.report.view import Report


def report_html(page: Report, overrides: Path | None = None) -> str:
    """``page`` as HTML. Its policy names style and script by their hashes, and nothing else."""
    css = with_colours(read_text("report/report.css", overrides), overrides)
    css += read_text("anki/code.css", overrides)
    script = read_text("report/report.js", overrides)
    policy = (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = environment("report", overrides).get_template("report.html")
    return template.render(page=page, css=Markup(css), script=Markup(script), policy=policy)


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
