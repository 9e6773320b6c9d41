#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A first sync over a line that is cut: the newest period is there first, the next sync goes on where
this one stopped, and in the end history says what an undisturbed sync says."""

import demo_history
from proxy import Proxy
from support import Cli, check, check_equal, run_tap, to_iso

NOW = demo_history.NOW
COLLECT = ("collect", "--now", to_iso(NOW), "--openmetrics")
PART = 1000  # reports that are stored together

first = Cli()
server = demo_history.DemoServer(first)


def create(url):
    cli = Cli()
    cli.add_source("updates", "hawkbit", url, ClassAttribute="hw", SiteAttribute="site",
                   RollbackAttribute="rollback", Rate="10000")
    return cli


undisturbed = create(server.urls["hawkbit"])
counted = undisturbed.collect(NOW).counts("updates")
n_all = counted["requests"]
expected = undisturbed.facts(NOW)
proxy = Proxy(server.urls["hawkbit"])
proxy.__enter__()
cut = create(proxy.url + "/hawkbit")


def counters_of(cli):
    return cli.folder / "updates.prom"


def read_counters(cli):
    cli.run(*COLLECT, str(counters_of(cli)))
    return [line for line in counters_of(cli).read_text(encoding="utf-8").splitlines() if line.startswith("parlance_updates")]


def test_newest_period():
    proxy.left = 6000
    said = cut.run(*COLLECT, str(counters_of(cut)), accept=(1,)).stderr
    proxy.left = None
    check("broke off" in said, said)
    check("not counted yet" in said and not counters_of(cut).exists(), f"counted before all is read: {said}")
    facts = cut.facts(NOW)
    found, wanted = facts.get("ota-failure-rate"), expected.get("ota-failure-rate")
    check_equal([found[key] for key in ("value", "count", "n")],
                [wanted[key] for key in ("value", "count", "n")], "the newest period")
    check("partial" in found["caveats"], found)
    check("comparison" not in found, f"compared with days that are not read: {found}")
    check("still to be read" in facts.source("updates")["message"], facts.source("updates"))
    cut.run("report", "--audience", "exec", "--format", "text", "--as-of", "2026-11-21T09:40:00Z", accept=(4,))


def test_counts():
    """What is told to have been collected are all parts, not the last one."""
    check(counted["attempts"] > 20 * PART and counted["devices"] == 18000, counted)


def test_goes_on():
    n = cut.collect(NOW).counts("updates")["requests"]
    print(f"# {n_all} requests in one sync; {n} after one that was cut behind 6000")
    check(n < n_all - 4 * PART, f"{n} requests, of {n_all} in one sync")
    cut.facts(NOW).check_same(expected, "after the cut")
    check("partial" not in cut.facts(NOW).get("ota-failure-rate").get("caveats", ()), "still partial")


def test_nothing_new():
    n = cut.collect(NOW).counts("updates")["requests"]
    check(n < 20, f"{n} requests where nothing happened")
    cut.facts(NOW).check_same(expected, "after another look")
    counters = read_counters(cut)
    check(len(counters) > 10, counters)
    check_equal(counters, read_counters(undisturbed), "counters")


def test_mender():
    """What costs a request of a Mender, the logs of failures, is not asked for again."""
    server = demo_history.DemoServer(first, kind="mender")
    whole, cut = Cli(), Cli()
    whole.add_source("updates", "mender", server.urls["mender"], SiteAttribute="site", Rate="10000")
    n = whole.collect(NOW).counts("updates")["requests"]
    expected = whole.facts(NOW)
    with Proxy(server.urls["mender"]) as proxy:
        cut.add_source("updates", "mender", proxy.url + "/mender", SiteAttribute="site", Rate="10000")
        proxy.left = n - 100
        check("broke off" in cut.run("collect", "--now", to_iso(NOW), accept=(1, 5)).stderr, "not cut")
        proxy.left = None
        facts = cut.facts(NOW)
        check(facts.get("ota-failure-rate").get("value") is None, f"said of a part: {facts.get('ota-failure-rate')}")
        check("still to be read" in facts.source("updates")["message"], facts.source("updates"))
        rest = cut.collect(NOW).counts("updates")["requests"]
        print(f"# Mender: {n} requests in one sync; {rest} after one that was cut behind {n - 100}")
        check(rest <= n - PART, f"{rest} requests, of {n} in one sync")
        cut.facts(NOW).check_same(expected, "after the cut")
        rest = cut.collect(NOW).counts("updates")["requests"]
        check(rest < 20, f"{rest} requests where nothing happened")
        cut.facts(NOW).check_same(expected, "after another look")


run_tap([("counts", test_counts), ("mender", test_mender), ("newest-period", test_newest_period),
         ("goes-on", test_goes_on), ("nothing-new", test_nothing_new)])
