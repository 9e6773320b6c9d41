#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a start takes, from exec to the first painted window, and how much memory it needs: of
Parlance without a source and on a collected history, beside a bare libadwaita window.

    bench-start.py PARLANCE BARE-WINDOW     on $DISPLAY, without a window manager

Looks from outside, at the pixels that the X server holds; the programs know nothing of it. Rounds
alternate, so that all see the same machine; the medians are printed as ratios to the bare window.
"""
import ctypes
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parent.parent / room) for room in ("support", "cli")]
ROUNDS = 9
PATIENCE = 60  # seconds
SETTLE = 2  # seconds after the first frame at which memory is read
AIM = 1.2


class Image(ctypes.Structure):
    """The beginning of an XImage."""
    _fields_ = [(name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")]
    _fields_ += [("data", ctypes.c_void_p)]


class Attributes(ctypes.Structure):
    """An XWindowAttributes."""
    _fields_ = [(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")]
    _fields_ += [("visual", ctypes.c_void_p), ("root", ctypes.c_ulong)]
    _fields_ += [(name, ctypes.c_int) for name in ("klass", "bit_gravity", "win_gravity", "backing")]
    _fields_ += [("planes", ctypes.c_ulong), ("pixel", ctypes.c_ulong), ("under", ctypes.c_int),
                 ("colormap", ctypes.c_ulong), ("installed", ctypes.c_int), ("state", ctypes.c_int),
                 ("masks", ctypes.c_long * 3), ("redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]


class Screen:
    """What an X server shows, as far as it matters here: is there anything in the middle?"""

    VIEWABLE, Z_PIXMAP, ALL_PLANES = 2, 2, ctypes.c_ulong(-1)

    def __init__(self):
        self._x = ctypes.CDLL("libX11.so.6")
        for name, kind in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultRootWindow", ctypes.c_ulong),
                           ("XGetImage", ctypes.POINTER(Image))):
            getattr(self._x, name).restype = kind
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        if not self._display:
            raise RuntimeError("no X server")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        # A window may be gone between two questions.
        self._ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self._x.XSetErrorHandler(self._ignore)

    def _list_windows(self):
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        if not self._x.XQueryTree(self._display, self._root, ctypes.byref(root), ctypes.byref(parent),
                                  ctypes.byref(children), ctypes.byref(count)):
            return []
        found = [children[i] for i in range(count.value)]
        if children:
            self._x.XFree(children)
        return found

    def _is_painted(self, attributes):
        """The root is black: any other colour in the window's middle is a frame of it."""
        image = self._x.XGetImage(self._display, self._root, attributes.x + attributes.width // 2 - 8,
                                  attributes.y + attributes.height // 2 - 8, 16, 16, self.ALL_PLANES,
                                  self.Z_PIXMAP)
        if not image:
            return False
        pixels = ctypes.string_at(image.contents.data, 16 * 16 * 4)
        self._x.XDestroyImage(image)
        return any(pixels[i] or pixels[i + 1] or pixels[i + 2] for i in range(0, len(pixels), 4))

    def has_frame(self):
        for window in self._list_windows():
            attributes = Attributes()
            if (self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(attributes))
                    and attributes.state == self.VIEWABLE and attributes.width >= 100
                    and self._is_painted(attributes)):
                return True
        return False


def read_memory(pid):
    """(peak resident, private now), in MB"""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("VmHWM", "RssAnon"))


def measure(screen, command, environment):
    """(ms to the first frame, peak resident MB, private MB)"""
    while screen.has_frame():  # of the round before
        time.sleep(0.01)
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        while not screen.has_frame():
            if process.poll() is not None or time.monotonic() - start > PATIENCE:
                raise RuntimeError(f"{command[0]} showed no window")
            time.sleep(0.001)
        painted = (time.monotonic() - start) * 1000
        time.sleep(SETTLE)
        return (painted, *read_memory(process.pid))
    finally:
        process.kill()
        process.wait()


def collect_history():
    """The environment of a user who collected an hour ago, with servers that are gone."""
    from demo_history import add_demo_sources, DemoServer
    from support import Cli

    cli = Cli()
    server = DemoServer(cli)
    add_demo_sources(cli, server)
    cli.run("collect")
    server.stop()
    return cli


def main(parlance, bare):
    screen = Screen()
    desktop = {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "GTK_USE_PORTAL": "0"}
    cli = collect_history()
    with tempfile.TemporaryDirectory(prefix="parlance-start-") as empty:
        homes = {f"XDG_{kind}_HOME": empty for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
        ways = {
            "bare window": ([bare], {**os.environ, **desktop, **homes}),
            "first run": ([parlance], {**os.environ, **desktop, **homes}),
            "with a history": ([parlance], {**cli.environment(), **desktop}),
        }
        for command, environment in ways.values():  # caches of fonts and files
            measure(screen, command, environment)
        seen = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                seen[name].append(measure(screen, *way))
    cli.close()

    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in seen.items()}
    base = medians["bare window"]
    print(f"medians of {ROUNDS} alternating runs; aim: the first frame at {AIM} x at most")
    print(f"{'':16}{'first frame':>16}{'VmHWM':>18}{'RssAnon':>18}")
    for name, row in medians.items():
        cells = [f"{value:.0f} {unit} {value / norm:5.2f} x"
                 for value, norm, unit in zip(row, base, ("ms", "MB", "MB"))]
        print(f"{name:16}{cells[0]:>16}{cells[1]:>18}{cells[2]:>18}")


if __name__ == "__main__":
    main(*sys.argv[1:])
