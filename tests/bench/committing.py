# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clerk waits for: raising a bill and taking a payment, beside a bare SQLite transaction of the same rows."""
import json
import os
import subprocess

from figures import Figure, median

SALES = 500
NAMES = {"bill": "commit of raising a bill", "payment": "commit of taking a payment"}


def compare(rounds, act, percentile, side):
    times = [(one[act]["ledger"][percentile], one[act][side][percentile]) for one in rounds]
    return (median([here for here, _ in times], "us"), median([there for _, there in times], "us"), [here / there for here, there in times])


def measure(bench):
    environment = dict(os.environ, TMPDIR=bench.make_folder("commit"))
    done = subprocess.run([bench.program("bench-commit"), str(bench.rounds), str(SALES)], stdout=subprocess.PIPE, text=True, check=True,
                          env=environment)
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    for act, name in NAMES.items():
        yield Figure(f"{name}, p50", *compare(rounds, act, "p50", "bare"), 1.3)
        yield Figure(f"{name}, p99", *compare(rounds, act, "p99", "usual"), 1.0)
