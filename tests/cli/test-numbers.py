#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks every surface of every audience: a fact is the same in all of them, and no number stands in a
sentence, a chart or a text that is not a rounding of a fact on that board."""

import json
import re

import demo_history
from support import check, check_equal, run_tap

NOW = demo_history.NOW
AUDIENCES = ("engineer", "ops", "exec", "designer")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What is neither measured nor computed: settings and names that hold digits.
NAMES = [r"\bv\d+\.\d+(\.\d+)?\b", r"\b(canary|pilot|wave \d)\b", r"\b[pP](5|15|50|85|95)\b", r"\b95 % interval\b",
         r"\b(1 day|(3|7|28) days)\b", r"\b24 h\b", r"\bTenfold\b", r"\bdepot-\d+\b", r"\bline-\d+\b", r"\b[a-z]+-\d+\b",
         rf"\b\d{{1,2}}( \d{{1,2}})? ({MONTHS}|[A-Z][a-z]{{2}})\b( \d{{4}})?(,? \d\d:\d\d)?", r"\b20\d\d\b",
         r"\b\d\d:\d\d\b", r"\bof 100\b", r"\b\d+ facts?:"]

cli, server, _ = demo_history.create_history()
server.stop()
everything = cli.facts(NOW).document


def key(fact):
    return fact["id"], json.dumps(fact["subject"], sort_keys=True)


def report(audience, form):
    return cli.run("report", "--audience", audience, "--format", form, "--as-of",
                   "2026-11-21T09:40:00Z").stdout


def roundings(value):
    return {f"{abs(value):,.{digits}f}" for digits in range(4)}


def renderings(fact):
    """Every way in which a fact's numbers may be printed: rounded, as per cent, as "1 in N"."""
    comparison = fact.get("comparison", {})
    values = [fact.get(name) for name in ("value", "low", "high")]
    values += [comparison.get(name) for name in ("value", "low", "high", "change", "change_low", "change_high")]
    values.append(fact.get("target", {}).get("value"))
    result = set()
    for value in values:
        if not isinstance(value, (int, float)):
            continue
        result |= roundings(value)
        if fact["unit"] in ("share", "points", "ratio"):
            result |= roundings(100 * value)
        if fact["unit"] == "share":
            result |= roundings(100 * (1 - value))
            if value:
                result |= roundings(1 / value)
    for count in (fact.get("count"), fact.get("n"), comparison.get("n"), fact.get("target", {}).get("more")):
        if count is not None:
            result |= roundings(count)
    if "count" in fact and "n" in fact:
        result |= roundings(fact["n"] - fact["count"])
    if "relative" in comparison:
        result |= roundings(100 * comparison["relative"])
    return result | derived(fact)


def derived(fact):
    """Device-hours as hours and minutes of a device's day, and how far a shown number is from its shown
    target."""
    result, comparison, target = set(), fact.get("comparison", {}), fact.get("target", {}).get("value")
    if fact["id"] in ("fps-slow-hours", "customer-impact") and fact.get("n"):
        days = [(fact.get("value"), fact["n"]), (comparison.get("value"), comparison.get("n")), (target, fact["n"])]
        for hours, n in days:
            if hours is not None and n:
                result |= roundings(hours * 24 / n) | roundings(hours * 24 * 60 / n)
    if fact["id"] == "frame-time-p95" and target is not None:
        result |= roundings(round(fact["value"], 1) - round(target, 1))
    return result


def strip_names(text):
    text = text.replace("\u00a0", " ").replace("\u2060", "").replace("\u202f", " ")
    for name in NAMES:
        text = re.sub(name, " ", text)
    return text


def sentences(document):
    """Every sentence of a board, with where it stands."""
    yield "headline", document["headline"]
    for group in ("bullets", "changes", "risks", "actions"):
        for line in document[group]:
            yield group, line
    for card in document["cards"]:
        yield f"card {card['id']}", card["title"]
        for line in card["lines"]:
            yield f"card {card['id']}", line
        yield f"note of {card['id']}", {"text": card.get("note", "")}


def test_same_facts():
    known = {key(fact): fact for fact in everything["facts"]}
    for audience in AUDIENCES:
        facts = json.loads(report(audience, "json"))["facts"]
        check(len(facts) > 3, f"{audience} speaks of {len(facts)} facts")
        for fact in facts:
            check_equal(fact, known[key(fact)], f"{audience}: {key(fact)}")
        printed = json.loads(cli.run("facts", "--audience", audience, "--format", "json", "--as-of",
                                     "2026-11-21T09:40:00Z").stdout)
        check_equal(printed["facts"], facts, f"facts and report of {audience}")


def check_numbers(text, allowed, where):
    for number in demo_history.numbers(strip_names(text)):
        bare = number.lstrip("+\u2212")
        check(bare in allowed, f"{where}: {number} is no fact's number: “{text}”")


def promised_speed():
    """The promise that speed is held against, in frames a second, as the latency budget tells it."""
    return next(1000 / fact["value"] for fact in everything["facts"] if fact["id"] == "latency-budget")


def allowed_for(document):
    allowed = roundings(promised_speed())
    for fact in document["facts"]:
        allowed |= renderings(fact)
    return allowed


def test_numbers_in_sentences():
    for audience in AUDIENCES:
        document = json.loads(report(audience, "json"))
        allowed = allowed_for(document)
        for where, line in sentences(document):
            check_numbers(line["text"], allowed, f"{audience}, {where}")
            check_numbers(line.get("detail", ""), allowed, f"{audience}, {where}")


def test_sentences_in_text():
    for audience in AUDIENCES:
        document = json.loads(report(audience, "json"))
        text = " ".join(report(audience, "text").replace("\u00a0", " ").split())
        with_note = {card["title"]["text"] for card in document["cards"] if "note" in card}
        for where, line in sentences(document):
            # A card whose note says more leaves its title's second line to windows.
            noted = where.startswith("card") and line["text"] in with_note
            for part in (line["text"], "" if noted else line.get("detail", "")):
                plain = " ".join(part.replace("\u00a0", " ").split())
                if not where.startswith("note"):
                    check(plain in text, f"{audience}, {where}: the text leaves out “{plain}”")


def test_can_fail():
    allowed = allowed_for({"facts": [fact for fact in everything["facts"]
                                     if fact["id"] == "ota-failure-rate" and not fact["subject"]]})
    check_numbers("7.30 % (6.85–7.77, n = 12,400), up from 1 in 17", allowed, "the check")
    for wrong in ("7.31 %", "1 in 12", "12,401"):
        try:
            check_numbers(wrong, allowed, "the check")
        except Exception:
            continue
        check(False, f"the check lets {wrong} pass")


try:
    run_tap([
        ("the check can fail", test_can_fail),
        ("the same facts for everyone", test_same_facts),
        ("every number is a fact's", test_numbers_in_sentences),
        ("the text says all that the board says", test_sentences_in_text),
    ])
finally:
    cli.close()
