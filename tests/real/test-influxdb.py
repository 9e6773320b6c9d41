#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo fleet as points in a real InfluxDB 1.x, read by the mapping that Parlance brings along:
what follows from attempts and speed equals the facts of the fleet's own servers, to the last digit.
Devices as they are now and rollouts have no place in InfluxDB: nothing is said of them.
"""

import sys
import urllib.parse
import urllib.request

from golden import NOW, Golden
from prometheus import Server, find_free_port
from support import Cli, check, check_equal, check_sentence, from_iso, need_programs, run_story, to_iso

SOURCE = "points"
HELD = ("ota-failure", "ota-cause", "ota-cohort", "ota-cancelled", "fps-", "frame-time", "latency-")
BATCH = 20000
CONFIG = """
reporting-disabled = true
bind-address = "127.0.0.1:{rpc}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
[http]
  bind-address = "127.0.0.1:{port}"
  log-enabled = false
[monitor]
  store-enabled = false
"""
# table: measurement's tags, and its time
TABLES = {
    "attempts": (("device",), "ended"),
    "fps_time": (("class", "fps_up_to"), "hour_end"),
    "frame_time": (("class", "ms_up_to"), "hour_end"),
    "stage_time": (("class", "stage"), "hour_end"),
}


class InfluxDB(Server):
    programs = ("influxd",)
    _ready_path = "/health"

    def _command(self):
        settings = self.folder / "influxdb.conf"
        settings.write_text(CONFIG.format(rpc=find_free_port(), port=self.port, folder=self.folder))
        return ["influxd", "run", "-config", str(settings)]

    def _is_ready(self):
        try:
            with urllib.request.urlopen(self.url + "/ping", timeout=5) as answer:
                return answer.status == 204
        except OSError:
            return False

    def query(self, text):
        form = urllib.parse.urlencode({"q": text}).encode()
        urllib.request.urlopen(self.url + "/query", form, timeout=60).read()

    def write(self, lines):
        for start in range(0, len(lines), BATCH):
            body = "\n".join(lines[start : start + BATCH]).encode()
            url = self.url + "/write?db=fleet&precision=ms"
            with urllib.request.urlopen(url, body, timeout=120) as answer:
                check_equal(answer.status, 204, "status of a write")


def escape_tag(value):
    text = str(value)
    for letter in ("\\", ",", "=", " "):
        text = text.replace(letter, "\\" + letter)
    return text


def format_field(value):
    if isinstance(value, (int, float)):
        return repr(float(value))
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def make_lines(golden, table):
    tags, stamp = TABLES[table]
    lines = []
    for row in golden.rows(table):
        time = from_iso(row[stamp] or row["started"])
        names = [name for name in row if name not in (*tags, stamp) and row[name] is not None]
        fields = {
            name: from_iso(row[name]) if name == "started" else row[name] for name in names
        }
        key = ",".join([table, *(f"{tag}={escape_tag(row[tag])}" for tag in tags if row[tag] is not None)])
        values = ",".join(f"{name}={format_field(value)}" for name, value in fields.items())
        lines.append(f"{key} {values} {time}")
    return lines


class Story:
    def __init__(self):
        self.golden = Golden()
        self.server = InfluxDB()
        self.cli = Cli()

    def close(self):
        self.server.close()
        self.cli.close()
        self.golden.close()

    def fill(self):
        self.server.start()
        self.server.query("CREATE DATABASE fleet")
        for table in TABLES:
            self.server.write(make_lines(self.golden, table))

    def first_collect(self):
        self.cli.add_source(SOURCE, "json", self.server.url, Mapping="influxdb", Rate="10000")
        collected = self.cli.collect(NOW)
        check_equal(collected.complaints(SOURCE), [], "complaints")
        check_equal(collected.counts(SOURCE)["attempts"], len(self.golden.rows("attempts")), "attempts")

    def same_facts(self):
        self.cli.facts(NOW).check_same(
            self.golden.facts, "facts", wanted=lambda fact: fact["id"].startswith(HELD), but=("source",)
        )

    def no_news(self):
        before = self.cli.facts(NOW)
        counts = self.cli.collect(NOW).counts(SOURCE)
        check(counts["requests"] <= 12, f"{counts['requests']} requests for nothing new")
        self.cli.facts(NOW).check_same(before, "facts after a collect without news")

    def raw_rates(self):
        """What single devices write: an hour at 31 frames a second, and one at 12."""
        end = NOW // 3600000 * 3600000
        self.server.query("CREATE DATABASE raw")
        lines = [
            f"fps,device=cam-{camera},class=nano fps={fps} {end - 3600000 + minute * 60000 + 7}"
            for camera, fps in ((1, 31.0), (2, 12.0))
            for minute in range(60)
        ]
        url = self.server.url + "/write?db=raw&precision=ms"
        urllib.request.urlopen(url, "\n".join(lines).encode(), timeout=60).read()
        tried = self.cli.run("mapping", "try", "influxdb", "--url", self.server.url, "--set",
                             "Value.database=raw", "--now", to_iso(NOW)).stdout
        check("120 rows on the first page, 120 understood" in tried, tried)

    def error_in_a_success(self):
        self.cli.add_source("nowhere", "json", self.server.url, Mapping="influxdb",
                            **{"Value.database": "nowhere"})
        complaints = self.cli.collect(NOW, accept=(4,)).complaints("nowhere")
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "database not found", "error in a successful answer")

    def cases(self):
        return [
            ("the points are taken", self.fill),
            ("a first collect brings them all", self.first_collect),
            ("facts of attempts and speed are those of the fleet's own servers", self.same_facts),
            ("a collect without news asks for little and changes nothing", self.no_news),
            ("rates as devices write them", self.raw_rates),
            ("an error inside of a success", self.error_in_a_success),
        ]


def main():
    need_programs(InfluxDB.missing())
    run_story(Story())


sys.exit(main())
