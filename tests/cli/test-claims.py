#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence of every audience follows from its facts: on the golden fleet and on 200 made-up
ones, with what-ifs, halts and plans, under scopes and other settings too. And the judge of sentences
objects to doctored ones."""

import re
import copy
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import claims
from support import Failure, check, check_equal, run_tap

AUDIENCES = ("engineer", "ops", "exec", "designer")
DATA = Path(os.environ["PARLANCE_DATA_DIR"])
FLEETS, STATES, CLAIMS = 201, 500, 250_000  # no fewer than these are judged
SHOWN = 20  # wrong sentences that a failure tells of
KIND = 60  # characters of a complaint that tell its kind


def read_words(audience):
    """What an audience's file, or else the one it builds on, calls causes, classes, ages and checks."""
    groups = {"Words": {}, "Checks": {}}
    for name in ("common.base", f"{audience}.audience"):
        group = None
        for row in (DATA / "audiences" / name).read_text().splitlines():
            if row.startswith("["):
                group = row.strip("[]")
            elif group in groups and "=" in row and not row.startswith("#"):
                code, _, called = row.partition("=")
                groups[group][code] = called
    return groups


WORDS = {audience: read_words(audience) for audience in AUDIENCES}


def list_lines(document):
    """(where, line) of all that a report says."""
    yield "headline", document["headline"]
    for group in ("bullets", "changes", "risks", "actions"):
        for line in document[group]:
            yield group, line
    for line in document.get("what_if", {"lines": []})["lines"]:
        yield "what-if", line
    for card in document["cards"]:
        yield f"title of {card['id']}", card["title"]
        for line in card["lines"]:
            yield f"line of {card['id']}", line
        if "note" in card:
            facts = card.get("note_facts", [])
            yield f"note of {card['id']}", {"text": card["note"], "others": facts[1:],
                                            **(facts[0] if facts else {})}
        if "value" in card:
            yield f"value of {card['id']}", card["value"]


class Surface:
    """All that is read of one fleet."""

    def __init__(self, folder):
        self.folder, self.name = folder, folder.name
        self.facts = self.load("facts.json")
        self.fleet = claims.Fleet(self.facts, self.load("settings.json"), WORDS)
        self.known = {claims.key_of(fact, "id"): fact for fact in self.facts["facts"]}

    def load(self, name):
        path = self.folder / name
        return json.loads(path.read_text()) if path.exists() else []

    def list_untold(self, report):
        """Facts that the report speaks of and that surely got better or worse, but not in its changes."""
        told = {line["fact"] for line in report["changes"] if "fact" in line}
        if any(name.startswith("ota-failure-") for name in told):
            told |= {"ota-failure-rate", "ota-failure-change", "ota-failure-within"}
        return [fact["id"] for fact in report["facts"] if fact["verdict"] == "confirmed"
                and fact["id"] not in told and re.fullmatch(claims.words.GOOD_OR_BAD, fact["id"])]


class Judge:
    """Counts claims and gathers what is wrong."""

    def __init__(self):
        self.count, self.problems, self.states, self.fleets = 0, [], 0, set()

    def hold(self, where, function, *arguments):
        try:
            self.count += function(*arguments) or 0
        except claims.Wrong as wrong:
            self.problems.append(f"{where}: {wrong}")

    def judge(self, surface):
        self.states += 1
        self.fleets.add(surface.name.split(",")[0])
        for fact in surface.facts["facts"]:
            self.hold(surface.name, claims.check_fact, fact, surface.fleet.settings)
            self.hold(surface.name, claims.check_promise, fact, surface.fleet.settings)
        for audience in AUDIENCES:
            where = f"{surface.name}, {audience}"
            report = surface.load(f"{audience}.json")
            surface.fleet.untold = surface.list_untold(report)
            for place, line in list_lines(report):
                self.hold(where, judge_line, surface, audience, place, line)
            for line in surface.load(f"{audience}.said.json"):
                self.hold(where, judge_line, surface, audience, f"the words for {line['fact']}", line)
            self.hold(where, judge_surfaces, surface, audience, report)


def judge_line(surface, audience, place, line):
    return claims.check_line(claims.Line(surface.fleet, audience, place, line))


def judge_surfaces(surface, audience, report):
    """The report's facts are those of everybody, and its text says what its JSON says."""
    for fact in report["facts"]:
        if fact != surface.known[claims.key_of(fact, "id")]:
            raise claims.Wrong(f"{fact['id']} {fact['subject']} is another one than in the facts")
    text = claims.make_plain((surface.folder / f"{audience}.txt").read_text())
    flat = " ".join(text.split())
    notes = {card["title"]["text"] for card in report["cards"] if "note" in card}
    for place, line in list_lines(report):
        # A card whose note says more leaves its title's second line to windows.
        hidden = place.startswith("title") and line["text"] in notes
        for part in [line["text"]] + ([line["detail"]] if "detail" in line and not hidden else []):
            if " ".join(claims.make_plain(part).split()) not in flat:
                raise claims.Wrong(f"the text leaves out the {place}, “{part}”")
    for row in text.splitlines():
        if row:
            claims.check_form(row.strip() or row, "the text")
    return len(report["facts"]) + claims.check_text(surface.fleet, audience, flat)


def write_fleets(folder):
    done = subprocess.run([os.environ["FLEET_BOARDS"], folder], capture_output=True, text=True, timeout=900)
    check(done.returncode == 0, f"fleet-boards: exit code {done.returncode}\n{done.stderr[-3000:]}")


def test_every_sentence():
    judge = Judge()
    for folder in sorted(Path(FOLDER).iterdir()):
        judge.judge(Surface(folder))
    print(f"# {judge.count} claims of {len(judge.fleets)} fleets in {judge.states} states")
    kinds = {}  # a sentence that is wrong is wrong on many fleets: of each complaint one
    for problem in judge.problems:
        kinds.setdefault(re.sub(r"[\d.,]+", "0", problem.split(": ", 1)[-1])[:KIND], problem)
    check(not judge.problems, f"{len(judge.problems)} wrong claims\n" + "\n".join([*kinds.values()][:SHOWN]))
    check(len(judge.fleets) >= FLEETS, f"only {len(judge.fleets)} fleets were judged")
    check(judge.states >= STATES, f"only {judge.states} states were judged")
    check(judge.count >= CLAIMS, f"only {judge.count} claims were judged")


# Words of the golden fleet's sentences, and what somebody might have written: audience, a part of the
# sentence as it is, that part as it must not be.
DOCTORED = [
    ("exec", "up from", "down from"),
    ("exec", "1 in 14 updates failed, up", "1 in 13 updates failed, up"),
    ("exec", "up from 1 in 17", "up from 1 in 14"),
    ("exec", "more devices came from an old release", "fewer devices came from an old release"),
    ("exec", "905 of 12,400 updates", "905 of 11,800 updates"),
    ("exec", "between 6.9 and 7.8 %", "between 6.7 and 7.8 %"),
    ("exec", "between 6.9 and 7.8 %", "between 7 and 7.8 %"),
    ("exec", "(+22 %) more than before", "(+21 %) more than before"),
    ("exec", "causes about half of", "causes about two thirds of"),
    ("exec", "causes about half of", "is why about half of"),
    ("exec", "up to 80 % are preventable", "80 % are preventable"),
    ("exec", "up to 80 % are preventable", "about 80 % are preventable"),
    ("exec", "we promised at most 5 %", "we promised at most 6 %"),
    ("exec", "Worse: failed updates", "Better: failed updates"),
    ("exec", "1 in 14 updates failed; we promised", "1 in 14 updates failed, as promised: we promised"),
    ("exec", "went from 10 % to 21 %", "went from 21 % to 10 %"),
    ("exec", "from v2.3 failed", "from v2.4 failed"),
    ("exec", "Hold the devices on release v2.3", "Hold the devices on release v2.5"),
    ("engineer", "+1.32 points", "-1.32 points"),
    ("engineer", "7.30 % (6.85", "7.31 % (6.85"),
    ("engineer", "7.30 % (6.85–7.77)", "7.30 % (6.85–7.76)"),
    ("engineer", "mix +1.74, within cohorts -0.42", "mix -0.42, within cohorts +1.74"),
    ("engineer", "Verdict: confirmed", "Verdict: not confirmed"),
    ("engineer", "No cohort has a confirmed rise", "Cohorts got worse"),
    ("engineer", "No cohort has a confirmed rise", "Failures soared in no cohort"),
    ("engineer", "17.0 % on v2.3", "48.8 % on v2.3"),
    ("engineer", "17.0 % on v2.3", "17.0 % on v2.4"),
    ("engineer", "up to 442 of 905 failures fewer", "442 of 905 failures fewer"),
    ("engineer", "All of the rise is mix", "All of the fall is mix"),
    ("engineer", "All of the rise is mix", "The rise is within cohorts"),
    ("engineer", "z 4.10", "z 4.20"),
    ("engineer", "n = 12,400", "n = 11,800"),
    ("engineer", "on no other release", "on no other release because of it"),
    ("ops", "861 of 905", "905 of 861"),
    ("exec", "Nothing else we watch", "32 facts: nothing else we watch"),
    ("exec", "Service degraded for 8.4 hours a camera a day", "4,535 hours of degraded service"),
    ("exec", "Service degraded for 8.4 hours a camera a day", "Service degraded for 8.5 hours a camera a day"),
    ("exec", "a camera a day, ", "a camera a day, 1"),
    ("engineer", "over 33.3 ms", "over 33.4 ms"),
    ("engineer", "of slow hours are on Nano", "of slow hours are on Orin"),
    ("engineer", "Burn 1.46×", "Burn 1.47×"),
    ("ops", "over the halt line of 10 %", "over the halt line of 5 %"),
    ("ops", "All but v2.3 may continue", "All but v2.4 may continue"),
    ("ops", "v2.3 fails", "v2.5 fails"),
    ("ops", "Budget spent: 905 of 620", "Budget spent: 620 of 905"),
    ("ops", "failure rate up 22 %", "failure rate down 22 %"),
    ("ops", "failure rate up 22 %", "failures up 22 %"),
    ("ops", "7.3 → 3.7 %", "7.3 → 1.5 %"),
    ("ops", "35 of 100", "36 of 100"),
    ("ops", "44 failures to chase", "1 failures to chase"),
    ("ops", "44 failures to chase", "44 failure to chase"),
    ("ops", "44 failures to chase", "{count} failures to chase"),
    ("ops", "44 failures to chase", "nan failures to chase"),
    ("ops", "44 failures to chase", "44 failures to chase.."),
    ("ops", "ran out on 13 November", "ran out on 14 November"),
    ("designer", "442 of them said", "171 of them said"),
    ("designer", "905 first updates stopped", "906 first updates stopped"),
    ("designer", "said there was not enough space", "said the battery was too low"),
    ("designer", "went from 10 % to 21 %", "fell from 10 % to 21 %"),
]
# The same of the golden fleet with a what-if, halted or planned, of all that is said of its facts.
DOCTORED_STATES = [
    ("what if 1", "ops", "Up to 616 of", "About 616 of"),
    ("what if 1", "exec", "Up to 616 of 905 failures fewer", "616 of 905 failures fewer"),
    ("what if 1", "exec", "7.3 → 2.3", "7.3 → 1.3"),
    ("what if 1", "ops", "47 % of the budget", "48 % of the budget"),
    ("what if 1", "ops", "verify checks gate", "battery checks gate"),
    ("what if 2", "exec", "About 464 of", "Up to 464 of"),
    ("what if 2", "ops", "(prevent 90 % and 90 %)", "(prevent 90 % and 100 %)"),
    ("what if 2", "engineer", "failures fewer expected", "failures fewer"),
    ("what if 1", "ops", "Not halted 215 h", "Not halted 216 h"),
    ("what if 1", "ops", "Not halted, though", "Halted, though"),
    ("what if 1", "exec", "was not stopped, though too many updates surely fail", "was not stopped: it is done"),
    ("halted 60 h ago", "ops", "was halted 201.6 to 203.0 h", "was halted 201.6 to 204.0 h"),
    ("halted 60 h ago", "exec", "was stopped at most 155.0 h after", "was not stopped until 155.0 h after"),
    ("halted 60 h ago", "exec", "was stopped at most 155.0 h after", "was stopped before"),
    ("halted 60 h ago", "ops", "Halted 153.6 to 155.0 h after", "Halted before"),
    ("halted 214 h ago", "ops", "Halted by 1.0 h after", "Halted 0.4 to 1.0 h after"),
    ("halted 214 h ago", "ops", "Halted by 1.0 h after", "Halted before"),
    ("halted 216 h ago", "ops", "Halted before", "Halted by 1.0 h after"),
    ("halted 216 h ago", "exec", "The rollout was stopped before we could", "The rollout was not stopped, though we could"),
    ("nothing promised", "exec", "Cameras showed 30 FPS or more", "Cameras kept their speed promise"),
    ("nothing promised", "exec", "7.3 % of updates failed", "7.3 % of updates failed, as promised"),
    ("nothing promised", "ops", "20.0 %: stop it", "20.0 %, over the promise: stop it"),
    ("by class", "engineer", "16.0 over 16.7 ms", "0.6 under 33.3 ms"),
    ("by class", "exec", "faster Orin cameras", "faster Nano cameras"),
    ("planned", "ops", ": no measurable change since", ": better since"),
    ("planned", "ops", ": no measurable change since", ": worse since"),
    ("planned", "ops", "4.5 % before, 3.9 % now", "3.9 % before, 4.5 % now"),
    ("planned", "ops", "failed updates, devices on v2.4: 4.5", "traced failures: 4.5"),
    ("planned", "ops", "devices on v2.4", "devices on v2.5"),
    ("planned", "engineer", "4.50 → 3.94 %, no measurable change", "4.50 → 3.94 %"),
    ("planned", "engineer", "last 21 days against the 21 days", "last 28 days against the 28 days"),
    ("planned", "engineer", "n = 3,073 and 3,332", "n = 3,332 and 3,073"),
    ("planned", "engineer", "before 24 Oct", "before 25 Oct"),
    ("planned", "ops", "no whole week since 18 Nov", "no whole week known before 18 Nov"),
    ("planned", "ops", "no measure is set", "no whole week since 1 Nov"),
    ("planned", "ops", "5 milestones done, 3 with", "5 milestones done, 4 with"),
    ("planned", "exec", "3 with a measured effect", "none with a measured effect"),
    ("planned", "exec", "is as it was at the review of 11 Nov", "is 1 day earlier than at the review of 11 Nov"),
    ("planned", "exec", "at the review of 11 Nov", "at the review of 12 Nov"),
    ("what if 1", "engineer", "(6.85–7.77)", "(6.85–7.77), counted by day"),
    ("delivered", "engineer", "median 36.2 d", "median 36.3 d"),
    ("delivered", "engineer", "Build: median 29.0 min", "Build: median 29.1 min"),
    ("delivered", "engineer", "Build: median 29.0 min", "Build: median 29.0 min, up from 20.0 min"),
    ("delivered", "engineer", "77.8 % of builds succeeded", "78.8 % of builds succeeded"),
    ("delivered", "engineer", "4 before: no sure change", "4 before: too few to tell a change"),
    ("delivered", "engineer", "4 before: no sure change", "down from 4"),
    ("delivered", "ops", "merge to tag: 27.1 d", "merge to tag: 36.2 d"),
    ("delivered", "exec", "took 36 days to reach", "took 27 days to reach"),
    ("delivered", "exec", "2 releases reached half", "4 releases reached half"),
    ("delivered", "exec", "Finished work took 36 days to reach half of the fleet", "No release reached half of the fleet in 28 days"),
]
# Facts of the golden fleet that are not what its sentences say of them: id, subject, what is changed.
ALTERED = [
    ("ota-failure-change", {}, {"verdict": "no-change"}, "exec"),
    ("ota-failure-change", {}, {"verdict": "stale"}, "engineer"),
    ("ota-failure-change", {}, {"aspect": "within"}, "exec"),
    ("ota-failure-change", {}, {"aspect": "other-releases"}, "exec"),
    ("ota-failure-change", {}, {"value": -0.0132}, "engineer"),
    ("ota-failure-change", {"cohort": "v2.4"}, {"verdict": "confirmed", "value": 0.02}, "engineer"),
    ("ota-failure-rate", {}, {"target": {"value": 0.05, "state": "met"}, "low": 0.04}, "exec"),
    ("ota-failure-rate", {"cohort": "v2.3"}, {"low": 0.09}, "ops"),
    ("ota-cause-share", {"cause": "disk-space"}, {"low": 0.51}, "exec"),
    ("ota-cohort-cause-rate", {"cause": "disk-space", "cohort": "v2.5"}, {"count": 3}, "engineer"),
    ("ota-cohort-share", {"cohort": "v2.3"}, {"verdict": "no-change"}, "exec"),
    ("ota-cohort-share", {"cohort": "v2.3"}, {"aspect": "newest"}, "exec"),
]


def objects(surface, audience, doctor):
    """Whether the judge finds anything wrong in an audience's report as it was doctored; the number of
    lines that were touched."""
    report = surface.load(f"{audience}.json")
    surface.fleet.untold = surface.list_untold(report)
    touched, found = 0, False
    said = [("the words for a fact", line) for line in surface.load(f"{audience}.said.json")]
    for place, line in [*list_lines(report), *said]:
        doctored = doctor(line)
        touched += doctored is not line
        try:
            judge_line(surface, audience, place, doctored)
        except claims.Wrong:
            found = True
    return found, touched


def replace(part, other):
    def doctor(line):
        plain = {name: claims.make_plain(line[name]) for name in ("text", "detail") if name in line}
        if not any(part in words for words in plain.values()):
            return line
        return {**line, **{name: words.replace(part, other) for name, words in plain.items()}}
    return doctor


def test_doctored_sentences():
    surface = Surface(Path(FOLDER) / "golden")
    for audience in AUDIENCES:
        check(not objects(surface, audience, lambda line: line)[0], f"{audience} is wrong as it is")
    passed = []
    for audience, part, other in DOCTORED:
        found, touched = objects(surface, audience, replace(part, other))
        check(touched, f"{audience} no more says “{part}”: doctor another sentence")
        if not found:
            passed.append(f"{audience}: nobody objects to “{other}” for “{part}”")
    check(not passed, "\n".join(passed))


def test_doctored_states():
    passed = []
    for state, audience, part, other in DOCTORED_STATES:
        surface = Surface(Path(FOLDER) / f"golden, {state}")
        found, touched = objects(surface, audience, replace(part, other))
        check(touched, f"{state}: {audience} no more says “{part}”: doctor another sentence")
        if not found:
            passed.append(f"{state}, {audience}: nobody objects to “{other}” for “{part}”")
    check(not passed, "\n".join(passed))


def test_altered_facts():
    for fact_id, subject, changes, audience in ALTERED:
        surface = Surface(Path(FOLDER) / "golden")
        key = fact_id, tuple(sorted(subject.items()))
        check(key in surface.fleet.facts, f"there is no {fact_id} of {subject}")
        surface.fleet.facts[key].update(copy.deepcopy(changes))
        check(objects(surface, audience, lambda line: line)[0],
              f"{audience}: nobody objects where {fact_id} of {subject} is {changes}")


def test_altered_verdicts():
    """A verdict that does not follow from its numbers, and a fact that differs between surfaces."""
    surface = Surface(Path(FOLDER) / "golden")
    change = copy.deepcopy(surface.fleet.find("ota-failure-change"))
    for changes in ({"low": -0.001}, {"value": 0.004}, {"n": 100}, {"verdict": "no-change"}):
        try:
            claims.check_fact({**change, **changes}, surface.fleet.settings)
        except claims.Wrong:
            continue
        raise Failure(f"nobody objects to a change that is {changes}")
    report = surface.load("exec.json")
    report["facts"][0]["value"] += 1e-6
    try:
        judge_surfaces(surface, "exec", report)
    except claims.Wrong:
        return
    raise Failure("nobody objects to a fact that is another one in a report")


with tempfile.TemporaryDirectory(prefix="parlance-claims-") as FOLDER:
    write_fleets(FOLDER)
    check_equal((Path(FOLDER) / "golden").is_dir(), True, "whether the golden fleet was written")
    run_tap([
        ("the judge objects to doctored sentences", test_doctored_sentences),
        ("the judge objects to doctored what-ifs, halts and plans", test_doctored_states),
        ("the judge objects where facts do not bear a sentence out", test_altered_facts),
        ("the judge objects to verdicts that do not follow", test_altered_verdicts),
        ("every sentence follows from its facts", test_every_sentence),
    ])
