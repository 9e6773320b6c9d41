#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The boards of the demo fleet in German: the numbers are those of the English ones, in German format,
and no sentence stays English. Skipped where the system cannot make the locale de_DE.UTF-8."""

import json
import os
import re
from pathlib import Path

import demo_history
from support import check, check_equal, run_tap, skip_all

AUDIENCES = ("engineer", "ops", "exec", "designer")
LOCALE = "de_DE.UTF-8"
# Whole texts that are the same in both languages: numbers, names and loanwords.
SAME = re.compile(r"(\W|\d|\b(v\d[\w.]*|n|z|p5|p95|mix|budget|burn|sum|FPS|ms|h|d|nano|pro|edge|lite|hawkBit|"
                  r"Prometheus|canary|pilot|wave|depot|disk-space|battery|network|line|site|plant|Nov|Oct|Okt)\b)*",
                  re.IGNORECASE)
GERMAN = {"LC_ALL": LOCALE, "LANGUAGE": "de", "LOCPATH": os.environ["GERMAN_LOCPATH"]}

if not (Path(GERMAN["LOCPATH"]) / LOCALE).is_dir():
    skip_all(f"there is no {LOCALE}: package locales, with /usr/share/i18n and localedef")

cli, server, _ = demo_history.create_history()
server.stop()


def report(audience, form, german):
    kept = dict(os.environ)
    os.environ.update(GERMAN if german else {})
    try:
        return cli.run("report", "--audience", audience, "--format", form, "--as-of", "2026-11-21T09:40:00Z").stdout
    finally:
        os.environ.clear()
        os.environ.update(kept)


def sentences(document):
    """(where, text) of every text on a board, in the same order in every language."""
    yield "title", document["title"]
    for group in ("headline", "bullets", "changes", "risks", "actions"):
        lines = document[group] if isinstance(document[group], list) else [document[group]]
        for line in lines:
            yield group, line["text"]
            yield group, line.get("detail", "")
    for card in document["cards"]:
        for line in (card["title"], *card["lines"]):
            yield card["id"], line["text"]
            yield card["id"], line.get("detail", "")
        yield card["id"], card.get("note", "")


def plain(text):
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("\u202f", " ")


def to_english(text):
    """German digits in English format: “12.400,5” is “12,400.5”."""
    swapped = plain(text).translate(str.maketrans(".,", ",."))
    return re.sub(r"(\d)[.,](?=\s|$)", r"\1", swapped)


def numbers(text):
    return sorted(demo_history.numbers(text))


def pairs():
    for audience in AUDIENCES:
        both = [json.loads(report(audience, "json", german)) for german in (False, True)]
        english, german = (list(sentences(document)) for document in both)
        check_equal([where for where, _ in german], [where for where, _ in english], f"{audience}: what is said")
        check(len(english) > 30, f"{audience} says {len(english)} sentences only")
        check_equal(both[1]["facts"], both[0]["facts"], f"{audience}: facts")
        for (where, first), (_, second) in zip(english, german):
            yield f"{audience}, {where}", plain(first), second


def test_same_numbers():
    for where, english, german in pairs():
        check_equal(numbers(to_english(german)), numbers(re.sub(r"(\d)[.,](?=\s|$)", r"\1", english)),
                    f"{where}: “{plain(german)}” for “{english}”")


def test_nothing_english():
    for where, english, german in pairs():
        check(plain(german) != english or SAME.fullmatch(english), f"{where}: “{english}” is not translated")


def test_format():
    text = plain(report("ops", "text", True))
    for wanted in ("12.400", "7,3 %", "Geräte", "fehlgeschlagen"):
        check(wanted in text, f"“{wanted}” is not in the German page")


def test_can_fail():
    check_equal(numbers(to_english("7,30 % (n = 12.400), −0,42 am 20. Nov")), ["12,400", "20", "7.30", "\u22120.42"],
                "German numbers")
    check(SAME.fullmatch("n = 12,400") and not SAME.fullmatch("No rollout yet"), "what may stay as it is")


try:
    run_tap([
        ("the check can fail", test_can_fail),
        ("the same numbers", test_same_numbers),
        ("nothing English", test_nothing_english),
        ("German format", test_format),
    ])
finally:
    cli.close()
