#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet as large as is asked for, behind an update server on loopback: every body is made when it is asked for, so
that a reading of a million devices can be measured. Each device had an update 200 days ago, and half of them another
in the last 28 days, of which one in twenty failed. Speaks as much of hawkBit's and Mender's API as Parlance asks for,
and has the attempts as rows of a plain list for kind json.

Usage: large_server.py DEVICES [--now MILLISECONDS]   then   parlance-cli source add ... --url http://127.0.0.1:PORT/KIND
"""

import argparse
import json
import re
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

DAY = 86400000
CLASSES = ("nano", "xavier", "orin")
MESSAGES = ("No space left on device", "Battery at 12 %", "Download failed: curl error 28", "Signature is wrong",
            "Boot failed, rolled back")
GROUPS = 5


class Fleet:
    """Devices 0..n-1; updates 1..n brought 1.0 to each of them, those behind it 1.1 to every second one."""

    def __init__(self, devices, now):
        self.n, self.now, self.half = devices, now, devices // 2

    def device_of(self, update):
        return update - 1 if update <= self.n else 2 * (update - 1 - self.n)

    def created(self, update):
        if update <= self.n:
            return 1795254000000 - 200 * DAY + update
        return 1795254000000 - 28 * DAY + int((update - self.n) / self.half * 27 * DAY)

    @staticmethod
    def ended(created):
        return created + 1200000

    def fails(self, update):
        return update > self.n and update % 20 == 0

    def newest(self, device):
        return self.n + 1 + device // 2 if device % 2 == 0 and device // 2 < self.half else device + 1

    def seen(self, device):
        return self.now - 1000 - device * 7919 % 300000

    def group(self, device):
        return device * GROUPS // self.n


class HawkBit:
    def __init__(self, fleet, base):
        self.fleet, self.base = fleet, base + "/rest/v1"

    def answer(self, path, query):
        """The body as a dictionary or text; None: there is no such thing."""
        parts = path.removeprefix("rest/v1/").split("/")
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 50))
        q = query.get("q", "")
        fleet = self.fleet
        if parts == ["actions"]:
            first = int(q.removeprefix("id=ge=")) if q.startswith("id=ge=") else 1
            total = 0 if "active" in q else fleet.n + fleet.half - first + 1
            return self.page((self.action(first + i) for i in range(offset, min(offset + limit, total))), total)
        if parts == ["targets"]:
            wanted = re.search(r"attribute\.hw==\"?(\w+)", q)
            if wanted:
                own = CLASSES.index(wanted[1])
                total = (fleet.n - own + 2) // 3
                return self.page((self.target(3 * i + own) for i in range(offset, min(offset + limit, total))), total)
            if "gt=" in q and int(re.search(r"lastcontrollerrequestat=gt=(\d+)", q)[1]) >= fleet.now - 301000:
                return self.page((), 0)
            return self.page((self.target(i) for i in range(offset, min(offset + limit, fleet.n))), fleet.n)
        if parts[0] == "targets" and parts[2:] == ["attributes"]:
            return {"hw": CLASSES[int(parts[1][4:]) % 3]}
        if parts[0] == "targets" and parts[-1] == "status":
            return self.reports(int(parts[3]))
        if parts[0] == "targets" and parts[2:3] == ["actions"]:
            return self.action(int(parts[3]))
        if parts == ["distributionsets"]:
            return self.page((self.release(1), self.release(2)), 2)
        if parts[0] == "distributionsets":
            return self.release(int(parts[1]))
        if parts == ["rollouts"]:
            return self.page([self.rollout()], 1)
        if parts == ["rollouts", "1"]:
            return self.rollout()
        if parts == ["rollouts", "1", "deploygroups"]:
            return self.page((self.stage(i) for i in range(GROUPS)), GROUPS)
        if parts[0] == "rollouts" and parts[-1] == "targets":
            size = fleet.half // GROUPS
            begin = (int(parts[3]) - 1) * size
            return self.page((self.target(2 * (begin + i)) for i in range(offset, min(offset + limit, size))), size)
        return None

    @staticmethod
    def page(rows, total):
        rows = list(rows)
        return f'{{"content":[{",".join(rows)}],"total":{total},"size":{len(rows)}}}'

    def action(self, update):
        fleet, device = self.fleet, self.fleet.device_of(update)
        created, status = fleet.created(update), "error" if fleet.fails(update) else "finished"
        url = f"{self.base}/targets/cam-{device:07}"
        rollout, link, release = "", "", 0
        if update > fleet.n:
            rollout, release = '"rollout":1,"rolloutName":"1.1",', 1
            link = f',"rollout":{{"href":"{self.base}/rollouts/1","name":"1.1"}}'
        return (f'{{"createdBy":"admin","createdAt":{created},"lastModifiedBy":"system","lastModifiedAt":{created},'
                f'"id":{update},"type":"update","active":false,"status":"{status}","forceType":"forced","weight":1000,'
                f'{rollout}"_links":{{"self":{{"href":"{url}/actions/{update}"}},"target":{{"href":"{url}",'
                f'"name":"Camera {device}"}},"distributionset":{{"href":"{self.base}/distributionsets/{release + 1}",'
                f'"name":"camera:1.{release}.0"}},"status":{{"href":"{url}/actions/{update}/status?offset=0&limit=50'
                f'&sort=id%3ADESC"}}{link}}}}}')

    def target(self, device):
        fleet, update = self.fleet, self.fleet.newest(device)
        failed, seen = fleet.fails(update), fleet.seen(device)
        installed = fleet.ended(fleet.created(device + 1 if failed else update))
        return (f'{{"createdBy":"admin","createdAt":{1795254000000 - 400 * DAY + device},"lastModifiedBy":"system",'
                f'"lastModifiedAt":{fleet.created(update)},"name":"Camera {device}","description":"camera",'
                f'"controllerId":"cam-{device:07}","updateStatus":"{"error" if failed else "in_sync"}",'
                f'"lastControllerRequestAt":{seen},"installedAt":{installed},"ipAddress":"10.1.2.3",'
                f'"address":"http://10.1.2.3","pollStatus":{{"lastRequestAt":{seen},"nextExpectedRequestAt":'
                f'{seen + 300000},"overdue":false}},"securityToken":"{"0" * 32}","requestAttributes":true,'
                f'"_links":{{"self":{{"href":"{self.base}/targets/cam-{device:07}"}}}}}}')

    def reports(self, update):
        end = self.fleet.ended(self.fleet.created(update))
        failed = self.fleet.fails(update)
        text = MESSAGES[update // 20 % len(MESSAGES)] if failed else "done"
        return {"content": [{"id": 2 * update, "type": "error" if failed else "finished", "messages": [text],
                             "reportedAt": end, "timestamp": end}], "total": 1, "size": 1}

    def counts(self, share):
        failed = self.fleet.half // 20 // share
        return {"running": 0, "notstarted": 0, "scheduled": 0, "cancelled": 0, "error": failed,
                "finished": self.fleet.half // share - failed}

    @staticmethod
    def release(number):
        return json.dumps({"id": number, "name": "camera", "version": f"1.{number - 1}.0", "type": "os"})

    def rollout(self):
        return json.dumps({"createdAt": self.fleet.created(self.fleet.n + 1) - 1000, "name": "1.1", "id": 1,
                           "distributionSetId": 2, "status": "running", "totalTargets": self.fleet.half,
                           "totalTargetsPerStatus": self.counts(1), "deleted": False, "type": "forced"})

    def stage(self, index):
        return json.dumps({"name": f"group-{index + 1}", "id": index + 1, "status": "finished",
                           "totalTargets": self.fleet.half // GROUPS, "totalTargetsPerStatus": self.counts(GROUPS)})


def to_iso(milliseconds):
    instant = datetime.fromtimestamp(milliseconds / 1000, timezone.utc)
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Mender:
    """The second update of each device, as a deployment without phases."""

    API = "api/management/"
    ID = "00000000-0000-4000-8000-000000000001"

    def __init__(self, fleet):
        self.fleet = fleet
        self.headers = {}

    def answer(self, path, query):
        page, size = int(query.get("page", 1)), int(query.get("per_page", 20))
        begin = (page - 1) * size
        self.headers = {}
        if path.endswith("/log"):
            return MESSAGES[int(path.split("/")[-2][4:]) % len(MESSAGES)]
        if path in (self.API + "v2/deployments/deployments", self.API + "v1/deployments/deployments"):
            return self.page((self.deployment(),), 1)
        if path == self.API + "v1/inventory/devices":
            return self.page((self.device(i) for i in range(begin, min(begin + size, self.fleet.n))), self.fleet.n)
        if path == self.API + "v2/devauth/devices":
            return self.page((self.check_in(i) for i in range(begin, min(begin + size, self.fleet.n))), self.fleet.n)
        own = f"{self.API}v1/deployments/deployments/{self.ID}"
        if path == own + "/devices/list":
            return self.page((self.row(i) for i in range(begin, min(begin + size, self.fleet.half))), self.fleet.half)
        if path == own + "/device_list":
            return json.dumps([f"cam-{2 * i:07}" for i in range(self.fleet.half)])
        if path == own + "/statistics":
            return self.statistics()
        return None

    def page(self, rows, total):
        self.headers = {"X-Total-Count": total}
        return f'[{",".join(rows)}]'

    def statistics(self):
        failed = self.fleet.half // 20
        return {"success": self.fleet.half - failed, "failure": failed, "pending": 0}

    def deployment(self):
        return json.dumps({"name": "1.1", "artifact_name": "camera-1.1.0", "created": to_iso(self.fleet.created(self.fleet.n + 1)),
                           "id": self.ID, "status": "inprogress", "device_count": self.fleet.half,
                           "max_devices": self.fleet.half, "statistics": {"status": self.statistics(), "total_size": 1},
                           "filter": {"id": "", "name": "", "terms": []}, "type": "software"})

    def row(self, index):
        update = self.fleet.n + 1 + index
        begun, failed = self.fleet.created(update), self.fleet.fails(update)
        return (f'{{"created":"{to_iso(begun)}","started":"{to_iso(begun)}","finished":"{to_iso(begun + 1200000)}",'
                f'"status":"{"failure" if failed else "success"}","id":"cam-{2 * index:07}",'
                f'"image":{{"name":"camera-1.1.0","size":10240}},"log":{"true" if failed else "false"}}}')

    def device(self, index):
        failed, newest = self.fleet.fails(self.fleet.newest(index)), self.fleet.newest(index)
        release = "1.1.0" if newest > self.fleet.n and not failed else "1.0.0"
        values = (("inventory", "artifact_name", f"camera-{release}"), ("inventory", "device_type", CLASSES[index % 3]),
                  ("system", "created_ts", to_iso(1795254000000 - 400 * DAY + index)),
                  ("system", "updated_ts", to_iso(self.fleet.seen(index))), ("identity", "status", "accepted"))
        attributes = ",".join(f'{{"name":"{name}","value":"{value}","scope":"{scope}"}}' for scope, name, value in values)
        return f'{{"id":"cam-{index:07}","attributes":[{attributes}],"updated_ts":"{to_iso(self.fleet.seen(index))}"}}'

    def check_in(self, index):
        return (f'{{"id":"cam-{index:07}","identity_data":{{"mac":"02:00:00:00:00:00"}},"status":"accepted",'
                f'"decommissioning":false,"created_ts":"{to_iso(1795254000000 - 400 * DAY + index)}",'
                f'"check_in_time":"{to_iso(self.fleet.seen(index))}"}}')


class Rows:
    """All updates as rows of one list, by page: for the mapping that stands in MAPPING."""

    def __init__(self, fleet):
        self.fleet = fleet

    def answer(self, path, query):
        if path == "large.mapping":
            return MAPPING
        page, size = int(query.get("page", 1)), int(query.get("size", 500))
        total = self.fleet.n + self.fleet.half
        rows = (self.row(i + 1) for i in range((page - 1) * size, min(page * size, total)))
        return f'{{"rows":[{",".join(rows)}],"total":{total}}}'

    def row(self, update):
        device, begun = self.fleet.device_of(update), self.fleet.created(update)
        failed, second = self.fleet.fails(update), update > self.fleet.n
        cause = f'"{MESSAGES[update // 20 % len(MESSAGES)]}"' if failed else "null"
        return (f'{{"key":"{update}","device":"cam-{device:07}","class":"{CLASSES[device % 3]}",'
                f'"from":{chr(34) + "1.0.0" + chr(34) if second else "null"},"to":"1.{int(second)}.0",'
                f'"outcome":"{"failed" if failed else "succeeded"}","started":"{to_iso(begun)}",'
                f'"ended":"{to_iso(begun + 1200000)}","message":{cause}}}')


MAPPING = """[Mapping]
Title=Large (made up)
Server=Large

[Attempts attempts]
Path=/attempts?page={page}&size={limit}
Rows=$.rows[*]
Total=$.total
Paging=page
Limit=500
Key=@.key
Device=@.device
From=@.from
To=@.to
Outcome=@.outcome
Started=@.started
Ended=@.ended
Message=@.message
Class=@.class
"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kinds = None

    def do_GET(self):
        url = urlsplit(self.path)
        kind, _, path = url.path.lstrip("/").partition("/")
        query = {key: unquote(values[0]) for key, values in parse_qs(url.query).items()}
        body = self.kinds[kind].answer(path, query) if kind in self.kinds else None
        self.send_response(200 if body is not None else 404)
        content = body if isinstance(body, str) else json.dumps(body if body is not None else {"status": 404})
        data = content.encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in getattr(self.kinds.get(kind), "headers", {}).items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Nothing: the requests are counted by who asks."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("devices", type=int)
    parser.add_argument("--now", type=int, default=1795254000000)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.daemon_threads = True
    base = f"http://127.0.0.1:{server.server_port}"
    fleet = Fleet(options.devices, options.now)
    Handler.kinds = {"hawkbit": HawkBit(fleet, base + "/hawkbit"), "mender": Mender(fleet), "json": Rows(fleet)}
    print(base, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
