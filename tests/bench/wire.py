# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes over the wire, counted packet by packet on an emulated line: TCP's and IP's own bytes, both directions, and who says them included."""
import json
import os
import subprocess
import sys
import time

from draining import Filled, SALES, run_json
from figures import Figure, Unmeasured, median

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from line import Line, Profile  # noqa: E402

CLEAN = Profile("clean", 20_000_000, 40)
SLOW = Profile("slow", 256_000, 600, 0.02)
# Longer than a delayed acknowledgement takes to cross the line.
QUIET_SECONDS = 0.5
# Longer than a counter asks one thing after another when it begins.
SETTLE_SECONDS = 5


class Ends:
    """A portal at the far end of a line and a counter's profile at its near end."""

    def __init__(self, bench, profile, sales, seed=1):
        self.line = Line(profile, seed)
        if not self.line.is_tun():
            self.line.close()
            raise OSError(f"the line can't be made here ({self.line.why_no_tun})")
        self.county = Filled(bench, bench.make_folder("line"), sales)
        self.county.far = self.line.far
        self.county.start_portal()

    def near(self, *command):
        return [*self.line.near, *command, self.county.profile]

    def count_bytes(self):
        time.sleep(QUIET_SECONDS)
        carried = self.line.carried()
        return carried["out"]["bytes"], carried["back"]["bytes"]

    def close(self):
        self.county.close()
        self.line.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def drain(bench, profile, sales, seed=1):
    """Entries, seconds, bytes that went out and came back."""
    with Ends(bench, profile, sales, seed) as ends:
        done = run_json(*ends.near(bench.program("bench-drain")))
        out, back = ends.count_bytes()
    return done["entries"], done["seconds"], out, back


def silence_ipv6(ends):
    """The kernel itself speaks over a new device, in IPv6."""
    for end in (ends.line.near, ends.line.far):
        subprocess.run([*end, "sysctl", "--quiet", "--write", "net.ipv6.conf.all.disable_ipv6=1"], check=True)


def wait_for_traffic(ends, before):
    """Bytes so far, after something more was said and all was quiet again."""
    now = before
    while now == before:
        now = sum(ends.count_bytes())
    return sum(ends.count_bytes())


def count_polls(bench):
    """Bytes, both directions, of polls with nothing to say, as a counter makes them by itself each half minute."""
    polls = []
    with Ends(bench, CLEAN, 0) as ends:
        silence_ipv6(ends)
        counter = subprocess.Popen(ends.near(bench.program("bench-poll")), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        time.sleep(SETTLE_SECONDS)
        before = sum(ends.count_bytes())
        while len(polls) < bench.rounds:
            after = wait_for_traffic(ends, before)
            polls.append(after - before)
            before = after
        counter.stdin.close()
        counter.wait()
    return polls


def measure_bytes(bench):
    what = ("bytes on the wire per entry in batches", "a poll with nothing to say")
    try:
        entries = []
        for _ in range(bench.rounds):
            count, _, out, back = drain(bench, CLEAN, SALES)
            entries.append((out + back) / count)
        polls = count_polls(bench)
    except OSError as error:
        return [Unmeasured(one, str(error)) for one in what]
    return [Figure(what[0], median(entries, "bytes"), "", entries, 300, unit="bytes"),
            Figure(what[1], median(polls, "bytes"), "", polls, 400, unit="bytes")]


def measure_line(bench):
    names = {125: "500 entries over 256 kbit/s, 600 ms, 2 % loss", 750: "3,000 entries over the same line"}
    figures = []
    for sales, name in names.items():
        try:
            clean_entries, _, clean_out, _ = drain(bench, CLEAN, sales)
            seconds, line_seconds, ratios = [], [], []
            for seed in range(1, bench.rounds + 1):
                entries, taken, _, _ = drain(bench, SLOW, sales, seed)
                seconds.append(taken)
                line_seconds.append(clean_out / clean_entries * entries * 8 / SLOW.rate)
                allowed = line_seconds[-1] + 2 * SLOW.rtt / 1000 if sales == 125 else line_seconds[-1]
                ratios.append(taken / allowed if sales == 125 else allowed / taken)
        except OSError as error:
            figures.append(Unmeasured(name, str(error)))
            continue
        if sales == 125:
            figures.append(Figure(name, median(seconds, "s"), median([one + 2 * SLOW.rtt / 1000 for one in line_seconds], "s"), ratios, 1.25))
        else:
            figures.append(Figure(name, median(seconds, "s"), median(line_seconds, "s"), ratios, 0.85, at_most=False, unit="of the line"))
    return figures
