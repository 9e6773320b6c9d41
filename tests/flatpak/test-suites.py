#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of window, pages and charts, and the checks, on the libraries of the runtime that users have.

Usage: test-suites.py SOURCE_DIR    needs root and bubblewrap; skips with a reason without them
"""
import sys

from sandbox import ROOT, check, need_sandbox, run, run_tap

BUILD = "build/runtime"
SUITES = ("app", "report", "charts", "checks")


def in_runtime(*command, accept=(0,)):
    return run(str(ROOT / "tests/flatpak/in-runtime"), *command, accept=accept)


def test_configure():
    need_sandbox()
    run(str(ROOT / "tests/flatpak/make-runtime"), "org.parlance.TestRuntime", "trixie")
    if not (ROOT / BUILD / "build.ninja").exists():
        in_runtime("meson", "setup", BUILD, "-Db_sanitize=address,undefined", "-Dwerror=true")


def create_case(suite):
    def test():
        need_sandbox()
        said = in_runtime("meson", "test", "-C", BUILD, "--print-errorlogs", f"{suite}/*", accept=range(256)).stdout
        summary = dict(line.split(":", 1) for line in said.splitlines() if line.startswith(("Ok:", "Fail:", "Timeout:")))
        count = {key: int(value) for key, value in summary.items()}
        check(count.get("Ok", 0) > 0 and count["Fail"] + count["Timeout"] == 0, said[-6000:])
    return test


run_tap([("configure", test_configure), *((suite, create_case(suite)) for suite in SUITES)])
