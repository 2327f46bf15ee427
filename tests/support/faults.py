# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether checks of the project's files find what they are for."""

import pathlib
import tempfile

from tap import Tap


def is_found(project, copy, check, named, plant):
    """Whether CHECK complains of what PLANT does to a copy of PROJECT, and did not before."""
    with tempfile.TemporaryDirectory(prefix="kaunta-faults-") as folder:
        planted = copy(project, pathlib.Path(folder))
        before = check(planted)
        plant(planted)
        return not any(named in line for line in before) and any(named in line for line in check(planted))


def hold(project, checks, faults, copy):
    """Holds PROJECT against CHECKS, then plants each of FAULTS (what it is, the check that must find it, what that must name, the
    planter) in a copy that COPY (project, folder) makes. The exit status."""
    tap = Tap()
    for check in checks:
        wrong = check(project)
        for line in wrong:
            print("# " + line.replace("\n", " "))
        tap.report(not wrong, check.__doc__.rstrip("."))
    for name, check, named, plant in faults:
        tap.report(is_found(project, copy, check, named, plant), f"finds it when {name}")
    return tap.end()
