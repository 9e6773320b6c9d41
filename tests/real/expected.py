# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts that follow from a ledger of updates, counted plainly. Pure: no server, no Parlance.

Rates are of first attempts: a device's first at that release. What was called off, and what is
open, is counted with every attempt, and is in no rate.
"""

import re
from collections import Counter


def cohort(release):
    """2.3.4 -> v2.3"""
    return "unknown" if release is None else re.match(r"(\d+\.\d+)", release).expand(r"v\1")


class Expected:
    def __init__(self, attempts):
        self.attempts = attempts
        self.first = [each for each in attempts if not each.retry]
        self.tried = [each for each in self.first if each.outcome in ("succeeded", "failed")]
        self.failed = [each for each in self.tried if each.outcome == "failed"]

    def cohorts(self):
        """{cohort: (failed, tried)}"""
        tried = Counter(cohort(each.release_from) for each in self.tried)
        failed = Counter(cohort(each.release_from) for each in self.failed)
        return {name: (failed[name], count) for name, count in tried.items()}

    def classes(self):
        """{class: (failed, tried)}"""
        tried = Counter(each.device_class for each in self.tried)
        failed = Counter(each.device_class for each in self.failed)
        return {name: (failed[name], count) for name, count in tried.items()}

    def causes(self):
        """{cause: failed}"""
        return Counter(each.cause for each in self.failed)

    def cohort_causes(self):
        """{(cohort, cause): failed}"""
        return Counter((cohort(each.release_from), each.cause) for each in self.failed)

    def count(self, outcome):
        """Attempts that ended so, first or not."""
        return sum(each.outcome == outcome for each in self.attempts)

    def groups(self, rollout):
        """{group: Counter of outcomes} of what the rollout itself asked for."""
        groups = {}
        for each in self.attempts:
            if each.rollout == rollout:
                groups.setdefault(each.group, Counter())[each.outcome] += 1
        return groups
