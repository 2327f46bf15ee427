# SPDX-License-Identifier: GPL-3.0-or-later
"""The county that the day happens in: a real portal on loopback, two enrolled counters, and what each of them holds afterwards."""
import csv
import json
import os
import re
import shutil
import subprocess

OFFICE = "047-WESTLANDS"


class Programs:
    """Where the built programs are; named by the build or by the script that calls."""

    def __init__(self, environment):
        self.kaunta = environment["KAUNTA"]
        self.portal = environment["KAUNTA_PORTAL"]
        self.control = environment["KAUNTACTL"]
        self.counter = environment["KAUNTA_COUNTER"]
        self.data = environment["KAUNTA_DATA"]


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{os.path.basename(command[0])} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


class County:
    def __init__(self, programs, folder, payers):
        self.programs = programs
        self.folder = folder
        self.database = os.path.join(folder, "portal.db")
        self.profile = os.path.join(folder, "counter-1")
        self.other_profile = os.path.join(folder, "counter-2")
        self.port = "0"
        self.near, self.far = [], []  # what goes before commands of the counter's side and the portal's
        self.reach = lambda port: port  # the counter's way to the portal
        self.process = None
        self.has_open_till = False  # the second counter
        self.log = open(os.path.join(folder, "programs.log"), "a")
        self.fill(payers)

    # ---- before the day ----

    def fill(self, payers):
        source = os.path.join(self.folder, "county")
        os.makedirs(source)
        run(self.programs.control, "generate", "--seed", "1", "--payers", str(payers), source)
        for name in ("catalogue.csv", "demo/offices.csv", "demo/staff.csv"):
            shutil.copy(os.path.join(self.programs.data, name), source)
        run(self.programs.control, "import", "--portal", self.database, source)
        with open(os.path.join(source, "payers.jsonl"), encoding="utf-8") as lines:
            self.payers = [json.loads(line) for line in lines]
        with open(os.path.join(source, "staff.csv"), encoding="utf-8", newline="") as rows:
            self.pins = {row["number"]: row["pin"] for row in csv.DictReader(rows)}
        with open(os.path.join(source, "catalogue.csv"), encoding="utf-8", newline="") as rows:
            self.services = {row["code"]: row for row in csv.DictReader(rows)}

    def enrol(self, profile, name):
        code = run(self.programs.control, "code", "--portal", self.database, OFFICE).strip()
        run(*self.near, self.programs.control, "enrol", profile, self.url, code, name)

    def payer(self, kind, place):
        """The payer of a kind at a place in the register, the same one for the same seed, with a name that nobody else has."""
        names = {}
        for payer in self.payers:
            key = tuple(sorted(payer["name"].lower().split()))
            names[key] = names.get(key, 0) + 1
        alone = [p for p in self.payers
                 if p["kind"] == kind and names[tuple(sorted(p["name"].lower().split()))] == 1]
        return alone[place]

    # ---- the portal ----

    def start_portal(self):
        self.process = subprocess.Popen([*self.far, self.programs.portal, "--database", self.database, "--port", self.port],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found is None:
            raise RuntimeError(f"the portal did not say where it listens: {line!r}")
        self.port = found.group(1)
        self.url = f"http://127.0.0.1:{self.reach(int(self.port))}"

    def stop_portal(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.process = None

    def raise_bill_elsewhere(self, payer, service, quantity):
        """A bill at the second counter, up to the portal's acknowledgement; its number."""
        acts = [("online",), ("sign-in", "1012", self.pins["1012"]), ("raise", payer["id"], service, str(quantity)), ("online",)]
        if not self.has_open_till:
            acts.insert(2, ("open-till", "2001", self.pins["2001"]))
            self.has_open_till = True
        said = run(self.programs.counter, self.other_profile, input="".join("\t".join(act) + "\n" for act in acts))
        done = [one for one in map(json.loads, said.splitlines()) if one["event"] != "link"]
        refused = [one["message"] for one in done if one["event"] == "refused"]
        if refused:
            raise RuntimeError(f"the other counter: {refused[0]}")
        return next(one["bill"] for one in done if "bill" in one)

    # ---- what each side says ----

    def verify(self, *arguments):
        done = subprocess.run([self.programs.control, "verify", *arguments], capture_output=True, text=True, timeout=300)
        return done.returncode, (done.stdout + done.stderr).strip()

    def export(self, *arguments):
        return json.loads(run(self.programs.control, "export", *arguments))["entries"]

    def device_of(self, profile):
        """The device number of a counter that has one."""
        return json.loads(self.export(profile)[0]["body"])["device"]

    def close(self):
        if self.process is not None:
            self.stop_portal()
        self.log.close()
