#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No code outside src/analysis names a fact by its id: it asks the fact's row in the catalogue, or
uses a constant of analysis/catalogue.h. The demo's plan is data, as a user's is.

Usage: check-facts.py SOURCE_DIR   prints one line a breach and exits 1
       check-facts.py --self-test  shows that it finds one
"""
import pathlib
import re
import sys
import tempfile

ROW = re.compile(r'^  \{ "([a-z0-9-]+)",', re.M)
NAMED = re.compile(r'#define PARL_FACT_\w+ "([a-z0-9-]+)"')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = re.compile(r'"([a-z0-9-]+)"')
DATA = {"analysis", "demo"}


def breaches(src):
    catalogue = src / "analysis" / "catalogue"
    ids = set(ROW.findall(catalogue.with_suffix(".c").read_text()))
    ids |= set(NAMED.findall(catalogue.with_suffix(".h").read_text()))
    if len(ids) < 2:
        yield "no fact is found in analysis/catalogue.c"
    for path in sorted(src.rglob("*.[ch]")):
        where = path.relative_to(src)
        if where.parts[0] in DATA:
            continue
        for name in STRING.findall(COMMENT.sub("", path.read_text())):
            if name in ids:
                yield f"{where}: “{name}” is the business of src/analysis"


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        (src / "analysis").mkdir()
        (src / "analysis" / "catalogue.c").write_text('  { "fleet-size", PARL_UNIT_COUNT,\n  { PARL_FACT_A,\n')
        (src / "analysis" / "catalogue.h").write_text('#define PARL_FACT_A "ota-open"\n')
        (src / "a.c").write_text('/* "fleet-size" */ f ("fleet-size"); g ("ota-open"); h ("fleet");\n')
        found = list(breaches(src))
    return 0 if len(found) == 2 else 1


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    found = list(breaches(pathlib.Path(sys.argv[1]) / "src"))
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
