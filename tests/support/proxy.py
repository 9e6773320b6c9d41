# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy before a real server whose line can be cut in the middle of a conversation, and that may ask for a token."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PASSED_ON = ("Authorization", "Accept", "Content-Type", "If-None-Match")


class Proxy:
    """Use as a context manager. `left`: requests that are still answered; None: all of them. After
    that a connection is closed without an answer, as by a server that is killed."""

    def __init__(self, url):
        self.left = None
        self.token = None  # without which nothing is passed on; None: anybody may ask
        self._target = urlsplit(url).netloc
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def take(self):
        """Whether one more request is answered."""
        with self._lock:
            if self.left is None:
                return True
            self.left -= 1
            return self.left >= 0

    def ask(self, method, path, headers, body):
        connection = http.client.HTTPConnection(self._target, timeout=60)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        answer = response.status, response.getheaders(), response.read()
        connection.close()
        return answer


class _Handler(BaseHTTPRequestHandler):
    proxy = None
    protocol_version = "HTTP/1.1"

    def _pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.proxy.take():
            self.close_connection = True
            return
        if self.proxy.token and self.headers["Authorization"] != f"Bearer {self.proxy.token}":
            self.send_response(401)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        status, answered, content = self.proxy.ask(self.command, self.path, headers, body or None)
        self.send_response(status)
        for name, value in answered:
            if name.lower() in ("content-type", "etag", "x-total-count"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _pass_on

    def log_message(self, *_):
        """Nothing: what is asked is the test's own business."""
