#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan of one's own beside the demo fleet's history, and the demo's: milestones are facts like any
other, with rows that add up; a plan that contradicts itself stops every command with one sentence."""

import csv
import io
from pathlib import Path

import demo_history
from support import Facts, check, check_close, check_equal, check_sentence, run_tap

NOW = demo_history.NOW
cli, server, _ = demo_history.create_history()
server.stop()
path = cli.folder / "config" / "parlance" / "plan.conf"

PLAN = """
[Milestone logs]
Title=Every failure sends its log
Title[de]=Jeder Fehler sendet sein Protokoll
Outcome=Explained failures
Due=2026-10-20
Done=2026-10-24
Measure=ota-traceable

[Milestone space-check]
Title=Disk space is checked first
Owner=Platform lead
Start=2026-11-10
Due=2026-12-01
Blocked-by=logs;
Measure=ota-cohort-cause-rate?cause=disk-space,cohort=v2.3

[Milestone told]
Title=Customers are told
Due=2026-11-01
Done=2026-11-01

[Review]
Last=2026-11-14
"""


def test_no_plan():
    for fact in cli.facts(NOW).document["facts"]:
        check(not fact["id"].startswith(("milestone", "value", "schedule")), f"without a plan: {fact['id']}")


def test_facts():
    path.write_text(PLAN)
    facts = cli.facts(NOW)
    effect = facts.get("milestone-effect", milestone="logs")
    check_equal((effect["verdict"], effect["aspect"]), ("confirmed", "better"), "the effect")
    check_equal(effect["window"]["since"], "2026-10-31T09:40:00Z", "the window now begins")
    check_equal(effect["comparison"]["window"],
                {"since": "2026-10-02T09:40:00Z", "until": "2026-10-23T09:40:00Z"}, "the window before")
    told = facts.get("milestone-effect", milestone="told")
    check_equal((told["verdict"], told["aspect"]), ("no-data", "plain"), "what nothing measures")
    check("value" not in told, "what nothing measures has a value")
    check(facts.find("milestone-effect", milestone="space-check") is None, "what is not done has an effect")
    check_equal((facts.get("value-delivered")["value"], facts.get("value-delivered")["n"]), (1, 2), "delivered")
    check("value" in facts.get("schedule-derisked", rollout="4"), "there is no word of the last review")


def test_earlier():
    """What is done later was not done then."""
    earlier = Facts(cli.run("facts", "--as-of", "2026-10-23T09:40:00Z", "--format", "json", accept=(0, 3)).stdout)
    check_equal(earlier.all("milestone-effect"), [], "effects before anything was done")
    check_equal(earlier.get("value-delivered")["verdict"], "no-data", "delivered before anything was done")
    check_equal(earlier.all("schedule-derisked"), [], "a review that is yet to come")


def test_rows():
    effect = cli.facts(NOW).get("milestone-effect", milestone="logs")
    rows = cli.evidence(NOW, "milestone-effect", milestone="logs")
    check_equal(len(rows), effect["count"], "rows of the effect")
    check(all(row["cause"] != "unknown" and row["message"] for row in rows), "a row without a trace")
    done = cli.evidence(NOW, "value-delivered")
    check_equal([row["milestone"] for row in done], ["logs", "told"], "milestones done")
    check_close(float(done[0]["now"]), effect["value"], 1e-9, "the share in the row")
    check_equal((done[0]["verdict"], done[1]["verdict"]), ("confirmed", ""), "verdicts in the rows")


def test_boards():
    words = {"exec": "Done: Every failure sends its log", "ops": "Customers are told: effect not yet measured",
             "engineer": "Every failure sends its log: failures with cause and log"}
    for audience, sentence in words.items():
        said = cli.run("report", "--audience", audience, "--format", "text", "--as-of", "2026-11-21T09:40:00Z")
        check(sentence in said.stdout, f"{audience} does not say “{sentence}”")
    for line in ("Explained failures: Every failure sends its log: done 24", "due 1", "Platform lead"):
        said = cli.run("report", "--audience", "exec", "--format", "text", "--as-of", "2026-11-21T09:40:00Z")
        check(line in said.stdout.replace("\n", " "), f"the roadmap does not say “{line}”")


def test_wrong():
    for text, word in ((PLAN.replace("Blocked-by=logs;", "Blocked-by=space-check"), "wait for itself"),
                       (PLAN.replace("Last=2026-11-14", "Last=soon"), "soon"),
                       (PLAN.replace("ota-traceable", "fps-compliance"), "fps-compliance")):
        path.write_text(text)
        for words in (("facts",), ("report", "--audience", "exec", "--format", "text")):
            said = cli.run(*words, accept=(1,))
            check_sentence(said.stderr.strip(), "plan.conf", r"\[", word)
        checked = cli.run("plan", "check", str(path), accept=(1,))
        check_sentence(checked.stderr.strip(), "plan.conf", word)
    path.write_text(PLAN)
    check("3 milestones" in cli.run("plan", "check", str(path)).stdout, "a right plan is not said to be right")
    for words in (("plan",), ("plan", "check"), ("plan", "look", str(path))):
        cli.run(*words, accept=(2,))


def test_example():
    """The one that docs/plan.md shows."""
    readme = (Path(__file__).parents[2] / "docs" / "plan.md").read_text()
    block = readme.split("\n\n    ", 1)[1].split("\n\nOnly")[0]
    path.write_text("\n".join(line.removeprefix("    ") for line in ("    " + block).splitlines()))
    check("2 milestones" in cli.run("plan", "check", str(path)).stdout, "the example of docs/plan.md is refused")


def test_demo():
    """The demo's plan says only what its data bear out; the user's own is not the demo's."""
    facts = Facts(cli.run("facts", "--demo", "--format", "json").stdout)
    effects = {fact["subject"]["milestone"]: (fact["verdict"], fact["aspect"])
               for fact in facts.all("milestone-effect")}
    check_equal(effects, {"failure-logs": ("confirmed", "better"), "resume-downloads": ("no-change", "same")},
                "effects of the demo's milestones")
    rows = list(csv.DictReader(io.StringIO(cli.run("evidence", "value-delivered", "--demo").stdout)))
    check_equal(len(rows), 2, "milestones done in the demo")


if __name__ == "__main__":
    run_tap([("without a plan", test_no_plan), ("facts", test_facts), ("an earlier instant", test_earlier),
             ("rows", test_rows), ("boards", test_boards), ("a wrong plan", test_wrong),
             ("the example", test_example), ("the demo", test_demo)])
