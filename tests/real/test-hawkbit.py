#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli against a real hawkBit 0.3.0M7: a fleet is put in through the device interface, and
every number equals what the ledger of that fleet says; also after late news, and when the server
has been emptied or is gone.

The tool is $PARLANCE_CLI.
"""

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hawkbit"))

import server as hawkbit
from filler import story as filler
from filler.ledger import Ledger
from filler.management import Operator

from expected import Expected
from proxy import Proxy
from support import Cli, check, check_close, check_equal, check_sentence, from_iso, need_programs, run_story, to_iso

SOURCE = "updates"
# Nothing has changed: only the rollout, its four groups and the open updates are asked again, never
# the closed ones (some 240) nor the devices one by one (120).
REQUESTS_OF_NO_NEWS = 30
REQUESTS_BEFORE_CUT = 20
# This machine's clock is the server's too; a report's time lies between its request and answer.
CLOCK_SLACK = 5
MOMENT = 1000


class Story:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="hawkbit-ledger-")
        self.server = hawkbit.Server()
        self.cli = Cli()
        self.ledgers = []  # [(milliseconds, Ledger)]: what was true when
        self.requests = None  # of the first collect

    def close(self):
        self.server.stop()
        self.cli.close()
        self.folder.cleanup()

    @property
    def path(self):
        return Path(self.folder.name) / "ledger.json"

    def play(self, tell):
        tell(self.server.url, hawkbit.USER, hawkbit.PASSWORD, hawkbit.TENANT, self.path)

    def collect(self, accept=(0,)):
        """Collects now; returns the instant that facts are to be asked for, and what was said.

        That is a moment after, for some updates are known to have ended when they were first seen
        ended, and a window ends before its last instant. What comes later is later by the clock."""
        now = int(time.time() * 1000) + 1
        collected = self.cli.collect(now, accept)
        time.sleep(max(0, (now + MOMENT) / 1000 - time.time()))
        return now + MOMENT, collected

    @property
    def latest(self):
        """When the newest ledger was true, the facts as of then, and what is to be expected."""
        as_of, ledger = self.ledgers[-1]
        return as_of, self.cli.facts(as_of), Expected(ledger.attempts)

    # The cases, in their order.

    def fill(self):
        self.server.start()
        self.play(filler.fill)
        self._add_source(self.cli, self.server.url)

    @staticmethod
    def _add_source(cli, url):
        cli.add_source(
            SOURCE,
            "hawkbit",
            url,
            "--auth",
            "basic",
            "--user",
            hawkbit.USER,
            "--set",
            "ClassAttribute=hw",
            "--set",
            "SiteAttribute=site",
        )

    def denied(self):
        self.cli.set_secret(SOURCE, "not-the-password")
        _, collected = self.collect(accept=(5,))
        complaints = collected.complaints(SOURCE)
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], "401|denied|password")
        check("not-the-password" not in collected.text, "the password is in the message")

    def look(self):
        self.cli.set_secret(SOURCE, hawkbit.PASSWORD)
        said = self.cli.run("source", "test", SOURCE).stdout
        check(
            "hawkBit" in said and "120" in said, f"neither the server nor its 120 devices: {said!r}"
        )

    def first_collect(self):
        as_of, collected = self.collect()
        ledger = Ledger.read(self.path)
        self.ledgers.append((as_of, ledger))
        check_equal(collected.complaints(SOURCE), [], "complaints")
        counts = collected.counts(SOURCE)
        self.requests = counts["requests"]
        check_equal(
            (counts["attempts"], counts["devices"], counts["rollouts"]),
            (len(ledger.attempts), len(ledger.devices), 1),
            "attempts, devices, rollouts",
        )

    def rates(self):
        _, facts, expected = self.latest
        facts.check_share(len(expected.failed), len(expected.tried), "ota-failure-rate")
        for name, (failed, tried) in expected.cohorts().items():
            facts.check_share(failed, tried, "ota-failure-rate", cohort=name)
        for name, (failed, tried) in expected.classes().items():
            facts.check_share(failed, tried, "ota-failure-rate", **{"class": name})
        check_equal(facts.get("ota-cancelled")["value"], expected.count("cancelled"), "called off")
        check_equal(facts.get("ota-open")["value"], expected.count("open"), "open")
        check_equal(facts.get("fleet-size")["value"], 120, "devices")

    def causes(self):
        _, facts, expected = self.latest
        causes = expected.causes()
        for cause, count in causes.items():
            facts.check_share(count, len(expected.failed), "ota-cause-share", cause=cause)
        check_equal(
            {
                each["subject"]["cause"]
                for each in facts.all("ota-cause-share")
                if each["count"] > 0
            },
            set(causes),
            "causes",
        )
        for (name, cause), count in expected.cohort_causes().items():
            facts.check_share(
                count,
                expected.cohorts()[name][1],
                "ota-cohort-cause-rate",
                cohort=name,
                cause=cause,
            )
        traced = sum(each.cause != "unknown" and bool(each.details) for each in expected.failed)
        facts.check_share(traced, len(expected.failed), "ota-traceable")

    def small_numbers(self):
        """Fewer than 200: the rate is there, and nothing is claimed of it."""
        _, facts, expected = self.latest
        for name, (_, tried) in expected.cohorts().items():
            verdict = facts.get("ota-failure-rate", cohort=name)["verdict"]
            check(
                tried >= 200 or verdict in ("too-little", "no-data"),
                f"{name}: {tried} tried, {verdict}",
            )

    def rollout(self):
        as_of, facts, expected = self.latest
        rollout = self.ledgers[-1][1].rollouts[0]
        groups = expected.groups(rollout["name"])
        whole = self._find_rollout(facts, rollout["id"])
        check_equal(
            (whole["count"], whole["n"]),
            (sum(each["succeeded"] for each in groups.values()), 120),
            "done of the rollout",
        )
        for group in rollout["groups"]:
            stage = self._find_stage(facts, "rollout-progress", group["id"])
            outcomes = groups[group["name"]]
            check_equal(
                (stage["count"], stage["n"]),
                (outcomes["succeeded"], group["total"]),
                f"done of {group['name']}",
            )
            rate = self._find_stage(facts, "rollout-stage-rate", group["id"])
            check_equal(
                (rate["count"], rate["n"]),
                (outcomes["failed"], outcomes["failed"] + outcomes["succeeded"]),
                f"failed of {group['name']}",
            )

    @staticmethod
    def _find_rollout(facts, number):
        return facts.get("rollout-progress", rollout=str(number))

    @staticmethod
    def _find_stage(facts, fact_id, number):
        """By the stage's number at the end of its id, whatever stands before it."""
        found = [
            each
            for each in facts.all(fact_id)
            if each["subject"].get("stage", "").rpartition("/")[2] == str(number)
        ]
        check_equal(len(found), 1, f"{fact_id} of group {number}")
        return found[0]

    def evidence(self):
        """Each failure as its device knows it: nothing left out, nothing made up."""
        as_of, _, expected = self.latest
        rows = self.cli.evidence(as_of, "ota-failure-rate")
        check_equal(_keys(rows), sorted(_key(each) for each in expected.failed), "failures")
        by_key = {_key(each): each for each in expected.failed}
        for row in rows:
            self._check_row(row, by_key[_row_key(row)])
        only = self.cli.evidence(as_of, "ota-failure-rate", cohort="v2.3")
        check_equal(
            _keys(only),
            sorted(_key(each) for each in expected.failed if each.release_from == "2.3.4"),
            "failures from v2.3",
        )

    def _check_row(self, row, attempt):
        what = f"{attempt.device} to {attempt.release_to}"
        check_equal(
            (row["class"], row["site"], row["from"], row["outcome"], row["cause"]),
            (attempt.device_class, attempt.site, attempt.release_from, "failed", attempt.cause),
            what,
        )
        for line in attempt.details:
            check(line in row["message"], f"{what}: no “{line}” in its message {row['message']!r}")
        check(
            attempt.details or row["message"] == "", f"{what}: said nothing, but {row['message']!r}"
        )
        check(
            "Update Server" not in row["message"],
            f"{what}: a line of the server: {row['message']!r}",
        )
        before, after = attempt.reported
        ended = from_iso(row["ended"])
        check(
            before - CLOCK_SLACK <= ended <= after + CLOCK_SLACK,
            f"{what}: ended {row['ended']}, {ended - before} ms after it was reported",
        )
        check(from_iso(row["started"]) <= ended, f"{what}: ended before it began")
        check(
            f"/{attempt.action}" in row["link"] or attempt.device in row["link"],
            f"{what}: {row['link']!r}",
        )
        check_equal(row["rollout"] != "", attempt.rollout is not None, f"{what}: has a rollout")

    def no_secrets(self):
        """Neither the password nor any device's token is in a file of Parlance's."""
        operator = Operator(self.server.url, hawkbit.USER, hawkbit.PASSWORD)
        secrets = [hawkbit.PASSWORD, *operator.security_tokens()]
        check_equal(len(secrets), 121, "secrets")
        for path in self.cli.folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            check(
                not any(secret.encode() in content for secret in secrets),
                f"a secret is in {path.name}",
            )

    def cut_off(self):
        """The line breaks in the middle of a first collect: nothing is half there, and the next one
        brings the same as if it had never happened."""
        as_of, facts, _ = self.latest
        with Proxy(self.server.url) as proxy, closing(Cli()) as cli:
            self._add_source(cli, proxy.url)
            cli.set_secret(SOURCE, hawkbit.PASSWORD)
            proxy.left = REQUESTS_BEFORE_CUT
            complaints = cli.collect(as_of - MOMENT, accept=(5,)).complaints(SOURCE)
            check_equal(len(complaints), 1, "sentences")
            check_sentence(complaints[0], "connection|closed|answer")
            cli.run("facts", "--as-of", to_iso(as_of), accept=(5,))  # nothing was stored
            proxy.left = None
            cli.collect(as_of - MOMENT)
            cli.facts(as_of).check_same(facts, "facts")

    def late_news(self):
        before = self.latest[1]
        self.play(filler.late)
        as_of, _ = self.collect()
        first = self.ledgers[-1][0]
        self.ledgers.append((as_of, Ledger.read(self.path)))
        self.rates()
        self.causes()
        self.rollout()
        self.evidence()
        self.cli.facts(first).check_same(before, "facts as of before", _is_of_attempts)

    def no_news_is_cheap(self):
        as_of, facts, _ = self.latest
        _, collected = self.collect()
        requests = collected.counts(SOURCE)["requests"]
        check(
            requests <= REQUESTS_OF_NO_NEWS and requests < self.requests / 2,
            f"{requests} requests for nothing new, {self.requests} at first",
        )
        self.cli.facts(as_of).check_same(facts, "facts as of before", _is_of_attempts)

    def paused(self):
        """When it was paused lies between the look before and the look after. Twenty are enough here
        to be sure that too many fail."""
        settings = self.cli.folder / "config" / "parlance" / "parlance.conf"
        settings.write_text("[Targets]\nsuccess=0.95\nminimum-n=20\n")
        try:
            self._check_pause(self.ledgers[-1][1].rollouts[0]["id"])
        finally:
            settings.unlink()

    def _check_pause(self, rollout):
        as_of, _ = self.collect()
        running = self._find_halt(as_of)
        check_equal(
            ("value" in running, running["aspect"]), (False, "not-halted"), "before the pause"
        )
        began = int(time.time() * 1000)
        Operator(self.server.url, hawkbit.USER, hawkbit.PASSWORD).pause(rollout)
        ended = int(time.time() * 1000)
        seen = []
        for _ in range(2):
            as_of, _ = self.collect()
            halted = self._find_halt(as_of)
            after, by = (from_iso(halted["window"][end]) for end in ("since", "until"))
            check(
                after <= began and ended <= by <= as_of,
                f"paused from {began} to {ended}, said to be after {after}, by {by}",
            )
            check_close((halted["high"] - halted["low"]) * 3600000, by - after, 1e-6, "its interval")
            seen.append((after, by))
        check_equal(seen[1], seen[0], "when it was halted, at a later look")

    def _find_halt(self, as_of):
        """The one of the whole rollout."""
        found = [
            each
            for each in self.cli.facts(as_of).all("rollout-halt")
            if "stage" not in each["subject"]
        ]
        check_equal(len(found), 1, "facts of a halt")
        return found[0]

    def emptied(self):
        """The server begins anew: what was collected from the one before is history, not undone."""
        as_of, before, _ = self.latest
        self.server.stop()
        self.server.start()
        _, collected = self.collect(accept=(0, 4, 5))
        complaints = collected.complaints(SOURCE)
        check_equal(len(complaints), 1, f"sentences in {collected.text!r}")
        check_sentence(complaints[0], "history|kept|stay", "empt|another|reset|anew|fewer|new database")
        after = self.cli.facts(as_of)
        check_equal(after.source(SOURCE)["message"], complaints[0], "message in the facts")
        after.check_same(before, "facts as of before", _is_of_attempts)

    def filled_again(self):
        """The new server uses the old one's numbers again; they are other updates."""
        as_of, before, expected = self.latest
        self.play(filler.fill)
        now, _ = self.collect()
        second = Expected(Ledger.read(self.path).attempts)
        self.cli.facts(as_of).check_same(before, "facts as of before", _is_of_attempts)
        facts = self.cli.facts(now)
        check_equal(
            facts.get("ota-cancelled")["value"],
            expected.count("cancelled") + second.count("cancelled"),
            "called off, both",
        )
        rows = self.cli.evidence(now, "ota-cancelled")
        check_equal(
            len(rows), expected.count("cancelled") + second.count("cancelled"), "rows, both"
        )

    def stopped(self):
        as_of, before, _ = self.latest
        self.server.stop()
        _, collected = self.collect(accept=(5,))
        complaints = collected.complaints(SOURCE)
        check_equal(len(complaints), 1, "sentences")
        check_sentence(complaints[0], r"127\.0\.0\.1|localhost", "connect|refused|reach")
        after = self.cli.facts(as_of)
        check_equal(after.source(SOURCE)["state"], "failed", "state")
        check_equal(after.source(SOURCE)["message"], complaints[0], "message in the facts")
        check("fetched" in after.source(SOURCE), "when it last succeeded is forgotten")
        after.check_same(before, "facts of a server that is gone", _is_of_attempts)

    def cases(self):
        return [
            ("a real hawkBit is filled", self.fill),
            ("a wrong password is one clear sentence", self.denied),
            ("source test says what is there", self.look),
            ("a first collect brings everything", self.first_collect),
            ("failure rates equal the ledger", self.rates),
            ("causes equal the ledger", self.causes),
            ("small numbers claim nothing", self.small_numbers),
            ("rollout and groups equal the ledger", self.rollout),
            ("the evidence is what the devices said", self.evidence),
            ("no secret is kept", self.no_secrets),
            ("a first collect that is cut off leaves nothing behind", self.cut_off),
            ("late failures are found, and change no past", self.late_news),
            ("a collect without news is cheap and changes nothing", self.no_news_is_cheap),
            ("a pause lies between the looks before and after", self.paused),
            ("an emptied server erases no history", self.emptied),
            ("a new server's updates come on top", self.filled_again),
            ("the server is gone: the last good data stay, marked", self.stopped),
        ]


def _key(attempt):
    return attempt.device, attempt.release_to, attempt.outcome


def _row_key(row):
    return row["device"], row["to"], row["outcome"]


def _keys(rows):
    return sorted(_row_key(row) for row in rows)


def _is_of_attempts(fact):
    """Rollouts and devices are shown as they are now; of attempts the past is known."""
    return fact["id"].startswith("ota-")


def main():
    need_programs(hawkbit.missing())
    run_story(Story())


main()
