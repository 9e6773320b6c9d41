#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every fuzzer for some seconds, each a subtest.

Usage: test-fuzz.py SOURCE_DIR    skips with a reason where there is no clang with libFuzzer
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(ROOT / "tests/support"))
from support import check, run_tap, skip_all  # noqa: E402

SECONDS = "20"
# A change is judged by the same inputs as the one before; tools/fuzz tries others each time.
SEED = "1"


def has_fuzzer():
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "empty.c")
        source.write_text("int LLVMFuzzerTestOneInput (const char *data, long size) { return 0; }\n")
        try:
            return subprocess.run(["clang", "-fsanitize=fuzzer", "-o", f"{folder}/empty", source], capture_output=True,
                                  check=False).returncode == 0
        except FileNotFoundError:
            return False


def create_case(name):
    def test():
        found = re.search(rf"^{name}: (\d+) inputs$", said.stdout, re.M)
        log = ROOT / "build/fuzz/logs" / name
        check(found is not None, log.read_text()[-4000:] if log.exists() else said.stdout[-2000:] + said.stderr[-2000:])
        # A fuzzer that tries next to nothing proves nothing.
        check(int(found[1]) > 1000, f"{found[1]} inputs only")
        print(f"# {found[0]}")
    return test


if not has_fuzzer():
    skip_all("clang with libFuzzer is not installed")
tool = str(ROOT / "tools/fuzz")
names = subprocess.run([tool, "--list"], capture_output=True, text=True, check=True).stdout.split()
said = subprocess.run([tool, "--seconds", SECONDS, "--seed", SEED], capture_output=True, text=True, check=False, env=dict(os.environ))
run_tap([(name, create_case(name)) for name in names])
