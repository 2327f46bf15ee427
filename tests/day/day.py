# SPDX-License-Identifier: GPL-3.0-or-later
"""The day: ten customers, a line that goes and comes back, a plug that is pulled, and a till that closes with nothing over or short.

The arithmetic is the story's own: what the drawer must hold is added up here, from the county's price list, and never read from the program.
"""
import os
import subprocess
import time

from window import Window


class Drawer:
    """What the clerk has in the drawer, in shillings."""

    def __init__(self, float_kes):
        self.cash = float_kes

    def take(self, shillings):
        self.cash += shillings

    def pieces(self):
        """The drawer's contents in as few notes and coins as there can be."""
        rest, counted = self.cash, []
        for worth in (1000, 500, 200, 100, 50, 40, 20, 10, 5, 1):
            counted.append((worth, rest // worth))
            rest %= worth
        return [(worth, pieces) for worth, pieces in counted if pieces]


class Day:
    CLERK = "1007"
    SUPERVISOR = "2001"

    def __init__(self, county, window, pictures):
        self.county = county
        self.window = window
        self.pictures = pictures
        self.drawer = None
        self.taken = 0
        self.receipts = 0
        self.number = 0

    # ---- telling ----

    def picture(self, title):
        self.number += 1
        if self.pictures is not None:
            time.sleep(0.5)  # what the accessibility interface tells already is drawn a moment later
            name = os.path.join(self.pictures, f"{self.number:02d}-{title}.png")
            subprocess.run(["import", "-window", "root", name], check=True)
        print(f"# {self.number:02d} {title}", flush=True)

    # ---- acts that recur ----

    def sign_in(self):
        w = self.window
        w.type(self.CLERK, into="Staff number")
        w.key("Return")
        w.type(self.county.pins[self.CLERK], into="PIN")
        w.key("Return")
        w.expect_focus("Find a payer, bill or receipt|Notes of .*1,000")

    def approve(self):
        w = self.window
        w.type(self.SUPERVISOR, into="Supervisor.s staff number")
        w.key("Return")
        w.type(self.county.pins[self.SUPERVISOR], into="PIN")
        w.key("Return")

    def count_pieces(self, pieces):
        w = self.window
        for worth, number in pieces:
            w.tab_to(f"(Notes|Coins) of (KES )?{worth:,}")
            w.type(str(number), into=f"(Notes|Coins) of (KES )?{worth:,}")

    def open_till(self, float_kes):
        w = self.window
        w.key("alt+3")
        w.expect_text("Count the float")
        self.drawer = Drawer(float_kes)
        w.expect_focus("Notes of .*1,000")
        self.count_pieces(self.drawer.pieces())
        self.picture("float")
        w.tab_to("Open the Till…")
        w.key("Return")
        self.approve()
        w.expect_text("Open since")
        self.picture("till-open")
        w.key("alt+1")

    def find(self, typed, name):
        w = self.window
        w.type(typed, into="Find a payer, bill or receipt")
        w.expect("list item", f".*{name}.*") if name else None
        w.key("Return")

    def add_service(self, letters, quantity=None):
        w = self.window
        w.type(letters, into="Find a service")
        w.key("Return")
        if quantity is not None:
            w.type(str(quantity), into="Quantity")
            w.key("Return")

    def begin_bill(self):
        self.window.expect_text("Unpaid bills")
        self.window.key("ctrl+n")

    def raise_bill(self, total):
        w = self.window
        w.expect_text(f"KES {total:,}")
        w.key("ctrl+Return")
        w.expect_text("^Due$")

    def pay_cash(self, amount, handed_over=None, more=False, part=None, tender_key=True):
        w = self.window
        if tender_key:
            w.key("F1")
        if handed_over is not None:
            w.type(str(handed_over), into=r"Handed over \(nothing: exact\)")
        if part is not None:
            w.tab_to("Amount taken")
            w.type(str(part), into="Amount taken")
        if handed_over is not None:
            w.expect_text(f"KES {handed_over - amount:,}")
        self.drawer.take(amount)
        self.finish_payment(amount, more)

    def pay_other(self, key, label, reference, amount, more=False):
        w = self.window
        w.key(key)
        w.type(reference, into=label)
        self.finish_payment(amount, more)

    def finish_payment(self, amount, more):
        w = self.window
        self.taken += amount
        self.receipts += 1
        w.expect_ready("push button", "Take Payment.*")
        w.key("ctrl+Return" if more else "Return")
        if more:
            w.expect_text(f"Receipt 00421-{self.receipts:06d} is saved")
        else:
            w.expect_text(f"Receipt 00421-{self.receipts:06d}")

    def next_customer(self):
        w = self.window
        w.expect_focus("Next Customer.*")
        w.key("Return")
        w.expect_focus("Find a payer, bill or receipt")

    def price(self, service, quantity=1):
        return int(float(self.county.services[service]["amount_kes"])) * quantity

    def mpesa_code(self, serial):
        """A code of today's shape that is plainly made up."""
        import datetime
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3)))
        day = "0123456789ABCDEFGHIJKLMNOPQRSTUV"[today.day]
        return f"{chr(ord('A') + today.year - 2006)}{chr(ord('A') + today.month - 1)}{day}DEMO{serial:03d}"

    # ---- acts that happen once ----

    def reverse_newest(self, receipt, reason):
        """Through the Bills page: Enter goes into the list, Enter opens the newest bill."""
        w = self.window
        w.key("alt+2")
        w.expect_focus("Find bills")
        self.picture("bills")
        w.key("Return")
        w.expect_focus("Bills|.*row.*|")
        w.key("Return")
        w.expect_text(f"{receipt}.*")
        self.picture("bill")
        w.tab_to("Reverse….*")
        w.key("Return")
        w.type(reason, into="Reason")
        self.picture("reason")
        w.key("Return")
        self.approve()
        w.expect_text("Reversed")
        self.picture("reversed")
        w.key("Escape")
        w.expect("push button", "Line to the portal.*")
        w.key("alt+1")

    def speak(self, language):
        """Through the menu, as somebody does who can't read the other language: both names stand in their own."""
        w = self.window
        w.key("F10")
        w.go_to(language, "Down")
        w.key("Return")

    def look_in_swahili(self):
        """Every page once in Swahili, and back."""
        w = self.window
        self.speak("Kiswahili")
        w.expect_text("^Tili$")
        for page, words in (("1", "Kaunta"), ("2", "Bili"), ("3", "Tili")):
            w.key(f"alt+{page}")
            w.expect_text(f"^{words}$")
            self.picture(f"swahili-{words.lower()}")
        w.key("alt+1")
        self.speak("English")
        w.expect_text("^Till$")

    def close_till(self):
        w = self.window
        w.key("alt+3")
        w.expect_text("Open since")
        self.picture("x-reading")
        w.tab_to("Count and Close…")
        w.key("Return")
        w.expect_focus("Notes of .*1,000")
        self.count_pieces(self.drawer.pieces())
        self.picture("count")
        w.tab_to("Confirm the Count")
        w.key("Return")
        w.expect_text("The count agrees")
        self.picture("agrees")
        w.tab_to("Close the Till…")
        w.key("Return")
        self.approve()
        w.expect_text("Z reading 1")
        self.picture("closed")
        w.expect("push button", "Line to the portal: Online")
