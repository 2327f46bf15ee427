-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 1. Never edited after a release: what changes later is portal-2.sql.
--
-- The column types and STRICT are SQLite's; every other statement of the portal is also PostgreSQL's.
-- Times are UTC milliseconds, amounts are cents, hashes are lower-case hex.

-- The portal itself: one row. The counts are taken by UPDATE ... RETURNING, so that writers wait for each other at this row
-- and changes become visible in the order of their cursors.
CREATE TABLE portal (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  key_seed TEXT NOT NULL,
  last_change INTEGER NOT NULL,
  last_exception INTEGER NOT NULL,
  register_version INTEGER NOT NULL,
  register_at INTEGER NOT NULL
) STRICT;

CREATE TABLE offices (
  office TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- A code's first characters find its row; what proves it is the hash of the whole.
CREATE TABLE enrolment_codes (
  selector TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,
  office TEXT NOT NULL REFERENCES offices (office),
  device TEXT,
  made_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

-- seq, head, turnover and head_epoch are those of the newest entry held.
CREATE TABLE devices (
  device TEXT NOT NULL PRIMARY KEY,
  office TEXT NOT NULL REFERENCES offices (office),
  name TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  frozen INTEGER NOT NULL CHECK (frozen IN (0, 1)),
  seq INTEGER NOT NULL,
  head TEXT NOT NULL,
  head_epoch INTEGER NOT NULL,
  turnover INTEGER NOT NULL
) STRICT;

CREATE TABLE device_epochs (
  device TEXT NOT NULL REFERENCES devices (device),
  epoch INTEGER NOT NULL,
  key TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  enrolled_at INTEGER NOT NULL,
  PRIMARY KEY (device, epoch)
) STRICT;

CREATE TABLE entries (
  device TEXT NOT NULL REFERENCES devices (device),
  seq INTEGER NOT NULL CHECK (seq > 0),
  epoch INTEGER NOT NULL,
  hash TEXT NOT NULL,
  body BLOB NOT NULL,
  sig BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT;

-- The other branch's entry, kept for a person to look at.
CREATE TABLE forks (
  device TEXT NOT NULL REFERENCES devices (device),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  body BLOB NOT NULL,
  sig BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (device, seq, hash)
) STRICT;

CREATE TABLE payers (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  id_key TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT,
  kra_pin TEXT,
  place TEXT,
  updated INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
CREATE INDEX payers_by_id_key ON payers (id_key);
CREATE INDEX payers_by_phone ON payers (phone);

CREATE TABLE payer_words (
  word TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (word, kind, id)
) STRICT;
CREATE INDEX payer_words_by_payer ON payer_words (kind, id);

-- What follows is projected from entries.

CREATE TABLE bills (
  bill TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL REFERENCES devices (device),
  office TEXT NOT NULL REFERENCES offices (office),
  payer_kind TEXT NOT NULL,
  payer_id TEXT NOT NULL,
  payer_name TEXT NOT NULL,
  total INTEGER NOT NULL,
  raised_at INTEGER NOT NULL,
  raised_by TEXT
) STRICT;
CREATE INDEX bills_by_payer ON bills (payer_kind, payer_id);

CREATE TABLE bill_lines (
  bill TEXT NOT NULL REFERENCES bills (bill),
  line INTEGER NOT NULL,
  service TEXT NOT NULL,
  tariff TEXT NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (bill, line)
) STRICT;

-- A cancellation and a payment may come before the bill that they are about: it was raised at a counter that is offline.
CREATE TABLE cancellations (
  bill TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL REFERENCES devices (device),
  reason TEXT NOT NULL,
  cancelled_at INTEGER NOT NULL
) STRICT;

CREATE TABLE payments (
  receipt TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL REFERENCES devices (device),
  bill TEXT NOT NULL,
  tender TEXT NOT NULL,
  amount INTEGER NOT NULL,
  status TEXT NOT NULL,
  tendered INTEGER NOT NULL,
  change_given INTEGER NOT NULL,
  reference TEXT,
  phone TEXT,
  taken_at INTEGER NOT NULL,
  clerk TEXT,
  till TEXT,
  reversed TEXT,
  approver TEXT,
  copies INTEGER NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX payments_by_bill ON payments (bill);

CREATE TABLE tills (
  session TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL REFERENCES devices (device),
  clerk TEXT,
  float_cents INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  z INTEGER
) STRICT;

CREATE TABLE exceptions (
  exception TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  bill TEXT,
  receipt TEXT NOT NULL,
  device TEXT NOT NULL,
  amount INTEGER NOT NULL,
  raised_at INTEGER NOT NULL,
  settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
  UNIQUE (kind, receipt)
) STRICT;
CREATE INDEX exceptions_by_receipt ON exceptions (receipt);

-- The newest state of each thing, in the order of its last change. Office '' is every office; origin '' is nobody in
-- particular, else the device that need not be told, because all there is to tell came from it.
CREATE TABLE changes (
  office TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  origin TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (office, kind, id)
) STRICT;
CREATE INDEX changes_by_cursor ON changes (office, cursor);
