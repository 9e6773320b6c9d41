#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli with a clock that is wrong, and right again: what it collected meanwhile changes no fact. And
where the clock is right and the hours are not: daylight saving time that comes and goes, and midnight."""

import os
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import demo_history
from support import Cli, check, check_equal, check_sentence, from_iso, run_tap, to_iso

HOUR = 3600 * 1000
DAY = 24 * HOUR
NOW = demo_history.NOW
first = Cli()
demo = demo_history.DemoServer(first)


def create(server=demo):
    cli = Cli()
    demo_history.add_demo_sources(cli, server)
    return cli


def collect_at(server, *times, accept=(0, 4, 5), after=None):
    """A history of looks at these times by the clock, after those of another one."""
    cli = create(server)
    if after:
        shutil.copytree(after.folder / "data", cli.folder / "data", dirs_exist_ok=True)
    (cli.folder / "config/parlance/parlance.conf").open("a").write("[Collecting]\nkeep-days=130\n")
    for time in times:
        said = cli.collect(time, accept=accept)
        for sentence in said.text.splitlines():
            check("CRITICAL" not in sentence and "Sanitizer" not in sentence, sentence)
    return cli


def list_differences(found, expected):
    """Names of facts of which only one has it, or that have another number or claim."""
    sides = [{(each["id"], *sorted(each["subject"].items())):
              {name: value for name, value in each.items() if name not in ("caveats", "freshness")}
              for each in side.document["facts"]} for side in (found, expected)]
    return [f"{key}: {sides[1].get(key)} became {sides[0].get(key)}"
            for key in sorted({**sides[0], **sides[1]}, key=str) if sides[0].get(key) != sides[1].get(key)]


looked = collect_at(demo, NOW)
right = collect_at(demo, NOW + HOUR, after=looked).facts(NOW + HOUR)


def check_undisturbed(what, *wrong, after=None):
    """That looks at wrong times before the next that is right change no fact."""
    disturbed = collect_at(demo, *wrong, NOW + HOUR, after=after)
    differences = list_differences(disturbed.facts(NOW + HOUR), right)
    check(not differences, f"{what}: {len(differences)} facts differ:\n" + "\n".join(differences[:12]))
    disturbed.close()


def test_year_ahead_first():
    check_undisturbed("a year ahead at the first look", NOW + 365 * DAY, NOW)


def test_year_back_first():
    """Windows end before they begin."""
    check_undisturbed("a year back at the first look", NOW - 365 * DAY, NOW)


def test_said():
    cli = collect_at(demo, after=looked)
    behind = cli.collect(NOW - 365 * DAY, accept=(5,))
    for source in ("updates", "speed"):
        check_sentence(behind.complaints(source)[0], "clock says 2025-11-21", "data of 2026-11-21")
    check_equal(len(behind.text.splitlines()), 2, "sentences")
    cli.close()
    fresh = collect_at(demo, NOW - 365 * DAY, accept=(4,))
    check_sentence(fresh.collect(NOW - 365 * DAY, accept=(4,)).complaints("updates")[0], "lie in the future", "clock")
    fresh.close()


def test_to_and_fro():
    check_undisturbed("to and fro", NOW + 365 * DAY, NOW - 365 * DAY, NOW + 2 * DAY, NOW - DAY, after=looked)


def check_begins_day(seconds, zone, what):
    before, then = (datetime.fromtimestamp(each, zone).date() for each in (seconds - 0.001, seconds))
    check(before < then, f"{what} does not begin a day: {datetime.fromtimestamp(seconds, zone)}")


def check_zone(*changes):
    """Zones and times: right before, at and after a change of the hours there, only what is told as a calendar
    day may depend on the zone, and begins with a day there."""
    times = [(zone, from_iso(change) + since) for zone, change in changes for since in (-1, 0, HOUR)]
    server = demo_history.DemoServer(first, now=to_iso(times[-1][1]))
    try:
        os.environ["TZ"] = times[0][0]
        cli = collect_at(server, *(time + since for _, time in times[1::3] for since in (-1, HOUR)))
        for zone, time in times:
            os.environ["TZ"] = zone
            here = cli.facts(time)
            os.environ["TZ"] = "UTC"
            elsewhere = cli.facts(time)
            days = {each["id"] for each, other in zip(here.document["facts"], elsewhere.document["facts"])
                    if each["unit"] == "time" and each.get("value") != other.get("value")}
            here.check_same(elsewhere, f"{zone} at {to_iso(time)}", wanted=lambda fact: fact["id"] not in days)
            for fact in here.document["facts"]:
                if fact["id"] in days:
                    check_begins_day(from_iso(fact["value"]) / 1000, ZoneInfo(zone), fact["id"])
        cli.close()
    finally:
        os.environ["TZ"] = "UTC"
        server.stop()


def test_hour_twice():
    check_zone(("Europe/Berlin", "2026-10-25T01:00:00Z"))


def test_hour_missing():
    check_zone(("Europe/Berlin", "2026-03-29T01:00:00Z"))


def test_midnight_missing():
    check_zone(("America/Sao_Paulo", "2018-11-04T03:00:00Z"))


def test_midnight_twice():
    check_zone(("America/Sao_Paulo", "2019-02-17T02:00:00Z"))


def test_midnight():
    check_zone(("Europe/Berlin", "2026-11-20T23:00:00Z"), ("UTC", "2026-11-21T00:00:00Z"))


run_tap([(name[5:].replace("_", " "), function) for name, function in list(globals().items()) if name.startswith("test_")])
demo.stop()
looked.close()
first.close()
