# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window as a counter that may die at any moment: signs in, opens the till where none is open, and sells, by keyboard alone."""

import os
import re
import subprocess

from day import Day
from gi.repository import GLib
from window import Lost, Window

DYING = 10  # seconds that a process which was killed may take to be dead


class WindowCounter:
    def __init__(self, county, shown, clerk, supervisor, service):
        self.county = county
        self.shown = shown
        self.service = service
        self.window = Window(county.programs.kaunta, ["--profile", county.profile], dict(os.environ), county.log)
        self.day = Day(county, self.window, None)
        self.day.CLERK, self.day.SUPERVISOR = clerk, supervisor

    @property
    def process(self):
        return self.window.process

    def start(self):
        """Only the program: what it shows is waited for later, when it may be dead already."""
        self.window.launch()

    def begin(self):
        w = self.window
        w.find_app()
        w.expect_text("Westlands Sub-County Office")
        self.day.sign_in()
        w.key("alt+3")
        if "float" in w.expect_text("Count the float|Open since"):
            self.day.open_till(2000)
        else:
            w.key("alt+1")

    def sell(self, payer, and_go_on=True):
        """One bill, paid exactly in cash. What is read on the screen was shown."""
        w = self.window
        self.shown.tried += 1
        w.expect_focus("Find a payer, bill or receipt")
        self.day.find(payer["id"], payer["id"])
        self.day.begin_bill()
        self.day.add_service(self.service, 2)
        w.expect_text("KES 60")
        w.key("ctrl+Return")
        w.expect_text("^Due$")
        self.shown.raised += 1
        w.key("F1")
        w.expect_ready("push button", "Take Payment.*")
        w.key("Return")
        receipt = re.search(r"\d{5}-\d{6}", w.expect_text(r"Receipt \d{5}-\d{6}"))[0]
        self.shown.receipts[receipt] = 6000
        if and_go_on:
            self.day.next_customer()

    def sell_until_gone(self, dice):
        try:
            self.begin()
            while True:
                self.sell(dice.choice(self.county.payers))
        except (Lost, GLib.Error, subprocess.CalledProcessError) as lost:
            # The bus tells of a death before the process can be waited for.
            try:
                self.process.wait(timeout=DYING)
            except subprocess.TimeoutExpired:
                raise lost from None

    def sell_and_die(self, payer):
        """A life that lasts until a receipt is seen, and not a moment longer."""
        self.start()
        self.begin()
        self.sell(payer, and_go_on=False)
        self.window.kill()

    def end(self):
        self.window.end()
