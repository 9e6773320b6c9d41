#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the Flatpak against a runtime of Debian packages, installs it, and uses it in the real sandbox, with the
real portals and a keyring, on a bus, a display and a home of its own.

Usage: test-flatpak.py SOURCE_DIR    needs root and bubblewrap; skips with a reason without them
"""
import contextlib
import http.server
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import threading
import time

import screen
from sandbox import BUILD, ROOT, Skip, check, configure, in_runtime, need, need_sandbox, run, run_tap

ID = "org.parlance.Parlance"
PERMISSIONS = {"shared=network;ipc;", "sockets=x11;wayland;fallback-x11;", "devices=dri;"}
PORTAL = pathlib.Path("/usr/libexec/xdg-desktop-portal")
# Ages of data differ between two windows, by some letters.
ALIKE = 0.005


def in_sandbox(script, stdin=""):
    return run("flatpak", "run", "--user", "--command=sh", ID, "-c", script, input=stdin, timeout=200).stdout


def test_build():
    run(str(ROOT / "tools" / "flatpak"), "--test-runtime")
    run("flatpak", "--user", "install", "-y", "--noninteractive", "--reinstall", str(ROOT / "parlance.flatpak"))


def test_missing_runtime():
    """Where the published runtime is not installed, the way to it is said."""
    with tempfile.TemporaryDirectory() as empty:
        done = run(str(ROOT / "tools" / "flatpak"), accept=(1,),
                   env={**os.environ, "FLATPAK_USER_DIR": empty, "FLATPAK_SYSTEM_DIR": empty})
    check("org.gnome.Platform" in done.stderr and "flatpak install --user flathub" in done.stderr, done.stderr)


def test_permissions():
    lines = run("flatpak", "--user", "info", "--show-permissions", ID).stdout.split("\n")
    found = {line for line in lines if "=" in line}
    check(found == PERMISSIONS, f"permissions are {sorted(found)}")


def test_hardening():
    """Of what users get: the programs that are installed, which are optimised and have no sanitizer."""
    folder = pathlib.Path(run("flatpak", "--user", "info", "--show-location", ID).stdout.strip(), "files/bin")
    run(sys.executable, str(ROOT / "tests/checks/check-hardening.py"), str(folder / "parlance"),
        str(folder / "parlance-cli"))


def test_home_is_hidden():
    with tempfile.NamedTemporaryFile(dir=pathlib.Path.home(), prefix="parlance-secret-") as secret:
        said = in_sandbox(f"cat {secret.name} 2>&1; ls /home 2>&1; true")
    check(said.count("No such file or directory") == 2, f"the home folder can be read: {said}")


def test_pages():
    said = in_sandbox("mkdir -p $XDG_DATA_HOME/pages; "
                      "parlance-cli report --demo --audience all -o $XDG_DATA_HOME/pages;"
                      "for page in $XDG_DATA_HOME/pages/*.png; do wc -c <$page; done")
    sizes = [int(line) for line in said.split()]
    check(len(sizes) == 4 and min(sizes) > 50000, f"pages of {sizes} bytes")
    check("updates failed" in in_sandbox("parlance-cli report --demo --audience exec --format text"),
          "no sentence in the executive's text")
    check("parlance.mo" in in_sandbox("ls /app/share/locale/de/LC_MESSAGES"), "German is not installed")


def test_administrator():
    """The commands of the document make an extension of its files, which the installed program reads."""
    document = (ROOT / "docs/administration.md").read_text(encoding="utf-8")
    commands = textwrap.dedent(re.search(r"by\n\n((?:    .*\n|\n)+)", document.split("## Flatpak")[1]).group(1))
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "sources.conf").write_text("[Source shipped]\nKind=json\nUrl=https://a.example\n"
                                                        "Mapping=own.mapping\nCaFile=missing.pem\n")
        pathlib.Path(folder, "parlance.conf").write_text("[Targets]\nsuccess=0.97\n")
        run("sh", "-ec", commands, cwd=folder)
        run("flatpak", "--user", "install", "-y", "--noninteractive", f"{folder}/parlance-config.flatpak")
    try:
        said = in_sandbox("parlance-cli source list; parlance-cli source test shipped 2>&1; "
                          "parlance-cli facts --demo --format json")
        check("shipped\tjson\thttps://a.example\tadministrator’s" in said, f"the source is not listed: {said[:300]}")
        check("/app/etc/parlance/" in said, f"the file is sought elsewhere: {said[:300]}")
        check('"value" : 0.0300000' in said, "the promise does not count")
    finally:
        run("flatpak", "--user", "uninstall", "-y", "--noninteractive", ID + ".Config")


def test_icons():
    """Each symbolic icon is one of our own, of GTK or of the runtime's icon theme."""
    texts = [path.read_text() for pattern in ("ui/*.ui", "src/app/**/*.c") for path in ROOT.glob(pattern)]
    names = set(re.findall(r"[\">]([a-z-]+-symbolic)[\"<]", "\n".join(texts)))
    ours = set(re.findall(r"([a-z-]+-symbolic)\.svg", (ROOT / "ui/parlance.gresource.xml").read_text()))
    theirs = set(in_sandbox("find /usr/share/icons /app/share/icons -name '*-symbolic.*'; "
                            "gresource list /usr/lib/*/libgtk-4.so.1 2>/dev/null").replace("/", "\n").split("\n"))
    missing = {name for name in names - ours if f"{name}.svg" not in theirs and f"{name}.symbolic.png" not in theirs}
    check(len(names) > 15 and not missing, f"of {len(names)} icons these are missing: {sorted(missing)}")
    check("svg" in in_sandbox("ls /usr/lib/*/gdk-pixbuf-2.0/*/loaders"), "nothing in the runtime can read an SVG")


@contextlib.contextmanager
def window(*options, command=()):
    """Parlance's window in the sandbox, with these options for flatpak run. Gives whether it is still there."""
    started = subprocess.Popen(["flatpak", "run", "--user", "--env=GSK_RENDERER=cairo", *options, ID, *command],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield lambda: started.poll() is None
    finally:
        subprocess.run(["flatpak", "kill", ID], capture_output=True, check=False)
        started.wait(30)


def get_screen():
    if "PARLANCE_TEST_SCREEN" not in os.environ:
        raise Skip("Xvfb is not installed")
    return pathlib.Path(os.environ["PARLANCE_TEST_SCREEN"])


def test_window():
    path = get_screen()
    # The tour of the demo stands in the first window alone.
    in_sandbox('mkdir -p $XDG_CONFIG_HOME/parlance && '
               'printf "[Window]\\ntour-seen=true\\n" >$XDG_CONFIG_HOME/parlance/parlance.conf')
    with window(command=["--demo"]) as is_alive:
        installed = screen.wait_for_board(path, is_alive)
        check(is_alive(), "the window's program has ended")
    check(installed is not None, "the window shows no board")

    configure()
    in_runtime("meson", "compile", "-C", BUILD, "parlance")
    with window(f"--filesystem={ROOT}", f"--env=PARLANCE_DATA_DIR={ROOT}/data", "--env=ASAN_OPTIONS=detect_leaks=0",
                f"--command={ROOT}/{BUILD}/src/app/parlance", command=["--demo"]) as is_alive:
        uninstalled = screen.wait_for_board(path, is_alive)
        check(is_alive(), "the uninstalled program has ended")
    check(uninstalled is not None, "the uninstalled window shows no board")
    share = screen.share_of_difference(installed, uninstalled)
    check(share < ALIKE, f"{share:.2%} of the pixels differ between the installed window and the uninstalled one")


class Server(http.server.BaseHTTPRequestHandler):
    """Keeps how it was asked, and refuses."""
    asked = []

    def do_GET(self):  # noqa: N802
        self.asked.append(self.headers.get("Authorization"))
        self.send_response(401)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_secret():
    """Kept by one run, read by the next."""
    need("gnome-keyring-daemon")
    if not PORTAL.exists():
        raise Skip("xdg-desktop-portal is not installed")
    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    in_sandbox(f"parlance-cli source add kept --kind hawkbit --url http://127.0.0.1:{server.server_port} --auth bearer "
               "--secret-fd 0", stdin="a-token-of-the-test")
    Server.asked.clear()
    in_sandbox("parlance-cli source test kept; true")
    check(Server.asked and set(Server.asked) == {"Bearer a-token-of-the-test"}, f"the server was asked as {Server.asked}")
    said = in_sandbox("grep -rl a-token-of-the-test $XDG_CONFIG_HOME $XDG_DATA_HOME $XDG_CACHE_HOME; true")
    check(said == "", f"the secret stands in {said}")
    in_sandbox("parlance-cli source remove kept")
    server.shutdown()


def find_window(name):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", name], capture_output=True, text=True,
                               check=False).stdout.split()
        if found:
            run("xdotool", "windowfocus", "--sync", found[-1])
            return
        time.sleep(0.3)
    check(False, f"there is no window “{name}”")


def test_export():
    """The page goes where the user says in the desktop's dialog, outside of the sandbox."""
    path = get_screen()
    need("xdotool")
    if not PORTAL.exists():
        raise Skip("xdg-desktop-portal is not installed")
    with window(command=["--demo"]) as is_alive:
        check(screen.wait_for_board(path, is_alive) is not None, "the window shows no board")
        find_window("Parlance")
        run("xdotool", "key", "ctrl+e")
        find_window("Export Page")
        screen.wait_for_board(path, is_alive)
        run("xdotool", "key", "alt+s")
        find_window("Save Page")
        time.sleep(2)
        run("xdotool", "key", "Return")
        end = time.monotonic() + 30
        while not list(pathlib.Path.home().glob("parlance-exec-*.png")) and time.monotonic() < end:
            time.sleep(0.3)
        pages = list(pathlib.Path.home().glob("[!.]*"))
    check(len(pages) == 1 and pages[0].read_bytes()[:4] == b"\x89PNG", f"the home folder has {pages}")


def test_activation():
    """The desktop starts the sandbox for an action of a notification."""
    get_screen()
    run("gdbus", "call", "--session", "--timeout", "60", "--dest", ID, "--object-path", "/org/parlance/Parlance",
        "--method", "org.freedesktop.Application.ActivateAction", "show-sources", "[]", "{}")
    try:
        said = run("gdbus", "introspect", "--session", "--dest", ID, "--object-path", "/org/parlance/Parlance/window/1")
        check("org.gtk.Actions" in said.stdout, "no window was opened")
    finally:
        subprocess.run(["flatpak", "kill", ID], capture_output=True, check=False)


def start_screen(folder):
    """(server, what a session needs to use it), or none of them."""
    number = pathlib.Path(folder, "number")
    try:
        with number.open("w") as file:
            server = subprocess.Popen(["Xvfb", "-displayfd", str(file.fileno()), "-screen", "0", "1280x860x24", "-fbdir",
                                       folder], pass_fds=[file.fileno()], stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return None, {}
    while server.poll() is None and not number.read_text().strip():
        time.sleep(0.05)
    return server, {"DISPLAY": ":" + number.read_text().strip(), "PARLANCE_TEST_SCREEN": f"{folder}/Xvfb_screen0"}


def run_session():
    """Runs this program again in a session of its own. The runtime folder is where portals expect it, in mounts that
    nobody else sees; what is built and installed stays in the user's folders."""
    data = pathlib.Path(os.environ.get("XDG_DATA_HOME", pathlib.Path.home() / ".local/share"))
    flatpak = os.environ.get("FLATPAK_USER_DIR", str(data / "flatpak"))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        server, display = start_screen(folder)
        environment = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        environment.update(display, HOME=home, FLATPAK_USER_DIR=flatpak, XDG_RUNTIME_DIR="/run/user/0",
                           XDG_CACHE_HOME=os.environ.get("XDG_CACHE_HOME", str(pathlib.Path.home() / ".cache")),
                           XDG_DATA_DIRS=f"{flatpak}/exports/share:/usr/local/share:/usr/share",
                           XDG_CURRENT_DESKTOP="GNOME", GSK_RENDERER="cairo", PARLANCE_TEST_SESSION="yes")
        script = ("mkdir -p /run/user && mount -t tmpfs tmpfs /run/user && mkdir -m 700 /run/user/0 && cd \"$HOME\" && "
                  "exec dbus-run-session -- sh -c '"
                  # First of all, or a portal starts one that is locked and asks.
                  "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null; python3 \"$@\" >&3' sh \"$@\" "
                  "3>&1 >/dev/null 2>&1")
        status = subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh", *map(os.path.abspath, sys.argv)],
                                env=environment, check=False).returncode
        if server is not None:
            server.terminate()
            server.wait()
    return status


need_sandbox()
if "PARLANCE_TEST_SESSION" not in os.environ:
    sys.exit(run_session())
run_tap([("build", test_build), ("missing runtime", test_missing_runtime), ("permissions", test_permissions),
         ("hardening", test_hardening), ("home", test_home_is_hidden), ("pages", test_pages),
         ("administrator", test_administrator), ("icons", test_icons), ("window", test_window),
         ("secret", test_secret), ("export", test_export), ("activation", test_activation)])
