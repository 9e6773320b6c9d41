#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo fleet as tables in a real Datasette, read by the mapping that Parlance brings along: all
facts equal those of the fleet's own servers, to the last digit.

Datasette is a package of PyPI; tools/test --all installs it into build/datasette.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from golden import NOW, Golden
from prometheus import Server
from support import Cli, check, check_equal, check_sentence, run_story, skip_all, to_iso

SOURCE = "tables"
HOUR = 3600 * 1000


def find_program():
    own = Path(os.environ.get("DATASETTE", "")) if "DATASETTE" in os.environ else None
    return str(own) if own is not None and own.exists() else shutil.which("datasette")


class Datasette(Server):
    programs = ("datasette",)
    _ready_path = "/-/versions.json"

    def _command(self):
        return [find_program(), "serve", "fleet.db", "--port", str(self.port)]


class Story:
    def __init__(self):
        self.golden = Golden()
        self.server = Datasette()
        self.golden.write_sqlite(self.server.folder / "fleet.db")
        self.cli = Cli()

    def close(self):
        self.server.close()
        self.cli.close()
        self.golden.close()

    def add(self):
        self.server.start()
        self.cli.add_source(SOURCE, "json", self.server.url, Mapping="datasette", Rate="10000")
        tested = self.cli.run("source", "test", SOURCE).stdout
        for name in ("attempts", "devices", "stages", "fps_time", "frame_time", "stage_time"):
            check(f" {name}: " in tested, f"{name} is not in the test: {tested}")

    def try_mapping(self):
        tried = self.cli.run("mapping", "try", "datasette", "--url", self.server.url, "--now",
                             to_iso(NOW)).stdout
        check("rows on the first page, 1000 understood" in tried, tried[-3000:])
        check("!" not in tried, tried[-3000:])

    def same_facts(self):
        collected = self.cli.collect(NOW)
        check_equal(collected.complaints(SOURCE), [], "complaints")
        counts = collected.counts(SOURCE)
        check_equal(counts["attempts"], len(self.golden.rows("attempts")), "attempts")
        check_equal(counts["devices"], len(self.golden.rows("devices")), "devices")
        self.cli.facts(NOW).check_same(self.golden.facts, "facts", but=("source",))

    def no_news(self):
        before = self.cli.facts(NOW)
        counts = self.cli.collect(NOW).counts(SOURCE)
        check(counts["attempts"] < len(self.golden.rows("attempts")) / 2, f"asked again: {counts}")
        self.cli.facts(NOW).check_same(before, "facts after a collect without news")

    def late_news(self):
        """A row that changes is seen, another that is broken is left out and said."""
        with sqlite3.connect(self.server.folder / "fleet.db") as database:
            database.execute(
                "INSERT INTO attempts (key, device, to_release, outcome, started, ended, message)"
                " VALUES ('late', 'cam-late', '2.6.0', 'failed', ?, ?, 'No space left on device')",
                (to_iso(NOW - HOUR), to_iso(NOW - HOUR // 2)),
            )
            database.execute(
                "INSERT INTO attempts (key, device, to_release, outcome, started, ended)"
                " VALUES ('odd', 'cam-odd', '2.6.0', 'melted', ?, ?)",
                (to_iso(NOW - HOUR), to_iso(NOW - HOUR // 2)),
            )
        database.close()
        before = self.cli.facts(NOW).get("ota-failure-rate")
        complaints = self.cli.collect(NOW, accept=(4,)).complaints(SOURCE)
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "melted", "left out")
        after = self.cli.facts(NOW).get("ota-failure-rate")
        check_equal((after["count"], after["n"]), (before["count"] + 1, before["n"] + 1), "rate")

    def bad_database(self):
        self.cli.add_source("nowhere", "json", self.server.url, Mapping="datasette",
                            **{"Value.database": "nowhere"})
        complaints = self.cli.collect(NOW, accept=(4,)).complaints("nowhere")
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "404", "nowhere")

    def cases(self):
        return [
            ("the source is added and tested", self.add),
            ("the mapping is tried", self.try_mapping),
            ("all facts are those of the fleet's own servers", self.same_facts),
            ("a collect without news asks for little and changes nothing", self.no_news),
            ("late news come, a broken row is left out", self.late_news),
            ("a database that is not there", self.bad_database),
        ]


def main():
    if find_program() is None:
        skip_all("not installed: datasette")
    run_story(Story())


sys.exit(main())
