#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds po/de.po against words that German has words of its own for, calques, and nouns that should be
one word. What the field itself says in German stays: Update, Rollout, Release, Server, Log, Token,
Frame, Client of OAuth, and the names of keys and formats.

Usage: check-german.py SOURCE_DIR
       check-german.py --self-test
"""
import gettext
import pathlib
import re
import subprocess
import sys
import tempfile

# What is not said, and what is said instead.
WORDS = {
    r"Dashboards?": "Übersicht",
    r"Reviews?": "Durchsicht, Besprechung, Bericht",
    r"Deadlines?": "Termin, Frist",
    r"Timelines?": "Zeitachse, Verlauf",
    r"Features?": "Funktion",
    r"Links?": "Verweis",
    r"Checks?": "Prüfung",
    r"Reports?": "Bericht",
    r"Previews?": "Vorschau",
    r"Templates?": "Vorlage",
    r"Mappings?": "Zuordnung",
    r"Screenshots?": "Bild des Fensters",
    r"Settings?": "Einstellung",
    r"Buttons?": "Knopf",
    r"Desktop": "Arbeitsumgebung",
    r"Snapshots?": "Stand",
    r"Owners?": "verantwortlich",
    r"Heartbeats?": "Lebenszeichen",
    r"Burn": "Verbrauch",
    r"Soak": "Bewährung",
    r"Syncs?": "Abgleich",
    r"Events?": "Ereignis",
    r"Levels?": "Stufe",
    r"Tools?": "Werkzeug, Programm",
    r"Timeouts?": "Frist",
    r"Defaults?": "Vorgabe",
    r"Issues?": "Aufgabe, Problem",
    r"Tempi": "Tempo",
    r"canceln|gecancelt|gesynct|geupdatet|upgedatet|gedownloadet|downloaden|supporten|performant": "ein deutsches Verb",
    # Calques.
    r"macht (?:keinen )?Sinn": "ergibt (keinen) Sinn",
    r"in 20\d\d": "im Jahr, oder die Zahl allein",
    r"einmal mehr": "noch einmal",
    r"realisier\w+, dass": "bemerken, dass",
    r"am Ende des Tages": "letztlich",
    r"nicht wirklich": "kaum",
}
NOUNS = "Update|Rollout|Release|Demo|OTA|FPS|Server|Log|Token|Flotten?|Kamera|Geräte|Quellen?|Fehler|Budget"
HEADS = "Rate|Server|Flotte|Linie|Datei|Regel|Grenze|Quelle|Prüfung|Zeit|Klasse|Verlauf|Versuch|Tempo|Stunde|Budget|Übersicht"
FLAWS = [(re.compile(rf"(?<!\w)(?:{word})(?!\w)"), better) for word, better in WORDS.items()]
APART = re.compile(rf"(?<![\w-])(?:{NOUNS}) (?:{HEADS})(?:n|en|e|s)?(?!\w)")
# A key of a settings file, a header, a name of a program.
NAMES = re.compile(r"\{[^{}]*\}|\b\w+=\w*|\bX-[\w-]+|\b\w+\.conf\b|--[\w-]+|\[\w+[^\]]*\]")


def find_flaws(translated):
    text = NAMES.sub("", translated)
    for pattern, better in FLAWS:
        found = pattern.search(text)
        if found:
            yield f"“{found[0]}”: {better}"
    found = APART.search(text)
    if found:
        yield f"“{found[0]}”: one word, or with a hyphen"


def problems(root):
    with tempfile.NamedTemporaryFile(suffix=".mo") as compiled:
        subprocess.run(["msgfmt", "-o", compiled.name, root / "po" / "de.po"], check=True)
        catalogue = gettext.GNUTranslations(open(compiled.name, "rb"))
    for key, translated in catalogue._catalog.items():
        if key == "":
            continue
        for flaw in find_flaws(translated):
            yield f"po/de.po: {flaw} in “{translated}”"


def test_itself():
    bad = ["Das Dashboard der Flotte", "Beim Review vom 3. Mai", "Ein Link zum Gerät", "Noch keine Kamera-Tempi",
           "Alle wurden geupdatet", "Die Update Rate stieg", "Das macht Sinn", "Speicher-Check"]
    good = ["Das Rollout dauert noch 3 Tage", "Update-Server", "Die Fehlerrate der Updates", "Einen Halt gab es nicht",
            "X-Scope-OrgID", "Checks= fehlt", "Es fehlt {check}"]
    for sentence in bad:
        assert list(find_flaws(sentence)), sentence
    for sentence in good:
        assert not list(find_flaws(sentence)), sentence


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        test_itself()
        sys.exit(0)
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(bool(found))
