#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the #include lines of src/ against the table of who may know whom (src/DESIGN.md).

Usage: check-layers.py SOURCE_DIR    prints one line a breach and exits 1
       check-layers.py --self-test   shows that it finds a breach
"""
import pathlib
import re
import sys
import tempfile

# room -> the rooms whose headers it may include, besides its own; the mains' own files ("") know all
ROOMS = {
    "model": set(),
    "settings": {"model"},
    "sources": {"model", "settings"},
    "store": {"model"},
    "analysis": {"model", "settings"},
    "charts": {"model"},
    "demo": {"model"},
    "audiences": {"model", "settings", "analysis", "charts"},
    "report": {"model", "analysis", "charts", "audiences"},
    "session": {"model", "settings", "sources", "store", "analysis", "audiences", "charts", "report"},
    "cli": {"model", "settings", "sources", "analysis", "audiences", "charts", "report", "session"},
    "app": {"model", "settings", "sources", "analysis", "audiences", "charts", "report", "session"},
}
# outside header -> the only rooms that may include it ("" is src itself)
OUTSIDE = {
    r"gtk/|adwaita\.h|gdk/": {"app"},
    r"libsoup/": {"sources", "demo"},
    r"libsecret/": {"sources"},
    r"json-glib/": {"sources", "demo", "report"},
    r"sqlite3\.h": {"store"},
    r"zstd\.h": {"store"},
    r"cairo|pango": {"charts", "report"},
    r"png\.h": {"report"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def breaches(src):
    for path in sorted(src.rglob("*.[ch]")):
        relative = path.relative_to(src)
        room = relative.parts[0] if len(relative.parts) > 1 else ""
        if room and room not in ROOMS:
            yield f"{relative}: there is no room {room}"
            continue
        for bracket, name in INCLUDE.findall(path.read_text()):
            if bracket == "<":
                for pattern, rooms in OUTSIDE.items():
                    if re.match(pattern, name) and room not in rooms:
                        yield f"{relative}: <{name}> is the business of {', '.join(sorted(rooms))}"
                continue
            if name == "config.h":
                continue
            other = name.split("/")[0] if "/" in name else ""
            if not other and not (src / name).exists():
                yield f'{relative}: "{name}" does not name its room'
            elif room and other != room and other not in ROOMS[room]:
                yield f"{relative}: {room} may not know {other or 'the session'}"


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        (src / "model").mkdir()
        (src / "model" / "a.c").write_text('#include "store/store.h"\n#include <gtk/gtk.h>\n#include "a.h"\n')
        found = list(breaches(src))
    return 0 if len(found) == 3 else 1


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    found = list(breaches(pathlib.Path(sys.argv[1]) / "src"))
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
