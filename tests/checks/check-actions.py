#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every action that a window's description or the app's code names is one that somebody installs:
a menu item whose action is not there is silently grey for ever.

Usage: check-actions.py SOURCE_DIR   prints one line a name that nobody answers to and exits 1
       check-actions.py --self-test  shows that it finds one
"""
import pathlib
import re
import sys
import tempfile

# GTK answers to these by itself; the help overlay is a resource of the application.
OF_GTK = {"win.show-help-overlay", "window.close", "clipboard.copy", "clipboard.paste"}
# What looks like an action and is the name of a file.
ENDINGS = {"csv", "html", "pdf", "png", "svg"}

INSTALLED = re.compile(r'install(?:_property)?_action\s*\(\s*\w+,\s*"([a-z.-]+)"')
ENTRY = re.compile(r'\{\s*\.name = "([a-z-]+)"')
IN_WINDOW = re.compile(
    r'name="(?:action-name|detailed-action-name|action)"[^>]*>\s*([a-z-]+\.[a-z-]+)')
IN_CODE = re.compile(r'"([a-z]+\.[a-z-]+)(?:"|::|\()')


def misses(root):
    windows = {path: path.read_text() for path in sorted(root.glob("ui/*.ui"))}
    code = {path: path.read_text() for path in sorted(root.glob("src/app/**/*.c"))}
    known = set(OF_GTK)
    for text in code.values():
        known |= set(INSTALLED.findall(text))
        known |= {f"app.{name}" for name in ENTRY.findall(text)}
    groups = {name.split(".")[0] for name in known}

    for path, text in windows.items():
        for name in IN_WINDOW.findall(text):
            if name not in known:
                yield f"{path.relative_to(root)}: nobody answers to “{name}”"
    for path, text in code.items():
        for name in IN_CODE.findall(text):
            group, action = name.split(".")
            if group in groups and action not in ENDINGS and name not in known:
                yield f"{path.relative_to(root)}: nobody answers to “{name}”"


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "ui").mkdir()
        (root / "src/app").mkdir(parents=True)
        (root / "ui/a.ui").write_text('<property name="action-name">win.real</property>'
                                      '<attribute name="action">win.ghost</attribute>')
        (root / "src/app/a.c").write_text('gtk_widget_class_install_action (klass, "win.real",\n'
                                          'f ("win.spook::x"); f ("win.real"); f ("app.odd");\n'
                                          'g ("win.png");')
        found = sorted(line.split("“")[1] for line in misses(root))
    assert found == ["win.ghost”", "win.spook”"], found


if sys.argv[1] == "--self-test":
    self_test()
    sys.exit(0)
lines = list(misses(pathlib.Path(sys.argv[1])))
print("\n".join(lines))
sys.exit(1 if lines else 0)
