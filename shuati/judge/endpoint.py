"""A server that speaks the chat completions protocol of OpenAI: Ollama, vLLM, DeepSeek …

``urllib`` of the standard library is enough here: one POST at a time, without streaming. It
follows no redirect, because that would hand the key to another server.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from shuati import __version__
from shuati.config.bounds import read_bytes
from shuati.judge.cases import shortened
from shuati.judge.prompt import Message
from shuati.model import BuildError, failure

KEY = "SHUATI_JUDGE_KEY"
# Other variables hold the key of one service: it is sent to that one alone.
_KEYS_OF_HOSTS = {"api.openai.com": "OPENAI_API_KEY", "api.deepseek.com": "DEEPSEEK_API_KEY"}
_OPTION = "--judge"
_PATH = "/chat/completions"
_LARGEST_KEY, _LARGEST_ANSWER = 10_000, 5_000_000  # bytes
_HERE = ("localhost", "127.0.0.1", "::1")
_BUSY = (408, 425, 429, 500, 502, 503, 504, 529)


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered; ``tokens`` of question and answer, None where nobody counted."""

    text: str
    tokens: int | None


class BusyError(Exception):
    """A request that may succeed later: ``wait`` are the seconds that the server asks for."""

    def __init__(self, problem: BuildError, wait: float | None = None) -> None:
        super().__init__(str(problem))
        self.problem, self.wait = problem, wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where ``model`` is asked: ``url`` ends in ``/chat/completions``, ``timeout`` in seconds."""

    url: str
    model: str
    key: str | None = field(repr=False)
    timeout: float

    @property
    def shown(self) -> str:
        """The address without what may be secret in it."""
        return urlunsplit(urlsplit(self.url)._replace(query="", fragment=""))

    @property
    def shows_key(self) -> bool:
        """Whether the key goes over the net for everybody to read."""
        parts = urlsplit(self.url)
        return bool(self.key) and parts.scheme == "http" and parts.hostname not in _HERE

    def without_key(self, text: str) -> str:
        """``text``, in which the server may have repeated the key."""
        return text.replace(self.key, "***") if self.key else text

    def ask(self, sent: Sequence[Message]) -> Completion:
        """The answer to the messages ``sent``.

        Raises `BusyError` where it is worth trying again, else `BuildError`; neither has the key.
        """
        body = {"model": self.model, "messages": list(sent), "temperature": 0, "stream": False}
        headers = {"Content-Type": "application/json", "User-Agent": f"shuati/{__version__}"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        request = urllib.request.Request(self.url, data, headers, method="POST")
        try:
            with self._opener().open(request, timeout=self.timeout) as response:
                content = self._read(response)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError | ConnectionResetError | BrokenPipeError):
                raise BusyError(self._timed_out()) from None
            reason = getattr(error.reason, "strerror", None) or str(error.reason)
            raise self._problem("judge-unreachable", reason=shortened(reason)) from None
        except (TimeoutError, ConnectionError, http.client.HTTPException):
            raise BusyError(self._timed_out()) from None
        return self._completion(content)

    def _opener(self) -> urllib.request.OpenerDirector:
        here = urlsplit(self.url).hostname in _HERE
        proxies = [urllib.request.ProxyHandler({})] if here else []
        return urllib.request.build_opener(_NoRedirect, *proxies)

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """The body, within `timeout` altogether. Raises TimeoutError, or `BuildError`."""
        end = time.monotonic() + self.timeout
        content = b""
        while chunk := response.read1(1 << 16):
            content += chunk
            if len(content) > _LARGEST_ANSWER:
                raise self._problem("judge-no-completion", answer="…")
            if time.monotonic() > end:
                raise TimeoutError
        return content

    def _completion(self, content: bytes) -> Completion:
        text = content.decode("utf-8", "replace")
        try:
            answer = json.loads(text)
            said = answer["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError):
            shown = shortened(self.without_key(text))
            raise self._problem("judge-no-completion", answer=shown) from None
        usage = answer.get("usage")
        total = usage.get("total_tokens") if isinstance(usage, dict) else None
        counted = total if isinstance(total, int) and total >= 0 else None
        return Completion(self.without_key(said) if isinstance(said, str) else "", counted)

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        """What a status other than 200 means."""
        status = error.code
        try:
            text = error.read(_LARGEST_KEY).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            text = ""
        answer = shortened(self.without_key(text)) or "-"
        if 300 <= status < 400:
            address = self.without_key(error.headers.get("Location") or "-").partition("?")[0]
            return self._problem("judge-redirects", address=shortened(address))
        if status in (401, 403):
            return self._problem("judge-key-refused", status=status, answer=answer)
        if status in _BUSY:
            problem = self._problem("judge-busy", status=status, answer=answer)
            return BusyError(problem, _seconds(error.headers.get("Retry-After")))
        if status == 404:
            return self._problem("judge-not-found", model=self.model, answer=answer)
        return self._problem("judge-refuses", status=status, answer=answer)

    def _timed_out(self) -> BuildError:
        return self._problem("judge-timed-out", seconds=f"{self.timeout:g}")

    def _problem(self, code: str, **args: Any) -> BuildError:
        return failure(code, _OPTION, url=self.shown, **args)


def endpoint(url: str, model: str, timeout: float, key: str | None) -> Endpoint:
    """The endpoint below the base address ``url``. Raises `BuildError` where it is none."""
    try:
        parts = urlsplit(url.strip())
        named = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        parts, named = SplitResult("", "", "", "", ""), None
    if not named or not url.isascii() or not url.strip().isprintable() or " " in url.strip():
        raise failure("judge-no-address", _OPTION)
    if parts.username or parts.password:
        raise failure("judge-secret-in-address", _OPTION, variable=KEY)
    path = parts.path.rstrip("/").removesuffix(_PATH) + _PATH
    return Endpoint(urlunsplit(parts._replace(path=path, fragment="")), model, key, timeout)


def find_key(
    url: str, file: Path | None, environment: Mapping[str, str] = os.environ
) -> str | None:
    """The key for ``url``: of ``file``, else of the environment; None where there is none.

    Raises `BuildError`, which names where the key was, never the key.
    """
    if file is not None:
        where = str(file)
        try:
            lines = read_bytes(file, _LARGEST_KEY).decode("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8"
            raise failure("judge-key-unreadable", where, reason=reason) from None
        key = next((line.strip() for line in lines if line.strip()), "")
    else:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        where = KEY if environment.get(KEY) else _KEYS_OF_HOSTS.get(host, KEY)
        key = environment.get(where, "").strip()
        if not key:
            return None
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise failure("judge-no-key", where)
    return key


def _seconds(text: str | None) -> float | None:
    """The seconds of a ``Retry-After`` header; None for a date, which is rare."""
    return float(text) if text and text.isascii() and text.isdigit() else None
