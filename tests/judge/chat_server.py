"""A server of chat completions for tests: it answers as it is told, and remembers what it got.

    python chat_server.py good,429,nonsense

prints its port and answers the first request well, the second with 429 and all others with
nonsense.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ChatServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answers: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next(self) -> str:
        """What to answer now; the last answer is given again and again."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(json.loads(content))
        self.server.headers.append(dict(self.headers))
        self.server.paths.append(self.path)
        how = self.server.next()
        if how == "slow":
            time.sleep(3)
        if how == "dropped":
            self.close_connection = True
            return
        if how == "drip":
            self._drip()
            return
        if how.isdigit():
            self._send(int(how), f"busy; you sent {self.headers['Authorization']}")
        elif how == "redirect":
            self._send(302, "", Location="http://127.0.0.1:9/v1/chat/completions?key=x")
        elif how == "html":
            self._send(200, "<html>Welcome</html>")
        else:
            self._send(200, json.dumps(_completion(how, self)))

    def _drip(self) -> None:
        """A byte at a time, so that no single read takes long."""
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)
        self.close_connection = True

    def _send(self, status: int, text: str, **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        if status == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def _completion(how: str, handler: _Handler) -> dict[str, Any]:
    sent = handler.server.bodies[-1]["messages"][-1]["content"]
    items = [
        {
            "id": pair["id"],
            "verdict": "same"
            if pair["a"].get("answer") == pair["b"].get("answer")
            else "different",
            "reason": f"第{pair['id']}对",
        }
        for pair in json.loads(sent)["pairs"]
    ]
    whole = json.dumps({"pairs": items}, ensure_ascii=False)
    text = {
        "good": whole,
        "fenced": f"好的：\n```json\n{whole}\n```\n完。",
        "thinking": f'<think>{{"id": 1, "verdict": "unsure"}}</think>{whole}',
        "cut": whole[: whole.rindex('"reason"')],
        "half": json.dumps({"pairs": items[::2]}, ensure_ascii=False),
        "unsure": whole.replace('"different"', '"unsure"').replace('"same"', '"unsure"'),
        "echo": whole.replace("第", f"{handler.headers['Authorization']} 第"),
        "nonsense": "作为一个语言模型，我认为 {这两道题} 都很好。",
        "empty": None,
    }[how]
    usage = {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100}
    return {"choices": [{"message": {"role": "assistant", "content": text}}], "usage": usage}


@contextmanager
def serving(*answers: str) -> Iterator[ChatServer]:
    """A server in a thread, until the end of the block."""
    with ChatServer(answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


if __name__ == "__main__":
    with ChatServer(sys.argv[1].split(",")) as alone:
        print(alone.server_port, flush=True)
        alone.serve_forever()
