#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-layers.py SRC

Holds SRC against the layers, then plants each kind of forbidden include in a copy of it and sees each one refused. Speaks TAP.
"""

import importlib.util
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tap import Tap  # noqa: E402

spec = importlib.util.spec_from_file_location("check_layers", pathlib.Path(__file__).with_name("check-layers.py"))
layers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(layers)


def list_forbidden(src):
    """(folder, line) of every include that must be refused: a header of each layer in each layer that may not use it, and
    each guarded library wherever it is not allowed."""
    plants = []
    for folder, allowed in layers.LAYERS.items():
        for other in layers.LAYERS:
            header = next((path.name for path in sorted((src / other).glob("*.h"))), None)
            if header is not None and other != folder and other not in allowed:
                plants.append((folder, f'#include "{header}"'))
        for start, users in layers.LIBRARIES.items():
            if folder not in users:
                name = start + "x.h" if start.endswith("/") else start if start.endswith(".h") else start + ".h"
                plants.append((folder, f"#include <{name}>"))
        plants.append((folder, '#include "../core/money.h"'))
        plants.append((folder, "#include <../core/money.h>"))
        plants.append((folder, '#include "nowhere.h"'))
        plants.append((folder, "#include HEADER"))
    plants.append(("core", "#include <libxml/parser.h>"))
    plants.append(("print", '#include "config.h"'))
    plants.append(("app", "  #  include <sqlite3.h>"))
    plants.append(("core", "#include <entry.h>"))
    return plants


def is_refused(src, folder, line):
    planted = src / folder / "planted.c"
    planted.write_text(f"/* A file like the others. */\n#include <glib.h>\n{line}\n", encoding="utf-8")
    refused = layers.check(src)
    planted.unlink()
    return len(refused) == 1 and str(planted) in refused[0]


def main():
    src = pathlib.Path(sys.argv[1])
    tap = Tap()
    refused = layers.check(src)
    for line in refused:
        print("# " + line)
    tap.report(not refused, "the tree keeps to its layers")
    with tempfile.TemporaryDirectory(prefix="kaunta-layers-") as folder:
        copy = pathlib.Path(folder) / "src"
        shutil.copytree(src, copy)
        for where, line in list_forbidden(copy):
            tap.report(is_refused(copy, where, line), f"refuses in {where}: {line.strip()}")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
