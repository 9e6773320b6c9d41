#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli on a disk with no byte left: what is stored can still be read and reported, what cannot be
written is said in one sentence and leaves nothing behind, and no row is lost. The disk is a small tmpfs in a
mount namespace of the test's own."""

import os
import shutil
import sqlite3
import subprocess
import sys

import demo_history
from support import Cli, check, check_equal, check_sentence, run_tap, skip_all, to_iso

INSIDE = "PARLANCE_TEST_IN_NAMESPACE"
if INSIDE not in os.environ:
    space = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*space, "true"], capture_output=True).returncode != 0:
        skip_all("no mount namespace can be made here")
    os.execvpe("unshare", [*space, sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})

NOW = demo_history.NOW
LATER = NOW + 3600 * 1000
AS_OF = ("--as-of", to_iso(NOW))
cli, demo, _ = demo_history.create_history()
home = cli.folder / "data"
history = home / "parlance" / "history.db"
report = ("report", "--audience", "exec", "--format", "text", *AS_OF)
expected, page = cli.facts(NOW), cli.run(*report).stdout


class FullDisk:
    """The history's folder on a disk that it fills to the last byte; `extra`: files beside it."""

    def __init__(self, extra=()):
        self.filler = home / "filler"
        kept = {name: (history.parent / name).read_bytes() for name in ("history.db", *extra)}
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={sum(map(len, kept.values())) + 2**20}", "none", str(home)],
                       check=True)
        history.parent.mkdir()
        for name, data in kept.items():
            (history.parent / name).write_bytes(data)
        with open(self.filler, "wb", buffering=0) as filler:
            for size in (65536, 4096, 1):
                try:
                    while filler.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass
        check_equal(shutil.disk_usage(home).free, 0, "bytes that are free")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", str(home)], check=True)


def check_readable(what):
    cli.facts(NOW).check_same(expected, what)
    check_equal(cli.run(*report).stdout, page, f"{what}: the report")
    rows = cli.evidence(NOW, "ota-failure-rate")
    check(len(rows) > 100, f"{what}: {len(rows)} rows of evidence")


def test_read():
    with FullDisk():
        check_readable("a full disk")


def test_read_after_kill():
    """The log of a process that was killed holds what the file does not have yet."""
    writer = sqlite3.connect(history, isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    for change in (1, -1):
        writer.execute("UPDATE source SET tried = tried + ?", (change,))
    with FullDisk(extra=("history.db-wal",)):
        check((home / "parlance" / "history.db-wal").stat().st_size > 0, "there is no log")
        check_readable("a full disk with a log")
    writer.close()


def test_collect():
    with FullDisk() as disk:
        said = cli.run("collect", "--now", to_iso(LATER), accept=(1, 4, 5))
        for sentence in said.stderr.strip().splitlines():
            check_sentence(sentence, "no space is left")
        check(said.stderr.strip(), "nothing was said of a full disk")
        check_readable("after a collect that failed")
        disk.filler.unlink()
        cli.collect(LATER)
        check_readable("after a collect that did not")
        check_equal([each.name for each in history.parent.iterdir() if "damaged" in each.name], [], "files set aside")


def test_page():
    with FullDisk() as disk:
        for page in (home / "exec.png", home / "exec.pdf", home / "exec.json"):
            said = cli.run("report", "--audience", "exec", "--format", page.suffix[1:], "-o", str(page), *AS_OF, accept=(1,))
            check_sentence(said.stderr.splitlines()[0], page.name, "space")
            check_equal(sorted(each.name for each in home.iterdir()), ["filler", "parlance"], "files after half a page")
        disk.filler.unlink()


run_tap([("read", test_read), ("read after a kill", test_read_after_kill), ("collect", test_collect), ("page", test_page)])
demo.stop()
cli.close()
