#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A counter and a portal on disks that are full or read-only, at the start and while they run: what can't be saved is not done, half done
or shown, it is said in a whole sentence, and with a disk again all goes on. Runs itself in a mount namespace of its own. Speaks TAP.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time

import judging
from county import County, Programs
from disk import PAGE, BreakingDisk, Disk, NoDisk
from headless import PATIENCE, Counter, Gone, Refused, Shown
from tap import Tap, end_in_order

CLERK, SUPERVISOR = "1007", "2001"
SERVICE = "022-MKT-DAY"
PAYERS = 60

# How much room is left when the disk is "full": the act fails at another place each time.
SPARES = [pages * PAGE for pages in (0, 1, 2, 4, 8, 16, 32)]
NOTHING_SAVED = "Nothing was saved"


class Wrong(Exception):
    """What the programs did that they must not do."""


def demand(condition, what):
    if not condition:
        raise Wrong(what)


def digest(folder):
    """What each file of a folder holds."""
    return {name: hashlib.sha256(open(os.path.join(folder, name), "rb").read()).hexdigest() for name in sorted(os.listdir(folder))}


class Office:
    """A county whose counter's profile and portal's database can be put on disks."""

    def __init__(self, folder):
        self.county = County(Programs(os.environ), folder, PAYERS)
        self.shown = Shown()
        self.counter = None
        self.refused = []
        self.disks = []
        self.place = 0
        self.county.start_portal()

    def add(self, disk):
        """A disk that goes when the office does."""
        self.disks.append(disk)
        return disk

    def enrol(self, profile):
        self.county.profile = profile
        self.county.enrol(profile, "Counter 1")
        self.start()

    def move_portal(self, folder):
        self.county.stop_portal()
        os.rename(self.county.database, os.path.join(self.county.folder, "moving.db"))
        self.county.database = os.path.join(folder, "portal.db")
        subprocess.run(["cp", os.path.join(self.county.folder, "moving.db"), self.county.database], check=True)
        subprocess.run(["sync", self.county.database], check=True)  # what was there before is there, whatever breaks
        self.county.start_portal()

    def start(self):
        self.counter = Counter(self.county.programs.counter, self.county.profile, self.shown, self.county.log)
        self.counter.do("online")
        self.counter.do("sign-in", CLERK, self.county.pins[CLERK])
        if not self.counter.do("state")["till"]:
            self.counter.do("open-till", SUPERVISOR, self.county.pins[SUPERVISOR])

    def sell(self):
        self.place += 1
        return self.counter.do("sell", self.county.payers[self.place % PAYERS]["id"], SERVICE, "2")

    def try_to_sell(self, number):
        """Whether it was refused at least once; each refusal must be a sentence that says what is safe."""
        refused = 0
        for _ in range(number):
            try:
                self.sell()
            except Refused as refusal:
                refused += 1
                self.refused.append(refusal.said["message"])
                demand(NOTHING_SAVED in refusal.said["message"], f"it was refused with “{refusal.said['message']}”")
        return refused > 0

    def starts_refused(self, program, *arguments):
        """What a program says that must not start."""
        done = subprocess.run([program, *arguments], input="", capture_output=True, text=True, timeout=PATIENCE, check=False)
        demand(done.returncode == 1, f"it ended with {done.returncode}: {done.stderr}")
        return done.stderr.strip()

    def wait_for_trouble(self):
        """What the counter says of its line when the portal can't keep what it is sent."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            said = self.counter.do("state")
            if said["problem"]:
                return said["problem"]
            time.sleep(0.2)
        raise Wrong("the counter never said that the portal can't save")

    def agree(self):
        """All goes on, both sides have the same, and each verifies."""
        self.sell()
        self.counter.do("send")
        self.counter.do("online")
        demand(self.counter.end() == 0, "the counter did not end in order")
        county = self.county
        counter = county.export(county.profile)
        faults = judging.judge(counter, county.export(county.database, "--device", county.device_of(county.profile)), self.shown, 0)
        for path in (county.profile, county.database):
            status, said = county.verify(path)
            if status != 0:
                faults.append(said)
        demand(not faults, "; ".join(faults))

    def close(self):
        if self.counter is not None and self.counter.process.poll() is None:
            self.counter.kill()
        self.county.close()
        for disk in self.disks:
            disk.end()


# ---- The counter ----


def counter_on_a_disk_that_fills_up(office, folder):
    disk = office.add(Disk(folder))
    office.enrol(os.path.join(disk.folder, "counter"))
    was_refused = []
    for spare in SPARES:
        disk.fill(spare)
        was_refused.append(office.try_to_sell(8))
        disk.make_room()
        office.sell()
    print(f"# refused with {[spare for spare, refused in zip(SPARES, was_refused) if refused]} bytes left: {set(office.refused)}")
    demand(was_refused[0], "it sold on a full disk")
    demand(all("disk is full" in sentence for sentence in office.refused), "it did not say that the disk is full")
    office.agree()


def counter_on_a_full_disk_at_the_start(office, folder):
    disk = office.add(Disk(folder))
    office.enrol(os.path.join(disk.folder, "counter"))
    office.sell()
    office.counter.kill()
    disk.fill()
    counter = Counter(office.county.programs.counter, office.county.profile, office.shown, office.county.log)
    try:
        counter.do("sign-in", CLERK, office.county.pins[CLERK])
        raise Wrong("it wrote on a full disk")
    except Refused as refusal:
        print("# " + refusal.said["message"])
        demand("disk is full" in refusal.said["message"], "it did not say that the disk is full")
        counter.kill()
    except Gone:
        counter.forget()
        print("# " + office.starts_refused(office.county.programs.counter, office.county.profile))
    disk.make_room()
    office.start()
    office.agree()


def counter_on_a_read_only_disk_at_the_start(office, folder):
    disk = office.add(Disk(folder))
    office.enrol(os.path.join(disk.folder, "counter"))
    office.sell()
    demand(office.counter.end() == 0, "the counter did not end in order")
    disk.close_for_writing()
    before = digest(office.county.profile)
    said = office.starts_refused(office.county.programs.counter, office.county.profile)
    print("# " + said)
    demand("can’t be opened for writing" in said, "it did not say that the file can't be written")
    demand(digest(office.county.profile) == before, "a file is not as it was")
    disk.open_for_writing()
    office.start()
    office.agree()


def counter_on_a_disk_that_turns_read_only(office, folder):
    disk = office.add(BreakingDisk(folder))
    office.enrol(os.path.join(disk.folder, "counter"))
    for _ in range(3):
        office.sell()
    disk.fail()
    demand(office.try_to_sell(5), "it sold on a broken disk")
    print(f"# {set(office.refused)}")
    demand(office.counter.do("state")["can_sell"], "it does not stay as it was")
    office.counter.kill()
    disk.repair()
    office.start()
    office.agree()


# ---- The portal ----


def portal_on_a_disk_that_fills_up(office, folder):
    disk = office.add(Disk(folder))
    office.move_portal(disk.folder)
    office.enrol(os.path.join(folder, "counter"))
    for spare in SPARES[::3]:
        disk.fill(spare)
        for _ in range(10):
            office.sell()
        if spare == 0:
            print("# " + office.wait_for_trouble())
        demand(office.county.process.poll() is None, "the portal ended")
        disk.make_room()
        office.counter.do("send")
        office.counter.do("online")
    office.agree()


def portal_on_a_full_disk_at_the_start(office, folder):
    disk = office.add(Disk(folder))
    office.move_portal(disk.folder)
    office.enrol(os.path.join(folder, "counter"))
    office.county.process.kill()
    office.county.process.wait()
    office.county.process.stdout.close()
    disk.fill()
    try:
        office.county.start_portal()
        print("# it starts")
        office.sell()
        print("# " + office.wait_for_trouble())
        disk.make_room()
    except RuntimeError:
        print("# " + office.starts_refused(office.county.programs.portal, "--database", office.county.database))
        disk.make_room()
        office.county.start_portal()
    office.agree()


def portal_on_a_read_only_disk_at_the_start(office, folder):
    disk = office.add(Disk(folder))
    office.move_portal(disk.folder)
    office.enrol(os.path.join(folder, "counter"))
    office.county.stop_portal()
    disk.close_for_writing()
    before = digest(disk.folder)
    print("# " + office.starts_refused(office.county.programs.portal, "--database", office.county.database))
    demand(digest(disk.folder) == before, "a file is not as it was")
    office.sell()
    disk.open_for_writing()
    office.county.start_portal()
    office.agree()


def portal_on_a_disk_that_turns_read_only(office, folder):
    disk = office.add(BreakingDisk(folder))
    office.move_portal(disk.folder)
    office.enrol(os.path.join(folder, "counter"))
    office.sell()
    office.counter.do("online")
    disk.fail()
    for _ in range(5):
        office.sell()
    print("# " + office.wait_for_trouble())
    office.county.stop_portal()
    disk.repair()
    office.county.start_portal()
    office.agree()


STORY = [counter_on_a_disk_that_fills_up, counter_on_a_full_disk_at_the_start, counter_on_a_read_only_disk_at_the_start,
         counter_on_a_disk_that_turns_read_only, portal_on_a_disk_that_fills_up, portal_on_a_full_disk_at_the_start,
         portal_on_a_read_only_disk_at_the_start, portal_on_a_disk_that_turns_read_only]


def tell(tap, step):
    name = step.__name__.replace("_", " ")
    with tempfile.TemporaryDirectory(prefix="kaunta-disks-", ignore_cleanup_errors=True) as folder:
        office = Office(folder)
        try:
            step(office, folder)
            tap.report(True, name)
        except NoDisk as reason:
            tap.skip(name, reason)
        except (Wrong, Refused, Gone, TimeoutError, RuntimeError) as wrong:
            print(f"# {type(wrong).__name__}: {wrong}")
            tap.report(False, name)
        finally:
            office.close()


def main():
    end_in_order()
    tap = Tap()
    for step in STORY:
        tell(tap, step)
    return tap.end()


if __name__ == "__main__":
    # A mount namespace of its own: nothing that is mounted outlives the test, however it ends. There can be none in a chroot.
    if os.geteuid() == 0 and "KAUNTA_OWN_MOUNTS" not in os.environ:
        os.environ["KAUNTA_OWN_MOUNTS"] = "1"
        if subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0:
            os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])
    sys.exit(main())
