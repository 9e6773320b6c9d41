# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Eclipse hawkBit on loopback: builds it once, starts it, waits until it answers, stops it.

Knows Maven, Java and the process; knows nothing of what is in the server. The jar is kept outside
the source tree, under a name that changes with the files it is made of.
"""

import base64
import fcntl
import hashlib
import http.client
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
USER = "admin"
PASSWORD = "only-for-tests"
TENANT = "DEFAULT"

START_SECONDS = 120
STOP_SECONDS = 20


class ServerError(Exception):
    """What went wrong, in one sentence, with the end of the server's own log."""


def missing():
    """The programs that are needed and not there, for a reason to skip; empty: all there."""
    return [program for program in ("java", "mvn") if shutil.which(program) is None]


def cache_dir():
    """Where the jar is kept: PARLANCE_TEST_CACHE, else parlance-tests in the user's cache."""
    if "PARLANCE_TEST_CACHE" in os.environ:
        return Path(os.environ["PARLANCE_TEST_CACHE"])
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "parlance-tests"


def build():
    """Makes the jar unless it is there already; returns its path. One build at a time."""
    sources = [
        HERE / "pom.xml",
        *sorted(path for path in (HERE / "src").rglob("*") if path.is_file()),
    ]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    cache = cache_dir()
    cache.mkdir(parents=True, exist_ok=True)
    jar = cache / f"hawkbit-{digest}.jar"
    with open(cache / "hawkbit.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jar.exists():
            _run_maven(jar)
    return jar


def _run_maven(jar):
    with tempfile.TemporaryDirectory(prefix="hawkbit-build-", dir=jar.parent) as target:
        command = [
            "mvn",
            "--batch-mode",
            "--quiet",
            "--file",
            HERE / "pom.xml",
            f"-Dparlance.target={target}",
            "package",
        ]
        made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if made.returncode != 0:
            raise ServerError(f"Maven could not build hawkBit:\n{_tail(made.stdout)}")
        os.replace(Path(target) / "hawkbit.jar", jar)


def _tail(text, lines=25):
    return "\n".join(text.splitlines()[-lines:])


class Server:
    """One running hawkBit. Use as a context manager: leaving it stops the process.

    port 0 takes a free one. Without file_db the database is in memory, and starting again is
    starting empty; with it (a folder) everything is still there after a restart.
    """

    def __init__(self, port=0, file_db=None):
        self.port = port
        self.file_db = file_db
        self._process = None
        self._folder = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Starts and waits until it answers. A second start takes the same port again."""
        jar = build()
        self._folder = tempfile.TemporaryDirectory(prefix="hawkbit-")
        with open(self._log_path(), "w") as log:
            self._process = subprocess.Popen(
                self._command(jar),
                cwd=self._folder.name,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        try:
            self._wait_until_up()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        """Ends the process, gently first. Harmless when it is not running."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def wait(self):
        """Until the process ends by itself."""
        self._process.wait()

    def _command(self, jar):
        # hawkBit 0.3 predates Java 17 and looks into java.lang.
        command = [
            "java",
            "-Xmx768m",
            "-XX:TieredStopAtLevel=1",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "-jar",
            str(jar),
            f"--server.port={self.port}",
        ]
        if self.file_db is not None:
            path = Path(self.file_db).resolve() / "hawkbit"
            command.append(f"--spring.datasource.url=jdbc:h2:file:{path};MODE=MySQL")
        return command

    def _log_path(self):
        return Path(self._folder.name) / "hawkbit.log"

    def _wait_until_up(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            log = self._log_path().read_text(errors="replace")
            if self._process.poll() is not None:
                raise ServerError(f"hawkBit ended before it answered:\n{_tail(log)}")
            started = re.search(r"started on port\(s\) (\d+)", log)
            if started is not None:
                self.port = int(started.group(1))
                if self._answers():
                    return
            time.sleep(0.2)
        raise ServerError(f"hawkBit did not answer within {START_SECONDS} seconds:\n{_tail(log)}")

    def _answers(self):
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(
                "GET", "/rest/v1/rollouts", headers={"Authorization": f"Basic {token}"}
            )
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
