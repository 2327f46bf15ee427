#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: line_pump.py PROFILE-AS-JSON

The middle of an emulated line: makes two network namespaces with a TUN device in each, and carries IPv4 packets between them with a rate, a
delay, a queue with a limit and losses. Both ends have loopback addresses, because the programs under test speak plain HTTP to
loopback alone: 127.0.0.1 is the far end and 127.0.0.3 the near one, and what goes from one to the other really travels.

Says {"ready": true, "near": FD, "far": FD} (its own descriptors of the namespaces) or {"failed": why}; takes one JSON object a line on
standard input ({"up": bool}, {"profile": {...}} or {}) and answers each with what was carried. Ends when standard input ends, and the namespaces end with it.
"""

import collections
import ctypes
import fcntl
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

NEAR, FAR = "127.0.0.3", "127.0.0.1"
MTU = 1500
BATCH = 64

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
TCP = 6


class Failed(Exception):
    """There can be no such line here; the message says why."""


# ---- namespaces and devices ----


def into_namespace(call, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, call)(*arguments) != 0:
        raise Failed(f"{call}: {os.strerror(ctypes.get_errno())}")


def run_ip(*arguments):
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


def open_tun():
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"line", IFF_TUN | IFF_NO_PI))
    return device


def make_end(own, peer):
    """A namespace whose only way out is the TUN device `line`; (the device, the namespace)."""
    into_namespace("unshare", CLONE_NEWNET)
    device = open_tun()
    run_ip("link", "set", "lo", "up")
    # The whole of 127/8 is the machine itself unless this goes; then single addresses of it can be elsewhere.
    run_ip("address", "del", "127.0.0.1/8", "dev", "lo")
    run_ip("address", "add", f"{own}/32", "peer", f"{peer}/32", "dev", "line")
    with open("/proc/sys/net/ipv4/conf/line/route_localnet", "w", encoding="ascii") as setting:
        setting.write("1")
    run_ip("link", "set", "line", "mtu", str(MTU), "up")
    run_ip("route", "add", "default", "dev", "line")
    return device, os.open("/proc/self/ns/net", os.O_RDONLY)


def make_ends():
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    try:
        ends = make_end(NEAR, FAR), make_end(FAR, NEAR)
        into_namespace("setns", home, CLONE_NEWNET)
    except OSError as error:
        raise Failed(str(error)) from error
    return ends


# ---- the line ----


class Way:
    """One direction. A packet leaves when those before it have left, takes its time on the line, and arrives a delay later."""

    def __init__(self, profile, into, dice):
        self.profile = profile
        self.into = into
        self.dice = dice
        self.free_at = 0.0
        self.under_way = collections.deque()
        self.count = collections.Counter()

    def is_swallowed(self, packet):
        """A black hole lets connections be made, and no bytes through them."""
        if not self.profile["black_hole"] or packet[9] != TCP:
            return False
        header = (packet[0] & 15) * 4
        return header + (packet[header + 12] >> 4) * 4 < len(packet)

    def accept(self, packet, now, up):
        rate = self.profile["rate"] / 8
        self.count["packets"] += 1
        self.count["bytes"] += len(packet)
        if packet[0] >> 4 != 4:
            return
        if not up or self.is_swallowed(packet):
            self.count["cut"] += 1
        elif (self.free_at - now) * rate + len(packet) > self.profile["queue"]:
            self.count["overflowed"] += 1
        else:
            self.free_at = max(self.free_at, now) + len(packet) / rate
            # What is lost was sent: it took its time on the line.
            if self.dice.random() < self.profile["loss"]:
                self.count["lost"] += 1
            else:
                self.under_way.append((self.free_at + self.profile["rtt"] / 2000, packet))

    def deliver(self, now):
        while self.under_way and self.under_way[0][0] <= now:
            packet = self.under_way.popleft()[1]
            try:
                os.write(self.into, packet)
                self.count["delivered"] += 1
                self.count["delivered_bytes"] += len(packet)
            except BlockingIOError:
                self.count["overflowed"] += 1

    def cut(self):
        self.count["cut"] += len(self.under_way)
        self.under_way.clear()
        self.free_at = 0.0

    def due(self):
        return self.under_way[0][0] if self.under_way else None


class Pump:
    def __init__(self, profile, near, far):
        dice = random.Random(profile["seed"])
        self.up = True
        self.turn_at = None
        self.ways = {near: Way(profile, far, dice), far: Way(profile, near, dice)}
        self.names = {near: "out", far: "back"}
        self.become(profile)

    def read(self, device):
        """All that waits at a device, but not so long that nothing else is done."""
        way = self.ways[device]
        for _ in range(BATCH):
            try:
                packet = os.read(device, 65536)
            except BlockingIOError:
                return
            way.accept(packet, time.monotonic(), self.up)

    def set_up(self, up):
        if self.up != up:
            self.up = up
            for way in self.ways.values():
                way.cut()

    def plan_turn(self):
        """A line that flaps goes up and down by itself, and is down at first."""
        lasting = self.profile["up_for" if self.up else "down_for"]
        self.turn_at = time.monotonic() + lasting if self.profile["down_for"] > 0 else None

    def turn(self):
        if self.turn_at is not None and time.monotonic() >= self.turn_at:
            self.set_up(not self.up)
            self.plan_turn()

    def become(self, profile):
        self.profile = profile
        for way in self.ways.values():
            way.profile = profile
        self.set_up(profile["down_for"] == 0)
        self.plan_turn()

    def obey(self, order):
        if "profile" in order:
            self.become(order["profile"])
        if "up" in order:
            self.turn_at = None
            self.set_up(order["up"])
        return {self.names[device]: dict(way.count) for device, way in self.ways.items()}

    def carry(self, orders):
        """Until the orders end. Each order is answered."""
        rest = b""
        while True:
            dues = [at for at in (self.turn_at, *(way.due() for way in self.ways.values())) if at is not None]
            patience = max(0.0, min(dues) - time.monotonic()) if dues else None
            ready, _, _ = select.select([orders, *self.ways], [], [], patience)
            self.turn()
            for device in self.ways:
                if device in ready:
                    self.read(device)
                self.ways[device].deliver(time.monotonic())
            if orders in ready:
                got = os.read(orders, 4096)
                if got == b"":
                    return
                *lines, rest = (rest + got).split(b"\n")
                for line in lines:
                    print(json.dumps(self.obey(json.loads(line))), flush=True)


def main():
    try:
        (near, near_space), (far, far_space) = make_ends()
    except Failed as failed:
        print(json.dumps({"failed": str(failed)}), flush=True)
        return 1
    print(json.dumps({"ready": True, "near": near_space, "far": far_space}), flush=True)
    Pump(json.loads(sys.argv[1]), near, far).carry(sys.stdin.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
