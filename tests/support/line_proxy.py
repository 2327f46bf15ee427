#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: line_proxy.py PROFILE-AS-JSON

The middle of an emulated line where no namespaces can be made: a TCP proxy on loopback with a rate, a delay, a hole and cuts. It can't lose
packets: what comes is in order and whole.

Says {"ready": true}; takes one JSON object a line on standard input: {"port": N} proxies a server on 127.0.0.1 and is answered with the port to
connect to, {"up": bool}, {"profile": {...}} and {} with what was carried. Ends when standard input ends.
"""

import asyncio
import collections
import contextlib
import json
import sys

PIECE = 1448
OVERSLEPT = 0.02
ON_THE_WIRE = 52  # headers of IPv4 and TCP that a piece has


class Way:
    """One direction of all connections together: they share the line's rate."""

    def __init__(self, profile):
        self.profile = profile
        self.free_at = 0.0
        self.count = collections.Counter()

    async def take_turn(self, size):
        """Waits until a piece has left; when it will arrive."""
        now = asyncio.get_running_loop().time()
        # Sleeping is never exact: what was slept too long is made up for.
        self.free_at = max(self.free_at, now - OVERSLEPT) + (size + ON_THE_WIRE) * 8 / self.profile["rate"]
        self.count["packets"] += 1
        self.count["bytes"] += size + ON_THE_WIRE
        if self.free_at > now:
            await asyncio.sleep(self.free_at - now)
        return self.free_at + self.profile["rtt"] / 2000


class Proxy:
    def __init__(self, profile):
        self.up = asyncio.Event()
        self.ways = {"out": Way(profile), "back": Way(profile)}
        self.servers = []
        self.turning = None
        self.become(profile)

    def plan_turns(self):
        if self.turning is not None:
            self.turning.cancel()
        self.turning = asyncio.create_task(self.turn()) if self.profile["down_for"] > 0 else None

    async def turn(self):
        """A line that flaps goes up and down by itself, and is down at first."""
        while True:
            self.up.clear()
            await asyncio.sleep(self.profile["down_for"])
            self.up.set()
            await asyncio.sleep(self.profile["up_for"])

    def become(self, profile):
        self.profile = profile
        for way in self.ways.values():
            way.profile = profile
        self.up.set()
        self.plan_turns()

    async def send(self, way, reader, waiting):
        while True:
            piece = await reader.read(PIECE)
            await waiting.put((await way.take_turn(len(piece)), piece))
            if piece == b"":
                return

    async def arrive(self, way, waiting, writer):
        """What is under way while the line is down comes when it is up again: TCP would send it once more."""
        while True:
            due, piece = await waiting.get()
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            await self.up.wait()
            if self.profile["black_hole"]:
                way.count["cut"] += 1
                continue
            if piece == b"":
                writer.write_eof()
                return
            way.count["delivered"] += 1
            way.count["delivered_bytes"] += len(piece) + ON_THE_WIRE
            writer.write(piece)
            await writer.drain()

    async def join(self, near, near_writer, port):
        far, far_writer = await asyncio.open_connection("127.0.0.1", port)
        work = []
        for way, reader, writer in ((self.ways["out"], near, far_writer), (self.ways["back"], far, near_writer)):
            waiting = asyncio.Queue(maxsize=max(1, self.profile["queue"] // PIECE))
            work += [self.send(way, reader, waiting), self.arrive(way, waiting, writer)]
        try:
            await asyncio.gather(*work)
        finally:
            near_writer.close()
            far_writer.close()

    async def connected(self, near, near_writer, port):
        await asyncio.sleep(self.profile["rtt"] / 1000)
        await self.up.wait()
        # Who hangs up is told to the other side by the closing of both ends, and nothing more is to be done; nor at the proxy's own end.
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self.join(near, near_writer, port)

    async def obey(self, order):
        if "port" in order:
            server = await asyncio.start_server(lambda r, w: self.connected(r, w, order["port"]), "127.0.0.1", 0)
            self.servers.append(server)
            return {"port": server.sockets[0].getsockname()[1]}
        if "profile" in order:
            self.become(order["profile"])
        if "up" in order:
            (self.up.set if order["up"] else self.up.clear)()
        return {name: dict(way.count) for name, way in self.ways.items()}


async def main():
    proxy = Proxy(json.loads(sys.argv[1]))
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    print(json.dumps({"ready": True}), flush=True)
    while line := await orders.readline():
        print(json.dumps(await proxy.obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
