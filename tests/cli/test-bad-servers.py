#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parlance-cli and servers that go wrong: a failed collect changes nothing that was stored and says
why in one sentence a source."""

import http.server
import signal
import sqlite3
import subprocess
import threading
import time

import demo_history
from support import Cli, check, check_equal, check_sentence, run_tap

cli, demo, _ = demo_history.create_history()


class Server:
    """Answers each request with answer(handler, body), on a free port, until it is stopped."""

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer(self, body)

            do_POST = do_GET

            def log_message(self, *arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *guest: None  # who gives up reading an answer hangs up
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def send(handler, status, body, promised=None):
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(promised or len(body)))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = promised is not None


def dump_history():
    """All rows but those that tell how the last sync of a source went."""
    with sqlite3.connect(f"file:{cli.folder}/data/parlance/history.db?mode=ro", uri=True) as history:
        tables = [name for name, in history.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: list(history.execute(f'SELECT * FROM "{name}"')) for name in tables if name not in ("source", "digest")}
        rows["source"] = list(history.execute("SELECT name, kind, fetched, newest, bookmark FROM source"))
    history.close()
    return rows


def point_to(url):
    for name, kind in (("updates", "hawkbit"), ("speed", "prometheus")):
        cli.run("source", "remove", name)
        cli.add_source(name, kind, url)


def check_failed_collect(what, *words):
    collected = cli.collect(demo_history.NOW + 60000, accept=(5,))
    for source, request in (("updates", "GET /rest/v1/"), ("speed", "(GET|POST) /api/v1/")):
        complaints = collected.complaints(source)
        check_equal(len(complaints), 1, f"{what}: sentences of {source}")
        check_sentence(complaints[0], f"^{source}: {request}", *words)


def test_nothing_lost():
    before = dump_history()
    facts = cli.facts(demo_history.NOW)
    check(len(before["attempt"]) > 1000, "there is no history to be lost")
    for what, words, answer in [
            ("404", ("404",), lambda handler, body: send(handler, 404, b"404 page not found")),
            ("deep", ("nested",), lambda handler, body: send(handler, 200, b'{"a":' + b"[" * 100000))]:
        server = Server(answer)
        point_to(server.url)
        check_failed_collect(what, *words)
        server.stop()
        check(dump_history() == before, f"{what}: the stored history changed")
    check_failed_collect("refused", "127.0.0.1 refuses")
    check(dump_history() == before, "refused: the stored history changed")
    cli.facts(demo_history.NOW).check_same(facts, "after the failures")


def test_negative_length():
    """A length below nothing is the server's fault: one sentence, no warning of a library."""
    other = Cli()
    server = Server(lambda handler, body: send(handler, 200, b"{}", promised=-5))
    other.add_source("late", "hawkbit", server.url)
    said = other.run("source", "test", "late", accept=(1,))
    check_sentence(said.stderr.strip(), "late: GET")
    server.stop()
    other.close()


def continue_for_ever(handler, _, is_read=None):
    """Never answers, and never stops talking: the client's HTTP library goes on reading. What no buffer
    holds has been read."""
    n_written = 0
    try:
        while True:
            n_written += handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 50)
            if is_read and n_written > 16 << 20:
                is_read.set()
    except OSError:
        handler.close_connection = True


def trickle(handler, _):
    """A byte a second, which is never silence."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" ")
            time.sleep(0.5)
    except OSError:
        handler.close_connection = True


def test_time_limits():
    """A request ends, whatever its server does; so does all of a sync."""
    for what, answer, words in [("continue", continue_for_ever, "no whole answer within 2 seconds"),
                                ("trickle", trickle, "no whole answer within 2 seconds")]:
        other = Cli()
        server = Server(answer)
        other.add_source("late", "hawkbit", server.url, "--set=Timeout=1", "--set=RequestTime=2")
        said = other.run("source", "test", "late", accept=(1,))
        check_sentence(said.stderr.strip(), words)
        server.stop()
        other.close()
    other = Cli()
    server = Server(trickle)
    other.add_source("late", "hawkbit", server.url, "--set=SyncTime=2")
    said = other.run("source", "test", "late", accept=(1,))
    check_sentence(said.stderr.strip(), "the whole reading took longer than 2 seconds")
    server.stop()
    other.close()


def interrupt(cli, is_read, delays):
    """The exit status of a collect that is interrupted once, and again after each of these seconds."""
    is_read.clear()
    with subprocess.Popen([cli.binary, "collect"], env=cli.environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        check(is_read.wait(60), "nothing was read")
        process.send_signal(signal.SIGINT)
        for delay in delays:
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    return process.returncode


def test_interrupts():
    """The first interrupt lets it end by itself, the second ends it at once."""
    other = Cli()
    is_read = threading.Event()
    server = Server(lambda handler, body: continue_for_ever(handler, body, is_read))
    other.add_source("late", "hawkbit", server.url)
    check_equal(interrupt(other, is_read, ()), 5, "exit status after one interrupt")
    # Two that come too soon are one; where the second comes too late, it has ended by itself.
    statuses = []
    while -signal.SIGINT not in statuses and len(statuses) < 5:
        statuses.append(interrupt(other, is_read, (0.3 / 2 ** len(statuses),)))
    check(-signal.SIGINT in statuses, f"exit statuses after two interrupts: {statuses}")
    server.stop()
    other.close()


def test_machine_in_the_way():
    """The sentence names what stands in the way: a proxy that is away, a port without TLS."""
    other = Cli()
    other.add_source("away", "hawkbit", "https://updates.example.com")
    environment = dict(other.environment(), https_proxy="http://127.0.0.1:9", no_proxy="")
    # Libproxy 0.5 leaks, which the leak checker sees with slow stacks only.
    for name, option in ("ASAN_OPTIONS", "fast_unwind_on_malloc=0"), ("LSAN_OPTIONS", "print_suppressions=0"):
        environment[name] = environment.get(name, "") + ":" + option
    said = subprocess.run([other.binary, "source", "test", "away"], env=environment, capture_output=True, text=True,
                          check=False)
    check_equal(said.returncode, 1, "exit code of a test through a proxy that is away")
    check_sentence(said.stderr.strip(), "proxy 127.0.0.1:9")
    plain = Server(lambda handler, body: send(handler, 200, b"{}"))
    other.add_source("plain", "hawkbit", plain.url.replace("http:", "https:"))
    said = other.run("source", "test", "plain", accept=(1,))
    # The leak checker's tracer may crash in a worker of TLS that is just ending, and says so below.
    check_sentence(said.stderr.split("\n")[0], "speak plain http on port")
    plain.stop()
    other.close()


try:
    run_tap([("a failed collect loses nothing", test_nothing_lost),
             ("a negative length is one sentence", test_negative_length),
             ("a request and a sync end in time", test_time_limits),
             ("the second interrupt ends at once", test_interrupts),
             ("a machine in the way is named", test_machine_in_the_way)])
finally:
    demo.stop()
    cli.close()
