#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program with a session bus, a home folder and an unlocked keyring of its own, and ends what it started.
#   with-keyring.sh PROGRAM [ARGUMENT...]
set -u

place=$(mktemp -d "${TMPDIR:-/tmp}/kaunta-keyring.XXXXXX") || exit 99
trap 'rm -rf "$place"' EXIT
trap 'exit 143' TERM INT HUP

mkdir -p "$place/home" "$place/data"
mkdir -m 700 "$place/run"
export HOME="$place/home" XDG_DATA_HOME="$place/data" XDG_RUNTIME_DIR="$place/run"
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY

# The daemon says that it is there by owning its name; it ends with the bus.
dbus-run-session -- sh -c '
  printf secret | gnome-keyring-daemon --foreground --unlock --components=secrets > /dev/null 2>&1 &
  gdbus wait --session --timeout 30 org.freedesktop.secrets || exit 99
  exec "$@" >&3 3>&-' program "$@" 3>&1 >&2
