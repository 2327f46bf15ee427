#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-words.py PROJECT

Says what is wrong with the words that people see and with their translations; exit status 1 if anything is. Reads only, and
collects the messages itself, so what stands in an old kaunta.pot doesn't count.
"""

import gettext
import pathlib
import re
import subprocess
import sys
import tempfile

# Where words for people can be.
SOURCES = ("src/**/*.c", "src/**/*.h", "ui/*.ui", "data/*.desktop.in", "data/*.gschema.xml", "data/*.metainfo.xml.in")

# What meson's preset for GLib marks, see po/meson.build; ngettext() and its like are known to xgettext.
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3")

# English term, as a regular expression for whole words: what its Swahili translation must have, the words' own beginnings.
# A term that English also uses in another sense is not here ("change", "open", "balance").
GLOSSARY = {
    "sw": {
        "tills?": "tili",
        "receipts?": "risiti",
        "bills?": "bili",
        "counters?": "kaunta",
        "count(y|ies)": "kaunti",
        "clerks?": "karani",
        "supervisors?": "msimamizi|wasimamizi",
        "payers?": "mlipaji|walipaji",
        "cheques?": "hundi",
        "offices?": "ofisi",
        "services?": "huduma",
        "drawer": "droo",
        "printer": "printa",
        "float": "pesa za kuanzia",
        "M-PESA": "M-PESA",
    },
}

# What clerks press and what the program fills in must come through: keys with their modifiers, {names} and the dots of
# "asks for more". printf()'s own are msgfmt's business.
KEPT = re.compile(r"(?:Ctrl|Alt|Shift)\+\w+|\bF\d+\b|\bEscape\b|\{\w+\}|…$")


def run(*command, folder=None):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def list_lines(path):
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]


def extract(project, files, pot):
    """Collects the messages of FILES into POT, as `ninja kaunta-pot` does."""
    options = ["--from-code=UTF-8", "--add-location=file", "--force-po", "--output=" + str(pot)]
    done = run("xgettext", *options, *("--keyword=" + keyword for keyword in KEYWORDS), *files, folder=project)
    if done.returncode != 0:
        sys.exit(done.stderr)


def read_catalogue(po, folder):
    """(English, translation) of every message of PO; a plural gives a pair for each form."""
    mo = folder / (po.stem + ".mo")
    run("msgfmt", "--output-file=" + str(mo), str(po))
    with open(mo, "rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    for key, text in catalogue.items():
        english = key[0] if isinstance(key, tuple) else key
        if english:
            yield english.split("\x04")[-1], text


def check_potfiles(project):
    """POTFILES names the files with words for people, and no other."""
    files = sorted({str(path.relative_to(project)) for pattern in SOURCES for path in project.glob(pattern)})
    with tempfile.TemporaryDirectory(prefix="kaunta-words-") as folder:
        pot = pathlib.Path(folder) / "all.pot"
        extract(project, files, pot)
        found = re.findall(r"^#: (.*)$", pot.read_text(encoding="utf-8"), re.MULTILINE)
    spoken = {file for line in found for file in line.split()}
    named = list_lines(project / "po/POTFILES")
    return ([f"po/POTFILES lacks {file}" for file in sorted(spoken - set(named))]
            + [f"po/POTFILES names {file}, where there is nothing to translate" for file in sorted(set(named) - spoken)]
            + [f"po/POTFILES names {file} twice" for file in sorted(set(named)) if named.count(file) > 1])


def check_complete(project):
    """Every message of now is translated, none doubtfully."""
    wrong = []
    with tempfile.TemporaryDirectory(prefix="kaunta-words-") as folder:
        pot, merged = pathlib.Path(folder) / "kaunta.pot", pathlib.Path(folder) / "merged.po"
        extract(project, [file for file in list_lines(project / "po/POTFILES") if (project / file).exists()], pot)
        for language in list_lines(project / "po/LINGUAS"):
            po = project / "po" / f"{language}.po"
            run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", f"--output-file={merged}", str(po), str(pot))
            for kind, option in (("untranslated", "--untranslated"), ("doubtful", "--only-fuzzy")):
                left = run("msgattrib", option, "--no-obsolete", "--no-wrap", str(merged)).stdout
                wrong += [f"{po.name}: {kind}: {english}" for english in re.findall(r'^msgid "(.+)"$', left, re.MULTILINE)]
    return wrong


def check_form(project):
    """msgfmt finds headers, plural forms and printf() formats right."""
    wrong = []
    for language in list_lines(project / "po/LINGUAS"):
        checked = run("msgfmt", "--check", "--output-file=/dev/null", str(project / "po" / f"{language}.po"))
        if checked.returncode != 0:
            wrong += checked.stderr.splitlines()
    return wrong


def check_pairs(project, judge):
    wrong = []
    with tempfile.TemporaryDirectory(prefix="kaunta-words-") as folder:
        for language in list_lines(project / "po/LINGUAS"):
            for english, text in read_catalogue(project / "po" / f"{language}.po", pathlib.Path(folder)):
                wrong += [f"{language}: “{english}” → “{text}”: {why}" for why in judge(language, english, text)]
    return wrong


def judge_terms(language, english, text):
    for term, translation in GLOSSARY.get(language, {}).items():
        if re.search(rf"\b{term}\b", english, re.I) and not re.search(rf"\b(?:{translation})", text, re.I):
            yield f"lacks {translation}"
    # The two are one letter apart, and not at all the same.
    if language == "sw" and re.search(r"\bkaunti\b", text, re.I) and not re.search(r"\bcount(y|ies)\b", english, re.I):
        yield "kaunti is a county, kaunta is a counter"


def check_terms(project):
    """The field's terms are translated by the glossary."""
    return check_pairs(project, judge_terms)


def judge_kept(_language, english, text):
    missing = set(KEPT.findall(english)) - set(KEPT.findall(text))
    return [f"lacks {part}" for part in sorted(missing)]


def check_kept(project):
    """Keys, {names} and closing dots are kept."""
    return check_pairs(project, judge_kept)


def judge_signs(_language, english, text):
    if "'" in english or "'" in text:
        yield "has a typewriter's apostrophe: it is ’"
    if "..." in english or "..." in text:
        yield "has three points: it is …"


def check_signs(project):
    """Apostrophes and dots are the printer's."""
    return check_pairs(project, judge_signs)


CHECKS = (check_potfiles, check_complete, check_form, check_terms, check_kept, check_signs)


def main():
    project = pathlib.Path(sys.argv[1]).resolve()
    wrong = [line for check in CHECKS for line in check(project)]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
