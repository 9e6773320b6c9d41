#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the Flatpak against a runtime of Debian packages, installs it, and uses it in the real sandbox.

Usage: test-flatpak.py SOURCE_DIR    needs root and bubblewrap; skips with a reason without them
"""
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import time

from sandbox import ROOT, Skip, check, need_sandbox, run, run_tap

ID = "org.parlance.Parlance"
PERMISSIONS = {"shared=network;ipc;", "sockets=x11;wayland;fallback-x11;", "devices=dri;"}


def in_sandbox(script):
    return run("dbus-run-session", "flatpak", "run", "--user", "--command=sh", ID, "-c", script).stdout


def test_build():
    need_sandbox()
    run(str(ROOT / "tools" / "flatpak"), "--test-runtime")
    run("flatpak", "--user", "install", "-y", "--noninteractive", "--reinstall", str(ROOT / "parlance.flatpak"))


def test_permissions():
    need_sandbox()
    lines = run("flatpak", "--user", "info", "--show-permissions", ID).stdout.split("\n")
    found = {line for line in lines if "=" in line}
    check(found == PERMISSIONS, f"permissions are {sorted(found)}")


def test_home_is_hidden():
    need_sandbox()
    with tempfile.NamedTemporaryFile(dir=pathlib.Path.home(), prefix="parlance-secret-") as secret:
        said = in_sandbox(f"cat {secret.name} 2>&1; ls /home 2>&1; true")
    check(said.count("No such file or directory") == 2, f"the home folder can be read: {said}")


def test_pages():
    need_sandbox()
    said = in_sandbox("rm -rf $XDG_DATA_HOME/pages; mkdir -p $XDG_DATA_HOME/pages;"
                      "parlance-cli report --demo --audience all -o $XDG_DATA_HOME/pages;"
                      "for page in $XDG_DATA_HOME/pages/*.png; do wc -c <$page; done")
    sizes = [int(line) for line in said.split()]
    check(len(sizes) == 4 and min(sizes) > 50000, f"pages of {sizes} bytes")
    check("updates failed" in in_sandbox("parlance-cli report --demo --audience exec --format text"),
          "no sentence in the executive's text")


def read_screen(path):
    """Colours of an XWD file, by how many pixels have them."""
    data = path.read_bytes()
    head = struct.unpack(">25I", data[:100])
    start = head[0] + 12 * head[19]
    width, height, stride = head[4], head[5], head[12]
    counts = {}
    for y in range(0, height, 4):
        row = data[start + y * stride:start + y * stride + 4 * width]
        for x in range(0, len(row), 16):
            counts[row[x:x + 3]] = counts.get(row[x:x + 3], 0) + 1
    return counts


def test_window():
    need_sandbox()
    if shutil.which("Xvfb") is None:
        raise Skip("Xvfb is not installed")
    with tempfile.TemporaryDirectory() as folder:
        number = pathlib.Path(folder, "number")
        with number.open("w") as file:
            server = subprocess.Popen(["Xvfb", "-displayfd", str(file.fileno()), "-screen", "0", "1280x860x24",
                                       "-fbdir", folder], pass_fds=[file.fileno()], stderr=subprocess.DEVNULL)
        window = None
        try:
            while server.poll() is None and not number.read_text().strip():
                time.sleep(0.05)
            environment = dict(os.environ, DISPLAY=":" + number.read_text().strip(), GSK_RENDERER="cairo")
            window = subprocess.Popen(["dbus-run-session", "flatpak", "run", "--user", "--env=GSK_RENDERER=cairo", ID,
                                       "--demo"], env=environment, start_new_session=True,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            end = time.monotonic() + 120
            counts = {}
            # A board has text in many shades and charts in several colours; a blank or broken window has few.
            while len(counts) < 150 and window.poll() is None and time.monotonic() < end:
                time.sleep(0.5)
                counts = read_screen(pathlib.Path(folder, "Xvfb_screen0"))
            check(window.poll() is None, "the window's program has ended")
            check(len(counts) >= 150, f"the screen has only {len(counts)} colours")
        finally:
            if window is not None and window.poll() is None:
                os.killpg(window.pid, signal.SIGTERM)
                window.wait(30)
            server.terminate()
            server.wait()


run_tap([("build", test_build), ("permissions", test_permissions), ("home", test_home_is_hidden),
         ("pages", test_pages), ("window", test_window)])
