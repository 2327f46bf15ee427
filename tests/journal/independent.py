#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A verifier of journals, written from data/journal-v1.md alone: it shares no line and no library with Kaunta's own.

It is slow (its Ed25519 is that of RFC 8032, section 6) and reads whole files; it is here to show that the page says enough.
"""

import base64
import hashlib
import json
import re
import unicodedata

LIMIT = 9007199254740991
TENDERS = ("cash", "mpesa", "airtel", "card", "cheque", "bank")
NO_HASH = "0" * 64


class Fault(Exception):
    """What is wrong, and with which entry (from 1)."""

    def __init__(self, code, what):
        super().__init__(what)
        self.code = code
        self.place = 0


def need(condition, code, what):
    if not condition:
        raise Fault(code, what)


# ---- Ed25519 (RFC 8032, section 6) ----

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_mul(s, point):
    result = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        s >>= 1
    return result


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def decompress(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def verify_signature(key, message, signature):
    a, r = decompress(key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = point_mul(s, BASE), point_add(r, point_mul(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def decode_base64url(text, length):
    need(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "signature", "no base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
    need(len(data) == length and base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "signature", "no base64url")
    return data


def check_signed(key, purpose, message, sig):
    good = verify_signature(decode_base64url(key, 32), purpose.encode() + b"\n" + message, decode_base64url(sig, 64))
    need(good, "signature", "the signature does not fit")


# ---- JSON and its canonical form ----

def no_duplicates(pairs):
    need(len({name for name, _ in pairs}) == len(pairs), "form", "a key given twice")
    return dict(pairs)


def refuse_number(text):
    raise Fault("form", "a number that is no integer")


def parse_json(text):
    try:
        return json.loads(text, object_pairs_hook=no_duplicates, parse_float=refuse_number, parse_constant=refuse_number)
    except (ValueError, RecursionError) as error:
        raise Fault("form", str(error)) from error


def write_canonical(value, depth=0):
    if isinstance(value, str):
        need(unicodedata.normalize("NFC", value) == value and "\0" not in value, "form", "text is not NFC")
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int):
        need(abs(value) <= LIMIT, "form", "a number that is too large")
        return str(value)
    need(depth < 32, "form", "nested too deep")
    if isinstance(value, list):
        return "[" + ",".join(write_canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(write_canonical(name) + ":" + write_canonical(value[name], depth + 1) for name in names) + "}"


def parse_canonical(data):
    need(len(data) <= 256 * 1024, "form", "too long")
    try:
        text = data.decode()
        value = parse_json(text)
        need(write_canonical(value).encode() == data, "form", "not canonical")
    except UnicodeError as error:
        raise Fault("form", "no UTF-8") from error
    need(isinstance(value, dict), "form", "no object")
    return value


# ---- Fields ----

def is_integer(value, low, high=LIMIT):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def integer(data, key, low, high=LIMIT):
    need(key in data and is_integer(data[key], low, high), "keys", key)
    return data[key]


def text(data, key, pattern=r"(?s).+"):
    need(isinstance(data.get(key), str) and re.fullmatch(pattern, data[key]), "keys", key)
    return data[key]


def member(data, key, kind):
    need(isinstance(data.get(key), kind), "keys", key)
    return data[key]


TIME = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z"
HEX = r"[0-9a-f]{64}"
TILL = r"(\d{5})-(?!0000)(\d{4})"
RECEIPT = r"(\d{5})-(?!000000)(\d{6})"

DAMM = ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")


def damm(digits):
    state = 0
    for digit in digits:
        state = int(DAMM[state][int(digit)])
    return state


def bill_number(data):
    number = data.get("bill")
    need(isinstance(number, str), "keys", "bill")
    need(re.fullmatch(r"\d{12}", number) and number[5:11] != "000000" and damm(number) == 0, "number", "no bill number")
    return number[:5], int(number[5:11])


def receipt_number(data):
    need(isinstance(data.get("receipt"), str), "keys", "receipt")
    match = re.fullmatch(RECEIPT, data["receipt"])
    need(match, "number", "no receipt number")
    return match[1], int(match[2])


def check_counts(data, total):
    integer(data, total, 0)
    counts = member(data, "counts", dict)
    for key in counts:
        need(re.fullmatch(r"[1-9]\d*", key) and is_integer(counts[key], 0), "keys", "counts")
    need(sum(int(key) * pieces for key, pieces in counts.items()) == data[total], "amount", "counts")


def tenders(data, key):
    amounts = member(data, key, dict)
    for tender, cents in amounts.items():
        need(tender in TENDERS and is_integer(cents, -LIMIT), "keys", key)
    return amounts


# ---- The facts, each by itself ----

def check_bill_raised(data):
    bill_number(data)
    payer = member(data, "payer", dict)
    text(payer, "kind", "citizen|foreigner|entity|other")
    text(payer, "id")
    text(payer, "name")
    lines = member(data, "lines", list)
    need(lines, "keys", "lines")
    integer(data, "total", 0)
    for line in lines:
        need(isinstance(line, dict), "keys", "lines")
        for key in ("service", "tariff", "name"):
            text(line, key)
        product = integer(line, "quantity", 1) * integer(line, "unit", 0)
        need(product == integer(line, "amount", 0), "amount", "a line")
    need(sum(line["amount"] for line in lines) == data["total"], "amount", "total")


def check_payment_taken(data):
    receipt_number(data)
    bill_number(data)
    tender = text(data, "tender", "|".join(TENDERS))
    status = text(data, "status", "confirmed|claimed|unknown")
    amount = integer(data, "amount", 1)
    if tender == "cash":
        need(integer(data, "tendered", 0) - integer(data, "change", 0) == amount, "amount", "change")
        return
    reference = member(data, "reference", str)
    need(reference or status == "unknown", "keys", "reference")
    if tender in ("mpesa", "airtel"):
        need("phone" in data and (data["phone"] is None or isinstance(data["phone"], str)), "keys", "phone")


def check_till_closed(data):
    for key in ("z", "first", "last"):
        integer(data, key, 1)
    for key in ("payments", "reversals", "unsynced"):
        integer(data, key, 0)
    text(data, "head", HEX)
    need("ack" in data and (data["ack"] is None or isinstance(data["ack"], dict) or is_integer(data["ack"], 0)), "keys", "ack")
    expected, counted, variance = (tenders(data, key) for key in ("expected", "counted", "variance"))
    for tender in TENDERS:
        need(counted.get(tender, 0) - expected.get(tender, 0) == variance.get(tender, 0), "amount", "variance")


def check_banked(data):
    for key in ("bank", "slip"):
        text(data, key)
    integer(data, "amount", 1)
    for till in member(data, "tills", list):
        need(isinstance(till, str), "keys", "tills")
        need(re.fullmatch(TILL, till), "number", "tills")
    text(data, "date", r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def check_fact(kind, data):
    if kind == "device.enrolled":
        decode_base64url(text(data, "key"), 32)
        decode_base64url(text(data, "portal_key"), 32)
        text(data, "office")
    elif kind == "clerk.signed_out":
        text(data, "reason", "asked|idle|locked")
    elif kind == "till.opened":
        check_counts(data, "float")
    elif kind == "payer.viewed":
        text(data, "kind", "citizen|foreigner|entity|other")
        text(data, "id")
        text(data, "why", "bill|payment|enquiry")
    elif kind == "bill.raised":
        check_bill_raised(data)
    elif kind == "bill.cancelled":
        bill_number(data)
        text(data, "reason")
    elif kind == "payment.taken":
        check_payment_taken(data)
    elif kind == "payment.settled":
        receipt_number(data)
        text(data, "status", "confirmed|rejected")
        text(data, "evidence")
    elif kind == "payment.reversed":
        receipt_number(data)
        integer(data, "amount", 1)
        text(data, "reason")
    elif kind == "receipt.printed":
        receipt_number(data)
        integer(data, "copy", 1)
    elif kind in ("cash.dropped", "cash.paid_in"):
        integer(data, "amount", 1)
        text(data, "reason")
    elif kind == "till.counted":
        integer(data, "attempt", 1)
        check_counts(data, "total")
    elif kind == "till.closed":
        check_till_closed(data)
    elif kind == "deposit.banked":
        check_banked(data)
    elif kind == "exception.settled":
        for key in ("exception", "action", "reason"):
            text(data, key)
    elif kind == "clock.moved":
        text(data, "from", TIME)
        text(data, "to", TIME)
    else:
        need(kind == "clerk.signed_in", "keys", "type")


KEYS = {"v", "device", "epoch", "seq", "prev", "at", "boot", "up", "clerk", "approver", "till", "type", "data", "turnover"}


def read_entry(body):
    entry = parse_canonical(body)
    need(set(entry) == KEYS and entry["v"] == 1 and is_integer(entry["v"], 1), "keys", "the keys")
    for key, low in (("epoch", 1), ("seq", 1), ("up", 0), ("turnover", -LIMIT)):
        integer(entry, key, low)
    for key, pattern in (("device", r"\d{5}"), ("prev", HEX), ("at", TIME), ("boot", "[0-9a-f]{8}"), ("type", r"[a-z._]+")):
        text(entry, key, pattern)
    for key, pattern in (("clerk", r"(?s).+"), ("approver", r"(?s).+"), ("till", TILL)):
        if entry[key] is not None:
            text(entry, key, pattern)
    member(entry, "data", dict)
    return entry


# ---- The journal ----

NEEDS_TILL = {"bill.raised", "payment.taken", "payment.reversed", "cash.dropped", "cash.paid_in", "till.counted", "till.closed"}


class Journal:
    def __init__(self):
        self.hashes = []
        self.epochs = []  # {"key", "portal_key"}
        self.device = None
        self.turnover = 0
        self.bills = []  # whether cancelled
        self.receipts = []  # {"amount", "tender", "copies", "reversed"}
        self.tills = 0
        self.closed = 0
        self.till = None

    def feed(self, body, sig):
        try:
            self.check(read_entry(body), body, sig)
        except Fault as fault:
            fault.place = len(self.hashes) + 1 if fault.place == 0 else fault.place
            raise

    def check(self, entry, body, sig):
        self.check_place(entry)
        digest = hashlib.sha256(body)
        check_signed(self.epochs[-1]["key"], "kaunta-journal-v1", digest.digest(), sig)
        check_fact(entry["type"], entry["data"])
        self.check_people(entry)
        self.check_papers(entry)
        self.check_till(entry)
        data = entry["data"]
        self.turnover += {"payment.taken": 1, "payment.reversed": -1}.get(entry["type"], 0) * data.get("amount", 0)
        need(entry["turnover"] == self.turnover, "turnover", "turnover")
        self.hashes.append(digest.hexdigest())

    def check_place(self, entry):
        begins = entry["type"] == "device.enrolled"
        need(self.device in (None, entry["device"]), "keys", "another device")
        need(entry["seq"] == len(self.hashes) + 1, "seq", "seq")
        need(entry["prev"] == (self.hashes[-1] if self.hashes else NO_HASH), "prev", "prev")
        need((begins or self.hashes) and entry["epoch"] == len(self.epochs) + begins, "seq", "epoch")
        if begins:
            check_fact(entry["type"], entry["data"])
            self.epochs.append(entry["data"])
        self.device = entry["device"]

    def check_people(self, entry):
        clerk, approver, data = entry["clerk"], entry["approver"], entry["data"]
        need(approver is None or approver != clerk, "approver", "approved the own act")
        if entry["type"] in ("bill.cancelled", "payment.reversed") or (entry["type"] == "receipt.printed" and data["copy"] >= 3):
            need(clerk is not None and approver is not None, "approver", "no second person")

    def find_receipt(self, data):
        device, serial = receipt_number(data)
        need(device == self.device and serial <= len(self.receipts), "reference", "no such receipt")
        return self.receipts[serial - 1]

    def check_papers(self, entry):
        kind, data = entry["type"], entry["data"]
        if kind == "bill.raised":
            need(bill_number(data) == (self.device, len(self.bills) + 1), "number", "bill")
            self.bills.append(False)
        elif kind == "bill.cancelled":
            device, serial = bill_number(data)
            if device == self.device:
                need(serial <= len(self.bills) and not self.bills[serial - 1], "reference", "bill")
                self.bills[serial - 1] = True
        elif kind == "payment.taken":
            device, serial = bill_number(data)
            need(device != self.device or serial <= len(self.bills), "reference", "bill")
            need(receipt_number(data) == (self.device, len(self.receipts) + 1), "number", "receipt")
            self.receipts.append({"amount": data["amount"], "tender": data["tender"], "copies": 0, "reversed": False})
        elif kind == "payment.settled":
            need(self.find_receipt(data)["tender"] != "cash", "reference", "cash is settled")
        elif kind == "payment.reversed":
            receipt = self.find_receipt(data)
            need(not receipt["reversed"], "reference", "reversed twice")
            need(receipt["amount"] == data["amount"], "amount", "another amount")
            receipt["reversed"] = True
        elif kind == "receipt.printed":
            receipt = self.find_receipt(data)
            receipt["copies"] += 1
            need(receipt["copies"] == data["copy"], "number", "copy")

    def check_till(self, entry):
        kind, data = entry["type"], entry["data"]
        if kind == "till.opened":
            need(self.till is None and entry["till"] is not None, "till", "till")
            self.tills += 1
            need(entry["till"] == f"{self.device}-{self.tills:04}", "number", "till")
            self.till = {"session": entry["till"], "first": entry["seq"], "sums": {"cash": data["float"]}, "payments": 0,
                         "reversals": 0, "attempts": 0, "counted": None}
            return
        need(entry["till"] is not None or kind not in NEEDS_TILL, "till", "no till")
        need(entry["till"] is None or (self.till and self.till["session"] == entry["till"]), "till", "the till is not open")
        if kind in ("payment.taken", "payment.reversed"):
            sign = 1 if kind == "payment.taken" else -1
            self.till["payments" if sign > 0 else "reversals"] += 1
            self.move(self.find_receipt(data)["tender"], sign * data["amount"])
        elif kind in ("cash.dropped", "cash.paid_in"):
            self.move("cash", data["amount"] if kind == "cash.paid_in" else -data["amount"])
        elif kind == "till.counted":
            self.till["attempts"] += 1
            need(data["attempt"] == self.till["attempts"], "number", "attempt")
            self.till["counted"] = data["total"]
        elif kind == "till.closed":
            self.close(entry, data)
        elif kind == "deposit.banked":
            for session in data["tills"]:
                match = re.fullmatch(TILL, session)
                need(match[1] != self.device or int(match[2]) <= self.tills, "till", "never opened")

    def move(self, tender, cents):
        self.till["sums"][tender] = self.till["sums"].get(tender, 0) + cents
        self.till["counted"] = None

    def close(self, entry, data):
        till = self.till
        need(data["z"] == self.closed + 1, "number", "z")
        need((data["first"], data["last"]) == (till["first"], entry["seq"] - 1), "till", "first and last")
        need((data["payments"], data["reversals"]) == (till["payments"], till["reversals"]), "amount", "how many")
        for tender in TENDERS:
            need(data["expected"].get(tender, 0) == till["sums"].get(tender, 0), "amount", tender)
        need(till["counted"] is not None, "till", "not counted since money moved")
        need(data["counted"].get("cash", 0) == till["counted"], "amount", "counted")
        if isinstance(data["ack"], dict):
            self.acknowledge(data["ack"], entry["seq"] - 1)
        elif data["ack"] is not None:
            need(data["ack"] < entry["seq"], "acknowledgement", "of entries to come")
        self.closed += 1
        self.till = None

    def acknowledge(self, ack, newest=None):
        """@ack lies on the chain; @newest: the last entry that it may speak of."""
        newest = len(self.hashes) if newest is None else newest
        seq = integer(ack, "seq", 1)
        need(seq <= newest, "acknowledgement", "of what is not there")
        epoch = integer(ack, "epoch", 1)
        good = ack.get("device") == self.device and epoch <= len(self.epochs) and ack.get("head") == self.hashes[seq - 1]
        need(good, "acknowledgement", "of another entry")
        claims = {key: ack[key] for key in ("device", "epoch", "seq", "head", "at")}
        check_signed(self.epochs[epoch - 1]["portal_key"], "kaunta-ack-v1", write_canonical(claims).encode(), ack["sig"])


def verify_lines(lines, key=None, acks=()):
    """@lines: (body, sig) each. The journal, or a Fault."""
    journal = Journal()
    for body, sig in lines:
        journal.feed(body, sig)
    for ack in acks:
        journal.acknowledge(ack)
    if key is not None and journal.epochs:
        need(journal.epochs[-1]["key"] == key, "signature", "another key")
    return journal


def verify_export(export):
    return verify_lines([(line["body"].encode(), line["sig"]) for line in export["entries"]], export["key"],
                        export.get("acknowledgements", ()))


def split_line(line):
    value = parse_canonical_line(line)
    need(set(value) == {"body", "sig"}, "form", "a line")
    return value["body"].encode(), value["sig"]


def parse_canonical_line(line):
    value = parse_json(line.decode())
    need(write_canonical(value).encode() == line, "form", "a line that is not canonical")
    return value


def split_file(data):
    """The lines without the one that a power cut left unfinished."""
    return data.split(b"\n")[:-1]


def verify_mirror(data):
    lines = split_file(data)
    header = parse_canonical_line(lines[0])
    need(header["format"] == "kaunta-mirror-1", "form", "no mirror")
    return verify_lines([split_line(line) for line in lines[1:]])


def check_signed_file(data, key_of, purpose):
    """The header and the lines between it and the signature."""
    need(data.endswith(b"\n"), "form", "it is cut")
    lines = split_file(data)
    header = parse_canonical_line(lines[0])
    signed = data[:len(data) - len(lines[-1]) - 1]
    check_signed(key_of(header), purpose, hashlib.sha256(signed).digest(), parse_canonical_line(lines[-1])["sig"])
    return header, lines[1:-1]


def verify_carry(data):
    header, lines = check_signed_file(data, lambda header: header["key"], "kaunta-carry-v1")
    need(header["format"] == "kaunta-carry-1" and header["entries"] == len(lines), "form", "no carry file")
    need(header["first"] == 1, "form", "this program reads whole journals")
    return verify_lines([split_line(line) for line in lines], header["key"])


def check_answer(data, portal_key):
    header, lines = check_signed_file(data, lambda header: portal_key, "kaunta-answer-v1")
    need(header["format"] == "kaunta-answer-1" and header["pages"] == len(lines), "form", "no answer")
    return header
