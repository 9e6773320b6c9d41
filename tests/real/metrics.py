# SPDX-License-Identifier: GPL-3.0-or-later
"""The counters of a made-up fleet over 60 days, and every number that follows from them, computed
right here. Pure: no clock, no I/O; the same seed gives the same samples.

Counters are made of their increments, one for each step of 15 minutes. An increment belongs to the
step that ends at its time. A histogram's increments are the same in all steps of an hour, so that
PromQL's increase() over a whole hour is exact in every version, also where it extrapolates: samples
stand on both ends of each hour. Two things that happen to real exporters are in it:

  - one restarts: its counters begin at 0 again;
  - one is silent for six hours: it has no samples there, and nothing happens meanwhile.
"""

import random
from collections import defaultdict

SEED = 7
STEP = 15 * 60
HOUR = 3600
DAY = 86400
DAYS = 60
WINDOW = 28 * DAY

FPS_BOUNDS = tuple(range(1, 61))
FRAME_BOUNDS = tuple(range(5, 121, 5))
PROMISED_FPS = 30
STAGES = {"sensor": 4.0, "encode": 9.0, "infer": 14.0, "send": 3.0}

# class: devices, usual frames/s, its spread, usual ms of a frame
CLASSES = {
    "nano": (12, 32.0, 3.0, 34.0),
    "xavier": (20, 36.0, 2.5, 27.0),
    "orin": (30, 41.0, 3.0, 21.0),
}
RESTARTED = "nano"
SILENT = "xavier"

# from: attempts a day and class, share that fails
RELEASES = {"2.2.1": (3, 0.05), "2.3.4": (5, 0.18)}
TO = "2.4.0"
CAUSES = ("disk-space", "battery", "network")


class Fleet:
    """All increments from `start` to `end`, seconds since the epoch, both on a whole day."""

    def __init__(self, end, days=DAYS):
        self.start = end - days * DAY
        self.end = end
        # No sample after the one and before the other; no step ends after the one, up to the other.
        self.silent = (end - 9 * DAY + 1 * HOUR, end - 9 * DAY + 7 * HOUR)
        self.restart = end - 12 * DAY + 5 * HOUR  # the first step of the new counters ends after it
        self.gauges = {}  # (class, stage) -> ms, always the same
        self.increments = {}  # (metric, labels) -> {end of step: amount}
        chance = random.Random(SEED)
        self._make_histogram(chance, "camera_fps_seconds", FPS_BOUNDS, self._draw_fps)
        self._make_histogram(chance, "camera_frame_ms", FRAME_BOUNDS, self._draw_frame)
        self._make_updates(chance)
        for index, name in enumerate(CLASSES):
            for stage, milliseconds in STAGES.items():
                self.gauges[name, stage] = milliseconds + index

    # What an hour brings, as {bound: amount for each step}.

    @staticmethod
    def _draw_fps(chance, name):
        devices, usual, spread, _ = CLASSES[name]
        amounts = defaultdict(int)
        for _ in range(devices):
            amounts[min(60, max(1, round(chance.gauss(usual, spread))))] += STEP
        return amounts

    @staticmethod
    def _draw_frame(chance, name):
        devices, _, _, usual = CLASSES[name]
        amounts = defaultdict(int)
        for _ in range(devices):
            milliseconds = min(119, max(1, chance.gauss(usual, usual / 5)))
            amounts[int(milliseconds // 5 + 1) * 5] += STEP * 30
        return amounts

    def _make_histogram(self, chance, metric, bounds, draw):
        for name in CLASSES:
            for bound in bounds:
                self.increments[metric, (("class", name), ("le", bound))] = {}
            for hour in range(self.start + HOUR, self.end + 1, HOUR):
                if name == SILENT and self.silent[0] < hour <= self.silent[1]:
                    continue
                for bound, amount in draw(chance, name).items():
                    series = self.increments[metric, (("class", name), ("le", bound))]
                    for time in range(hour - HOUR + STEP, hour + 1, STEP):
                        series[time] = amount

    def _make_updates(self, chance):
        for name in CLASSES:
            for release in RELEASES:
                for outcome, cause in self._endings():
                    self.increments["ota_updates", self._update(name, release, outcome, cause)] = {}
                for day in range(self.start, self.end, DAY):
                    self._make_day(chance, name, release, day)

    @staticmethod
    def _endings():
        return [("succeeded", ""), ("cancelled", "")] + [("failed", cause) for cause in CAUSES]

    @staticmethod
    def _update(name, release, outcome, cause):
        return (
            ("class", name),
            ("from", release),
            ("to", TO),
            ("outcome", outcome),
            ("cause", cause),
        )

    def _make_day(self, chance, name, release, day):
        """Attempts end between 08:00 and 18:00: no exporter restarts or is silent then."""
        attempts, share = RELEASES[release]
        for _ in range(attempts):
            time = day + chance.randrange(8 * HOUR, 18 * HOUR, STEP) + STEP
            outcome, cause = "succeeded", ""
            if chance.random() < share:
                outcome, cause = "failed", chance.choices(CAUSES, (6, 3, 2))[0]
            elif chance.random() < 0.03:
                outcome = "cancelled"
            series = self.increments["ota_updates", self._update(name, release, outcome, cause)]
            series[time] = series.get(time, 0) + 1

    # The numbers that follow.

    def sums(self, metric, since, until, key):
        """Increments of the steps that end in (since, until], added up by key (labels)."""
        total = defaultdict(int)
        for (name, labels), series in self.increments.items():
            if name == metric:
                total[key(dict(labels))] += sum(
                    amount for time, amount in series.items() if since < time <= until
                )
        return total

    def bins(self, metric, until, device_class=None):
        """{bound: amount} in the window of 28 days that ends at `until`."""
        of = self.sums(
            metric, until - WINDOW, until, lambda labels: (labels["class"], labels["le"])
        )
        total = defaultdict(int)
        for (name, bound), amount in of.items():
            if device_class in (None, name):
                total[bound] += amount
        return dict(sorted(total.items()))

    def compliance(self, until, device_class=None):
        """(device-time at the promised speed or above, device-time observed), in seconds."""
        bins = self.bins("camera_fps_seconds", until, device_class)
        width = FPS_BOUNDS[1] - FPS_BOUNDS[0]
        return sum(amount for bound, amount in bins.items() if bound - width >= PROMISED_FPS), sum(
            bins.values()
        )

    def percentile_bin(self, metric, share, until, device_class=None):
        """(lower edge, upper edge, value interpolated between them) of the bin it falls into."""
        bins = self.bins(metric, until, device_class)
        wanted = share * sum(bins.values())
        lower = below = 0
        for bound, amount in bins.items():
            if amount > 0 and below + amount >= wanted:
                return lower, bound, lower + (bound - lower) * (wanted - below) / amount
            below += amount
            lower = bound
        raise ValueError(f"{metric} is empty")

    def stage_times(self, until):
        """{stage: ms}: the classes' own, weighted by the frames of each."""
        frames = self.sums("camera_frame_ms", until - WINDOW, until, lambda labels: labels["class"])
        return {
            stage: sum(frames[name] * self.gauges[name, stage] for name in CLASSES)
            / sum(frames.values())
            for stage in STAGES
        }

    def attempts(self, until, by=()):
        """{(outcome, cause, *labels in by): count} of the 28 calendar days that end at midnight
        `until`."""
        return self.sums(
            "ota_updates",
            until - WINDOW,
            until,
            lambda labels: (labels["outcome"], labels["cause"], *(labels[name] for name in by)),
        )

    # The samples that a scraper saw.

    def open_metrics(self, since, until):
        """All samples with since <= time <= until as OpenMetrics text, line by line."""
        times = range(since, until + 1, STEP)
        yield "# TYPE camera_fps_seconds histogram"
        yield from self._histogram("camera_fps_seconds", FPS_BOUNDS, times)
        yield "# TYPE camera_frame_ms histogram"
        yield from self._histogram("camera_frame_ms", FRAME_BOUNDS, times)
        yield "# TYPE camera_slow_frame_stage_ms gauge"
        for (name, stage), value in self.gauges.items():
            labels = f'{{class="{name}",stage="{stage}"}}'
            yield from (
                f"camera_slow_frame_stage_ms{labels} {value} {time}"
                for time in times
                if self._is_seen(name, time)
            )
        yield "# TYPE ota_updates counter"
        yield from self._updates(times)
        yield "# EOF"

    def _is_seen(self, name, time):
        return not (name == SILENT and self.silent[0] < time < self.silent[1])

    def _counter(self, name, series, times):
        """(time, value) as the exporter showed it; it began at 0, and once more if it restarted."""
        value = sum(
            amount
            for time, amount in series.items()
            if time < times[0] and not (name == RESTARTED and times[0] > self.restart >= time)
        )
        for time in times:
            if name == RESTARTED and time == self.restart + STEP:
                value = 0
            value += series.get(time, 0)
            if self._is_seen(name, time):
                yield time, value

    def _histogram(self, metric, bounds, times):
        for name in CLASSES:
            series = {
                bound: self.increments[metric, (("class", name), ("le", bound))] for bound in bounds
            }
            so_far = {}
            for bound in (*bounds, "+Inf"):
                if bound != "+Inf":
                    for time, amount in series[bound].items():
                        so_far[time] = so_far.get(time, 0) + amount
                le = bound if bound == "+Inf" else f"{bound:.1f}"
                yield from (
                    f'{metric}_bucket{{class="{name}",le="{le}"}} {value} {time}'
                    for time, value in self._counter(name, so_far, times)
                )

    def _updates(self, times):
        for (metric, labels), series in self.increments.items():
            if metric == "ota_updates":
                text = ",".join(f'{key}="{value}"' for key, value in labels)
                yield from (
                    f"ota_updates_total{{{text}}} {value} {time}"
                    for time, value in self._counter(dict(labels)["class"], series, times)
                )
