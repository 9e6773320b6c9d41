#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli against a real Prometheus (or VictoriaMetrics) whose frame rates are gauges: a steady
fleet is what it is, who is at the promise keeps it, who is offline is told, and a frame counts once
however many models it passes.

Usage: test-gauges.py [prometheus|victoria-metrics]; the tool is $PARLANCE_CLI.
"""

import sys
import time
from contextlib import closing

from prometheus import Prometheus, VictoriaMetrics
from support import Cli, check, check_close, check_equal, check_sentence, need_programs, run_tap

KINDS = {"prometheus": Prometheus, "victoria-metrics": VictoriaMetrics}
SERVER = KINDS[(sys.argv[1:] or ["prometheus"])[0]]
SOURCE = "speed"
HOUR = 3600
DAYS = 3
STEP = 120
NOW = int(time.time()) // HOUR * HOUR
START = NOW - DAYS * 24 * HOUR
HOURS = DAYS * 24 + 1  # each device's: one at each whole hour


def gauges(metric, speeds):
    """speeds: [(labels, frames/s)], always the same"""
    yield f"# TYPE {metric} gauge"
    for labels, speed in speeds:
        yield from (f"{metric}{{{labels}}} {speed} {at}" for at in range(START, NOW + 1, STEP))
    yield "# EOF"


def counters(per_model):
    """per_model: {(instance, model): inferences/s}"""
    yield "# TYPE nv_inference_count gauge"
    for (instance, model), rate in per_model.items():
        labels = f'instance="{instance}:8002",model="{model}",version="1"'
        yield from (
            f"nv_inference_count{{{labels}}} {(at - START) * rate} {at}"
            for at in range(START, NOW + HOUR + 1, STEP)  # a test of the source is of right now
        )
    yield "# EOF"


def tell(lines, profile, accept=(0,), **settings):
    """(fps-compliance, fps-p5, what the test of the source says, complaints)"""
    with closing(SERVER()) as server, closing(Cli()) as cli:
        server.add(lines)
        options = [f"--set={key}={value}" for key, value in {"Profile": profile, **settings}.items()]
        cli.add_source(SOURCE, "prometheus", server.url, *options)
        complaints = cli.collect(NOW * 1000, accept=accept).complaints(SOURCE)
        facts = cli.facts(NOW * 1000)
        tested = cli.run("source", "test", SOURCE).stdout
        return facts.get("fps-compliance"), facts.get("fps-p5"), tested, complaints


def steady():
    speeds = [(f'camera_name="c{i}"', 31 if i < 36 else 12) for i in range(40)]
    kept, p5, _, _ = tell(gauges("frigate_camera_fps", speeds), "frigate")
    check_close(kept["value"], 0.9, 1e-9, "36 of 40 cameras at 31")
    check(12 <= p5["value"] <= 13, f"slowest twentieth: {p5['value']}")


def at_the_promise():
    speeds = [(f'sensor_name="c{i}"', 30) for i in range(8)]
    speeds += [('sensor_name="slow"', 29.97), ('sensor_name="frozen"', 0), ('sensor_name="off"', -1)]
    kept, p5, _, _ = tell(gauges("stream_fps", speeds), "deepstream")
    check_close(kept["value"], 8 / 9, 1e-9, "8 of 9 cameras at 30")
    check_equal([each for each in kept["caveats"] if each.startswith("offline:")],
                [f"offline:{2 * HOURS}"], "offline")
    check(29 <= p5["value"] <= 30, f"slowest twentieth: {p5['value']}")


PIPELINE = ("ensemble", "preprocessing", "detector")


def ensemble():
    rates = {(f"cam{i}", model): 10 for i in range(3) for model in PIPELINE}
    kept, _, tested, _ = tell(counters(rates), "triton")
    for model in PIPELINE:
        check(f"{model} 30" in tested, f"no {model} in: {tested}")
    check_equal(kept["value"], 0, "share at 30 frames/s of cameras at 10")
    check(kept["n"] > 0, "nothing was observed")


def models_that_differ():
    rates = {("cam0", model): 40 for model in PIPELINE}
    rates.update({("cam1", "detector"): 10, ("cam1", "faces"): 50})
    kept, _, _, complaints = tell(counters(rates), "triton", accept=(4,))
    check_equal(kept["value"], 1, "share of the one that is clear")
    check_sentence(complaints[0], "1 instances", "Model")
    kept, _, _, complaints = tell(counters(rates), "triton", Model="detector")
    check_close(kept["value"], 0.5, 1e-9, "with the detector's frames")
    check_equal(complaints, [], "complaints")


def main():
    need_programs(SERVER.missing())
    run_tap(
        [
            ("a steady fleet", steady),
            ("at the promise, below it, and offline", at_the_promise),
            ("an ensemble counts a frame once", ensemble),
            ("models that differ", models_that_differ),
        ]
    )


main()
