#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: seeds.py PROJECT BUILD SHARD SHARDS SEEDS STEPS

Runs a share of SEEDS seeds of STEPS steps with the simulator as it is released, which is built in BUILD/sim-release once for all
shares: sanitizers make it three times slower, and other tests run it with them. Speaks TAP.
"""

import fcntl
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tap import Tap  # noqa: E402


def build(project, folder):
    """kaunta-sim, built by whichever share comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "build.ninja").exists():
            subprocess.run(["meson", "setup", "--buildtype=release", folder, project], stdout=subprocess.DEVNULL, check=True)
        subprocess.run(["ninja", "-C", folder, "tests/sim/kaunta-sim"], stdout=subprocess.DEVNULL, check=True)
    return folder / "tests/sim/kaunta-sim"


def main():
    project, build_folder = map(pathlib.Path, sys.argv[1:3])
    shard, shards, seeds, steps = map(int, sys.argv[3:7])
    program = build(project, build_folder / "sim-release")
    first = seeds * shard // shards
    count = seeds * (shard + 1) // shards - first
    done = subprocess.run([program, "--seed", str(first + 1), "--seeds", str(count), "--steps", str(steps)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    tap = Tap()
    tap.report(done.returncode == 0, f"seeds {first + 1} to {first + count} keep every promise for {steps} steps")
    lines = done.stdout.splitlines()
    for line in lines if done.returncode != 0 else lines[count:]:
        print("# " + line)
    return tap.end()


if __name__ == "__main__":
    os.environ.pop("G_DEBUG", None)
    sys.exit(main())
