#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What “collect” tells real engines, and a second Parlance reads back from them: the golden fleet
through VictoriaMetrics' import, a Pushgateway, and a file whose scrapes Prometheus holds.

Usage: test-push.py [victoria-metrics|prometheus]; the tool is $PARLANCE_CLI.
"""

import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request

from demo_history import DemoServer, add_demo_sources, take_for_right
from prometheus import Prometheus, Server, VictoriaMetrics
from proxy import Proxy
from support import Cli, Skip, check, check_equal, check_sentence, from_iso, need_programs, run_story, to_iso

MIDNIGHT = "2026-11-22T00:00:00Z"
NOW = from_iso(MIDNIGHT)
MINUTE = 60000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SOURCE = "engine"
# What can travel as counters, and as numbers of rollouts. Whether a failure has a log, how devices
# are and what became of each, can't.
HELD = ("ota-failure", "ota-cause", "ota-cohort", "ota-cancelled", "ota-budget", "ota-burn",
        "rollout-pace", "rollout-progress", "rollout-left", "rollout-stage-rate")
# Of counts by day nobody knows the hour; what is left without a device that waits is not told.
UNLIKE = ("source", "evidence", "window")
DAYS = 2 * 7 + 2 # two weeks, the day that can't be trusted, and one before it


class Pushgateway(Server):
    programs = ("prometheus-pushgateway",)
    _ready_path = "/-/ready"

    def _command(self):
        return ["prometheus-pushgateway", f"--web.listen-address=127.0.0.1:{self.port}"]

    def series(self):
        """{series: value} of what was pushed, without the labels that it adds."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=30) as answer:
            return read_text(answer.read().decode(), but=("instance", "job"))


def read_text(text, but=()):
    """{(name, labels): value} of our own metrics."""
    found = {}
    for line in text.splitlines():
        match = re.fullmatch(r"(parlance_\w+)(?:\{(.*)\})? (\S+)", line)
        if match:
            labels = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or ""))
            key = tuple(sorted(pair for pair in labels.items() if pair[0] not in but))
            found[match[1], key] = float(match[3])
    return found


class Story:
    """The first Parlance asks the fleet's own servers and tells the engine; the second one asks the
    engine."""

    def __init__(self, engine):
        self.engine = engine
        self.first, self.second = Cli(), Cli()
        self.demo = DemoServer(self.first, now=MIDNIGHT)
        add_demo_sources(self.first, self.demo)
        self.file = self.first.folder / "parlance.prom"

    def close(self):
        self.demo.stop()
        self.engine.close()
        self.first.close()
        self.second.close()

    def tell(self, now, *options, accept=(0,)):
        return self.first.run("collect", "--now", to_iso(now), *options, accept=accept)

    def read_back(self, now, accept=(0,)):
        """A minute later: at midnight sharp VictoriaMetrics does not see a series' first sample."""
        if not self.second.run("source", "list").stdout.strip():
            self.second.add_source(SOURCE, "prometheus", self.engine.url, Profile="parlance",
                                   Rate="10000")
        return self.second.collect(now + MINUTE, accept)

    def check_same(self, now, *options):
        first, second = (
            {
                (fact["id"], tuple(sorted(fact["subject"].items()))): {
                    name: value
                    for name, value in fact.items()
                    if name not in ("caveats", "freshness", *UNLIKE)
                }
                for fact in each.facts(now, *options).document["facts"]
                if fact["id"].startswith(HELD)
            }
            for each in (self.first, self.second)
        )
        check_equal(sorted(second), sorted(first), "which facts there are")
        for key, fact in second.items():
            check_equal(fact, first[key], str(key))
        return first


class Guarded(VictoriaMetrics):
    """One that wants a name and a password."""

    def _command(self):
        return [*super()._command(), "-httpAuth.username=collector", "-httpAuth.password=geheim"]

    def _is_ready(self):
        try:
            urllib.request.urlopen(self.url + self._ready_path, timeout=5).read()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


class ByImport(Story):
    def push(self, now):
        self.tell(now, "--push", self.engine.url + "/api/v1/import")
        self.engine.flush()

    def tell_all(self):
        self.engine.start()
        self.push(NOW)

    def same_facts(self):
        check_equal(self.read_back(NOW).complaints(SOURCE), [], "complaints")
        facts = self.check_same(NOW)
        known = {fact[0] for fact, value in facts.items() if value.get("value") is not None}
        for name in ("ota-failure-rate", "ota-failure-change", "ota-failure-mix",
                     "ota-failure-within", "ota-cause-share", "ota-budget-left", "rollout-pace",
                     "rollout-progress"):
            check(name in known, f"{name} has no value in {sorted(known)}")

    def told_once(self):
        """Half an hour later only the newest samples are sent, and no count changes."""
        self.push(NOW + HOUR // 2)
        query = "sum(count_over_time(parlance_updates_total[30m]))"
        [(_, samples)] = self.engine.query(query, (NOW + HOUR // 2) / 1000)
        [(_, series)] = self.engine.query("count(parlance_updates_total)", (NOW + HOUR // 2) / 1000)
        check_equal(samples, series, "samples in half an hour")
        self.read_back(NOW + HOUR // 2)
        self.check_same(NOW)

    def as_text(self):
        """Into another one, which wants to know who sends: every sample is the same."""
        other = Guarded()
        url = other.url + "/api/v1/import/prometheus"
        try:
            other.start()
            said = self.tell(NOW + HOUR // 2, "--push", url, accept=(1,)).stderr
            # It closes the connection before it has read who sends so much.
            check_sentence(said.strip(), "push: POST /api/v1/import/prometheus: .*(401|broke off)")
            self.first.set_secret("push", "geheim")
            self.tell(NOW + HOUR // 2, "--push", url, "--push-user", "collector")
            for path in self.first.folder.glob("data/parlance/told-*"):
                check("geheim" not in path.read_text(), f"{path} holds a secret")
            other.stop()
            found = VictoriaMetrics()
            found.close()
            found.folder, found.port = other.folder, other.port
            try:
                found.start()
                query = "sum(increase(parlance_updates_total[57d])) by (outcome)"
                check_equal(found.query(query, NOW / 1000), self.engine.query(query, NOW / 1000), query)
            finally:
                found.stop()
        finally:
            other.close()

    def token(self):
        with Proxy(self.engine.url) as proxy:
            proxy.token = "geheim"
            url = proxy.url + "/api/v1/import"
            for secret, codes in (("falsch", (1,)), ("geheim", (0,))):
                self.first.set_secret("push", secret)
                said = self.tell(NOW + HOUR, "--push", url, "--push-token", accept=codes).stderr
                check(secret not in said, f"the token was said: {said}")

    def cases(self):
        return [
            ("60 days of history are pushed", self.tell_all),
            ("a second Parlance reads the same facts back", self.same_facts),
            ("later only what is new is pushed", self.told_once),
            ("as text, by name and password", self.as_text),
            ("by token", self.token),
        ]


class ByScrapes(Story):
    """A file is written each midnight, and scraped all day. Of what was before the first scrape
    nobody knows. The history of the updates is there from the beginning; what is collected each
    day is speed."""

    def tell_all(self):
        samples, last = {}, {}
        self.tell(NOW, "updates")
        for midnight in range(NOW - DAYS * DAY, NOW + 1, DAY):
            self.tell(midnight, "speed", "--openmetrics", str(self.file))
            last = read_text(self.file.read_text())
            for key, value in last.items():
                known = samples.setdefault(key, [])
                if known:
                    check(value >= known[-1][1] or "_total" not in key[0], f"{key} fell to {value}")
                known += [
                    (midnight + scrape * 15 * MINUTE, value)
                    for scrape in range(96 if midnight < NOW else 1)
                ]
        first = [known[0][1] for (name, _), known in samples.items() if name.endswith("_total")]
        check(0 in first, "counters begin at 0")
        check_equal({key: known[-1][1] for key, known in samples.items() if key in last}, last,
                    "the newest values")
        self.engine.add(self.lines(samples))

    @staticmethod
    def lines(samples):
        for (name, labels), known in sorted(samples.items()):
            text = ",".join(f'{key}="{value}"' for key, value in labels)
            for time, value in known:
                yield f'{name}{{{text},instance="collector",job="node"}} {value:.17g} {time // 1000}'
        yield "# EOF"

    def promtool(self):
        done = subprocess.run(["promtool", "check", "metrics"], input=self.file.read_text(),
                              capture_output=True, text=True, check=False)
        check_equal((done.returncode, done.stdout + done.stderr), (0, ""), "promtool")
        check_equal(self.file.stat().st_mode & 0o777, 0o644, "who may read the file")

    def same_facts(self):
        complaints = self.read_back(NOW, accept=(4,)).complaints(SOURCE)
        check_equal(len(complaints), 1, "complaints")
        check_sentence(complaints[0], "on 1 days counters appear that may have counted before")
        self.check_same(NOW, "--days", "7")

    def changed_mind(self):
        """Failures of yesterday turn out to have another cause, and attempts vanish: no counter falls,
        so that none is taken for one that began again."""
        before = read_text(self.file.read_text())
        path = self.first.folder / "data" / "parlance" / "history.db"
        with sqlite3.connect(path) as history:
            history.execute("UPDATE attempt SET cause = 'battery' WHERE cause = 'disk-space'")
            history.execute("DELETE FROM attempt WHERE outcome = 'succeeded' AND id % 2")
            take_for_right(history)
        history.close()
        self.tell(NOW + HOUR, "speed", "--openmetrics", str(self.file))
        after = read_text(self.file.read_text())
        fell = [key for key, value in before.items()
                if key[0].endswith("_total") and after[key] < value]
        check_equal(fell, [], "counters that fell")
        battery = [sum(value for (_, labels), value in each.items() if ("cause", "battery") in labels)
                   for each in (before, after)]
        check(battery[1] > battery[0], f"the new cause went from {battery[0]} to {battery[1]}")

    def gateway(self):
        if Pushgateway.missing():
            raise Skip(f"not installed: {', '.join(Pushgateway.missing())}")
        gateway = Pushgateway()
        try:
            gateway.start()
            self.tell(NOW, "speed", "--push", gateway.url + "/metrics/job/parlance")
            before = gateway.series()
            check(len(before) > 100 and 0 in before.values(), f"{len(before)} series were pushed")
            self.tell(NOW + HOUR, "speed", "--push", gateway.url + "/metrics/job/parlance")
            check_equal(len(gateway.series()), len(before), "series an hour later")
        finally:
            gateway.close()

    def not_taken(self):
        url = self.engine.url + "/api/v1/import"
        said = self.tell(NOW, "--push", url, "--openmetrics", str(self.file), accept=(1,)).stderr
        check_sentence(said.strip(), "push: POST /api/v1/import", "404")
        check_equal(list(self.first.folder.glob("data/parlance/*.tmp")), [], "leavings")
        said = self.tell(NOW, "--push", self.engine.url + "/write", accept=(2,)).stderr
        check_sentence(said.strip(), "/metrics/job/NAME")
        before = self.file.read_text()
        said = self.tell(NOW, "--openmetrics", str(self.first.folder / "no" / "file"), accept=(1,))
        check_sentence(said.stderr.strip(), "no/file")
        check_equal(self.file.read_text(), before, "the file of another run")

    def cases(self):
        return [
            ("a file is written each midnight, and its counters never fall", self.tell_all),
            ("promtool has nothing to say", self.promtool),
            ("a second Parlance reads the same facts back", self.same_facts),
            ("a Pushgateway takes the same", self.gateway),
            ("a history that changes its mind lets no counter fall", self.changed_mind),
            ("who does not take it is told of", self.not_taken),
        ]


def main():
    engine, story = {
        "victoria-metrics": (VictoriaMetrics, ByImport),
        "prometheus": (Prometheus, ByScrapes),
    }[(sys.argv[1:] or ["victoria-metrics"])[0]]
    need_programs(engine.missing())
    run_story(story(engine()))


sys.exit(main())
