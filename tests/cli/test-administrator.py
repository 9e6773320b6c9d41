#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An administrator ships sources and promises; who uses the tool signs in, and changes nothing
else. The example is that of docs/administration.md."""

import os
import re
from pathlib import Path

from support import Cli, check, check_equal, run_tap

DOCUMENT = (Path(__file__).parents[2] / "docs" / "administration.md").read_text(encoding="utf-8")
SECRET = "open-sesame"

cli = Cli(promises="success=0.5\nfps=15\n")
own = cli.folder / "config" / "parlance" / "sources.conf"


def test_example():
    """The files of the document are accepted as they stand there."""
    (cli.folder / "system").mkdir()
    for name in ("sources", "parlance"):
        block = re.search(rf"`/etc/parlance/{name}.conf`:\n\n((?:    .*\n|\n(?=    ))+)", DOCUMENT)
        text = re.sub(r"^    ", "", block.group(1), flags=re.M)
        (cli.folder / "system" / f"{name}.conf").write_text(text)
    check("\tadministrator’s" in cli.run("source", "list").stdout, "it does not say whose they are")


def test_locked():
    told = cli.run("facts", "--format", "json", "--demo").stdout
    check('"target": 0.03' in told or "0.03000" in told, "the locked promise does not count")


def test_sign_in():
    cli.run("source", "sign-in", "updates", "--user", "ann")
    check_equal(own.read_text(), "[Source updates]\nUser=ann\n", "the user's file")
    cli.set_secret("updates", SECRET)
    told = cli.run("source", "test", "updates", accept=(1, 2, 3, 4, 5)).stderr
    check("updates.example.com" in told and "User" not in told, f"it did not ask: {told}")
    refused = cli.run("source", "sign-in", "updates", "--auth", "none", accept=(1, 2, 3)).stderr
    check("is set by the administrator" in refused, refused)


def test_refused():
    for words in (("remove", "updates"), ("add", "updates", "--kind=hawkbit", "--url=https://x")):
        told = cli.run("source", *words, accept=(1, 2)).stderr
        check("is set up by the administrator" in told, f"{words}: {told}")
        check(str(cli.folder / "system" / "sources.conf") in told, f"{words}: {told}")
    check_equal(own.read_text(), "[Source updates]\nUser=ann\n", "the user's file")


def test_gone():
    """What the user added does not stand in the way when the administrator takes a source away."""
    os.unlink(cli.folder / "system" / "sources.conf")
    check_equal(cli.run("source", "list").stdout, "", "sources that are left")


run_tap([("example", test_example), ("locked", test_locked), ("sign-in", test_sign_in),
         ("refused", test_refused), ("gone", test_gone)])
