# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the real window with everything but a portal's answers. Speaks TAP.

Whatever comes, the queue stays, the link's button and sheet say in words what is the matter, and the counter sells on;
when the portal itself is back, everything arrives at it once.
"""
import os
import sys
import tempfile

from county import County, Programs
from day import Day
from hostile import ANSWERS, HostilePortal
from probe import Accepted
from window import Window

ATTENTION, OFFLINE = "Needs attention", "Offline.*"
NOT_UNDERSTOOD = "What answers in the portal’s place can’t be understood"


class Story:
    def __init__(self, county, window, day):
        self.county = county
        self.window = window
        self.day = day
        self.hostile = None
        self.acknowledged = 0

    def entries(self):
        return len(self.county.export(self.county.profile))

    def open_sheet(self):
        self.window.key("alt+l")
        self.window.expect_text("^Waiting to be sent$")

    def close_sheet(self):
        self.window.key("Escape")
        self.window.wait(lambda: not self.window.reads("^Waiting to be sent$"), "the sheet closed")

    def waits(self):
        """The sheet counts every entry that the portal has not acknowledged."""
        waiting = self.entries() - self.acknowledged
        self.window.expect_text(f"^{waiting} entries$")

    def answered_with(self, kind, state, words):
        w = self.window
        self.hostile.kind = kind
        self.open_sheet()
        w.tab_to("Send Now")
        w.key("Return")
        w.expect_text(f"^{state}$")
        w.expect_text(words)
        self.waits()
        self.day.picture(kind.replace(" ", "-"))
        self.close_sheet()
        w.expect("push button", f"Line to the portal: {state}")

    def sell(self, place):
        """One customer from search to receipt."""
        payer = self.county.payer("citizen", place)
        self.day.find(payer["id"], payer["id"])
        self.day.begin_bill()
        self.day.add_service("022-sltr-cow", 1)
        price = self.day.price("022-SLTR-COW")
        self.day.raise_bill(price)
        self.day.pay_cash(price)
        self.day.next_customer()


def portal_is_lost(story):
    w = story.window
    w.start()
    w.expect_text("Westlands Sub-County Office")
    story.day.sign_in()
    story.day.open_till(2000)
    w.expect("push button", "Line to the portal: Online")
    story.acknowledged = story.entries()
    story.county.stop_portal()
    story.sell(0)
    w.expect("push button", "Line to the portal: Offline.*")
    story.hostile = HostilePortal(story.county.port)


def every_wrong_answer(story):
    for kind in ANSWERS:
        words = "The portal has a fault of its own" if kind == "status 500" else NOT_UNDERSTOOD
        story.answered_with(kind, ATTENTION, words)


def huge_body(story):
    story.answered_with("a huge body", ATTENTION, NOT_UNDERSTOOD)
    if story.hostile.swallowed:
        raise Accepted("all of a body was read that is larger than any answer")


def half_an_answer(story):
    story.answered_with("half of what was announced", f"{ATTENTION}|{OFFLINE}", "can’t be (understood|reached)")


def selling_goes_on(story):
    story.hostile.kind = "wrong types"
    story.sell(1)
    story.open_sheet()
    story.waits()
    story.close_sheet()


def silence(story):
    """The answer that never comes ends with a deadline of the counter's own; selling does not wait for it."""
    w = story.window
    story.hostile.kind = "silence"
    story.open_sheet()
    w.tab_to("Send Now")
    w.key("Return")
    story.close_sheet()
    story.sell(2)
    w.expect("push button", f"Line to the portal: {OFFLINE}")


def portal_is_back(story):
    w = story.window
    story.hostile.end()
    story.hostile = None
    story.county.start_portal()
    story.open_sheet()
    w.tab_to("Send Now")
    w.key("Return")
    w.expect_text("^Online$")
    w.expect_text("Nothing: the portal holds everything")
    story.close_sheet()
    counter = story.county.export(story.county.profile)
    portal = story.county.export(story.county.database, "--device", "00421")
    if counter != portal:
        raise Accepted(f"the counter has {len(counter)} entries, the portal {len(portal)}, and they are not the same")
    if w.quit() != 0:
        raise Accepted("the program did not end well")


STORY = [portal_is_lost, every_wrong_answer, huge_body, half_an_answer, selling_goes_on, silence, portal_is_back]


def play(folder):
    county = County(Programs(os.environ), folder, 50)
    county.start_portal()
    county.enrol(county.profile, "Counter 1")
    window = Window(county.programs.kaunta, ["--profile", county.profile], dict(os.environ), county.log)
    story = Story(county, window, Day(county, window, os.environ.get("KAUNTA_PICTURES")))
    place = 0
    print(f"1..{len(STORY)}")
    try:
        for place, step in enumerate(STORY, 1):
            step(story)
            print(f"ok {place} {step.__name__.replace('_', ' ')}", flush=True)
        return 0
    except Exception as fault:
        story.day.picture("lost")
        print(f"not ok {place} {STORY[place - 1].__name__.replace('_', ' ')}: {fault}")
        raise
    finally:
        window.end()
        if story.hostile is not None:
            story.hostile.end()
        county.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaunta-bad-portal-") as scratch:
        sys.exit(play(scratch))
