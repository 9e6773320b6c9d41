# SPDX-License-Identifier: GPL-3.0-or-later
"""What was put into the server: every attempt, as the devices and the operator know it, never as
the server tells it. The one thing that is the server's own choice is who is in which group."""

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Attempt:
    """One update of one device. Times are milliseconds since the epoch, on this machine's clock."""

    device: str
    device_class: str
    site: str
    release_from: str | None  # None: its first release ever
    release_to: str
    action: int  # the server's number for it
    asked: int  # when the operator had asked for it
    outcome: str = "open"  # open, succeeded, failed, cancelled
    cause: str | None = None  # of a failure: what a person would read out of the details
    details: list = field(default_factory=list)  # what the device said at the end
    reported: list = field(default_factory=list)  # [before, after] the request that ended it
    rollout: str | None = None
    group: str | None = None
    retry: bool = False  # this device was asked to take this release before
    later: dict | None = None  # what it will do on command


class Ledger:
    def __init__(self, devices=(), rollouts=(), attempts=()):
        self.devices = list(devices)  # [{"id", "class", "site"}]
        self.rollouts = list(
            rollouts
        )  # [{"id", "name", "release", "groups": [{"id", "name", "total"}]}]
        self.attempts = list(attempts)
        self._lock = threading.Lock()

    def add(self, attempt):
        with self._lock:
            self.attempts.append(attempt)

    def installed(self, device):
        """The release that the device runs: that of its last update that succeeded, or None."""
        done = [each.release_to for each in self.of_device(device) if each.outcome == "succeeded"]
        return done[-1] if done else None

    def of_device(self, device):
        return sorted(
            (each for each in self.attempts if each.device == device), key=lambda each: each.action
        )

    def write(self, path):
        attempts = sorted(self.attempts, key=lambda each: each.action)
        content = {
            "devices": self.devices,
            "rollouts": self.rollouts,
            "attempts": [asdict(each) for each in attempts],
        }
        Path(path).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def read(cls, path):
        content = json.loads(Path(path).read_text())
        return cls(
            content["devices"],
            content["rollouts"],
            [Attempt(**each) for each in content["attempts"]],
        )
