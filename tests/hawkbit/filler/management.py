# SPDX-License-Identifier: GPL-3.0-or-later
"""The operator's side of hawkBit: its Management API, as far as the story needs it."""

import base64
import time

from .rest import Rest

WAIT_SECONDS = 60


def equal_groups(names):
    """Groups of the same size. Each takes its part of what those before it left over: 25, 33.3, 50
    and 100 per cent. The next one opens when half of a group has finished."""
    return [
        {
            "name": name,
            "description": name,
            "targetPercentage": 100 / (len(names) - index),
            "successCondition": {"condition": "THRESHOLD", "expression": "50"},
            "successAction": {"action": "NEXTGROUP", "expression": ""},
            "errorCondition": {"condition": "THRESHOLD", "expression": "60"},
            "errorAction": {"action": "PAUSE", "expression": ""},
        }
        for index, name in enumerate(names)
    ]


class Operator:
    def __init__(self, url, user, password):
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._rest = Rest(url, f"Basic {token}")

    def allow_gateway(self, key):
        """Lets every device in that shows this token."""
        self._configure("authentication.gatewaytoken.key", key)
        self._configure("authentication.gatewaytoken.enabled", True)

    def _configure(self, key, value):
        self._rest.put(f"/rest/v1/system/configs/{key}", {"value": value})

    def create_release(self, version):
        """One distribution set “camera” of that version; returns its number."""
        module = self._rest.post(
            "/rest/v1/softwaremodules", [{"name": "firmware", "version": version, "type": "os"}]
        )[0]
        release = self._rest.post(
            "/rest/v1/distributionsets",
            [
                {
                    "name": "camera",
                    "version": version,
                    "type": "os",
                    "modules": [{"id": module["id"]}],
                }
            ],
        )[0]
        return release["id"]

    def create_targets(self, devices):
        self._rest.post(
            "/rest/v1/targets",
            [{"controllerId": device.id, "name": f"Camera {device.id}"} for device in devices],
        )

    def assign(self, release_id, device_ids):
        self._rest.post(
            f"/rest/v1/distributionsets/{release_id}/assignedTargets",
            [{"id": device} for device in device_ids],
        )

    def cancel(self, device, action):
        self._rest.delete(f"/rest/v1/targets/{device}/actions/{action}")

    def security_tokens(self):
        """The secret of every target: what nobody else may keep."""
        answer = self._rest.get("/rest/v1/targets?limit=500&sort=id:ASC")
        return [target["securityToken"] for target in answer["content"]]

    def start_rollout(self, name, release_id, group_names):
        """Makes a rollout to all targets and starts it; returns its number."""
        body = {
            "name": name,
            "description": name,
            "distributionSetId": release_id,
            "targetFilterQuery": "controllerId==*",
            "groups": equal_groups(group_names),
        }
        rollout = self._rest.post("/rest/v1/rollouts", body)["id"]
        path = f"/rest/v1/rollouts/{rollout}"
        self._wait_for(path, "ready")
        self._rest.post(f"{path}/start")
        return rollout

    def pause(self, rollout):
        """Halts it, and waits until the server says so."""
        path = f"/rest/v1/rollouts/{rollout}"
        self._rest.post(f"{path}/pause")
        self._wait_for(path, "paused")

    def groups(self, rollout):
        """[{"id", "name", "total"}] in their order."""
        path = f"/rest/v1/rollouts/{rollout}/deploygroups?limit=500&sort=id:ASC"
        return [
            {"id": group["id"], "name": group["name"], "total": group["totalTargets"]}
            for group in self._rest.get(path)["content"]
        ]

    def wait_for_group(self, rollout, group):
        """Until the group has begun; returns the devices in it."""
        path = f"/rest/v1/rollouts/{rollout}/deploygroups/{group}"
        self._wait_for(path, "running")
        answer = self._rest.get(f"{path}/targets?limit=500&sort=id:ASC")
        return [target["controllerId"] for target in answer["content"]]

    def _wait_for(self, path, status):
        deadline = time.monotonic() + WAIT_SECONDS
        while (found := self._rest.get(path)["status"]) != status:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} is still {found}, not {status}, after {WAIT_SECONDS} s")
            time.sleep(0.2)
