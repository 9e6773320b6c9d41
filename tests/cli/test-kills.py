#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli, killed with -9 at random moments of collect and of a report: what it had stored
stays, history opens, no half-written page has the report's name, and a last undisturbed collect
ends where one that was never disturbed does."""

import os
import random
import sqlite3
import subprocess
import time

import demo_history
from support import Cli, check, check_equal, run_tap, to_iso

SEED = int(os.environ.get("PARLANCE_SEED", "20261129"))
N_COLLECTS, N_REPORTS = 24, 16
NOW = demo_history.NOW
chance = random.Random(SEED)
print(f"# PARLANCE_SEED={SEED}", flush=True)


def create():
    cli = Cli()
    demo_history.add_demo_sources(cli, demo)
    return cli


def history_of(cli):
    return cli.folder / "data" / "parlance" / "history.db"


def kill_at_random(cli, most, *arguments):
    """Starts it and ends it with -9 within that many seconds; whether it was still running."""
    process = subprocess.Popen([cli.binary, *arguments], env=cli.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0, most))
    process.kill()
    return process.wait(timeout=30) == -9


def count_rows(cli):
    """As a program that knows SQLite alone sees it: attempts, and whether the file is sound."""
    if not history_of(cli).exists():
        return 0
    with sqlite3.connect(history_of(cli)) as history:
        check_equal(history.execute("PRAGMA integrity_check").fetchone(), ("ok",), "history")
        known = history.execute("SELECT count(*) FROM sqlite_master WHERE name = 'attempt'").fetchone()[0]
        count = history.execute("SELECT count(*) FROM attempt").fetchone()[0] if known else 0
    history.close()
    return count


def check_nothing_aside(cli):
    names = [each.name for each in history_of(cli).parent.glob("*.damaged-*")]
    check_equal(names, [], "histories set aside")


first = Cli()
demo = demo_history.DemoServer(first)
undisturbed, disturbed = create(), create()
begun = time.monotonic()
undisturbed.collect(NOW)
collect_seconds = time.monotonic() - begun
expected = undisturbed.facts(NOW)


def test_collect():
    n_hit = n_before = 0
    for i in range(N_COLLECTS):
        if i % 8 == 0 and history_of(disturbed).exists():  # begin anew, so that there is work to be killed
            for each in history_of(disturbed).parent.glob("history.db*"):
                each.unlink()
            n_before = 0
        n_hit += kill_at_random(disturbed, min(collect_seconds * 0.9, 1.4), "collect", "--now", to_iso(NOW))
        n = count_rows(disturbed)
        check(n >= n_before, f"kill {i}: {n_before} attempts before, {n} after")
        n_before = n
    print(f"# {n_hit} of {N_COLLECTS} collects were killed while they ran")
    check(n_hit >= N_COLLECTS / 2, f"only {n_hit} collects were killed")
    disturbed.collect(NOW)
    disturbed.facts(NOW).check_same(expected, "after the kills")
    check_nothing_aside(disturbed)


def test_report():
    page = disturbed.folder / "report.svg"
    command = ("report", "--audience", "exec", "--format", "svg", "--as-of", to_iso(NOW), "-o", str(page))
    begun = time.monotonic()
    disturbed.run(*command)
    seconds = time.monotonic() - begun
    whole = page.read_bytes()
    n_hit = n_none = 0
    for i in range(N_REPORTS):
        page.unlink(missing_ok=True)
        n_hit += kill_at_random(disturbed, min(seconds * 1.05, 1.6), *command)
        n_none += not page.exists()
        check(not page.exists() or page.read_bytes() == whole, f"kill {i}: half a page")
        count_rows(disturbed)
    print(f"# {n_hit} of {N_REPORTS} reports were killed while they ran, {n_none} left no page")
    check(n_hit >= N_REPORTS / 3, f"only {n_hit} reports were killed")
    disturbed.run(*command)
    check(page.read_bytes() == whole, "the page after the kills is another one")
    check_nothing_aside(disturbed)


run_tap([("collect", test_collect), ("report", test_report)])
demo.stop()
for each in (first, undisturbed, disturbed):
    each.close()
