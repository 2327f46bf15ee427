#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: line.py [--profile NAME] [--rate BITS] [--rtt MS] [--loss SHARE] [--seed N] --far 'SERVER ARGUMENT...' NEAR-COMMAND...

A line as a sub-county office has it. Runs a server at its far end (until it prints a line with :PORT in it), then a command at its near end,
with {port} replaced by the port to connect to on 127.0.0.1; says what was carried. Exit status: the command's.

The kernel's netem is not everywhere, so the line is emulated: by two TUN devices between two network namespaces (line_pump.py), or, where these
can't be made, by a TCP proxy (line_proxy.py), which has no loss. Line says which.
"""

import argparse
import dataclasses
import json
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Profile:
    """Bits a second in each direction, round trip in milliseconds, share of packets lost in each direction; how long it is up and down in
    turns, in seconds (0: never down)."""

    name: str
    rate: int
    rtt: int
    loss: float = 0.0
    black_hole: bool = False
    up_for: float = 0.0
    down_for: float = 0.0

    def describe(self):
        said = f"{self.name}: {self.rate / 1000:g} kbit/s, {self.rtt} ms, {self.loss * 100:g} % loss"
        if self.black_hole:
            said += ", connects but carries no bytes"
        if self.down_for > 0:
            said += f", {self.up_for:g} s up and {self.down_for:g} s down"
        return said

    def queue(self):
        """Bytes that wait at most at an end: half a second of the line, and never less than 32 packets."""
        return max(self.rate // 16, 48000)


PROFILES = {profile.name: profile for profile in (
    Profile("town-4g", 20_000_000, 40),
    Profile("rural-3g", 1_000_000, 150, 0.01),
    Profile("congested", 256_000, 400, 0.03),
    Profile("edge", 60_000, 800, 0.05),
    Profile("satellite", 512_000, 650),
    Profile("black-hole", 1_000_000, 150, black_hole=True),
    Profile("flapping", 1_000_000, 150, up_for=20, down_for=40),
)}


class Line:
    """`near` and `far` go before a command to run it at that end. Ends with the process that made it, whatever becomes of that."""

    def __init__(self, profile, seed=1, proxy=False):
        self.profile = profile
        self.seed = seed
        self.proxied = {}
        self.why_no_tun = None
        self.near, self.far = [], []
        if proxy:
            self.why_no_tun = "asked for"
        if proxy or not self.start("line_pump.py"):
            self.start("line_proxy.py")

    def start(self, program):
        """Whether the line can be made by this program."""
        self.process = subprocess.Popen([sys.executable, HERE / program, json.dumps(self.values())], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        said = json.loads(self.process.stdout.readline() or '{"failed": "it broke"}')
        if "failed" in said:
            self.why_no_tun = said["failed"]
            self.close()
            return False
        if "near" in said:
            self.near, self.far = (["nsenter", f"--net=/proc/{self.process.pid}/fd/{said[end]}", "--"] for end in ("near", "far"))
        return True

    def values(self):
        return dataclasses.asdict(self.profile) | {"queue": self.profile.queue(), "seed": self.seed}

    def become(self, profile):
        """Another line between the same ends, up at first."""
        self.profile = profile
        self.order(profile=self.values())

    def describe(self):
        made = "two TUN devices between two namespaces" if self.is_tun() else f"a TCP proxy without loss ({self.why_no_tun})"
        return f"{made}; {self.profile.describe()}"

    def is_tun(self):
        return bool(self.near)

    def order(self, **order):
        """What was carried in each direction so far, after the order was obeyed."""
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def set_up(self, up):
        """A line that is down loses what is sent and what is under way, and tells nobody."""
        self.order(up=up)

    def carried(self):
        """{"out": counts, "back": counts}: packets and bytes that were given to each direction, delivered, delivered_bytes, lost, overflowed, cut."""
        return self.order()

    def reach(self, port):
        """The port at the near end's 127.0.0.1 that leads to a server's port at the far end's."""
        if self.is_tun():
            return port
        if port not in self.proxied:
            self.proxied[port] = self.order(port=port)["port"]
        return self.proxied[port]

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", choices=PROFILES, default="town-4g")
    parser.add_argument("--rate", type=int)
    parser.add_argument("--rtt", type=int)
    parser.add_argument("--loss", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--far", required=True)
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def main():
    asked = read_arguments()
    changed = {name: value for name in ("rate", "rtt", "loss") if (value := getattr(asked, name)) is not None}
    profile = dataclasses.replace(PROFILES[asked.profile], **changed, **({"name": "as asked"} if changed else {}))
    with Line(profile, asked.seed) as line:
        print("# line: " + line.describe(), flush=True)
        server = subprocess.Popen([*line.far, *shlex.split(asked.far)], stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)", server.stdout.readline())[1])
            near = [word.replace("{port}", str(line.reach(port))) for word in asked.command]
            status = subprocess.run([*line.near, *near], check=False).returncode
            print("# carried: " + json.dumps(line.carried()), flush=True)
        finally:
            server.terminate()
            server.wait()
    return status


if __name__ == "__main__":
    sys.exit(main())
