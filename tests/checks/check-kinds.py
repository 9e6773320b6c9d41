#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the name of each kind of source in its own folder: what the rest of src/ asks about a kind
stands in the kind's descriptor (sources/source-kind.h).

Usage: check-kinds.py SOURCE_DIR    prints one line a breach and exits 1
       check-kinds.py --self-test   shows that it finds a breach
"""
import pathlib
import re
import sys
import tempfile

# The demo serves what two kinds ask, under their names.
EXEMPT = re.compile(r"^(demo/|demo-|parlance)")
DESCRIPTOR = re.compile(r'const ParlSourceKind parl_kind_\w+ = \{\s*\.name = "([^"]+)"')
FORMATS = {"json"}  # the name of a kind that other rooms write as a format of files
OPTION = re.compile(r'\{ "[a-z-]+", 0, 0, G_OPTION')  # the name of an option of the command line


def breaches(src):
    homes = {}
    for path in sorted((src / "sources").rglob("*.c")):
        for name in DESCRIPTOR.findall(path.read_text()):
            homes[name] = path.parent
    if not homes:
        yield "sources: there is no descriptor"
        return
    quoted = re.compile('"(' + "|".join(map(re.escape, homes.keys() - FORMATS)) + ')"')
    for path in sorted(src.rglob("*.[ch]")):
        if EXEMPT.match(str(path.relative_to(src))):
            continue
        text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), path.read_text(), flags=re.S)
        for number, line in enumerate(text.split("\n"), 1):
            for name in quoted.findall(line):
                if path.parent != homes[name] and not OPTION.search(line):
                    yield f'{path.relative_to(src)}:{number}: "{name}" is the business of {homes[name].name}/'


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        for room in ("sources/mender", "app"):
            (src / room).mkdir(parents=True)
        (src / "sources/mender/mender.c").write_text('const ParlSourceKind parl_kind_mender = {\n  .name = "mender",\n')
        (src / "app/a.c").write_text('/* "mender" */\nif (g_str_equal (kind, "mender"))\n')
        found = list(breaches(src))
    return 0 if len(found) == 1 and found[0].startswith("app/a.c:2:") else 1


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    found = list(breaches(pathlib.Path(sys.argv[1]) / "src"))
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
