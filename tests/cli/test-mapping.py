#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mappings as their author uses them: the example of docs/mappings.md is checked, tried against the
answer that stands there, made a source, and comes out as facts."""

import http.server
import json
import os
import re
import threading
from pathlib import Path

from support import Cli, check, check_equal, check_sentence, run_story, to_iso

NOW = 1795254000000  # 2026-11-21T09:40:00Z
DOCUMENT = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text(encoding="utf-8")
SECRET = "open-sesame"


def blocks():
    """The indented parts of the document."""
    return [
        re.sub(r"^    ", "", part, flags=re.M)
        for part in re.findall(r"(?:^    .*\n|^\n(?=    ))+", DOCUMENT, flags=re.M)
    ]


ANSWER = next(block for block in blocks() if block.strip().startswith("{"))
MAPPING = next(block for block in blocks() if "[Mapping]" in block).strip() + "\n"


class Service(http.server.BaseHTTPRequestHandler):
    """The service of the document; with ?cursor= it has no more rows."""

    asked = []
    answer = ANSWER

    def do_GET(self):
        Service.asked.append((self.path, self.headers.get("Authorization")))
        body = Service.answer.encode()
        self.send_response(200 if self.headers.get("Authorization") == f"Bearer {SECRET}" else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Story:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.cli = Cli()
        self.folder = self.cli.folder / "config" / "parlance" / "mappings"
        self.folder.mkdir(parents=True)
        self.file = self.folder / "fleet.mapping"
        self.file.write_text(MAPPING)

    def close(self):
        self.server.shutdown()
        self.cli.close()

    def listed_and_checked(self):
        listed = self.cli.run("mapping", "list").stdout
        check("fleet\tFleet service of our own\n" in listed, listed)
        check("datasette\t" in listed, listed)
        check("right, 1 group" in self.cli.run("mapping", "check", str(self.file)).stdout, "not right")
        check("Value.fleet" in self.cli.run("mapping", "check", "balena").stdout, "no Value.fleet")

    def mistakes(self):
        broken = self.folder / "broken.mapping"
        broken.write_text(MAPPING.replace("Outcome=@.state", "Outcome=state"))
        said = self.cli.run("mapping", "check", "broken", accept=(1,)).stderr
        check(re.search(r"broken\.mapping, line 16, group \[Attempts jobs\], key “Outcome”: “state” is not", said),
              said)
        broken.unlink()
        self.cli.run("mapping", "check", "nowhere", accept=(1,))
        self.cli.run("mapping", "try", "fleet", accept=(2,))
        self.cli.run("mapping", "juggle", accept=(2,))

    def tried(self):
        self.cli.set_secret("fleet", SECRET)
        done = self.cli.run("mapping", "try", "fleet", "--url", self.url, "--auth", "bearer", "--raw")
        check("cam-1" in done.stdout and "2026-11-20T09:40:00Z" in done.stdout, done.stdout)
        check("1 row on the first page, 1 understood" in done.stdout, done.stdout)
        check('"serial": "cam-1"' in done.stdout, "the raw answer is not there")
        check(SECRET not in done.stdout + done.stderr, "the secret is on show")

    def left_out(self):
        rows = json.loads(ANSWER)
        rows["jobs"].append({**rows["jobs"][0], "id": 18, "state": "MELTED"})
        Service.answer = json.dumps(rows)
        done = self.cli.run("mapping", "try", "fleet", "--url", self.url, "--auth", "bearer",
                            accept=(4,))
        check("2 rows on the first page, 1 understood" in done.stdout, done.stdout)
        check_sentence(done.stdout.split("! ")[1].strip(), r"jobs\[1\]", "MELTED", "1 of 2 rows")
        Service.answer = ANSWER

    def refused(self):
        self.cli.set_secret("fleet", "wrong")
        done = self.cli.run("mapping", "try", "fleet", "--url", self.url, "--auth", "bearer",
                            accept=(1,))
        check("! fleet: GET /api/jobs: the server answered 401: the token is not accepted" in done.stdout,
              done.stdout)
        self.cli.set_secret("fleet", SECRET)

    def source(self):
        self.cli.set_secret("service", SECRET)
        self.cli.add_source("service", "json", self.url, "--auth", "bearer", Mapping="fleet")
        tested = self.cli.run("source", "test", "service").stdout
        check_equal(tested, "Attempts jobs: 1 row on the first page, 1 understood\nWorks: updates; no speed\n", "test")
        Service.answer = json.dumps(json.loads(ANSWER) | {"jobs": [{"id": 18, "state": "MELTED"}]})
        tested = self.cli.run("source", "test", "service", accept=(4,)).stdout
        check_equal(tested.splitlines()[-1], "Works, but something is missing", "test")
        Service.answer = ANSWER
        collected = self.cli.collect(NOW)
        check_equal(collected.complaints("service"), [], "complaints")
        check_equal(collected.counts("service")["attempts"], 1, "attempts")
        fact = self.cli.facts(NOW).get("ota-failure-rate")
        check_equal((fact["count"], fact["n"]), (1, 1), "failed, tried")
        check_equal(self.cli.facts(NOW).get("ota-cause-share", cause="disk-space")["count"], 1, "cause")
        check("since_after" not in Service.asked[-1][0] and "changed_after=" in Service.asked[-1][0],
              Service.asked[-1][0])

    def incomplete(self):
        """What a mapping calls for is asked for when a source is added, not when it is read."""
        said = self.cli.run("source", "add", "hub", "--kind", "json", "--url", self.url, "--set", "Mapping=github",
                            accept=(2,)).stderr
        check("--set Value.owner=… (Owner of the repository), --set Value.repository=… (" in said, said)
        said = self.cli.run("source", "add", "hub", "--kind", "json", "--url", self.url, "--set", "Mapping=githb",
                            accept=(1,)).stderr
        check("no mapping “githb”" in said and "github" in said, said)
        check("hub" not in self.cli.run("source", "list").stdout, "an incomplete source is added")
        said = self.cli.run("source", "add", "hub", "--kind", "json", "--url", self.url, "--set", "Mapping=github",
                            "--set", "Value.owner=a", "--set", "Value.repository=b").stdout
        check("It may have, too: --set Value.workflow=… (" in said and "Value.branch" not in said, said)
        self.cli.run("source", "remove", "hub")
        said = self.cli.run("mapping", "check", "github").stdout
        check(re.search(r"Value\.workflow=….*\(may be left open\)", said) is not None, said)

    def beside(self):
        """The path of a file on the command line begins where one is."""
        own = self.cli.folder / "own.mapping"
        own.write_text("[Mapping]\nTitle=Own\n[Milestones m]\nPath=/m\nId=@.n\nTitle=@.t\nState=@.s\nState.Values=*=open\n")
        self.cli.run("source", "add", "own", "--kind", "json", "--url", self.url, "--set",
                     f"Mapping={os.path.relpath(own)}")
        stored = (self.cli.folder / "config" / "parlance" / "sources.conf").read_text()
        check(f"Mapping={own}\n" in stored, stored)
        self.cli.run("source", "remove", "own")

    def milestones(self):
        """Those of a tracker join the plan."""
        (self.folder / "plan.mapping").write_text(
            "[Mapping]\nTitle=Plan\n[Milestones m]\nPath=/m\nId=@.n\nTitle=@.t\nDue=@.d\n"
            "State=@.s\nState.Values=closed=done;*=open\nDone=@.c\n"
        )
        Service.answer = json.dumps([
            {"n": 1, "t": "Disk check", "d": "2026-12-01", "s": "open"},
            {"n": 2, "t": "Test on nano", "d": "2026-11-10", "s": "closed", "c": "2026-11-12T10:00:00Z"},
            {"n": 3, "t": "Some day", "d": None, "s": "open"},
        ])
        plan = self.cli.folder / "config" / "parlance" / "plan.conf"
        plan.write_text("[Milestone own]\nTitle=disk check\nDue=2026-11-25\nOwner=Ada\n")
        self.cli.set_secret("tracker", SECRET)
        self.cli.add_source("tracker", "json", self.url, "--auth", "bearer", Mapping="plan")
        collected = self.cli.collect(NOW, accept=(0, 4))
        check_equal(collected.complaints("tracker"), [], "complaints")
        report = self.cli.run("report", "--audience", "exec", "--format", "json", "--as-of", to_iso(NOW)).stdout
        check('"1 milestone done, none with a measured effect yet"' in report, report)
        check("Test on nano: effect not yet measured" in report, report)
        Service.answer = ANSWER

    def in_no_file(self):
        for path in self.cli.folder.rglob("*"):
            if path.is_file():
                check(SECRET.encode() not in path.read_bytes(), f"the secret is in {path}")

    def cases(self):
        return [
            ("the example is listed and right", self.listed_and_checked),
            ("mistakes are told with their line", self.mistakes),
            ("it is tried, with the raw answer beside", self.tried),
            ("a row that is not understood is left out and told", self.left_out),
            ("a wrong token", self.refused),
            ("what a mapping needs is asked for at once", self.incomplete),
            ("its path begins where one is", self.beside),
            ("it is a source, and brings facts", self.source),
            ("milestones of a tracker join the plan", self.milestones),
            ("the secret stands in no file", self.in_no_file),
        ]


run_story(Story())
