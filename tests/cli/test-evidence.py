#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for the rows of every fact of every board of the demo fleet, as a reader would, and adds the
CSV up: to the count of the fact, to its value and to the statement beside the rows."""

import csv
import io
import json
import re

import demo_history
from support import check, check_close, check_equal, run_tap

AS_OF = "2026-11-21T09:40:00Z"
AUDIENCES = ("engineer", "ops", "exec", "designer")
# Facts that are no sum of rows: percentiles, means, times, forecasts, a score of six parts.
NO_SUM = {"ota-budget-spent", "fps-p5", "frame-time-p95", "latency-headroom", "latency-stage-time",
          "latency-stage-share", "rollout-soak", "rollout-waits", "rollout-finish", "rollout-finish-date", "rollout-detect",
          "rollout-halt", "rollout-unhalted", "scale-tenfold-days", "rollout-risk", "latency-budget"}
SETTINGS = {"latency-budget"}
FAILED = re.compile("ota-(failure|cause|avoidable|rate-without|budget|burn|traceable|untraced|cohort-cause)|cost-")

cli, server, _ = demo_history.create_history()
server.stop()


def total(rows, column):
    return sum(float(row[column] or 0) for row in rows)


def add_up(fact, rows):
    """What the rows say that the fact's count is."""
    name, of = fact["id"], fact["subject"].get("of")
    if name == "rollout-progress":
        return total(rows, "succeeded")
    if name in ("rollout-stage-rate", "rollout-stage-best"):
        return total(rows, "failed")
    if name == "rollout-left" or (rows and "total" in rows[0]):
        return total(rows, "total") - total(rows, "succeeded")
    if name.startswith("fps-"):  # no bin lies on both sides of the promise
        return total(rows, "value") / 3600
    if name == "customer-impact":
        return total(rows, "hours")
    if of == "sites":
        return len({row["site"] for row in rows})
    return sum(int(row.get("count", 1)) for row in rows)


def check_value(fact, count, rows):
    what = f"{fact['id']} {fact['subject']}"
    if fact["id"] in ("ota-budget-left", "ota-budget-over"):
        expected = 1 - count / fact["n"] if fact["unit"] == "share" else count - fact["n"]
    elif fact["id"] == "impact-down-hours":
        expected = total(rows, "hours")
    elif fact["unit"] == "share" and fact["id"] != "ota-failure-standardised":
        expected = count / fact["n"]
    elif fact["unit"] in ("count", "hours") and fact["id"] not in ("rollout-pace", "scale-tenfold"):
        expected = count
    else:
        return
    check_close(fact["value"], expected, 1e-9, f"{what}: value")


def check_rows(fact, rows):
    what = f"{fact['id']} {fact['subject']}"
    for key in ("cause", "class", "site"):
        if key in fact["subject"]:
            check_equal({row[key] for row in rows} - {fact["subject"][key]}, set(), f"{what}: other rows")
    if FAILED.match(fact["id"]):
        check_equal({row["outcome"] for row in rows} - {"failed"}, set(), f"{what}: outcomes")


def check_statement(fact, count, rows, statement):
    what = f"{fact['id']} {fact['subject']}: “{statement}”"
    said = [float(number.replace(",", "")) for number in re.findall(r"[\d,]*\d(?:\.\d+)?", statement)]
    check_equal(said[0], len(rows), f"rows of {what}")
    if "add up to" in statement:
        check(abs(said[1] - count) <= 0.0500001, f"{count} in {what}")
    if " = " in statement:
        check(abs(said[-2] - 100 * count / fact["n"]) <= 0.0050001, f"{count} of {fact['n']} in {what}")


def audit(fact):
    pairs = [part for key, value in fact["subject"].items() for part in ("--subject", f"{key}={value}")]
    done = cli.run("evidence", fact["id"], *pairs, "--as-of", AS_OF)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    what = f"{fact['id']} {fact['subject']}"
    check_rows(fact, rows)
    if "value" not in fact and "count" not in fact:
        check_equal(len(rows), 0, f"{what}: rows of no data")
        return
    if fact["id"] in NO_SUM:
        check((len(rows) > 0) == (fact["id"] not in SETTINGS), f"{what}: {len(rows)} rows")
        check_statement(fact, len(rows), rows, done.stderr)
        return
    count = add_up(fact, rows)
    check_close(count, fact["count"], 1e-9, f"{what}: rows")
    check_statement(fact, count, rows, done.stderr)
    if "value" in fact:
        check_value(fact, count, rows)


def test_every_fact():
    facts = {}
    for audience in AUDIENCES:
        said = cli.run("report", "--audience", audience, "--format", "json", "--as-of", AS_OF)
        for fact in json.loads(said.stdout)["facts"]:
            facts[fact["id"], json.dumps(fact["subject"], sort_keys=True)] = fact
    check(len(facts) > 50, f"boards speak of {len(facts)} facts")
    for fact in facts.values():
        audit(fact)
    print(f"# {len(facts)} facts")


try:
    run_tap([("every fact of every board", test_every_fact)])
finally:
    cli.close()
