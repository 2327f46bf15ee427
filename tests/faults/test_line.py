#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the emulated line is the line that it says it is: measured through it, with programs of its own at both ends. Speaks TAP.

A busy machine makes a line slower and never faster, so what it may be at most is held narrowly, and at least generously.
"""

import json
import socket
import subprocess
import sys
import threading
import time

from line import PROFILES, Line, Profile
from tap import Tap, end_in_order

PATIENCE = 60
DATAGRAMS = 2000


# ---- what runs at the ends ----


def give_back(datagrams):
    while True:
        piece, sender = datagrams.recvfrom(2048)
        datagrams.sendto(piece, sender)


def serve():
    """Counts what comes by TCP and says how much at its end; gives datagrams back as they came."""
    stream = socket.create_server(("127.0.0.1", 0))
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(("127.0.0.1", stream.getsockname()[1]))
    print(stream.getsockname()[1], flush=True)
    threading.Thread(target=give_back, args=(datagrams,), daemon=True).start()
    while True:
        connection, _ = stream.accept()
        total = 0
        while piece := connection.recv(65536):
            total += len(piece)
        connection.sendall(str(total).encode())
        connection.close()


def send(port, size):
    """How long connecting took, and sending until all had come; -1 when it did not."""
    patience = PATIENCE if size > 1000 else 3
    begin = time.monotonic()
    connected = 0
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=patience)
        connected = time.monotonic()
        connection.sendall(b"k" * size)
        connection.shutdown(socket.SHUT_WR)
        whole = connection.recv(100) == str(size).encode()
    except TimeoutError:
        whole = False
    return {"connect": connected - begin, "took": time.monotonic() - connected if whole else -1}


def receive(end):
    """Whether a datagram came."""
    try:
        return end.recv(2048) != b""
    except TimeoutError:
        return False


def echo(port, number):
    """How many of so many datagrams came back."""
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.connect(("127.0.0.1", port))
    came = 0
    for i in range(number):
        end.send(i.to_bytes(100, "big"))
        end.settimeout(0.001)
        came += receive(end)
    end.settimeout(1)
    while came < number and receive(end):
        came += 1
    return {"came": came}


# ---- the tests ----


class Ends:
    """A line with the server at its far end."""

    def __init__(self, profile, proxy=False):
        self.line = Line(profile, proxy=proxy)
        self.server = subprocess.Popen([*self.line.far, sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
        self.port = self.line.reach(int(self.server.stdout.readline()))

    def measure(self, what, number):
        done = subprocess.run([*self.line.near, sys.executable, __file__, what, str(self.port), str(number)], check=True,
                              capture_output=True, text=True)
        return json.loads(done.stdout)

    def __enter__(self):
        print("# " + self.line.describe(), flush=True)
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.server.stdout.close()
        self.line.close()


def check_rate(tap, name, size, proxy=False):
    profile = PROFILES[name]
    with Ends(profile, proxy) as ends:
        measured = ends.measure("send", size)
        rate = size * 8 / measured["took"]
        print(f"# {rate / 1000:.0f} kbit/s of {profile.rate / 1000:.0f}, connected in {measured['connect'] * 1000:.0f} ms")
        made = "proxy" if proxy else "line"
        tap.report(profile.rate / 4 < rate < profile.rate * 1.02, f"a {made} like {name} is as fast as it says and no faster")
        if not proxy:
            tap.report(profile.rtt / 1000 <= measured["connect"], f"a {made} like {name} takes as long as it says")


def check_loss(tap):
    profile = Profile("lossy", 20_000_000, 20, loss=0.05)
    with Ends(profile) as ends:
        came = ends.measure("echo", DATAGRAMS)["came"]
        counts = ends.line.carried()
        lost = sum(way.get("lost", 0) for way in counts.values())
        offered = sum(way["packets"] for way in counts.values())
        print(f"# {lost} of {offered} packets were lost, {came} of {DATAGRAMS} datagrams came back")
        enough = DATAGRAMS * 0.8 < came < DATAGRAMS
        tap.report(enough and 0.03 < lost / offered < 0.07, "loses the share of packets that it says")


def check_order(tap):
    """Without loss nothing is lost."""
    with Ends(Profile("plain", 20_000_000, 20)) as ends:
        tap.report(ends.measure("echo", 300)["came"] == 300, "a line without loss loses nothing")


def check_cut(tap, proxy=False):
    made = "proxy" if proxy else "line"
    with Ends(Profile("plain", 1_000_000, 20), proxy) as ends:
        ends.line.set_up(False)
        silent = ends.measure("send", 1)["took"] < 0
        ends.line.set_up(True)
        tap.report(silent and ends.measure("send", 5000)["took"] > 0, f"a {made} that is down carries nothing, and all when it is up again")


def check_black_hole(tap, proxy=False):
    made = "proxy" if proxy else "line"
    with Ends(PROFILES["black-hole"], proxy) as ends:
        measured = ends.measure("send", 1)
        tap.report(measured["connect"] > 0 and measured["took"] < 0, f"a {made} that is a black hole connects and carries no bytes")


def test():
    end_in_order()
    tap = Tap()
    with Line(PROFILES["town-4g"]) as line:
        why = line.why_no_tun
    if why is None:
        check_rate(tap, "town-4g", 4_000_000)
        check_rate(tap, "satellite", 150_000)
        check_loss(tap)
        check_order(tap)
        check_cut(tap)
        check_black_hole(tap)
    else:
        tap.skip("the line is as it says", f"no line between namespaces here: {why}")
    check_rate(tap, "town-4g", 2_000_000, proxy=True)
    check_cut(tap, proxy=True)
    check_black_hole(tap, proxy=True)
    return tap.end()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(test())
    result = {"serve": serve, "send": send, "echo": echo}[sys.argv[1]](*(int(word) for word in sys.argv[2:]))
    print(json.dumps(result))
