# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the tool share: parlance-cli in folders of its own, its answers as
Python values, and results as TAP. Knows no server and no number that is to be expected."""

import csv
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import traceback
from datetime import datetime, timezone
from pathlib import Path

COLLECT_SECONDS = 900


class Failure(Exception):
    """Something is not as it should be; the message says what was expected and what was found."""


class Skip(Exception):
    """A case that cannot run here; the message says why."""


def check(condition, message):
    if not condition:
        raise Failure(message)


def check_equal(found, expected, what):
    check(found == expected, f"{what}: expected {expected!r}, found {found!r}")


def check_close(found, expected, relative, what):
    check(
        found is not None and math.isclose(found, expected, rel_tol=relative, abs_tol=1e-12),
        f"{what}: expected {expected!r} within {relative:g}, found {found!r}",
    )


def check_sentence(text, *words):
    """One sentence of a fair length, on one line, with each of the words in it."""
    check(
        text is not None and "\n" not in text and 20 <= len(text) <= 500,
        f"no clear sentence: {text!r}",
    )
    for word in words:
        check(re.search(word, text, re.IGNORECASE), f"nothing is said of “{word}”: {text}")


def run_tap(cases):
    """Runs (name, function) in their order, each whatever became of those before; prints TAP."""
    print(f"1..{len(cases)}", flush=True)
    for number, (name, function) in enumerate(cases, 1):
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Skip as skip:
            print(f"ok {number} - {name} # SKIP {skip}", flush=True)
        except Failure as failure:
            print(f"not ok {number} - {name}")
            _comment(str(failure))
        except Exception:
            print(f"not ok {number} - {name}")
            _comment(traceback.format_exc())


def run_story(story):
    """Runs the cases of a story, each of which may rest on those before, and closes it."""
    try:
        run_tap(story.cases())
    finally:
        story.close()


def skip_all(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def need_programs(missing):
    """Skips everything where there are names of programs that are missing."""
    if missing:
        skip_all(f"not installed: {', '.join(missing)}")


def _comment(text):
    for line in text.splitlines():
        print(f"# {line}")
    sys.stdout.flush()


def to_iso(milliseconds):
    instant = datetime.fromtimestamp(milliseconds / 1000, timezone.utc)
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text):
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def wilson(count, n):
    """The Wilson 95 % interval (Wilson 1927)."""
    z = 1.959963984540054
    share = count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return middle - half, middle + half


class Facts:
    """What “facts --format json” printed."""

    def __init__(self, text):
        self.document = json.loads(text)
        self._facts = {
            self._key(each["id"], each["subject"]): each for each in self.document["facts"]
        }

    @staticmethod
    def _key(fact_id, subject):
        return fact_id, tuple(sorted(subject.items()))

    def find(self, fact_id, **subject):
        """The fact of exactly that subject, or None."""
        return self._facts.get(self._key(fact_id, subject))

    def get(self, fact_id, **subject):
        fact = self.find(fact_id, **subject)
        known = sorted(
            str(each["subject"]) for each in self.document["facts"] if each["id"] == fact_id
        )
        check(
            fact is not None,
            f"there is no {fact_id} of {subject}; known: {', '.join(known) or 'none'}",
        )
        return fact

    def all(self, fact_id):
        return [each for each in self.document["facts"] if each["id"] == fact_id]

    def source(self, name):
        return next(each for each in self.document["sources"] if each["name"] == name)

    def check_same(self, before, what, wanted=lambda fact: True, but=()):
        """That the same was said before: every number and claim, but not how fresh they are."""
        marks = ("caveats", "freshness", *but)
        kept, earlier = (
            {
                key: {name: value for name, value in fact.items() if name not in marks}
                for key, fact in each._facts.items()
                if wanted(fact)
            }
            for each in (self, before)
        )
        check_equal(sorted(kept), sorted(earlier), f"{what}: which facts there are")
        for key, fact in kept.items():
            check_equal(fact, earlier[key], f"{what}: {key}")

    def check_share(self, count, n, fact_id, **subject):
        """That share is count of n, with its interval."""
        fact = self.get(fact_id, **subject)
        what = f"{fact_id} {subject}"
        check_equal((fact.get("count"), fact.get("n")), (count, n), f"{what}: count and n")
        check_close(fact.get("value"), count / n, 1e-12, what)
        low, high = wilson(count, n)
        check_close(fact.get("low"), low, 1e-6, f"{what}: low")
        check_close(fact.get("high"), high, 1e-6, f"{what}: high")


class Collected:
    """What one “collect” said: lines by source, and its exit code."""

    def __init__(self, process):
        self.status = process.returncode
        self.text = process.stdout + process.stderr
        self._lines = [line.split(": ", 1) for line in self.text.splitlines() if ": " in line]

    def counts(self, source):
        """{"attempts": 240, "requests": 37, ...}"""
        for name, line in self._lines:
            if name == source and re.search(r"\d+ requests", line):
                return {what: int(number) for number, what in re.findall(r"(\d+) (\w+)", line)}
        raise Failure(f"nothing was said of what {source} brought: {self.text!r}")

    def complaints(self, source):
        """The sentences that say what is missing or wrong."""
        return self._sentences(source, "failed|partial")

    def notes(self, source):
        """The sentences that say what is worth knowing though nothing is missing."""
        return self._sentences(source, "note")

    def _sentences(self, source, kinds):
        return [
            re.sub(rf"^({kinds}): ", "", line)
            for name, line in self._lines
            if name == source and re.match(rf"({kinds}): ", line)
        ]


USUAL_PROMISES = "success=0.95\nfps=30\nfps-share=0.95\n"


class Cli:
    """parlance-cli with settings and history of its own, in a folder that vanishes."""

    def __init__(self, promises=USUAL_PROMISES):
        self.binary = os.environ["PARLANCE_CLI"]
        self._folder = tempfile.TemporaryDirectory(prefix="parlance-real-")
        self.folder = Path(self._folder.name)
        self._secrets = {}
        if promises:
            self.set_targets(promises)

    def set_targets(self, keys):
        """Writes parlance.conf: what was promised, and how careful numbers are to be."""
        settings = self.folder / "config" / "parlance" / "parlance.conf"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(f"[Targets]\n{keys}")

    def close(self):
        self._folder.cleanup()

    def set_secret(self, source, secret):
        name = re.sub(r"[^A-Z0-9]", "_", source.upper())
        self._secrets[f"PARLANCE_SECRET_{name}"] = secret

    def environment(self):
        """What it is run with: folders and secrets of its own."""
        return {
            **os.environ,
            **self._secrets,
            "PARLANCE_SYSTEM_DIR": str(self.folder / "system"),
            **{
                f"XDG_{kind.upper()}_HOME": str(self.folder / kind)
                for kind in ("config", "data", "cache", "state")
            },
        }

    def run(self, *arguments, accept=(0,), stdin=""):
        """Runs it; fails with what it said unless its exit code is one of those accepted."""
        command = [self.binary, *arguments]
        done = subprocess.run(
            command,
            env=self.environment(),
            capture_output=True,
            text=True,
            input=stdin,
            timeout=COLLECT_SECONDS,
        )
        check(
            done.returncode in accept,
            f"parlance-cli {' '.join(arguments)}: exit code {done.returncode}\n"
            f"{done.stdout[-2000:]}{done.stderr[-6000:]}",
        )
        return done

    def add_source(self, name, kind, url, *options, **settings):
        pairs = [f"--set={key}={value}" for key, value in settings.items()]
        self.run("source", "add", name, "--kind", kind, "--url", url, *options, *pairs)

    def collect(self, now, accept=(0,)):
        """Collects from every source, taking those milliseconds for now."""
        return Collected(self.run("collect", "--now", to_iso(now), accept=accept))

    def facts(self, as_of, *options):
        command = ("facts", "--format", "json", "--as-of", to_iso(as_of), *options)
        return Facts(self.run(*command).stdout)

    def evidence(self, as_of, fact_id, **subject):
        """The rows as dictionaries."""
        pairs = [part for key, value in subject.items() for part in ("--subject", f"{key}={value}")]
        done = self.run("evidence", fact_id, *pairs, "--format", "csv", "--as-of", to_iso(as_of))
        return list(csv.DictReader(io.StringIO(done.stdout)))
