# SPDX-License-Identifier: GPL-3.0-or-later
"""Gives every typed field of the real window what it must not take. Speaks TAP.

Each refusal is a sentence at the field, what was typed stays there, the program goes on, and the journal gets no entry.
With KAUNTA_PICTURES, each is a picture.
"""
import json
import os
import sys
import tempfile

from county import County, Programs
from probe import (HIDDEN_MARKS, LONG, MANY_DIGITS, NEGATIVE, NO_WRITING, SIGNS, TOO_LONG, TURNED_AROUND, TWO_TO_63,
                   Accepted, Probe)
from window import text_of

CLERK, SUPERVISOR = "1007", "2001"
THOUSANDS = "Notes of KES 1,000"
# The last one of the grid: one Tab from the button that sends it.
SHILLINGS = "Coins of KES 1"
WRITING = ((LONG, TOO_LONG), (TURNED_AROUND, HIDDEN_MARKS), (SIGNS, NO_WRITING))
TEXT = WRITING + (("", "is missing"),)
PIECES = [(content, "a whole number up to 100,000")
          for content in (NEGATIVE, "1000000000", TWO_TO_63, MANY_DIGITS, TURNED_AROUND, SIGNS, "1.5")]
QUANTITY = [(content, "must be a whole number from 1 to 100,000")
            for content in ("", "0", NEGATIVE, "1000000000", TWO_TO_63, MANY_DIGITS, LONG, TURNED_AROUND, SIGNS, "1.5")]
NO_AMOUNT = "This is not an amount"
AMOUNT = ((NEGATIVE, "can’t be negative"), (TWO_TO_63, "is too large"), (MANY_DIGITS, NO_AMOUNT), (LONG, NO_AMOUNT),
          (TURNED_AROUND, NO_AMOUNT), (SIGNS, NO_AMOUNT), ("1e9", NO_AMOUNT), ("1.005", NO_AMOUNT))
REFERENCE = WRITING + (("", "is missing"), (NEGATIVE, "has 3 to 32"), ("A\u0301BC", "only letters, digits"))
PHONE = [(content, "not a Kenyan mobile number") for content in (LONG, MANY_DIGITS, NEGATIVE, TWO_TO_63, TURNED_AROUND, SIGNS)]
MISMATCH = "don’t belong together"


class Story:
    def __init__(self, county, window):
        self.county = county
        self.window = window

    def entries(self):
        """The journal, without what only tells that somebody looked at a payer."""
        bodies = [json.loads(entry["body"]) for entry in self.county.export(self.county.profile)]
        return [body["type"] for body in bodies if body["type"] != "payer.viewed"]

    def refuse_all(self, name, cases, **how):
        before = self.entries()
        for content, sentence in cases:
            self.window.refuses(name, content, sentence, **how)
        self.window.picture(name)
        if self.entries() != before:
            raise Accepted(f"the journal grew while “{name}” refused: {self.entries()[len(before):]}")

    def sign_in(self):
        w = self.window
        w.type(CLERK, into="Staff number")
        w.key("Return")
        w.type(self.county.pins[CLERK], into="PIN")
        w.key("Return")
        w.expect_focus("Find a payer, bill or receipt|" + THOUSANDS)

    def approve(self):
        w = self.window
        w.type(SUPERVISOR, into="Supervisor’s staff number")
        w.key("Return")
        w.type(self.county.pins[SUPERVISOR], into="PIN")
        w.key("Return")

    def send_number(self):
        """A staff number is sent with its PIN."""
        self.window.key("Return")
        self.window.type("1234", into="PIN")
        self.window.key("Return")

    def press(self, name):
        self.window.tab_to(name)
        self.window.key("Return")

    def begin_bill(self, place):
        w, payer = self.window, self.county.payer("citizen", place)
        w.type(payer["id"], into="Find a payer, bill or receipt")
        w.expect("list item", f".*{payer['id']}.*")
        w.key("Return")
        w.expect_text("Unpaid bills")
        w.key("ctrl+n")
        w.expect_focus("Find a service")

    def pick(self, service, question):
        w = self.window
        w.type(service, into="Find a service")
        w.key("Return")
        w.expect_focus(question)


def enrolment(story):
    """On a machine that is no counter yet, in a window of its own."""
    profile = os.path.join(story.county.folder, "fresh")
    w = Probe(story.county, profile, story.window.environment)
    try:
        w.start()
        w.expect_focus("Address of the portal")
        for content, sentence in TEXT + tuple((wrong, "must begin with https://") for wrong in ("ftp://portal", NEGATIVE)):
            w.refuses("Address of the portal", content, sentence)
        w.type("https://portal.example", into="Address of the portal")
        w.tab_to("Enrolment code")
        for content, sentence in TEXT + (("--", "wrong, used or too old"),):
            w.refuses("Enrolment code", content, sentence)
        w.type("AAAA-BBBB-CCCC-DDDD", into="Enrolment code")
        w.tab_to("Name of this counter")
        for content, sentence in TEXT:
            w.refuses("Name of this counter", content, sentence)
        w.picture("Enrolment")
        if os.path.exists(os.path.join(profile, "device.key")):
            raise Accepted("a key was made for an enrolment that was refused")
    finally:
        w.close()


def staff_number(story):
    w = story.window
    w.start()
    w.expect_text("Westlands Sub-County Office")
    w.expect_focus("Staff number")
    story.refuse_all("Staff number", TEXT, send=story.send_number)


def pin(story):
    w = story.window
    w.type(CLERK, into="Staff number")
    w.key("Return")
    story.refuse_all("PIN", TEXT + ((NEGATIVE, MISMATCH), (TWO_TO_63, MISMATCH)), kept=False)
    w.key("shift+Tab")
    story.sign_in()


def float_count(story):
    w = story.window
    w.key("alt+3")
    w.expect_focus(THOUSANDS)
    w.tab_to(SHILLINGS)
    story.refuse_all(SHILLINGS, PIECES, send=lambda: story.press("Open the Till…"))
    w.type("2000", into=SHILLINGS)
    story.press("Open the Till…")


def approval(story):
    w = story.window
    w.expect_focus("Supervisor’s staff number")
    story.refuse_all("Supervisor’s staff number", TEXT, send=story.send_number)
    w.type(SUPERVISOR, into="Supervisor’s staff number")
    w.key("Return")
    story.refuse_all("PIN", TEXT + ((NEGATIVE, MISMATCH),), kept=False)
    w.key("shift+Tab")
    story.approve()
    w.expect_text("Open since")
    w.key("alt+1")


def search(story):
    w, payer = story.window, story.county.payer("citizen", 0)
    w.type(payer["id"], into="Find a payer, bill or receipt")
    w.expect("list item", f".*{payer['id']}.*")
    story.refuse_all("Find a payer, bill or receipt", WRITING, send="Return")
    if w.find("list item", f".*{payer['id']}.*"):
        raise Accepted("what was found before is offered for a search that was refused")
    story.refuse_all("Find a payer, bill or receipt", ((TWO_TO_63, "Nothing was found"),), send=None, marked=False)


def what_is_no_text(story):
    """A picture does not get into a field; bytes that are no UTF-8 get there as GTK writes them out, in letters that can be seen."""
    w, search = story.window, "Find a payer, bill or receipt"
    field = w.paste(search, "")
    w.clipboard.hold(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 64, "image/png")
    w.key("ctrl+v")
    w.type("after")
    w.wait(lambda: text_of(field) == "after", "what was typed after a picture was pasted, alone")
    w.paste(search, b"12\xff\xfe\x80\xc0\xaf34")
    if not text_of(field).isprintable():
        raise Accepted(f"the field holds {text_of(field)!r}")
    w.paste(search, "")


def payer_by_hand(story):
    w = story.window
    number, name, phone, kra_pin = "Number of ID or registration", "Full name", r"Phone \(optional\)", r"KRA PIN \(optional\)"
    w.key("ctrl+h")
    w.tab_to(number)
    story.refuse_all(number, TEXT + (("-", "neither digits nor letters"),), send="ctrl+Return")
    w.type("99000111", into=number)
    w.tab_to(name)
    story.refuse_all(name, TEXT, send="ctrl+Return")
    w.type("Payer By Hand", into=name)
    w.tab_to(phone)
    story.refuse_all(phone, PHONE, send="ctrl+Return")
    w.paste(phone, "")
    w.tab_to(kra_pin)
    story.refuse_all(kra_pin, WRITING, send="ctrl+Return")
    w.key("Escape")


def service_and_quantity(story):
    w = story.window
    story.begin_bill(0)
    unknown = [(content, "No service in force today") for content in (LONG, TURNED_AROUND, SIGNS, TWO_TO_63)]
    story.refuse_all("Find a service", unknown, marked=False)
    story.pick("022-mkt-grain", "Quantity")
    story.refuse_all("Quantity", QUANTITY)
    w.key("Escape")


def assessed_amount(story):
    w, question = story.window, r"Assessed amount \(KES\)"
    story.pick("047-rates", question)
    story.refuse_all(question, AMOUNT + (("", "Type"), ("0", "Type the amount that the assessment says")))
    w.type("5000", into=question)
    w.key("Return")
    w.expect_text("KES 5,000")
    w.key("ctrl+Return")
    w.expect_text("^Due$")


def money_handed_over(story):
    w, handed_over = story.window, r"Handed over \(nothing: exact\)"
    w.expect_focus(handed_over)
    story.refuse_all(handed_over, AMOUNT + (("1", "That is not enough"),))
    w.paste(handed_over, "")
    w.tab_to("Amount taken")
    story.refuse_all("Amount taken", AMOUNT + (("0", "can’t be 0"), ("5001", "Only KES 5,000 is due")))
    w.type("5000", into="Amount taken")


def references(story):
    w = story.window
    w.key("F2")
    story.refuse_all("M-PESA code", REFERENCE)
    w.type("UKN7DEMO01", into="M-PESA code")
    w.tab_to(r"Phone that paid \(optional\)")
    story.refuse_all(r"Phone that paid \(optional\)", PHONE)
    w.paste(r"Phone that paid \(optional\)", "")
    w.key("F4")
    story.refuse_all("Number on the card slip", REFERENCE)
    w.key("F5")
    story.refuse_all("Cheque number", REFERENCE)
    w.key("F1")
    w.expect_focus(r"Handed over \(nothing: exact\)")
    w.key("Return")
    w.expect_text("Receipt 00421-000001")
    w.expect_focus("Next Customer.*")
    w.key("Return")


def bills_search(story):
    w = story.window
    w.key("alt+2")
    w.expect_focus("Find bills")
    story.refuse_all("Find bills", WRITING, send=None, marked=False)
    w.paste("Find bills", "")


def reason_of_a_reversal(story):
    w = story.window
    w.key("Down", "Return")
    w.expect_text("00421-000001")
    story.press("Reverse.*")
    w.expect_focus("Reason")
    story.refuse_all("Reason", TEXT)
    w.key("Escape")
    w.expect_text("00421-000001")
    w.key("Escape")


def count_of_the_drawer(story):
    w = story.window
    w.key("alt+3")
    w.expect_text("Open since")
    story.press("Count and Close…")
    w.expect_focus(THOUSANDS)
    w.tab_to(SHILLINGS)
    story.refuse_all(SHILLINGS, PIECES, send=lambda: story.press("Confirm the Count"))
    w.type("6000", into=SHILLINGS)
    story.press("Confirm the Count")
    w.expect_text("KES 1,000 short")


def reason_of_a_difference(story):
    w = story.window
    w.tab_to("Reason for the difference")
    story.refuse_all("Reason for the difference", WRITING + (("", "Say why the cash differs"),))
    w.type("A note too few", into="Reason for the difference")
    w.key("Return")
    story.approve()
    w.expect_text("Z reading 1")


def journal_proves(story):
    if story.window.quit() != 0:
        raise Accepted("the program did not end well")
    status, said = story.county.verify(story.county.profile)
    if status != 0:
        raise Accepted(said)


STORY = [enrolment, staff_number, pin, float_count, approval, search, what_is_no_text, payer_by_hand,
         service_and_quantity, assessed_amount, money_handed_over, references, bills_search, reason_of_a_reversal,
         count_of_the_drawer, reason_of_a_difference, journal_proves]


def play(folder):
    county = County(Programs(os.environ), folder, 50)
    county.start_portal()
    county.enrol(county.profile, "Counter 1")
    window = Probe(county, county.profile, dict(os.environ))
    story = Story(county, window)
    place = 0
    print(f"1..{len(STORY)}")
    try:
        for place, step in enumerate(STORY, 1):
            step(story)
            print(f"ok {place} {step.__name__.replace('_', ' ')}", flush=True)
        return 0
    except Exception as fault:
        window.picture("lost")
        print(f"not ok {place} {STORY[place - 1].__name__.replace('_', ' ')}: {fault}")
        raise
    finally:
        window.close()
        county.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaunta-bad-input-") as scratch:
        sys.exit(play(scratch))
