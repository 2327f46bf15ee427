#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: mutations.py PROJECT [FILE...]

Shows that the simulator bites: makes one mistake of one line at a time in a copy of PROJECT's source, builds kaunta-sim from it, and
runs seed after seed until a promise is broken. A mistake that no seed finds is a failure, and so is a seed that breaks a promise
without the mistake. With FILEs, only the mistakes in those are made. Speaks TAP.
"""

import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tap import Tap, end_in_order  # noqa: E402

SEEDS = 300
# Of each run, when a mistake says no other number.
STEPS = 600
# How many seeds the source as it is must pass before anything is changed in it.
WHOLE_SEEDS = 8

Mutation = collections.namedtuple("Mutation", "name file before after steps", defaults=[STEPS])

MUTATIONS = [
    Mutation(*row)
    for row in (
        # ---- The counter's store ----
        ("a commit at the counter is not synced", "src/store/database-open.c",
         'SQL_SET_UP_DURABLE[] = "PRAGMA synchronous = FULL;"', 'SQL_SET_UP_DURABLE[] = "PRAGMA synchronous = NORMAL;"'),
        ("a receipt is given though the commit failed", "src/store/ledger-append.c",
         "return kaunta_database_commit (act->ledger->database, error);",
         "return kaunta_database_commit (act->ledger->database, NULL) || TRUE;"),
        ("an act that fails is not rolled back", "src/store/ledger-append.c",
         "kaunta_database_roll_back (self->database);", ";"),
        ("the last receipt's number is forgotten by the next entry", "src/store/ledger-projection.c",
         "receipt_serial = iif(?7, ?7, receipt_serial)", "receipt_serial = ?7"),
        ("a reversed payment still counts at the counter", "src/store/ledger-write.c",
         'FROM payment WHERE bill = ? AND counts";', 'FROM payment WHERE bill = ?";'),
        ("what the portal tells of a bill takes the place of the journal's own", "src/store/ledger-portal.c",
         "&& (own || kaunta_ledger_write_bill (self->database, bill, FALSE, error));",
         "&& kaunta_ledger_write_bill (self->database, bill, FALSE, error);"),
        ("a projection holds what is not in the journal", "src/store/ledger-projection.c",
         "SQL_CLOSE_TILL, KAUNTA_INTEGER (entry->at),", "SQL_CLOSE_TILL, KAUNTA_INTEGER (g_get_real_time ()),"),
        ("money that is given back stays in the till", "src/store/ledger-projection.c",
         "SET reversed = reversed + excluded.reversed", "SET reversed = excluded.reversed"),
        ("an acknowledgement of another branch is taken", "src/store/ledger-tail.c",
         "|| g_strcmp0 (hash, ack->head) != 0)", "|| FALSE)"),
        # ---- The counter's line ----
        ("a portal that asks for what it lost gets the same again", "src/sync/engine-push.c",
         "self->send_after = kaunta_client_get_problem (self->client)->seq - 1;",
         "self->send_after = KAUNTA_BATCH_AFTER_ACKNOWLEDGED;"),
        ("a counter with nothing new never finds that the portal lost something", "src/sync/engine-push.c",
         "      check_now_and_then (self);", "      ;", 150),
        ("a portal that was restored a second time gets nothing again", "src/sync/engine-push.c",
         "  self->resending = FALSE;", "  ;"),
        ("a branch is shown as a line that is down", "src/sync/engine-link.c",
         "return kaunta_trouble_is_silence (self->trouble) ? KAUNTA_LINK_OFFLINE : KAUNTA_LINK_ATTENTION;",
         "return KAUNTA_LINK_OFFLINE;"),
        ("a counter that is enrolled again goes on with another branch", "src/sync/catching-up.c",
         "g_str_equal (hash, self->head) ? PLACE_GOOD : PLACE_ELSEWHERE;", "PLACE_GOOD;"),
        # ---- The portal ----
        ("a commit at the portal is not synced", "src/portal/sqlite-storage.c",
         "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"),
        ("the portal acknowledges though its commit failed", "src/portal/sqlite-connection.c",
         'if (keep && kaunta_connection_execute (self, "COMMIT", error))',
         'if (keep && (kaunta_connection_execute (self, "COMMIT", NULL) || TRUE))'),
        ("the portal compares entries by their number alone", "src/portal/sqlite-entries.c",
         "*held = strcmp (kaunta_rowset_get_text (&rows, 0), hash) == 0;", "*held = TRUE;"),
        ("an entry that comes twice is no longer known", "src/portal/sqlite-entries.c", "  if (held)", "  if (FALSE)"),
        ("a fork is acknowledged", "src/portal/sqlite-entries.c",
         "*forked = branched || chain.frozen;", "*forked = FALSE;"),
        ("a device whose journal branches is not frozen", "src/portal/sqlite-branches.c",
         "UPDATE devices SET frozen = 1 WHERE", "UPDATE devices SET frozen = 0 WHERE"),
        ("the portal does not look whether an entry follows the one before", "src/portal/chain.c",
         "return entry->seq == self->seq + 1 && strcmp (prev, self->head) == 0;", "return entry->seq == self->seq + 1;"),
        ("the portal forgets reversals", "src/portal/sqlite-projection.c",
         "[KAUNTA_FACT_PAYMENT_REVERSED] = project_payment_reversed,", ""),
        ("a bill's payments are no news to the other counters", "src/portal/sqlite-projection.c",
         "if (!offer_to (self, office, KAUNTA_CHANGE_PAYMENT, payment->receipt, payment->device, payment, error))",
         "if (FALSE)"),
        ("a counter that knows of changes which a restored portal lost is not told the others", "src/portal/sqlite-cursor.c",
         "if (found && (gint64) place <= end)", "if (TRUE)"),
        # ---- The desk and the journal ----
        ("after a start nothing is sent", "src/desk/desk.c", "kaunta_engine_start (self->engine);", ";", 60),
        ("a payment is reversed and the turnover stays", "src/journal/fact-type.c",
         "return type == KAUNTA_FACT_PAYMENT_TAKEN ? amount : -amount;",
         "return type == KAUNTA_FACT_PAYMENT_TAKEN ? amount : 0;"),
    )
]


class Copy:
    """The source in a folder of its own, and the simulator that is built from it as it is released."""

    def __init__(self, project, folder):
        self.source = folder / "source"
        self.build_folder = folder / "build"
        self.program = self.build_folder / "tests/sim/kaunta-sim"
        self.whole = folder / "kaunta-sim-unchanged"
        self.runs = folder / "runs"
        self.runs.mkdir()
        self.proven = set()
        shutil.copytree(project, self.source, ignore=self.leave_out, symlinks=True)
        environment = dict(os.environ)
        if shutil.which("ccache") and "CC" not in environment:
            environment["CC"] = "ccache gcc"
        subprocess.run(["meson", "setup", "--buildtype=release", self.build_folder, self.source], env=environment,
                       stdout=subprocess.DEVNULL, check=True)
        self.build()
        shutil.copy(self.program, self.whole)

    @staticmethod
    def leave_out(_folder, names):
        """What was built, and what git keeps for itself."""
        return [name for name in names if name.startswith((".", "_")) or name == "node_modules"]

    def build(self):
        done = subprocess.run(["nice", "ninja", "-C", self.build_folder, "tests/sim/kaunta-sim"], text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            print("# " + done.stdout.replace("\n", "\n# "))
        return done.returncode == 0

    def run(self, program, first, count, steps):
        """Of the seeds from first on: (the first one that breaks a promise, how), or None."""
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else self.runs) as place:
            running = subprocess.Popen([program, "--seed", str(first), "--seeds", str(count), "--steps", str(steps)], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
                                       env=os.environ | {"TMPDIR": place})
            try:
                for line in running.stdout:
                    failed = re.match(r"seed (\d+) FAILED at step \d+: (.*)", line)
                    if failed:
                        return int(failed[1]), failed[2]
                return None if running.wait() == 0 else (first, f"kaunta-sim ended with {running.returncode}")
            finally:
                # It would go on to look for the shortest run that still fails.
                try:
                    os.killpg(running.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                running.wait()

    def is_whole(self, seed, steps=STEPS):
        """Whether the source as it is keeps every promise under a seed."""
        if (seed, steps) not in self.proven and self.run(self.whole, seed, 1, steps) is None:
            self.proven.add((seed, steps))
        return (seed, steps) in self.proven


def mutate(copy, mutation):
    """What the simulator finds: (seed, how), or None; and what is to be said when nothing could be found out."""
    path = copy.source / mutation.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.before) != 1:
        return None, f"{mutation.file} has this {text.count(mutation.before)} times: {mutation.before}"
    path.write_text(text.replace(mutation.before, mutation.after), encoding="utf-8")
    try:
        if not copy.build():
            return None, "it does not build"
        found = copy.run(copy.program, 1, SEEDS, mutation.steps)
        return found, f"no promise is broken in {SEEDS} seeds of {mutation.steps} steps"
    finally:
        path.write_text(text, encoding="utf-8")


def test_mutation(tap, copy, mutation):
    found, otherwise = mutate(copy, mutation)
    if found is None:
        tap.report(False, f"- the simulator finds: {mutation.name}")
        print(f"# {otherwise}", flush=True)
        return
    seed, how = found
    whole = copy.is_whole(seed, mutation.steps)
    tap.report(whole, f"- the simulator finds: {mutation.name} (seed {seed})")
    print(f"# {how}" if whole else f"# seed {seed} fails without it, too", flush=True)


def main():
    end_in_order()
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(pathlib.Path(sys.argv[1]), pathlib.Path(folder))
        tap.report(all(copy.is_whole(seed) for seed in range(1, WHOLE_SEEDS + 1)), "- without a mistake every promise is kept")
        for mutation in MUTATIONS:
            if len(sys.argv) == 2 or mutation.file in sys.argv[2:]:
                test_mutation(tap, copy, mutation)
    return tap.end()


if __name__ == "__main__":
    os.environ.pop("G_DEBUG", None)
    sys.exit(main())
