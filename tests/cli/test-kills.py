#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli, killed with -9 at random moments of a first collect and of later ones, of a report, of the way
from an older history and of letting go of old samples: what it had stored stays, history opens, no half-written
page has the report's name, and a last undisturbed run ends where one that was never disturbed does."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import time

import demo_history
from support import USUAL_PROMISES, Cli, check, check_equal, run_tap, to_iso

SEED = int(os.environ.get("PARLANCE_SEED", "20261129"))
N_FIRST, N_COLLECTS, N_REPORTS, N_MIGRATIONS, N_RETENTIONS = 10, 50, 40, 50, 50
NOW = demo_history.NOW
OLD, NEW = 40000, 47600  # updates up to the first are left out, those after the second a later collect does not know
chance = random.Random(SEED)
print(f"# PARLANCE_SEED={SEED}", flush=True)


def create():
    cli = Cli()
    demo_history.add_demo_sources(cli, demo)
    return cli


def history_of(cli):
    return cli.folder / "data" / "parlance" / "history.db"


def replace_history(cli, by=None):
    """By a copy, or by none."""
    history_of(cli).parent.mkdir(parents=True, exist_ok=True)
    for each in history_of(cli).parent.glob("history.db*"):
        each.unlink()
    if by is not None:
        shutil.copy(by, history_of(cli))


def copy_history(cli, name, change=lambda history: None):
    """Returns: the path of a copy that is one file, after the change"""
    copy = disturbed.folder / name
    with sqlite3.connect(history_of(cli)) as history, sqlite3.connect(copy) as target:
        history.backup(target)
        change(target)
        target.commit()
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    history.close()
    target.close()
    return copy


def kill_at_random(cli, n, what, seconds, *command, least=0, before=lambda: None, after=lambda: None):
    """Kills the command n times while it runs, after a part of these seconds from `least` on."""
    n_hit = n_run = 0
    while n_hit < n:
        check(n_run < 3 * n, f"only {n_hit} of {n_run} {what} were killed")
        before()
        begun = time.monotonic()
        process = subprocess.Popen([cli.binary, *command], env=cli.environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds * chance.uniform(least, 1))
            seconds = time.monotonic() - begun  # so quick it can be
        except subprocess.TimeoutExpired:
            process.kill()
            seconds *= 1.01
        n_hit += process.wait(timeout=30) == -9
        n_run += 1
        after()
    print(f"# {n_hit} of {n_run} {what} were killed while they ran")


def ask(cli, question):
    with sqlite3.connect(f"file:{history_of(cli)}?mode=ro", uri=True) as history:
        answer = history.execute(question).fetchone()
    history.close()
    return answer


def check_sound(cli):
    """As a program sees it that knows SQLite alone."""
    if history_of(cli).exists():
        check_equal(ask(cli, "PRAGMA integrity_check"), ("ok",), "history")


def check_nothing_aside(cli):
    names = [each.name for each in history_of(cli).parent.glob("*.damaged-*")]
    check_equal(names, [], "histories set aside")


def measure(cli, *command):
    begun = time.monotonic()
    cli.run(*command)
    return time.monotonic() - begun


def take_old_away(history):
    history.execute("DELETE FROM attempt WHERE CAST (key AS INTEGER) <= ?", (OLD,))
    demo_history.take_for_right(history)


first = Cli()
demo = demo_history.DemoServer(first)
undisturbed, disturbed = create(), create()
undisturbed.collect(NOW)
replace_history(undisturbed, copy_history(undisturbed, "young.db", take_old_away))
expected = undisturbed.facts(NOW)
speed = Cli()  # samples alone are quickly fetched and counted
speed.add_source("speed", "prometheus", demo.urls["prometheus"], Profile="exporter", Rate="10000")


def test_first_collect():
    command = ("collect", "--now", to_iso(NOW))
    seconds = measure(speed, *command)
    found = speed.facts(NOW)
    kill_at_random(speed, N_FIRST, "first collects", seconds, *command, before=lambda: replace_history(speed),
                   after=lambda: check_sound(speed))
    speed.run(*command)
    speed.facts(NOW).check_same(found, "after the kills")
    check_nothing_aside(speed)


def kill_at_work(n, what, before, look, *command, least=0):
    """Kills the command n times, each time with a copy of `before` as history, which it has to work on. A look
    finds a list: of each of its parts what was before, or what a run leaves that ends. Then lets it end once."""
    cli = disturbed
    replace_history(cli, before)
    undone = look(cli)
    seconds = measure(cli, *command)
    done = look(cli)
    n_undone = 0
    check(all(one != other for one, other in zip(done, undone)), f"there are no {what}: {done}")

    def check_whole():
        nonlocal n_undone
        check_sound(cli)
        found = look(cli)
        check(all(part in both for part, *both in zip(found, undone, done)),
              f"half of {what}: {found}, between {undone} and {done}")
        n_undone += found == undone

    kill_at_random(cli, n, what, seconds, *command, least=least, before=lambda: replace_history(cli, before),
                   after=check_whole)
    print(f"# {n_undone} had done nothing")
    cli.run(*command)
    check_equal(look(cli), done, f"{what}: the last one")
    check_nothing_aside(cli)


def test_later_collect():
    """One source has many updates that are new, the other samples: each comes whole or not at all."""
    def take_away(history):
        bookmark = json.loads(history.execute("SELECT bookmark FROM source WHERE name = 'updates'").fetchone()[0])
        bookmark.update(highest=NEW, anchors=[each for each in bookmark["anchors"] if each["id"] <= NEW])
        history.execute("UPDATE source SET bookmark = ? WHERE name = 'updates'", (json.dumps(bookmark),))
        history.execute("DELETE FROM attempt WHERE CAST (key AS INTEGER) > ?", (NEW,))
        history.execute("DELETE FROM head WHERE time > (SELECT max (time) FROM head) - 48 * 3600 * 1000")
        demo_history.take_for_right(history)

    def look(cli):
        return [ask(cli, "SELECT count(*), sum (id), sum (ended), sum (length (cause)) FROM attempt"),
                ask(cli, "SELECT count(*), sum (time), sum (value) FROM head")]

    before = copy_history(undisturbed, "before.db", take_away)
    kill_at_work(N_COLLECTS, "collects", before, look, "collect", "--now", to_iso(NOW), least=0.5)
    check_equal(look(disturbed), look(undisturbed), "updates and samples")
    disturbed.facts(NOW).check_same(expected, "after the kills")


def test_report():
    page = speed.folder / "report.svg"
    command = ("report", "--audience", "exec", "--format", "svg", "--as-of", to_iso(NOW), "-o", str(page))
    seconds = measure(speed, *command)
    whole = page.read_bytes()

    def check_page():
        check(not page.exists() or page.read_bytes() == whole, "half a page")
        check_sound(speed)

    kill_at_random(speed, N_REPORTS, "reports", seconds, *command, least=0.3,
                   before=lambda: page.unlink(missing_ok=True), after=check_page)
    speed.run(*command)
    check(page.read_bytes() == whole, "the page after the kills is another one")
    check_nothing_aside(speed)


def test_migration():
    def look(cli):
        version, tables = ask(cli, "SELECT user_version, group_concat (name || sql) FROM pragma_user_version, sqlite_schema")
        sums = ask(cli, "SELECT group_concat (name || sum) FROM digest WHERE name NOT IN ('source', 'retention')") \
            if "digestCREATE" in tables else None
        return [(version, tables, sums)]

    old = copy_history(undisturbed, "old.db", demo_history.take_for_right)
    kill_at_work(N_MIGRATIONS, "migrations", old, look, "collect", "speed", "--now", to_iso(NOW))
    disturbed.facts(NOW).check_same(expected, "after the way from an older history")


def test_retention():
    """Chunks of three years: all of them but the newest go."""
    def add_years(history):
        for year in (1, 2, 3):
            history.execute("INSERT INTO chunk (series, first, last, data) SELECT series, first - ?1, last - ?1, data"
                            " FROM chunk ORDER BY id LIMIT 501", (year * 365 * 24 * 3600 * 1000,))
        demo_history.take_for_right(history)

    def look(cli):
        return [ask(cli, "SELECT count(*), sum (first), sum (length (data)) FROM chunk")]

    command = ("collect", "speed", "--now", to_iso(NOW))
    replace_history(disturbed, copy_history(undisturbed, "years.db", add_years))
    disturbed.run(*command)
    full = copy_history(disturbed, "full.db")
    for cli in (undisturbed, disturbed):
        cli.set_targets(USUAL_PROMISES + "[Collecting]\nkeep-days=130\n")
    undisturbed.run(*command)
    kill_at_work(N_RETENTIONS, "retentions", full, look, *command, least=0.6)
    check_equal(look(disturbed), look(undisturbed), "chunks")
    disturbed.facts(NOW).check_same(expected, "after samples were let go of")


run_tap([(name[5:].replace("_", " "), function) for name, function in list(globals().items()) if name.startswith("test_")])
demo.stop()
for each in (first, undisturbed, disturbed, speed):
    each.close()
