# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that sentences are made of. Those that say that something changed, was caused, kept or
broken stand in CLAIMS, each with what must be true before it may be said; all others stand in KNOWN.
A new word in an audience's file has to be put into one of the two."""

import re

from claim_numbers import NUMBER

ILL_FORMED = [
    (r"^\s*$", "nothing is said"), (r"\bnan\b|\binf\b|\(null\)|\bnull\b|NaN", "a number that is none"),
    (r"[{}]", "a hole that nobody filled"), (r"(?<![\d.,])-0(?:\.0*)?(?![\d.,])", "minus nothing"),
    (r"\d[eE][+-]?\d", "a number for machines"), (r"\.\.(?!\.)|。|\.\s*:", "a full stop too many"),
    (r"\(\s*\)|“”", "empty brackets"), (r"\S  +\S", "two spaces"), (r" [,.;:](?!\d)", "a space before its stop"),
    (r"%\s*%", "per cent twice"), (r",\s*,|;\s*;|:\s*:|,\.$", "stops without words between them"),
    (r"\b([A-Za-z]\w+) \1\b(?<!had had)", "a word twice"),
]
WRONG_PLURALS = [
    r"(?<![\w.,+~–-])1 (?!(?:is|was|has|less|lasts|FPS|ms)\b)(?:[a-z-]+ )?[a-z]+s\b(?<!is)(?<!was)(?<!has)(?<!rows =)",
    r"(?<![\w.,+~–-])1 [a-z-]+ (?:are|were|have)\b",
    r"(?<![\w.,])(?:0|[2-9]|\d[\d,]*\d) (?:[a-z]+ )?(?:device|update|failure|attempt|fact|site|day|row|hour|week)\b(?! a day|-)",
]
# Names that are words, too.
AMBIGUOUS_NAMES = {"unknown", "never", "late", "silent", "stop"}

# Expressions with a word of comparison that compares no two windows.
IDIOMS = [
    r"or more\b", r"more than (?:one|\d+|~+)", r"[Ff]or more than", r"surely more than", r"two or more", r"as many",
    r"Show less", r"A slow picture on|slow hours|[Ss]low for|over [\d.]+ ms|under [\d.]+ ms|which have least|not as smooth",
    r"takes [\d.]+ % of a slow frame", r"(?:No |any |for )?(?:room|Room) for more load", r"anything more|Anything more", r"for more on the screen",
    r"needs more updates", r"[Ff]aster (?:[\ue000-\uf8ff] )?cameras|faster hardware|slow pictures are .* faster",
    r"lighter model", r"did worse or better", r"[Ww]orst", r"with fewer filters", r"or less\b",
    r"of the change\b", r"Change of the failure rate against|(?:the )?change of the failure rate",
    r"change -?\+?[\d.,]+ (?:points )?\(|change [-+\d.]+ to [-+\d.]+ points",
    r"Part of the change because (?:other devices were updated|the same kind of device)",
    r"Failures less the allowed", r"(?:A |in )?slow (?:picture|frame|pictures|frames|video|cameras)", r"used up\b",
    r"stopped updates|called off", r"went (?:quiet|back)", r"goes on as it went", r"up to\b(?= \S+ (?:of|EUR))",
    r"[Tt]he change cannot be told", r"Whether anything changed we cannot tell", r"tell a change",
    r"if it goes on as it went", r"Nothing newer", r"What would help cannot be told", r"A change needs", r"could have said", r"Speed drop", r"got a cause",
    r"Asking about", r"(?:know|say|out) why", r"fps-drop", r"[Ll]oss of", r"if it goes on", r"what would be used", r"left to add", r"how soon too many",
    r"[Ww]hat would change|how long a rollout went on|How long a rollout went on", r"ran to its end", r"when that was halted",
    r"at this rate [\d,]+ more (?:attempt|update)s? would tell", r"Budget spent = at least",
    r"known to be down since", r"(?<![\d,])1 change\b", r"(?:after|since) (?:a|an|their) (?:failed )?update",
]
DIRECTIONS = set("""rose rise rises rising risen fell fall falls falling fallen grew grow grows growing up down more
fewer less worse better worst went got increase increased increases decrease decreased decreases drop dropped
drops jump jumped improve improved improves worsen worsened worsens higher lower faster slower spiked spike
doubled halved tripled soared sank climbed larger smaller shrank gained changed change because why thanks due spread halted""".split())
JUDGEMENTS = (r"\b(?:over|within) the (?:promise|budget|halt line|limit)\b|stop it|may (?:continue|go on)|as promised"
              r"|must (?:stop|wait)|Hold the devices|got (?:better|worse)|Like for like|too few to tell|promise kept"
              r"|watch it|go on$|measurabl|change of less than|not confirmed|\bconfirmed\b")
# Facts that get better or worse.
GOOD_OR_BAD = r"ota-failure-(?:rate|change|within)|ota-cohort-cause-rate|ota-traceable|fps-compliance"
PROMISES = r"\b(?:[Pp]romis\w*|[Cc]ommit\w*|[Bb]udget|allow(?:s|ed|ance)?|we set|in time)\b"
# Shares that are so many of so many.
COUNTED_SHARES = (r"ota-(?:failure-rate|cohort-share|cause-share|cohort-cause-rate|avoidable|rate-without|traceable)"
                  r"|fleet-silent|tech-debt|rollout-progress|rollout-stage-rate")


def change_of(line, fact, up, what):
    line.demand(fact is not None, f"{what}, but speaks of no fact that could say so")
    line.demand(fact["verdict"] == "confirmed", f"{what}, which is {fact['verdict']}")
    change = fact.get("comparison", {}).get("change", fact.get("value"))
    line.demand((change > 0) == up and change != 0, f"{what}, but the change is {change}")


UP = ("up", "more", "rose", "rise", "larger")


def find_rate(line):
    """The change that a sentence about failures is about: its own fact, or the fleet's."""
    return line.first("ota-failure-change", "ota-failure-rate", "delivery-frequency", "build-time", "build-success")


def judge_from(line, found):
    change_of(line, find_rate(line), found.group(1) == "up", f"“{found.group()}”")


def judge_failures(line, found):
    change_of(line, find_rate(line), (found.group(1) or found.group(2)).lower() in UP, f"“{found.group()}”")


def judge_more_updates(line, found):
    """More updates failed: a count, not a rate."""
    rate = line.fleet.find("ota-failure-rate")
    before = rate["comparison"]["value"] * rate["comparison"]["n"]
    judge_failures(line, found)
    line.demand((rate["count"] > before) == (found.group(1).lower() in UP),
                f"{rate['count']} failed now and {before:.0f} before")
    shown = re.match(r" (\d+) %", line.both[found.end():])
    line.demand(not shown or abs(abs(rate["count"] / before - 1) * 100 - int(shown.group(1))) <= 0.5,
                f"{rate['count']} failed now and {before:.0f} before: a rate is no count")


def judge_goodness(line, found):
    """Worse: and Better: by what is good of the line's own fact."""
    better = found.group(1) == "Better"
    good_up = line.fact["id"] in ("fps-compliance", "ota-traceable", "ota-budget-left")
    change_of(line, line.fact, better == good_up, f"“{found.group()}”")


def judge_like_for_like(line, found):
    change_of(line, line.fleet.find("ota-failure-within"), found.group(1) == "worse", f"“{found.group()}”")


def judge_cohort(line, found):
    cohort = line.name_before(found.start() + 1 + len(found.group()), "cohort")
    change_of(line, line.fleet.find("ota-failure-change", cohort=cohort), found.group(1) == "worse",
              f"“{found.group()}”")


def judge_no_cohort(line, found):
    up = found.group(1) == "rise"
    for fact in line.fleet.all("ota-failure-change", "cohort"):
        line.demand(not (fact["verdict"] == "confirmed" and (fact["value"] > 0) == up),
                    f"but {fact['subject']} did")
    change_of(line, line.fleet.find("ota-failure-change"), up, "“no cohort” explains a change")
    within = line.fleet.find("ota-failure-within")
    line.demand(within["verdict"] != "confirmed" or (within["value"] > 0) != up, "but cohorts did on the whole")


def judge_share(line, found):
    """Devices on v2.3 went from 10 % to 21 % of updates."""
    cohort = line.name_before(found.start() + 1, "cohort")
    if cohort is None:
        cohort = line.first("ota-cohort-share")["subject"]["cohort"]
    fact = line.fleet.find("ota-cohort-share", cohort=cohort)
    up = fact["comparison"]["change"] > 0 if found.group(1) == "went" else found.group(1) == "grew"
    change_of(line, fact, up, f"“{found.group()}”")


def judge_shift(line, found):
    fact = line.first("ota-cohort-share")
    change_of(line, fact, found.group(1).lower() == "more", f"“{found.group()}”")
    if "old release" in found.group():
        line.demand(fact.get("aspect") == "old", "but it is not an older release")


def judge_mix(line, found):
    """More updates from failing releases."""
    mix = line.fleet.find("ota-failure-mix")
    line.demand((mix["value"] > 0) == (found.group(1) in ("more", "More")), f"but mix is {mix['value']}")
    change_of(line, find_rate(line), mix["value"] > 0, f"“{found.group()}”")


def judge_all_mix(line, found):
    change = line.fleet.find("ota-failure-change")
    change_of(line, change, found.group(1) == "rise", f"“{found.group()}”")
    mix, within = line.fleet.find("ota-failure-mix"), line.fleet.find("ota-failure-within")
    line.demand(change["aspect"] == "mix" and mix["value"] * change["value"] > 0
                and not (within["verdict"] == "confirmed" and within["value"] * change["value"] > 0),
                "but it is not all of it")


def judge_other_releases(line, _):
    change = line.fleet.find("ota-failure-change")
    line.demand(change.get("aspect") == "other-releases" and "value" not in line.fleet.find("ota-failure-mix"),
                "but the windows can be compared release by release")


def judge_within(line, found):
    judge_failures(line, found)
    change_of(line, line.fleet.find("ota-failure-within"), found.group(1) == "rise", f"“{found.group()}”")


def judge_because(line, found):
    change = line.fleet.find("ota-failure-change")
    line.demand(line.fact["id"] in ("ota-failure-change", "ota-failure-rate") and not line.fact["subject"]
                and change["verdict"] == "confirmed" and change.get("aspect") in ("mix", "kinds"),
                "“because” is for a change that is all mix")


def judge_kinds(line, found):
    """More updates were of class nano: of no release it can be said then that it got worse."""
    fact = line.first("ota-cohort-share")
    change = line.fleet.find("ota-failure-change")
    line.demand(change.get("aspect") == "kinds" and fact.get("aspect") == "kind"
                and found.group(2) in fact["subject"], "but it is another kind")
    change_of(line, fact, found.group(1) == "more", f"“{found.group()}”")
    line.demand("value" not in line.fleet.find("ota-failure-within"), "but the releases are told apart")


def list_efficacies(line, fact):
    """Of each check the part of its failures that it is taken to prevent."""
    if "efficacy" in fact["subject"]:
        return [float(share) for share in fact["subject"]["efficacy"].split("+")]
    return [line.fleet.settings["efficacy"].get(check, 1) for check in fact["subject"]["checks"].split("+")]


def judge_upper_bound(line, found):
    """Up to, at best: of what checks would prevent, where each of them works always."""
    facts = [fact for fact in line.facts if "checks" in fact["subject"]]
    line.demand(facts, f"“{found.group()}” is for what checks would prevent")
    mixed = re.search(r"[Oo]n average|[Aa]bout", line.both)
    sure = [all(share == 1 for share in list_efficacies(line, fact)) for fact in facts]
    line.demand(any(sure) if mixed else all(sure), f"“{found.group()}”, but not every check always works")


def judge_estimate(line, found):
    facts = [fact for fact in line.facts if "checks" in fact["subject"]]
    line.demand(facts, f"“{found.group()}” is for what checks would prevent")
    line.demand(any(share < 1 for fact in facts for share in list_efficacies(line, fact)),
                f"“{found.group()}” hides that it is an upper bound")


def judge_saves_nothing(line, found):
    line.demand(line.fact["id"] == "cost-avoidable" and line.fact["value"] == 0, f"“{found.group()}”, but it does")


def judge_bounded(line, found):
    """What checks would prevent is never said without its bound."""
    start = max(line.both.rfind(stop, 0, found.start()) for stop in ";:|") + 1
    clause = re.match(r"[^;:|]*", line.both[start:]).group()
    line.demand(re.search(r"[Uu]p to|[Aa]t (?:best|most)|[Aa]bout|[Oo]n average|expected", clause),
                f"“{found.group()}” without its bound")


def judge_verdict(*verdicts):
    def judge(line, found):
        line.demand(any(fact["verdict"] in verdicts for fact in line.facts),
                    f"“{found.group()}”, but no fact of it is {' or '.join(verdicts)}")
        line.demand(line.fact["verdict"] in verdicts or line.fact["id"] == "ota-failure-rate"
                    or "within" in str(line.ids), f"“{found.group()}”, but it is {line.fact['verdict']}")
    return judge


def has_sure_change(fact):
    comparison = fact.get("comparison", {})
    low, high = comparison.get("change_low"), comparison.get("change_high")
    if fact["unit"] == "points":
        low, high = fact.get("low"), fact.get("high")
    return low is not None and (low > 0 or high < 0)


def judge_no_change(is_sure):
    """What cannot be told from chance, and what is sure but too small, are two things."""
    def judge(line, found):
        judge_verdict("no-change")(line, found)
        line.demand(any(has_sure_change(fact) == is_sure for fact in line.facts if fact["verdict"] == "no-change"),
                    f"“{found.group()}”, but the change is {'not sure' if is_sure else 'sure'}")
    return judge


def judge_own_verdict(line, found):
    line.demand(line.fact["verdict"] == ("no-change" if found.group(1) else "confirmed"),
                f"“{found.group()}”, but it is {line.fact['verdict']}")


def judge_unchanged(line, found):
    """Nothing else: all that surely got better or worse is told, and something is known not to have."""
    line.demand(line.fact is None, "what did not change is no one fact")
    line.demand(not line.fleet.untold, f"but {line.fleet.untold} did")
    line.demand(any(fact["verdict"] == "no-change" for fact in line.fleet.facts.values()),
                "but of nothing it is known that it did not change")


def judge_target(*states):
    def judge(line, found):
        fact = next((each for each in line.facts if "target" in each), None)
        line.demand(fact is not None, f"“{found.group()}”, but nothing is promised")
        line.demand(fact["target"]["state"] in states,
                    f"“{found.group()}”, but the promise is {fact['target']['state']}")
    return judge


def rate_of(line, found):
    """The rate that the halt rule is said to judge: of the name before or behind, or of the line."""
    tokens = [name for _, meanings in line.named.values() for key, name in meanings if key == "cohort"]
    rates = [line.fleet.find("ota-failure-rate", cohort=token) for token in tokens]
    return [rate for rate in rates if rate] or [fact for fact in line.facts
                                                if fact["id"] in ("ota-failure-rate", "rollout-stage-rate")]


def judge_halt(line, found):
    settings = line.fleet.settings
    rates = [fact for fact in line.facts if fact["id"] in ("ota-failure-rate", "rollout-stage-rate")] \
        or rate_of(line, found) or [line.fleet.find("ota-failure-rate")]
    line.demand(any(fact.get("low", 0) > settings["halt"] and fact["n"] >= settings["minimum_n"] for fact in rates),
                f"“{found.group()}”, but no rate of it is surely over the halt line")


def judge_over(line, found):
    """Over the promise: the whole interval is."""
    rates = [fact for fact in line.facts if fact["id"] in ("ota-failure-rate", "rollout-stage-rate", "ota-burn",
                                                           "ota-budget-left")]
    line.demand(any(fact.get("target", {}).get("state") == "missed" or
                    fact["unit"] == "share" and line.fleet.settings["success"] is not None
                    and fact.get("low", 0) > 1 - line.fleet.settings["success"] - 1e-12
                    for fact in rates), f"“{found.group()}”, but it is not surely so")


def judge_may_continue(line, found):
    """Within the promise: the whole interval is."""
    rates = [fact for fact in line.facts if fact["id"] == "ota-failure-rate"]
    line.demand(any("high" in fact and fact["high"] <= line.fleet.settings["halt"] for fact in rates)
                or line.first("rollout-risk"), f"“{found.group()}”, but it may be over the halt line")


def judge_none(line, found):
    fact = line.fact
    if fact is None:
        return
    if fact["verdict"] == "no-data" and not fact.get("n"):
        return
    zero = fact.get("count", fact.get("value"))
    line.demand(zero == 0 or fact.get("value") == 0, f"“{found.group()}”, but it is {zero}")


def judge_only(line, found):
    """All failures of a cause are on one release."""
    cause = line.first("ota-cause-share")
    release = cause["aspect"].partition(":")[2]
    for fact in line.fleet.all("ota-cohort-cause-rate", "cause", "cohort"):
        if fact["subject"]["cause"] == cause["subject"]["cause"] and fact["subject"]["cohort"] != release:
            line.demand(fact["count"] == 0, f"but {fact['count']} are on {fact['subject']['cohort']}")


def judge_spread(line, found):
    cause = line.first("ota-cause-share")["subject"]["cause"]
    hit = [fact for fact in line.fleet.all("ota-cohort-cause-rate", "cause", "cohort")
           if fact["subject"]["cause"] == cause and fact["count"] > 0]
    line.demand(len(hit) > 1, f"but it is on {len(hit)}")


def judge_causes(line, found):
    line.demand(line.fact["id"] == "ota-cause-share" and line.fact["subject"]["cause"] != "unknown",
                "only a known cause causes anything")


def is_unknown(fact, why):
    return fact is not None and fact["verdict"] == "no-data" and fact.get("aspect") == why


def judge_too_few(line, found):
    least = line.fleet.settings["minimum_n"]
    if line.first("delivery-frequency"):
        return judge_too_rare(line, found)
    line.demand(any(fact["verdict"] == "too-little" or fact.get("n", least) < least or is_unknown(fact, "few")
                    for fact in line.facts)
                or line.fact is None or "limits" in line.both, f"“{found.group()}”, but there are enough")


def judge_stale(line, found):
    line.demand(any(fact["verdict"] == "stale" for fact in line.facts), f"“{found.group()}”, but it is not old")


def judge_control(line, found):
    control = line.fleet.settings["control"]
    signals = control and (control["beyond"] or control["run"])
    line.demand(control is not None and bool(signals) == ("stayed within" not in found.group()),
                f"“{found.group()}”, but the days say {control}")


def judge_detected(line, found):
    """Surely too many: found at some hour, of the fact that says when."""
    halt = line.first("rollout-halt", "rollout-unhalted")
    line.demand(line.first("rollout-detect") is not None
                or halt and line.fleet.find("rollout-detect", **halt["subject"]),
                f"“{found.group()}”, but nothing says since when")


def judge_halted(line, found):
    """Halted so long after: surely after, where both ends are said."""
    halt = line.first("rollout-halt")
    line.demand(halt is not None and halt.get("high", 0) > 0, f"“{found.group()}”, but it was not halted after")
    line.demand(not found.group(1) or halt["low"] >= 0, f"“{found.group()}”, but it may have been before")


def judge_halted_before(line, found):
    halt = line.first("rollout-halt")
    line.demand(halt is not None and halt.get("high", 1) <= 0, f"“{found.group()}”, but it was not before")


def judge_halt_unseen(line, found):
    line.demand(is_unknown(line.first("rollout-halt"), "unseen"), f"“{found.group()}”, but it was seen")


def judge_halt_unknown(line, found):
    halt = line.first("rollout-halt")
    line.demand(halt["verdict"] in ("stale", "no-data") and "value" not in halt and "aspect" not in halt
                or halt["verdict"] == "stale", f"“{found.group()}”, but it is known")


def judge_not_halted(line, found):
    halt, going = line.first("rollout-halt"), line.first("rollout-unhalted")
    line.demand(going or is_unknown(halt, "not-halted") or is_unknown(halt, "finished"),
                f"“{found.group()}”, but nothing says so")


def judge_went_on(line, found):
    going = line.first("rollout-unhalted")
    line.demand(going is not None and going["value"] >= 0, f"“{found.group()}”, but nothing says so")


def judge_run_out(line, found):
    progress = line.first("rollout-progress")
    line.demand(is_unknown(line.first("rollout-halt"), "finished") or progress and progress["aspect"] == "finished",
                f"“{found.group()}”, but it is not")


def find_effect(line, found):
    effect = line.first("milestone-effect")
    line.demand(effect is not None, f"“{found.group()}” is for milestones")
    return effect


def judge_effect(line, found):
    """Since a day something is better, or worse, or was won."""
    effect = find_effect(line, found)
    line.demand(effect["verdict"] == "confirmed", f"“{found.group()}”, which is {effect['verdict']}")
    more_is_better = line.find_milestone(effect)["measure"] == "ota-traceable"
    is_better = (effect["comparison"]["change"] > 0) == more_is_better
    claimed = (found.groupdict().get("how") or "").lower()
    line.demand(claimed not in ("better", "worse") or (claimed == "better") == is_better,
                f"“{found.group()}”, but the change is {effect['comparison']['change']}")
    line.demand(found.group() != "Done: " or is_better, f"“{found.group()}” tells of something won")


def judge_arrow(line, found):
    """From one number to another: only what is confirmed is said without more words."""
    effect = line.fact if line.fact and line.fact["id"] == "milestone-effect" else None
    line.demand(effect is None or effect["verdict"] == "confirmed"
                or re.search(r"[Nn]o measurable change|[Aa] change of less than", line.both), "tells a change that is none")


def judge_unmeasured(line, found):
    effect = find_effect(line, found)
    line.demand(effect["verdict"] in ("too-little", "no-data"), f"“{found.group()}”, but it is {effect['verdict']}")


def judge_early(line, found):
    effect = find_effect(line, found)
    line.demand(is_unknown(effect, "early") and effect["subject"]["milestone"] in
                line.fleet.list_done(least=-1, most=7), f"“{found.group()}”, but there was a whole week")


def judge_history(line, found):
    effect = find_effect(line, found)
    known = line.fleet.settings["known_days"]
    line.demand(is_unknown(effect, "history") and effect["subject"]["milestone"] in
                line.fleet.list_done(least=known - 7, most=9999), f"“{found.group()}”, but a week is known")


def judge_no_measure(line, found):
    line.demand("measure" not in line.find_milestone(find_effect(line, found)), f"“{found.group()}”, but it is")


def judge_delivered(line, found):
    """So many milestones are done, so many of them compared."""
    effects = line.fleet.all("milestone-effect", "milestone")
    compared = [fact for fact in effects if fact.get("aspect") in ("better", "worse", "same")]
    line.demand(line.fact["n"] == len(effects) and line.fact["count"] == len(compared),
                f"{len(compared)} of {len(effects)} are measured")
    line.demand("none" not in found.group() or not compared, f"“{found.group()}”, but {len(compared)} are")


def judge_by_day(line, found):
    line.demand(line.fleet.settings["by_day"], f"“{found.group()}”, but each of them is known")


def judge_derisked(line, found):
    """The late end of a forecast against that of the last review, by half a day or more."""
    fact = line.first("schedule-derisked")
    line.demand(fact is not None and fact["verdict"] not in ("stale", "no-data"), f"“{found.group()}” is for schedules")
    how = "earlier" if fact["value"] >= 0.5 else "later" if fact["value"] <= -0.5 else "as"
    line.demand(how in found.group(), f"“{found.group()}”, but it is {fact['value']} days")


def judge_longest(line, found):
    """Of the legs of a way: by a day or more."""
    leg = line.first("delivery-leg")
    others = [fact["value"] for fact in line.fleet.all("delivery-leg", "leg") if fact is not leg]
    line.demand(leg is not None and all(leg["value"] >= other + 1 for other in others),
                f"“{found.group()}”, but it is {leg} of {others}")


def judge_unsure(line, found):
    """Two counts that the same chance may give, though they are enough to tell a large change."""
    often = line.first("delivery-frequency")
    change = often["comparison"]
    line.demand(change["change_low"] <= 0 <= change["change_high"] and often["value"] + change["value"] >= 6,
                f"“{found.group()}”, but the change is {change}")


def judge_too_rare(line, found):
    often = line.first("delivery-frequency")
    line.demand(often["value"] + often["comparison"]["value"] < 6, f"“{found.group()}”, but there are enough")


def judge_undelivered(line, found):
    line.demand(is_unknown(line.first("delivery-lead"), "early"), f"“{found.group()}”, but some did")


def judge_unnamed(line, found):
    lead = line.first("delivery-lead")
    line.demand(is_unknown(lead, "unnamed") or is_unknown(lead, "clocks"), f"“{found.group()}”, but it is known")


CLAIMS = [
    (r"the longest leg|[Tt]he longest part", judge_longest),
    (r"no sure change", judge_unsure),
    (r"[Nn]o release reached half", judge_undelivered),
    (r"names no change|contradict each other|disagree$|reach the fleet is not known|to half of the fleet is not known", judge_unnamed),
    (r"(?:earlier|later) than at the review|(?:it was|as) at the review", judge_derisked),
    (r"[Hh]alted before the first look[:;] since when is not known|(?:is |are |^)[Hh]alted[;,] (?:and )?since when was not seen"
     r"|did not see since when", judge_halt_unseen),
    (r"[Ww]hether \S+ (?:\S+ )?(?:was|were) (?:halted|stopped) (?:is not known yet|has not been looked at yet)"
     r"|[Hh]alted or not (?:is not known|cannot be told)|(?:was|were) (?:halted|stopped) cannot be told", judge_halt_unknown),
    (r"[Nn]ot (?:halted|stopped)\b|(?:[Nn]ever|[\ue000-\uf8ff]) halted\b", judge_not_halted),
    (r"(?:[Hh]alted|stopped) before (?:the rate|its rate|it had|they had|we could|too many)", judge_halted_before),
    (r"(?:[Hh]alted|stopped) (?:at most|by (?=[\d.])|([-\d.,]+) to )", judge_halted),
    (r"(?:rollout|[Uu]pdates) still go(?:es)? on (?=[\d.,]+ (?:h|d|hours?|days?)\b)", judge_went_on),
    (r"the rollout is finished|ran to its end|the rollout is done$|it is done$", judge_run_out),
    (r"\b(?P<how>[Bb]etter|[Ww]orse) since\b|^Since |^Done: ", judge_effect),
    (r"→", judge_arrow),
    (r"effect not yet measured", judge_unmeasured),
    (r"no whole week since", judge_early),
    (r"no whole week known before", judge_history),
    (r"no measure is set", judge_no_measure),
    (r"milestones? done, (?:none|\d+) with a measured effect", judge_delivered),
    (r"count(?:s|ed) by day", judge_by_day),
    (r"[Ss]aves nothing", judge_saves_nothing),
    (r"[Ss]aves at most", judge_upper_bound),
    (r"fewer expected|saves [\d.,]+ EUR expected", judge_estimate),
    (r"[Nn]o cohort has a confirmed (rise|fall)", judge_no_cohort),
    (r"Cohorts got (worse|better)", judge_like_for_like),
    (r"(?:the|The) same devices do (worse|better)", judge_like_for_like),
    (r"updates got (worse|better)(?: like for like)?", judge_like_for_like),
    (r"got (worse|better)", judge_cohort),
    (r"^(Worse|Better):", judge_goodness),
    (r"\b(up|down) from\b", judge_from),
    (r"[Ff]ailures (up|down|rose|fell)\b", judge_more_updates),
    (r"[Ff]ailure (?:rate )?(up|down|rose|fell)\b|\b[Aa] (larger|smaller) part of updates failed than before",
     judge_failures),
    (r"\b(More|Fewer) updates failed than before", judge_more_updates),
    (r"points \([-+]?[\d,.]+ %\) (more|less) than before", judge_failures),
    (r"\b(more|fewer) updates were (?:of|at) (class|site)\b", judge_kinds),
    (r"share too few releases to split|other releases were updated", judge_other_releases),
    (r"All of the (rise|fall) is mix", judge_all_mix),
    (r"The (rise|fall) is within cohorts", judge_within),
    (r"The (rise|fall) is mix", judge_failures),
    (r"\b(grew|fell|went)(?= from \d)", judge_share),
    (r"\b([Mm]ore|[Ff]ewer) (?:devices came )?from (?:an old release|(?:release )?[\ue000-\uf8ff])", judge_shift),
    (r"\b(more|fewer) updates from failing releases", judge_mix),
    (r"\bbecause\b", judge_because),
    (r"[Uu]p to\b|[Aa]t best", judge_upper_bound),
    (r"[Oo]n average|[Aa]bout(?= [\d,.]+ (?:%|of|fewer))", judge_estimate),
    (r"need not have begun|\bfewer(?= failures)|failures? fewer|preventable|avoidable$|would fail, |saved$", judge_bounded),
    (r"Nothing else we watch changed measurably", judge_unchanged),
    (r"[Nn]o measurable change", judge_no_change(False)),
    (r"[Aa] change of less than [\d.,]+ points", judge_no_change(True)),
    (r"Verdict: (not )?confirmed", judge_own_verdict),
    (r"not confirmed", judge_verdict("no-change")),
    (r"(?:Verdict: )?(?<!has a )\bconfirmed\b", judge_verdict("confirmed")),
    (r"causes\b(?= about| \d)", judge_causes),
    (r"none elsewhere|on no other release|all on release|All of those were devices still", judge_only),
    (r"in more than one cohort|on more than one release", judge_spread),
    (r"[Ww]hether that keeps|[Ww]hether (?:the budget|reliability|in time)|cannot be told(?: yet| from)"
     r"|cannot tell yet|too early to tell|straddles|at the edge of|Hardly any|may need|the promise cannot"
     r"|it cannot tell yet",
     None),
    (r"over the halt line|halt rule stops|halt rule says stop|stop it\b|: stop,|Hold (?:the )?devices|^Stop\b.*:"
     r"|must stop|too many fail$", None),
    (r"provably over budget|Surely: over the promise|surely (?:failed|stopped?|had stopped) too often"
     r"|sure that too many updates fail$|too many (?:failures (?:are|were) certain$|updates surely fail)", judge_detected),
    (r"over the (?:promise|budget|limit)|over budget|Reliability is below|Budget (?:spent|overdrawn|of .* ran out)"
     r"|later than (?:we )?set|after the date", None),
    (r"within (?:the promise|what we|the budget|the limit)|as promised|under budget|promise kept|keep the promise"
     r"|Reliability is what|in time$|in time\b(?=\))", None),
    (r"may continue|may go on", judge_may_continue),
    (r"^(?:No (?:update|first update|failed attempt|device|degraded)|None of|Every (?:failure|device)|Nobody|We hear)",
     judge_none),
    (r"too few|Too few|[Tt]oo little", judge_too_few),
    (r"\b(?:our|the) data ended on", judge_stale),
    (r"left its limits|stayed within its limits|stayed on one side", judge_control),
]


WORD = re.compile(r"(?<![\w.-])(?![pPz]\d)[A-Za-z][\w’'-]*")
ANY_IDIOM = re.compile("|".join(f"(?:{idiom})" for idiom in IDIOMS))


def complete():
    """The judges that need others of this file."""
    unclear = judge_target("unclear")
    met, missed = judge_target("met"), judge_target("missed")

    def judge_unclear(line, found):
        if line.fact is None or line.fact["verdict"] in ("stale", "no-data") or "is done cannot" in line.both:
            return
        if not any("target" in fact for fact in line.facts) and line.first("ota-failure-rate"):
            return
        unclear(line, found)

    def judge_broken(line, found):
        if line.first("ota-failure-rate", "rollout-stage-rate", "ota-burn", "ota-budget-left"):
            judge_over(line, found)
        else:
            missed(line, found)

    replaced = {"[Ww]hether that": judge_unclear, "over the halt": judge_halt, "over the (?": judge_broken,
                "within (?:": met}
    for at, (pattern, judge) in enumerate(CLAIMS):
        if judge is None:
            judge = next(each for start, each in replaced.items() if pattern.startswith(start))
        CLAIMS[at] = re.compile(pattern), judge
    ILL_FORMED[:] = [(re.compile(pattern), problem) for pattern, problem in ILL_FORMED]
    WRONG_PLURALS[:] = [re.compile(pattern) for pattern in WRONG_PLURALS]


complete()
KNOWN = set("""
a about above accounts build builds succeeded changes clocks contradict disagree leg longest median merge merged names planning poisson tag tool tracker typical work add after against all allow allowance allowed allows alone among an and anew anything apr april are
as ask asking at attempt attempts average avoidable back bad battery be because been before beforehand began begins
begun behind below best better between beyond blind boot boot-rollback both broke budget burn but by called came
camera cameras can canary cannot capture cause causes certain change changed chart chase check checks choose class
classes cohort cohorts coincides come comes coming committed compare comparison completions confirmed connect
connection continue cost could counted counts customers cut d daily data date day days dec december decide
decision degraded detectable device device's device-hours device-time devices did disk disk- do done down download
drop each earlier early edge effect efficacy else elsewhere end ended enough errors eur even every everybody exactly
expected explained fact facts fail failed failing fails failure failures fall far fast faster feature feb february
fell few fewer fifth filters find finished first first-attempt fixed fleet follows for forecast form fps fps-drop
frame frames free free-space from full gate gates gave get go goes going gone got grew group h had half halt halted
handle hardware has have hawkbit headroom hear heard heartbeat help here high hit hold holds homemade hours how if in
inference interval into is issue it its jan january jerky judge judged jul july jun june keep keeps kept kind know known lack lacks
larger last lasts late later least left less lighter like likely limit limits line lines listed lists live lives load
log long longer look looked looks loss lost low made many mar march may mean measurable measurably measure measured
measures medium messages min milestone milestones missing mix model more most ms much must n need needed needs network
never new newer newest next next-stage nightly no nobody none not nothing nov november now number observed oct october
of off offline often old on once one open or ordinal ota other others our out outcome outdated outlined over overdrawn p pace
part passed paused people people’s picture pictures pilot planned point points poor post-process pre-process preflight
prevent preventable prevents price prices probability prometheus promise promised provably publish quarter quarters quiet
raised ran rate rates reach reached ready reason relative release releases reliability result review rise risk
rollback rollout room rose row rows rule run runs safer said same save saved saves say says score screen second see
seen send sep september service set share shares ship ships show shown shows side silent simple simpler since site sites
size slow smaller smooth smoothness so solid soon source space speaks speed speeds spent split stage stages stand standard
stands start state step stay stayed still stop stopped stops straddles striped succeeds such sure surely system take takes tell ten
tenfold tenth tested than that the their them there these they third thirds this those though three time times to today's together minute minutes nearest
told too took success showed traced tried try turn two under unexplained unknown until untraced up update updated updates us used utc v
verdict verified verify very video vouch wait waits was watch watched wave way we week weeks went were what when where whether
which while whiskers whole whose why window windows with within without worse worst would yet your z
""".split())
