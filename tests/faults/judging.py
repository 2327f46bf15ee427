# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what people saw, the counter's journal and the portal's say the same, and nothing is lost, twice or out of turn.

The rules are counted here from the journal's bodies alone, and not with the program's own verifier, which is asked besides.
"""

import collections
import copy
import json

SERIES = {
    # Twelve digits: the device (5), the serial (6), a check digit.
    "bill.raised": lambda body: int(body["data"]["bill"][5:11]),
    "payment.taken": lambda body: int(body["data"]["receipt"].split("-")[1]),
    "till.opened": lambda body: int(body["till"].split("-")[1]),
    "till.closed": lambda body: body["data"]["z"],
}


def judge_numbers(bodies):
    """Each series counts from 1 in the order written, without gap or reuse; so do the entries."""
    faults = []
    if [body["seq"] for body in bodies] != list(range(1, len(bodies) + 1)):
        faults.append("the entries are not numbered 1, 2, 3 …")
    for kind, place in SERIES.items():
        places = [place(body) for body in bodies if body["type"] == kind]
        if places != list(range(1, len(places) + 1)):
            faults.append(f"the numbers of {kind} have a gap, or one comes twice: {places[-20:]}")
    return faults


def judge_shown(bodies, shown):
    """All that was shown is there, once, as it was shown."""
    faults = []
    paid = {body["data"]["receipt"]: body["data"]["amount"] for body in bodies if body["type"] == "payment.taken"}
    raised = {body["data"]["bill"] for body in bodies if body["type"] == "bill.raised"}
    reversals = collections.Counter(body["data"]["receipt"] for body in bodies if body["type"] == "payment.reversed")
    copies = collections.Counter(body["data"]["receipt"] for body in bodies if body["type"] == "receipt.printed")
    faults += [f"receipt {receipt} was shown and is not there" for receipt in shown.receipts if receipt not in paid]
    faults += [f"receipt {receipt} was shown over {amount} cents and is there over {paid[receipt]}"
               for receipt, amount in shown.receipts.items() if receipt in paid and paid[receipt] != amount]
    faults += [f"bill {bill} was shown and is not there" for bill in shown.bills if bill not in raised]
    faults += [f"receipt {receipt} was shown as reversed and is reversed {reversals[receipt]} times"
               for receipt in shown.reversed if reversals[receipt] != 1]
    faults += [f"receipt {receipt} is reversed {times} times" for receipt, times in reversals.items() if times > 1]
    faults += [f"copy {number} of {receipt} was printed, and {copies[receipt]} are noted"
               for receipt, number in shown.copies.items() if copies[receipt] < number]
    closed = sum(body["type"] == "till.closed" for body in bodies)
    if shown.closed and closed < max(shown.closed):
        faults.append(f"Z reading {max(shown.closed)} was shown, and {closed} tills are closed")
    return faults


def judge_acts(bodies, shown, deaths):
    """A sale is booked once. One under way at each death may be there or not."""
    faults = []
    for kind, seen in (("bill.raised", shown.raised), ("payment.taken", len(shown.receipts))):
        there = sum(body["type"] == kind for body in bodies)
        if there > shown.tried or there > seen + deaths:
            faults.append(f"{there} {kind} for {shown.tried} sales begun, of which {seen} were seen, and {deaths} deaths")
    paid = collections.Counter(body["data"]["bill"] for body in bodies if body["type"] == "payment.taken")
    faults += [f"bill {bill} is paid {times} times" for bill, times in paid.items() if times > 1]
    return faults


def judge(counter, portal, shown, deaths):
    """@counter and @portal: the entries of both sides. The faults, none if all is well."""
    faults = []
    if counter != portal:
        differ = next((i for i, pair in enumerate(zip(counter, portal)) if pair[0] != pair[1]), min(len(counter), len(portal)))
        faults.append(f"the counter has {len(counter)} entries, the portal {len(portal)}; they differ from entry {differ + 1} on")
    for entries in (counter, portal):
        bodies = [json.loads(entry["body"]) for entry in entries]
        faults += judge_numbers(bodies) + judge_shown(bodies, shown) + judge_acts(bodies, shown, deaths)
    return list(dict.fromkeys(faults))


# ---- Whether the judge sees anything ----


def change(entries, place, **data):
    """A copy of the entries with one body's data changed."""
    changed = copy.deepcopy(entries)
    body = json.loads(changed[place]["body"])
    body["data"] |= data
    changed[place]["body"] = json.dumps(body)
    return changed


def find_last(entries, kind, wanted=lambda data: True):
    """The place of the last fact of a kind."""
    bodies = [json.loads(entry["body"]) for entry in entries]
    return max(i for i, body in enumerate(bodies) if body["type"] == kind and wanted(body["data"]))


def test_judge(tap, entries, shown, deaths):
    """Plants each fault that the judge is for in what was good."""
    payment = find_last(entries, "payment.taken", lambda data: data["receipt"] in shown.receipts)
    bill = find_last(entries, "bill.raised")
    reversal = find_last(entries, "payment.reversed")
    without = [entry for i, entry in enumerate(entries) if i != payment]
    twice = [*entries[:payment + 1], *entries[payment:]]
    faults = {
        "a receipt that was shown and is lost on both sides": (without, without),
        "a payment that is there twice": (twice, twice),
        "an entry that the portal lacks": (entries, entries[:-1]),
        "an entry that the counter lacks": (entries[:-1], entries),
        "other bytes at the portal": (entries, change(entries, 0, planted=1)),
        "a gap in the numbers": (change(entries, bill, bill="004219999990"),) * 2,
        "an amount other than what was shown": (change(entries, payment, amount=1),) * 2,
        "a reversal that is there twice": ([*entries, entries[reversal]],) * 2,
    }
    for name, sides in faults.items():
        tap.report(judge(*sides, shown, deaths) != [], f"the judge finds {name}")
    tap.report(judge(entries[:len(entries) // 2], entries[:len(entries) // 2], shown, deaths) != [],
               "the judge finds it when both sides agree on an earlier state")
