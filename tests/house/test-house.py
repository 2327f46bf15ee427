#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-house.py PROJECT

Holds PROJECT's files against the order of the house, then plants each kind of disorder in a copy and sees it found. Speaks TAP.
"""

import importlib.util
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from faults import hold  # noqa: E402

spec = importlib.util.spec_from_file_location("check_house", pathlib.Path(__file__).with_name("check-house.py"))
house = importlib.util.module_from_spec(spec)
spec.loader.exec_module(house)


def write(project, file, text):
    (project / file).write_text(text, encoding="utf-8")


def change(project, file, old, new):
    text = (project / file).read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{file} has no {old}")
    write(project, file, text.replace(old, new, 1))


# What is out of order, the check that must find it, what its complaint must name, and how it comes about.
FAULTS = (
    ("a folder is added at the top", house.check_top, "lib", lambda project: (project / "lib").mkdir()),
    ("a source file has no licence", house.check_licence, "src/core/planted.c",
     lambda project: write(project, "src/core/planted.c", "#include <glib.h>\n")),
    ("a script has another licence", house.check_licence, "tests/planted.py",
     lambda project: write(project, "tests/planted.py", "# SPDX-License-Identifier: MIT\n")),
    ("a template has no licence", house.check_licence, "ui/window.ui",
     lambda project: change(project, "ui/window.ui", house.LICENCE, "")),
    ("a folder has a dependency of its own", house.check_dependencies, "src/core/meson.build",
     lambda project: write(project, "src/core/meson.build", "m = dependency('m')\n")),
    ("dependencies stand apart", house.check_dependencies, "several blocks",
     lambda project: change(project, "meson.build", "sodium_dep =", "\nsodium_dep =")),
    ("a dependency is left behind", house.check_dependencies, "nothing uses libpng",
     lambda project: change(project, "meson.build", "sodium_dep =", "png_dep = dependency('libpng')\nsodium_dep =")),
    ("a library is in no module", house.check_flatpak, "lacks libpng",
     lambda project: change(project, "meson.build", "sodium_dep =", "png_dep = dependency('libpng')\nsodium_dep =")),
    ("a module is left behind", house.check_flatpak, "has libsodium",
     lambda project: change(project, "meson.build", "dependency('libsodium'", "dependency('sqlite3'")),
    ("a template has no widget", house.check_templates, "ui/planted.ui",
     lambda project: write(project, "ui/planted.ui", "<interface/>\n")),
    ("a widget has another's template", house.check_templates, "till-page.c and window.ui",
     lambda project: change(project, "src/app/till-page.c", "ui/till-page.ui", "ui/window.ui")),
)


def copy(project, folder):
    for part in house.FOLDERS:
        shutil.copytree(project / part, folder / part)
    for name in ("meson.build", "run"):
        shutil.copy(project / name, folder / name)
    return folder


def main():
    return hold(pathlib.Path(sys.argv[1]).resolve(), house.CHECKS, FAULTS, copy)


if __name__ == "__main__":
    sys.exit(main())
