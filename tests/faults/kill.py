#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: kill.py [HEADLESS-ROUNDS [WINDOW-ROUNDS]]

kill -9 of counter and portal at random moments while the counter sells; after each round what died is started again. At the end all that
was ever shown to somebody must be there, once, with the same bytes on both sides. Needs a display for the rounds with the window.
KAUNTA_SEED chooses the moments; it is printed. Speaks TAP.
"""

import os
import random
import shutil
import sys
import tempfile
import threading

import judging
from county import County, Programs
from headless import Counter, Gone, Shown
from tap import Tap, end_in_order

CLERK, SUPERVISOR = "1007", "2001"
SERVICE = "022-MKT-DAY"
PAYERS = 300

# The longest that a victim is let live in a round, in seconds: about as long as starting, signing in and some sales take together.
LONGEST = 3.0
LONGEST_WINDOW = 20.0


class Plan:
    """A kill that comes by itself while others work."""

    def __init__(self, victims, after):
        self.victims = victims
        self.timer = threading.Timer(after, self.strike)
        self.struck = threading.Event()
        self.timer.start()

    def strike(self):
        for process in self.victims:
            process.kill()
            process.wait()  # to be killed is not yet to be dead
        self.struck.set()

    def wait(self):
        self.timer.join()


class Kills:
    def __init__(self, county, dice):
        self.county = county
        self.dice = dice
        self.shown = Shown()
        self.deaths = 0
        self.portal_deaths = 0
        self.counter = None
        self.lost = []  # what the portal had acknowledged and did not have after its death
        self.early = os.path.join(county.folder, "early")

    # ---- what the counter does ----

    def start_counter(self):
        self.counter = Counter(self.county.programs.counter, self.county.profile, self.shown, self.county.log)

    def begin(self):
        self.counter.do("sign-in", CLERK, self.county.pins[CLERK])
        if not self.counter.do("state")["till"]:
            self.counter.do("open-till", SUPERVISOR, self.county.pins[SUPERVISOR])

    def act(self):
        """Mostly sales; now and then what follows one."""
        receipt = self.sell()
        chance = self.dice.random()
        if chance < 0.25:
            self.counter.do("print", receipt)
        elif chance < 0.35:
            self.counter.do("reverse", receipt, SUPERVISOR, self.county.pins[SUPERVISOR])
        elif chance < 0.40:
            self.counter.do("close-till", SUPERVISOR, self.county.pins[SUPERVISOR])
            self.counter.do("open-till", SUPERVISOR, self.county.pins[SUPERVISOR])

    def sell(self):
        """The receipt's number."""
        payer = self.dice.choice(self.county.payers)["id"]
        return self.counter.do("sell", payer, SERVICE, str(self.dice.randint(1, 9)))["receipt"]

    # ---- rounds ----

    def check_portal(self):
        """What the counter was told that the portal holds must outlive the portal's death."""
        acknowledged = self.counter.do("state")["acknowledged"]
        held = len(self.county.export(self.county.database, "--device", self.device))
        if held < acknowledged:
            self.lost.append(f"{acknowledged} entries were acknowledged, and the portal holds {held} after its death")

    def revive(self):
        if self.county.process.poll() is not None:
            self.portal_deaths += 1
            self.county.process.stdout.close()
            self.county.start_portal()
        if self.counter.process.poll() is not None:
            self.deaths += 1
            self.counter.forget()
            self.start_counter()

    def round(self):
        """One or both die at a moment of a life; the counter's begins when it is started."""
        who = self.dice.choice(("counter", "counter", "portal", "both"))
        victims = {"counter": [self.counter.process], "portal": [self.county.process],
                   "both": [self.counter.process, self.county.process]}[who]
        plan = Plan(victims, self.dice.uniform(0, LONGEST))
        try:
            if not self.counter.do("state")["can_sell"]:
                self.begin()
            while not plan.struck.is_set():
                self.act()
            plan.wait()
            if who == "portal":
                self.check_portal()
                self.act()
        except Gone:
            plan.wait()
        self.revive()

    def rounds(self, number):
        self.start_counter()
        self.counter.do("online")
        self.device = self.county.device_of(self.county.profile)
        for place in range(number):
            self.round()
            if place == number // 2:
                self.keep_early()
        self.end_day()
        return self.counter.end() or self.settle()

    def end_day(self):
        """Something of each kind that nobody dies of."""
        if not self.counter.do("state")["can_sell"]:
            self.begin()
        self.counter.do("reverse", self.sell(), SUPERVISOR, self.county.pins[SUPERVISOR])
        self.counter.do("close-till", SUPERVISOR, self.county.pins[SUPERVISOR])

    def keep_early(self):
        """A copy of the store as it is now, between two lives: what a lost disk would give back."""
        self.counter.kill()
        self.deaths += 1
        shutil.copytree(self.county.profile, self.early)
        self.start_counter()

    def settle(self):
        """A last life, in which all that is left goes to the portal; its exit status."""
        self.start_counter()
        self.counter.do("online", patience=100)
        return self.counter.end()

    # ---- with the window ----

    def window_rounds(self, number):
        from selling import WindowCounter  # needs a display

        window = WindowCounter(self.county, self.shown, CLERK, SUPERVISOR, SERVICE)
        try:
            for _ in range(number):
                window.start()
                victims = [window.process] + ([self.county.process] if self.dice.random() < 0.3 else [])
                plan = Plan(victims, self.dice.uniform(0, LONGEST_WINDOW))
                window.sell_until_gone(self.dice)
                plan.wait()
                self.deaths += 1
                if self.county.process.poll() is not None:
                    self.portal_deaths += 1
                    self.county.process.stdout.close()
                    self.county.start_portal()
            # However early the others died: in one life a receipt is seen.
            window.sell_and_die(self.dice.choice(self.county.payers))
            self.deaths += 1
        finally:
            window.end()
        return self.settle()


def report(tap, kills, name):
    county, shown = kills.county, kills.shown
    counter = county.export(county.profile)
    portal = county.export(county.database, "--device", kills.device)
    faults = judging.judge(counter, portal, shown, kills.deaths)
    for fault in faults + kills.lost:
        print("# " + fault)
    print(f"# {kills.deaths} deaths of the counter, {kills.portal_deaths} of the portal; {len(counter)} entries, "
          f"{len(shown.receipts)} receipts shown of {shown.tried} sales begun")
    tap.report(not faults, f"{name}: what was shown is there once, with the same bytes on both sides")
    tap.report(not kills.lost, f"{name}: what the portal has acknowledged outlives its death")
    for side, path in (("counter", county.profile), ("portal", county.database)):
        status, said = county.verify(path)
        print("# " + said.replace("\n", "\n# "))
        tap.report(status == 0, f"{name}: the verifier passes at the {side}")
    return counter


def main(headless, windows):
    seed = int(os.environ.get("KAUNTA_SEED", random.SystemRandom().randrange(10**9)))
    print(f"# seed {seed}", flush=True)
    end_in_order()
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="kaunta-kill-") as folder:
        county = County(Programs(os.environ), folder, PAYERS)
        kills = Kills(county, random.Random(seed))
        try:
            county.start_portal()
            county.enrol(county.profile, "Counter 1")
            ended = kills.rounds(headless)
            tap.report(ended == 0, f"a counter without a window sells through {headless} rounds")
            entries = report(tap, kills, "headless")
            judging.test_judge(tap, entries, kills.shown, kills.deaths)
            early = county.export(kills.early)
            tap.report(judging.judge(early, early, kills.shown, kills.deaths) != [],
                       "the judge finds what a store that was put back lacks")
            if windows > 0:
                ended = kills.window_rounds(windows)
                tap.report(ended == 0, f"the window sells through {windows} rounds")
                report(tap, kills, "window")
        finally:
            if kills.counter is not None and kills.counter.process.poll() is None:
                kills.counter.kill()
            county.close()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(*[int(word) for word in sys.argv[1:]] or [25, 3]))
