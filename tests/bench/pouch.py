# SPDX-License-Identifier: GPL-3.0-or-later
"""The same documents over PouchDB's own replication, from one process to express-pouchdb in another, each on disk (LevelDB, which is not told to
wait for the disk)."""
import base64
import json
import os
import shutil
import sqlite3
import subprocess

PACKAGES = ("pouchdb-node@9", "express@4", "express-pouchdb@4")
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pouch.js")


def install(bench):
    """Where PouchDB is; fetched into the build folder, once. RuntimeError when it can't be had."""
    folder = os.path.join(bench.folder, "pouchdb")
    if not os.path.exists(os.path.join(folder, "installed")):
        if shutil.which("npm") is None:
            raise RuntimeError("npm is not installed")
        os.makedirs(folder, exist_ok=True)
        done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES], capture_output=True,
                              text=True, check=False, timeout=600)
        if done.returncode != 0:
            raise RuntimeError("npm could not fetch PouchDB")
        open(os.path.join(folder, "installed"), "w", encoding="utf-8").close()
    return folder


def write_documents(profile, path):
    """The counter's entries as they go over the wire, one a line."""
    with sqlite3.connect(os.path.join(profile, "counter.db")) as database, open(path, "w", encoding="utf-8") as lines:
        for body, sig in database.execute("SELECT body, sig FROM entry WHERE seq > 1 ORDER BY seq LIMIT 10000"):
            lines.write(json.dumps({"body": body.decode(), "sig": base64.urlsafe_b64encode(sig).decode().rstrip("=")}) + "\n")


def replicate(bench, profile):
    """Documents a second."""
    environment = dict(os.environ, POUCHDB_FOLDER=install(bench), NODE_ENV="production")
    folder = bench.make_folder("pouch")
    lines = os.path.join(folder, "documents")
    write_documents(profile, lines)
    far = os.path.join(folder, "far")
    os.makedirs(far)
    server = subprocess.Popen(["node", SCRIPT, "serve", far], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
                              cwd=folder)
    try:
        port = server.stdout.readline().strip()
        done = subprocess.run(["node", SCRIPT, "replicate", folder, lines, f"http://127.0.0.1:{port}/far"], stdout=subprocess.PIPE, text=True,
                              check=True, env=environment, cwd=folder, timeout=600)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    told = json.loads(done.stdout)
    return told["entries"] / told["seconds"]
