# SPDX-License-Identifier: GPL-3.0-or-later
"""Counters of updates whose label sets are born with their first event, and the exporters that hold
them: their lives, and when nobody scraped them. Pure: no clock, no I/O; the same seed gives the same
samples.
"""

import random
from collections import Counter

SEED = 4
SCRAPE = 120
HOUR = 3600
DAY = 86400
CAUSES = ("disk-space", "battery", "network", "verify")
CLASSES = ("nano", "orin", "xavier", "dome")
TO = "2.6.0"


def make_events(start, end, a_day=30, share=0.08):
    """[(time, labels)]: updates that end between 08:00 and 20:00 of each day."""
    chance = random.Random(SEED)
    events = []
    for day in range(start, end, DAY):
        for _ in range(a_day):
            failed = chance.random() < share
            labels = (
                ("outcome", "failed" if failed else "succeeded"),
                ("cause", chance.choice(CAUSES) if failed else ""),
                ("from", chance.choice(("2.4.0", "2.5.0"))),
                ("to", TO),
                ("class", chance.choice(CLASSES)),
            )
            events.append((day + chance.randrange(8 * HOUR, 20 * HOUR), labels))
    return sorted(events)


def count(events, since, until):
    """Counter of outcomes of the events with since <= time < until."""
    return Counter(dict(labels)["outcome"] for time, labels in events if since <= time < until)


class Life:
    """An exporter from its start to its end, as the scrapes saw it: not in `unseen`, nor before
    `seen_from`."""

    def __init__(self, instance, start, end, unseen=(), seen_from=0):
        self.instance, self.start, self.end = instance, start, end
        self.unseen, self.seen_from = unseen, seen_from

    def samples(self, events):
        """{labels: [(time, value)]}: a label set is there from its first event on."""
        mine = {}
        for time, labels in events:
            if self.start <= time < self.end:
                mine.setdefault((("instance", self.instance), *labels), []).append(time)
        return {labels: list(self._scrape(times)) for labels, times in mine.items()}

    def _scrape(self, times):
        value = 0
        for time in range((times[0] // SCRAPE + 1) * SCRAPE, self.end, SCRAPE):
            while value < len(times) and times[value] <= time:
                value += 1
            hidden = any(since <= time < until for since, until in self.unseen)
            if time >= self.seen_from and not hidden:
                yield time, value


def open_metrics(lives, events):
    """Lines of OpenMetrics text."""
    series = {}
    for life in lives:
        for labels, samples in life.samples(events).items():
            series.setdefault(labels, []).extend(samples)
    yield "# TYPE ota_updates counter"
    for labels, samples in sorted(series.items()):
        text = ",".join(f'{key}="{value}"' for key, value in labels)
        yield from (f"ota_updates_total{{{text}}} {value} {time}" for time, value in samples)
    yield "# EOF"
