"""Where the program may keep files in the user's own cache folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def folder(name: str) -> Path | None:
    """The folder ``name`` of the cache, made for this user alone; None where that fails."""
    path = platformdirs.user_cache_path("shuati", appauthor=False) / name
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return path
