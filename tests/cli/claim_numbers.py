# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers in a sentence: each is the rounding, to the digits that are shown, of one number of one of
the sentence's facts, in the part that the words around it give it."""

import math
import re
from datetime import datetime, timezone

NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
MONTHS = ("January February March April May June July August September October November "
          "December").split()
MONTH = "|".join([*MONTHS, *(month[:3] for month in MONTHS)])
DATE = rf"(?<!\d)\d{{1,2}} (?:{MONTH})\b(?: (?:20\d\d|\d\d:\d\d))?"
# Numbers that nobody measured: names of percentiles, and ways to say ten, twenty and all.
CONSTANTS = [r"\b[pP](?:5|15|50|85|90|95)\b", r"(?<![\d.])95 % interval\b", r"(?<![\d.])95 % of (?:the time|frames)\b",
             r"\b19 of 20 pictures\b", r"\bper 100\b", r"\b90 % (?:took|within|of changes|of builds|of the builds)\b", r"\ba chart needs 12 days\b", r"\bAt 1×"]
CONSTANT = re.compile("|".join(CONSTANTS))
ABOUT = {"a tenth": 1 / 10, "a fifth": 1 / 5, "a quarter": 1 / 4, "a third": 1 / 3, "half": 1 / 2,
         "two thirds": 2 / 3, "three quarters": 3 / 4}
COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
# What stands after a number, and the facts whose number it may then be.
NOUNS = [
    (r"^ ?% of slow hours", "fps-slow-share"),
    (r"^ ?% of (?:the little )?camera time|^ ?% of the time below", "fps-slow"),
    (r"^ ?% of (?:the )?(?:time|device-time)(?! of)", "fps-compliance|fps-slow"),
    (r"^ ?% (?:of )?(?:the )?(?:failures|stopped updates)(?! we)",
     "ota-cause-share|ota-avoidable|ota-traceable|ota-untraced"),
    (r"^ ?% of (?:updates|attempts)", "ota-failure-rate|ota-failure-change|ota-cohort-share|ota-rate-without|"
     "ota-failure-standardised"),
    (r"^ ?% on [\ue000-\uf8ff]", "ota-cohort-cause-rate|ota-failure-.*"),
    (r"^ ?% of devices", "fleet-silent|tech-debt"),
    (r"^ ?% of the (?:failure )?budget|^ ?% of the failures we allow|^ ?% of what (?:the budget|we allow)",
     "ota-budget-without|ota-budget-left|ota-burn"),
    (r"^ ms", "frame-time-p95|latency-.*"), (r"^ FPS", "fps-p5|speed"),
    (r"^ EUR", "cost-.*"), (r"^×", "ota-burn"),
    (r"^ (?:risk )?points$", "rollout-risk|ota-failure-.*"),
    (r"^ points", "ota-failure-.*|ota-cohort-share|fps-compliance|ota-cause-share|ota-traceable|milestone-effect"),
    (r"^ device-hours?$", "fps-p5|fps-compliance"),
    (r"^ (?:device-hours|hours|h)\b", "impact-down-hours|rollout-detect|"
     "rollout-halt|rollout-unhalted|fps-compliance|silent"),
    (r"^ devices? a day", "rollout-pace"),
    (r"^ (?:devices?|sites?)", "blast-radius|fleet-.*|tech-debt|rollout-.*|impact-down-hours"),
    (r"^ milestones?", "value-delivered"),
    (r"^ builds?\b", "build-.*"), (r"^ ?% of builds", "build-success"), (r"^ min\b", "build-time.*|silent"),
    (r"^ changes?\b", "delivery-l.*"), (r"^ releases?\b", "delivery-frequency"),
    (r"^ d\b|^ days?", "rollout-.*|schedule-derisked|scale-tenfold-days|delivery-l.*|window|silent"),
    (r"^ (?:failures?|first updates?|updates?|stopped updates?|attempts?|first attempts?|rows?)\b",
     "ota-.*|scale-tenfold|rollout-stage-rate|cost-.*"),
]
# What stands before a number, and the facts whose number it then is, whatever stands after it.
LEADS = [
    (r"\b[Mm]ix:? $", "ota-failure-mix"), (r"[Ww]ithin cohorts:? $", "ota-failure-within"),
    (r"\bz $", "ota-failure-z"), (r"\b[Bb]urn $", "ota-burn"), (r"[Rr]isk (?:score )?$", "rollout-risk"),
]
TARGET_BEFORE = (r"(?:promised?|promise of|at most|at least|halt line of|halt line is|limit of|set:?|budget of|"
                 r"budget|against|over the|within the|straddles the budget of|told from|over|after|by|or less|"
                 r"more than|for over|within|where|below|at|≥|>|on) $")
BEFORE = r"(?<!window )(?<!as )(?:before|it was|from|before:|had been|, down from|, up from) $"


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def read(text):
    """Value, digits after the point and sign of a printed number."""
    bare = text.lstrip("+-").replace(",", "")
    return float(bare), len(bare.partition(".")[2]), text[0] if text[0] in "+-" else ""


def scales(fact, role, unit):
    """By how much a number of a fact is multiplied for the eye."""
    if role in ("count", "n", "previous_n", "rest", "offline"):
        return () if unit == "%" else (1,)
    if role == "relative":
        return (100,) if unit == "%" else ()
    if fact["unit"] in ("share", "points"):
        return (100,)
    if fact["unit"] == "ratio":
        return (100,) if unit == "%" else (1,)
    return () if unit == "%" else (1,)


def list_values(fact):
    """{role: number} of all that a fact knows."""
    comparison = fact.get("comparison", {})
    known = {role: fact.get(role) for role in ("value", "low", "high", "count", "n")}
    known["target"] = fact.get("target", {}).get("value")
    for caveat in fact.get("caveats", []):
        if caveat.startswith("offline:"):
            known["offline"] = float(caveat.removeprefix("offline:"))
    for role in ("change", "change_low", "change_high", "relative"):
        known[role] = comparison.get(role)
    known |= {f"previous{'_' if role != 'value' else ''}{role if role != 'value' else ''}": comparison.get(role)
              for role in ("value", "n", "low", "high")}
    if fact["unit"] == "points":
        known |= {"change": fact.get("value"), "change_low": fact.get("low"), "change_high": fact.get("high")}
    return {role: number for role, number in known.items() if isinstance(number, (int, float))}


class Numbers:
    """The numbers of one line."""

    def __init__(self, line):
        self.line = line
        self.settings = line.fleet.settings
        self.checked = 0

    def check(self):
        for index, text in enumerate(self.line.masked):
            self.text = self._strip_constants(text)
            self._check_dates()
            for pattern, judge in PATTERNS:
                self._each(pattern, getattr(self, judge))
        return self.checked

    def _strip_constants(self, text):
        return CONSTANT.sub(lambda found: "~" * len(found.group()), text)

    def _each(self, pattern, judge):
        """Judges each occurrence and blots it out; a judge that answers False leaves it to others."""
        at = 0
        while True:
            found = pattern.search(self.text, at)
            if not found:
                return
            start, end = found.span()
            if start and re.match(r"[\w.]", self.text[start - 1]) and self.text[start].isdigit():
                at = end
                continue
            if judge(found) is False:
                at = end
                continue
            self.checked += 1
            self.text = self.text[:start] + "~" * (end - start) + self.text[end:]

    def _fail(self, found, problem):
        self.line.say(f"“{found.group()}” {problem}")

    def _matches(self, printed, number, scale):
        """Whether it is this number, rounded to the shown digits, with the right sign, and not shown as
        nothing or all where it is neither."""
        value, digits, sign = read(printed)
        shown = abs(number) * scale
        if abs(shown - value) > 0.5 * 10 ** -digits * (1 + 1e-9) + 1e-9:
            return False
        if sign == "-" and number >= 0 or sign == "+" and number <= 0:
            return False
        return True

    def _facts_for(self, after):
        for pattern, ids in NOUNS:
            if re.match(pattern, after):
                return ids
        return ".*"

    def _unit(self, after):
        return "%" if re.match(r" ?%", after) else "points" if re.match(r" points", after) else ""

    def _is_about(self, fact, found):
        """A number of a part of the fleet stands only where that part is named."""
        for key, token in fact["subject"].items():
            if key in ("cohort", "class", "site", "stage") and fact is not self.line.fact \
                    and token not in {name for _, meanings in self.line.named.values() for _, name in meanings}:
                return False
        return True

    def _find(self, printed, roles, unit, ids=".*", found=None):
        """The facts and roles of which this may be the rounding."""
        hits = []
        for fact in self.line.facts:
            if not re.fullmatch(ids, fact["id"]) or not self._is_about(fact, found):
                continue
            for role, number in list_values(fact).items():
                if role not in roles:
                    continue
                if any(self._matches(printed, number, scale) for scale in scales(fact, role, unit)):
                    hits.append((fact, role, number))
        return hits

    def _check_dates(self):
        for found in re.finditer(DATE, self.text):
            printed, known = found.group(), set()
            for fact in self.line.facts:
                times = [fact.get(name) for name in ("value", "low", "high", "freshness")]
                times.append(fact.get("target", {}).get("value"))
                for time in times:
                    if isinstance(time, str):
                        moment = datetime.fromisoformat(time.replace("Z", "+00:00")).astimezone(timezone.utc)
                        for style in ("%b", "%B"):
                            day = f"{moment.day} {moment.strftime(style)}"
                            known |= {day, f"{day} {moment:%H:%M}", f"{day} {moment:%Y}"}
            control = self.settings["control"]
            if re.search(r"limits on $|mean since $", self.text[:found.start()]) and control:
                which = "beyond" if "limits" in self.text else "run"
                known = {control[which]}
            known |= self._list_plan_days()
            if printed not in known:
                self._fail(found, f"is no day of its facts ({', '.join(sorted(known))})")
            self.checked += 1
        self.text = re.sub(DATE, lambda found: "~" * len(found.group()), self.text)

    def _list_plan_days(self):
        """When the line's milestones were done; and the last review, where it is what was compared with."""
        days = [self.line.find_milestone(fact).get("done") for fact in self.line.facts]
        days += [self.settings["review"]] if self.line.first("schedule-derisked") else []
        moments = [datetime.fromisoformat(day) for day in days if day]
        return {f"{moment.day} {moment:%b}" for moment in moments}

    def _check_one_in(self, found):
        n = int(found.group(1).replace(",", ""))
        before = self.text[:found.start()]
        role = "target" if re.search(r"at most $", before) else \
            "previous" if re.search(r"(?:up|down) from $", before) else "value"
        for fact in self.line.facts:
            if fact["unit"] != "share" or role not in list_values(fact) or not self._is_about(fact, found):
                continue
            if not re.fullmatch(r"ota-failure-rate|ota-rate-without", fact["id"]):
                continue
            values = list_values(fact)
            low, high = {"value": (values.get("low"), values.get("high")),
                         "previous": (values.get("previous_low"), values.get("previous_high")),
                         "target": (values[role], values[role])}[role]
            if values[role] > 0 and abs(1 / values[role] - n) <= 0.5 and low - 1e-9 <= 1 / n <= high + 1e-9:
                return True
        self._fail(found, f"is not its {role}, or outside the interval")

    def _check_about(self, found):
        share = ABOUT[found.group(1)]
        fact = self.line.fact
        if fact["unit"] != "share" or not fact["low"] <= share <= fact["high"]:
            self._fail(found, f"is outside of {fact.get('low')} to {fact.get('high')}")
        nearer = [other for other in ABOUT.values() if fact["low"] <= other <= fact["high"]
                  and abs(other - fact["value"]) < abs(share - fact["value"]) - 1e-12]
        if nearer:
            self._fail(found, "is not the nearest such word")

    def _list_a_day(self, role):
        """Device-hours of device-hours as hours of a device's day."""
        for fact in self.line.facts:
            values = list_values(fact)
            n = values.get("previous_n" if role == "previous" else "n")
            if fact["id"] in ("fps-slow-hours", "customer-impact") and n and role in values:
                yield values[role] * 24 / n

    def _is_a_day(self, printed, unit, role):
        """As it is shown: in whole tens of minutes where no more is known."""
        scale = 60 if unit.startswith("min") else 1
        value = read(printed)[0]
        return any(self._matches(printed, hours, scale) or scale == 60 and value % 10 == 0
                   and abs(hours * 60 - value) <= 5 for hours in self._list_a_day(role))

    def _check_a_day_of(self, found, role):
        if not self._is_a_day(found.group(1), found.group(2), role):
            self._fail(found, f"but it is {list(self._list_a_day(role))}")

    def _check_a_day(self, found):
        self._check_a_day_of(found, "value")
        if found.group(3) and not self._is_a_day(found.group(3), found.group(2), "previous"):
            self._fail(found, f"but before it was {list(self._list_a_day('previous'))}")

    def _check_value_a_day(self, found):
        if not self.line.first("customer-impact"):
            return False
        self._check_a_day_of(found, "value")

    def _check_limit_a_day(self, found):
        if not self.line.first("customer-impact"):
            return False
        self._check_a_day_of(found, "target")

    def _check_before_a_day(self, found):
        self._check_a_day_of(found, "previous")

    def _check_off_target(self, found):
        """The difference of two numbers as they are shown."""
        fact = self.line.first("frame-time-p95")
        if fact is None or "target" not in fact or not fact["subject"]:
            return False
        gap = abs(round(fact["value"] * 10 + 1e-9) - round(fact["target"]["value"] * 10 + 1e-9)) / 10
        if not close(read(found.group(1))[0], gap):
            self._fail(found, f"but it is {gap}")
        if found.group(2) and not self._matches(found.group(2), fact["target"]["value"], 1):
            self._fail(found, f"but the limit is {fact['target']}")

    def _check_bounds(self, found, low, high, pairs):
        before, after = self.text[:found.start()], self.text[found.end():]
        for fact in self.line.facts:
            values = list_values(fact)
            for first, second in pairs:
                if first in values and second in values and self._is_about(fact, found) and any(
                        self._matches(low, values[first], scale) and self._matches(high, values[second], scale)
                        for scale in scales(fact, first, self._unit(after))):
                    return True
        self._fail(found, f"is the interval of none of its facts after “{before[-20:]}”")

    def _check_interval(self, found):
        low, high = found.group(1), found.groups()[-1]
        (first, digits, _), (last, others, _) = read(low), read(high)
        # More digits than the other end has only what would else read as nothing or as all.
        if digits != others and not {first, last} & {0, 100} and 1 <= min(first, last) and max(first, last) <= 99:
            self._fail(found, "has ends of unlike precision")
        self._check_bounds(found, low, high, [("low", "high"), ("change_low", "change_high")])

    def _check_signed_interval(self, found):
        if not re.search(r"change |\($|very likely $|interval $|P85 $|^$|: $|^~+ interval $|~ $", self.text[:found.start()]):
            return False
        self._check_bounds(found, found.group(1), found.group(2), [("low", "high"), ("change_low", "change_high")])

    def _check_change(self, found):
        """Before and now of one fact; or now, and what checks would make of it."""
        then, now = found.group(1), found.group(2)
        after = self.text[found.end():]
        ids = self._facts_for(after)
        for fact in self.line.facts:
            values = list_values(fact)
            if re.fullmatch(ids, fact["id"]) and "previous" in values and self._is_about(fact, found) \
                    and self._matches(then, values["previous"], 100) and self._matches(now, values["value"], 100):
                if then == now and re.search(r"\b(?:went|grew|fell|up|down|got)\b|rse:|ter:", self.line.both) \
                        and fact is self.line.fact:
                    self._fail(found, "changed, but reads the same")
                return True
        rate, without = self.line.first("ota-failure-rate"), self.line.first("ota-rate-without")
        if rate and without and self._matches(then, rate["value"], 100) and self._matches(now, without["value"], 100):
            if not re.search(r"at best|up to|about|on average|expected", self.line.both, re.IGNORECASE):
                self._fail(found, "is promised without “up to” or “at best”")
            return True
        self._fail(found, "is before and now of none of its facts")

    def _check_pair(self, found):
        first, second = found.group(1), found.group(2)
        after = self.text[found.end():]
        if re.match(r" (?:attempts|%)", after) and " over " in found.group():
            return False
        for fact in self.line.facts:
            values = list_values(fact)
            if second == "100" and fact["unit"] == "score" and self._matches(first, values["value"], 1):
                return True
            if not self._is_about(fact, found):
                continue
            names = [("count", "n"), ("value", "n")]
            for name, whole in names:
                if name in values and whole in values and self._matches(second, values[whole], 1) \
                        and any(self._matches(first, values[name], scale) for scale in scales(fact, name, "")):
                    return True
        self._fail(found, "is count and n of none of its facts")

    def _check_n(self, found):
        before = self.text[:found.start()]
        role = "previous_n" if re.search(r"before ~*[^;]*, $", before) else "n"
        if not self._find(found.group(1), {role}, "", found=found):
            self._fail(found, f"is the {role} of none of its facts")
        if found.group(2) and not self._find(found.group(2), {"previous_n"}, "", found=found):
            self._fail(found, "is not the n before")

    def _check_more(self, found):
        """So many more that the score test tells the rate from its target (Wilson 1927)."""
        for fact in self.line.facts:
            target = fact.get("target", {})
            if target.get("state") != "unclear" or fact["unit"] != "share":
                continue
            p, t, n = fact["value"], target["value"], fact["n"]
            enough = max(math.floor(1.959963984540054 ** 2 * t * (1 - t) / (p - t) ** 2) + 1,
                         self.settings["minimum_n"])
            if self._matches(found.group(1), max(enough - n, 1), 1):
                return
        self._fail(found, "would not tell")

    def _check_checks(self, found):
        checks = self.line.first("ota-avoidable")["subject"]["checks"].split("+")
        if COUNTED.get(found.group(1)) != len(checks):
            self._fail(found, f"but there are {len(checks)}")

    def _check_efficacy(self, found):
        """What a what-if takes its checks to prevent, in the order of the checks."""
        efficacy = self.line.fact["subject"].get("efficacy")
        if efficacy is None:
            return False
        printed = re.findall(NUMBER, found.group(1))
        shares = efficacy.split("+")
        if len(printed) != len(shares) or not all(
                self._matches(shown, float(share), 100) for shown, share in zip(printed, shares)):
            self._fail(found, f"but the checks prevent {efficacy}")

    def _check_span(self, found):
        """Of a milestone, as many whole weeks now as before its day."""
        fact = self.line.first("milestone-effect")
        if fact is None:
            return False
        begin, end = (datetime.fromisoformat(fact["window"][key].replace("Z", "+00:00")) for key in ("since", "until"))
        if int(found.group(1)) != (end - begin).days or found.group(1) != found.group(2):
            self._fail(found, f"but it is over {end - begin}")

    def _check_single(self, found):
        before, after = self.text[:found.start()], self.text[found.end():]
        printed, unit = found.group(), self._unit(after)
        ids = next((known for pattern, known in LEADS if re.search(pattern, before)), self._facts_for(after))
        if self._is_setting(printed, before, after):
            return True
        if re.search(r"halt line (?:of|is) $", before):
            self._fail(found, "is not the halt line")
        if re.match(r" pictures a second or more", after):  # whole, and never more than there are
            within = [caveat.split(":") for fact in self.line.facts for caveat in fact.get("caveats", [])]
            speeds = [float(words[1]) for words in within if words[0] == "within"] or [
                fact["value"] for fact in self.line.facts if fact["id"] == "fps-p5"]
            if not any(math.floor(speed) == read(printed)[0] for speed in speeds):
                self._fail(found, f"is not below {speeds}")
            return True
        roles = {"value", "count", "n", "change"} - ({"n"} if unit == "%" else set())
        if re.search(r" \($|up $|down $", before) and unit == "%" or re.match(r" % relative", after):
            roles = {"relative"} | ({"value"} if "relative" not in after else set())
        elif re.match(r" device-hours? offline", after):
            roles = {"offline"}
        elif re.search(BEFORE, before) or re.match(r"(?: %)?(?: of updates failed)? before", after):
            roles = {"previous", "previous_n"}
        elif re.search(r"very likely between $", before):
            roles = {"low"}
        elif re.search(TARGET_BEFORE, before):
            roles = {"target", "n", "value"} if unit == "%" or "budget" in before else roles | {"target"}
        hits = self._find(printed, roles, unit, ids, found)
        if not hits:
            self._fail(found, f"is no {' or '.join(sorted(roles))} of its facts ({ids})")
        value, digits, sign = read(printed)
        unsigned = [number for _, _, number in hits if number >= 0]
        if not sign and not unsigned and value and not (
                re.search(r"(?: by|down) $|That is $", before) or re.match(r"[~\w ]* (?:over|under|too long|late|later|earlier|faster|fewer|less)\b", after)):
            self._fail(found, "has lost its sign")
        if unit == "%" and all(role == "value" and fact["unit"] == "share" for fact, role, _ in hits):
            if value == 0 and all(number for _, _, number in hits):
                self._fail(found, "shows something as nothing")
            if value == 100 and all(not close(number, 1) for _, _, number in hits):
                self._fail(found, "shows nearly all as all")

    def _is_setting(self, printed, before, after):
        """What was set, not measured: the promised speed, the halt line, when a device is silent, how long
        the window is."""
        value = read(printed)[0]
        settings = self.settings
        speeds = [own["fps"] for own in (settings, *settings["classes"].values()) if own["fps"] is not None] or [30]
        if re.match(r" FPS", after) and any(close(value, fps) for fps in speeds):
            return bool(re.search(r"(?:at|below|promised|≥|:) $", before)) or not self.line.first("fps-p5")
        if re.match(r" ?%", after) and re.search(r"halt line (?:of|is) $|more than $|surely more than $", before):
            return close(value, 100 * settings["halt"])
        if re.match(r" (?:h|d|min)\b", after) and re.search(r"> $|more than $|within $|over $", before):
            unit = {"h": 1, "d": 24, "min": 1 / 60}[re.match(r" (h|d|min)\b", after).group(1)]
            return int(settings["silent_hours"] / unit) == value
        if re.match(r" days?", after) and re.search(
                r"[Ll]ast $|[Tt]he $|over $|exactly $|in $|of $|^$", before):
            windows = {fact["subject"]["window"] for fact in self.line.facts if "window" in fact["subject"]}
            whole = not windows or any("window" not in fact["subject"] for fact in self.line.facts)
            if f"{int(value)}d" in windows or value == self.line.fleet.days and whole:
                return not self.line.first("rollout-finish", "scale-tenfold-days", "rollout-pace")
        if re.match(r" points", after) and re.search(r"of less than $", before):
            return close(value, 100 * settings["minimum_effect"])
        if re.search(r"It needs $", before) or re.match(r" updates of a group", after):
            return close(value, settings["minimum_n"])
        return False


# In this order: a number that one pattern has judged is no other's.
PATTERNS = [
    (re.compile(rf"({NUMBER}) (hour|minute|h|min)s? a camera a day(?:, ({NUMBER}) before)?"), "_check_a_day"),
    (re.compile(rf"(?:at most|limit of) ({NUMBER}) (h|min)\b"), "_check_limit_a_day"),
    (re.compile(rf"slow for ({NUMBER}) (h|min) before"), "_check_before_a_day"),
    (re.compile(rf"^({NUMBER}) (h|min)$"), "_check_value_a_day"),
    (re.compile(rf"({NUMBER}) (?:over|under) ({NUMBER}) ms"), "_check_off_target"),
    (re.compile(rf"(?<=by )({NUMBER})() ms$"), "_check_off_target"),
    (re.compile(rf"({NUMBER})() ms (?=late|faster|in a slow picture on)"), "_check_off_target"),
    (re.compile(rf"\b1 in (\d[\d,]*)"), "_check_one_in"),
    (re.compile(rf"at this rate ({NUMBER}) more (?:attempt|update)s?"), "_check_more"),
    (re.compile(r"[Aa]bout (a tenth|a fifth|a quarter|a third|half|two thirds|three quarters)"), "_check_about"),
    (re.compile(rf"\((?:prevents?|efficacy|and see) ((?:{NUMBER} %(?:, | and )?)+)"), "_check_efficacy"),
    (re.compile(r"last (\d+) days against the (\d+) days before"), "_check_span"),
    (re.compile(rf"({NUMBER})(–)({NUMBER})"), "_check_interval"),
    (re.compile(rf"({NUMBER}) to ({NUMBER})(?= h\b|; )"), "_check_interval"),
    (re.compile(r"([-+]?\d[\d,]*(?:\.\d+)?) to ([-+]\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?(?= points|\)|, n|$))"), "_check_signed_interval"),
    (re.compile(rf"between ({NUMBER}) and ({NUMBER})"), "_check_interval"),
    (re.compile(rf"({NUMBER})(?: %)? → ({NUMBER})"), "_check_change"),
    (re.compile(rf"(?:from )({NUMBER}) % to ({NUMBER})"), "_check_change"),
    (re.compile(rf"({NUMBER}) % before(?:,| and) ({NUMBER})"), "_check_change"),
    (re.compile(rf"({NUMBER}) to ({NUMBER}) days"), "_check_interval"),
    (re.compile(rf"\(({NUMBER}) to ({NUMBER})\)"), "_check_interval"),
    (re.compile(rf"({NUMBER}) (?:of (?:a budget of )?|on (?:a budget of )?|over )({NUMBER})(?! ?%)"), "_check_pair"),
    (re.compile(rf"n = ({NUMBER})(?: and ({NUMBER}))?"), "_check_n"),
    (re.compile(r"with (\w+) simple checks?"), "_check_checks"),
    (re.compile(rf"{NUMBER}"), "_check_single"),
]
