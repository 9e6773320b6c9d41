# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the Flatpak share: whether they can run here, how they call programs, and the tree as it is
built on the runtime."""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from support import Skip, check, run_tap, skip_all  # noqa: E402,F401

ROOT = pathlib.Path(__file__).parents[2]
BUILD = "build/runtime"
PROGRAMS = ("flatpak", "flatpak-builder", "mmdebstrap", "ostree", "bwrap", "dbus-run-session")


def need_sandbox():
    if os.geteuid() != 0:
        skip_all("making a runtime needs root")
    for program in PROGRAMS:
        if shutil.which(program) is None:
            skip_all(f"{program} is not installed")
    if subprocess.run(["bwrap", "--ro-bind", "/", "/", "--unshare-user", "true"], capture_output=True).returncode:
        skip_all("bubblewrap may not make a sandbox here")
    made = run(str(ROOT / "tests/flatpak/make-runtime"), "org.parlance.TestRuntime", "trixie", accept=(0, 77))
    if made.returncode == 77:
        skip_all("the runtime cannot be made: " + made.stderr.strip().split("\n")[-1])


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Skip(f"{program} is not installed")


def run(*command, accept=(0,), timeout=1800, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **options)
    check(done.returncode in accept, f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-1000:]}"
                                     f"{done.stderr[-2000:]}")
    return done


def in_runtime(*command, accept=(0,)):
    return run(str(ROOT / "tests/flatpak/in-runtime"), *command, accept=accept)


def configure():
    if not (ROOT / BUILD / "build.ninja").exists():
        in_runtime("meson", "setup", BUILD, "-Db_sanitize=address,undefined", "-Dwerror=true")
