#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program under an Xvfb of its own; without Xvfb the program finds no display and says so.
#
# Usage: with-display.sh PROGRAM [ARGUMENT...]
if ! command -v Xvfb >/dev/null; then
  unset DISPLAY WAYLAND_DISPLAY
  exec "$@"
fi
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp 3>"$folder/number" >/dev/null 2>&1 &
server=$!
while [ ! -s "$folder/number" ] && kill -0 "$server" 2>/dev/null; do sleep 0.05; done
export DISPLAY=":$(cat "$folder/number")"
export GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none GSETTINGS_BACKEND=memory
# A driver for GL is unloaded before the leak checker can name what it leaks. GTK 4.16 has moved the switch.
if pkg-config --atleast-version=4.16 gtk4; then export GDK_DISABLE=gl,vulkan; else export GDK_DEBUG=gl-disable; fi
export ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
"$@"
