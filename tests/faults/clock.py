#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock of counter and portal set forth and back by three hours while the counter sells: the journal tells of each change before the first
act that follows, receipts bear the machine's time, and nothing is lost or refused. libfaketime moves the programs' clock, nobody else's. Speaks TAP.
"""

import datetime
import glob
import json
import os
import subprocess
import sys
import tempfile
import time

import judging
from county import County, Programs
from headless import Counter, Shown
from tap import Tap, end_in_order

CLERK, SUPERVISOR = "1007", "2001"
SERVICE = "022-MKT-DAY"
HOURS = 3600

# Forth, back to the truth, back, forth to the truth; and once while the counter is off.
MOVES = [3 * HOURS, 0, -3 * HOURS, 0]
WHILE_OFF = 3 * HOURS
TOLERANCE = 60


class MovableClock:
    """What goes before a command so that a file says how far its clock is off. Not the time since the boot, which nobody can set."""

    def __init__(self, library, folder, name):
        self.path = os.path.join(folder, name)
        self.off = 0
        self.set(0)
        self.prefix = ["env", f"LD_PRELOAD={library}", f"FAKETIME_TIMESTAMP_FILE={self.path}", "FAKETIME_NO_CACHE=1",
                       "DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "ASAN_OPTIONS=verify_asan_link_order=0"]

    def set(self, off):
        """At one moment: a half written file would be another time."""
        with open(self.path + ".new", "w", encoding="ascii") as file:
            file.write(f"{off:+d}\n")
        os.replace(self.path + ".new", self.path)
        self.off = off

    def works(self):
        self.set(3 * HOURS)
        said = subprocess.run([*self.prefix, "date", "+%s"], capture_output=True, text=True, check=False).stdout
        self.set(0)
        return said.strip().isdigit() and abs(int(said) - time.time() - 3 * HOURS) < TOLERANCE


class Clocks:
    def __init__(self, county, counter_clock, portal_clock):
        self.county = county
        self.clock = counter_clock
        self.portal_clock = portal_clock
        self.shown = Shown()
        self.counter = None
        self.place = 0
        self.moved = []  # by how much, as the journal must tell
        self.dated = {}  # by receipt: when it was taken on the counter's clock

    def start(self):
        self.counter = Counter(self.county.programs.counter, self.county.profile, self.shown, self.county.log, self.clock.prefix)
        self.counter.do("online")
        self.counter.do("sign-in", CLERK, self.county.pins[CLERK])
        if not self.counter.do("state")["till"]:
            self.counter.do("open-till", SUPERVISOR, self.county.pins[SUPERVISOR])

    def sell(self):
        for _ in range(3):
            self.place += 1
            receipt = self.counter.do("sell", self.county.payers[self.place]["id"], SERVICE, "2")["receipt"]
            self.dated[receipt] = time.time() + self.clock.off
        return receipt

    def move(self, off):
        self.moved.append(off - self.clock.off)
        self.clock.set(off)

    def play(self):
        self.start()
        self.sell()
        for off in MOVES:
            self.move(off)
            receipt = self.sell()
            self.counter.do("reverse", receipt, SUPERVISOR, self.county.pins[SUPERVISOR])
            self.counter.do("online")
        self.counter.kill()
        self.move(WHILE_OFF)
        self.start()
        self.sell()
        self.move(0)
        self.counter.do("close-till", SUPERVISOR, self.county.pins[SUPERVISOR])
        self.counter.do("online")
        for off in MOVES:
            self.portal_clock.set(off)
            self.counter.do("sign-out")
            self.counter.do("sign-in", CLERK, self.county.pins[CLERK])
            self.counter.do("online")
        return self.counter.end()


def seconds(stamp):
    return datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp()


def tells_moves(bodies, moved):
    """What is wrong with how the journal tells of the clock's moves."""
    told = [seconds(body["data"]["to"]) - seconds(body["data"]["from"]) for body in bodies if body["type"] == "clock.moved"]
    if len(told) != len(moved) or any(abs(t - m) > TOLERANCE for t, m in zip(told, moved)):
        return f"the clock was moved by {moved} and the journal tells {told}"
    for before, after in zip(bodies, bodies[1:]):
        jump = seconds(after["at"]) - seconds(before["at"])
        if abs(jump) > HOURS and after["type"] != "clock.moved":
            return f"entry {after['seq']} is {jump} s later than the one before, and nothing told of it"
    return None


def dates_receipts(bodies, dated):
    for body in bodies:
        if body["type"] == "payment.taken" and abs(seconds(body["at"]) - dated[body["data"]["receipt"]]) > TOLERANCE:
            return f"receipt {body['data']['receipt']} is dated {body['at']}"
    return None


def keeps_uptime(bodies):
    """Within a boot the time since it only grows: that is what a moved clock is known by."""
    for before, after in zip(bodies, bodies[1:]):
        if after["boot"] == before["boot"] and after["up"] < before["up"]:
            return f"entry {after['seq']} was made before the one before it"
    return None


def four_eyes(bodies):
    for body in bodies:
        if body["type"] == "payment.reversed" and (body["clerk"], body["approver"]) != (CLERK, SUPERVISOR):
            return f"the reversal {body['seq']} bears {body['clerk']} and {body['approver']}"
    return None


def report(tap, clocks):
    county = clocks.county
    counter = county.export(county.profile)
    portal = county.export(county.database, "--device", county.device_of(county.profile))
    bodies = [json.loads(entry["body"]) for entry in counter]
    faults = judging.judge(counter, portal, clocks.shown, 1)
    for name, wrong in (("the journal tells of each change of the clock before the act that follows", tells_moves(bodies, clocks.moved)),
                        ("receipts bear the time of the machine", dates_receipts(bodies, clocks.dated)),
                        ("the time since the boot is not moved", keeps_uptime(bodies)),
                        ("reversals right after a change bear clerk and approver", four_eyes(bodies)),
                        ("both sides have all of it, once", "; ".join(faults))):
        if wrong:
            print("# " + wrong)
        tap.report(not wrong, name)
    for side, path in (("counter", county.profile), ("portal", county.database)):
        status, said = county.verify(path)
        print("# " + said.replace("\n", "\n# "))
        tap.report(status == 0, f"the verifier passes at the {side}")
    # And whether a journal that keeps silent would be found out.
    silent = [body for body in bodies if body["type"] != "clock.moved"]
    tap.report(tells_moves(silent, clocks.moved) is not None and tells_moves(silent, []) is not None,
               "a change that nobody told of would be found")
    later = {receipt: at + 3 * HOURS for receipt, at in clocks.dated.items()}
    tap.report(dates_receipts(bodies, later) is not None, "a receipt with another date would be found")


def main():
    end_in_order()
    tap = Tap()
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    with tempfile.TemporaryDirectory(prefix="kaunta-clock-") as folder:
        clocks = [MovableClock(found[0], folder, name) for name in ("counter-clock", "portal-clock")] if found else []
        if not clocks or not clocks[0].works():
            tap.skip("the clock moves", "libfaketime is not there, or does not move a clock here")
            return tap.end()
        county = County(Programs(os.environ), folder, 60)
        county.far = clocks[1].prefix
        played = Clocks(county, *clocks)
        try:
            county.start_portal()
            county.enrol(county.profile, "Counter 1")
            tap.report(played.play() == 0, "the counter sells while the clock moves, and ends in order")
            report(tap, played)
        finally:
            if played.counter is not None and played.counter.process.poll() is None:
                played.counter.kill()
            county.close()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
