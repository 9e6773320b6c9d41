# SPDX-License-Identifier: GPL-3.0-or-later
"""A Mender that remembers: deployments, devices that ask and report, operators that abort. It answers
as its documents say and as a real one was seen to (tests/fixtures/mender/recorded/SOURCES.md), with
the real one's traps. Knows no Parlance."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import openapi
from support import to_iso

V1 = "/api/management/v1/deployments/deployments"
V2 = "/api/management/v2/deployments/deployments"
LOGIN = "/api/management/v1/useradm/auth/login"
ORDER = ["failure", "aborted", "pause_before_installing", "pause_before_committing", "pause_before_rebooting", "downloading",
         "installing", "rebooting", "pending", "success", "noartifact", "already-installed", "decommissioned"]
OVER = ("failure", "aborted", "success", "noartifact", "already-installed", "decommissioned")


class Deployment:
    def __init__(self, number, name, artifact, created, devices, **more):
        self.id = f"00000000-0000-4000-8000-{number:012d}"
        self.name, self.artifact, self.created = name, artifact, created
        self.devices, self.more = list(devices), more
        self.rows = {}
        self.finished = None
        self.counts = {"pending": len(self.devices)}

    def count(self, status, by):
        self.counts[status] = self.counts.get(status, 0) + by

    def status(self):
        if self.finished is not None:
            return "finished"
        return "inprogress" if self.rows else "pending"


class Mender:
    """The state. Times are milliseconds since the epoch."""

    def __init__(self, now):
        self.now = now
        self.deployments = []
        self.devices = {}
        self.logs = {}
        self.has_v2 = self.has_pages = self.has_search = True

    def add_device(self, name, artifact, status="accepted", **attributes):
        self.devices[name] = {"artifact_name": artifact, "status": status, "created": self.now, "updated": self.now,
                              "attributes": attributes}

    def deploy(self, name, artifact, devices, **more):
        deployment = Deployment(len(self.deployments) + 1, name, artifact, self.now, devices, **more)
        self.deployments.append(deployment)
        return deployment

    def ask(self, deployment, device):
        """It gets a row, and is told."""
        deployment.rows[device] = {"started": self.now, "status": "downloading", "log": False}
        deployment.count("pending", -1)
        deployment.count("downloading", 1)

    def report(self, deployment, device, status, log=None):
        if device not in deployment.rows:
            self.ask(deployment, device)
        row = deployment.rows[device]
        deployment.count(row["status"], -1)
        deployment.count(status, 1)
        row["status"] = status
        if log is not None:
            row["log"] = True
            self.logs[deployment.id, device] = log
        if status in OVER:
            row["finished"] = self.now
        self._finish(deployment)

    def check_in(self, device, **attributes):
        """It sends its inventory."""
        self.devices[device]["updated"] = self.now
        self.devices[device].update(attributes)

    def _finish(self, deployment):
        over = all(row["status"] in OVER for row in deployment.rows.values())
        if over and len(deployment.rows) >= len(deployment.devices) and deployment.finished is None:
            deployment.finished = self.now

    def abort(self, deployment):
        """As a whole: the statistics become a count of the rows."""
        for row in deployment.rows.values():
            if row["status"] not in OVER:
                row["status"] = "aborted"
        deployment.counts = {}
        for row in deployment.rows.values():
            deployment.count(row["status"], 1)
        deployment.finished = self.now

    def abort_device(self, deployment, device, status="aborted"):
        """By itself: one that never asked gets a row of which the statistics do not know."""
        if device in deployment.rows:
            deployment.count(deployment.rows[device]["status"], -1)
            deployment.count(status, 1)
            deployment.rows[device]["status"] = status
        else:
            deployment.rows[device] = {"started": self.now, "status": status, "log": False}

    def decommission(self, device):
        del self.devices[device]
        for deployment in self.deployments:
            if deployment.finished is None and device in deployment.devices:
                self.abort_device(deployment, device, "decommissioned")

    def write_deployment(self, deployment, version):
        body = {
            "id": deployment.id, "name": deployment.name, "artifact_name": deployment.artifact,
            "created": to_iso(deployment.created), "status": deployment.status(), "type": "software",
            "device_count": len(deployment.rows), "max_devices": len(deployment.devices),
            "statistics": {"status": {name: deployment.counts.get(name, 0) for name in ORDER}, "total_size": 0},
            **{key: value for key, value in deployment.more.items() if key != "unnamed"},
        }
        if deployment.finished is not None:
            body["finished"] = to_iso(deployment.finished)
        if not deployment.more.get("unnamed"):
            term = {"scope": "identity", "attribute": "id", "type": "$in", "value": deployment.devices}
            body["filter"] = {"id": "", "name": "", "terms": [term]}
        return body

    def write_row(self, deployment, device):
        row = deployment.rows[device]
        body = {"id": device, "status": row["status"], "log": row["log"], "created": to_iso(deployment.created)}
        for name in ("started", "finished"):
            if name in row:
                body[name] = to_iso(row[name])
        return body

    def list_rows(self, deployment):
        names = sorted(deployment.rows, key=lambda name: (ORDER.index(deployment.rows[name]["status"]), name))
        return [self.write_row(deployment, name) for name in names]

    def write_device(self, name):
        device = self.devices[name]
        attributes = [{"name": "artifact_name", "value": device["artifact_name"], "scope": "inventory"},
                      {"name": "status", "value": device["status"], "scope": "identity"},
                      {"name": "created_ts", "value": to_iso(device["created"]), "scope": "system"},
                      {"name": "mac", "value": "02:00:00:00:00:00", "scope": "identity"}]
        attributes += [{"name": key, "value": value, "scope": "inventory"} for key, value in device["attributes"].items()]
        return {"id": name, "attributes": attributes, "updated_ts": to_iso(device["updated"])}


class Fake:
    """Serves a Mender, with tokens, limits and faults. `flaws` is what was not as the documents say, of
    requests and answers; an old server is none that they speak of."""

    def __init__(self, mender, password="s3cret-pass", token="personal-token-1"):
        self.mender, self.password = mender, password
        self.tokens = {token}
        self.requests, self.flaws = [], []
        self.logins = 0
        self.busy = 0  # so many requests are answered 429
        self.forbidden = ()  # beginnings of paths
        self.on_request = None  # called with the path and its query before each is answered
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                fake.handle(self, None)

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                fake.handle(self, self.rfile.read(length))

            def log_message(self, *arguments):
                pass

        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request, body):
        with self.lock:
            status, content, headers = self._answer(request, body)
        request.send_response(status)
        for name, value in headers:
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def _answer(self, request, body):
        path, query = urlsplit(request.path).path, dict(parse_qsl(urlsplit(request.path).query))
        method = "GET" if body is None else "POST"
        self.requests.append(f"{method} {request.path}")
        authorization = request.headers.get("Authorization", "")
        if path == LOGIN:
            return self._login(authorization)
        if not authorization.startswith("Bearer ") or authorization[7:] not in self.tokens:
            return self._error(401, "invalid jwt")
        if self.busy > 0:
            self.busy -= 1
            status, content, headers = self._error(429, "too many requests")
            return status, content, [*headers, ("Retry-After", "0")]
        if path.startswith(tuple(self.forbidden)):
            return self._error(403, "forbidden")
        parsed = json.loads(body) if body else None
        documented = self.mender.has_v2 and self.mender.has_pages and self.mender.has_search
        if documented:
            self.flaws += openapi.check_request(method, path, query, parsed)
        if self.on_request:
            self.on_request(path, query)
        answer = self._get(path, query) if parsed is None else self._search(path, parsed)
        if documented and answer[2][0][1].startswith("application/json"):
            self.flaws += openapi.check_answer(method, path, answer[0], answer[1])
        return answer

    def _login(self, authorization):
        expected = base64.b64encode(f"reader@example.com:{self.password}".encode()).decode()
        if authorization != f"Basic {expected}":
            return self._error(401, "unauthorized")
        self.logins += 1
        token = f"jwt.{self.logins}.signature"
        self.tokens = {token}
        return 200, token.encode(), [("Content-Type", "application/jwt")]

    @staticmethod
    def _error(status, text):
        body = {"error": text, "request_id": "11111111-0000-4000-8000-000000000000"}
        return status, json.dumps(body).encode(), [("Content-Type", "application/json")]

    def _page(self, elements, path, page, per_page, with_links=True):
        for name, value in (("page", page), ("per_page", per_page)):
            if value < 1:
                return self._error(400, f'parameter "{name}" must be positive')
        if per_page > 500:
            return self._error(400, 'parameter "per_page" above limit (max: 500)')
        begin = (page - 1) * per_page
        headers = [("Content-Type", "application/json; charset=utf-8"), ("X-Total-Count", str(len(elements)))]
        if with_links:
            for relation, other in (("first", 1), ("prev", page - 1), ("next", page + 1)):
                if 1 <= other and (other - 1) * per_page < max(len(elements), 1) and other != page:
                    headers.append(("Link", f'<{path}?page={other}&per_page={per_page}>; rel="{relation}"'))
        return 200, json.dumps(elements[begin : begin + per_page]).encode(), headers

    def _get_page(self, elements, path, query):
        return self._page(elements, path, int(query.get("page", 1)), int(query.get("per_page", 20)))

    def _list(self, path, query):
        found = [each for each in self.mender.deployments
                 if each.created >= 1000 * int(query.get("created_after", 0))]
        if query.get("sort", "desc") == "desc":
            found = found[::-1]
        bodies = [self.mender.write_deployment(each, path) for each in found]
        return self._get_page(bodies, path, query)

    def _get(self, path, query):
        if path == V1 or (path == V2 and self.mender.has_v2):
            return self._list(path, query)
        if path == "/api/management/v1/inventory/devices":
            devices = [self.mender.write_device(name) for name in self.mender.devices]
            return self._get_page(devices, path, query)
        parts = path.removeprefix(V1 + "/").split("/")
        deployment = next((each for each in self.mender.deployments if each.id == parts[0]), None)
        if deployment is None or not path.startswith(V1):
            return self._error(404, "Resource not found")
        return self._of_deployment(deployment, parts[1:], path, query)

    def _of_deployment(self, deployment, parts, path, query):
        json_type = [("Content-Type", "application/json")]
        if parts == ["devices", "list"] and self.mender.has_pages:
            return self._get_page(self.mender.list_rows(deployment), path, query)
        if parts == ["devices"]:
            return 200, json.dumps(self.mender.list_rows(deployment)).encode(), json_type
        if parts == ["device_list"]:
            return 200, json.dumps(deployment.devices).encode(), json_type
        if parts == ["statistics"]:
            counts = {name: deployment.counts.get(name, 0) for name in ORDER}
            return 200, json.dumps(counts).encode(), json_type
        log = self.mender.logs.get((deployment.id, parts[1])) if parts[0:1] == ["devices"] and parts[2:] == ["log"] else None
        if log is None:
            return self._error(404, "Resource not found")
        return 200, log.encode(), [("Content-Type", "text/plain")]

    def _search(self, path, body):
        if path != "/api/management/v2/inventory/filters/search" or not self.mender.has_search:
            return self._error(404, "Resource not found")
        names = [name for name, each in self.mender.devices.items()
                 if not body.get("filters") or each["status"] == body["filters"][0]["value"]]
        if body.get("sort"):
            names.sort(key=lambda name: self.mender.devices[name]["updated"], reverse=True)
        devices = [self.mender.write_device(name) for name in names]
        return self._page(devices, path, body.get("page", 1), body.get("per_page", 20), with_links=False)
