#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What if: one choice of checks says the same on every surface, is marked on all of them, and leaves
what is as it is."""

import csv
import io
import json

import demo_history
from support import Facts, check, check_close, check_equal, check_sentence, run_tap, wilson

NOW = "2026-11-21T09:40:00Z"
AUDIENCES = ("engineer", "ops", "exec", "designer")
SPACE = ("--what-if", "disk-space=0.9")
cli, server, _ = demo_history.create_history()
server.stop()


def run(command, *options, accept=(0,)):
    return cli.run(command, *options, "--as-of", NOW, accept=accept)


def facts(*options):
    return Facts(run("facts", *options).stdout)


def report(audience, form, *options):
    return run("report", "--audience", audience, "--format", form, *options).stdout


def test_numbers():
    """Disk alone 3.73 % and 75 % of the budget; all three 1.46 %; of 90 % what is left is 507.2."""
    cases = [
        (("disk-space",), "disk-space", "1", 442),
        (("battery", "disk-space=1", "network=100%"), "battery+disk-space+network", "1+1+1", 724),
        (("disk-space=0.9",), "disk-space", "0.9", 397.8),
        (("disk-space=0.5", "battery=25%"), "battery+disk-space", "0.25+0.5", 263.75),
        (("boot-rollback",), "boot-rollback", "1", 74),
    ]
    for choice, checks, efficacy, avoided in cases:
        found = facts(*[word for each in choice for word in ("--what-if", each)])
        subject = {"checks": checks, "efficacy": efficacy, "what-if": "yes"}
        avoidable, rate, budget = (found.get(each, **subject) for each in (
            "ota-avoidable", "ota-rate-without", "ota-budget-without"))
        low, high = wilson(905 - avoided, 12400)
        check_close(avoidable["value"], avoided / 905, 1e-12, f"{choice}: avoidable")
        check_close(rate["value"], (905 - avoided) / 12400, 1e-12, f"{choice}: rate")
        check_close(rate["low"], low, 1e-9, f"{choice}: low")
        check_close(rate["high"], high, 1e-9, f"{choice}: high")
        check_close(budget["value"], (905 - avoided) / 620, 1e-12, f"{choice}: budget")
        check_equal(rate["aspect"], "always" if set(efficacy) <= set("1+") else "sometimes", f"{choice}: aspect")
        check_equal(found.all("cost-avoidable"), [], "money without a price")
    check_equal(f"{facts('--what-if', 'disk-space').all('ota-rate-without')[-1]['value']:.2%}", "3.73%", "disk alone")


def test_nothing_else():
    """What is not imagined is said as without it, and nothing is marked that is not asked for."""
    plain, imagined = facts(), facts(*SPACE)
    kept = [each for each in imagined.document["facts"] if "what-if" not in each["subject"]]
    check_equal(kept, plain.document["facts"], "what is")
    check_equal(len(imagined.document["facts"]), len(kept) + 3, "what is imagined")
    check_equal(imagined.document["what_if"], {"checks": [{"cause": "disk-space", "efficacy": 0.9}]}, "the choice")
    check("what_if" not in plain.document, "a what-if that nobody asked for")
    for audience in AUDIENCES:
        check("What if" not in report(audience, "text"), f"{audience}: a what-if that nobody asked for")


def test_surfaces():
    """Everyone hears the same numbers, marked."""
    wanted = {each["id"]: each for each in facts(*SPACE).document["facts"] if "what-if" in each["subject"]}
    for audience in AUDIENCES:
        document = json.loads(report(audience, "json", *SPACE))
        found = {each["id"]: each for each in document["facts"] if "what-if" in each["subject"]}
        check_equal(found, wanted, f"{audience}: facts")
        line = document["what_if"]["lines"][0]
        check_equal((line["fact"], line["subject"]["what-if"]), ("ota-rate-without", "yes"), f"{audience}: line")
        for number in ("398 of 905", "4.1" if audience != "engineer" else "4.09", "82\u00a0%"):
            check(number in line["detail"], f"{audience}: {number} is not in “{line['detail']}”")
        check("90\u00a0%" in line["text"], f"{audience}: how often it works is not in “{line['text']}”")
        for word in ("up to", "at best", "at most"):
            check(word not in line["detail"].lower(), f"{audience}: a check of 90 % works “{word}”")
        always = json.loads(report(audience, "json", "--what-if", "disk-space"))["what_if"]["lines"][0]["detail"]
        check("up to" in always.lower() or "at best" in always.lower(), f"{audience}: “{always}” is no bound")
        text = report(audience, "text", *SPACE)
        check("\nWhat if\n-------\n" in text and line["text"] in text, f"{audience}: text")
        page = cli.folder / f"{audience}.svg"
        run("report", "--audience", audience, "--format", "svg", "-o", str(page), *SPACE)
        check("What if" in page.read_text(), f"{audience}: the page's own words")


def test_money():
    """With a price, and only then; in its currency."""
    settings = cli.folder / "config" / "parlance" / "parlance.conf"
    kept = settings.read_text() if settings.exists() else None
    settings.write_text("[Targets]\ncost-per-failure=100\ncurrency=EUR\n")
    cost = facts(*SPACE).get("cost-avoidable", **{
        "checks": "disk-space", "efficacy": "0.9", "what-if": "yes"})
    low, high = wilson(397.8, 905)
    check_close(cost["value"], 39780, 1e-9, "saved")
    check_close(cost["low"], low * 90500, 1e-9, "saved at least")
    check_close(cost["high"], high * 90500, 1e-9, "saved at most")
    for audience in AUDIENCES:
        lines = json.loads(report(audience, "json", *SPACE))["what_if"]["lines"]
        check("39,780\u00a0EUR" in lines[1]["text"], f"{audience}: “{lines[1]['text']}”")
    if kept is None:
        settings.unlink()
    else:
        settings.write_text(kept)


def test_evidence():
    said = run("evidence", "ota-avoidable", *SPACE)
    check_equal(len(list(csv.DictReader(io.StringIO(said.stdout)))), 442, "rows")
    check("397.8" in said.stderr and "905" in said.stderr, f"“{said.stderr}”")
    rest = run("evidence", "ota-rate-without", *SPACE)
    check("507.2" in rest.stderr, f"“{rest.stderr}”")
    usual = run("evidence", "ota-failure-rate", *SPACE)
    check_equal(len(list(csv.DictReader(io.StringIO(usual.stdout)))), 905, "rows of what is")


def test_refused():
    said = run("facts", "--what-if", "gremlins", accept=(2,))
    check_sentence(said.stderr.strip(), "gremlins", "disk-space, battery, network, boot-rollback, verify")
    check_equal(said.stdout, "", "facts of nothing")
    for choice in ("unknown", "disk-space=", "disk-space=1.1", "disk-space=-0.1", "disk-space=101%", "disk-space=nan",
                   "disk-space=many", "=0.5", ""):
        run("facts", "--what-if", choice, accept=(2,))
    page = cli.folder / "page.png"
    run("report", "--audience", "exec", "--what-if", "gremlins", "-o", str(page), accept=(2,))
    run("report", "--audience", "exec", "--card", "why", *SPACE, "-o", str(page), accept=(2,))
    check(not page.exists(), "a page of what there is not")


try:
    run_tap([
        ("the numbers", test_numbers), ("nothing else changes", test_nothing_else), ("every surface", test_surfaces),
        ("money", test_money), ("evidence", test_evidence), ("refused", test_refused),
    ])
finally:
    cli.close()
