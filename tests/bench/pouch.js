// SPDX-License-Identifier: GPL-3.0-or-later
// usage: pouch.js serve FOLDER                     prints the port that express-pouchdb listens on
//        pouch.js replicate FOLDER LINES URL       puts the lines of the file LINES into a database as documents (once), replicates it to URL
//                                                  and prints how many documents that were and the seconds
"use strict";

const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const installed = createRequire(path.join(process.env.POUCHDB_FOLDER, "node_modules", "x"));
const PouchDB = installed("pouchdb-node");

function serve(folder) {
  const app = installed("express")();
  const OwnDB = PouchDB.defaults({ prefix: folder + path.sep });
  app.use("/", installed("express-pouchdb")(OwnDB, { mode: "minimumForPouchDB", inMemoryConfig: true }));
  const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
}

async function replicate(folder, lines, url) {
  const local = new PouchDB(path.join(folder, "local"));
  const documents = fs.readFileSync(lines, "utf8").trimEnd().split("\n")
    .map((line, place) => Object.assign({ _id: String(place + 1).padStart(9, "0") }, JSON.parse(line)));
  await local.bulkDocs(documents);
  const begin = process.hrtime.bigint();
  const result = await local.replicate.to(new PouchDB(url), { batch_size: 500 });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(JSON.stringify({ entries: result.docs_written, seconds }));
  await local.close();
}

const [what, ...given] = process.argv.slice(2);
if (what === "serve")
  serve(...given);
else
  replicate(...given).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
