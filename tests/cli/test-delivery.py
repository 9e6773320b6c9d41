#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From merge to device: GitLab's documented answers, read by the shipped mapping, beside the demo fleet as
update server. What comes out is held against what is computed here from both servers' own rows."""

import http.server
import json
import sqlite3
import statistics
import threading

import demo_history
from support import check, check_close, check_equal, from_iso, run_story, to_iso

NOW = demo_history.NOW
DAY = 86_400_000
RELEASE = "2.6.0"


def merge(number, merged_at, milestone):
    return {
        "id": 155016000 + number, "iid": number, "project_id": 16, "title": f"Work {number}", "state": "merged",
        "created_at": "2026-08-01T00:00:00.000Z", "updated_at": merged_at, "merged_at": merged_at,
        "milestone": {"id": 12, "title": milestone, "state": "closed"} if milestone else None,
        "web_url": f"https://gitlab.example.com/vision/camera/-/merge_requests/{number}",
    }


def release(tag, released_at, *milestones):
    return {
        "tag_name": tag, "name": f"Release {tag}", "created_at": released_at, "released_at": released_at,
        "milestones": [{"id": 12, "title": title} for title in milestones],
        "_links": {"self": f"https://gitlab.example.com/vision/camera/-/releases/{tag}"},
    }


MERGES = [
    merge(1, "2026-09-01T12:00:00.000Z", "Autumn"), merge(2, "2026-09-10T12:00:00.000+02:00", "Autumn"),
    merge(3, "2026-09-11T12:00:00.000Z", "v2.6.0"), merge(4, "2026-09-20T12:00:00.000Z", "2.6.0"),
    merge(5, "2026-09-25T12:00:00.000Z", None), merge(6, "2026-10-01T12:00:00.000Z", "Winter"),
    merge(7, "2026-10-08T12:00:00.000Z", "Autumn"), merge(8, "2026-10-20T12:00:00.000Z", "Autumn"),
]
IN_IT = (1, 2, 3, 4, 7)  # 8 was merged after the tag
TAGGED = "2026-10-12T12:00:00.000Z"
RELEASES = [
    release("v2.7.0", "2026-11-19T12:00:00.000Z", "Winter"),  # on no device
    release("v2.8.0", "2026-12-24T12:00:00.000Z"),  # still to come
    release("v2.6.0", TAGGED, "Autumn"),
]


def pipeline(number, status, ended, seconds):
    return {"id": number, "iid": number, "project_id": 16, "status": status, "source": "push", "ref": "main",
            "web_url": f"https://gitlab.example.com/vision/camera/-/pipelines/{number}", "created_at": ended,
            "updated_at": ended, "started_at": ended, "finished_at": ended, "duration": seconds}


PIPELINES = {
    1: pipeline(1, "success", "2026-11-02T08:00:00.000Z", 600), 2: pipeline(2, "failed", "2026-11-03T08:00:00.000Z", 60),
    3: pipeline(3, "success", "2026-11-04T08:00:00.000Z", 900), 4: pipeline(4, "canceled", "2026-11-05T08:00:00.000Z", 5),
    5: pipeline(5, "success", "2026-11-06T08:00:00.000Z", 1200), 6: pipeline(6, "success", "2026-10-06T08:00:00.000Z", 300),
}


class Tracker(http.server.BaseHTTPRequestHandler):
    releases = RELEASES
    asked = []

    def do_GET(self):
        Tracker.asked.append(self.path)
        single = self.path.rpartition("/pipelines/")[2]
        rows = (MERGES if "/merge_requests?" in self.path else Tracker.releases if "/releases?" in self.path
                else list(PIPELINES.values()) if "/pipelines?" in self.path
                else PIPELINES[int(single)] if single.isdecimal() else [])
        body = json.dumps(rows).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Story:
    def __init__(self):
        self.cli, self.demo, _ = demo_history.create_history()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tracker)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.plain = self.report("engineer")

    def close(self):
        self.server.shutdown()
        self.demo.stop()
        self.cli.close()

    def report(self, audience):
        return self.cli.run("report", "--audience", audience, "--format", "text", "--as-of", to_iso(NOW),
                            accept=(0, 4)).stdout

    def without(self):
        check_equal([fact for fact in self.cli.facts(NOW).document["facts"] if fact["id"].startswith("delivery")], [], "facts")
        check("half of the fleet" not in self.plain, "the board speaks of it")

    def arrivals(self):
        """When the first device and half of them got the release: from the history's attempts."""
        history = sqlite3.connect(next(self.cli.folder.rglob("history.db")))
        times = sorted(time for time, in history.execute(
            "SELECT min (ended) FROM attempt WHERE outcome = 'succeeded' AND to_release LIKE ? AND ended < ?"
            " GROUP BY device", (f"%{RELEASE}", NOW)))
        devices, = history.execute("SELECT count (*) FROM device").fetchone()
        history.close()
        return times[0], times[(devices + 1) // 2 - 1]

    def followed(self):
        self.cli.add_source("tracker", "json", f"http://127.0.0.1:{self.server.server_address[1]}",
                            "--set", "Value.project=vision/camera", Mapping="gitlab")
        collected = self.cli.collect(NOW)
        check_equal(collected.complaints("tracker"), [], "complaints")
        facts, (first, half), tag = self.cli.facts(NOW), self.arrivals(), from_iso(TAGGED)
        merged = [from_iso(row["merged_at"]) for row in MERGES if row["iid"] in IN_IT]
        lead, longest = facts.get("delivery-lead"), facts.get("delivery-lead-p90")
        check_close(lead["value"], statistics.median(half - time for time in merged) / DAY, 1e-9, "lead")
        check_equal((lead["n"], lead["count"]), (len(IN_IT), len(IN_IT)), "changes")
        check("low" not in lead and "few-releases" in lead["caveats"], f"an interval of one release: {lead}")
        check("clocks:1" in lead["caveats"], f"nothing is said of what was merged after the tag: {lead}")
        check_equal((longest["verdict"], longest["aspect"]), ("no-data", "few"), "the 90th percentile of five")
        legs = {"merge-tag": statistics.median(tag - time for time in merged), "tag-device": first - tag,
                "device-half": half - first}
        for leg, time in legs.items():
            check_close(facts.get("delivery-leg", leg=leg)["value"], time / DAY, 1e-9, leg)
        often = facts.get("delivery-frequency")
        check_equal((often["value"], often["comparison"]["value"], often["aspect"]), (1, 0, "few"), "releases")

    def said(self):
        lead = self.cli.facts(NOW).get("delivery-lead")["value"]
        check(f"Merge to half of the fleet: median {lead:.1f}" in self.report("engineer").replace("\u00a0", " "),
              "the engineers' board says another number")
        check(f"Finished work took {lead:.0f} days" in self.report("exec").replace("\u00a0", " "),
              "the executives' board says another number")
        rows = self.cli.run("evidence", "delivery-lead", "--as-of", to_iso(NOW), accept=(0, 4)).stdout
        check_equal(len(rows.splitlines()), 1 + len(IN_IT), "rows")
        check("merge_requests/7" in rows and "merge_requests/8" not in rows, rows)

    def built(self):
        """Builds are asked for once a branch is named."""
        check(not any("pipelines" in path for path in Tracker.asked), f"asked for unasked: {Tracker.asked}")
        self.cli.run("source", "add", "tracker", "--kind", "json", "--url",
                     f"http://127.0.0.1:{self.server.server_address[1]}", "--set", "Mapping=gitlab",
                     "--set", "Value.project=vision/camera", "--set", "Value.branch=main")
        collected = self.cli.collect(NOW)
        check_equal(collected.complaints("tracker"), [], "complaints")
        check_equal(collected.counts("tracker")["builds"], len(PIPELINES), "builds that were read")
        facts = self.cli.facts(NOW)
        time, many, success = facts.get("build-time"), facts.get("build-time-p90"), facts.get("build-success")
        check_close(time["value"], 15, 1e-9, "build time")
        check_equal((time["n"], time["unit"], many["aspect"]), (3, "minutes", "few"), "builds")
        check_close(success["value"], 3 / 4, 1e-9, "builds that succeeded")
        check_equal(success["n"], 4, "builds")
        said = self.report("engineer").replace("\u00a0", " ")
        check("Build: median 15.0 min" in said and "75.0 % of builds succeeded" in said, said)
        rows = self.cli.run("evidence", "build-time", "--as-of", to_iso(NOW), accept=(0, 4)).stdout
        check("pipelines/5" in rows and "pipelines/2" not in rows, rows)

    def parts(self):
        """Of a part of the fleet nothing of it is known."""
        facts = self.cli.run("facts", "--class", "nano", "--as-of", to_iso(NOW), accept=(0, 4)).stdout
        check('"delivery-' not in facts and '"build-' not in facts, "facts of a part")

    def tagged_again(self):
        Tracker.asked.clear()
        Tracker.releases = RELEASES[:2] + [release("v2.6.0", "2026-10-13T12:00:00.000Z", "Autumn")]
        self.cli.collect(NOW)
        check(any("updated_after=2026-10-18" in path for path in Tracker.asked), f"all is asked again: {Tracker.asked}")
        facts = self.cli.facts(NOW)
        leg = facts.get("delivery-leg", leg="merge-tag")
        check("value" not in leg and leg["verdict"] == "no-data", f"a leg of a tag that was moved: {leg}")
        check_equal(facts.get("delivery-lead")["n"], len(IN_IT) + 1, "changes")

    def cases(self):
        return [
            ("without a tracker nothing is said", self.without),
            ("a change is followed from its merge to half of the fleet", self.followed),
            ("boards and rows say the same", self.said),
            ("builds of a branch", self.built),
            ("nothing of a part of the fleet", self.parts),
            ("a tag that is moved", self.tagged_again),
        ]


run_story(Story())
