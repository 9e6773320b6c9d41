# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which everything happens, and the ledger of it.

provision   every device gets its first release
roll out    2.4.0 to all, group by group; devices finish, fail, wait, are called off
hotfix      2.4.1 by hand, outside of any rollout, also to one whose 2.4.0 is still open
again       two that failed go back to their release by hand, and try 2.4.0 once more
late        (on command) those that held back report how it ended
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from . import plan
from .device import Camera, connect, now
from .ledger import Attempt, Ledger
from .management import Operator
from .plan import Step, fail

GATEWAY_TOKEN = "only-for-tests"
THREADS = 8


class Story:
    def __init__(self, url, user, password, tenant, ledger):
        rest = connect(url, GATEWAY_TOKEN)
        self._camera = lambda device: Camera(rest, tenant, device)
        self._operator = Operator(url, user, password)
        self._ledger = ledger
        self._releases = {}

    def fill(self):
        """Everything but the late reports, into an empty server."""
        devices = plan.fleet()
        self._ledger.devices = [
            {"id": each.id, "class": each.device_class, "site": each.site} for each in devices
        ]
        self._introduce(devices)
        for release in (plan.OLD, plan.BEFORE):
            chosen = [each for each in devices if each.release == release]
            self._assign(release, [(each, Step("finish")) for each in chosen])
        self._roll_out(devices)
        self._hotfix(devices)
        self._try_again(devices)

    def late(self):
        """Those that held back report how it ended."""
        waiting = [each for each in self._ledger.attempts if each.later is not None]
        self._for_each(waiting, self._report_late)

    def _introduce(self, devices):
        self._operator.allow_gateway(GATEWAY_TOKEN)
        self._releases = {each: self._operator.create_release(each) for each in plan.RELEASES}
        self._operator.create_targets(devices)
        self._for_each(
            devices,
            lambda each: self._camera(each.id).introduce(
                {"hw": each.device_class, "site": each.site}
            ),
        )

    def _assign(self, release, steps):
        """Asks for a release by hand, and plays it; steps are (device, step)."""
        self._operator.assign(self._releases[release], [device.id for device, _ in steps])
        asked = now()
        self._for_each(steps, lambda each: self._play(each[0], each[1], release, asked))

    def _roll_out(self, devices):
        by_id = {each.id: each for each in devices}
        number = self._operator.start_rollout(plan.ROLLOUT, self._releases[plan.WAVE], plan.GROUPS)
        groups = self._operator.groups(number)
        self._ledger.rollouts.append(
            {"id": number, "name": plan.ROLLOUT, "release": plan.WAVE, "groups": groups}
        )
        for group in groups:
            members = [by_id[each] for each in self._operator.wait_for_group(number, group["id"])]
            asked = now()
            self._for_each(
                members,
                lambda each: self._play(
                    each, each.step, plan.WAVE, asked, plan.ROLLOUT, group["name"]
                ),
            )

    def _hotfix(self, devices):
        """Six that have 2.4.0, two where it failed, and one where it is still open: that one is
        called off by the server when the next is asked for, and the device agrees."""
        finished = [each for each in devices if each.step.act == "finish"]
        failed = [each for each in devices if each.step.cause == "verify"]
        waiting = [each for each in devices if each.step == Step("wait")]
        self._operator.assign(self._releases[plan.HOTFIX], [waiting[0].id])
        self._confirm_cancel(self._ledger.of_device(waiting[0].id)[-1])
        steps = [(each, Step("finish")) for each in finished[:4] + failed[:1] + waiting[:1]]
        steps += [
            (finished[4], fail("battery")),
            (finished[5], Step("cancel")),
            (failed[1], fail("verify")),
        ]
        self._assign(plan.HOTFIX, steps)

    def _try_again(self, devices):
        """hawkBit ignores a release that is asked for twice in a row: something lies between."""
        chosen = [each for each in devices if each.step.cause == "network"][:2]
        for each in chosen:
            self._assign(each.release, [(each, Step("finish"))])
        self._assign(plan.WAVE, [(chosen[0], Step("finish")), (chosen[1], fail("network", 1))])

    def _for_each(self, things, work):
        """All at once, a few at a time; the first error ends the story."""
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, things))

    def _play(self, device, step, release, asked, rollout=None, group=None):
        camera = self._camera(device.id)
        action, _ = camera.poll()
        before = self._ledger.of_device(device.id)
        attempt = Attempt(
            device.id,
            device.device_class,
            device.site,
            self._ledger.installed(device.id),
            release,
            action,
            asked,
            rollout=rollout,
            group=group,
            retry=any(each.release_to == release for each in before),
            later=None if step.later is None else asdict(step.later),
        )
        self._ledger.add(attempt)
        self._act(camera, attempt, step)

    def _act(self, camera, attempt, step):
        if step.act in ("finish", "fail", "download"):
            camera.retrieve(attempt.action)
            camera.proceed(attempt.action, "Downloading 40 %")
        if step.warned:
            camera.warn(
                attempt.action, "Download failed: curl error 28 (timeout was reached), trying again"
            )
        if step.act in ("finish", "fail"):
            self._close(camera, attempt, step)
        if step.act in ("cancel", "canceling"):
            self._operator.cancel(attempt.device, attempt.action)
        if step.act == "cancel":
            self._confirm_cancel(attempt)

    def _close(self, camera, attempt, step):
        attempt.reported = camera.close(attempt.action, step.act == "finish", step.details)
        attempt.outcome = "succeeded" if step.act == "finish" else "failed"
        attempt.cause = step.cause
        attempt.details = list(step.details)

    def _confirm_cancel(self, attempt):
        camera = self._camera(attempt.device)
        _, cancel = camera.poll()
        attempt.reported = camera.confirm_cancel(cancel)
        attempt.outcome = "cancelled"

    def _report_late(self, attempt):
        step = Step(**attempt.later)
        attempt.later = None
        self._close(self._camera(attempt.device), attempt, step)


def fill(url, user, password, tenant, path):
    """Fills an empty server and writes the ledger to path; returns the ledger."""
    ledger = Ledger()
    Story(url, user, password, tenant, ledger).fill()
    ledger.write(path)
    return ledger


def late(url, user, password, tenant, path):
    """Plays the late reports and writes the ledger again; returns the ledger."""
    ledger = Ledger.read(path)
    Story(url, user, password, tenant, ledger).late()
    ledger.write(path)
    return ledger
