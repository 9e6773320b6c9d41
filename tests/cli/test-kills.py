#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli, killed with -9 at random moments of collect, of a report, of the way from an older history and
of letting go of old samples: what it had stored stays, history opens, no half-written page has the report's
name, and a last undisturbed run ends where one that was never disturbed does."""

import os
import random
import shutil
import sqlite3
import subprocess
import time

import demo_history
from support import USUAL_PROMISES, Cli, check, check_equal, run_tap, to_iso

SEED = int(os.environ.get("PARLANCE_SEED", "20261129"))
N_COLLECTS, N_REPORTS, N_MIGRATIONS, N_RETENTIONS = 24, 16, 20, 20
NOW = demo_history.NOW
chance = random.Random(SEED)
print(f"# PARLANCE_SEED={SEED}", flush=True)


def create():
    cli = Cli()
    demo_history.add_demo_sources(cli, demo)
    return cli


def history_of(cli):
    return cli.folder / "data" / "parlance" / "history.db"


def kill_at_random(cli, most, *arguments, least=0):
    """Starts it and ends it with -9 after that many seconds; whether it was still running."""
    process = subprocess.Popen([cli.binary, *arguments], env=cli.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(least, most))
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


def kill_at_work(n, what, cli, before, look, *command, least=0):
    """Kills the command n times, each time with a copy of `before` as history, which it has to work on: a
    look finds what was before or what a run leaves that ends. Then lets it end once."""
    def begin_anew():
        history_of(cli).parent.mkdir(parents=True, exist_ok=True)
        for each in history_of(cli).parent.glob("history.db*"):
            each.unlink()
        shutil.copy(before, history_of(cli))

    begin_anew()
    undone = look(cli)
    begun = time.monotonic()
    cli.run(*command)
    done = look(cli)
    check(done != undone, f"there are no {what}")
    seconds = time.monotonic() - begun
    n_hit = n_undone = 0
    for _ in range(n):
        begin_anew()
        n_hit += kill_at_random(cli, seconds, *command, least=seconds * least)
        count_rows(cli)
        found = look(cli)
        check(found in (done, undone), f"half of {what}: {found}, between {undone} and {done}")
        n_undone += found == undone
    print(f"# {n_hit} of {n} {what} were killed while they ran, {n_undone} of {n} had done nothing")
    check(n_hit >= n / 3, f"only {n_hit} {what} were killed")
    cli.run(*command)
    check_equal(look(cli), done, f"{what}: the last one")
    check_nothing_aside(cli)


def ask(cli, question):
    with sqlite3.connect(f"file:{history_of(cli)}?mode=ro", uri=True) as history:
        answer = history.execute(question).fetchone()
    history.close()
    return answer


def test_migration():
    old = disturbed.folder / "old.db"
    shutil.copy(history_of(undisturbed), old)
    with sqlite3.connect(old) as history:
        demo_history.take_for_right(history)
        history.commit()
        history.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    history.close()

    def look(cli):
        tables = ask(cli, "SELECT user_version, group_concat (name || sql) FROM pragma_user_version, sqlite_schema")
        return (*tables, *ask(cli, "SELECT group_concat (name || sum) FROM digest")) if "digestCREATE" in tables[1] else tables

    kill_at_work(N_MIGRATIONS, "migrations", disturbed, old, look, "facts", "--as-of", to_iso(NOW))
    disturbed.facts(NOW).check_same(expected, "after the way from an older history")


def test_retention():
    """Chunks of three years: all of them but the newest go."""
    full = disturbed.folder / "full.db"
    with sqlite3.connect(history_of(disturbed)) as history:
        for year in (1, 2, 3):
            history.execute("INSERT INTO chunk (series, first, last, data) SELECT series, first - ?1, last - ?1, data"
                            " FROM chunk ORDER BY id LIMIT 501", (year * 365 * 24 * 3600 * 1000,))
        demo_history.take_for_right(history)
    history.close()
    disturbed.facts(NOW)
    history_of(disturbed).rename(full)
    for cli in (undisturbed, disturbed):
        cli.set_targets(USUAL_PROMISES + "[Collecting]\nkeep-days=130\n")
    command = ("collect", "speed", "--now", to_iso(NOW))
    undisturbed.run(*command)
    chunks = "SELECT count(*), sum (first), sum (length (data)) FROM chunk"
    kill_at_work(N_RETENTIONS, "retentions", disturbed, full, lambda cli: ask(cli, chunks), *command, least=0.6)
    check_equal(ask(disturbed, chunks), ask(undisturbed, chunks), "chunks")
    disturbed.facts(NOW).check_same(expected, "after samples were let go of")


run_tap([("collect", test_collect), ("report", test_report), ("migration", test_migration), ("retention", test_retention)])
demo.stop()
for each in (first, undisturbed, disturbed):
    each.close()
