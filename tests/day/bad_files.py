# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the real program on files that it must not touch, and twice on the same profile. Speaks TAP.

A refusal is a window whose words say what happened, what is safe and what to do; it ends with Escape, and every file
is then as it was, byte for byte.
"""
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from county import County, Programs
from disk import PAGE, Disk, NoDisk
from probe import Accepted
from window import PATIENCE, Window, children

CLERK = "1007"
DAMAGED = "damaged or is not Kaunta’s"


class Refusals:
    def __init__(self, county):
        self.county = county
        self.pictures = os.environ.get("KAUNTA_PICTURES")

    def window(self, profile):
        return Window(self.county.programs.kaunta, ["--profile", profile], dict(os.environ), self.county.log)

    def copy(self, name):
        profile = os.path.join(self.county.folder, name)
        shutil.copytree(self.county.profile, profile)
        return profile

    def picture(self, title):
        if self.pictures is not None:
            subprocess.run(["import", "-window", "root", os.path.join(self.pictures, f"{title}.png")], check=True)

    def refused(self, profile, sentence):
        """The program refuses the profile with the sentence, ends with Escape, and leaves everything in the folder as it was."""
        before = digest(profile)
        w = self.window(profile)
        try:
            w.start()
            w.expect_text("^Kaunta Did Not Start$")
            w.expect_text(sentence)
            for words in ("^What is safe$", "has changed nothing", "^What to do$", "Delete nothing", profile):
                w.expect_text(words)
            self.picture(os.path.basename(profile))
            w.key("Escape")
            if w.process.wait(timeout=PATIENCE) != 0:
                raise Accepted(f"the program ended with {w.process.returncode}")
        finally:
            w.end()
        if digest(profile) != before:
            raise Accepted(f"the folder holds something else now: {before} became {digest(profile)}")


def hear_from_portal(r):
    """The counter's first start: staff and prices arrive. After that it is on its own, so that nothing but a person writes."""
    w = r.window(r.county.profile)
    try:
        w.start()
        w.expect_text("List of staff known")
        w.expect("push button", "Line to the portal: Online")
        w.quit()
    finally:
        w.end()
    r.county.stop_portal()


def digest(profile):
    held = {}
    for name in sorted(os.listdir(profile)):
        with open(os.path.join(profile, name), "rb") as file:
            held[name] = hashlib.sha256(file.read()).hexdigest()
    return held


def write_at(path, offset, content):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(content)


def damaged_at_the_start(r):
    profile = r.copy("damaged-at-the-start")
    write_at(os.path.join(profile, "counter.db"), 0, b"x" * PAGE)
    r.refused(profile, DAMAGED)


def damaged_within(r):
    profile = r.copy("damaged-within")
    write_at(os.path.join(profile, "counter.db"), PAGE, os.urandom(2 * PAGE))
    r.refused(profile, DAMAGED)


def truncated(r):
    profile = r.copy("truncated")
    path = os.path.join(profile, "counter.db")
    os.truncate(path, os.path.getsize(path) // 2 // PAGE * PAGE)
    r.refused(profile, DAMAGED)


def of_another_program(r):
    profile = r.copy("of-another-program")
    path = os.path.join(profile, "counter.db")
    os.remove(path)
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE contacts (name TEXT)")
    other.commit()
    other.close()
    r.refused(profile, DAMAGED)


def no_database_at_all(r):
    profile = r.copy("no-database-at-all")
    with open(os.path.join(profile, "counter.db"), "w") as file:
        file.write("<!DOCTYPE html><title>Backup</title>\n" * 500)
    r.refused(profile, DAMAGED)


def newer(r):
    profile = r.copy("newer")
    # PRAGMA user_version, at offset 60 of a database's header (https://www.sqlite.org/fileformat.html).
    write_at(os.path.join(profile, "counter.db"), 60, (4095).to_bytes(4, "big"))
    r.refused(profile, "was written by a newer Kaunta.*Install")


def key_missing(r):
    profile = r.copy("key-missing")
    os.remove(os.path.join(profile, "device.key"))
    r.refused(profile, "The key that this counter signs its journal with can’t be used.*Put the file")


def key_of_another_counter(r):
    profile = r.copy("key-of-another-counter")
    shutil.copy(os.path.join(r.county.other_profile, "device.key"), profile)
    r.refused(profile, "is not the one that counter 00421 was enrolled with")


def key_damaged(r):
    profile = r.copy("key-damaged")
    write_at(os.path.join(profile, "device.key"), 0, b"\0\xff\0\xff")
    r.refused(profile, "The key that this counter signs its journal with can’t be used")


def second_one_raises_the_first_ones_window(r):
    first, second = r.window(r.county.profile), None
    try:
        first.start()
        first.expect_text("Westlands Sub-County Office")
        shown = active_window()
        subprocess.run(["xdotool", "windowminimize", "--sync", shown], check=True)
        second = subprocess.Popen([first.program, *first.arguments], env=first.environment, stderr=first.log)
        if second.wait(timeout=PATIENCE) != 0:
            raise Accepted(f"the second program ended with {second.returncode}")
        first.wait(lambda: active_window() == shown, "the first one's window, raised")
        if len(list(children(first.app))) != 1:
            raise Accepted("there is a second window")
        first.key("ctrl+q")
        if first.process.wait(timeout=PATIENCE) != 0:
            raise Accepted(f"the first program ended with {first.process.returncode}")
    finally:
        first.end()


def folder_that_is_read_only(r):
    disk = Disk(r.county.folder)
    try:
        profile = os.path.join(disk.folder, "read-only")
        shutil.copytree(r.county.profile, profile)
        disk.close_for_writing()
        r.refused(profile, "can’t be opened for writing")
    finally:
        disk.end()


def full_disk(r):
    """What can't be saved is not done, and is told at the field; with room again it is done."""
    disk = Disk(r.county.folder)
    w = None
    try:
        profile = os.path.join(disk.folder, "full")
        shutil.copytree(r.county.profile, profile)
        w = r.window(profile)
        w.start()
        before = len(r.county.export(profile))
        disk.fill()
        sign_in(r, w)
        w.expect_text("The disk is full. Nothing was saved")
        r.picture("full-disk")
        if len(r.county.export(profile)) != before:
            raise Accepted("an entry was made that the disk had no room for")
        disk.make_room()
        w.key("shift+Tab")
        sign_in(r, w)
        w.expect_focus("Find a payer, bill or receipt|Notes of KES 1,000")
        if len(r.county.export(profile)) != before + 1:
            raise Accepted("signing in is not in the journal")
        status, said = r.county.verify(profile)
        if status != 0:
            raise Accepted(said)
    finally:
        if w is not None:
            w.end()
        disk.end()


def sign_in(r, w):
    w.type(CLERK, into="Staff number")
    w.key("Return")
    w.type(r.county.pins[CLERK], into="PIN")
    w.key("Return")


def active_window():
    return subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True).stdout.strip()


STORY = [damaged_at_the_start, damaged_within, truncated, of_another_program, no_database_at_all, newer, key_missing,
         key_of_another_counter, key_damaged, folder_that_is_read_only, full_disk, second_one_raises_the_first_ones_window]


def play(folder):
    county = County(Programs(os.environ), folder, 50)
    county.start_portal()
    county.enrol(county.profile, "Counter 1")
    county.enrol(county.other_profile, "Counter 2")
    refusals, failed = Refusals(county), 0
    print(f"1..{len(STORY)}")
    try:
        hear_from_portal(refusals)
        for place, step in enumerate(STORY, 1):
            title = step.__name__.replace("_", " ")
            try:
                step(refusals)
                print(f"ok {place} {title}", flush=True)
            except NoDisk as reason:
                print(f"ok {place} {title} # SKIP {reason}", flush=True)
            except Exception as fault:
                failed += 1
                refusals.picture("lost-" + step.__name__)
                print(f"not ok {place} {title}\n# {type(fault).__name__}: {fault}", flush=True)
        return 1 if failed else 0
    finally:
        county.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaunta-bad-files-") as scratch:
        sys.exit(play(scratch))
