#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-layers.py SRC

Says which files in SRC include what their folder may not use; exit status 1 if there is one. The build's include paths
forbid most of it already; this also finds what slips through them: paths of one's own, and other projects' headers, which
lie side by side in /usr/include.
"""

import pathlib
import re
import sys

# Folder: the folders whose headers it may include, beside its own.
LAYERS = {
    "core": (),
    "journal": ("core",),
    "wire": ("core", "journal"),
    "store": ("core", "journal"),
    "sync": ("core", "journal", "wire", "store"),
    "print": ("core",),
    "desk": ("core", "journal", "store", "sync", "print"),
    "app": ("core", "desk", "print"),
    "portal": ("core", "journal", "wire"),
    "tools": ("core", "journal", "wire", "store", "sync", "print", "desk", "portal"),
}

# Start of another project's header: the folders that may include it.
LIBRARIES = {
    "adwaita.h": ("app",),
    "cairo": ("print", "app"),
    "gdk/": ("app",),
    "gio/": tuple(folder for folder in LAYERS if folder != "core"),
    "gsk/": ("app",),
    "gtk/": ("app",),
    "json-glib/": ("journal", "wire", "store", "sync", "desk", "portal", "tools"),
    "libsecret/": ("store",),
    "libsoup/": ("sync", "portal"),
    "pango/": ("print", "app"),
    "qrencode.h": ("print",),
    "sodium.h": ("journal",),
    "sodium/": ("journal",),
    "sqlite3.h": ("store", "portal"),
    "sqlite3ext.h": ("store", "portal"),
    "zstd.h": ("wire",),
}

# What core may use of others: GLib and GObject, C itself, and what the build writes.
CORE_LIBRARIES = re.compile(r"glib(-object)?\.h|glib/.*|gobject/.*|[a-z]+\.h")

# Written by the build: where things are installed, and what is compiled into a library.
GENERATED = {
    "config.h": ("sync", "app", "portal", "tools"),
    "kaunta-migrations.h": ("store",),
    "kaunta-resources.h": ("app",),
    "portal-resources.h": ("portal",),
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?:"([^"]*)"|<([^>]*)>|(\S+))', re.MULTILINE)


def find_headers(src):
    """Name of each header: the folders that have one of this name."""
    headers = {}
    for path in sorted(src.rglob("*.h")):
        headers.setdefault(path.name, []).append(path.relative_to(src).parts[0])
    return headers


def judge_own(folder, name, headers):
    homes = headers.get(name)
    if homes is None:
        allowed = GENERATED.get(name)
        if allowed is None:
            return "is no header of this project"
        return None if folder in allowed else "is not for this folder"
    if folder in homes:
        return None
    if len(homes) > 1:
        return "is in several folders: " + ", ".join(homes)
    if homes[0] not in LAYERS[folder]:
        return f"belongs to {homes[0]}, which {folder} may not use"
    return None


def judge_other(folder, name, headers):
    if name in headers or name in GENERATED:
        return judge_own(folder, name, headers)
    for start, allowed in LIBRARIES.items():
        if name.startswith(start) and folder not in allowed:
            return "is only for " + ", ".join(allowed)
    if folder == "core" and not CORE_LIBRARIES.fullmatch(name):
        return "is more than GLib, which is all that core may use"
    return None


def judge(folder, quoted, angled, computed, headers):
    """Why the include is refused, or None."""
    if computed:
        return "is put together by the preprocessor: nobody can see what it is"
    name = quoted or angled
    if ".." in name.split("/"):
        return "goes around the include paths"
    if quoted:
        return judge_own(folder, name, headers)
    return judge_other(folder, name, headers)


def check(src):
    headers = find_headers(src)
    refused = []
    for path in sorted(src.rglob("*.[ch]")):
        folder = path.relative_to(src).parts[0]
        if folder not in LAYERS:
            refused.append(f"{path}: {folder} is no layer")
            continue
        for match in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            reason = judge(folder, *match.groups(), headers)
            if reason is not None:
                refused.append(f"{path}: {match.group(0).strip()}: {reason}")
    return refused


def main():
    refused = check(pathlib.Path(sys.argv[1]))
    for line in refused:
        print(line)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
