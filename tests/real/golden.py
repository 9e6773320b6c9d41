# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo fleet as tables of a company's own: read from the history that its own servers gave, and
for speed from its metrics. Whoever serves these tables must come to the same facts."""

import json
import sqlite3
import urllib.parse
import urllib.request

from demo_history import NOW, create_history
from support import to_iso

HOUR = 3600
PAST_HOURS = 57 * 24
SPEED = {
    "fps_time": ("camera_fps_seconds_bucket", "le"),
    "frame_time": ("camera_frame_ms_bucket", "le"),
}
STAGES = "avg by (class, stage) (avg_over_time(camera_slow_frame_stage_ms[1h]))"

ATTEMPTS = """
    SELECT a.key, a.device, a.rollout, a.stage, a.from_release, a.to_release, a.outcome, a.started,
           a.ended, a.cause, a.message, a.class, a.site
    FROM attempt AS a JOIN source AS s ON s.id = a.source WHERE s.name = 'updates'"""
DEVICES = """
    SELECT d.id, d.class, d.site, d.release, d.rollout, d.stage, d.registered, d.last_seen,
           d.heartbeat / 1000.0 AS heartbeat_seconds,
           CASE d.tested_rollback WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS tested_rollback
    FROM device AS d JOIN source AS s ON s.id = d.source
    WHERE s.name = 'updates' AND d.gone IS NULL"""
STAGE_ROWS = """
    SELECT r.id AS rollout, r.name AS rollout_name, r.release, r.progress AS rollout_progress,
           r.created, g.id AS stage, g.name AS stage_name, g.progress, g.total, g.succeeded,
           g.downloaded, g.failed, g.cancelled, g.running, g.waiting, g.success_threshold,
           g.error_threshold
    FROM rollout AS r JOIN stage AS g ON g.source = r.source AND g.rollout = r.id
    JOIN source AS s ON s.id = r.source WHERE s.name = 'updates' AND r.gone IS NULL
    ORDER BY r.id, g.position"""
RELEASES = ("from_release", "to_release", "release")
TIMES = ("started", "ended", "registered", "last_seen", "created")


class Golden:
    """rows(name) gives a table as dictionaries; facts are what Parlance says of the demo itself."""

    def __init__(self):
        self.cli, self.server, _ = create_history()
        self.facts = self.cli.facts(NOW)
        self._tables = {}
        path = self.cli.folder / "data" / "parlance" / "history.db"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as history:
            for name, query in (("attempts", ATTEMPTS), ("devices", DEVICES), ("stages", STAGE_ROWS)):
                cursor = history.execute(query)
                names = [column[0] for column in cursor.description]
                self._tables[name] = [self._tidy(dict(zip(names, row))) for row in cursor]
        for name in SPEED:
            self._tables[name] = list(self._read_bins(*SPEED[name], name))
        self._tables["stage_time"] = [
            {"hour_end": to_iso(time * 1000), "class": labels["class"], "stage": labels["stage"],
             "ms": value}
            for labels, time, value in self._ask(STAGES)
        ]

    def close(self):
        self.server.stop()
        self.cli.close()

    def names(self):
        return list(self._tables)

    def rows(self, name):
        return self._tables[name]

    @staticmethod
    def _tidy(row):
        """Times as text; a release is a product and a version, as the demo's servers name them."""
        tidy, product = {}, None
        for name, value in row.items():
            if name in RELEASES and value is not None:
                product, _, value = value.rpartition("\u00a0")
            tidy[name] = to_iso(value) if name in TIMES and value is not None else value
        return {**tidy, "product": product}

    def _ask(self, query):
        """(labels, seconds, value) at every full hour."""
        end = NOW // 1000 // HOUR * HOUR
        form = urllib.parse.urlencode(
            {"query": query, "start": end - (PAST_HOURS - 1) * HOUR, "end": end, "step": HOUR}
        ).encode()
        url = f"{self.server.urls['prometheus']}/api/v1/query_range"
        with urllib.request.urlopen(url, form, timeout=120) as answer:
            result = json.load(answer)["data"]["result"]
        for each in result:
            for time, value in each["values"]:
                yield each["metric"], int(time), float(value)

    def _read_bins(self, metric, label, name):
        """Running totals become bins with both their ends."""
        totals = {}
        query = f"sum by (class, {label}) (increase({metric}[1h]))"
        for labels, time, value in self._ask(query):
            totals.setdefault((labels["class"], time), []).append((float(labels[label]), value))
        up_to, above, amount = {
            "fps_time": ("fps_up_to", "fps_above", "device_seconds"),
            "frame_time": ("ms_up_to", "ms_above", "frames"),
        }[name]
        for (device_class, time), bounds in sorted(totals.items()):
            lower, below = None, 0.0
            for bound, total in sorted(bounds):
                yield {
                    "hour_end": to_iso(time * 1000),
                    "class": device_class,
                    up_to: "+Inf" if bound == float("inf") else bound,
                    above: lower,
                    amount: total - below,
                }
                lower, below = bound, total

    def write_sqlite(self, path):
        """One table each, in a file of its own."""
        with sqlite3.connect(path) as database:
            for name in self.names():
                rows = self.rows(name)
                columns = list(rows[0])
                database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
                database.executemany(
                    f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})",
                    ([row[column] for column in columns] for row in rows),
                )
        database.close()
