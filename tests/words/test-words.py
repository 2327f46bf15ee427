#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-words.py PROJECT

Holds PROJECT's words and translations against every check, then plants each kind of fault in a copy and sees it found. Speaks
TAP.
"""

import importlib.util
import pathlib
import re
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from faults import hold  # noqa: E402

spec = importlib.util.spec_from_file_location("check_words", pathlib.Path(__file__).with_name("check-words.py"))
words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(words)


def change(path, old, new):
    """Replaces the first OLD of a file, a regular expression, which must be there."""
    text = path.read_text(encoding="utf-8")
    changed, n = re.subn(old, new, text, count=1)
    if n != 1:
        raise ValueError(f"{path} has no {old}")
    path.write_text(changed, encoding="utf-8")


def add(path, text):
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def add_pair(project, english, swahili):
    add(project / "po/sw.po", f'\nmsgid "{english}"\nmsgstr "{swahili}"\n')


def speak(project, file, text):
    (project / file).write_text(text, encoding="utf-8")


# What is done wrong, the check that must find it, what its complaint must name, and how it is done.
FAULTS = (
    ("a source file with words is not in POTFILES", words.check_potfiles, "src/desk/planted.c",
     lambda project: speak(project, "src/desk/planted.c", 'const char *a = N_ ("Planted");\n')),
    ("a file that only counts words is not in POTFILES", words.check_potfiles, "src/app/planted.c",
     lambda project: speak(project, "src/app/planted.c", 'a = g_dngettext (GETTEXT_PACKAGE, "%d pea", "%d peas", n);\n')),
    ("a window's file with words is not in POTFILES", words.check_potfiles, "ui/planted.ui",
     lambda project: speak(project, "ui/planted.ui", '<interface><object class="GtkLabel">'
                           '<property name="label" translatable="yes">Planted</property></object></interface>\n')),
    ("POTFILES names a file that is not there", words.check_potfiles, "src/app/gone.c",
     lambda project: add(project / "po/POTFILES", "src/app/gone.c\n")),
    ("a message is new and not translated", words.check_complete, "untranslated: Planted",
     lambda project: add(project / "src/core/bill.c", '\nconst char *planted = N_ ("Planted");\n')),
    ("a translation is empty", words.check_complete, "untranslated: Till",
     lambda project: change(project / "po/sw.po", r'msgid "Till"\nmsgstr "[^"]*"', 'msgid "Till"\nmsgstr ""')),
    ("a translation is doubtful", words.check_complete, "doubtful: Till",
     lambda project: change(project / "po/sw.po", r'msgid "Till"\n', '#, fuzzy\nmsgid "Till"\n')),
    ("a format is lost in translation", words.check_form, "sw.po",
     lambda project: change(project / "po/sw.po", r'msgid "Till %s"\nmsgstr "[^"]*"', 'msgid "Till %s"\nmsgstr "Tili %d"')),
    ("a plural form is missing", words.check_form, "sw.po",
     lambda project: change(project / "po/sw.po", r'msgstr\[1\] "[^"]*"\n', "")),
    ("a till is no tili", words.check_terms, "lacks tili", lambda project: add_pair(project, "Planted tills", "Droo")),
    ("a receipt is no risiti", words.check_terms, "lacks risiti",
     lambda project: add_pair(project, "Receipt of a planter", "Stakabadhi")),
    ("a bill is no bili", words.check_terms, "lacks bili", lambda project: add_pair(project, "Planted bill", "Ankara")),
    ("a counter is a county", words.check_terms, "kaunti is a county",
     lambda project: add_pair(project, "Planted counter", "Kaunta ya kaunti")),
    ("a key is translated", words.check_kept, "lacks F10", lambda project: add_pair(project, "Plants (F10)", "Mimea (F11)")),
    ("a {name} is translated", words.check_kept, "lacks {amount}",
     lambda project: add_pair(project, "Plant {amount}", "Panda {kiasi}")),
    ("an apostrophe is a typewriter's", words.check_signs, "apostrophe",
     lambda project: add_pair(project, "The planter's", "Ya mkulima")),
)


def copy(project, folder):
    for part in ("src", "ui", "data", "po"):
        shutil.copytree(project / part, folder / part)
    return folder


def main():
    return hold(pathlib.Path(sys.argv[1]).resolve(), words.CHECKS, FAULTS, copy)


if __name__ == "__main__":
    sys.exit(main())
