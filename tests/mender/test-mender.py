#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Mender that lives, and lies as the real one does: what Parlance makes of it, look by look. Its
answers and Parlance's requests are held against the documents of the API all the way."""

from contextlib import closing, contextmanager

import openapi
from fake import Fake, Mender
from history import ask, outcomes, stage
from support import Cli, check, check_equal, check_sentence, from_iso, run_tap

HOUR = 3600000
DAY = 24 * HOUR
BEGIN = from_iso("2026-11-20T08:00:00Z")
FULL = "2026-11-20 09:00:00 +0000 UTC info: Rolling back\n2026-11-20 09:00:00 +0000 UTC error: No space left on device\n"
LINE = "2026-11-20 09:00:00 +0000 UTC error: Download failed: curl error 28\n"


class World:
    """A fleet of so many cameras, its server, and a Parlance that looks at it."""

    def __init__(self, devices=12, **auth):
        self.mender = Mender(BEGIN)
        self.names = [f"device-{number:04d}" for number in range(devices)]
        for number, name in enumerate(self.names):
            self.mender.add_device(name, "cam-1.0.0", device_type="nano" if number % 2 else "orin", site=f"site-{number % 3}")
        self.mender.now += HOUR
        self.fake, self.cli = Fake(self.mender), Cli()

    def add(self, *options, secret="personal-token-1", **settings):
        self.cli.add_source("mender", "mender", self.fake.url, *(options or ("--auth", "bearer")),
                            SiteAttribute="site", Rate="10000", **settings)
        self.cli.set_secret("mender", secret)

    def look(self, accept=(0,)):
        """A minute later: what collect said, and the sentences that complain."""
        self.mender.now += 60000
        self.fake.requests.clear()
        collected = self.cli.collect(self.mender.now, accept)
        return collected, collected.complaints("mender")

    def close(self):
        self.fake.close()
        self.cli.close()
        check_equal(self.fake.flaws, [], "what is not as the documents say")


@contextmanager
def world(devices=12, **settings):
    with closing(World(devices)) as it:
        it.add(**settings)
        yield it


def life():
    """From a deployment that nobody has asked for to its end; late outcomes, and nothing twice."""
    with world() as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(dict(outcomes(it.cli, deployment.id)), {"open": 12}, "nobody has asked")
        check_equal(stage(it.cli, deployment.id)["waiting"], 12, "waiting")
        for name in it.names[:10]:
            it.mender.ask(deployment, name)
        it.look()
        check_equal(stage(it.cli, deployment.id)["running"], 10, "running")
        for name in it.names[:7]:
            it.mender.report(deployment, name, "success")
        it.mender.report(deployment, it.names[7], "failure", FULL)
        it.mender.report(deployment, it.names[8], "already-installed")
        it.mender.report(deployment, it.names[9], "noartifact")
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 7, "failed": 1, "no-attempt": 2, "open": 2}, "later")
        check_equal(stage(it.cli, deployment.id), {"total": 10, "succeeded": 7, "failed": 1, "cancelled": 0, "running": 0,
                                                   "waiting": 2, "progress": "running"}, "stage")
        row = it.cli.evidence(it.mender.now, "ota-failure-rate")[0]
        check_equal((row["cause"], row["from"], row["class"], row["site"]), ("disk-space", "1.0.0", "nano", "site-1"), "failure")
        check("Rolling back" not in row["message"], "what is noted after a failure is no cause")
        _quiet(it)
        for name in it.names[10:]:
            it.mender.report(deployment, name, "success")
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 9, "failed": 1, "no-attempt": 2}, "at the end")
        check_equal(stage(it.cli, deployment.id)["progress"], "finished", "progress")
        check_equal(dict(ask(it.cli, "SELECT release, count (*) FROM device GROUP BY 1")),
                    {"cam\u00a01.1.0": 9, "cam\u00a01.0.0": 3}, "what the devices run")
        _quiet(it)


def _quiet(it):
    """A look where nothing happened is a handful of requests and changes nothing."""
    before = ask(it.cli, "SELECT * FROM attempt ORDER BY key")
    collected, complaints = it.look()
    check(len(it.fake.requests) <= 4, f"{it.fake.requests}")
    check_equal((collected.counts("mender")["attempts"], complaints), (0, []), "news")
    check_equal(ask(it.cli, "SELECT * FROM attempt ORDER BY key"), before, "attempts")


def repaired():
    """A failure that history saw stays the first attempt; the success of the same row is a second one."""
    with world() as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names[:4])
        for name in it.names[:3]:
            it.mender.report(deployment, name, "success")
        it.mender.report(deployment, it.names[3], "failure", LINE)
        it.look()
        it.mender.now += HOUR
        it.mender.report(deployment, it.names[3], "success")
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 4, "failed": 1}, "attempts")
        facts = it.cli.facts(it.mender.now)
        rate = facts.get("ota-failure-rate")
        check_equal((rate["count"], rate["n"]), (1, 4), "first attempts that failed")
        check_equal(stage(it.cli, deployment.id)["succeeded"], 4, "the server's own count")
        check_equal(ask(it.cli, "SELECT release FROM device WHERE id = ?", it.names[3]), [("cam\u00a01.1.0",)], "it runs")
        check_equal(ask(it.cli, "SELECT DISTINCT from_release FROM attempt"), [("cam\u00a01.0.0",)], "all came from")
        _quiet(it)


def unseen():
    """Of two tries between two looks only the log is left: that is said, at each look, with how many."""
    with world() as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names[:4])
        for name in it.names[:2]:
            it.mender.report(deployment, name, "failure", LINE)
        for name in it.names[:4]:
            it.mender.report(deployment, name, "success")
        for _ in range(2):
            collected, complaints = it.look()
            check_equal((complaints, len(collected.notes("mender"))), ([], 1), "sentences")
            check_sentence(collected.notes("mender")[0], r"\b2 updates\b", "nobody saw")
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 4}, "attempts")


def shifting():
    """Rows move to other pages while they are read: none is lost, none is there twice."""
    with world(1300) as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        for name in it.names[:1200]:
            it.mender.ask(deployment, name)
        late = iter(it.names[1100:1200])

        def report(path, query):
            if path.endswith("/devices/list") and query.get("page") == "2":
                for name in (next(late, None) for _ in range(30)):
                    if name is not None:
                        it.mender.report(deployment, name, "failure", LINE)

        it.fake.on_request = report
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        lists = [each for each in it.fake.requests if "/devices/list" in each]
        check(len(lists) > 3, f"the list was read once only: {lists}")
        check_equal(ask(it.cli, "SELECT count (*), count (DISTINCT device) FROM attempt"), [(1300, 1300)], "attempts, devices")
        it.fake.on_request = None
        it.look()
        failed = sum(row["status"] == "failure" for row in deployment.rows.values())
        check_equal(dict(outcomes(it.cli, deployment.id)), {"failed": failed, "open": 1300 - failed}, "after another look")


def never_still():
    """A list that is never the same twice ends; the rollout stays as it was, and the next look goes on."""
    with world(600) as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        for name in it.names:
            it.mender.ask(deployment, name)

        def hide(path, query):
            if path.endswith("/devices/list"):
                rows = deployment.rows
                first = next(iter(rows))
                rows[first]["status"] = "failure" if query.get("page") == "2" else "installing"
                rows["hidden"] = rows.get("hidden", dict(rows[first]))
                if query.get("page") == "2":
                    del rows["hidden"]

        it.fake.on_request = hide
        _, complaints = it.look(accept=(4,))
        check(len(it.fake.requests) < 20, f"{len(it.fake.requests)} requests")
        check_sentence(complaints[0], "devices/list", "spoke of 60[01]", "gave 599|gave 60")
        check_equal(stage(it.cli, deployment.id), None, "a stage of which rows are missing")
        it.fake.on_request = None
        deployment.rows.pop("hidden", None)
        _, complaints = it.look()
        check_equal((complaints, stage(it.cli, deployment.id)["total"]), ([], 600), "when it stands still")


def called_off():
    """Aborted before anyone asked, aborted on the way, one device alone, one that is decommissioned."""
    with world() as it:
        whole = it.mender.deploy("nobody asked", "cam-1.1.0", it.names[:3])
        halfway = it.mender.deploy("halfway", "cam-1.1.0", it.names[3:7])
        single = it.mender.deploy("one of them", "cam-1.1.0", it.names[7:10])
        for name in it.names[3:5]:
            it.mender.report(halfway, name, "success")
        it.mender.ask(halfway, it.names[5])
        it.look()
        it.mender.now += HOUR
        it.mender.abort(whole)
        it.mender.abort(halfway)
        it.mender.abort_device(single, it.names[7])
        it.mender.decommission(it.names[8])
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(dict(outcomes(it.cli, whole.id)), {"cancelled": 3}, "nobody asked")
        check_equal(stage(it.cli, whole.id)["progress"], "stopped", "progress of it")
        check_equal(dict(outcomes(it.cli, halfway.id)), {"succeeded": 2, "cancelled": 2}, "halfway")
        ends = ask(it.cli, "SELECT DISTINCT ended, ended_is_seen FROM attempt WHERE rollout = ? AND outcome = 'cancelled'", halfway.id)
        check_equal(ends, [(halfway.finished, 0)], "when they were called off")
        check_equal(dict(outcomes(it.cli, single.id)), {"cancelled": 2, "open": 1}, "one of them, and one decommissioned")
        check_equal(ask(it.cli, "SELECT id FROM device WHERE gone NOT NULL"), [(it.names[8],)], "gone")
        it.mender.report(single, it.names[9], "success")
        it.look()
        check_equal(stage(it.cli, single.id)["progress"], "finished", "one that ended by itself was not called off")
        _quiet(it)


def still_statistics():
    """Two changes may leave the statistics as they were: rows of what is under way are read every day."""
    with world() as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names[:2])
        it.mender.ask(deployment, it.names[0])
        it.look()
        deployment.rows[it.names[0]].update(status="success", finished=it.mender.now)
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"open": 2}, "on the same day")
        it.mender.now += DAY
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 1, "open": 1}, "a day later")


def joining():
    """Devices join a deployment as they ask; one whose row was not there yet when it should have been."""
    with world() as it:
        deployment = it.mender.deploy("for all", "cam-1.1.0", [], dynamic=True, unnamed=True)
        for name in it.names[:3]:
            it.mender.ask(deployment, name)
        late = deployment.rows.pop(it.names[1])
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"open": 2}, "those that were there")
        deployment.rows[it.names[1]] = late
        it.mender.report(deployment, it.names[1], "success")
        it.mender.now += HOUR
        it.mender.ask(deployment, it.names[4])
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 1, "open": 3}, "all")


def settings_only():
    """A deployment that changes settings is no update."""
    with world() as it:
        it.mender.deploy("time zone", "settings-1.0", it.names, type="configuration")
        it.look()
        check_equal(ask(it.cli, "SELECT count (*) FROM attempt UNION ALL SELECT count (*) FROM rollout"), [(0,), (0,)], "rows")
        _quiet(it)


def too_large():
    """Deployments that name so many devices that a page is larger than an answer may be."""
    with world(2) as it:
        for number in range(40):
            it.mender.deploy(f"cam 1.{number}", f"cam-1.{number}.0", it.names, configuration="x" * 2000000)
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(ask(it.cli, "SELECT count (*) FROM rollout"), [(40,)], "rollouts")


def aborted_alone():
    """Of a device that never asked and is aborted by itself the statistics do not know."""
    with world() as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names[:3])
        it.mender.ask(deployment, it.names[0])
        it.look()
        it.mender.abort_device(deployment, it.names[1])
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"cancelled": 1, "open": 2}, "attempts")
        check_equal(stage(it.cli, deployment.id)["cancelled"], 1, "its stage")


def deleted():
    """A deployment that is gone erases nothing; what was open of it counts as called off."""
    with world() as it:
        kept = it.mender.deploy("kept", "cam-1.1.0", it.names[:4])
        gone = it.mender.deploy("gone", "cam-1.2.0", it.names[4:9])
        for deployment in (kept, gone):
            for name in deployment.devices[:3]:
                it.mender.report(deployment, name, "success")
        it.look()
        it.mender.deployments.remove(gone)
        _, complaints = it.look(accept=(4,))
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "gone", "called off: 2")
        check_equal(dict(outcomes(it.cli, gone.id)), {"succeeded": 3, "cancelled": 2}, "what it had brought")
        check_equal(ask(it.cli, "SELECT id FROM rollout WHERE gone NOT NULL"), [(gone.id,)], "gone")
        _quiet(it)


def signing_in():
    """User and password get a token, which is renewed once when it has run out; no secret is kept."""
    with closing(World()) as it:
        it.add("--auth", "basic", "--user", "reader@example.com", secret="s3cret-pass")
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        it.mender.report(deployment, it.names[0], "failure", LINE)

        def revoke(path, query):
            if path.endswith("/devices/list"):
                it.fake.tokens = set()
                it.fake.on_request = None

        it.fake.on_request = revoke
        _, complaints = it.look()
        check_equal((complaints, it.fake.logins), ([], 2), "complaints, logins")
        check_equal(outcomes(it.cli, deployment.id)["failed"], 1, "failures")
        it.fake.password = "another"
        _, complaints = it.look(accept=(5,))
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "useradm/auth/login", "401", "wrong user or password")
        check("s3cret-pass" not in complaints[0], "the password is in the message")
        for path in it.cli.folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            check(b"s3cret-pass" not in content and b"jwt." not in content, f"a secret is in {path.name}")


def denied():
    with closing(World()) as it:
        it.add(secret="not-the-token")
        _, complaints = it.look(accept=(5,))
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "401", "token is not accepted")
        check("not-the-token" not in complaints[0], "the token is in the message")


def busy():
    """429 with Retry-After is waited out."""
    with world() as it:
        it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        it.fake.busy = 3
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")


def without_inventory():
    """Credentials that may not see the inventory: updates come, and one sentence says what is missing."""
    with world() as it:
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        it.mender.report(deployment, it.names[0], "success")
        it.fake.forbidden = ("/api/management/v1/inventory", "/api/management/v2/inventory")
        said = it.cli.run("source", "test", "mender").stdout
        check("may not see the devices" in said, f"the test does not say so: {said!r}")
        _, complaints = it.look(accept=(4,))
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "403", "devices stay")
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 1, "open": 11}, "attempts")
        check_equal(ask(it.cli, "SELECT DISTINCT from_release FROM attempt"), [(None,)], "came from, which nobody knows")


def old_server():
    """No v2 list, no statistics in it, no pages of rows, no search, and no word about whom it is for."""
    with world() as it:
        it.mender.has_v2 = it.mender.has_pages = it.mender.has_search = it.mender.has_statistics = False
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names, unnamed=True)
        it.mender.report(deployment, it.names[0], "success")
        it.mender.ask(deployment, it.names[1])
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 1, "open": 11}, "attempts")
        it.mender.report(deployment, it.names[1], "failure", LINE)
        it.look()
        check_equal(outcomes(it.cli, deployment.id)["failed"], 1, "a failure that changes the statistics alone")
        it.mender.decommission(it.names[11])
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 1, "failed": 1, "cancelled": 1, "open": 9}, "later")
        check(not any("/v2/deployments" in each for each in it.fake.requests), "the newer list is asked for again")


def older_still():
    """Rows that do not say when they began, of devices that nobody names."""
    with world() as it:
        it.mender.has_v2 = it.mender.has_starts = it.mender.has_members = False
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names, unnamed=True)
        it.mender.report(deployment, it.names[0], "success")
        it.look()
        it.mender.now += HOUR
        it.mender.ask(deployment, it.names[1])
        it.mender.report(deployment, it.names[2], "failure", LINE)
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 1, "open": 1, "failed": 1}, "attempts")
        check_equal(stage(it.cli, deployment.id)["waiting"], 9, "waiting, whoever they are")
        it.mender.now += HOUR
        it.mender.report(deployment, it.names[1], "success")
        it.look()
        check_equal(dict(outcomes(it.cli, deployment.id)), {"succeeded": 2, "failed": 1}, "later")


def check_ins():
    """A device that seldom sends its inventory is not silent if it asks; looked at a few times a day."""
    with world(600) as it:
        it.look()
        it.mender.now += 3 * DAY
        for name in it.names[:580]:
            it.mender.check_in(name)
        for name in it.names[580:590]:
            it.mender.devices[name]["checked"] = it.mender.now - HOUR
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(it.cli.facts(it.mender.now).get("fleet-silent")["count"], 10, "silent")
        it.look()
        check(not any("devauth" in each for each in it.fake.requests), "asked again at once")


def never_sent():
    """A device that never sent its inventory has no time in it."""
    with world() as it:
        it.mender.devices[it.names[0]]["updated"] = None
        _, complaints = it.look()
        check_equal(complaints, [], "complaints")
        check_equal(ask(it.cli, "SELECT last_seen FROM device WHERE id = ?", it.names[0]), [(None,)], "last seen")


def phases():
    """A device is in the phase during which it asked; who has not, in the last, if only that is left."""
    with world(20) as it:
        start = it.mender.now
        plan = [{"batch_size": 10, "device_count": 2}, {"batch_size": 40, "start_ts": "2026-11-20T11:00:00Z", "device_count": 8},
                {"start_ts": "2026-12-20T09:00:00Z", "device_count": 0}]
        deployment = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names, phases=plan)
        for name in it.names[:2]:
            it.mender.report(deployment, name, "success")
        it.look()
        check_equal(ask(it.cli, "SELECT DISTINCT stage FROM device WHERE id = ?", it.names[5]), [(None,)], "may be in either")
        check_equal(stage(it.cli, deployment.id, 2)["progress"], "waiting", "the second, before its time")
        it.mender.now = start + 3 * HOUR
        it.look()
        check_equal(stage(it.cli, deployment.id, 2)["progress"], "running", "the second, after it")
        it.mender.now = start + 30 * HOUR
        for name in it.names[2:7]:
            it.mender.report(deployment, name, "success")
        for name in it.names[7:10]:
            it.mender.ask(deployment, name)
        it.look()
        names = ("total", "succeeded", "running", "waiting", "progress")
        found = [tuple(stage(it.cli, deployment.id, number)[name] for name in names) for number in (1, 2, 3)]
        check_equal(found, [(2, 2, 0, 0, "finished"), (8, 5, 3, 0, "running"), (10, 0, 0, 10, "waiting")], "stages")
        check_equal(ask(it.cli, "SELECT stage, count (*) FROM device GROUP BY 1 ORDER BY 1"),
                    [(f"{deployment.id}/{number}", count) for number, count in ((1, 2), (2, 8), (3, 10))], "devices by stage")


def other_attributes():
    """A setting that names another attribute classifies anew; a device that is not accepted is not counted."""
    with world() as it:
        it.mender.add_device("pending-one", "cam-1.0.0", status="pending", device_type="nano")
        it.look()
        check_equal(ask(it.cli, "SELECT class, count (*) FROM device GROUP BY 1"), [("nano", 6), ("orin", 6)], "classes")
        for name in it.names:
            it.mender.devices[name]["attributes"]["hw"] = ["v2", "x"]
        it.cli.run("source", "remove", "mender")
        it.add(ClassAttribute="inventory/hw")
        it.look()
        check_equal(ask(it.cli, "SELECT class, count (*) FROM device GROUP BY 1"), [("v2", 12)], "classes, later")


def several_hops():
    """Two updates one after the other between two looks: each came from what was before it."""
    with world(2) as it:
        it.look()
        first = it.mender.deploy("cam 1.1.0", "cam-1.1.0", it.names)
        it.mender.now += HOUR
        for name in it.names:
            it.mender.report(first, name, "success")
        it.mender.now += HOUR
        second = it.mender.deploy("cam 1.2.0", "cam-1.2.0", it.names)
        it.mender.now += HOUR
        it.mender.report(second, it.names[0], "success")
        it.mender.report(second, it.names[1], "failure", LINE)
        it.look()
        check_equal(ask(it.cli, "SELECT DISTINCT from_release, to_release FROM attempt ORDER BY 2"),
                    [("cam\u00a01.0.0", "cam\u00a01.1.0"), ("cam\u00a01.1.0", "cam\u00a01.2.0")], "from and to")
        check_equal(dict(ask(it.cli, "SELECT id, release FROM device")),
                    {it.names[0]: "cam\u00a01.2.0", it.names[1]: "cam\u00a01.1.0"}, "they run")
        it.mender.check_in(it.names[1], artifact_name="cam-1.3.0")
        it.look()
        check_equal(ask(it.cli, "SELECT release FROM device WHERE id = ?", it.names[1]), [("cam\u00a01.3.0",)], "by other means")


def can_fail():
    """The documents object to what is not so."""
    good = Mender(BEGIN).write_deployment(Mender(BEGIN).deploy("a", "b-1.0", ["x"]), "v2")
    schema = openapi.SCHEMAS["DeploymentV2"]
    check_equal(list(openapi.flaws(good, schema)), [], "a good one")
    for name, wrong in (("status", "over"), ("device_count", "1"), ("created", "yesterday"), ("statistics", {"status": {"success": 1}})):
        check(list(openapi.flaws({**good, name: wrong}, schema)), f"{name}: {wrong!r} passes")
    check(openapi.check_request("GET", "/api/management/v2/deployments/deployments", {"per_page": "501"}, None), "501 passes")


run_tap([
    ("the check against the documents can fail", can_fail),
    ("a deployment from its beginning to its end", life),
    ("a failure that was seen stays, a success of the same row follows", repaired),
    ("a failure that nobody saw is told", unseen),
    ("pages shift while devices report", shifting),
    ("a list that never stands still ends", never_still),
    ("called off in all its forms", called_off),
    ("one that is aborted alone, of which no statistics tell", aborted_alone),
    ("statistics that stand still", still_statistics),
    ("devices that join as they ask", joining),
    ("settings are no update", settings_only),
    ("a list that is too large in one piece", too_large),
    ("a deleted deployment erases no history", deleted),
    ("user and password are a login", signing_in),
    ("a wrong token is one clear sentence", denied),
    ("a busy server is waited for", busy),
    ("without the right to see the inventory", without_inventory),
    ("an old server", old_server),
    ("an older one still", older_still),
    ("a device that never sent its inventory", never_sent),
    ("who checks in is not silent", check_ins),
    ("phases are stages", phases),
    ("other attributes", other_attributes),
    ("what a device ran before each of several updates", several_hops),
])
