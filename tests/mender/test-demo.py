#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The golden fleet behind a Mender: with phases its facts are those of the demo's hawkBit, to the last
digit. Without phases, as in the open-source edition, the facts of stages are the whole rollout's, and
those that need several stages have no data; all others are the same."""

import json
from contextlib import closing

from support import Cli, Facts, check, check_equal, run_tap

NOW = "2026-11-21T09:40:00Z"
# Facts that speak of one stage, or need to know which stage comes next.
OF_STAGES = {"rollout-stage-rate", "rollout-stage-best", "rollout-soak", "rollout-detect", "rollout-halt", "rollout-unhalted",
             "blast-radius", "rollout-waits"}
# What is another number because nobody waits for a stage to open.
OF_NEXT_STAGE = {"rollout-finish", "rollout-finish-date", "schedule-derisked", "rollout-risk"}
# Per stage, what there is of the canary's other stages, and of the next one.
NO_DATA = {"rollout-progress": 4, "rollout-stage-rate": 4, "rollout-soak": 3, "rollout-detect": 1, "rollout-halt": 1,
           "blast-radius": 3, "rollout-waits": 1}


def read(server):
    with closing(Cli()) as cli:
        text = cli.run("facts", "--demo", "--demo-server", server, "--format", "json", "--as-of", NOW).stdout
    return Facts(text)


def normalize(facts):
    """Rollouts and stages by their place: servers call them otherwise. The source has another name."""
    places, found = {"rollout": [], "stage": []}, {}
    for fact in facts.document["facts"]:
        subject = dict(fact["subject"])
        for key, known in places.items():
            if key in subject:
                if subject[key] not in known:
                    known.append(subject[key])
                subject[key] = known.index(subject[key])
        kept = {name: value for name, value in fact.items() if name not in ("subject", "source", "evidence")}
        found[fact["id"], json.dumps(subject, sort_keys=True)] = kept
    return found


hawkbit = normalize(read("hawkbit"))
mender = normalize(read("mender"))
plain = normalize(read("mender-open-source"))


def golden():
    check(len(hawkbit) > 150, f"{len(hawkbit)} facts")
    check_equal(sorted(mender), sorted(hawkbit), "which facts there are")
    for key, fact in hawkbit.items():
        check_equal(mender[key], fact, str(key))


def without_phases():
    missing = {}
    for name, _ in set(hawkbit) - set(plain):
        missing[name] = missing.get(name, 0) + 1
    extra = {name for name, _ in set(plain) - set(hawkbit)}
    check(extra <= OF_STAGES, f"facts that only a rollout of one stage has: {extra}")
    for name, count in NO_DATA.items():
        check(missing.get(name, 0) >= count, f"{name}: {missing.get(name, 0)} are missing, of {count} that need stages")
    check(set(missing) <= OF_STAGES | {"rollout-progress"}, f"other facts are missing, too: {missing}")
    for key in set(hawkbit) & set(plain):
        if key[0] not in OF_STAGES | OF_NEXT_STAGE and "stage" not in json.loads(key[1]):
            check_equal(plain[key], hawkbit[key], str(key))


run_tap([
    ("with phases all facts are hawkBit's", golden),
    ("without phases the facts of stages are missing, and no other is another number", without_phases),
])
