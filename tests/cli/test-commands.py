#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli as scripts and timers use it: exit codes, files that are whole or not there, secrets
that are nowhere, and two at once."""

import base64
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import time
from pathlib import Path

import demo_history
from support import Cli, Skip, check, check_equal, check_sentence, run_tap

AS_OF = "2026-11-21T09:40:00Z"
cli, server, _ = demo_history.create_history()
output = cli.folder / "page.png"


def report(*options, accept=(0,), as_of=AS_OF):
    return cli.run("report", "--as-of", as_of, *options, accept=accept)


def test_usage():
    output.write_text("yesterday")
    for options in [("--audience", "exec", "--format", "gif", "-o", output),
                    ("--audience", "exec", "--format", "text", "--beside", "-o", output),
                    ("--audience", "exec", "--beside", "-o", cli.folder / "page.txt"),
                    ("--audience", "exec", "--size", "a5", "-o", output),
                    ("--audience", "exec", "-o", "-"),
                    ("--format", "png", "-o", output),
                    ("--audience", "exec", "--format", "png"),
                    ("--audience", "nobody", "--format", "text"),
                    ("--audience", "exec", "--no-such-option")]:
        report(*map(str, options), accept=(2,))
    check_equal(output.read_text(), "yesterday", "a file named in a wrong command")
    for words in [(), ("no-such-command",), ("evidence",), ("evidence", "no-such-fact"),
                  ("source", "add", "x"), ("facts", "--as-of", "yesterday")]:
        check_equal(cli.run(*words, accept=(2,)).returncode, 2, f"exit code of {words}")


def test_health():
    told = cli.run("source", "health", "updates").stdout
    counts = {what: int(count.replace(",", ""))
              for what, count in re.findall(r"^(GET \S+): ([\d,]+) requests?, ", told, re.M)}
    check(counts.get("GET /rest/v1/targets/…/actions/…/status", 0) > 1000, told)
    total = re.search(r"^Last read: .* ([\d,]+) requests in .*, hawkBit 0.10 or later$", told, re.M)
    check_equal(int(total.group(1).replace(",", "")), sum(counts.values()), "requests in all")
    check("Missing" not in told and "failed" not in told, told)
    check(len((cli.folder / "data/parlance/health/updates.conf").read_bytes()) < 8000, "its size")
    lonely = Cli()
    lonely.add_source("other", "hawkbit", server.urls["hawkbit"])
    check_equal(lonely.run("source", "health", "other", accept=(5,)).stdout,
                "other: no reading is on record yet\n", "of one that was not read")
    lonely.add_source("away", "hawkbit", "http://127.0.0.1:9")
    lonely.run("collect", accept=(1, 4))
    check("Failed: away: GET " in lonely.run("source", "health", "away").stdout, "no failure")


def read_size(path):
    head = path.read_bytes()[:24]
    check_equal(head[:8], b"\x89PNG\r\n\x1a\n", "a PNG's first bytes")
    return struct.unpack(">II", head[16:24])


def test_pictures():
    for audience in ("exec", "ops", "engineer", "designer"):
        for size, expected in (("1080p", (1920, 1080)), ("2x", (3840, 2160)), ("a4", (3508, 2479))):
            report("--audience", audience, "--size", size, "-o", str(output))
            check_equal(read_size(output), expected, f"{audience} {size}")


def test_standard_output():
    words = ("--audience", "ops", "--format", "text")
    check_equal(report(*words, "-o", "-").stdout, report(*words).stdout, "what -o - prints")
    check(not Path("-").exists(), "-o - wrote a file named -")


def test_same_bytes():
    for name in ("png", "pdf", "svg"):
        pages = []
        for _ in range(2):
            report("--audience", "exec", "--format", name, "-o", str(output))
            pages.append(output.read_bytes())
        check(pages[0] == pages[1], f"the same snapshot gave other bytes as {name}")


def test_beside():
    folder = cli.folder / "beside"
    folder.mkdir()
    report("--audience", "all", "--format", "svg", "--beside", "-o", str(folder))
    for audience in ("exec", "ops", "engineer"):
        words = report("--audience", audience, "--format", "text").stdout
        check_equal((folder / f"{audience}.txt").read_text(), words, f"the words beside {audience}")
        facts = json.loads((folder / f"{audience}.json").read_text())
        check("facts" in facts, f"there are no facts beside {audience}")
        check((folder / f"{audience}.svg").read_bytes().startswith(b"<?xml"), f"{audience}.svg")
    report("--audience", "ops", "--format", "pdf", "--beside", "-o", str(folder / "ops.pdf"),
           as_of="2026-11-25T09:40:00Z", accept=(3,))
    for ending in ("pdf", "txt", "json"):
        check(not (folder / f"ops.{ending}").exists(), f"a stale report left ops.{ending}")


def test_stale():
    output.write_text("yesterday")
    said = report("--audience", "exec", "-o", str(output), as_of="2026-11-25T09:40:00Z", accept=(3,))
    check_sentence(said.stderr.strip(), "old")
    check(not output.exists(), "a stale report left a file")
    report("--audience", "exec", "-o", str(output), "--allow-stale", as_of="2026-11-25T09:40:00Z")
    check(output.exists(), "--allow-stale wrote nothing")


def test_no_data():
    empty = Cli()
    output.write_text("yesterday")
    empty.run("report", "--audience", "exec", "-o", str(output), accept=(5,))
    check(not output.exists(), "a report without data left a file")
    for words in (("facts",), ("evidence", "ota-failure-rate")):
        said = empty.run(*words, accept=(5,))
        check_equal(said.stdout, "", f"what {words} prints without data")
        check_sentence(said.stderr.strip(), "no source")
    check_sentence(empty.run("collect", accept=(5,)).stderr.strip(), "source add")
    empty.close()


def test_unwritable():
    for path in ("/proc/exec.png", str(cli.folder / "no-such-folder" / "exec.png"), str(cli.folder)):
        said = report("--audience", "exec", "-o", path, accept=(1,))
        check_sentence(said.stderr.strip(), path)
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([cli.binary, "facts", "--as-of", AS_OF], env=cli.environment(),
                              stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    check_equal(done.returncode, 1, "exit code with a full standard output")
    check_sentence(done.stderr.strip(), "output")


def test_schema():
    try:
        import jsonschema
    except ImportError as error:
        raise Skip("python3-jsonschema is not installed") from error
    schema = json.loads((Path(os.environ["PARLANCE_DATA_DIR"]) / "facts.schema.json").read_text())
    jsonschema.validate(cli.facts(demo_history.NOW).document, schema)
    for audience in ("exec", "ops", "engineer", "designer"):
        for options in ((), ("--what-if", "disk-space=0.9")):
            said = report("--audience", audience, "--format", "json", *options).stdout
            jsonschema.validate(json.loads(said), schema)


def test_two_at_once():
    other = Cli()
    demo_history.add_demo_sources(other, server)
    command = [other.binary, "collect", "--now", AS_OF]
    both = [subprocess.Popen(command, env=other.environment(), stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        said = process.communicate(timeout=300)[1]
        check_equal(process.returncode, 0, f"exit code of one of two at once ({said})")
    check_equal(other.facts(demo_history.NOW).document["facts"],
                cli.facts(demo_history.NOW).document["facts"], "facts after two at once")
    other.close()


def test_interrupted():
    output.write_text("yesterday")
    process = subprocess.Popen([cli.binary, "report", "--demo", "--audience", "exec", "-o", str(output)],
                               env=cli.environment(), stderr=subprocess.PIPE, text=True)
    while output.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    check(process.returncode not in (0, -signal.SIGABRT), f"an interrupted report ended with {process.returncode}")
    check_equal([name for name in os.listdir(cli.folder) if name.startswith(("page", ".page"))], [],
                "files after an interrupted report")


def test_partial():
    """One of two servers is gone. What it brought before is whole and fresh: a page, and a note on it.
    A server that never brought anything: no page, unless it is allowed, and its word stands on it."""
    lone = Cli()
    demo_history.add_demo_sources(lone, server)
    lone.collect(demo_history.NOW)
    lone.run("source", "remove", "speed")
    lone.add_source("speed", "prometheus", "http://127.0.0.1:9", Profile="exporter")
    lone.collect(demo_history.NOW, accept=(4,))
    text = lone.run("report", "--audience", "exec", "--format", "text", "--as-of", AS_OF).stdout
    check("speed" in text and "(not reached)" in text, "a failed collect is not noted on the page")
    lone.add_source("elsewhere", "prometheus", "http://127.0.0.1:9", Profile="exporter")
    lone.collect(demo_history.NOW, accept=(4,))
    lone.run("report", "--audience", "exec", "-o", str(output), "--as-of", AS_OF, accept=(4,))
    check(not output.exists(), "a partial report left a file")
    lone.run("report", "--audience", "exec", "-o", str(output), "--as-of", AS_OF, "--allow-partial")
    lone.close()


def test_secrets_stay_secret():
    other = Cli()
    other.set_secret("updates", "hunter2-very-secret")
    other.add_source("updates", "hawkbit", server.urls["hawkbit"], "--auth", "basic", "--user", "reader", Rate="10000")
    said = other.run("collect", "--now", AS_OF).stdout + other.run("source", "list").stdout
    check("hunter2" not in said, "a secret was printed")
    verbose = other.run("collect", "--verbose", "--now", AS_OF).stderr
    check(re.search(r"^parlance-sources: updates: GET /hawkbit/rest/v1/actions: 200, \d+ bytes in \d+ ms$", verbose, re.M),
          f"--verbose does not say what was asked: {verbose}")
    check("updates: known up to action" in verbose and "updates: stores " in verbose, "--verbose does not say what came of it")
    hidden = base64.b64encode(b"reader:hunter2-very-secret").decode()
    check("hunter2" not in verbose and hidden not in verbose, "--verbose printed a secret")
    for path in other.folder.rglob("*"):
        if path.is_file():
            check(b"hunter2" not in path.read_bytes(), f"{path.name} holds the secret")
    check_equal((other.folder / "config/parlance/sources.conf").stat().st_mode & 0o777, 0o600, "mode of sources.conf")
    other.close()


def test_source_without_a_keyring():
    """Where the secret can't be kept, nothing is added, and what helps is said."""
    other = Cli()
    read, write = os.pipe()
    os.write(write, b"hunter2\n")
    os.close(write)
    environment = dict(other.environment(), DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
    command = [other.binary, "source", "add", "updates", "--kind", "hawkbit", "--url", "https://updates.example.com",
               "--auth", "basic", "--user", "reader", "--secret-fd", str(read)]
    said = subprocess.run(command, env=environment, pass_fds=[read], capture_output=True, text=True, timeout=60,
                          check=False)
    os.close(read)
    check_equal(said.returncode, 1, "exit code of adding a source without a keyring")
    check_sentence(said.stderr.strip(), "PARLANCE_SECRET_UPDATES")
    check_equal(other.run("source", "list").stdout, "", "sources after a failure to add one")
    other.close()


def make_certificate(folder):
    """(path of a PEM file of certificate and key, the key)"""
    if shutil.which("openssl") is None:
        raise Skip("openssl is not installed")
    key, pem = folder / "key.pem", folder / "own.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, "-days", "2",
                    "-subj", "/CN=cameras.example"], check=True, capture_output=True)
    text = key.read_text()
    pem.write_text(pem.read_text() + text)
    key.unlink()
    return pem, text


def add_with(other, pem, environment, *before):
    return subprocess.run([*before, other.binary, "source", "add", "updates", "--kind", "hawkbit", "--url",
                           "https://updates.example.com", "--set", f"Certificate={pem}", "--set", f"CaFile={pem}"],
                          env=other.environment() | environment, capture_output=True, text=True, timeout=60, check=False)


def check_copies(other, pem):
    """The files may go; no copy holds the key."""
    pem.unlink()
    copies = other.folder / "config/parlance/certificates"
    check_equal(sorted(path.name for path in copies.iterdir()), ["updates-authorities.pem", "updates-own.pem"], "copies")
    for path in [*copies.iterdir(), other.folder / "config/parlance/sources.conf"]:
        check("PRIVATE KEY" not in path.read_text(), f"{path.name} holds the key")
    conf = (other.folder / "config/parlance/sources.conf").read_text()
    check(f"Certificate={copies}/updates-own.pem" in conf and f"CaFile={copies}/updates-authorities.pem" in conf, conf)


def test_certificates():
    """As the window does it: certificates are copied, a key is kept in the keyring alone or comes from the
    environment; where neither is there, nothing is added and nothing left behind."""
    other = Cli()
    pem, key = make_certificate(other.folder)
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    said = add_with(other, pem, nowhere)
    check_equal(said.returncode, 1, "exit code of adding a certificate without a keyring")
    check_sentence(said.stderr.strip(), "PARLANCE_SECRET_UPDATES_KEY")
    check_equal(other.run("source", "list").stdout, "", "sources after a failure to add one")
    check(not any((other.folder / "config/parlance/certificates").iterdir()), "copies are left")
    said = add_with(other, other.folder / "none.pem", nowhere)
    check_sentence(said.stderr.strip(), "none.pem", "No such file")

    said = add_with(other, pem, nowhere | {"PARLANCE_SECRET_UPDATES_KEY": key})
    check_equal(said.returncode, 0, f"exit code: {said.stderr}")
    check_copies(other, pem)
    other.run("source", "remove", "updates")
    check(not any((other.folder / "config/parlance/certificates").iterdir()), "copies are left")
    other.close()


def test_certificates_with_a_keyring():
    if shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None:
        raise Skip("gnome-keyring-daemon and dbus-run-session are not both installed")
    other = Cli()
    pem, _ = make_certificate(other.folder)
    home = other.folder / "home"
    home.mkdir(mode=0o700)
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    said = add_with(other, pem, own, "dbus-run-session", "--", "sh", "-c",
                    'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" "$@"')
    check_equal(said.returncode, 0, f"exit code: {said.stderr}")
    check_copies(other, pem)
    other.close()


def test_damaged_history():
    other = Cli()
    folder = other.folder / "data/parlance"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "history.db").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    said = other.run("facts", "--as-of", AS_OF, accept=(5,)).stderr.splitlines()
    check_sentence(said[0], "history.db", "damaged")
    check_equal(len(said), 2, "sentences on a history that was set aside")
    check_equal(len([path for path in folder.iterdir() if "damaged" in path.name]), 1, "files set aside")
    newer = sqlite3.connect(folder / "history.db")
    newer.execute("PRAGMA user_version = 999")
    newer.close()
    check_sentence(other.run("facts", accept=(1,)).stderr.strip(), "newer")
    other.close()


def test_own_cause_rules():
    """The user's own cause rules hold for the user's fleet, and never for the demo."""
    other = Cli()
    rules = other.folder / "config/parlance/causes.rules"
    rules.parent.mkdir(parents=True, exist_ok=True)
    rules.write_text("message mine .*\n")
    demo = ("facts", "--demo", "--as-of", AS_OF)
    check_equal(other.run(*demo).stdout, cli.run(*demo).stdout, "the demo's facts")
    demo_history.add_demo_sources(other, server)
    other.collect(demo_history.NOW)
    check('"mine"' in other.run("facts", "--as-of", AS_OF).stdout, "own rules give a cause")
    other.close()


def test_audience_check():
    example = Path(__file__).parent.parent / "fixtures/audiences/customer-success.audience"
    said = cli.run("audience", "check", str(example))
    check("Customer Success" in said.stdout, f"the example is right: {said.stdout}")
    wrong = cli.folder / "wrong.audience"
    wrong.write_text(example.read_text().replace("missed=", "mist="))
    said = cli.run("audience", "check", str(wrong), accept=(1,))
    check_sentence(said.stderr.strip(), "wrong.audience", "[Line rate]", "mist", "missed")
    for words in [(), ("check",), ("look", str(example)), ("check", "a", "b")]:
        cli.run("audience", *words, accept=(2,))


def test_causes():
    """What the rules make of messages, and which rule of which file decides."""
    other = Cli()
    messages = other.folder / "messages.txt"
    messages.write_text("write failed: No space left on device\n\nthe lens is fogged\nInstallation failed\n")
    rules = other.folder / "mine.rules"
    rules.write_text("# mine\nmessage lens  lens .*fog\ncode network 28\n")
    rows = [line.split("\t") for line in other.run("causes", "test", str(messages)).stdout.splitlines()]
    check_equal([row[0] for row in rows], ["disk-space", "unknown", "unknown"], "the built-in rules")
    check("causes.rules:" in rows[0][1] and "no space left" in rows[0][2], f"the rule that decides: {rows[0]}")
    check_equal(rows[2][1:], ["-", "-", "Installation failed"], "no rule decides")
    text = other.run("causes", "test", "-", "--rules", str(rules), "--code", "28", stdin=messages.read_text()).stdout
    rows = [line.split("\t") for line in text.splitlines()]
    check_equal([row[0] for row in rows], ["network", "lens", "network"], "own rules come first")
    check_equal(rows[1][1:3], [f"{rules}:2", "message lens  lens .*fog"], "where the rule stands")
    rules.write_text("message lens (\n")
    check_sentence(other.run("causes", "test", str(messages), "--rules", str(rules), accept=(1,)).stderr.strip(), "line 1")
    for words in [(), ("test",), ("test", "a", "b"), ("test", "-", "--code", "x")]:
        other.run("causes", *words, accept=(2,))
    other.close()


try:
    run_tap([
        ("usage", test_usage), ("health", test_health), ("pictures", test_pictures), ("the same bytes", test_same_bytes),
        ("standard output", test_standard_output), ("beside", test_beside), ("stale", test_stale),
        ("no data", test_no_data), ("unwritable", test_unwritable),
        ("schema", test_schema), ("two at once", test_two_at_once), ("interrupted", test_interrupted),
        ("partial", test_partial), ("secrets stay secret", test_secrets_stay_secret),
        ("a source without a keyring", test_source_without_a_keyring),
        ("certificates of a source", test_certificates),
        ("certificates of a source, with a keyring", test_certificates_with_a_keyring),
        ("damaged and newer history", test_damaged_history),
        ("own cause rules", test_own_cause_rules),
        ("an audience file is checked", test_audience_check), ("causes", test_causes),
    ])
finally:
    server.stop()
    cli.close()
