#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters and periods on the demo fleet: what is said of a part of it is what a history says that
holds nothing else, on every surface."""

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing

import demo_history
from support import Cli, Facts, check, check_close, check_equal, check_sentence, run_tap

NOW = "2026-11-21T09:40:00Z"
cli, server, _ = demo_history.create_history()
server.stop()


def database(which):
    return closing(sqlite3.connect(which.folder / "data" / "parlance" / "history.db"))


def run(command, *options, on=cli, accept=(0,)):
    return on.run(command, *options, "--as-of", NOW, accept=accept)


def facts(*options, on=cli):
    return Facts(run("facts", *options, on=on).stdout)


def keep_only(attempts, devices, series):
    """A copy of the history in which nothing else is; each of them a condition in SQL."""
    part = Cli()
    for folder in ("config", "data"):
        shutil.copytree(cli.folder / folder, part.folder / folder, dirs_exist_ok=True)
    with database(part) as history:
        history.execute(f"DELETE FROM attempt WHERE NOT coalesce (({attempts}), 0)")
        history.execute(f"DELETE FROM device WHERE NOT coalesce (({devices}), 0)")
        history.execute(f"DELETE FROM series WHERE NOT ({series})")
        demo_history.take_for_right(history)
        history.commit()
    return part


def is_comparable(fact):
    """Stages are the server's counts, and these can't be thinned out: test_stages() looks at them."""
    return not fact["id"].startswith(("rollout-", "blast-", "scale-tenfold-days"))


def is_comparable_of_release(fact):
    """Of one release there are no parts by cohort; its attempts are those of devices that may run
    another now."""
    cohorts = ("ota-failure-mix", "ota-failure-within", "ota-failure-standardised", "ota-cohort-share",
               "ota-cause-share", "ota-failure-change")
    return fact["id"].startswith(("ota-", "fps-", "frame-", "latency-")) and fact["id"] not in cohorts


OF = "(SELECT {} FROM device AS d WHERE d.id = attempt.device AND d.source = attempt.source)"
SCOPES = [
    (("--class", "nano"), OF.format("class") + " = 'nano'", "class = 'nano'", "labels LIKE '%class=nano%'"),
    (("--site", "harbour-north"), OF.format("site") + " = 'harbour-north'", "site = 'harbour-north'", "0"),
    (("--release", "v2.3"), "from_release LIKE '%\u00a02.3.%'", "1", "0"),
    (("--class", "orin", "--site", "line-7"),
     OF.format("class") + " = 'orin' AND " + OF.format("site") + " = 'line-7'",
     "class = 'orin' AND site = 'line-7'", "0"),
]


def test_same_as_part():
    for options, attempts, devices, series in SCOPES:
        part = keep_only(attempts, devices, series)
        wanted = is_comparable_of_release if "--release" in options else is_comparable
        for days in ("28", "14") if options == ("--class", "nano") else ("28",):
            found = facts(*options, "--days", days)
            found.check_same(facts("--days", days, on=part), f"{options} {days}", wanted)
            check(found.get("ota-failure-rate")["n"] > 30, f"{options}: nothing was tried")
        part.close()


def test_release_of_change():
    """What is left of the facts that speak of cohorts."""
    found = facts("--release", "v2.3")
    check_equal((found.get("ota-failure-rate")["count"], found.get("ota-failure-rate")["n"]), (520, 2600), "v2.3")
    check_equal(found.get("ota-failure-rate")["comparison"]["n"], 1180, "v2.3 before")
    for fact_id in ("ota-failure-mix", "ota-failure-within", "ota-failure-standardised", "rollout-progress",
                    "fps-compliance"):
        check_equal(found.get(fact_id)["verdict"], "no-data", fact_id)
    check_equal(found.all("ota-cohort-share"), [], "shares of one cohort")
    with database(cli) as history:
        running, = history.execute("SELECT count (*) FROM device WHERE release LIKE '%\u00a02.3.%'").fetchone()
    check_equal(found.get("fleet-size")["count"], running, "devices that run it now")
    check("aspect" not in found.get("ota-cause-share", cause="disk-space"), "it is the only cohort, of course")


def test_stages():
    """What is counted of a stage from devices is what its attempts say."""
    query = ("SELECT count (*), sum (a.outcome = 'succeeded'), sum (a.outcome = 'failed') FROM attempt AS a"
             " JOIN device AS d ON d.id = a.device AND d.source = a.source"
             " WHERE a.rollout = ? AND a.stage = ? AND d.class = ?")
    for device_class in ("nano", "orin", "xavier"):
        found = facts("--class", device_class)
        whole = found.all("rollout-progress")
        check_equal(len(whole), 6, "the rollout and its stages")
        with database(cli) as history:
            for progress in whole[1:]:
                subject = progress["subject"]
                total, done, failed = history.execute(
                    query, (subject["rollout"], subject["stage"], device_class)).fetchone()
                check_equal((progress["count"], progress["n"]), (done, total), f"{device_class} {subject}")
                rate = found.get("rollout-stage-rate", **subject)
                check_equal((rate.get("count"), rate.get("n")), (failed, done + failed), f"rate of {subject}")
                found_soak = [each for each in found.all("rollout-soak") if each["subject"] == subject]
                check_equal(found_soak, [], "when a part of a stage began")


def test_classes_add_up():
    parts = [facts("--class", each) for each in ("nano", "orin", "xavier")]
    whole = facts()
    for fact_id, field in (("ota-failure-rate", "count"), ("ota-failure-rate", "n"), ("fleet-silent", "count"),
                           ("ota-open", "count"), ("fleet-size", "count"), ("fps-compliance", "count"),
                           ("fps-compliance", "n"), ("rollout-left", "count")):
        pick = {"rollout": whole.all("rollout-left")[0]["subject"]["rollout"]} if fact_id == "rollout-left" else {}
        check_close(sum(part.get(fact_id, **pick)[field] for part in parts),
                    whole.get(fact_id, **pick)[field], 1e-3, f"{fact_id} {field}")


def test_evidence():
    rows = ("ota-failure-rate", {}), ("ota-cause-share", {"cause": "battery"}), ("fleet-silent", {}), ("ota-open", {})
    for options in (("--class", "nano"), ("--site", "harbour-north", "--days", "56"),
                    ("--release", "v2.3", "--class", "orin", "--days", "7")):
        found = facts(*options)
        for fact_id, subject in rows:
            pairs = [part for key, value in subject.items() for part in ("--subject", f"{key}={value}")]
            said = run("evidence", fact_id, *pairs, *options)
            listed = list(csv.DictReader(io.StringIO(said.stdout)))
            # Open attempts are counted, the others listed one by one.
            check("device" in listed[0] or fact_id == "ota-open", f"{fact_id} is told by counts")
            count = found.get(fact_id, **subject)["count"]
            check_equal(sum(int(row.get("count", 1)) for row in listed), count, f"{options} {fact_id}")
            check("--class" not in options or {row["class"] for row in listed} <= {options[options.index("--class") + 1]},
                  f"{options} {fact_id}: another class")


def test_days():
    usual = run("facts").stdout
    check_equal(run("facts", "--days", "28").stdout, usual, "28 days, said or not")
    for days, n, n_before in ((7, 3230, None), (14, None, None), (56, 24200, 0)):
        document = json.loads(run("facts", "--days", str(days)).stdout)
        rate = next(fact for fact in document["facts"] if fact["id"] == "ota-failure-rate")
        check_equal(document["scope"], {"days": days}, "scope")
        if n is not None:
            check_equal(rate["n"], n, f"n of {days} days")
        if n_before == 0:
            check("comparison" not in rate, "56 days are compared with a time of which nothing is known")
    board = run("report", "--audience", "engineer", "--format", "text", "--days", "7").stdout
    board = board.replace("\u00a0", " ")
    for words in ("Against the 7 days before", "14 Nov – 20 Nov 2026 against 7 Nov – 13 Nov",
                  "too few days before these for limits"):
        check(words in board, f"“{words}” is not in a board of 7 days")
    check("28 days" not in board, "a board of 7 days speaks of 28")


def test_words():
    options = ("--class", "nano", "--site", "harbour-north", "--release", "v2.3", "--days", "14")
    for audience in ("exec", "ops", "engineer"):
        text = run("report", "--audience", audience, "--format", "text", *options).stdout
        check("nano, harbour-north; from v2.3" in text, f"{audience} does not say what it speaks of")
        check("{" not in text, f"{audience}: a hole")
        document = json.loads(run("report", "--audience", audience, "--format", "json", *options).stdout)
        check_equal(document["scope"], {"days": 14, "class": "nano", "release": "v2.3", "site": "harbour-north"},
                    f"{audience}: scope")
    check("all sites, all device classes" in run("report", "--audience", "ops", "--format", "text").stdout, "whole")


def test_refused():
    for options, words in ((("--class", "Nano"), ("Nano", "nano, orin, xavier")),
                           (("--release", "2.3.0"), ("2.3.0", "v2.3, v2.4, v2.5")),
                           (("--release", "v2.9"), ("v2.9",))):
        said = run("facts", *options, accept=(2,))
        check_sentence(said.stderr.strip(), *words)
        check_equal(said.stdout, "", "facts of nothing")
    check("depot-4, depot-11" in run("facts", "--site", "", accept=(2,)).stderr, "the sites in their order")
    for days in ("0", "8", "63", "-7", "many"):
        run("facts", "--days", days, accept=(2,))
    run("evidence", "ota-failure-rate", "--class", "tpu", accept=(2,))
    page = cli.folder / "page.png"
    run("report", "--audience", "exec", "--class", "tpu", "-o", str(page), accept=(2,))
    check(not page.exists(), "a page of a class that there is not")
    check_equal(cli.run("collect", "--class", "nano", accept=(2,)).returncode, 2, "collect takes no filter")


try:
    run_tap([
        ("a part's facts are those of a history that holds nothing else", test_same_as_part),
        ("one release has no parts by cohort", test_release_of_change),
        ("stages of a class are what its attempts say", test_stages),
        ("classes add up to the whole", test_classes_add_up),
        ("evidence of a part adds up", test_evidence),
        ("periods of other lengths", test_days),
        ("boards say what they speak of", test_words),
        ("what there is not is refused", test_refused),
    ])
finally:
    cli.close()
