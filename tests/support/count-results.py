#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: count-results.py TESTLOG.json

Prints "N passed, N failed" for one `meson test`: every case of the programs that speak TAP, and one for each that
doesn't. A program that crashed, hung or broke off counts as one failure, whatever it said before. Exit status 1 when anything failed or
nothing ran.
"""

import json
import pathlib
import re
import sys

FINE = ("OK", "EXPECTEDFAIL", "SKIP")


def count(program):
    """How many cases of the program passed, and how many failed."""
    text = program.get("stdout") or ""
    fine = program["result"] in FINE
    if re.search(r"^1\.\.\d+", text, re.MULTILINE) is None:
        return int(program["result"] == "OK"), int(not fine)
    skipped = len(re.findall(r"^ok\b.*# *SKIP", text, re.MULTILINE | re.IGNORECASE))
    passed = len(re.findall(r"^ok\b", text, re.MULTILINE)) - skipped
    failed = len(re.findall(r"^not ok\b", text, re.MULTILINE))
    return passed, failed if fine else max(failed, 1)


def main():
    log = pathlib.Path(sys.argv[1])
    counts = [count(json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]
    passed = sum(n for n, _ in counts)
    failed = sum(n for _, n in counts)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed > 0 or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
