-- SPDX-License-Identifier: GPL-3.0-or-later
-- The register's first form. Never edited after release: what changes comes as register-002.sql.

PRAGMA application_id = 0x4B4E5452; -- "KNTR"
PRAGMA user_version = 1;

CREATE TABLE tag (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tag TEXT NOT NULL
) STRICT;
INSERT INTO tag VALUES (1, '');

CREATE TABLE payer (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  number TEXT NOT NULL,
  match_key TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  phone TEXT,
  kra_pin TEXT,
  kra_key TEXT,
  place TEXT,
  updated INTEGER NOT NULL,
  known INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX payer_by_key ON payer (match_key, kind);
CREATE INDEX payer_by_phone ON payer (phone) WHERE phone IS NOT NULL;
CREATE INDEX payer_by_kra_key ON payer (kra_key) WHERE kra_key IS NOT NULL;

-- Names are folded before they come here, and the program ranks what is found: neither positions nor sizes are needed.
CREATE VIRTUAL TABLE payer_name USING fts5 (
  folded, content = 'payer', content_rowid = 'id', columnsize = 0, detail = none, tokenize = "unicode61 remove_diacritics 0"
);
-- A first fill of a million payers takes a quarter of the time with a large table in memory.
INSERT INTO payer_name (payer_name, rank) VALUES ('hashsize', 16777216);
