#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parlance as the desktop starts it, on a bus and a display of its own: a search, a result, and a notification's
action while no Parlance runs.

Usage: with-display.sh test-bus.py PARLANCE SERVICE_FILE
"""
import csv
import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from support import Cli, check, run_tap, skip_all

BUS = "org.parlance.Parlance"
PATH = "/org/parlance/Parlance"
SEARCH = "org.gnome.Shell.SearchProvider2."
GOLDEN = pathlib.Path(__file__).parents[2] / "fixtures/counts/golden.csv"


def call(path, method, *arguments, destination=BUS):
    done = subprocess.run(["gdbus", "call", "--session", "--timeout", "60", "--dest", destination, "--object-path", path,
                           "--method", method, *arguments], capture_output=True, text=True, check=False)
    check(done.returncode == 0, f"{method} ended with {done.returncode}: {done.stderr}")
    return done.stdout.strip()


def is_running():
    return "true" in call("/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", BUS,
                          destination="org.freedesktop.DBus")


def wait_for(what, is_true):
    end = time.monotonic() + 60
    while not is_true():
        check(time.monotonic() < end, f"{what}: not within a minute")
        time.sleep(0.1)


def has_window():
    done = subprocess.run(["gdbus", "introspect", "--session", "--dest", BUS, "--object-path", f"{PATH}/window/1"],
                          capture_output=True, text=True, check=False)
    return "org.gtk.Actions" in done.stdout


def quit_parlance():
    call(PATH, "org.gtk.Actions.Activate", "quit", "[]", "{}")
    wait_for("quit", lambda: not is_running())


def fill_history(cli):
    """The golden counts, as if their last day were yesterday."""
    with GOLDEN.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    last = max(datetime.date.fromisoformat(row["day"]) for row in rows)
    shift = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1) - last
    path = cli.folder / "counts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "day": datetime.date.fromisoformat(row["day"]) + shift})
    cli.run("source", "add", "counts", "--kind", "counts", "--file", str(path))
    cli.run("collect")


def write_bus(cli):
    """A bus that starts nothing but Parlance: no portal of the machine's."""
    path = cli.folder / "bus.conf"
    path.write_text(f"""<busconfig><type>session</type><listen>unix:tmpdir={cli.folder}</listen>
        <servicedir>{cli.folder}/data/dbus-1/services</servicedir>
        <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
        <allow own="*"/></policy></busconfig>""")
    return path


def install_service(cli, program, service):
    """What meson installs, but for where the program lies."""
    folder = cli.folder / "data" / "dbus-1" / "services"
    folder.mkdir(parents=True)
    text, n = re.subn(r"^Exec=\S*/parlance ", f"Exec={program} ", pathlib.Path(service).read_text(), flags=re.M)
    check(n == 1, f"the service file starts no parlance: {text}")
    (folder / f"{BUS}.service").write_text(text)


def test_search():
    check(not is_running(), "Parlance runs before anybody asked for it")
    found = call(f"{PATH}/SearchProvider", SEARCH + "GetInitialResultSet", "['failed', 'updates']")
    ids = re.findall(r"'([^']+)'", found)
    check(ids and ids[0].startswith("ota-failure"), f"found {found}")
    metas = call(f"{PATH}/SearchProvider", SEARCH + "GetResultMetas", f"['{ids[0]}']")
    check(re.search(r"'name': <[\"'][^>]*updates failed", metas), f"described as {metas}")
    nothing = call(f"{PATH}/SearchProvider", SEARCH + "GetSubsearchResultSet", f"['{ids[0]}']", "['submarine']")
    check("ota" not in nothing, f"found {nothing}")
    check(is_running(), "Parlance has not waited for the next word")
    check(not has_window(), "a search has opened a window")


def test_result():
    call(f"{PATH}/SearchProvider", SEARCH + "ActivateResult", "ota-failure-rate", "['failed']", "uint32 0")
    wait_for("a window", has_window)
    quit_parlance()


def test_notification():
    check(not is_running(), "Parlance still runs")
    call(PATH, "org.freedesktop.Application.ActivateAction", "show-sources", "[]", "{}")
    wait_for("a window", has_window)
    quit_parlance()


def main():
    if "DISPLAY" not in os.environ:
        skip_all("Xvfb is not installed")
    for program in "dbus-daemon", "gdbus":
        if shutil.which(program) is None:
            skip_all(f"{program} is not installed")
    cli = Cli()
    os.environ.update(cli.environment())
    install_service(cli, sys.argv[1], sys.argv[2])
    fill_history(cli)
    bus = subprocess.Popen(["dbus-daemon", f"--config-file={write_bus(cli)}", "--nofork", "--print-address=1"],
                           stdout=subprocess.PIPE, text=True)
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    run_tap([("a search starts Parlance and finds the sentence", test_search),
             ("a result opens the window", test_result),
             ("an action of a notification works after it has quit", test_notification)])
    bus.terminate()
    bus.wait()
    cli.close()


main()
