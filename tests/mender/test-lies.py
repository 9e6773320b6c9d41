#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Mender whose answers are damaged: members missing, of other types, out of all bounds; totals and
pages that lie. A look ends, says in sentences what is missing, and leaves a history that can be read;
when the server is itself again, the next look brings what is true."""

import json
import random
from contextlib import closing

from history import ask, outcomes
from replay import Replay, Story
from support import Cli, check, check_equal, check_sentence, from_iso, run_tap

NOW = from_iso("2026-11-28T18:00:00Z")
VALUES = [None, "", "x", "\u202eevil\u0007", -1, 0, 1.5, 2**70, True, [], {}, [[]], {"a": []}, "9999-12-31T00:00:00Z", "yesterday"]
SEEDS = 24


def places(value, path=()):
    """Every member and element of a body, by its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield path + (key,)
            yield from places(inner, path + (key,))
    elif isinstance(value, list):
        for index, inner in enumerate(value[:40]):
            yield path + (index,)
            yield from places(inner, path + (index,))


def damage(body, dice):
    """The body with some of its places replaced or removed."""
    value = json.loads(body)
    found = list(places(value))
    for path in dice.sample(found, min(len(found), 3)):
        target = value
        try:
            for step in path[:-1]:
                target = target[step]
            if dice.random() < 0.3:
                del target[path[-1]]
            else:
                target[path[-1]] = dice.choice(VALUES)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier one took it away
    return json.dumps(value).encode()


class Liar(Replay):
    def __init__(self, story):
        super().__init__(story)
        self.dice = None
        self.page_lie = None

    def _lie(self, answer):
        status, body, *headers = answer
        if self.page_lie is not None:
            headers = [[(name, self.page_lie) if name == "X-Total-Count" else (name, value) for name, value in (headers or [[]])[0]]]
        if self.dice is None or status != 200 or not body[:1] in (b"[", b"{"):
            return (status, body, *headers)
        return (status, damage(body, self.dice), *headers)

    def answer(self, target):
        return self._lie(super().answer(target))

    def search(self, body):
        return self._lie(super().search(body))


def check_said(complaints):
    for each in complaints:
        check(len(each) > 15 and "\n" not in each, f"no clear sentence: {each!r}")
        check(not any(ord(c) < 32 or c == "\u202e" for c in each), f"what a terminal would obey: {each!r}")


def damaged():
    for seed in range(SEEDS):
        with closing(Liar(Story())) as server, closing(Cli()) as cli:
            cli.add_source("mender", "mender", server.url, SiteAttribute="site", Rate="10000")
            server.dice = random.Random(seed)
            for look in range(2):
                check_said(cli.collect(NOW + look * 60000, accept=(0, 4, 5)).complaints("mender"))
            cli.run("source", "test", "mender", accept=(0, 5))
            cli.run("facts", "--format", "json", "--as-of", "2026-11-28T18:02:00Z", accept=(0, 4, 5))
            server.dice = None
            story = server.story
            for look in range(2, 4):
                cli.collect(NOW + look * 60000, accept=(0, 4))
            failed = dict(outcomes(cli, story.truth["A"]["id"])).get("failed", 0)
            check(failed >= story.truth["A"]["by_status"]["failure"], f"seed {seed}: {failed} failures are there")


def totals():
    """A total that is no number, or far from what is there."""
    for lie in ("x", "-5", "0", "58", "999999999", ""):
        with closing(Liar(Story())) as server, closing(Cli()) as cli:
            cli.add_source("mender", "mender", server.url, Rate="10000")
            server.page_lie = lie
            collected = cli.collect(NOW, accept=(0, 4))
            check_said(collected.complaints("mender"))
            check(len(server.requests) < 400, f"{lie!r}: {len(server.requests)} requests")
            if lie == "999999999":
                check_sentence(collected.complaints("mender")[0], "spoke of 999999999")
            server.page_lie = None
            cli.collect(NOW + 60000)
            check_equal(dict(outcomes(cli, server.story.truth["A"]["id"]))["succeeded"], 32, f"{lie!r}: successes, later")


def endless():
    """A list that grows with each page ends, and what came is kept."""
    story = Story()
    with closing(Liar(story)) as server, closing(Cli()) as cli:
        cli.add_source("mender", "mender", server.url, Rate="10000")
        sample = json.dumps(story.inventory[0])

        def make(rows, path, query, original=server._page):
            if not path.endswith("/inventory/devices"):
                return original(rows, path, query)
            page = int(query["page"])
            made = [json.loads(sample.replace(story.devices[0], f"made-{page}-{i}")) for i in range(500)]
            return 200, json.dumps(made).encode(), [("X-Total-Count", str(500 * (page + 1)))]

        server._page = make
        check_said(cli.collect(NOW, accept=(0, 4)).complaints("mender"))
        inventory = [each for each in server.requests if "inventory" in each]
        check(len(inventory) < 100, f"{len(inventory)} pages were asked for")
        check(ask(cli, "SELECT count (*) FROM device")[0][0] >= 5000, "what came is kept")


run_tap([
    ("damaged bodies", damaged),
    ("totals that lie", totals),
    ("a list without an end", endless),
])
