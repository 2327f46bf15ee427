# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries a counter's entries to the portal by hand, in the real window, while the line is down. Speaks TAP.

The portal can be reached only while the window is held still: what the counter learns of it, it learns from the stick.
"""
import glob
import os
import shutil
import signal
import sys
import tempfile

from county import County, Programs, run
from day import Day
from window import Window, text_of


class Wrong(Exception):
    """What was found is not as it must be."""


class Story:
    def __init__(self, county, window, day):
        self.county = county
        self.window = window
        self.day = day
        self.stick = os.path.join(county.folder, "stick")
        self.file = os.path.join(self.stick, "counter.kaunta")
        os.makedirs(self.stick)

    def open_sheet(self):
        self.window.key("alt+l")
        self.window.expect_text("^Waiting to be sent$")

    def close_sheet(self):
        self.window.key("Escape")
        self.window.wait(lambda: not self.window.reads("^Waiting to be sent$"), "the sheet closed")

    def sell(self, place):
        payer = self.county.payer("citizen", place)
        self.day.find(payer["id"], payer["id"])
        self.day.begin_bill()
        self.day.add_service("022-sltr-cow", 1)
        price = self.day.price("022-SLTR-COW")
        self.day.raise_bill(price)
        self.day.pay_cash(price)
        self.day.next_customer()

    def type_path(self, path, key, picture):
        """Into the file chooser, which makes room for a path after a key only, and looks at folders while one types."""
        w = self.window

        def read():
            node = w.focused()
            return text_of(node) if node is not None and node.get_role_name() == "text" else None

        w.key(key)
        w.wait(lambda: read() is not None, "an entry for a path")
        w.type(path)
        w.wait(lambda: read() == path, f"“{path}” in the file chooser")
        self.day.picture(picture)
        w.key("Return")

    def save(self):
        """By keyboard alone, as everything here."""
        w = self.window
        w.tab_to("Save to a Stick…")
        w.key("Return")
        w.expect("push button", r".*\bSave")
        self.type_path(self.file, "ctrl+a", "choose-where-to-save")

    def read(self, path):
        w = self.window
        w.tab_to("Read an Answer…")
        w.key("Return")
        w.expect("push button", r".*\bRead")
        self.type_path(path, "ctrl+l", "choose-the-answer")

    def deliver(self):
        """On another machine, which has a line."""
        self.window.process.send_signal(signal.SIGSTOP)
        try:
            self.county.start_portal()
            run(self.county.programs.control, "carry", self.file)
            self.county.stop_portal()
        finally:
            self.window.process.send_signal(signal.SIGCONT)


def line_goes_down(story):
    w = story.window
    w.start()
    w.expect_text("Westlands Sub-County Office")
    story.day.sign_in()
    story.day.open_till(2000)
    w.expect("push button", "Line to the portal: Online")
    story.county.stop_portal()
    story.sell(0)
    w.expect("push button", "Line to the portal: Offline.*")


def choosing_no_file_changes_nothing(story):
    w = story.window
    story.open_sheet()
    w.tab_to("Save to a Stick…")
    w.key("Return")
    w.expect("push button", r".*\bSave")
    w.key("Escape")
    w.expect_focus("Save to a Stick…")


def saves_what_waits(story):
    w = story.window
    story.save()
    said = w.expect_text("entries with KES [0-9,]+ were saved")
    waiting = int(said.split()[0])
    w.expect_text(f"^{waiting} entries$")
    story.day.picture("saved")
    if os.stat(story.file).st_mode & 0o077:
        raise Wrong("others may read the file")


def a_file_that_is_no_answer_is_refused(story):
    story.read(story.file)
    story.window.expect_text("is no answer of this counter’s portal, or it is damaged. Nothing was changed.")
    story.day.picture("no-answer")


def reads_the_answer(story):
    w = story.window
    story.deliver()
    story.read(story.file + ".answer")
    w.expect_text("The portal has taken [0-9]+ entries. Nothing waits any more.")
    w.expect_text("^Nothing: the portal holds everything$")
    story.day.picture("answer-read")
    story.read(story.file + ".answer")
    w.expect_text("The portal holds everything; that was known here already.")
    story.close_sheet()


def both_hold_the_same(story):
    """Sold on, delivered late and once more, and then the line is back."""
    w = story.window
    story.sell(1)
    story.deliver()
    story.county.start_portal()
    story.open_sheet()
    w.tab_to("Send Now")
    w.key("Return")
    w.expect_text("^Online$")
    w.expect_text("^Nothing: the portal holds everything$")
    story.close_sheet()
    counter = story.county.export(story.county.profile)
    portal = story.county.export(story.county.database, "--device", "00421")
    if counter != portal:
        raise Wrong(f"the counter has {len(counter)} entries, the portal {len(portal)}, and they are not the same")
    status, words = story.county.verify(story.county.profile)
    if status != 0:
        raise Wrong(words)
    if glob.glob(os.path.join(story.stick, ".*")):
        raise Wrong("something half written was left on the stick")


def a_copy_of_the_counter_is_used(story):
    """Its branch comes to the portal first; the counter is frozen, sells on, and says so."""
    w, county = story.window, story.county
    clone = os.path.join(county.folder, "clone")
    w.process.send_signal(signal.SIGSTOP)
    try:
        shutil.copytree(county.profile, clone)
        run(county.programs.counter, clone, input=f"online\nsign-in\t1012\t{county.pins['1012']}\nonline\n")
    finally:
        w.process.send_signal(signal.SIGCONT)
    story.sell(2)
    w.expect("push button", "Line to the portal: Needs attention")
    story.open_sheet()
    w.expect_text("it has frozen the counter. Work goes on; everything is stored on this computer.")
    w.expect_text("Go on selling. Call the portal’s administrator")
    w.expect_ready("push button", "Enrol Again…")
    story.day.picture("frozen-sheet")
    story.close_sheet()
    story.sell(3)


def is_enrolled_again(story):
    """With the administrator's code, which a supervisor agrees to use; the branch that was frozen is kept, and work goes on."""
    w, county = story.window, story.county
    code = run(county.programs.control, "resolve", county.database, "00421").split()[-1]
    story.open_sheet()
    w.tab_to("Enrol Again…")
    w.key("Return")
    story.day.approve()
    w.expect_text("^Enrol This Counter Again$")
    w.type(code, into="Enrolment code")
    story.day.picture("enrol-again")
    w.key("Return")
    w.expect_text("^Waiting to be sent$")
    w.expect_text("^Online$")
    story.close_sheet()
    w.expect("push button", "Line to the portal: Online")
    counter = county.export(county.profile)
    portal = county.export(county.database, "--device", "00421")
    if counter != portal:
        raise Wrong(f"the counter has {len(counter)} entries, the portal {len(portal)}, and they are not the same")
    if not glob.glob(os.path.join(county.profile, "branch-*")):
        raise Wrong("the branch that was frozen was not kept")


STORY = [line_goes_down, choosing_no_file_changes_nothing, saves_what_waits, a_file_that_is_no_answer_is_refused,
         reads_the_answer, both_hold_the_same, a_copy_of_the_counter_is_used,
         is_enrolled_again]


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
        county.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaunta-stick-") as scratch:
        sys.exit(play(scratch))
