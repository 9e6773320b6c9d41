#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads off programs how they were hardened: position-independent, nothing to write to after they are linked, no
stack that can be run, guards on the stack, branch targets marked, and, in builds that are optimised and have no
sanitizer, checked copies.

Usage: check-hardening.py PROGRAM...    prints one line a gap and exits 1
       check-hardening.py --self-test   shows that it finds the gaps of a program without any of it
"""
import pathlib
import platform
import re
import subprocess
import sys
import tempfile


def read(option, program):
    return subprocess.run(["readelf", option, "-W", program], capture_output=True, text=True, check=True,
                          env={"LC_ALL": "C"}).stdout


def has_branch_marks(program):
    """In its own functions: the property of the whole is missing where the C library's start files have none."""
    code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", program], capture_output=True, text=True, check=True)
    return code.stdout.count("endbr64") > 100


def list_gaps(program):
    dynamic, segments, symbols = read("-d", program), read("-l", program), read("-s", program)
    if not re.search(r"FLAGS_1.*\bPIE\b", dynamic):
        yield "is not position-independent"
    if not (re.search(r"FLAGS_1.*\bNOW\b", dynamic) and "GNU_RELRO" in segments):
        yield "leaves its links writable (full RELRO)"
    if re.search(r"GNU_STACK.* RWE? *E", segments):
        yield "has a stack that can be run"
    if "__stack_chk_fail" not in symbols:
        yield "has no guard on its stack"
    if platform.machine() == "x86_64" and not has_branch_marks(program):
        yield "has no marks for branch targets (CET)"
    if "__asan_init" not in symbols and not re.search(r"__(?!stack_)\w+_chk\b", symbols):
        yield "has no checked copies (FORTIFY)"


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "a.c"), pathlib.Path(folder, "a")
        source.write_text("int main (void) { return 0; }\n")
        subprocess.run(["cc", "-no-pie", "-fno-pie", "-fno-stack-protector", "-fcf-protection=none", "-Wl,-z,execstack",
                        "-Wl,-z,lazy", "-Wl,-z,norelro", "-o", program, source], check=True,
                       stderr=subprocess.DEVNULL)
        found = list(list_gaps(program))
    print("\n".join(found))
    return 0 if len(found) == (6 if platform.machine() == "x86_64" else 5) else 1


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    found = [f"{program} {gap}" for program in sys.argv[1:] for gap in list_gaps(program)]
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
