# SPDX-License-Identifier: GPL-3.0-or-later
"""The clipboard of some other program: holds what it is told to, whatever that is, and serves it to who pastes.

As a program: reads lines of `MEDIA-TYPE HEX` and answers each with a line `held` once the clipboard is its own.
"""
import os
import subprocess
import sys

TEXT = "text/plain;charset=utf-8"


class Clipboard:
    def __init__(self):
        self.process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def hold(self, content, media_type=TEXT):
        self.process.stdin.write(f"{media_type} {content.hex()}\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "held\n":
            raise RuntimeError("the clipboard could not be taken")

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def serve():
    import gi
    gi.require_version("Gdk", "4.0")
    from gi.repository import Gdk, GLib

    loop = GLib.MainLoop()
    display = Gdk.Display.open(os.environ["DISPLAY"])

    def told(channel, condition):
        line = channel.readline()
        if not line:
            loop.quit()
            return False
        media_type, content = line.rstrip("\n").rsplit(" ", 1)
        held = Gdk.ContentProvider.new_for_bytes(media_type, GLib.Bytes.new(bytes.fromhex(content)))
        display.get_clipboard().set_content(held)
        display.sync()
        print("held", flush=True)
        return True

    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, told)
    loop.run()


if __name__ == "__main__":
    serve()
