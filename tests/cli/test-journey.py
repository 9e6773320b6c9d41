#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way, from the bodies of two servers to facts: the golden fleet's numbers come out to the
last printed digit, whichever hawkBit serves it, and the rows of every fact add up to it.

Usage: test-journey.py GENERATION    0.10 or 0.3
"""
import sys

import demo_history
from support import check, check_close, check_equal, run_tap

NOW = demo_history.NOW

# fact, subject, field, digits after the comma, what facts.md prints. Shares and points in per cent.
GOLDEN = [
    ("ota-failure-rate", {}, "count", 0, "905"),
    ("ota-failure-rate", {}, "n", 0, "12400"),
    ("ota-failure-rate", {}, "value%", 2, "7.30"),
    ("ota-failure-rate", {}, "low%", 2, "6.85"),
    ("ota-failure-rate", {}, "high%", 2, "7.77"),
    ("ota-failure-rate", {}, "comparison.value%", 2, "5.98"),
    ("ota-failure-rate", {}, "comparison.n", 0, "11800"),
    ("ota-failure-change", {}, "value%", 2, "1.32"),
    ("ota-failure-change", {}, "low%", 2, "0.69"),
    ("ota-failure-change", {}, "high%", 2, "1.94"),
    ("ota-failure-change", {}, "comparison.relative%", 1, "22.0"),
    ("ota-failure-z", {}, "value", 2, "4.10"),
    ("ota-failure-mix", {}, "value%", 2, "1.74"),
    ("ota-failure-within", {}, "value%", 2, "-0.42"),
    ("ota-failure-standardised", {}, "value%", 2, "5.54"),
    ("ota-failure-rate", {"cohort": "v2.3"}, "count", 0, "520"),
    ("ota-failure-rate", {"cohort": "v2.3"}, "n", 0, "2600"),
    ("ota-failure-rate", {"cohort": "v2.3"}, "low%", 1, "18.5"),
    ("ota-failure-rate", {"cohort": "v2.3"}, "high%", 1, "21.6"),
    ("ota-failure-rate", {"cohort": "v2.3"}, "comparison.value%", 1, "20.0"),
    ("ota-failure-rate", {"cohort": "v2.4"}, "value%", 2, "4.00"),
    ("ota-failure-rate", {"cohort": "v2.4"}, "comparison.value%", 2, "4.50"),
    ("ota-failure-rate", {"cohort": "v2.5"}, "value%", 2, "3.88"),
    ("ota-failure-rate", {"cohort": "v2.5"}, "comparison.value%", 2, "4.37"),
    ("ota-failure-rate", {"cohort-not": "v2.3"}, "count", 0, "385"),
    ("ota-failure-rate", {"cohort-not": "v2.3"}, "value%", 2, "3.93"),
    ("ota-failure-change", {"cohort-not": "v2.3"}, "low%", 2, "-1.05"),
    ("ota-failure-change", {"cohort-not": "v2.3"}, "high%", 2, "0.05"),
    ("ota-cause-share", {"cause": "disk-space"}, "count", 0, "442"),
    ("ota-cause-share", {"cause": "disk-space"}, "value%", 1, "48.8"),
    ("ota-cause-share", {"cause": "disk-space"}, "low%", 1, "45.6"),
    ("ota-cause-share", {"cause": "disk-space"}, "high%", 1, "52.1"),
    ("ota-cause-share", {"cause": "battery"}, "count", 0, "171"),
    ("ota-cause-share", {"cause": "network"}, "count", 0, "111"),
    ("ota-cause-share", {"cause": "boot-rollback"}, "count", 0, "74"),
    ("ota-cause-share", {"cause": "verify"}, "count", 0, "63"),
    ("ota-cause-share", {"cause": "unknown"}, "count", 0, "44"),
    ("ota-cohort-cause-rate", {"cohort": "v2.3", "cause": "disk-space"}, "value%", 1, "17.0"),
    ("ota-cohort-cause-rate", {"cohort": "v2.3", "cause": "disk-space"}, "low%", 1, "15.6"),
    ("ota-cohort-cause-rate", {"cohort": "v2.3", "cause": "disk-space"}, "high%", 1, "18.5"),
    ("ota-avoidable", {"checks": "battery+disk-space+network"}, "count", 0, "724"),
    ("ota-avoidable", {"checks": "battery+disk-space+network"}, "value%", 1, "80.0"),
    ("ota-rate-without", {"checks": "disk-space"}, "value%", 2, "3.73"),
    ("ota-rate-without", {"checks": "battery+disk-space+network"}, "value%", 2, "1.46"),
    ("ota-budget-without", {"checks": "disk-space"}, "value%", 0, "75"),
    ("ota-burn", {}, "value", 2, "1.46"),
    ("ota-budget-left", {}, "n", 0, "620"),
    ("ota-traceable", {}, "count", 0, "861"),
    ("fleet-size", {}, "value", 0, "18000"),
    ("fleet-silent", {}, "count", 0, "612"),
    ("scale-tenfold", {}, "value", 0, "13137"),
    ("rollout-left", {"rollout": "4"}, "value", 0, "6505"),
    # The generated part: pinned as it comes out.
    ("rollout-pace", {"rollout": "4"}, "value", 1, "410.5"),
    ("rollout-waits", {"rollout": "4", "waits": "failed"}, "value", 0, "905"),
    ("rollout-waits", {"rollout": "4", "waits": "gate"}, "value", 0, "4800"),
    ("rollout-waits", {"rollout": "4", "waits": "held"}, "value", 0, "300"),
    ("rollout-waits", {"rollout": "4", "waits": "nothing"}, "value", 0, "500"),
    ("rollout-finish", {"rollout": "4"}, "value", 1, "1.1"),
    ("rollout-finish", {"rollout": "4"}, "low", 1, "1.1"),
    ("rollout-finish", {"rollout": "4"}, "high", 1, "1.2"),
    ("impact-down-hours", {}, "count", 0, "0"),
    ("tech-debt", {}, "count", 0, "3684"),
    ("fps-compliance", {}, "value%", 1, "93.4"),
    ("fps-compliance", {"class": "nano"}, "value%", 1, "82.1"),
    ("fps-compliance", {"class": "xavier"}, "value%", 1, "97.9"),
    ("fps-compliance", {"class": "orin"}, "value%", 1, "99.6"),
    ("fps-p5", {}, "value", 1, "24.1"),
    ("frame-time-p95", {}, "value", 1, "36.8"),
    ("latency-headroom", {}, "value", 1, "-3.5"),
    ("latency-stage-time", {"stage": "inference"}, "value", 1, "21.3"),
]

# cause: failures from v2.3, v2.4, v2.5
CAUSES = {
    "disk-space": (442, 0, 0), "battery": (28, 62, 81), "network": (19, 38, 54),
    "boot-rollback": (14, 27, 33), "verify": (10, 22, 31), "unknown": (7, 15, 22),
}
STAGES = [("canary", 200, 200, 8), ("pilot", 1000, 1000, 42), ("wave 1", 5000, 5000, 290),
          ("wave 2", 7000, 6200, 565), ("wave 3", 4800, 0, 0)]

generation = sys.argv[1]
cli, server, collected = demo_history.create_history(generation)
facts = cli.facts(NOW)


def read(fact, field):
    percent = field.endswith("%")
    value = fact
    for key in field.rstrip("%").split("."):
        value = value[key]
    return value * 100 if percent else value


def test_golden():
    for fact_id, subject, field, digits, expected in GOLDEN:
        found = f"{read(facts.get(fact_id, **subject), field):.{digits}f}"
        check_equal(found, expected, f"{fact_id} {subject} {field}")


def test_causes_by_cohort():
    for cause, counts in CAUSES.items():
        for cohort, count, n in zip(("v2.3", "v2.4", "v2.5"), counts, (2600, 4100, 5700)):
            facts.check_share(count, n, "ota-cohort-cause-rate", cohort=cohort, cause=cause)


def test_stages():
    # Rollouts come newest first; the one under way is that of v2.6.
    rates = [each for each in facts.all("rollout-stage-rate")]
    check_equal(len(rates), len(STAGES), "number of stages")
    for rate, (name, total, tried, failed) in zip(rates, STAGES):
        progress = facts.get("rollout-progress", **rate["subject"])
        check_equal(progress["n"], total, f"{name}: devices")
        check_equal(progress["count"], tried - failed, f"{name}: done")
        check_equal(rate.get("n", 0), tried, f"{name}: tried")
        check_equal(rate.get("count", 0), failed, f"{name}: failed")
    whole = facts.get("rollout-progress", rollout=rates[0]["subject"]["rollout"])
    check_equal((whole["count"], whole["n"]), (11495, 18000), "whole rollout")


def test_blast_radius():
    found = {(each["subject"]["when"], each["subject"]["of"]): each["value"]
             for each in facts.all("blast-radius")}
    check_equal(found["now", "devices"], 1365, "devices in wave 2 not done")
    check_equal(found["next", "devices"], 4800, "devices in wave 3")
    check_equal(found["next", "untested-rollback"], 384, "without tested rollback")


def test_story():
    change = facts.get("ota-failure-change")
    check_equal((change["verdict"], change["aspect"]), ("confirmed", "mix"), "the change")
    check_equal(facts.get("ota-failure-within")["verdict"], "no-change", "within")
    check_equal(facts.get("ota-failure-rate", cohort="v2.3")["aspect"], "stop", "v2.3")
    check_equal(facts.get("ota-failure-rate")["aspect"], "over", "the fleet")
    risk = facts.get("rollout-risk")
    parts = [each["value"] for each in facts.all("rollout-risk")
             if each["subject"] and "value" in each]
    check_close(sum(parts), risk["value"], 1e-9, "the parts of the risk")
    check_equal(risk["aspect"], "high", "the band of the risk")
    check("raised:budget" in risk["caveats"], "nothing says that the budget raised the risk")


def test_evidence_adds_up():
    for fact_id, subject in [("ota-failure-rate", {}), ("ota-failure-rate", {"cohort": "v2.3"}),
                             ("ota-cause-share", {"cause": "battery"}),
                             ("ota-cohort-cause-rate", {"cohort": "v2.3", "cause": "disk-space"}),
                             ("ota-traceable", {}), ("ota-failure-rate", {"cohort-not": "v2.3"}),
                             ("ota-avoidable", {"checks": "battery+disk-space+network"}),
                             ("fleet-silent", {}), ("impact-down-hours", {}), ("tech-debt", {})]:
        rows = cli.evidence(NOW, fact_id, **subject)
        check_equal(len(rows), facts.get(fact_id, **subject)["count"], f"rows of {fact_id} {subject}")


def test_second_sync_is_small():
    again = cli.collect(NOW)
    requests = again.counts("updates")["requests"]
    check(requests <= 10, f"a second sync of the same fleet took {requests} requests")
    check_equal(cli.facts(NOW).document["facts"], facts.document["facts"], "facts after it")


def test_offline():
    check_equal(server.stop(), 0, "exit code of the stopped demo server")
    failed = cli.collect(NOW, accept=(5,))
    for name in ("updates", "speed"):
        check_equal(len(failed.complaints(name)), 1, f"sentences about {name}")
    later = cli.facts(NOW)
    check_equal(later.document["facts"][0]["value"], facts.document["facts"][0]["value"],
                "first fact without a server")
    check_equal(later.source("updates")["state"], "failed", "state of the source")


try:
    run_tap([
        ("golden numbers", test_golden),
        ("causes by cohort", test_causes_by_cohort),
        ("stages", test_stages),
        ("blast radius", test_blast_radius),
        ("the story", test_story),
        ("evidence adds up", test_evidence_adds_up),
        ("a second sync is small", test_second_sync_is_small),
        ("works offline", test_offline),
    ])
finally:
    server.stop()
    cli.close()
