#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: lines.py quick|long

A counter and its portal with a bad line between them, one profile after the other. Each time entries were written while the line was down;
then they drain over the line while the counter goes on selling. No act may wait for the line, and all must be at the portal once. Speaks TAP.
"""

import dataclasses
import json
import os
import statistics
import sys
import tempfile
import time

import judging
from county import County, Programs
from headless import Counter, Shown
from line import PROFILES, Line
from tap import Tap, end_in_order

CLERK, SUPERVISOR = "1007", "2001"
SERVICE = "022-MKT-DAY"
PAYERS = 60
PAUSE = 0.05  # between two customers

# An act that waits for a line takes a round trip at least. So nearly all must be quicker than that, whatever else the machine does meanwhile, and none
# may take as long as a request that hangs.
NEARLY_ALL = 0.9
SHORTEST_TRIP_MS = 150
SLOWEST_US = 10_000_000

# How many seconds a black hole may last before the counter says that the portal can't be reached: its deadline is 30 s without progress.
UNNOTICED = 60

FLAPPING_QUICKLY = dataclasses.replace(PROFILES["flapping"], up_for=3, down_for=5)
PLAIN = dataclasses.replace(PROFILES["town-4g"], name="plain")


@dataclasses.dataclass(frozen=True)
class Form:
    """Profiles, sales that wait when the line comes up, sales made while it drains, seconds that a black hole lasts, and seconds a drain may last."""

    profiles: tuple
    waiting: int
    meanwhile: int
    hole: float
    patience: float


FORMS = {
    "quick": Form((PROFILES["rural-3g"], PROFILES["black-hole"], FLAPPING_QUICKLY), 40, 20, 5, 240),
    "long": Form(tuple(PROFILES.values()), 200, 60, 90, 1800),
}


class Lines:
    def __init__(self, county, line, form):
        self.county = county
        self.line = line
        self.form = form
        self.shown = Shown()
        self.place = 0
        self.counter = None

    def start(self):
        self.counter = Counter(self.county.programs.counter, self.county.profile, self.shown, self.county.log, self.line.near)
        self.counter.do("online")
        self.counter.do("sign-in", CLERK, self.county.pins[CLERK])
        if not self.counter.do("state")["till"]:
            self.counter.do("open-till", SUPERVISOR, self.county.pins[SUPERVISOR])

    def sell(self, number, pause=0.0):
        """How long each act took, in microseconds."""
        took = []
        for _ in range(number):
            payer = self.county.payers[self.place % len(self.county.payers)]
            self.place += 1
            said = self.counter.do("sell", payer["id"], SERVICE, "2", patience=self.form.patience)
            took += [said["raising_us"], said["paying_us"]]
            time.sleep(pause)
        return took

    def drain(self, profile):
        """(how long acts took without a line, and with it; seconds until all was acknowledged; what was carried)"""
        self.line.set_up(False)
        self.sell(self.form.waiting - self.form.meanwhile)
        alone = self.sell(self.form.meanwhile, PAUSE)
        before = self.line.carried()
        self.line.become(profile)
        print("# " + self.line.describe(), flush=True)
        begin = time.monotonic()
        self.counter.do("send")
        beside = self.sell(self.form.meanwhile, PAUSE)
        if profile.black_hole:
            time.sleep(max(0, self.form.hole - (time.monotonic() - begin)))
            said = self.counter.do("state")
            assert said["waiting"] > 0, "something came through a black hole"
            assert said["problem"] or self.form.hole < UNNOTICED, "nobody is told of the hole"
            print(f"# in the hole: {said['link']}, {said['waiting']} waiting. {said['problem']}")
            beside += self.sell(5)
            self.line.become(PLAIN)
        self.counter.do("online", patience=self.form.patience)
        return alone, beside, time.monotonic() - begin, {way: self.line.carried()[way].get("bytes", 0) - before[way].get("bytes", 0)
                                                         for way in before}

    def try_profile(self, tap, profile):
        self.line.become(PLAIN)
        self.start()
        alone, beside, seconds, carried = self.drain(profile)
        entries = self.form.waiting * 2 + len(beside)
        trip_us = max(profile.rtt, SHORTEST_TRIP_MS) * 1000
        quick = sum(took < trip_us for took in beside) / len(beside)
        ratio = statistics.median(beside) / statistics.median(alone)
        print(f"# {entries} entries were at the portal after {seconds:.1f} s; {sum(carried.values()) / entries:.0f} bytes an entry, "
              f"{carried['out'] * 8 / seconds / profile.rate * 100:.0f} % of the line; an act took {statistics.median(alone) / 1000:.1f} ms alone, "
              f"{statistics.median(beside) / 1000:.1f} ms beside it ({ratio:.2f} times), at most {max(beside) / 1000:.0f} ms", flush=True)
        tap.report(quick > NEARLY_ALL and max(beside) < SLOWEST_US, f"{profile.name}: no act waits for the line")
        tap.report(self.counter.end() == 0 and self.agree(), f"{profile.name}: all of it is at the portal, once")

    def agree(self):
        """Whether both sides have the same, and all that was shown once."""
        counter = self.county.export(self.county.profile)
        portal = self.county.export(self.county.database, "--device", json.loads(counter[0]["body"])["device"])
        faults = judging.judge(counter, portal, self.shown, 0)
        for fault in faults:
            print("# " + fault)
        return not faults

    def verify(self, tap):
        for side, path in (("counter", self.county.profile), ("portal", self.county.database)):
            status, said = self.county.verify(path)
            print("# " + said.replace("\n", "\n# "))
            tap.report(status == 0, f"the verifier passes at the {side}")

    def close(self):
        if self.counter is not None and self.counter.process.poll() is None:
            self.counter.kill()


def main(form):
    end_in_order()
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="kaunta-lines-") as folder, Line(PLAIN) as line:
        print("# the line is " + line.describe().split(";")[0])
        county = County(Programs(os.environ), folder, PAYERS)
        county.near, county.far, county.reach = line.near, line.far, line.reach
        lines = Lines(county, line, FORMS[form])
        try:
            county.start_portal()
            county.enrol(county.profile, "Counter 1")
            for profile in FORMS[form].profiles:
                lines.try_profile(tap, profile)
            lines.verify(tap)
        finally:
            lines.close()
            county.close()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
