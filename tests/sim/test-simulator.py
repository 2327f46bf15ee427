#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-simulator.py KAUNTA-SIM

Holds the simulator itself to what it must do: the same seed gives the same run, each fault happens, and what is planted is found.
Speaks TAP.
"""

import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tap import Tap  # noqa: E402

PLANTS = (
    # what is planted, what it is called, what the complaint must speak of, and the faults that let it be seen
    ("a disk that ignores the log's sync", "lazy-disk", r"was shown|does not start|does not agree|doesn't end|damaged|promised", "disk-crash"),
    ("a deed that is done twice", "duplicate", "happened twice", "none"),
    ("a gap in a journal", "gap", r"entry \d+:", "none"),
)


def simulate(program, *arguments):
    """(whether all promises were kept, what was said)"""
    done = subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, done.stdout


def get_hashes(said):
    return re.findall(r"^seed \d+ ([0-9a-f]{64})$", said, re.MULTILINE)


def get_counts(said):
    return {name: int(count) for name, count in re.findall(r"^  (\S+) +(\d+)$", said, re.MULTILINE)}


def test_same_seed(tap, program):
    runs = [get_hashes(simulate(program, "--seed", 7, "--seeds", 2, "--steps", 300)[1]) for _ in range(2)]
    tap.report(len(runs[0]) == 2 and runs[0] == runs[1], "the same seed gives the same run")
    tap.report(len(set(runs[0])) == 2, "another seed gives another run")


def test_faults_happen(tap, program):
    kept, said = simulate(program, "--seed", 1, "--seeds", 8, "--steps", 300)
    never = [name for name, count in get_counts(said).items() if count == 0]
    tap.report(kept, "every promise is kept under all faults")
    if not kept:
        print("# " + said.replace("\n", "\n# "))
    tap.report(not never and len(get_counts(said)) > 15, "each fault happens" + "".join(f", but {name}" for name in never))


def test_faults_are_chosen(tap, program):
    counts = get_counts(simulate(program, "--seed", 1, "--steps", 300, "--faults", "line")[1])
    others = sum(count for name, count in counts.items() if not name.startswith("line-"))
    tap.report(others == 0 and sum(counts.values()) > 0, "only the faults happen that were asked for")
    tap.report(simulate(program, "--faults", "earthquake")[0] is False, "a fault that there is none of is refused")


def test_plants(tap, program):
    for what, plant, complaint, faults in PLANTS:
        kept, said = simulate(program, "--seed", 1, "--seeds", 8, "--steps", 250, "--until-failure", "--plant", plant,
                              "--faults", faults)
        tap.report(not kept and re.search(complaint, said) is not None, f"{what} is found")
        tap.report(re.search(r"still fails with --steps \d+", said) is not None, f"{what}: the shortest run is said")
        if kept:
            print("# " + said.replace("\n", "\n# "))


def main():
    tap = Tap()
    for test in (test_same_seed, test_faults_happen, test_faults_are_chosen, test_plants):
        test(tap, sys.argv[1])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
