#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays a counter's day in the real window and checks, at its end, what the counter, the portal and the verifier each say.

Needs an X display and a session bus. The programs are named by KAUNTA, KAUNTA_PORTAL, KAUNTACTL, KAUNTA_COUNTER, the data folder by KAUNTA_DATA.
With KAUNTA_PICTURES, a numbered picture of each step is saved there. Speaks TAP.
"""
import json
import os
import sys
import tempfile

from county import County, Programs
from day import Day
from window import Window

PAYERS = int(os.environ.get("KAUNTA_DAY_PAYERS", "2000"))


def start(day):
    w = day.window
    w.start()
    w.expect_text("Westlands Sub-County Office")
    day.picture("sign-in")
    day.sign_in()
    day.open_till(2000)


def citizen_by_id(day):
    """A known payer, one fixed fee, exact cash: at most 12 keys beyond the ID's digits and the service's letters."""
    payer, price, w = day.county.payer("citizen", 0), day.price("047-LIQ-RET"), day.window
    w.expect_focus("Find a payer, bill or receipt")
    day.picture("next-customer")
    before = w.pressed
    w.type(payer["id"])
    w.expect("list item", f".*{payer['id']}.*")
    w.key("Return")
    w.expect_focus("New Bill.*")
    day.picture("payer")
    w.key("Return")
    w.expect_focus("Find a service")
    w.type("047-liq-ret")
    day.picture("service")
    w.key("Return")
    w.expect_text(f"KES {price:,}")
    day.picture("bill")
    w.key("ctrl+Return")
    w.expect_text("^Due$")
    day.picture("payment")
    day.pay_cash(price, tender_key=False)
    day.picture("receipt")
    day.next_customer()
    assert w.pressed - before <= 12, f"{w.pressed - before} keys"
    print(f"# {w.pressed - before} keys beyond digits and letters")


def citizen_by_name_turned_around(day):
    payer, price = day.county.payer("citizen", 7), day.price("047-PRK-Z1-SAL")
    typed = " ".join(reversed(payer["name"].lower().split()))
    day.find(typed, payer["id"])
    day.begin_bill()
    day.add_service("047-prk-z1-sal", 1)
    day.raise_bill(price)
    day.pay_cash(price, handed_over=500)
    day.picture("change")
    day.next_customer()


def foreigner(day):
    payer, price = day.county.payer("foreigner", 0), day.price("IMM-FNC", 2)
    day.find(payer["id"], payer["id"])
    day.begin_bill()
    day.add_service("imm-fnc", 2)
    day.raise_bill(price)
    day.picture("cash-forbidden")
    day.pay_other("F2", "M-PESA code", day.mpesa_code(1), price)
    day.next_customer()


def company_by_registration(day):
    payer, price = day.county.payer("entity", 0), day.price("047-UBP-LRET")
    day.find(payer["id"], payer["id"])
    day.begin_bill()
    day.add_service("047-ubp-lret", 1)
    day.raise_bill(price)
    day.pay_other("F4", "Number on the card slip", "SLIP-0001", price)
    day.next_customer()


def line_goes_down(day):
    day.county.stop_portal()
    day.window.expect("push button", "Line to the portal: Offline.*")
    day.picture("line-down")


def payer_entered_by_hand(day):
    w, price = day.window, day.price("022-SLTR-SHO", 2)
    w.type("99000111", into="Find a payer, bill or receipt")
    w.expect("push button", "Enter by Hand")
    w.key("ctrl+h")
    w.tab_to("Number of ID or registration")
    w.type("99000111", into="Number of ID or registration")
    w.tab_to("Full name")
    w.type("Payer By Hand", into="Full name")
    day.picture("by-hand")
    w.key("ctrl+Return")
    day.begin_bill()
    day.add_service("022-sltr-sho", 2)
    day.raise_bill(price)
    day.pay_cash(price, handed_over=1000)
    day.next_customer()


def three_lines(day):
    payer = day.county.payer("citizen", 3)
    day.find(payer["id"], payer["id"])
    day.begin_bill()
    day.add_service("022-mkt-grain", 3)
    day.add_service("022-mkt-day", 1)
    day.add_service("022-cess-pu", 1)
    price = day.price("022-MKT-GRAIN", 3) + day.price("022-MKT-DAY") + day.price("022-CESS-PU")
    day.picture("three-lines")
    day.raise_bill(price)
    day.pay_cash(price)
    day.next_customer()


def split_payment(day):
    payer, price = day.county.payer("citizen", 4), day.price("047-PRK-Z1-VAN")
    day.find(payer["id"], payer["id"])
    day.begin_bill()
    day.add_service("047-prk-z1-van", 1)
    day.raise_bill(price)
    day.pay_cash(200, part=200, more=True)
    day.picture("split")
    day.pay_other("F2", "M-PESA code", day.mpesa_code(2), price - 200)
    day.next_customer()


def plug_is_pulled(day):
    day.window.kill()
    day.window.start()
    day.picture("after-the-power-cut")
    day.sign_in()
    day.window.key("alt+1")


def part_payment(day):
    payer = day.county.payer("citizen", 5)
    day.find(payer["id"], payer["id"])
    day.begin_bill()
    day.add_service("047-ubp-mkt", 1)
    day.raise_bill(day.price("047-UBP-MKT"))
    day.pay_cash(1500, part=1500)
    day.picture("part-paid")
    day.next_customer()


def line_comes_back(day):
    day.county.start_portal()
    day.window.expect("push button", "Line to the portal: Online")
    day.picture("line-back")


def bill_of_the_other_counter(day):
    payer, price = day.county.payer("citizen", 6), day.price("022-SLTR-COW")
    number = day.county.raise_bill_elsewhere(payer, "022-SLTR-COW", 1)
    day.find(number, None)
    day.window.expect_text("^Due$")
    day.picture("bill-of-the-other-counter")
    day.pay_cash(price)
    day.next_customer()


def rest_of_the_part_payment(day):
    payer, w = day.county.payer("citizen", 5), day.window
    day.find(payer["id"], payer["id"])
    w.expect_text("Unpaid bills")
    day.picture("part-paid-bill-found")
    w.key("Return")
    w.expect_text("^Due$")
    day.pay_cash(day.price("047-UBP-MKT") - 1500)
    day.next_customer()


def reversal(day):
    payer, price, w = day.county.payer("citizen", 8), day.price("047-UBP-KIOSK"), day.window
    day.find(payer["id"], payer["id"])
    day.begin_bill()
    day.add_service("047-ubp-kiosk", 1)
    day.raise_bill(price)
    day.pay_cash(price)
    day.next_customer()
    day.reverse_newest(f"00421-{day.receipts:06d}", "Wrong service")
    day.drawer.take(-price)
    day.taken -= price


def in_swahili(day):
    day.look_in_swahili()


def close(day):
    day.close_till()


def quit_in_order(day):
    """With sanitizers, this is where a leak would be told."""
    status = day.window.quit()
    assert status == 0, f"the program ended with {status}"


STORY = [start, citizen_by_id, citizen_by_name_turned_around, foreigner, company_by_registration, line_goes_down,
         payer_entered_by_hand, three_lines, split_payment, plug_is_pulled, part_payment, line_comes_back,
         bill_of_the_other_counter, rest_of_the_part_payment, reversal, in_swahili, close, quit_in_order]


def judge(day):
    """What each side says of the day, as rows of (who, what, figure), and what is wrong with it."""
    county, faults = day.county, []
    counter = county.export(county.profile)
    portal = county.export(county.database, "--device", "00421")
    if counter != portal:
        faults.append(f"the counter has {len(counter)} entries, the portal {len(portal)}, and they are not the same")
    verdicts = {who: county.verify(*arguments) for who, arguments in {
        "verifier, counter": (county.profile,),
        "verifier, portal": (county.database,),
        "verifier, other counter": (county.other_profile,)}.items()}
    faults += [f"{who}: {said}" for who, (status, said) in verdicts.items() if status != 0]
    bodies = [json.loads(entry["body"]) for entry in counter]
    closed = [body for body in bodies if body["type"] == "till.closed"]
    if len(closed) != 1 or closed[0]["data"]["variance"].get("cash") != 0:
        faults.append("the till did not close with variance 0")
    if bodies[-1]["turnover"] != day.taken * 100:
        faults.append(f"turnover is {bodies[-1]['turnover']} cents, the story took KES {day.taken}")
    rows = [("WHO", "WHAT", "SAYS"),
            ("story", "taken, KES", f"{day.taken:,}"), ("story", "receipts", day.receipts),
            ("counter", "entries", len(counter)), ("counter", "turnover, KES", f"{bodies[-1]['turnover'] // 100:,}"),
            ("portal", "entries", len(portal)), ("portal", "same bytes", "yes" if counter == portal else "no")]
    rows += [(who, "says", line) for who, (_, said) in verdicts.items()
             for line in said.splitlines() if "entries of device" in line or "entry" in line]
    return rows, faults


def play(folder):
    county = County(Programs(os.environ), folder, PAYERS)
    county.start_portal()
    county.enrol(county.profile, "Counter 1")
    county.enrol(county.other_profile, "Counter 2")
    window = Window(county.programs.kaunta, ["--profile", county.profile], dict(os.environ), county.log)
    day = Day(county, window, os.environ.get("KAUNTA_PICTURES"))
    print(f"1..{len(STORY) + 1}")
    try:
        for place, step in enumerate(STORY, 1):
            step(day)
            print(f"ok {place} {step.__name__.replace('_', ' ')}", flush=True)
        rows, faults = judge(day)
        for row in rows:
            print("# {:<26}{:<18}{}".format(*row))
        for fault in faults:
            print(f"# {fault}")
        print(f"{'not ok' if faults else 'ok'} {len(STORY) + 1} counter, portal and verifier agree")
        return 1 if faults else 0
    except Exception as lost:
        day.picture("lost")
        print(f"not ok {place} {STORY[place - 1].__name__.replace('_', ' ')}: {lost}")
        raise
    finally:
        window.end()
        county.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaunta-day-") as scratch:
        sys.exit(play(scratch))
