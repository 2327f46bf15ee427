# SPDX-License-Identifier: GPL-3.0-or-later
"""Small disks of their own, where making one is allowed: one in memory that fills up, and one on a loop device that breaks."""

import os
import subprocess

PAGE = 4096


class NoDisk(Exception):
    """None can be made here; the message says why."""


def mount(*arguments):
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NoDisk(str(error)) from error
    if done.returncode != 0:
        raise NoDisk(f"no disk can be mounted here: {done.stderr.strip().splitlines()[0]}")


def unmount(folder):
    subprocess.run(["umount", "--lazy", folder], check=True)


class Disk:
    """In memory."""

    def __init__(self, folder, size=8 * 1024 * 1024):
        self.folder = os.path.join(folder, "disk")
        self.filling = os.path.join(self.folder, "filling")
        os.makedirs(self.folder, exist_ok=True)
        mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.folder)

    def fill(self, spare=0):
        """Leaves so many bytes."""
        try:
            with open(self.filling, "wb", buffering=0) as filling:
                while True:
                    filling.write(b"x" * PAGE)
        except OSError:
            pass  # that is all there is
        os.truncate(self.filling, max(0, os.path.getsize(self.filling) - spare))

    def make_room(self):
        os.remove(self.filling)

    def close_for_writing(self):
        """Nothing may be open for writing."""
        mount("-o", "remount,ro", self.folder)

    def open_for_writing(self):
        mount("-o", "remount,rw", self.folder)

    def end(self):
        unmount(self.folder)


class BreakingDisk:
    """An ext4 on a loop device, which turns read-only under running programs as a disk does that has an error."""

    SIZE = 64 * 1024 * 1024

    def __init__(self, folder):
        self.folder = os.path.join(folder, "breaking")
        self.image = os.path.join(folder, "breaking.img")
        os.makedirs(self.folder, exist_ok=True)
        with open(self.image, "wb") as image:
            image.truncate(self.SIZE)
        try:
            done = subprocess.run(["/sbin/mkfs.ext4", "-q", self.image], capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise NoDisk(str(error)) from error
        if done.returncode != 0:
            raise NoDisk(done.stderr.strip())
        self.mount()

    def mount(self):
        mount("-o", "loop", self.image, self.folder)

    def fail(self):
        mount("-o", "remount,abort", self.folder)

    def repair(self):
        """As a restart of the machine does; nobody may have a file open."""
        subprocess.run(["umount", self.folder], check=True)
        self.mount()

    def end(self):
        unmount(self.folder)
