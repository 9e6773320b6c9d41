#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every translation of po/ against its original: what msgfmt checks, and that a sentence of an
audience has the placeholders of its original, with a noun for each plural form of the language.

Usage: check-translations.py SOURCE_DIR
       check-translations.py --self-test
"""
import gettext
import pathlib
import re
import subprocess
import sys
import tempfile

HOLE = re.compile(r"\{([^{}]+)\}")
FORMS = "form 0"


def read_holes(sentence):
    """(name and digits of each placeholder in order of name, nouns of each) of an audience's sentence"""
    names, nouns = [], []
    for hole in HOLE.findall(sentence):
        name, _, argument = hole.partition(":")
        is_noun = "|" in argument or (argument and not argument.isdigit())
        names.append(name.lower() + ("" if is_noun else ":" + argument))
        if "|" in argument:
            nouns.append(argument.split("|"))
    return sorted(names), nouns


def find_flaw(original, translated, n_forms):
    """What is wrong with the translation of an audience's sentence, or None."""
    names, nouns = read_holes(translated)
    if re.search(r"[{}]", HOLE.sub("", translated)):
        return "has a brace without its partner"
    if names != read_holes(original)[0]:
        return f"has the placeholders {names}, not {read_holes(original)[0]}"
    for forms in nouns:
        if len(forms) != n_forms or not all(forms):
            return f"gives {len(forms)} forms of a noun, not {n_forms}: {'|'.join(forms)}"
    return None


def problems_of(catalogue, audiences):
    forms = [text for key, text in catalogue._catalog.items() if isinstance(key, tuple) and key[0] == FORMS]
    n_forms = len(forms) or 2
    for number in range(len(forms)):
        if catalogue._catalog[(FORMS, number)] != f"form {number}":
            yield f"the translation {number} of “{FORMS}” must be “form {number}”"
    for key, translated in catalogue._catalog.items():
        context, _, original = key.partition("\x04") if isinstance(key, str) else ("", "", "")
        flaw = find_flaw(original, translated, n_forms) if context in audiences else None
        if flaw:
            yield f"{context}: “{translated}” {flaw}"


def problems(root):
    audiences = {path.stem for path in root.glob("data/audiences/*.*")}
    for path in sorted(root.glob("po/*.po")):
        with tempfile.TemporaryDirectory() as folder:
            compiled = pathlib.Path(folder) / "parlance.mo"
            done = subprocess.run(["msgfmt", "--check", "-o", compiled, path], capture_output=True, text=True)
            if done.returncode != 0:
                yield done.stderr.strip()
                continue
            with compiled.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
        for problem in problems_of(catalogue, audiences):
            yield f"{path.name}: {problem}"


def self_test():
    cases = [
        ("{n:a|b} of {Cause}", "{cause}: {n:x|y}", 2, True),
        ("{n:a|b} of {Cause}", "{cause}: {n:x|y}", 3, False),
        ("{value:0} {one-in:updates}", "{one-in:Updates} {value:0}", 2, True),
        ("{value:0}", "{value:1}", 2, False),
        ("{value}", "{x.value}", 2, False),
        ("{value}", "{value", 2, False),
        ("{value}", "value", 2, False),
    ]
    wrong = [case for case in cases if (find_flaw(*case[:3]) is None) != case[3]]
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if sys.argv[1] == "--self-test":
    sys.exit(self_test())
found = list(problems(pathlib.Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
