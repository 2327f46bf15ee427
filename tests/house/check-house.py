#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-house.py PROJECT

Says which files of PROJECT are not where or as everything else in the house is; exit status 1 if there is one.
"""

import pathlib
import re
import sys

FOLDERS = ("data", "flatpak", "po", "src", "tests", "ui")
TOP_FILES = ("COPYING", "README.md", "meson.build", "meson_options.txt", "run")

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
# Lists, tables, texts and pictures, where a licence would be read as content or not at all; what is in them is under the same licence.
WITHOUT_LICENCE = {".csv", ".json", ".md", ".pem", ".png", ".txt"}
LISTS = {"LINGUAS", "POTFILES"}

# What org.gnome.Platform has; everything else that Kaunta depends on must be a module of the manifest.
RUNTIME = {"cairo", "gio-2.0", "gio-unix-2.0", "glib-2.0", "gobject-2.0", "gtk4", "gtk4-unix-print", "json-glib-1.0",
           "libadwaita-1", "libsecret-1", "libsoup-3.0", "libzstd", "pangocairo", "sqlite3"}
MANIFEST = "flatpak/ke.go.kaunta.Kaunta.yml"

DEPENDENCY = re.compile(r"^(\w+) = dependency\('([^']+)'(.*)\)$", re.MULTILINE)
TEMPLATE = re.compile(r'set_template_from_resource \(\w+,\s*"[^"]*/([^"/]+)"')


def walk(project):
    """The project's own files: no folder that is built in, nothing that a machine leaves behind."""
    for folder in FOLDERS:
        for path in sorted((project / folder).rglob("*")):
            parts = path.relative_to(project).parts
            if path.is_file() and not any(part.startswith((".", "_")) for part in parts):
                yield path


def check_top(project):
    """At the top are the folders and files of the plan, and dot files."""
    return [f"{path.name} does not belong at the top" for path in sorted(project.iterdir())
            if not path.name.startswith((".", "_")) and path.name not in FOLDERS + TOP_FILES]


def check_licence(project):
    """Each file says its licence at its head."""
    files = [path for path in walk(project) if path.suffix not in WITHOUT_LICENCE and path.name not in LISTS]
    files += [project / name for name in ("meson.build", "run")]
    return [f"{path.relative_to(project)} does not say its licence" for path in files
            if not any(LICENCE in line for line in path.read_text(encoding="utf-8").splitlines()[:2])]


def read_meson(project):
    """(path, text) of each build file."""
    for path in [project / "meson.build", *walk(project)]:
        if path.name == "meson.build":
            yield path, path.read_text(encoding="utf-8")


def check_dependencies(project):
    """All dependencies stand in one block of the top build file, and each is used."""
    wrong = []
    files = dict(read_meson(project))
    top = files[project / "meson.build"]
    lines = [top[:match.start()].count("\n") for match in DEPENDENCY.finditer(top)]
    if lines != list(range(lines[0], lines[0] + len(lines))):
        wrong.append("meson.build has dependencies in several blocks")
    for path, text in files.items():
        found = len(re.findall(r"(?<![\w])dependency\(", text))
        if found != (len(lines) if path == project / "meson.build" else 0):
            wrong.append(f"{path.relative_to(project)} has a dependency outside the block")
    for name, library, _ in DEPENDENCY.findall(top):
        if sum(len(re.findall(rf"\b{name}\b", text)) for text in files.values()) < 2:
            wrong.append(f"nothing uses {library}")
    return wrong


def check_flatpak(project):
    """Each library that the runtime lacks is a module of the flatpak, and no other is."""
    manifest = (project / MANIFEST).read_text(encoding="utf-8")
    modules = set(re.findall(r"^  - name: (\S+)$", manifest, re.MULTILINE)) - {"kaunta"}
    top = (project / "meson.build").read_text(encoding="utf-8")
    needed = {library for _, library, options in DEPENDENCY.findall(top) if "get_option('tests')" not in options} - RUNTIME
    return ([f"{MANIFEST} lacks {library}" for library in sorted(needed - modules)]
            + [f"{MANIFEST} has {library}, which nothing depends on" for library in sorted(modules - needed)])


def check_templates(project):
    """Each widget with a template has one of its own name, and each template its widget."""
    wrong = []
    owned = set()
    for path in sorted((project / "src/app").glob("*.c")):
        for name in TEMPLATE.findall(path.read_text(encoding="utf-8")):
            owned.add(name)
            if name != path.stem + ".ui" or not path.with_suffix(".h").exists():
                wrong.append(f"{path.name} and {name} are no pair")
    # A window of GTK's own, built from its description alone.
    for path in sorted((project / "ui").glob("*.ui")):
        if path.name not in owned | {"shortcuts-window.ui"}:
            wrong.append(f"ui/{path.name} belongs to no widget")
    return wrong + [f"ui/{name} is not there" for name in sorted(owned) if not (project / "ui" / name).exists()]


CHECKS = (check_top, check_licence, check_dependencies, check_flatpak, check_templates)


def main():
    project = pathlib.Path(sys.argv[1]).resolve()
    wrong = [line for check in CHECKS for line in check(project)]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
