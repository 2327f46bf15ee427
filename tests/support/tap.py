# SPDX-License-Identifier: GPL-3.0-or-later
"""The Test Anything Protocol, as the tests of files speak it."""

import signal
import sys


def end_in_order():
    """Being asked to end is no way to leave behind what was started: it unwinds like any other failure."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Tap:
    def __init__(self):
        self.n = 0
        self.failed = 0

    def report(self, ok, name):
        self.n += 1
        self.failed += not ok
        print(f"{'ok' if ok else 'not ok'} {self.n} {name.replace('#', '')}", flush=True)

    def skip(self, name, why):
        """What can't be shown here, and why: it counts as neither passed nor failed."""
        self.n += 1
        print(f"ok {self.n} {name.replace('#', '')} # SKIP {why}")

    def end(self):
        """The exit status."""
        print(f"1..{self.n}")
        return 1 if self.failed else 0
