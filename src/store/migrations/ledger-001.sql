-- SPDX-License-Identifier: GPL-3.0-or-later
-- The ledger's first form. Never edited after release: what changes comes as ledger-002.sql.
-- Amounts are cents, times are UTC milliseconds.

PRAGMA application_id = 0x4B4E544C; -- "KNTL"
PRAGMA user_version = 1;

-- The journal: bytes as they were signed.

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  body BLOB NOT NULL,
  sig BLOB NOT NULL CHECK (length(sig) = 64),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
BEGIN
  SELECT raise(ABORT, 'an entry of the journal is never changed');
END;

CREATE TRIGGER entry_remains BEFORE DELETE ON entry
BEGIN
  SELECT raise(ABORT, 'an entry of the journal is never deleted');
END;

CREATE TABLE enrolment (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  device TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  office TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  portal_key TEXT NOT NULL,
  token TEXT NOT NULL,
  public_key TEXT NOT NULL
) STRICT;

CREATE TABLE acknowledgement (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  device TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  head TEXT NOT NULL,
  at INTEGER NOT NULL,
  sig BLOB NOT NULL CHECK (length(sig) = 64)
) STRICT;

-- Projections: whatever follows can be folded from the journal again, but for the rows of bill, bill_line and payment with own = 0,
-- which the portal told.

CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  boot TEXT NOT NULL,
  up INTEGER NOT NULL,
  turnover INTEGER NOT NULL,
  bill_serial INTEGER NOT NULL,
  receipt_serial INTEGER NOT NULL,
  till_serial INTEGER NOT NULL,
  z_serial INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0, 0, '', 0, 0, 0, 0, 0, 0);

CREATE TABLE bill (
  number TEXT PRIMARY KEY,
  own INTEGER NOT NULL CHECK (own IN (0, 1)),
  device TEXT NOT NULL,
  payer_kind INTEGER NOT NULL,
  payer_id TEXT NOT NULL,
  payer_key TEXT NOT NULL,
  payer_name TEXT NOT NULL,
  total INTEGER NOT NULL CHECK (total >= 0),
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  raised_at INTEGER NOT NULL,
  raised_by TEXT,
  known INTEGER NOT NULL,
  paid_here INTEGER NOT NULL DEFAULT 0,
  paid_elsewhere INTEGER NOT NULL DEFAULT 0,
  -- KauntaBillState of what is above; a plain column, because an index over a generated one never covers a query
  state INTEGER NOT NULL DEFAULT 0,
  -- what the bill can be found by: folded words, each with a space before it
  words TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_by_time ON bill (raised_at, number, state, own, words);
CREATE INDEX bill_by_state ON bill (state, own, raised_at, number);
CREATE INDEX bill_by_payer ON bill (payer_kind, payer_key, raised_at);

CREATE TABLE bill_line (
  bill TEXT NOT NULL REFERENCES bill ON DELETE CASCADE,
  place INTEGER NOT NULL,
  service TEXT NOT NULL,
  tariff TEXT NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (bill, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
  receipt TEXT PRIMARY KEY,
  own INTEGER NOT NULL CHECK (own IN (0, 1)),
  device TEXT NOT NULL,
  bill TEXT NOT NULL,
  tender INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount >= 0),
  status INTEGER NOT NULL,
  tendered INTEGER NOT NULL,
  change INTEGER NOT NULL,
  reference TEXT,
  phone TEXT,
  taken_at INTEGER NOT NULL,
  clerk TEXT,
  till TEXT,
  reversed TEXT,
  approver TEXT,
  copies INTEGER NOT NULL DEFAULT 0,
  -- the entry that took it, 0 for another counter's
  seq INTEGER NOT NULL DEFAULT 0,
  -- neither reversed nor rejected
  counts INTEGER NOT NULL GENERATED ALWAYS AS (reversed IS NULL AND status <> 3) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_by_bill ON payment (bill, taken_at);
CREATE INDEX payment_by_till ON payment (till) WHERE own = 1;
CREATE INDEX payment_by_reference ON payment (reference, tender) WHERE own = 1 AND reference IS NOT NULL;

CREATE TABLE till (
  session TEXT PRIMARY KEY,
  clerk TEXT,
  float_cents INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER NOT NULL DEFAULT 0,
  dropped INTEGER NOT NULL DEFAULT 0,
  paid_in INTEGER NOT NULL DEFAULT 0,
  payments INTEGER NOT NULL DEFAULT 0,
  reversals INTEGER NOT NULL DEFAULT 0,
  counted INTEGER NOT NULL DEFAULT -1,
  count_attempts INTEGER NOT NULL DEFAULT 0,
  first_receipt TEXT,
  last_receipt TEXT,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  -- the newest entry that moved money, and the newest that counted it
  moved_seq INTEGER NOT NULL,
  counted_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX till_open ON till (closed_at) WHERE closed_at = 0;

CREATE TABLE till_tender (
  till TEXT NOT NULL REFERENCES till ON DELETE CASCADE,
  tender INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  reversed INTEGER NOT NULL,
  PRIMARY KEY (till, tender)
) STRICT, WITHOUT ROWID;

CREATE TABLE billed_payer (
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  folded TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  words TEXT NOT NULL,
  billed_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key, folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE settled_exception (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What the portal told: fetched again when lost, never folded from the journal.

CREATE TABLE pull (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  cursor TEXT NOT NULL,
  heard_at INTEGER NOT NULL
) STRICT;
INSERT INTO pull VALUES (1, '', 0);

CREATE TABLE service (
  code TEXT PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_sw TEXT NOT NULL,
  agency TEXT NOT NULL,
  county TEXT NOT NULL,
  revenue_head TEXT NOT NULL,
  tenders INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tariff (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  kind INTEGER NOT NULL,
  unit TEXT NOT NULL,
  amount INTEGER NOT NULL,
  further INTEGER NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  number TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  pin_hash TEXT NOT NULL,
  active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  office TEXT NOT NULL,
  office_name TEXT NOT NULL,
  county_name TEXT NOT NULL,
  part_payment INTEGER NOT NULL,
  variance_limit INTEGER NOT NULL,
  float_usual INTEGER NOT NULL
) STRICT;

CREATE TABLE exception (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  bill TEXT,
  receipt TEXT,
  device TEXT,
  amount INTEGER NOT NULL,
  at INTEGER NOT NULL,
  settled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  device TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  epoch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
