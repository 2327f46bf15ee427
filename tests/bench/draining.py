# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a full journal reaches the portal: two processes over loopback, both on disk, every signature checked."""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pouch
from figures import Figure, Unmeasured, median

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "day"))
from county import County  # noqa: E402

SALES = 2500
PAYERS = 200
LEARNING_SECONDS = 3
SELECT_SIGNED = "SELECT body, sig FROM entry WHERE seq > 1 ORDER BY seq LIMIT 10000"


class Programs:
    """What a County needs of a build."""

    def __init__(self, bench):
        self.portal = bench.program("kaunta-portal")
        self.control = bench.program("kauntactl")
        self.kaunta = self.other_counter = None  # nobody needs them here
        self.data = os.path.join(bench.source, "data")
        os.environ["KAUNTA_DATADIR"] = self.data


def learn(bench, county):
    """Everything that there is to know is known before anything is measured."""
    counter = subprocess.Popen([bench.program("bench-poll"), county.profile], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    counter.stdout.readline()
    time.sleep(LEARNING_SECONDS)
    counter.stdin.close()
    counter.wait()
    counter.stdout.close()


def fill(bench, folder, sales):
    """A portal that holds nothing of a counter, and that counter with its sales, neither running; made once and kept in the build folder."""
    kept = os.path.join(bench.folder, f"filled-{sales}")
    if not os.path.exists(kept):
        shutil.rmtree(kept + ".part", ignore_errors=True)
        os.makedirs(kept + ".part")
        county = County(Programs(bench), kept + ".part", PAYERS)
        county.start_portal()
        county.enrol(county.profile, "Counter 1")
        learn(bench, county)
        county.stop_portal()
        county.close()
        with open(os.path.join(kept + ".part", "port"), "w", encoding="utf-8") as file:
            file.write(county.port)
        if sales > 0:
            subprocess.run([bench.program("bench-fill"), county.profile, str(sales)], check=True)
        os.rename(kept + ".part", kept)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)


class Filled(County):
    """A copy of what was filled."""

    def __init__(self, bench, folder, sales):
        fill(bench, folder, sales)
        super().__init__(Programs(bench), folder, 0)
        with open(os.path.join(folder, "port"), encoding="utf-8") as file:
            self.port = file.read()

    def fill(self, payers):
        """It lies there already."""

    def count_held(self):
        with sqlite3.connect(self.database) as database:
            return database.execute("SELECT count(*) FROM entries").fetchone()[0]

    def read_device_key(self):
        with sqlite3.connect(os.path.join(self.profile, "counter.db")) as database:
            return database.execute("SELECT public_key FROM enrolment").fetchone()[0]


def run_json(*command):
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=600).stdout)


def drain(bench, county):
    """Entries a second, from the opened counter to the last acknowledgement on its disk."""
    county.start_portal()
    try:
        done = run_json(bench.program("bench-drain"), county.profile)
    finally:
        county.stop_portal()
        county.close()
    if county.count_held() != done["entries"]:
        raise RuntimeError("the portal does not hold what it acknowledged")
    return done["entries"] / done["seconds"]


def verify(bench, county):
    """Signatures a second, checked by nothing but libsodium."""
    done = run_json(bench.program("bench-signatures"), os.path.join(county.profile, "counter.db"), SELECT_SIGNED, county.read_device_key())
    return done["entries"] / done["seconds"]


def measure(bench):
    drained, alone, others = [], [], []
    why = None
    for _ in range(bench.rounds):
        county = Filled(bench, bench.make_folder("drain"), SALES)
        alone.append(verify(bench, county))
        try:
            others.append(pouch.replicate(bench, county.profile) if why is None else None)
        except (RuntimeError, subprocess.SubprocessError) as error:
            why = str(error)
        drained.append(drain(bench, county))
    rate = median(drained, "entries/s")
    yield Figure("drain of 10,000 entries over loopback", rate, "", drained, 5000, at_most=False, unit="entries/s")
    yield Figure("drain, of what signature checks alone allow", rate, median(alone, "checks/s"),
                 [here / there for here, there in zip(drained, alone)], 0.5, at_most=False)
    what = "drain, beside PouchDB to express-pouchdb"
    if why is not None:
        yield Unmeasured(what, why)
    else:
        yield Figure(what, rate, median(others, "documents/s"), [here / there for here, there in zip(drained, others)], 3, at_most=False)
