#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Mender's recorded answers, replayed: what Parlance makes of them is the truth of TRUTH.json,
with all that does not add up in the server's own numbers."""

from contextlib import closing

from history import ask, outcomes, stage
from replay import Replay, Story
from support import Cli, check, check_equal, check_sentence, from_iso, run_tap

NOW = from_iso("2026-11-28T18:00:00Z")
LATER = from_iso("2026-11-28T18:10:00Z")
# What becomes of the server's statuses.
OUTCOME = {"success": "succeeded", "failure": "failed", "aborted": "cancelled", "decommissioned": "cancelled",
           "already-installed": "no-attempt", "noartifact": "no-attempt"}

story = Story()
replay = Replay(story)
cli = Cli()


def expected(by_status):
    counts = {}
    for status, count in by_status.items():
        outcome = OUTCOME.get(status, "open")
        counts[outcome] = counts.get(outcome, 0) + count
    return counts


def collect(now, accept=(0,)):
    replay.requests.clear()
    return cli.collect(now, accept)


def add():
    cli.add_source("mender", "mender", replay.url, SiteAttribute="site")
    said = cli.run("source", "test", "mender").stdout
    check("Mender" in said and "device_type" in said and "site" in said, f"neither server nor attributes: {said!r}")


def first():
    collected = collect(NOW)
    check_equal(collected.complaints("mender"), [], "complaints")
    for name, truth in story.truth.items():
        if "id" in truth:
            check_equal(dict(outcomes(cli, truth["id"])), expected(truth["by_status"]), f"{name} by outcome")
    pending = [each["id"] for each in story.deployments if each["name"].startswith("pending")]
    check_equal(len(pending), story.truth["G"]["count"], "deployments of which nobody asked")
    for deployment in pending:
        check_equal(dict(outcomes(cli, deployment)), {"open": 3}, "G by outcome")


def stages():
    """Those with nothing to do are no part of it: 4 had it already, for 3 there is no artifact."""
    truth = story.truth
    check_equal(stage(cli, truth["A"]["id"]), {"total": 53, "succeeded": 32, "failed": 9, "cancelled": 2, "running": 9,
                                               "waiting": 1, "progress": "running"}, "A")
    check_equal(stage(cli, truth["B"]["id"]), {"total": 20, "succeeded": 3, "failed": 2, "cancelled": 15, "running": 0,
                                               "waiting": 0, "progress": "stopped"}, "B, aborted")
    check_equal(stage(cli, truth["C"]["id"])["progress"], "finished", "C")
    check_equal(stage(cli, truth["H"]["id"]), {"total": 3, "succeeded": 0, "failed": 0, "cancelled": 3, "running": 0,
                                               "waiting": 0, "progress": "stopped"}, "H, aborted before anyone asked")


def causes():
    rows = ask(cli, "SELECT device, cause, message FROM attempt WHERE outcome = 'failed' AND rollout = ?", story.truth["A"]["id"])
    by_device = {device: (cause, message) for device, cause, message in rows}
    devices = story.devices
    check_equal(by_device[devices[1]][0], "verify", "cause of a bad signature")
    check_equal(by_device[devices[8]][0], "disk-space", "cause of a full disk")
    check_equal(by_device[devices[30]][0], "network", "cause of a time-out")
    check("Streaming failed" in by_device[devices[1]][1], f"the error lines are kept: {by_device[devices[1]][1]!r}")
    check("Running Mender client" not in by_device[devices[8]][1], "lines that are no errors are not")
    check_equal(by_device[devices[22]][0], None, "cause where there is no log")
    check("ArtifactInstall" in by_device[devices[22]][1], "the sub-state says where it was")


def devices():
    check_equal(len(ask(cli, "SELECT 1 FROM device WHERE gone IS NULL")), len(story.inventory), "devices")
    rows = dict(ask(cli, "SELECT id, class || ' ' || site FROM device"))
    check_equal(rows[story.devices[0]], "camera-a Lyon", "class and site of the first")
    check_equal(rows[story.devices[58]], "camera-b Graz", "class and site of a later one")


def releases():
    """No row says what a device ran before: the inventory did, before the update, or the last success."""
    deployment = story.truth["A"]["id"]
    before = dict(ask(cli, "SELECT device, from_release FROM attempt WHERE rollout = ?", deployment))
    for number, device in enumerate(story.devices):
        release = "cam\u00a00.9.2" if number % 4 == 0 else "cam\u00a01.0.0"
        check_equal(before[device], None if number == 51 else release, f"device {number} came from")
    again = ask(cli, "SELECT from_release, outcome FROM attempt WHERE rollout = ?", story.truth["E"]["id"])
    check_equal(again, [("cam\u00a01.0.0", "succeeded")], "the second try of a device that failed")
    runs = dict(ask(cli, "SELECT id, release FROM device"))
    forced = [row["id"] for row in story.rows[story.truth["F"]["id"]]]
    for row in story.rows[story.truth["B"]["id"]]:
        if row["status"] == "success":
            release = "cam\u00a01.1.0" if row["id"] in forced else "cam\u00a01.2.0"
            check_equal(runs[row["id"]], release, "what it runs, whatever the inventory still says")


def facts():
    """First attempts: that of device 1 in E is its second at this release, and F's was forced."""
    facts = cli.facts(NOW + 1)
    rates = facts.get("ota-failure-rate")
    tried = ask(cli, "SELECT count (*) FROM attempt WHERE outcome IN ('succeeded', 'failed')")[0][0]
    check_equal((rates["count"], rates["n"]), (11, tried - 2), "failed of first attempts")
    check_equal(facts.get("fleet-size")["value"], len(story.inventory), "devices")


def quiet():
    before = cli.facts(NOW + 1)
    collected = collect(NOW + 300000)
    check(len(replay.requests) <= 4, f"{len(replay.requests)} requests where nothing happened: {replay.requests}")
    check_equal(collected.counts("mender")["attempts"], 0, "attempts that are news")
    cli.facts(NOW + 1).check_same(before, "facts as of before", lambda fact: fact["id"].startswith("ota-"))


def late():
    """Device 40 failed and then succeeded between two looks: nobody saw the failure."""
    story.go_on()
    collected = collect(LATER)
    notes = collected.notes("mender")
    check_equal((collected.complaints("mender"), len(notes)), ([], 1), "sentences")
    check_sentence(notes[0], r"\b1 update\b", "nobody saw", "first attempt")
    check_equal(dict(outcomes(cli, story.truth["A"]["id"])),
                {"succeeded": 34, "failed": 9, "cancelled": 2, "no-attempt": 7, "open": 8}, "A, later")
    check_equal(stage(cli, story.truth["A"]["id"])["succeeded"], 34, "A's own count, later")


def wrong_address():
    with closing(Cli()) as other:
        other.add_source("mender", "mender", replay.url + "/nowhere")
        complaints = other.collect(NOW, accept=(5,)).complaints("mender")
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "404", "nothing at this address")


try:
    run_tap([
        ("it is added and tested by its address", add),
        ("a first look is the truth, deployment by deployment", first),
        ("stages add up where the statistics do not", stages),
        ("logs give causes", causes),
        ("class and site come from the inventory", devices),
        ("the release before is found", releases),
        ("facts count first attempts", facts),
        ("a look where nothing happened costs a handful of requests", quiet),
        ("a late outcome arrives, and an unseen failure is told", late),
        ("a wrong address is one clear sentence", wrong_address),
    ])
finally:
    replay.close()
    cli.close()
