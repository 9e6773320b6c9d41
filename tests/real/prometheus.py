# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers of the Prometheus family on loopback: Prometheus itself, and VictoriaMetrics. Takes
samples as OpenMetrics lines, answers instant queries for cross-checks; knows nothing of the fleet.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 20
# promtool makes blocks of two hours unless it is told otherwise, and reads its input once for each.
BLOCK = "2400h"


class ServerError(Exception):
    """What went wrong, with the end of the server's own log."""


def find_free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A process, its folder and its port. Starting again takes the same port and data again."""

    programs = ()

    @classmethod
    def missing(cls):
        return [program for program in cls.programs if shutil.which(program) is None]

    def __init__(self):
        self.port = find_free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="prometheus-")
        self.folder = Path(self._folder.name)
        self._process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Starts it unless it runs, and waits until it is ready."""
        if self._process is not None:
            return
        with open(self.folder / "log", "w") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                tail = (self.folder / "log").read_text(errors="replace").splitlines()[-15:]
                raise ServerError(f"{self.programs[0]} does not answer:\n" + "\n".join(tail))
            time.sleep(0.1)

    def stop(self):
        """Harmless when it is not running."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def close(self):
        self.stop()
        self._folder.cleanup()

    def query(self, promql, at):
        """An instant query: [(labels, value)]."""
        form = urllib.parse.urlencode({"query": promql, "time": at}).encode()
        with urllib.request.urlopen(f"{self.url}/api/v1/query", form, timeout=60) as answer:
            result = json.load(answer)["data"]["result"]
        return [(each["metric"], float(each["value"][1])) for each in result]

    def _is_ready(self):
        try:
            with urllib.request.urlopen(self.url + self._ready_path, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


class Prometheus(Server):
    programs = ("prometheus", "promtool")
    _ready_path = "/-/ready"

    def add(self, lines):
        """Adds samples as blocks of its storage, for which it may not run; it runs afterwards."""
        self.stop()
        text = self.folder / "samples.om"
        with open(text, "w") as file:
            file.writelines(f"{line}\n" for line in lines)
        command = [
            "promtool",
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "--quiet",
            f"--max-block-duration={BLOCK}",
            text,
            self.folder / "storage",
        ]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise ServerError(f"promtool refused the samples: {done.stdout[-2000:]}")
        text.unlink()
        self.start()

    def leaves_first_sample_out(self):
        """Since version 3 a range does not contain the sample at its very beginning."""
        with urllib.request.urlopen(f"{self.url}/api/v1/status/buildinfo", timeout=20) as answer:
            version = json.load(answer)["data"]["version"]
        return int(version.split(".")[0]) >= 3

    def _command(self):
        settings = self.folder / "prometheus.yml"
        settings.write_text("global:\n  scrape_interval: 1h\n")
        return [
            "prometheus",
            f"--config.file={settings}",
            f"--storage.tsdb.path={self.folder / 'storage'}",
            "--storage.tsdb.retention.time=10y",
            f"--web.listen-address=127.0.0.1:{self.port}",
        ]


class VictoriaMetrics(Server):
    programs = ("victoria-metrics",)
    _ready_path = "/health"

    def add(self, lines):
        """Adds samples through its own import, which wants milliseconds; it runs afterwards."""
        self.start()
        batch = []
        for line in lines:
            if not line.startswith("#"):
                batch.append(f"{line}000\n")
            if len(batch) == 200000 or line == "# EOF":
                self._post("/api/v1/import/prometheus", "".join(batch))
                batch = []
        self.flush()

    def flush(self):
        """What was taken can be found from now on, not only some seconds later."""
        self._post("/internal/force_flush", "")

    def leaves_first_sample_out(self):
        """It takes the last sample before a range for its beginning."""
        return False

    def _post(self, path, text):
        with urllib.request.urlopen(self.url + path, text.encode(), timeout=120) as answer:
            answer.read()

    def _command(self):
        return [
            "victoria-metrics",
            f"-storageDataPath={self.folder / 'storage'}",
            "-retentionPeriod=10y",
            f"-httpListenAddr=127.0.0.1:{self.port}",
            "-search.latencyOffset=0s",
        ]
