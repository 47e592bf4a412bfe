"""A receiver on this machine in place of every real channel: it keeps what a copy sends, and answers as a bot would."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Message:
    """One message received: when by the clock of the copy, on which path, with which headers and body."""

    at: datetime
    path: str
    headers: dict[str, str]
    body: str

    def told(self) -> dict[str, Any]:
        """Return the body as the JSON it is; empty where it is none."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


@dataclass
class Receiver:
    """The receiver, from `start` to `stop`; `now` tells the time of the copy."""

    now: Callable[[], datetime]
    messages: list[Message] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def start(self) -> str:
        """Listen on a free port of this machine alone; return the address."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
                receiver.messages.append(Message(receiver.now(), self.path, dict(self.headers), body))
                answer = b'{"errcode": 0, "errmsg": "ok", "code": 0}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_told: Any) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/rehearsal"

    def stop(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
