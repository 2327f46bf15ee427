#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program with a screen, a session bus and a home folder of its own, and ends what it started, whatever the program did.
#   with-display.sh PROGRAM [ARGUMENT...]
# KAUNTA_SCREEN: the screen's size, 1366x768 when unset. KAUNTA_WINDOW_MANAGER: a command that manages windows, none when unset.
set -u

place=$(mktemp -d "${TMPDIR:-/tmp}/kaunta-display.XXXXXX") || exit 99
screen=
manager=

clean_up()
{
  for process in $manager $screen; do
    kill "$process" 2>/dev/null
    wait "$process" 2>/dev/null
  done
  rm -rf "$place"
}
trap clean_up EXIT
trap 'exit 143' TERM INT HUP

mkdir -p "$place/home" "$place/config/gtk-4.0" "$place/data" "$place/cache" "$place/state"
mkdir -m 700 "$place/run"
# The font and the window buttons that GNOME has, and nothing that moves while it is looked at.
cat > "$place/config/gtk-4.0/settings.ini" <<END
[Settings]
gtk-font-name=Cantarell 11
gtk-decoration-layout=appmenu:close
gtk-enable-animations=0
END

export HOME="$place/home" XDG_CONFIG_HOME="$place/config" XDG_DATA_HOME="$place/data" XDG_CACHE_HOME="$place/cache" \
  XDG_STATE_HOME="$place/state" XDG_RUNTIME_DIR="$place/run" GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

# Xvfb takes a display number that is free and writes it down.
mkfifo "$place/number"
Xvfb -displayfd 3 -screen 0 "${KAUNTA_SCREEN:-1366x768}x24" -nolisten tcp -noreset 3> "$place/number" 2> "$place/screen.log" &
screen=$!
read -r number < "$place/number"
if [ -z "$number" ]; then
  cat "$place/screen.log" >&2
  exit 99
fi
export DISPLAY=":$number"

if [ -n "${KAUNTA_WINDOW_MANAGER:-}" ]; then
  $KAUNTA_WINDOW_MANAGER > "$place/manager.log" 2>&1 &
  manager=$!
fi

# What the bus and its services say goes to standard error: standard output is the program's own.
dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' program "$@" 3>&1 >&2
