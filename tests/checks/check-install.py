#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs into a folder and looks at what is there: that nothing is missing, that each option stands in its manual
page and in each shell's completion, and that the shells and systemd can read what is theirs.

Usage: check-install.py BUILD_DIR PREFIX
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BUILD, PREFIX = sys.argv[1], sys.argv[2].strip("/")
COMMANDS = ["audience", "causes", "collect", "demo", "evidence", "facts", "mapping", "plan", "report", "source"]
FILES = ["bin/parlance", "bin/parlance-cli", "lib/systemd/user/parlance-collect.service",
         "lib/systemd/user/parlance-collect.timer", "lib/systemd/user/parlance-report.service",
         "lib/systemd/user/parlance-report.timer", "share/applications/org.parlance.Parlance.desktop",
         "share/bash-completion/completions/parlance-cli", "share/dbus-1/services/org.parlance.Parlance.service",
         "share/fish/vendor_completions.d/parlance-cli.fish",
         "share/gnome-shell/search-providers/org.parlance.Parlance.search-provider.ini",
         "share/icons/hicolor/scalable/apps/org.parlance.Parlance.svg",
         "share/icons/hicolor/symbolic/apps/org.parlance.Parlance-symbolic.svg",
         "share/man/man1/parlance.1", "share/man/man1/parlance-cli.1",
         "share/metainfo/org.parlance.Parlance.metainfo.xml", "share/parlance/audiences/exec.audience",
         "share/zsh/site-functions/_parlance-cli", *(f"share/man/man1/parlance-cli-{name}.1" for name in COMMANDS)]
# Who reads it without running it, for each kind of file.
READERS = {"share/bash-completion/completions/parlance-cli": ["bash", "-n"],
           "share/zsh/site-functions/_parlance-cli": ["zsh", "-n"],
           "share/fish/vendor_completions.d/parlance-cli.fish": ["fish", "--no-execute"]}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def list_options(program, *arguments):
    """What --help says: long options, but for those of GLib and GTK themselves."""
    said = run(program, *arguments, "--help").stdout
    return {name for name in re.findall(r"--([a-z][a-z-]+)", said.split("Application Options:")[-1].split("\n\n")[0])
            if not name.startswith("help")}


def check_pages(root):
    share = root / "share"
    completions = {name: (root / name).read_text() for name in READERS}
    for command in COMMANDS:
        options = list_options(root / "bin/parlance-cli", command)
        page = (share / f"man/man1/parlance-cli-{command}.1").read_text().replace("\\-", "-")
        if not options:
            yield f"parlance-cli {command} --help names no option"
        for option in options:
            if f"--{option}\\fR" not in page:
                yield f"the manual page of {command} lacks --{option}"
            for name, text in completions.items():
                if not re.search(rf"(--|-l ){option}\b", text):
                    yield f"{name} lacks --{option}"
    page = (share / "man/man1/parlance.1").read_text().replace("\\-", "-")
    for option in list_options(root / "bin/parlance"):
        if f"--{option}\\fR" not in page and option not in ("display", "gapplication-service"):
            yield f"the manual page of parlance lacks --{option}"


def check_readers(root):
    for name, reader in READERS.items():
        done = run(*reader, str(root / name)) if shutil.which(reader[0]) else None
        if done is not None and (done.returncode or done.stderr):
            yield f"{reader[0]} can't read {name}: {done.stderr}"
    for page in sorted((root / "share/man/man1").iterdir()) if shutil.which("groff") else []:
        done = run("groff", "-man", "-Tutf8", "-ww", "-z", str(page))
        if done.stderr:
            yield f"{page.name}: {done.stderr}"


def check_units(root):
    """Where systemd can be asked at all; the programs stand where they were installed for the check."""
    units = root / "lib/systemd/user"
    (root / "units").mkdir()
    for unit in units.iterdir():
        (root / "units" / unit.name).write_text(unit.read_text().replace(f"/{PREFIX}/bin", str(root / "bin")))
    if not shutil.which("systemd-analyze"):
        return
    done = subprocess.run(["systemd-analyze", "--user", "--man=no", "verify", *map(str, (root / "units").iterdir())],
                          capture_output=True, text=True, check=False, timeout=60,
                          env={"XDG_RUNTIME_DIR": str(root), "PATH": "/usr/bin:/bin"})
    if done.stderr and "initialize manager" not in done.stderr:
        yield f"systemd: {done.stderr}"


def complete(root, *words):
    """What bash offers for the last of the words."""
    quoted = " ".join(f"'{word}'" for word in words)
    script = (f". {root}/share/bash-completion/completions/parlance-cli; COMP_WORDS=({quoted}); "
              f"COMP_CWORD={len(words) - 1}; _parlance_cli; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    return run("bash", "-c", script).stdout.split()


def check_completion(root):
    for words, offered in ((("parlance-cli", "rep"), ["report"]), (("parlance-cli", "source", "r"), ["remove"]),
                           (("parlance-cli", "report", "--allow-s"), ["--allow-stale"]),
                           (("parlance-cli", "report", "--size", "--"), []),
                           (("parlance-cli", "plan", "check", f"{root}/share/parlance/causes.r"),
                            [f"{root}/share/parlance/causes.rules"])):
        if complete(root, *words) != offered:
            yield f"bash offers {complete(root, *words)} after {' '.join(words[1:])}"


def problems(root):
    yield from (f"{name} is not installed" for name in FILES if not (root / name).exists())
    for name in ("share/dbus-1/services/org.parlance.Parlance.service", "lib/systemd/user/parlance-report.service"):
        for program in re.findall(r"^Exec\w*=-?(\S+)/parlance", (root / name).read_text(), re.M):
            if program != f"/{PREFIX}/bin":
                yield f"{name} starts a program of {program}"
    yield from check_pages(root)
    yield from check_readers(root)
    yield from check_units(root)
    yield from check_completion(root)
    version = run(str(root / "bin/parlance"), "--version").stdout
    if version.split(" ") != ["parlance", run(str(root / "bin/parlance-cli"), "--version").stdout.split(" ")[-1]]:
        yield f"parlance --version says {version!r}"


with tempfile.TemporaryDirectory() as folder:
    done = run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", folder)
    found = [done.stdout + done.stderr] if done.returncode else list(problems(pathlib.Path(folder, PREFIX)))
print("\n".join(found))
sys.exit(1 if found else 0)
