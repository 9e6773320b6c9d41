#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of window, pages and charts, and the checks, on the libraries of the runtime that users have.

Usage: test-suites.py SOURCE_DIR    needs root and bubblewrap; skips with a reason without them
"""
from sandbox import BUILD, check, configure, in_runtime, need_sandbox, run_tap

SUITES = ("app", "report", "charts", "checks")


def create_case(suite):
    def test():
        said = in_runtime("meson", "test", "-C", BUILD, "--print-errorlogs", f"{suite}/*", accept=range(256)).stdout
        summary = dict(line.split(":", 1) for line in said.splitlines() if line.startswith(("Ok:", "Fail:", "Timeout:")))
        count = {key: int(value) for key, value in summary.items()}
        check(count.get("Ok", 0) > 0 and count["Fail"] + count["Timeout"] == 0, said[-6000:])
    return test


need_sandbox()
run_tap([("configure", configure), *((suite, create_case(suite)) for suite in SUITES)])
