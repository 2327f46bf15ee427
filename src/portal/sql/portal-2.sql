-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: branches are kept whole, and what has no receipt can be an exception.

-- Whether the money of the branch's entry was entered as exceptions.
ALTER TABLE forks ADD COLUMN entered INTEGER NOT NULL DEFAULT 0 CHECK (entered IN (0, 1));

-- about is what makes an exception the same one: the receipt, or the hash of a branch's entry.
CREATE TABLE exceptions_2 (
  exception TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  bill TEXT,
  receipt TEXT,
  device TEXT NOT NULL,
  amount INTEGER NOT NULL,
  raised_at INTEGER NOT NULL,
  settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
  UNIQUE (kind, about)
) STRICT;
INSERT INTO exceptions_2 (exception, kind, about, bill, receipt, device, amount, raised_at, settled)
  SELECT exception, kind, receipt, bill, receipt, device, amount, raised_at, settled FROM exceptions;
DROP TABLE exceptions;
ALTER TABLE exceptions_2 RENAME TO exceptions;
CREATE INDEX exceptions_by_receipt ON exceptions (receipt);
