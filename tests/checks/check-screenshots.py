#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the published pictures of the window against what gives it its look: they are in true colour, at
twice the size, and none of that has changed since “tools/screenshots --published” took them.

Usage: check-screenshots.py SOURCE_DIR
       check-screenshots.py --write SOURCE_DIR     after they were taken: keeps the digests beside them
       check-screenshots.py --self-test
"""
import hashlib
import pathlib
import struct
import sys
import tempfile

# What nearly every picture of a board shows. Sentences and charts change too often to take all anew.
LOOK = ["data/style*.css", "src/charts/style.c", "src/app/board/board-layout.c", "src/app/board/value-layout.c",
        "ui/board-view.ui", "ui/card-view.ui", "ui/line-view.ui"]
LEAST_WIDTH = 2400
TRUE_COLOUR = {2, 6}


def digest_look(root):
    names = sorted(str(path.relative_to(root)) for pattern in LOOK for path in root.glob(pattern))
    return "".join(f"{hashlib.sha256((root / name).read_bytes()).hexdigest()}  {name}\n" for name in names)


def find_flaw(png):
    """What is wrong with a picture, or None."""
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        return "is no PNG"
    width, _, depth, colour = struct.unpack(">IIBB", png[16:26])
    if width < LEAST_WIDTH:
        return f"is {width} px wide, not twice the window’s size"
    if depth != 8 or colour not in TRUE_COLOUR:
        return "is not in true colour"
    return None


def problems(root):
    folder = root / "data" / "screenshots"
    pictures = sorted(folder.glob("*.png"))
    if not pictures:
        yield "there are no published pictures"
    for picture in pictures:
        flaw = find_flaw(picture.read_bytes())
        if flaw:
            yield f"{picture.name} {flaw}"
    kept = folder / "look.sha256"
    if not kept.exists() or kept.read_text() != digest_look(root):
        yield "the look has changed since the pictures were taken: run “tools/screenshots --published” and look at them"


def test_itself():
    def make(width, colour):
        return b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">IIBB", width, 1700, 8, colour)

    assert find_flaw(make(2540, 2)) is None and find_flaw(make(2540, 6)) is None
    assert find_flaw(make(1270, 2)) and find_flaw(make(2540, 3)) and find_flaw(b"GIF89a")
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        (root / "data" / "screenshots").mkdir(parents=True)
        (root / "data" / "style.css").write_text("card { }")
        (root / "data" / "screenshots" / "exec.png").write_bytes(make(2540, 2))
        (root / "data" / "screenshots" / "look.sha256").write_text(digest_look(root))
        assert not list(problems(root))
        (root / "data" / "style.css").write_text("card { color: red; }")
        assert len(list(problems(root))) == 1


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        test_itself()
        sys.exit(0)
    if sys.argv[1] == "--write":
        root = pathlib.Path(sys.argv[2])
        (root / "data" / "screenshots" / "look.sha256").write_text(digest_look(root))
        sys.exit(0)
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(bool(found))
