# SPDX-License-Identifier: GPL-3.0-or-later
"""What an Xvfb shows, read from the file that it keeps its pixels in."""
import array
import struct
import time

SETTLED = 2  # seconds without a change


def read(path):
    """(width, pixels without the byte that stands for nothing) of an XWD file."""
    data = path.read_bytes()
    head = struct.unpack(">25I", data[:100])
    start = head[0] + 12 * head[19]
    width, height, stride = head[4], head[5], head[12]
    pixels = array.array("I")
    for y in range(height):
        pixels.frombytes(data[start + y * stride:start + y * stride + 4 * width])
    return width, pixels


def count_colours(pixels):
    return len(set(pixels[::7]))


def wait_for_board(path, is_alive, seconds=120):
    """The pixels when they show a board and change no more. A board has text in many shades and charts in several
    colours; a blank or broken window has few. Returns: None if that never comes."""
    end = time.monotonic() + seconds
    before, since = None, time.monotonic()
    while is_alive() and time.monotonic() < end:
        time.sleep(0.3)
        _, pixels = read(path)
        if pixels != before:
            before, since = pixels, time.monotonic()
        elif time.monotonic() - since > SETTLED and count_colours(pixels) >= 150:
            return pixels
    return None


def share_of_difference(one, other):
    return sum(a != b for a, b in zip(one, other)) / max(len(one), 1) if len(one) == len(other) else 1
