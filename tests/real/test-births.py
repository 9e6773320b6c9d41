#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli against a real Prometheus (or VictoriaMetrics) whose counters are born late, die and are born again: each
event counts once, and a day on which nobody can know is left out and said to be.

Usage: test-births.py [prometheus|victoria-metrics]; the tool is $PARLANCE_CLI.
"""

import sys
import time
from contextlib import closing

from births import DAY, HOUR, Life, count, make_events, open_metrics
from prometheus import Prometheus, VictoriaMetrics
from support import Cli, check, check_equal, check_sentence, need_programs, run_tap

KINDS = {"prometheus": Prometheus, "victoria-metrics": VictoriaMetrics}
SERVER = KINDS[(sys.argv[1:] or ["prometheus"])[0]]
SOURCE = "fleet"
NOW = int(time.time()) // DAY * DAY
START = NOW - 60 * DAY
SINCE = NOW - 28 * DAY
EVENTS = make_events(START, NOW)
NIGHT = 3 * HOUR
ON_DOUBT = "counters appear that may have counted before"


def tell(lives, events=None):
    """(the fact of the failure rate, what collect complained of)"""
    events = EVENTS if events is None else events
    with closing(SERVER()) as server, closing(Cli()) as cli:
        server.add(open_metrics(lives, events))
        cli.add_source(SOURCE, "prometheus", server.url, "--set", "Profile=exporter-ota")
        complaints = cli.collect(NOW * 1000, accept=(0, 4)).complaints(SOURCE)
        return cli.facts(NOW * 1000).get("ota-failure-rate"), complaints


def check_counts(fact, left_out=()):
    """@left_out: days that are not counted"""
    true = count(EVENTS, SINCE, NOW)
    for day in left_out:
        true -= count(EVENTS, day, day + DAY)
    check_equal(fact["count"], true["failed"], "failed")
    check_equal(fact["n"], true["failed"] + true["succeeded"], "tried")


def one_exporter():
    fact, complaints = tell([Life("exporter:9100", START, NOW)])
    check_counts(fact)
    check_equal(complaints, [], "complaints")


def restarts_each_night():
    """Label sets are gone until they are needed again, under the same name."""
    days = range(START - DAY + NIGHT, NOW, DAY)
    fact, _ = tell([Life("exporter:9100", day, min(day + DAY, NOW)) for day in days])
    check_counts(fact)


def lives_for_a_day():
    """A new name each day; the old one is scraped a little longer."""
    days = range(START, NOW, DAY)
    fact, _ = tell([Life(f"exporter-{day}:9100", day, day + DAY) for day in days])
    check_counts(fact)


def restarts_at_noon():
    """While updates go on; what happens between the last scrape and the restart, nobody sees."""
    noon = 12 * HOUR
    quiet = [each for each in EVENTS if not noon - 300 <= each[0] % DAY < noon + 300]
    days = range(START - DAY + noon, NOW, DAY)
    lives = [Life("exporter:9100", day, min(day + DAY, NOW)) for day in days]
    fact, _ = tell(lives, quiet)
    true = count(quiet, SINCE, NOW)
    # A label set that is at 1 before, and at 1 again within the hour, looks like one that went on.
    for name, said, tried in (
        ("failed", fact["count"], true["failed"]),
        ("tried", fact["n"], true["failed"] + true["succeeded"]),
    ):
        check(0.98 * tried - 1 <= said <= tried, f"{name}: {said}, and it was {tried}")


def not_scraped_for_hours():
    """Two exporters; one is out of reach for a while, then both are."""
    one = (NOW - 10 * DAY + 10 * HOUR, NOW - 10 * DAY + 16 * HOUR)
    both = (NOW - 5 * DAY + 9 * HOUR, NOW - 5 * DAY + 13 * HOUR)
    lives = [
        Life("a:9100", START, NOW - 30 * DAY),
        Life("b:9100", NOW - 30 * DAY, NOW, unseen=(one, both)),
    ]
    fact, _ = tell(lives)
    check_counts(fact)


def takes_another_name():
    """It goes on under another name: what it has counted so far is not of this day."""
    change = NOW - 12 * DAY + NIGHT
    lives = [
        Life("old:9100", START, NOW, unseen=((change, NOW),)),
        Life("new:9100", START, NOW, seen_from=change),
    ]
    fact, complaints = tell(lives)
    check_counts(fact, left_out=(NOW - 12 * DAY,))
    check_sentence(complaints[0], ON_DOUBT, "on 1 days")


def past_begins_late():
    """The server holds less than the exporter has counted: its first day says nothing."""
    first = NOW - 20 * DAY + 11 * HOUR
    fact, complaints = tell([Life("exporter:9100", START, NOW, seen_from=first)])
    true = count(EVENTS, NOW - 19 * DAY, NOW)
    check_equal(fact["count"], true["failed"], "failed")
    check_equal(fact["n"], true["failed"] + true["succeeded"], "tried")
    check_sentence(complaints[0], ON_DOUBT, "on 1 days")


def main():
    need_programs(SERVER.missing())
    run_tap(
        [
            ("label sets are born with their first event", one_exporter),
            ("an exporter that restarts each night", restarts_each_night),
            ("an exporter that lives for a day, under a new name", lives_for_a_day),
            ("an exporter that restarts at noon", restarts_at_noon),
            ("hours in which nobody scraped", not_scraped_for_hours),
            ("an exporter that goes on under another name", takes_another_name),
            ("a server whose past begins late", past_begins_late),
        ]
    )


main()
