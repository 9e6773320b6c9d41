# SPDX-License-Identifier: GPL-3.0-or-later
"""Who the devices are, and how each of their updates will go. Pure: no clock, no I/O, and the same
seed gives the same fleet. The numbers are exact, so that a test can be read without running it.

    120 devices: 70 begin with 2.3.4, 50 with 2.2.1
    rollout of 2.4.0 to all, in four groups:      v2.3   v2.2
        failed, of which                            16      6
          disk-space                                 9      1
          battery                                    2      1
          network                                    2      2
          boot-rollback                              1      0
          verify                                     1      1
          unknown                                    1      1
        fail later, on command                       2      1
        finish later, on command                     0      1
        called off                                   2      1
        being called off, no answer yet              0      1
        stay open                                    3      2
        finished                                    47     37
"""

import random
from dataclasses import dataclass, field

SEED = 20231
OLD, BEFORE, WAVE, HOTFIX = "2.2.1", "2.3.4", "2.4.0", "2.4.1"
RELEASES = (OLD, BEFORE, WAVE, HOTFIX)
CLASSES = ("bullet", "dome", "ptz")
SITES = ("depot", "harbour", "north gate", "south gate")
GROUPS = ("canary", "pilot", "wave 1", "wave 2")
ROLLOUT = "2.4.0 wave"

# What a device says when an update fails, by the cause that a person would read out of it. Each
# list is the details of one report; an empty one is a device that says nothing at all.
REPORTS = {
    "disk-space": (
        ["Started installation", "Not enough disk space on /data: 1843 MB needed, 912 MB free"],
        ["write /data/update.raucb: No space left on device"],
    ),
    "battery": (["Battery too low: 11 %, at least 30 % needed to install"],),
    "network": (
        ["Started download", "Download failed: curl error 28 (timeout was reached)"],
        ["curl: (28) Operation timed out after 300000 milliseconds with 81920 bytes received"],
    ),
    "boot-rollback": (["New slot B did not boot three times, rolled back to slot A"],),
    "verify": (["Checksum mismatch: sha256 of rootfs.img differs from the manifest"],),
    "unknown": ([], ["Update failed: reason 17"]),
}


@dataclass(frozen=True)
class Step:
    """How one update of one device goes.

    act      finish, fail, cancel (called off, and the device confirms), canceling (called off, no
             answer), download (says that it has begun, no more), wait (never asks for it)
    cause    expected cause code of a failure
    details  what the device says with its last report; with warned, after a warning of another kind
    later    the step that is played on command, if it stays open until then
    """

    act: str
    cause: str | None = None
    details: tuple = ()
    warned: bool = False
    later: "Step | None" = None


@dataclass
class Device:
    id: str
    device_class: str
    site: str
    release: str  # what it begins with
    step: Step = field(default_factory=lambda: Step("finish"))  # how the rollout goes for it


def fail(cause, number=0, **more):
    """A failure; number chooses among the reports of that cause."""
    reports = REPORTS[cause]
    return Step("fail", cause, tuple(reports[number % len(reports)]), **more)


def fleet():
    """All devices, each with how the rollout will go for it."""
    chance = random.Random(SEED)
    steps = {BEFORE: _steps_of_before(), OLD: _steps_of_old()}
    for each in steps.values():
        chance.shuffle(each)
    begin = [release for release, each in steps.items() for _ in each]
    chance.shuffle(begin)
    return [
        Device(
            f"cam-{index:03}",
            CLASSES[index % len(CLASSES)],
            SITES[index // len(CLASSES) % len(SITES)],
            release,
            steps[release].pop(),
        )
        for index, release in enumerate(begin)
    ]


def _steps_of_before():
    steps = [fail("disk-space", number) for number in range(9)]
    steps += [fail("battery"), fail("battery"), fail("network", 0), fail("network", 1)]
    # The most specific report decides: a warning about the network before it is no cause.
    steps += [fail("boot-rollback"), fail("verify", warned=True)]
    steps += [fail("unknown", 0)]
    steps += [Step("download", later=fail("disk-space")), Step("wait", later=fail("unknown"))]
    steps += [Step("cancel"), Step("cancel")]
    steps += [Step("wait"), Step("wait"), Step("download")]
    return _filled_up(steps, 70)


def _steps_of_old():
    steps = [fail("disk-space", 1), fail("battery"), fail("network", 0), fail("network", 1)]
    steps += [fail("verify"), fail("unknown", 1)]
    steps += [Step("wait", later=fail("network")), Step("download", later=Step("finish"))]
    steps += [Step("cancel"), Step("canceling")]
    steps += [Step("wait"), Step("download")]
    return _filled_up(steps, 50)


def _filled_up(steps, count):
    """The others finish, one of them after a warning."""
    finished = count - len(steps)
    return steps + [Step("finish", warned=True)] + [Step("finish")] * (finished - 1)
