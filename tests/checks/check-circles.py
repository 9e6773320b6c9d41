#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files do not call each other in circles, but for those that src/DESIGN.md justifies. Read off the object files:
who uses what of whom.

Usage: check-circles.py BUILD_DIR   prints one line a circle and exits 1
       check-circles.py --self-test  shows that it finds one
"""
import collections
import pathlib
import re
import subprocess
import sys

# As in src/DESIGN.md. A circle lies within one of these.
ALLOWED = [
    r"analysis/(findings|evidence|what-if|themes_.*)\.c",
    r"app/(application|main-window|tour|scope-actions)\.c",
    r"audiences/(wording|phrase|fact-words|file_audience|file_template|charts_board-chart)\.c",
    r"sources/http_.*\.c",
    r"sources/hawkbit_.*\.c",
    r"sources/mender_.*\.c",
]
# Lists of kinds, and what they name functions of.
LISTS = {
    "analysis/catalogue.c": r"analysis/",
    "audiences/charts_board-chart.c": r"audiences/charts_",
    "charts/spec.c": r"charts/kinds_",
    "sources/source-kind.c": r"sources/",
}


def read_calls(build):
    """{file: the files that it uses something of}; "sources/http_http.c" is sources/http/http.c."""
    makers, wanted = {}, collections.defaultdict(set)
    objects = sorted((build / "src").rglob("*.o"))
    symbols = subprocess.run(["nm", "-A", *objects], capture_output=True, text=True, check=True).stdout
    for line in symbols.splitlines():
        place, kind, symbol = line.rsplit(None, 2)
        path = pathlib.Path(place.split(".o:")[0]).relative_to(build / "src")
        name = f"{path.parent.parent}/{path.name}"
        if kind == "U":
            wanted[name].add(symbol)
        elif kind in "TDBR":
            makers.setdefault(symbol, name)
    return {name: {makers[symbol] for symbol in symbols if symbol in makers} - {name}
            for name, symbols in wanted.items()}


def reach(calls, start):
    found, left = set(), [start]
    while left:
        for name in calls.get(left.pop(), ()):
            if name not in found:
                found.add(name)
                left.append(name)
    return found


def circles(calls):
    calls = {name: {other for other in others if name not in LISTS or not re.match(LISTS[name], other)}
             for name, others in calls.items()}
    reached = {name: reach(calls, name) for name in calls}
    seen = set()
    for name in sorted(calls):
        circle = {other for other in reached[name] if name in reached.get(other, ())}
        if circle and name not in seen and not any(all(re.fullmatch(allowed, each) for each in circle)
                                                   for allowed in ALLOWED):
            yield f"a circle: {', '.join(sorted(circle))}"
        seen |= circle


def self_test():
    calls = {"store/a.c": {"store/b.c"}, "store/b.c": {"store/c.c"}, "store/c.c": {"store/a.c"},
             "store/d.c": {"store/a.c"}, "sources/http_http.c": {"sources/http_tokens.c"},
             "sources/http_tokens.c": {"sources/http_http.c"}}
    return 0 if list(circles(calls)) == ["a circle: store/a.c, store/b.c, store/c.c"] else 1


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    calls = read_calls(pathlib.Path(sys.argv[1]))
    found = list(circles(calls)) if len(calls) > 100 else ["there are no object files"]
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
