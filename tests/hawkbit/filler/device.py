# SPDX-License-Identifier: GPL-3.0-or-later
"""A device's side of hawkBit: its Direct Device Integration API with a gateway token."""

import re
import time
from urllib.parse import quote

from .rest import Rest


def connect(url, gateway_token):
    """One Rest that all devices may share; each thread has its own connection in it."""
    return Rest(url, f"GatewayToken {gateway_token}")


def now():
    return int(time.time() * 1000)


class Camera:
    def __init__(self, rest, tenant, device_id):
        self._rest = rest
        self._path = f"/{tenant}/controller/v1/{quote(device_id)}"

    def introduce(self, attributes):
        """Asks for work once, as at its first start, and says what it is."""
        self._rest.get(self._path)
        self._rest.put(
            f"{self._path}/configData",
            {
                "id": "",
                "status": _status("closed", "success", ()),
                "data": attributes,
                "mode": "merge",
            },
        )

    def poll(self):
        """The numbers of the update and of the cancellation that wait for it: (update, cancel)."""
        links = self._rest.get(self._path).get("_links", {})
        return _number(links, "deploymentBase"), _number(links, "cancelAction")

    def retrieve(self, action):
        self._rest.get(f"{self._path}/deploymentBase/{action}")

    def proceed(self, action, *details):
        self._feedback("deploymentBase", action, "proceeding", "none", details)

    def warn(self, action, *details):
        """Says that something went wrong, and goes on."""
        self._feedback("deploymentBase", action, "proceeding", "failure", details)

    def close(self, action, success, details):
        """The last word on an update; returns [before, after] the request."""
        before = now()
        self._feedback(
            "deploymentBase", action, "closed", "success" if success else "failure", details
        )
        return [before, now()]

    def confirm_cancel(self, action):
        """Agrees that the update is called off; returns [before, after] the request."""
        before = now()
        self._feedback("cancelAction", action, "closed", "success", ("Update called off",))
        return [before, now()]

    def _feedback(self, kind, action, execution, finished, details):
        self._rest.post(
            f"{self._path}/{kind}/{action}/feedback",
            {"id": str(action), "status": _status(execution, finished, details)},
        )


def _status(execution, finished, details):
    return {"execution": execution, "result": {"finished": finished}, "details": list(details)}


def _number(links, name):
    """…/deploymentBase/17?c=-3 -> 17"""
    if name not in links:
        return None
    return int(re.search(rf"/{name}/(\d+)", links[name]["href"]).group(1))
