#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli and a history's file that was damaged, cut, swapped or made by a newer version: never a
crash, never a hang, and nothing is deleted. Each file gives the same facts, or is said to be damaged."""

import os
import random
import re
import sqlite3
import subprocess
import time

import demo_history
from support import check, check_equal, check_sentence, run_tap, to_iso

SEED = int(os.environ.get("PARLANCE_SEED", "20261129"))
N_FLIPPED, N_CUT = 32, 12
SECONDS = 60  # of one command, under sanitizers

cli, demo, _ = demo_history.create_history()
demo.stop()
path = cli.folder / "data" / "parlance" / "history.db"
with sqlite3.connect(path) as history:
    history.execute("PRAGMA wal_checkpoint(TRUNCATE)")
history.close()
sound = path.read_bytes()
chance = random.Random(SEED)
seen = {"same": 0, "set aside": 0, "said to be partial": 0, "refused": 0, "silent": 0}
print(f"# PARLANCE_SEED={SEED}, {len(sound)} bytes", flush=True)


def clear():
    for each in path.parent.glob("history.db*"):
        each.unlink()


def facts(what):
    """(exit code, what was printed, what was said) within its time and without a crash."""
    command = [cli.binary, "facts", "--format", "json", "--as-of", to_iso(demo_history.NOW)]
    done = subprocess.run(command, env=cli.environment(), capture_output=True, stdin=subprocess.DEVNULL,
                          timeout=SECONDS)
    said = done.stderr.decode("utf-8", "replace")
    check(done.returncode in (0, 1, 2, 5), f"{what}: exit code {done.returncode}\n{said[-4000:]}")
    check("Sanitizer" not in said and "runtime error" not in said, f"{what}: {said[-4000:]}")
    return done.returncode, done.stdout, said


whole = facts("the sound file")


def judge(data, what):
    """What became of a file with that content."""
    clear()
    path.write_bytes(data)
    status, printed, said = facts(what)
    aside = [each for each in path.parent.iterdir() if re.search(r"\.damaged-[\dTZ-]+$", each.name)]
    kept = aside[0] if aside else path
    if aside:
        check_equal(len(aside), 1, f"{what}: files set aside")
        check_equal(status, 5, f"{what}: exit code with a new history")
        check("was damaged; it was kept as" in said, f"{what}: set aside without a word: {said!r}")
        check(kept.read_bytes()[100:] == data[100:], f"{what}: the file set aside is another one")
        return "set aside"
    if (status, printed) == whole[:2]:
        return "same"
    if status != 0:
        check_sentence(said.strip() or None)
        return "refused"
    return "said to be partial" if b"damaged" in printed or "damaged" in said else "silent"


def count(data, what):
    found = judge(data, what)
    seen[found] += 1
    check(found != "silent", f"other facts without a word: {what}")


def test_flipped_bits():
    for _ in range(N_FLIPPED):
        data, places = bytearray(sound), []
        for _ in range(chance.choice((1, 1, 8, 64))):
            places.append((chance.randrange(len(data)), chance.randrange(8)))
            data[places[-1][0]] ^= 1 << places[-1][1]
        count(bytes(data), f"{len(places)} bits, the first at {places[0]}")


def test_cut():
    """All of them were a history, a file of no byte too."""
    page = int.from_bytes(sound[16:18], "big")
    lengths = [1, 2, 15, 100, page - 1, page, len(sound) - page, len(sound) - 1]
    lengths += [chance.randrange(len(sound)) for _ in range(N_CUT - len(lengths))]
    for length in lengths:
        count(sound[:length], f"cut at {length}")
    clear()
    path.write_bytes(b"")
    status, _, said = facts("cut to nothing")
    check_equal(status, 5, "cut to nothing: exit code")
    check("is empty, though sources were read before" in said, f"cut to nothing without a word: {said!r}")


def check_left_alone(data, *words):
    clear()
    path.write_bytes(data)
    status, _, said = facts("/".join(words))
    check(status != 0, f"{words}: exit code 0")
    check_sentence(said.strip(), *words)
    check_equal([each.name for each in path.parent.glob("history.db*") if not each.name.endswith(("-wal", "-shm"))],
                [path.name], f"{words}: files")
    check(path.read_bytes() == data, f"{words}: the file was changed")


def test_foreign():
    clear()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA application_id = 42")
        other.execute("CREATE TABLE song (title TEXT)")
    other.close()
    check_left_alone(path.read_bytes(), "another program|not .*Parlance")


def test_newer():
    clear()
    path.write_bytes(sound)
    with sqlite3.connect(path) as history:
        history.execute("PRAGMA user_version = 9999")
        history.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    history.close()
    check_left_alone(path.read_bytes(), "newer")


def test_no_database():
    found = judge(b"Dear diary,\n" * 1000, "a text")
    check_equal(found, "set aside", "a text")


def test_figures():
    check_equal(sum(seen.values()), N_FLIPPED + N_CUT, "files that were judged")
    print(f"# {time.monotonic() - begun:.0f} s; {', '.join(f'{n} {what}' for what, n in seen.items())}")
    check(seen["same"] > 0 and seen["set aside"] > 0, f"the damage is of one kind: {seen}")


begun = time.monotonic()
run_tap([("flipped bits", test_flipped_bits), ("cut", test_cut), ("foreign", test_foreign),
         ("newer", test_newer), ("no database", test_no_database), ("figures", test_figures)])
cli.close()
