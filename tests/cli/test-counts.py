#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts from a file: what is said of a table of counts is what is said of the attempts themselves,
and a table that is wrong gives nothing but a sentence."""

import csv
import io
import json
import shutil
from pathlib import Path

from support import USUAL_PROMISES, Cli, Facts, check, check_close, check_equal, check_sentence, run_tap

GOLDEN = Path(__file__).parent.parent / "fixtures" / "counts" / "golden.csv"
HEAD = "day,from,to,class,outcome,cause,count\n"
cli = Cli()


def facts(path, *options, accept=(0,)):
    done = cli.run("facts", "--counts", str(path), *options, accept=accept)
    return Facts(done.stdout) if done.returncode == 0 else done


def write(text):
    path = cli.folder / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_golden():
    found = facts(GOLDEN)
    check_equal(found.document["as_of"], "2025-11-14T00:00:00Z", "the end of the last day")
    found.check_share(905, 12400, "ota-failure-rate")
    found.check_share(520, 2600, "ota-failure-rate", cohort="v2.3")
    found.check_share(164, 4100, "ota-failure-rate", cohort="v2.4")
    found.check_share(221, 5700, "ota-failure-rate", cohort="v2.5")
    found.check_share(442, 2600, "ota-cohort-cause-rate", cause="disk-space", cohort="v2.3")
    for cause, count in (("disk-space", 442), ("battery", 171), ("network", 111), ("boot-rollback", 74),
                         ("verify", 63), ("unknown", 44)):
        found.check_share(count, 905, "ota-cause-share", cause=cause)
    change = found.get("ota-failure-change")
    check_close(change["value"], 905 / 12400 - 706 / 11800, 1e-12, "change")
    check_equal((change["verdict"], change["aspect"]), ("confirmed", "mix"), "what the change is")
    check_close(found.get("ota-failure-mix")["value"], 0.0173541636, 1e-8, "mix")
    check_close(found.get("ota-failure-within")["value"], -0.0042008011, 1e-7, "within")
    check_equal(found.get("ota-avoidable", checks="battery+disk-space+network")["count"], 724, "avoidable")
    for unknown in ("ota-traceable", "fps-compliance", "fleet-silent", "rollout-progress", "tech-debt"):
        check_equal(found.get(unknown)["verdict"], "no-data", unknown)
    check_equal(found.all("ota-untraced"), [], "failures without a log")


def test_names():
    """A name from outside is whole in words, and turns no number around it; keys stay as they are."""
    arabic = "\u0625\u0635\u062f\u0627\u0631"
    long = "core-image-camera-full-cmdline-imx8mp-lpddr4-evk-20260512103045-rc3"
    for name, marked in ((arabic, f"\u200e\u2068{arabic}\u2069"), (long, f"\u2068{long}\u2069")):
        rows = [f"2025-11-{day:02},{release},2.6.0,nano,{outcome},{cause},{count}" for day in range(1, 14)
                for release, outcome, cause, count in ((name, "succeeded", "", 60), (name, "failed", "disk-space", 20),
                                                       ("2.5.0", "succeeded", "", 90), ("2.5.0", "failed", "battery", 2))]
        path = write(HEAD + "\n".join(rows) + "\n")
        facts(path).check_share(260, 1040, "ota-failure-rate", cohort=name)
        page = cli.run("report", "--counts", str(path), "--audience", "exec", "--format", "text").stdout
        joined = " ".join(page.split())
        check(marked in joined, f"{name} is not marked on the page: {joined}")
        check_equal(joined.count(name), joined.count(marked), "times that it is named")


def test_scope():
    check_equal(facts(GOLDEN, "--class", "nano").get("ota-failure-rate")["n"], 3967, "nano")
    check_equal(facts(GOLDEN, "--release", "v2.3").get("ota-failure-rate")["count"], 520, "v2.3")
    week = facts(GOLDEN, "--days", "7").get("ota-failure-rate")
    rows = [row for row in csv.DictReader(GOLDEN.open(encoding="utf-8")) if row["day"] > "2025-11-06"]
    check_equal(week["n"], sum(int(row["count"]) for row in rows), "the last seven days of the file")
    earlier = facts(GOLDEN, "--as-of", "2025-11-07T00:00:00Z", "--days", "7").get("ota-failure-rate")
    rows = [row for row in csv.DictReader(GOLDEN.open(encoding="utf-8"))
            if "2025-10-31" <= row["day"] <= "2025-11-06"]
    check_equal(earlier["n"], sum(int(row["count"]) for row in rows), "seven days earlier")
    facts(GOLDEN, "--site", "depot-4", accept=(2,))


def test_day():
    """As of noon, the day is its own; and its window is calendar days."""
    noon = facts(GOLDEN, "--as-of", "2025-11-13T12:00:00Z").get("ota-failure-rate")
    check_equal(noon["n"], 12400, "up to and with as-of's own day")
    check_equal(noon["window"], {"since": "2025-10-17T00:00:00Z", "until": "2025-11-14T00:00:00Z"}, "window")


PROMISED = ("promise", "committed", "budget", "allowed", "Met", "Missed", "in time")


def test_no_targets():
    """Nothing is held against a promise that nobody made, and the tool says where one would stand."""
    cli = Cli(promises="")
    done = cli.run("facts", "--counts", str(GOLDEN))
    found = Facts(done.stdout)
    check_sentence(done.stderr.strip(), "no targets are set", "success, fps, fps-share, impact-hours, finish",
                   "[Targets]")
    check_equal([fact["id"] for fact in found.document["facts"] if "target" in fact], [], "what is held against one")
    check_equal(found.all("ota-burn") + found.all("ota-budget-left"), [], "a budget")
    check_equal(found.get("rollout-risk", part="failure")["verdict"], "no-data", "the failure part of the risk")
    for audience in ("exec", "ops", "engineer", "designer"):
        text = cli.run("report", "--audience", audience, "--format", "text", "--counts", str(GOLDEN)).stdout
        said = "\n".join(row for row in text.splitlines() if row.startswith(("✓", "✗", "•", "!")))
        check_equal([word for word in PROMISED if word in said], [], f"{audience}: words of a promise")
        check("no targets are set" in " ".join(text.split()), f"{audience}: does not say so")
    cli.close()


def test_targets():
    """What parlance.conf states holds, for the fleet and for a class."""
    cli.set_targets("success=0.95\n[Targets class nano]\nsuccess=0.92\n")
    done = cli.run("facts", "--counts", str(GOLDEN))
    found = Facts(done.stdout)
    check_equal(done.stderr, "", "what is said of targets")
    check_close(found.get("ota-failure-rate")["target"]["value"], 0.05, 1e-12, "the fleet")
    check_close(found.get("ota-failure-rate", **{"class": "orin"})["target"]["value"], 0.05, 1e-12, "orin")
    check_close(found.get("ota-failure-rate", **{"class": "nano"})["target"]["value"], 0.08, 1e-12, "nano")
    check_close(found.get("ota-budget-left")["n"], 620, 1e-9, "allowed failures")
    part = facts(GOLDEN, "--class", "nano")
    check_close(part.get("ota-failure-rate")["target"]["value"], 0.08, 1e-12, "nano alone")
    check_close(part.get("ota-budget-left")["n"], 3967 * 0.08, 1e-9, "nano's allowed failures")
    cli.set_targets(USUAL_PROMISES)


def test_evidence():
    done = cli.run("evidence", "ota-cohort-cause-rate", "--subject", "cause=disk-space", "--subject",
                   "cohort=v2.3", "--counts", str(GOLDEN))
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    check_equal(sorted(rows[0]), sorted("day from to class site outcome cause count".split()), "columns")
    check_equal(sum(int(row["count"]) for row in rows), 442, "the rows' sum")
    counted = {tuple(row[key] for key in ("day", "from", "class", "count"))
               for row in csv.DictReader(GOLDEN.open(encoding="utf-8")) if row["cause"] == "disk-space"}
    for row in rows:
        check(tuple(row[key] for key in ("day", "from", "class", "count")) in counted, f"no such row: {row}")
    check("add up to 442 = 17.00\u00a0% of 2,600" in done.stderr, done.stderr)


def test_pages():
    for audience, words in (("exec", "1 in 14 updates failed, up from 1 in 17"),
                            ("ops", "Hold the devices on v2.3"),
                            ("engineer", "905 of 12,400 = 7.30 %, counted by day"),
                            ("designer", "905 first updates stopped")):
        text = cli.run("report", "--audience", audience, "--format", "text", "--counts", str(GOLDEN)).stdout
        text = text.replace("\u00a0", " ")
        check(words in text, f"{audience}: no “{words}”")
        check("to chase" not in text and "{" not in text, f"{audience}: {text}")
        check("17 Oct – 13 Nov 2025" in text, f"{audience}: the period")
    pages = []
    for _ in range(2):
        pages.append(cli.run("report", "--audience", "ops", "--format", "json", "--counts", str(GOLDEN)).stdout)
    check_equal(pages[0].count("fetched"), pages[1].count("fetched"), "two pages of one file")


def test_refused():
    path = write(HEAD + "2025-11-12,2.3.0,2.6.0,nano,failed,battery,12x\n")
    said = facts(path, accept=(1,))
    check_equal(said.stderr, f"parlance-cli: {path}, line 2, column 7 (count): expected a whole number of 0 or "
                             "more, found “12x”\n", "what is said")
    check_equal(said.stdout, "", "facts of a bad file")
    check_sentence(facts(cli.folder / "none.csv", accept=(1,)).stderr.strip(), "there is no such file")
    check_sentence(facts(cli.folder, accept=(1,)).stderr.strip(), "found a folder")
    facts(GOLDEN, "--demo", accept=(2,))
    cli.run("collect", "--counts", str(GOLDEN), accept=(2,))


def test_source():
    """The same as a source: collected once, kept, replaced day by day, and kept when the file breaks."""
    home = Cli()
    path = home.folder / "field.csv"
    shutil.copy(GOLDEN, path)
    home.run("source", "add", "field", "--kind", "counts", "--file", str(path))
    check("counts" in home.run("source", "list").stdout, "the list")
    check("1702 rows" in home.run("source", "test", "field").stdout, "the test")
    check("1702 counts" in home.run("collect").stdout, "the first collect")
    check("0 counts" in home.run("collect").stdout, "a file that has not changed")
    as_of = ("--as-of", "2025-11-14T00:00:00Z")
    Facts(home.run("facts", *as_of).stdout).check_share(905, 12400, "ota-failure-rate")

    path.write_text(HEAD + "2025-11-13,2.5.0,2.6.0,nano,succeeded,,461\n", encoding="utf-8")
    home.run("collect")
    Facts(home.run("facts", *as_of).stdout).check_share(860, 12400, "ota-failure-rate")

    path.write_text("nonsense", encoding="utf-8")
    home.run("collect", accept=(5,))
    document = json.loads(home.run("facts", *as_of).stdout)
    check_equal(document["sources"][0]["state"], "failed", "state")
    Facts(json.dumps(document)).check_share(860, 12400, "ota-failure-rate")
    home.run("source", "add", "x", "--kind", "counts", "--url", "https://example.com", accept=(2,))
    home.run("source", "add", "x", "--kind", "hawkbit", "--file", str(path), accept=(2,))
    home.close()


try:
    run_tap([
        ("the golden fleet to the last digit", test_golden),
        ("names from outside", test_names),
        ("parts of it, other periods, earlier instants", test_scope),
        ("a day is as-of's own", test_day),
        ("no targets, no verdicts", test_no_targets),
        ("targets of the fleet and of a class", test_targets),
        ("rows that add up", test_evidence),
        ("boards", test_pages),
        ("what is wrong is refused", test_refused),
        ("as a source", test_source),
    ])
finally:
    cli.close()
