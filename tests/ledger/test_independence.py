"""Who gets which code depends on the sources and the ledger alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_identity_loads_neither_the_matcher_nor_its_words_nor_what_publishes() -> None:
    script = (
        "import sys, shuati.ledger, shuati.ledger.references, shuati.ledger.note_state\n"
        "print(*(n for n in sys.modules if n.startswith('shuati.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)
    loaded = {name.split(".")[1] for name in done.stdout.decode().split()}
    assert loaded == {"config", "ledger", "model", "text"}
