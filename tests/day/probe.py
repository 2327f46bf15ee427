# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input, as it gets into a real window: pasted into a field, sent, and refused in words at that field."""
import os
import re
import subprocess

from clipboard import Clipboard
from window import Atspi, Window, has_state, text_of, walk

LONG = "A" * 10000
MANY_DIGITS = "9" * 10000
TURNED_AROUND = "12\u202e34"
SIGNS = "K\x01\x1b[31m\x7f\x02"
TWO_TO_63 = "9223372036854775808"
NEGATIVE = "-5"

TOO_LONG = "is too long"
HIDDEN_MARKS = "has hidden marks that turn the writing around"
NO_WRITING = "has signs that are not writing"

# GTK 4.8 tells of a wrong value by INVALID, not by INVALID_ENTRY.
WRONG = Atspi.StateType.INVALID

# How far above a field, in boxes, the sentence about it may stand.
NEAR = 5


class Accepted(Exception):
    """Something was done that should have been refused."""


class Probe(Window):
    """A window that is given bad input. `journal` answers what the counter's journal holds."""

    def __init__(self, county, profile, environment):
        super().__init__(county.programs.kaunta, ["--profile", profile], environment, county.log)
        self.clipboard = Clipboard()
        self.pictures = environment.get("KAUNTA_PICTURES")
        self.number = 0
        self.held = (None, None)

    def picture(self, title):
        self.number += 1
        if self.pictures is not None:
            name = os.path.join(self.pictures, f"{self.number:02d}-{re.sub('[^a-z0-9]+', '-', title.lower())}.png")
            subprocess.run(["import", "-window", "root", name], check=True)

    def words(self):
        return super().words().replace(LONG, "AAA…").replace(MANY_DIGITS, "999…")

    def field(self, name):
        """The field of a name, which has the focus. The one that was asked for last is not searched for again."""
        known, field = self.held
        if known != name or not has_state(field, Atspi.StateType.FOCUSED):
            field = self.expect_focus(name)
            self.held = (name, field)
        return field

    def paste(self, name, content):
        """Pastes into the field of a name in place of what is in it; the field."""
        field = self.field(name)
        self.key("ctrl+a", "BackSpace")
        if content != "":
            self.clipboard.hold(content if isinstance(content, bytes) else content.encode())
            self.key("ctrl+v")
            self.wait(lambda: text_of(field) != "", f"something in “{name}”")
        return field

    @staticmethod
    def said_near(field, pattern):
        """The sentence that shows at a field, if it does."""
        box = field
        for _ in range(NEAR):
            box = box.get_parent()
            for node in walk(box):
                if node.get_role_name() == "label" and re.search(pattern, text_of(node)):
                    return text_of(node)
        return None

    def refuses(self, name, content, sentence, send="Return", kept=True, marked=True):
        """Pastes `content` into a field and sends it: the sentence shows there, the field is marked, and what was typed stays.

        `send`: keys, or what else sends the field; None when nothing needs to.
        """
        field = self.paste(name, content)
        typed = text_of(field)
        if callable(send):
            send()
        elif send is not None:
            self.key(*send.split())
        self.wait(lambda: self.said_near(field, sentence), f"“{sentence}” at “{name}” for {content[:20]!r}")
        if marked:
            self.wait(lambda: has_state(field, WRONG), f"“{name}” marked as wrong")
        if kept and text_of(field) != typed:
            raise Accepted(f"“{name}” held {typed[:40]!r} and lost it")
        self.wait(lambda: has_state(field, Atspi.StateType.FOCUSED), f"the focus back on “{name}”")

    def close(self):
        self.end()
        self.clipboard.close()
