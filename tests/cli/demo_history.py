# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo fleet behind its own server, collected once into a history: what the tests of the
commands start from."""

import atexit
import re
import subprocess

from support import Cli, Failure

NOW = 1795254000000  # 2026-11-21T09:40:00Z


class DemoServer:
    """parlance-cli demo, on a free port, until it is stopped."""

    def __init__(self, cli, generation="0.10", now="2026-11-21T09:40:00Z", kind="hawkbit"):
        command = [cli.binary, "demo", "--now", now]
        command += ["--demo-hawkbit", generation] if kind == "hawkbit" else ["--demo-server", kind]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                                         stdin=subprocess.DEVNULL)
        atexit.register(self.stop)
        self.urls = dict(self._process.stdout.readline().split() for _ in range(2))
        if set(self.urls) != {kind, "prometheus"}:
            raise Failure(f"the demo server said {self.urls}")

    def stop(self):
        """Ends it as a user would; its exit code."""
        self._process.terminate()
        self._process.stdout.close()
        return self._process.wait(timeout=30)


def add_demo_sources(cli, server):
    cli.add_source("updates", "hawkbit", server.urls["hawkbit"], ClassAttribute="hw",
                   SiteAttribute="site", RollbackAttribute="rollback", Rate="10000")
    cli.add_source("speed", "prometheus", server.urls["prometheus"], Profile="exporter", Rate="10000")


def create_history(generation="0.10"):
    """(cli, server, what collect said)"""
    cli = Cli()
    server = DemoServer(cli, generation)
    add_demo_sources(cli, server)
    return cli, server, cli.collect(NOW)


def take_for_right(history):
    """Of a history that a test has changed: makes it one from before there were checksums, which are taken
    of what it holds when it is next opened."""
    history.execute("DROP TABLE digest")
    history.execute("DROP TABLE change")
    history.execute("DROP TABLE build")
    history.execute("ALTER TABLE chunk DROP COLUMN digest")
    history.execute("ALTER TABLE source DROP COLUMN updates_since")
    history.execute("PRAGMA user_version = 5")


def numbers(text):
    """The numbers of a text as it prints them: “12,400”, “−0.42”, “7.30”. Not those that are part of
    a name: v2.3, wave-2, p95."""
    return re.findall(r"(?<![\w.,\-])[+\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w|[.,]\d|-\w)", text)
