#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: bench.py BUILD [ROW...]

Measures the figures that the project promises, each beside its baseline in the same run, and prints them with their bounds. BUILD is a release
build; `run` makes it. ROW: commit, drain, bytes, line, verify; all of them when none is named. Exit status 1 when a bound is not met.
"""
import os
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True

import committing  # noqa: E402
import draining  # noqa: E402
import verifying  # noqa: E402
import wire  # noqa: E402
from figures import print_table  # noqa: E402

ROUNDS = 5
ROWS = {"commit": committing.measure, "drain": draining.measure, "bytes": wire.measure_bytes, "line": wire.measure_line,
        "verify": verifying.measure}
PLACES = ("tests/bench", "tests/tools", "src/portal", "src/tools")


class Bench:
    def __init__(self, folder):
        self.build = folder
        self.source = str(pathlib.Path(__file__).resolve().parents[2])
        self.folder = os.path.join(folder, "bench-data")
        self.rounds = ROUNDS
        os.makedirs(self.folder, exist_ok=True)

    def program(self, name):
        return next(path for path in (os.path.join(self.build, place, name) for place in PLACES) if os.path.exists(path))

    def make_folder(self, name):
        """An empty folder on the build's disk: a temporary one may lie in memory."""
        path = os.path.join(self.folder, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path


def main():
    folder, *names = sys.argv[1:]
    bench = Bench(os.path.abspath(folder))
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"There is no row {unknown[0]}; there are: {', '.join(ROWS)}", file=sys.stderr)
        return 2
    figures = []
    for name in names or ROWS:
        print(f"Measuring {name}…", file=sys.stderr, flush=True)
        figures += ROWS[name](bench)
    print_table(figures)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
