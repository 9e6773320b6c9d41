# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the Flatpak share: whether they can run here, and how they call programs."""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from support import Skip, check, run_tap  # noqa: E402,F401

ROOT = pathlib.Path(__file__).parents[2]
PROGRAMS = ("flatpak", "flatpak-builder", "mmdebstrap", "ostree", "bwrap", "dbus-run-session")


def need_sandbox():
    if os.geteuid() != 0:
        raise Skip("making a runtime needs root")
    for program in PROGRAMS:
        if shutil.which(program) is None:
            raise Skip(f"{program} is not installed")
    if subprocess.run(["bwrap", "--ro-bind", "/", "/", "--unshare-user", "true"], capture_output=True).returncode:
        raise Skip("bubblewrap may not make a sandbox here")


def run(*command, accept=(0,)):
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    check(done.returncode in accept, f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-1000:]}"
                                     f"{done.stderr[-2000:]}")
    return done
