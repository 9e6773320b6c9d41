# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges sentences: reads what stands in a report's text and JSON, knows nothing of how it was
worded, and holds every number, direction and promise in it against the facts that it is about. A
word that it does not know is an error, so that no new way to claim something passes unseen."""

import re
from datetime import date, datetime

import claim_words as words
from claim_numbers import NUMBER, Numbers, close

PRIVATE = 0xE000  # a name is one character from here on while a sentence is judged


class Wrong(Exception):
    """What a sentence says does not follow from its facts."""


def key_of(address, name="fact"):
    return address[name], tuple(sorted(address["subject"].items()))


def make_plain(text):
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("\u2212", "-")


def is_up(fact):
    change = fact.get("comparison", {}).get("change", fact.get("value", 0))
    return change > 0


def is_confirmed(fact):
    return fact is not None and fact["verdict"] == "confirmed"


class Fleet:
    """All facts of one fleet in one scope, its settings, and what its things are called."""

    def __init__(self, facts, settings, audience_words):
        self.facts = {key_of(fact, "id"): fact for fact in facts["facts"]}
        self.scope, self.as_of = facts["scope"], facts["as_of"]
        self.days = self.scope["days"]
        self.settings = settings
        self.audience_words = audience_words
        self._names = {}

    def find(self, fact_id, **subject):
        return self.facts.get((fact_id, tuple(sorted(subject.items()))))

    def all(self, fact_id, *keys):
        """Facts of one id whose subjects have these keys and no others."""
        return [fact for (each, subject), fact in self.facts.items()
                if each == fact_id and [key for key, _ in subject] == sorted(keys)]

    def list_done(self, least, most):
        """Milestones that were done so many days ago: the day itself counts for none."""
        today = datetime.fromisoformat(self.as_of.replace("Z", "+00:00")).date()
        return {name for name, milestone in self.settings["milestones"].items() if milestone["done"]
                and least <= (today - date.fromisoformat(milestone["done"])).days <= most}

    def names(self, audience):
        """({what people read: {(key, token)}} of everything that a subject may name, what finds one)."""
        if audience not in self._names:
            names = self._list_names(audience)
            longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
            finder = re.compile(rf"(?<![\w.-])(?:{longest_first})(?![\w-]|\.\d)", re.IGNORECASE) if names else None
            self._names[audience] = {name.lower(): meanings for name, meanings in names.items()}, finder
        return self._names[audience]

    def _list_names(self, audience):
        names, called = {}, self.audience_words[audience]

        def add(name, key, token):
            names.setdefault(name, set()).add((key, token))

        for token, milestone in self.settings["milestones"].items():
            add(milestone["title"], "milestone", token)
            for key, named in milestone["of"].items():
                known = "cohort" if key == "cohort-not" else key
                add(named if known == "cohort" else called["Words"].get(named, named), known, named)
        for key in ("class", "site", "release"):
            if key in self.scope:
                add(called["Words"].get(self.scope[key], self.scope[key]), "scope", self.scope[key])
        for fact in self.facts.values():
            subject = dict(fact["subject"])
            aspect, _, only = fact.get("aspect", "").partition(":")
            if only:
                subject["only"] = only
            for key, token in subject.items():
                if key in ("cohort", "cohort-not", "only"):
                    add(token, "cohort", token)
                elif key == "checks":
                    for part in token.split("+"):
                        add(called["Checks"].get(part, part), "check", part)
                elif key in ("cause", "class", "age", "site"):
                    add(called["Words"].get(token, token), key, token)
                elif key in ("rollout", "stage"):
                    add(self._name_rollout(subject, key), key, token)
        return {name: meanings for name, meanings in names.items() if not name.isdigit()}

    def _name_rollout(self, subject, key):
        rollout = self.settings["rollouts"].get(subject.get("rollout"), {"name": "", "stages": {}})
        if key == "rollout":
            return rollout["name"] or subject[key]
        stages = {**{stage: name for each in self.settings["rollouts"].values()
                     for stage, name in each["stages"].items()}, **rollout["stages"]}
        return stages.get(subject[key], subject[key])


class Line:
    """One sentence, with the names in it made single characters."""

    def __init__(self, fleet, audience, where, line, siblings=""):
        self.fleet, self.audience, self.where = fleet, audience, where
        self.fact = fleet.facts.get(key_of(line)) if "fact" in line else None
        self.facts = ([self.fact] if self.fact else []) + [
            fleet.facts[key_of(other)] for other in line.get("others", [])]
        self.ids = {fact["id"] for fact in self.facts}
        self.parts = [make_plain(line[part]) for part in ("text", "detail") if part in line]
        self.whole = " | ".join(self.parts)
        self.named = {}
        self.masked = [self._mask(part) for part in self.parts]
        self.both = " | ".join(self.masked)
        self.context = self.both + " " + siblings

    def _mask(self, text):
        names, finder = self.fleet.names(self.audience)
        text = re.sub(r"“\d+”|\d+(?= still goes on)|^\d+(?=: )", "", text)  # a rollout that is called by its number
        if not names:
            return text

        def mask(found):
            name = found.group()
            if name[0].isupper() and name[1:] != name[1:].lower() and name.lower() not in names:
                return name
            mark = chr(PRIVATE + len(self.named))
            self.named[mark] = (name, names[name.lower()])
            return mark

        return finder.sub(mask, text)

    def say(self, problem):
        raise Wrong(f"{self.where}: {problem}: “{self.whole}” "
                    f"{[(fact['id'], fact['subject'], fact['verdict']) for fact in self.facts]}")

    def demand(self, condition, problem):
        if not condition:
            self.say(problem)

    def first(self, *ids):
        """The first of the line's facts with one of these ids."""
        return next((fact for fact in self.facts if fact["id"] in ids), None)

    def find_milestone(self, fact):
        """What the plan says of the milestone that a fact is of; nothing, where it is of none."""
        return self.fleet.settings["milestones"].get(fact["subject"].get("milestone"), {})

    def name_before(self, end, key):
        """The last name of that kind before a place in the sentence: a token, or None."""
        for mark in reversed(self.both[:end]):
            for kind, token in self.named.get(mark, ("", ()))[1]:
                if kind == key:
                    return token
        return None


def check_form(text, where):
    """What no sentence may look like, whatever it says."""
    plain = make_plain(text)
    for pattern, problem in words.ILL_FORMED:
        found = pattern.search(plain)
        if found:
            raise Wrong(f"{where}: {problem} (“{found.group()}”): “{plain}”")


def check_plurals(line):
    for text in line.masked:
        for pattern in words.WRONG_PLURALS:
            found = pattern.search(text)
            line.demand(not found, f"number and noun do not fit (“{found and found.group()}”)")


def check_words(line):
    """Every word is known: as harmless, or as one whose use is judged."""
    for text in line.masked:
        for word in words.WORD.findall(text):
            if word.lower().strip("-'’") not in words.KNOWN:
                line.say(f"“{word}” is a word nobody has judged yet")


def check_names(line):
    """Who is named is who the facts are about."""
    about = set()
    for fact in line.facts:
        subject = {**fact["subject"], **line.find_milestone(fact).get("of", {})}
        only = fact.get("aspect", "").partition(":")[2]
        for key, token in [*subject.items(), *([("cohort", only)] if only else [])]:
            key = "cohort" if key == "cohort-not" else key
            about |= {("check", part) for part in token.split("+")} if key == "checks" else {(key, token)}
    for name, meanings in line.named.values():
        kinds = {kind for kind, _ in meanings}
        if name in words.AMBIGUOUS_NAMES or kinds <= {"age"}:
            continue
        if about & meanings or "scope" in kinds or (kinds & {"cause", "check"} and name in words.KNOWN):
            continue
        if "stage" in kinds and re.search(r"waits for|when .* is at|must wait|coincides|in order", line.both):
            continue
        line.say(f"none of its facts is of {name}")


def blot(found):
    return " " * len(found.group())


def check_changes(line):
    """Words of change and comparison stand only where a confirmed change bears them out."""
    rest = words.ANY_IDIOM.sub(blot, line.both)
    count = 0
    for pattern, judge in words.CLAIMS:
        for found in pattern.finditer(rest):
            count += 1
            judge(line, found)
            rest = rest[:found.start()] + blot(found) + rest[found.end():]
    for word in re.findall(r"[a-z]+", rest.lower()):
        line.demand(word not in words.DIRECTIONS, f"“{word}” claims a change in a way nobody has judged")
    return count


def check_checks(line):
    """A what-if names its own checks, each of them, and no others."""
    if line.fact is None or line.fact["id"] != "ota-rate-without" or "what-if" not in line.fact["subject"]:
        return
    named = {token for _, meanings in line.named.values() for kind, token in meanings if kind == "check"}
    line.demand(named == set(line.fact["subject"]["checks"].split("+")), f"its checks are not {sorted(named)}")


def check_measure(line):
    """What a milestone changed is called by the name of the number that it was to change."""
    measure = line.find_milestone(line.fact).get("measure") if line.fact else None
    if measure and line.fact["id"] == "milestone-effect" and re.search(rf"{NUMBER} ?→|[Nn]o measurable|[Aa] change of less", line.both):
        called = line.fleet.audience_words[line.audience]["Words"].get(measure, measure)
        line.demand(called in line.whole, f"it is of “{called}”")


def check_silence(line):
    """Of what is too little, too old or unknown nothing is claimed."""
    if line.fact is None or line.fact["verdict"] not in ("stale", "no-data"):
        return
    found = re.search(words.JUDGEMENTS, line.both)
    if line.fact["id"] == "rollout-risk" and line.fact.get("aspect") == "stop":
        return  # a rule that holds without a score
    line.demand(not found, f"judges what is {line.fact['verdict']} (“{found and found.group()}”)")


def check_line(line):
    """Raises Wrong; returns how many claims were checked."""
    for part in line.parts:
        check_form(part, line.where)
    check_plurals(line)
    check_words(line)
    check_names(line)
    check_checks(line)
    check_measure(line)
    check_silence(line)
    check_promised(line)
    return Numbers(line).check() + check_changes(line)


def get_state(value, low, high, target, lower_is_better):
    """Whether a target is met, as the interval tells it."""
    if lower_is_better:
        return "met" if high <= target else "missed" if low > target else "unclear"
    return "met" if low >= target else "missed" if high < target else "unclear"


def get_promise(settings, device_class):
    """What is promised of a class, or of the fleet; None is nothing."""
    return settings["classes"].get(device_class, settings)


def find_target(fact, settings):
    """What a fact is to be held against, by what was promised of its own class; None: nothing."""
    promise = get_promise(settings, fact["subject"].get("class"))
    success, fps, share = promise["success"], promise["fps"], promise["fps_share"]
    one_speed = all(own["fps"] == settings["fps"] for own in settings["classes"].values())
    if fact["id"] in ("ota-failure-rate", "rollout-stage-rate", "rollout-stage-best", "ota-rate-without"):
        return None if success is None else 1 - success
    if fact["id"] in ("ota-burn", "ota-budget-without", "ota-budget-left"):
        return None if success is None else 0 if fact["id"] == "ota-budget-left" else 1
    if fact["id"] in ("fps-compliance", "fps-slow"):
        return None if share is None else share if fact["id"] == "fps-compliance" else 1 - share
    if fact["id"] in ("frame-time-p95", "latency-headroom"):
        if fps is None or not fact["subject"] and not one_speed:
            return None
        return 0 if fact["id"] == "latency-headroom" else 1000 / fps
    if fact["id"] == "customer-impact":
        return settings["impact_hours"]
    if fact["id"].startswith("rollout-finish"):
        return settings["finish"] and fact["target"]["value"]
    return None


def check_promise(fact, settings):
    """Nothing is held against a promise that nobody made, or made of another class."""
    where, promise = f"{fact['id']} {fact['subject']}", get_promise(settings, fact["subject"].get("class"))
    speeds = {settings["fps"], *(own["fps"] for own in settings["classes"].values())}
    if "target" in fact:
        target = find_target(fact, settings)
        if target is None:
            raise Wrong(f"{where} is held against {fact['target']}, which nobody promised")
        if not isinstance(target, str) and not close(target, fact["target"]["value"]):
            raise Wrong(f"{where} is held against {fact['target']}, not {target}")
    if promise["success"] is None and re.match(r"ota-budget-|ota-burn|rollout-(?:detect|halt|unhalted)", fact["id"]):
        raise Wrong(f"{where}: no success is promised")
    if promise["success"] is None and fact["subject"].get("part") == "failure" and "value" in fact:
        raise Wrong(f"{where}: no success is promised, so this part is unknown")
    if re.match(r"fps-(?:compliance|slow)|latency-(?:budget|headroom)", fact["id"]) and (
            promise["fps"] is None if fact["subject"] else speeds == {None}):
        if speeds != {None} or fact.get("aspect") != "unpromised" and "value" in fact \
                or fact["verdict"] in ("confirmed", "no-change"):
            raise Wrong(f"{where}: no speed is promised")
    return 1


def check_promised(line):
    """Of a promise, or of what follows from one, only where somebody made it."""
    rest = re.sub(r"[Nn]o speed is promised|where none is promised", "", line.both)
    found = re.search(words.PROMISES, rest)
    if not found or line.fact is None or line.fact["verdict"] == "no-data":
        return
    kept = [fact for fact in line.facts if "target" in fact or fact["id"].startswith("ota-budget")]
    settings = line.fleet.settings
    promised = any(promise[key] is not None for promise in (settings, *settings["classes"].values())
                   for key in ("success", "fps", "fps_share")) or settings["impact_hours"] or settings["finish"]
    line.demand(kept or promised, f"“{found.group()}”, but nobody promised anything")


def check_fact(fact, settings):
    """A verdict follows from its own numbers."""
    comparison, where = fact.get("comparison", {}), f"{fact['id']} {fact['subject']}"
    low, high = comparison.get("change_low"), comparison.get("change_high")
    if fact["unit"] == "points" and low is None:
        low, high = fact.get("low"), fact.get("high")
    change = comparison.get("change", fact.get("value"))
    if fact["verdict"] == "confirmed":
        if low is None or not (low > 0 or high < 0):
            raise Wrong(f"{where}: confirmed, but its interval is {low} to {high}")
        if abs(change) < settings["minimum_effect"] - 1e-12:
            raise Wrong(f"{where}: confirmed, but a change of {change} is below the minimum effect")
        for n in (fact.get("n"), comparison.get("n")):
            if n is not None and fact["unit"] in ("share", "points") and n < settings["minimum_n"] \
                    and not fact["id"].startswith("fps"):
                raise Wrong(f"{where}: confirmed at n = {n}")
    if fact["verdict"] == "no-change" and low is not None and (low > 0 or high < 0) \
            and abs(change) > settings["minimum_effect"] + 1e-12:
        raise Wrong(f"{where}: no change, but its interval is {low} to {high}")
    if re.fullmatch(words.COUNTED_SHARES, fact["id"]) and fact.get("n"):
        if not close(fact["value"], fact["count"] / fact["n"]):
            raise Wrong(f"{where}: {fact['value']} is not {fact['count']} of {fact['n']}")
    for bounds in (fact, comparison):
        if "low" in bounds and isinstance(bounds.get("value"), (int, float)) \
                and not (bounds["low"] <= bounds["value"] <= bounds["high"]
                         or close(bounds["value"], bounds["low"]) or close(bounds["value"], bounds["high"])):
            raise Wrong(f"{where}: {bounds['value']} is not from {bounds['low']} to {bounds['high']}")
    return 1


def check_text(fleet, audience, flat):
    """The words and nouns of a report's text, charts and headings too."""
    line = Line(fleet, audience, "the text", {"text": flat})
    check_plurals(line)
    found = re.search(r"\b(?:last|the) (\d+) days(?: before)?", flat)
    weeks = (7, 14, 21, 28) if fleet.settings["milestones"] else ()
    if found and int(found.group(1)) not in (fleet.days, 1, 3, 7, 28, *weeks):
        line.say(f"“{found.group()}”, but the window has {fleet.days}")
    if f"the {fleet.days} days before" not in flat and re.search(r"days before(?! \d)", flat):
        line.say(f"compares other windows than of {fleet.days} days")
    return 1
