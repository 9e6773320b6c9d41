# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves the bodies that were recorded from a real Mender. What was recorded is answered byte for
byte; pages that were not are cut from the lists that were, and the few rows and devices that no file
has are made by the rules that SOURCES.md states. Knows no Parlance."""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

RECORDED = Path(__file__).resolve().parents[1] / "fixtures" / "mender" / "recorded"
V1 = "/api/management/v1/deployments/deployments"
V2 = "/api/management/v2/deployments/deployments"
SITES = ("Lyon", "Graz", "Oslo")


def load(name):
    return json.loads((RECORDED / name).read_text())


def normalize(target):
    """A request whatever the order of its parameters; page=1 is where nothing is said."""
    parts = urlsplit(target)
    query = sorted(pair for pair in parse_qsl(parts.query) if pair != ("page", "1"))
    return parts.path, tuple(query)


def recorded_requests():
    """{(path, query): file} of the GETs that SOURCES.md lists."""
    files = {}
    for line in (RECORDED / "SOURCES.md").read_text().splitlines():
        match = re.match(r"\| (\S+) \| `GET (\S+?)` \| (\d+) \|", line)
        if match and (RECORDED / match[1]).exists():
            files[normalize(match[2])] = (RECORDED / match[1], int(match[3]))
    return files


class Story:
    """The server's state, as TRUTH.json has it; `late` is after devices 40 and 41 reported."""

    def __init__(self):
        self.truth = load("TRUTH.json")
        self.deployments = load("deployments-v2-asc-500.json") + [load("deployment-h-aborted-unasked.json")]
        self.devices = self.deployments[0]["filter"]["terms"][0]["value"]
        self.rows = {self.truth["A"]["id"]: load("devices-list-500.json"), self.truth["B"]["id"]: load("devices-list-b.json")}
        for name in "CEF":
            self._make_rows(self.truth[name]["id"])
        history = load("device-history.json")
        self.rows[self.truth["E"]["id"]] = [history[0]["device"]]
        self.late = False
        self.inventory = self._make_inventory()

    def find(self, deployment):
        return next(each for each in self.deployments if each["id"] == deployment)

    def _make_rows(self, deployment):
        """All of them succeeded: the statistics say so."""
        whole = self.find(deployment)
        self.rows[deployment] = [
            {"id": device, "status": "success", "log": False, "created": whole["created"],
             "started": whole["created"], "finished": whole["finished"]}
            for device in whole["filter"]["terms"][0]["value"]
        ]

    def _make_inventory(self):
        """The recorded ones, and those that no page has by the rule of the recording. Device 51 was
        decommissioned."""
        found = {}
        for name in ("inventory-search-empty-body.json", "inventory-devices-page-1.json",
                     "inventory-devices-last.json", "inventory-search-ids.json"):
            found.update((each["id"], each) for each in load(name))
        sample = json.dumps(load("inventory-device.json"))
        for number, device in enumerate(self.devices):
            made = json.loads(sample.replace(self.devices[0], device))
            values = {"site": SITES[number % 3], "artifact_name": "cam-0.9.2" if number % 4 == 0 else "cam-1.0.0",
                      "device_type": "camera-b" if number >= 57 else "camera-a"}
            for each in made["attributes"]:
                each["value"] = values.get(each["name"], each["value"])
            found.setdefault(device, made)
        del found[self.devices[51]]
        return list(found.values())

    def go_on(self):
        """Device 40 failed with a log and then succeeded, device 41 succeeded."""
        self.late = True
        whole = self.find(self.truth["A"]["id"])
        whole.update(load("later-deployments-v2-inprogress.json")[0])
        for device in (self.devices[40], self.devices[41]):
            row = next(each for each in self.rows[whole["id"]] if each["id"] == device)
            row.update(status="success", log=device == self.devices[40], finished="2026-11-28T18:02:00Z")


class Replay:
    def __init__(self, story):
        self.story = story
        self.requests = []
        self.files = recorded_requests()
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                replay.requests.append(f"GET {self.path}")
                self._send(*replay.answer(self.path))

            def do_POST(self):
                replay.requests.append(f"POST {self.path}")
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._send(*replay.search(json.loads(body or b"{}")))

            def _send(self, status, body, headers=()):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def _recorded(self, target):
        """As it was answered, while it still is so."""
        found = self.files.get(normalize(target))
        if found is None or (self.story.late and found[0].name[:5] != "later"):
            return None
        path, status = found
        lines = path.with_suffix(".headers").read_text().splitlines()[1:]
        headers = [line.split(": ", 1) for line in lines if re.match("Content-Type|Link|X-", line)]
        return status, path.read_bytes(), headers

    def answer(self, target):
        path, query = urlsplit(target).path, dict(parse_qsl(urlsplit(target).query))
        if path.endswith("/devices/list") or path in (V1, V2):
            rows = self._rows(path, query)
            return self._recorded(target) if rows is None else self._page(rows, path, query)
        recorded = self._recorded(target)
        if recorded:
            return recorded
        if path == "/api/management/v1/inventory/devices":
            return self._page(self.story.inventory, path, query)
        if path.endswith("/log"):
            late = self.story.late and self.story.devices[40] in path
            return (200, (RECORDED / "later-log-device-40.txt").read_bytes()) if late else self._log(path)
        return 404, b'{"error":"Resource not found"}'

    def _log(self, path):
        """Not every log was recorded: the others are like it."""
        recorded = self._recorded(path)
        return recorded or (200, (RECORDED / "log-device-8.txt").read_bytes())

    def _rows(self, path, query):
        if path in (V1, V2):
            rows = self.story.deployments
            if "status" in query:
                rows = [each for each in rows if each["status"] == query["status"]]
            return rows if query.get("sort") == "asc" else rows[::-1]
        deployment = path.split("/")[-3]
        if any(each["id"] == deployment for each in self.story.deployments):
            return self.story.rows.get(deployment, [])
        return None

    def _page(self, rows, path, query):
        page, size = int(query.get("page", 1)), int(query.get("per_page", 20))
        if not 1 <= size <= 500 or page < 1:
            return 400, (RECORDED / "devices-list-501.json").read_bytes()
        begin = (page - 1) * size
        headers = [("Content-Type", "application/json; charset=utf-8"), ("X-Total-Count", str(len(rows)))]
        if begin + size < len(rows):
            headers.append(("Link", f'<{path}?page={page + 1}&per_page={size}>; rel="next"'))
        return 200, json.dumps(rows[begin : begin + size]).encode(), headers

    def search(self, body):
        query = {"page": body.get("page", 1), "per_page": body.get("per_page", 20)}
        rows = sorted(self.story.inventory, key=lambda each: each["updated_ts"], reverse=True)
        return self._page(rows, "", query)
