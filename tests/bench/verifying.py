# SPDX-License-Identifier: GPL-3.0-or-later
"""A million entries verified, beside the signature checks alone."""
import json
import os
import sqlite3
import subprocess
import time

from draining import run_json
from figures import Figure, median

ENTRIES = 1_000_000
FEWER = 100_000
# Of the journal that is written for it, which is the same each time.
SELECT_SIGNED = "SELECT body, sig FROM entry ORDER BY seq"


def write_store(bench, entries):
    """A counter's store with a right journal; made once and kept in the build folder."""
    path = os.path.join(bench.folder, f"journal-{entries}.db")
    if not os.path.exists(path):
        part = path + ".part"
        if os.path.exists(part):
            os.remove(part)
        subprocess.run([bench.program("long-journal-file"), "store", str(entries), part], check=True)
        os.rename(part, path)
    return path


def read_key(path):
    """The public key that the journal's first entry tells."""
    with sqlite3.connect(path) as database:
        return json.loads(database.execute("SELECT body FROM entry WHERE seq = 1").fetchone()[0])["data"]["key"]


def verify(bench, path):
    """Seconds, and the most memory that was resident, in KiB."""
    begin = time.monotonic()
    process = subprocess.Popen([bench.program("kauntactl"), "verify", path], stdout=subprocess.PIPE)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0 or not said.startswith(b"good"):
        raise RuntimeError("kauntactl verify: " + said.decode())
    return taken, usage.ru_maxrss


def measure(bench):
    path, smaller = write_store(bench, ENTRIES), write_store(bench, FEWER)
    taken, alone, memory, memory_of_fewer = [], [], [], []
    for _ in range(bench.rounds):
        done = run_json(bench.program("bench-signatures"), path, SELECT_SIGNED, read_key(path))
        alone.append(done["seconds"])
        seconds, most = verify(bench, path)
        taken.append(seconds)
        memory.append(most)
        memory_of_fewer.append(verify(bench, smaller)[1])
    yield Figure(f"verify of {ENTRIES:,} entries", median(taken, "s"), median(alone, "s"), [one / other for one, other in zip(taken, alone)], 1.3)
    yield Figure(f"its memory, beside that for {FEWER:,}", median(memory, "KiB"), median(memory_of_fewer, "KiB"),
                 [one / other for one, other in zip(memory, memory_of_fewer)], 1.1)
