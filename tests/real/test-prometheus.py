#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli against a real Prometheus (or VictoriaMetrics) with 60 days of made-up samples:
every number equals the one computed here from the increments that the samples were made of.

Usage: test-prometheus.py [prometheus|victoria-metrics]; the tool is $PARLANCE_CLI.

How exact? PromQL's increase() extrapolates to the ends of its range. Samples stand on both ends of
every hour and every day here, so there is nothing to extrapolate, and only floating point is left:
1e-9. From Prometheus 3 on a range leaves out the sample at its beginning. What is lost of an hour,
one step of four, is put back exactly, because all steps of an hour are equal; of a day, one step of
96 is put back as the mean of the others, and a count of n may be off by n / 95.
"""

import sys
import time
from contextlib import closing

from metrics import DAY, CLASSES, PROMISED_FPS, STEP, WINDOW, Fleet
from prometheus import Prometheus, VictoriaMetrics
from proxy import Proxy
from support import (
    Cli,
    check,
    check_close,
    check_equal,
    check_sentence,
    from_iso,
    need_programs,
    run_story,
    to_iso,
)

EXACT = 1e-9
SOURCE = "speed"
OTA_QUERY = "sum by (outcome, cause, from, to, class) (increase(ota_updates_total[1d]))"
# Nothing has changed: what is asked again does not depend on the 60 days that history holds.
REQUESTS_OF_NO_NEWS = 12
REQUESTS_BEFORE_CUT = 2

# An earlier and a later look at the same fleet, both at midnight: the last 28 x 24 hours are whole
# ones, and they are the last 28 calendar days, too.
TODAY = int(time.time()) // DAY * DAY - DAY
TOMORROW = TODAY + DAY


class Story:
    def __init__(self, server):
        self.server = server
        self.fleet = Fleet(TOMORROW, days=61)
        self.cli = Cli()
        self.requests = None

    def close(self):
        self.server.close()
        self.cli.close()

    @staticmethod
    def now(midnight):
        return midnight * 1000

    def facts(self, midnight):
        return self.cli.facts(self.now(midnight))

    # The cases, in their order.

    def server_says_the_same(self):
        """Not of Parlance: the samples are what the numbers are computed from."""
        self.server.add(self.fleet.open_metrics(self.fleet.start, TODAY))
        counted = self.fleet.sums(
            "camera_fps_seconds", TODAY - WINDOW, TODAY, lambda labels: labels["class"]
        )
        query = 'sum by (class) (increase(camera_fps_seconds_bucket{le="+Inf"}[28d]))'
        asked = {labels["class"]: value for labels, value in self.server.query(query, TODAY)}
        check_equal(sorted(asked), sorted(CLASSES), "classes")
        for name, value in asked.items():
            check_close(value, counted[name], EXACT, f"device-time of {name}")

        counted = self.fleet.sums(
            "ota_updates", TODAY - WINDOW, TODAY, lambda labels: labels["outcome"]
        )
        query = "sum by (outcome) (increase(ota_updates_total[28d]))"
        for labels, value in self.server.query(query, TODAY):
            check_close(
                value, counted[labels["outcome"]], 1e-3, f"updates that {labels['outcome']}"
            )

    def first_collect(self):
        self._add_source(self.cli, self.server.url)
        collected = self.cli.collect(self.now(TODAY))
        check_equal(collected.complaints(SOURCE), [], "complaints")
        check(collected.counts(SOURCE)["series"] > 0, f"no series: {collected.text}")
        check_equal(self.facts(TODAY).source(SOURCE)["state"], "done", "state")

    @staticmethod
    def _add_source(cli, url):
        cli.add_source(
            SOURCE,
            "prometheus",
            url,
            "--set",
            "Profile=exporter",
            "--set",
            f"Query.ota-attempts={OTA_QUERY}",
        )

    def speed_of(self, midnight):
        facts = self.facts(midnight)
        fast, observed = self.fleet.compliance(midnight)
        check_close(facts.get("fps-compliance")["value"], fast / observed, EXACT, "fps-compliance")
        slow_hours = (observed - fast) / 3600
        check_close(facts.get("fps-slow-hours")["value"], slow_hours, EXACT, "fps-slow-hours")
        for name in CLASSES:
            fast, observed = self.fleet.compliance(midnight, name)
            fact = facts.get("fps-compliance", **{"class": name})
            check_close(fact["value"], fast / observed, EXACT, f"fps-compliance of {name}")

    def percentiles_of(self, midnight):
        facts = self.facts(midnight)
        for fact_id, metric, share in (
            ("fps-p5", "camera_fps_seconds", 0.05),
            ("frame-time-p95", "camera_frame_ms", 0.95),
        ):
            lower, upper, between = self.fleet.percentile_bin(metric, share, midnight)
            value = facts.get(fact_id)["value"]
            check(
                lower <= value <= upper, f"{fact_id}: {value} is not in its bin, {lower} to {upper}"
            )
            check_close(value, between, 1e-6, f"{fact_id}, interpolated in its bin")
        headroom = facts.get("latency-headroom")["value"]
        check_close(headroom, 1000 / PROMISED_FPS - between, 1e-6, "latency-headroom")
        for stage, milliseconds in self.fleet.stage_times(midnight).items():
            value = facts.get("latency-stage-time", stage=stage)["value"]
            check_close(value, milliseconds, EXACT, f"latency-stage-time of {stage}")

    def updates_of(self, midnight):
        facts = self.facts(midnight)
        relative = 1 / 95 if self.server.leaves_first_sample_out() else EXACT
        by_cause = self.fleet.attempts(midnight)
        self._check_rate(facts, by_cause, relative, "ota-failure-rate")
        for release, cohort in (("2.2.1", "v2.2"), ("2.3.4", "v2.3")):
            counts = {
                key[:2]: count
                for key, count in self.fleet.attempts(midnight, ("from",)).items()
                if key[2] == release
            }
            self._check_rate(facts, counts, relative, "ota-failure-rate", cohort=cohort)
        failed = sum(count for (outcome, _), count in by_cause.items() if outcome == "failed")
        for (outcome, cause), count in by_cause.items():
            if outcome == "failed":
                fact = facts.get("ota-cause-share", cause=cause)
                check_close(fact["count"], count, relative, f"failures by {cause}")
                check_close(fact["n"], failed, relative, "failures")
        check_close(
            facts.get("ota-cancelled")["count"], by_cause["cancelled", ""], relative, "cancelled"
        )

    @staticmethod
    def _check_rate(facts, counts, relative, fact_id, **subject):
        """counts: {(outcome, cause): count}"""
        failed = sum(count for (outcome, _), count in counts.items() if outcome == "failed")
        tried = failed + sum(
            count for (outcome, _), count in counts.items() if outcome == "succeeded"
        )
        fact = facts.get(fact_id, **subject)
        check_close(fact["count"], failed, relative, f"{fact_id} {subject}: failed")
        check_close(fact["n"], tried, relative, f"{fact_id} {subject}: tried")
        check_close(fact["value"], failed / tried, 2 * relative, f"{fact_id} {subject}")

    def silence_is_no_slowness(self):
        """Six hours without samples: no device-time, rather than device-time at 0 frames/s."""
        first, last = self.fleet.silent
        rows = [
            row
            for row in self.cli.evidence(self.now(TODAY), "fps-compliance")
            if first * 1000 < from_iso(row["time"]) <= last * 1000
        ]
        check_equal(
            {row["class"] for row in rows if float(row["value"]) > 0},
            {"nano", "orin"},
            "classes with device-time while xavier was silent",
        )

    def cut_off(self):
        """The line breaks in the middle of a first collect: nothing is half there, and the next one
        brings the same as if it had never happened."""
        with Proxy(self.server.url) as proxy, closing(Cli()) as cli:
            self._add_source(cli, proxy.url)
            proxy.left = REQUESTS_BEFORE_CUT
            complaints = cli.collect(self.now(TODAY), accept=(5,)).complaints(SOURCE)
            check_equal(len(complaints), 1, "sentences")
            check_sentence(complaints[0], "connection|closed|answer")
            cli.run("facts", "--as-of", to_iso(self.now(TODAY)), accept=(5,))  # nothing was stored
            proxy.left = None
            cli.collect(self.now(TODAY))
            cli.facts(self.now(TODAY)).check_same(self.facts(TODAY), "facts")

    def no_news_is_cheap(self):
        before = self.facts(TODAY)
        requests = self.cli.collect(self.now(TODAY)).counts(SOURCE)["requests"]
        check(requests <= REQUESTS_OF_NO_NEWS, f"{requests} requests for nothing new")
        self.facts(TODAY).check_same(before, "facts after a collect without news")

    def stopped(self):
        before = self.facts(TODAY)
        self.server.stop()
        complaints = self.cli.collect(self.now(TODAY) + 60000, accept=(5,)).complaints(SOURCE)
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], r"127\.0\.0\.1|localhost", "connect|refused|reach")
        after = self.facts(TODAY)
        check_equal(after.source(SOURCE)["state"], "failed", "state")
        check_equal(after.source(SOURCE)["message"], complaints[0], "message in the facts")
        check_equal(
            after.source(SOURCE)["fetched"], before.source(SOURCE)["fetched"], "last success"
        )
        after.check_same(before, "facts of a server that is gone")

    def back_again(self):
        self.server.start()
        self.cli.collect(self.now(TODAY) + 120000)
        facts = self.facts(TODAY)
        check_equal(facts.source(SOURCE)["state"], "done", "state")
        check("message" not in facts.source(SOURCE), "the complaint is still there")
        self.updates_of(TODAY)

    def next_day(self):
        """Windows move on by a day, and nothing is counted twice or left out at the seam."""
        self.server.add(self.fleet.open_metrics(TODAY + STEP, TOMORROW))
        self.cli.collect(self.now(TOMORROW))
        self.updates_of(TOMORROW)
        for midnight in (TOMORROW, TODAY):
            self.speed_of(midnight)
            self.percentiles_of(midnight)

    def bad_query(self):
        self.cli.add_source(
            "broken",
            "prometheus",
            self.server.url,
            "--set",
            "Profile=exporter",
            "--set",
            "Query.ota-attempts=sum by (outcome) (increase(",
        )
        complaints = self.cli.collect(self.now(TOMORROW), accept=(4,)).complaints("broken")
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "broken|ota-attempts", "parse|unclosed|unexpected|400|422")
        self.cli.run("source", "remove", "broken")

    def cases(self):
        return [
            ("the server's own sums are those of the increments", self.server_says_the_same),
            ("a first collect brings everything", self.first_collect),
            ("share of device-time at the promised speed", lambda: self.speed_of(TODAY)),
            ("percentiles within their bins", lambda: self.percentiles_of(TODAY)),
            ("updates: rates, cohorts and causes from counters", lambda: self.updates_of(TODAY)),
            ("silence is no slowness", self.silence_is_no_slowness),
            ("a first collect that is cut off leaves nothing behind", self.cut_off),
            ("a collect without news is cheap and changes nothing", self.no_news_is_cheap),
            ("the server is gone: the last good data stay, marked", self.stopped),
            ("the server is back", self.back_again),
            ("the next day", self.next_day),
            ("a query that the server does not understand", self.bad_query),
        ]


def main():
    kind = {"prometheus": Prometheus, "victoria-metrics": VictoriaMetrics}[
        (sys.argv[1:] or ["prometheus"])[0]
    ]
    need_programs(kind.missing())
    run_story(Story(kind()))


main()
