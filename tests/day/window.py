# SPDX-License-Identifier: GPL-3.0-or-later
"""Kaunta's real window, driven as a clerk drives it: keys through X, reading through the accessibility interface.

Nothing here clicks or calls an action: what can't be reached by keyboard can't be reached. Waiting is for something to appear, never for time to pass.
"""
import os
import re
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get("KAUNTA_DAY_PATIENCE", "60"))


# Nothing is remembered: the library's cache misses changes, and crashes when it is cleared while widgets go.
Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)


class Lost(Exception):
    """What was waited for did not come."""


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def has_state(node, state):
    return node.get_state_set().contains(state)


def walk(node):
    """A widget and all below it that is not hidden, in reading order."""
    yield node
    for child in children(node):
        if has_state(child, Atspi.StateType.VISIBLE):
            yield from walk(child)


def text_of(node):
    """A label's or entry's text; GTK answers an empty string unless it is asked for an exact length."""
    content = node.get_text_iface()
    if content is None:
        return node.get_name() or ""
    return content.get_text(0, content.get_character_count())


class Window:
    def __init__(self, program, arguments, environment, log):
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.log = log
        self.process = None
        self.app = None
        self.pressed = 0  # keys, but for letters and digits that were typed

    # ---- the program ----

    def start(self):
        self.launch()
        self.find_app()

    def launch(self):
        self.process = subprocess.Popen([self.program, *self.arguments], env=self.environment, stderr=self.log)

    def find_app(self):
        name = os.path.basename(self.program)
        self.app = self.wait(
            lambda: next((a for a in children(Atspi.get_desktop(0))
                          if a.get_name() == name and a.get_process_id() == self.process.pid
                          and a.get_child_count()), None),
            "the program's window")
        self.app.set_cache_mask(Atspi.Cache.NONE)

    def kill(self):
        """Pulls the plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.app = None

    def quit(self):
        self.key("ctrl+q")
        return self.process.wait(timeout=PATIENCE)

    # ---- waiting and finding ----

    def wait(self, condition, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                found = condition()
                if found:
                    return found
            except GLib.Error:
                pass  # widgets come and go while they are looked at
            if self.process.poll() is not None:
                raise Lost(f"the program ended with {self.process.returncode} while waiting for {what}")
            time.sleep(0.03)
        raise Lost(f"timed out waiting for {what}; on screen: {self.words()[:1500]}")

    def showing(self):
        """The widgets of the window that is in front, a dialog before the window below it."""
        windows = [w for w in children(self.app) if has_state(w, Atspi.StateType.VISIBLE)]
        active = [w for w in windows if has_state(w, Atspi.StateType.ACTIVE)]
        for window in active or windows:
            yield from walk(window)

    def find(self, role, name):
        """The showing widget of a role whose name matches the pattern whole."""
        pattern = re.compile(name)
        for node in self.showing():
            if node.get_role_name() == role and pattern.fullmatch(node.get_name() or ""):
                return node
        return None

    def expect(self, role, name):
        return self.wait(lambda: self.find(role, name), f"{role} “{name}”")

    def expect_ready(self, role, name):
        """Waits until what is showing can be pressed."""

        def ready():
            node = self.find(role, name)
            return node if node is not None and has_state(node, Atspi.StateType.SENSITIVE) else None

        return self.wait(ready, f"{role} “{name}” that can be pressed")

    def words(self):
        """All that can be read on the screen, for a message."""
        seen = []
        for node in self.showing():
            if node.get_role_name() in ("label", "push button", "toggle button", "text", "entry"):
                content = text_of(node) or node.get_name()
                if content and content not in seen:
                    seen.append(content)
        return " | ".join(seen)

    def reads(self, pattern):
        """The first label showing whose text contains the pattern."""
        wanted = re.compile(pattern)
        for node in self.showing():
            if node.get_role_name() == "label":
                content = text_of(node)
                if wanted.search(content):
                    return content
        return None

    def expect_text(self, pattern):
        return self.wait(lambda: self.reads(pattern), f"the words “{pattern}”")

    # ---- the keyboard ----

    def focused(self):
        for node in self.showing():
            if has_state(node, Atspi.StateType.FOCUSED):
                return node
        return None

    def expect_focus(self, name):
        """Waits until the keyboard is where it belongs."""
        pattern = re.compile(name)

        def held():
            node = self.focused()
            while node is not None and node.get_role_name() not in ("frame", "application"):
                if pattern.fullmatch(node.get_name() or ""):
                    return node
                node = node.get_parent()
            return None

        return self.wait(held, f"the focus on “{name}”")

    def key(self, *keys):
        self.pressed += len(keys)
        subprocess.run(["xdotool", "key", "--delay", "15", *keys], check=True)

    def type(self, text, into=None):
        """Types into the entry of a name, which must have the focus already, and waits until it is there."""
        if into is None:
            subprocess.run(["xdotool", "type", "--delay", "12", text], check=True)
            return
        entry = self.expect_focus(into)
        self.key("ctrl+a")
        subprocess.run(["xdotool", "type", "--delay", "12", text], check=True)
        self.wait(lambda: text_of(entry) == text or len(text_of(entry)) == len(text), f"“{text}” in “{into}”")

    def go_to(self, name, key, most=40):
        """Goes on with one key until the keyboard is there: for what has no key of its own."""
        pattern = re.compile(name)
        for _ in range(most):
            node = self.focused()
            if node is not None and pattern.fullmatch(node.get_name() or ""):
                return node
            self.key(key)
            time.sleep(0.05)
        raise Lost(f"{key} never reached “{name}”; on screen: {self.words()[:1500]}")

    def tab_to(self, name):
        return self.go_to(name, "Tab")

    def end(self):
        """Ends a program that is still there, whatever became of the day."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
