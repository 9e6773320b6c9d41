#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a new user through the real program, with real keys alone, and what a screen reader is told on it: the
AT-SPI tree over a bus of its own. Nothing is written to standard error on all of it.

Usage: with-display.sh test-keyboard.py PARLANCE
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from support import check, run_tap, skip_all

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher")
ACCESSIBLE = "org.a11y.atspi.Accessible."
ROOT = "/org/a11y/atspi/accessible/root"
# Roles that are acted on, as AT-SPI numbers them.
CONTROLS = {7: "check box", 8: "check menu item", 11: "combo box", 32: "list item", 35: "menu item", 37: "tab",
            43: "button", 44: "radio button", 45: "radio menu item", 51: "slider", 52: "spin button", 56: "cell",
            57: "column header", 62: "toggle button", 79: "entry", 88: "link"}
HEADING = 83
FOCUSED = 1 << 12
ITEM = re.compile(r"\(\('?:[\d.]+', (?:objectpath )?'(?P<path>[^']+)'\), \(.*?\), \(.*?\), -?\d+, -?\d+, \[[^]]*\], "
                  r"(?P<name>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"), (?:uint32 )?(?P<role>\d+), "
                  r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"), \[(?:uint32 )?(?P<states>\d+), \d+\]\)")


class Node:
    def __init__(self, match):
        self.path = match["path"]
        self.name = match["name"][1:-1]
        self.role = int(match["role"])
        self.states = int(match["states"])


class Desk:
    """A bus, the screen readers' bus beside it, and Parlance on both."""

    def __init__(self, program):
        self._folder = tempfile.TemporaryDirectory(prefix="parlance-keyboard-")
        folder = Path(self._folder.name)
        self._environment = {**os.environ, "GTK_A11Y": "atspi", "XDG_RUNTIME_DIR": str(folder),
                             **{f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}}
        settings = folder / "CONFIG" / "parlance" / "parlance.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text("[Window]\ntour-seen=true\ntargets-asked=true\n")
        (folder / "bus.conf").write_text(f"""<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen>
            <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
            <allow own="*"/></policy></busconfig>""")
        self._started = []
        bus = self._start("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address=1",
                          stdout=subprocess.PIPE)
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self._start(next(filter(os.path.exists, LAUNCHERS)), "--launch-immediately")
        self._address = None
        wait_for("the screen readers' bus", self._find_address)
        self.errors = folder / "errors"
        with self.errors.open("w") as errors:
            self.program = self._start(program, stderr=errors)
        self._name = None
        wait_for("Parlance on the screen readers' bus", self._find_program)

    def _start(self, *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        started = subprocess.Popen(command, env=self._environment, stdout=stdout, stderr=stderr, text=True)
        self._started.append(started)
        return started

    def _call(self, name, path, method, *arguments):
        where = ["--address", self._address] if self._address else ["--session"]
        return subprocess.run(["gdbus", "call", *where, "--timeout", "30", "--dest", name, "--object-path", path,
                               "--method", method, *arguments], capture_output=True, text=True, check=False,
                              env=self._environment).stdout

    def _find_address(self):
        found = re.search(r"'(unix:[^']+)'", self._call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress"))
        self._address = found and found[1]
        return found

    def _find_program(self):
        found = re.search(r"':[\d.]+'", self._call("org.a11y.atspi.Registry", ROOT, ACCESSIBLE + "GetChildren"))
        self._name = found and found[0].strip("'")
        return found

    def _list_children(self, path):
        return re.findall(r"'(/org/[^']+)'", self._call(self._name, path, ACCESSIBLE + "GetChildren"))

    def read(self):
        """All that is told. GTK has a node only when somebody asked for it, so all are asked for."""
        seen, fresh = {ROOT}, [ROOT]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            while fresh:
                found = {path for paths in pool.map(self._list_children, fresh) for path in paths}
                fresh = list(found - seen)
                seen |= found
        items = self._call(self._name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache.GetItems")
        nodes = [Node(match) for match in ITEM.finditer(items) if match["path"] in seen]
        check(nodes, f"nothing is told: {items[:300]}")
        return nodes

    def get_focus(self):
        items = self._call(self._name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache.GetItems")
        return [node for node in map(Node, ITEM.finditer(items)) if node.states & FOCUSED and node.role in CONTROLS]

    def is_seen(self, node):
        box = self._call(self._name, node.path, "org.a11y.atspi.Component.GetExtents", "uint32 1")
        found = re.search(r"\(\(?(-?\d+), (-?\d+), (\d+), (\d+)\)", box)
        return bool(found and int(found[3]) > 0 and int(found[4]) > 0)

    def name_parents(self, node):
        """For who looks for the fault."""
        names, path = [], node.path
        for _ in range(4):
            said = self._call(self._name, path, "org.freedesktop.DBus.Properties.Get", "org.a11y.atspi.Accessible", "Parent")
            found = re.search(r"'(/org/[^']+)'", said)
            if not found:
                break
            path = found[1]
            said = self._call(self._name, path, "org.freedesktop.DBus.Properties.Get", "org.a11y.atspi.Accessible", "Name")
            names.append(said.strip()[3:-4])
        return " < ".join(names)

    def take_focus(self):
        """Nobody else manages the windows here."""
        def find():
            return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Parlance$"], capture_output=True,
                                  text=True, check=False, env=self._environment).stdout.split()
        wait_for("a window", find)
        subprocess.run(["xdotool", "windowfocus", find()[-1]], check=True, env=self._environment)

    def press(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "60", *keys], check=True, env=self._environment)
        time.sleep(0.4)

    def close(self):
        for started in reversed(self._started):
            started.terminate()
            started.wait()
        self._folder.cleanup()


def wait_for(what, is_true):
    end = time.monotonic() + 60
    while not is_true():
        check(time.monotonic() < end, f"{what}: not within a minute")
        time.sleep(0.2)


JOURNEY = (
    # what is done, the keys, a name that is told then
    ("the executives' board", ["ctrl+3"], r"updates failed, up"),
    ("the engineers' board", ["ctrl+1"], r"First-attempt OTA failure"),
    ("the menu", ["F10"], r"Preferences"),
    ("the menu closed", ["Escape"], None),
    ("the page to export", ["ctrl+e"], r"Save…|Save Page"),
    ("the page left", ["Escape"], None),
    ("a question", ["ctrl+k"], r"Ask"),
    ("the question left", ["Escape"], None),
    ("preferences", ["ctrl+comma"], r"Promises|What you have promised"),
    ("preferences left", ["Escape"], None),
    ("the board in front of a room", ["F11", "Right"], r"\d of \d"),
    ("the room left", ["Escape"], None),
)


def focus_on(desk, name):
    """Presses Tab until what has that name has the focus."""
    for _ in range(60):
        if any(re.search(name, node.name) for node in desk.get_focus()):
            return
        desk.press("Tab")
    check(False, f"Tab never came to {name}: {[node.name for node in desk.get_focus()]}")


def check_names(desk, where):
    nodes = desk.read()
    nameless = [f"{CONTROLS[node.role]} “{node.name}” in {desk.name_parents(node)}" for node in nodes
                if node.role in CONTROLS and re.match(r"$|Gtk|Adw|Parl", node.name) and desk.is_seen(node)]
    check(not nameless, f"{where}: without a name: {', '.join(nameless)}")


def test_open(desk):
    focus_on(desk, "Open the Demo Fleet")
    check_names(desk, "first run")
    desk.press("Return")
    wait_for("the demo's boards", lambda: any(node.role == HEADING for node in desk.read()))


def create_step(desk, where, keys, name):
    def test():
        desk.press(*keys)
        check(desk.program.poll() is None, f"{where}: Parlance has ended")
        if name:
            wait_for(where, lambda: any(re.search(name, node.name) and desk.is_seen(node) for node in desk.read()))
            check_names(desk, where)
    return test


def test_rows(desk):
    desk.take_focus()  # as a window manager would have given it, when the presentation closed
    desk.press("ctrl+3")
    focus_on(desk, r"updates failed; we")
    desk.press("Return")
    wait_for("the fact explained", lambda: any("In everyone" in node.name and desk.is_seen(node) for node in desk.read()))
    check_names(desk, "a fact")
    focus_on(desk, r"Show the .* Rows")
    desk.press("Return")
    wait_for("rows", lambda: sum(node.role in (56, 32) for node in desk.read()) > 20)
    check_names(desk, "rows")
    desk.press("alt+Left", "alt+Left")


def test_end(desk):
    desk.press("ctrl+q")
    wait_for("the end", lambda: desk.program.poll() is not None)
    check(desk.program.returncode == 0, f"Parlance ended with {desk.program.returncode}")
    said = desk.errors.read_text(encoding="utf-8")
    check(not said, f"standard error is not empty: {said[:2000]}")


def main():
    if "DISPLAY" not in os.environ:
        skip_all("Xvfb is not installed")
    for program in "dbus-daemon", "gdbus", "xdotool":
        if shutil.which(program) is None:
            skip_all(f"{program} is not installed")
    if not any(map(os.path.exists, LAUNCHERS)):
        skip_all("at-spi2-core is not installed")
    desk = Desk(sys.argv[1])
    desk.take_focus()
    run_tap([("the demo", lambda: test_open(desk)),
             *((where, create_step(desk, where, keys, name)) for where, keys, name in JOURNEY),
             ("the rows behind a fact", lambda: test_rows(desk)),
             ("no warning up to the end", lambda: test_end(desk))])
    desk.close()


main()
