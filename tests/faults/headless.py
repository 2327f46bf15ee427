# SPDX-License-Identifier: GPL-3.0-or-later
"""A counter without a window (counter.c), and what it has shown to people: what was shown must never be gone."""

import json
import os
import select
import subprocess
import time

PATIENCE = 120


class Gone(Exception):
    """The program is not there any more."""


class Refused(Exception):
    """The counter said no; `said` is all of it."""

    def __init__(self, said):
        super().__init__(f"{said['command']}: {said['message']} ({said['domain']} {said['code']})")
        self.said = said


class Shown:
    """What somebody at a counter has seen as done, over all its lives."""

    def __init__(self):
        self.bills = []
        self.raised = 0  # bills, those whose number nobody noted too
        self.receipts = {}  # cents by receipt
        self.reversed = []
        self.copies = {}
        self.closed = []
        self.tried = 0  # sales that were begun, whatever became of them

    def keep(self, said):
        if "bill" in said:
            self.bills.append(said["bill"])
            self.raised += 1
        if "receipt" in said:
            self.receipts[said["receipt"]] = said["amount"]
        if "printed" in said:
            self.copies[said["printed"]] = said["copy"]
        if "reversed" in said:
            self.reversed.append(said["reversed"])
        if "z" in said:
            self.closed.append(said["z"])


class Counter:
    """One life of the program. `prefix` goes before its command; `shown` outlives it."""

    def __init__(self, program, profile, shown, log, prefix=(), environment=None):
        self.shown = shown
        self.links = []  # how the line was said to be, newest last
        self.rest = b""
        self.process = subprocess.Popen([*prefix, program, profile], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                                        env=environment)

    def read(self, until):
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise TimeoutError(f"the counter does not answer; of its line it said {self.links[-3:]}")
            got = os.read(self.process.stdout.fileno(), 65536)
            if got == b"":
                raise Gone
            self.rest += got
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def do(self, *words, patience=PATIENCE):
        """Gives a command and waits until it is done; what was said of it."""
        until = time.monotonic() + patience
        self.shown.tried += words[0] == "sell"
        try:
            self.process.stdin.write("\t".join(words).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise Gone from error
        while (said := self.read(until))["event"] == "link":
            self.links.append(said)
        self.shown.keep(said)
        if said["event"] == "refused":
            raise Refused(said)
        return said

    def kill(self):
        self.process.kill()
        self.forget()

    def end(self):
        """In order; the exit status."""
        self.process.stdin.close()
        status = self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()
        return status

    def forget(self):
        """After it died; what it had said before it died was seen, too."""
        self.process.wait()
        try:
            while True:
                self.shown.keep(self.read(time.monotonic()))
        except (Gone, TimeoutError, ValueError):
            pass
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.stdout.close()
