# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON over HTTP to one server, with one kept connection for each thread. Knows no endpoint."""

import http.client
import json
import threading
from urllib.parse import urlsplit

TIMEOUT = 60


class RestError(Exception):
    """A request that was not answered as it should be: method, path, status and body."""


class Rest:
    def __init__(self, url, authorization):
        self._host = urlsplit(url).netloc
        self._headers = {
            "Authorization": authorization,
            "Accept": "application/hal+json, application/json",
            "Content-Type": "application/json",
        }
        self._local = threading.local()

    def get(self, path):
        return self._ask("GET", path, None)

    def post(self, path, body=None):
        return self._ask("POST", path, body)

    def put(self, path, body):
        return self._ask("PUT", path, body)

    def delete(self, path):
        return self._ask("DELETE", path, None)

    def _ask(self, method, path, body):
        """The parsed answer, or None where there is no body. Raises RestError for all but 2xx."""
        text = None if body is None else json.dumps(body)
        status, answer = self._send(method, path, text)
        if not 200 <= status < 300:
            raise RestError(f"{method} {path}: {status}: {answer[:500].decode(errors='replace')}")
        return json.loads(answer) if answer else None

    def _send(self, method, path, text):
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = http.client.HTTPConnection(
                self._host, timeout=TIMEOUT
            )
        try:
            connection.request(method, path, body=text, headers=self._headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self._local.connection = None
            raise
