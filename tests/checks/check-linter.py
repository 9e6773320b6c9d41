#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the rules of Flathub's linter and of its pages: the id, the metainfo, icons and pictures, the desktop
file, the permissions, a build without a network; and that the releases are those of the changelog.

Usage: check-linter.py SOURCE_DIR METAINFO DESKTOP_FILE    prints one line a breach and exits 1
       check-linter.py SOURCE_DIR METAINFO DESKTOP_FILE --self-test    shows that it finds breaches
"""
import configparser
import datetime
import pathlib
import re
import struct
import sys
import xml.etree.ElementTree as ET

ID = "org.parlance.Parlance"
PERMISSIONS = ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"]
TRUE_COLOUR = {2, 6}


def read_list(manifest, key):
    """The entries of a list at the top level of the manifest, which has one entry a line."""
    found = re.search(rf"^{key}:\n((?:  - .*\n|\s*#.*\n)+)", manifest, re.M)
    return [line.strip()[2:].strip("'\"") for line in found.group(1).splitlines() if "- " in line] if found else []


def check_manifest(manifest):
    values = dict(re.findall(r"^([a-z-]+): *'?([^'\n]*)'?$", manifest, re.M))
    if values.get("id") != ID:
        yield f"the manifest's id is {values.get('id')}"
    if sorted(read_list(manifest, "finish-args")) != sorted(PERMISSIONS):
        yield f"finish-args are {read_list(manifest, 'finish-args')}"
    if not re.fullmatch(r"\d+", values.get("runtime-version", "")):
        yield "runtime-version is no stable version"
    if values.get("command") != "parlance":
        yield "the command is no program's name"
    if re.search(r"build-args|--share=network.*\n.*build|type: (git|file|script|shell)\b", manifest):
        yield "the build needs a network, or a source without a checksum"
    if "appstream-compose" in values:
        yield "the manifest turns appstream-compose off"


def check_text(root):
    name, summary = root.findtext("name"), root.findtext("summary")
    if len(name) > 20:
        yield "the name is longer than 20 letters"
    if len(summary) > 35 or summary.endswith("."):
        yield "the summary is longer than 35 letters, or ends like a sentence"
    if root.findtext("id") != ID or root.findtext("launchable") != ID + ".desktop":
        yield "id or launchable are not the program's"
    if root.findtext("metadata_license") != "CC0-1.0" or not root.findtext("project_license"):
        yield "a licence is missing"
    if root.find("developer[@id]/name") is None:
        yield "there is no developer"
    for tag in ("content_rating", "branding/color", "requires/display_length", "supports/control"):
        if root.find(tag) is None:
            yield f"there is no {tag}"
    kinds = [url.get("type") for url in root.findall("url")]
    for kind in ("homepage", "bugtracker", "vcs-browser"):
        if kind not in kinds:
            yield f"there is no url of type {kind}"
    for address in [*root.findall("url"), *root.findall(".//image")]:
        if not re.fullmatch(r"https://[^@\s]+", address.text or ""):
            yield f"{address.text} is no https address"


def check_releases(root, changelog, version):
    releases = root.findall("releases/release")
    dates = [release.get("date") for release in releases]
    told = re.findall(r"^## (\d[\d.]*), (.*)$", changelog, re.M)
    of_changelog = [(number, datetime.datetime.strptime(day, "%d %B %Y").strftime("%Y-%m-%d")) for number, day in told]
    if [(release.get("version"), release.get("date")) for release in releases] != of_changelog:
        yield "releases of the metainfo and of CHANGELOG.md differ"
    if not releases or releases[0].get("version") != version:
        yield f"the newest release is not {version}"
    if dates != sorted(dates, reverse=True):
        yield "releases are not newest first"
    for release in releases:
        if not release.findall("description//li"):
            yield f"release {release.get('version')} does not say what changed"


def read_png(path):
    """(width, height, bit depth, colour type) of a PNG file, or None."""
    head = path.read_bytes()[:26] if path.exists() else b""
    return struct.unpack(">IIBB", head[16:26]) if head[:8] == b"\x89PNG\r\n\x1a\n" else None


def check_pictures(root, folder):
    shots = root.findall("screenshots/screenshot")
    if not 3 <= len(shots) <= 10 or [shot.get("type") for shot in shots].count("default") != 1:
        yield "there are not three to ten screenshots, one of them the first"
    for shot in shots:
        image = shot.find("image")
        name = (image.text or "").rsplit("/", 1)[-1]
        png = read_png(folder / name)
        if png is None:
            yield f"data/screenshots has no picture {name}"
        elif (str(png[0]), str(png[1])) != (image.get("width"), image.get("height")) or png[0] < 2000:
            yield f"{name} is {png[0]} by {png[1]}, and not twice a window's size as the metainfo says"
        elif png[2] != 8 or png[3] not in TRUE_COLOUR:
            yield f"{name} is not in true colour"
        caption = shot.findtext("caption") or ""
        if not 0 < len(caption) <= 100 or caption.endswith("."):
            yield f"the caption of {name} is empty, too long, or ends like a sentence"


def check_icons(folder):
    size = {}
    for name in (f"scalable/apps/{ID}.svg", f"symbolic/apps/{ID}-symbolic.svg"):
        path = folder / name
        found = re.search(r'<svg[^>]*\bwidth="(\d+)"[^>]*\bheight="(\d+)"', path.read_text()) if path.exists() else None
        size[name] = found and (int(found.group(1)), int(found.group(2)))
        if not found or size[name][0] != size[name][1]:
            yield f"the icon {name} is missing or not square"
        elif "scalable" in name and not 128 <= size[name][0] <= 512:
            yield f"the icon {name} is not between 128 and 512"


def check_desktop(text):
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(text)
    entry = parser["Desktop Entry"]
    for key, value in {"Icon": ID, "Type": "Application", "Terminal": "false"}.items():
        if entry.get(key) != value:
            yield f"{key} of the desktop file is {entry.get(key)}"
    if not entry.get("Exec", "").startswith("parlance"):
        yield "Exec of the desktop file starts something else"
    if not entry.get("Categories", "").strip(";"):
        yield "the desktop file has no category"


def breaches(parts):
    root = ET.fromstring(parts["metainfo"])
    yield from check_manifest(parts["manifest"])
    yield from check_text(root)
    yield from check_releases(root, parts["changelog"], parts["version"])
    yield from check_pictures(root, parts["screenshots"])
    yield from check_icons(parts["icons"])
    yield from check_desktop(parts["desktop"])


def read_parts(source, metainfo, desktop):
    return {
        "manifest": (source / f"flatpak/{ID}.yaml").read_text(),
        "metainfo": metainfo.read_text(),
        "desktop": desktop.read_text(),
        "changelog": (source / "CHANGELOG.md").read_text(),
        "version": re.search(r"version: '([^']+)'", (source / "meson.build").read_text()).group(1),
        "screenshots": source / "data/screenshots",
        "icons": source / "data/icons/hicolor",
    }


# Where, what stands there, what stands there instead, and a word of the breach.
MISTAKES = [
    ("manifest", "--device=dri", "--device=all", "finish-args"),
    ("manifest", "  - --share=ipc\n", "  - --share=ipc\n  - --filesystem=home\n", "finish-args"),
    ("manifest", "type: dir", "type: git", "network"),
    ("metainfo", "<summary>", "<summary>Too many words for a summary: ", "summary"),
    ("metainfo", 'type="homepage"', 'type="help"', "homepage"),
    ("metainfo", "https://", "http://", "https"),
    ("metainfo", '<release version="', '<release version="9', "CHANGELOG"),
    ("metainfo", r"(</?)li\b", r"\1p", "what changed"),
    ("metainfo", "exec.png", "nothing.png", "nothing.png"),
    ("metainfo", 'width="2540"', 'width="1270"', "twice"),
    ("desktop", "Icon=", "Icon=other", "Icon"),
    ("version", "0.", "9.", "newest"),
]


def self_test(parts):
    missed = []
    for part, old, new, word in MISTAKES:
        changed = dict(parts)
        changed[part] = re.sub(old, new, parts[part])
        if changed[part] == parts[part] or not any(word in breach for breach in breaches(changed)):
            missed.append(f"{part}: “{old}” may become “{new}”")
    return missed


def main():
    parts = read_parts(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    found = self_test(parts) if sys.argv[-1] == "--self-test" else list(breaches(parts))
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
