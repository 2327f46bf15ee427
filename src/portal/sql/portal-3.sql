-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3: enrolment codes that authenticate both sides.

-- A code's first characters find its row; key is what both sides derive from the whole. A code is deleted when it is too old. given_device,
-- given_epoch and given_token (sealed with the key) say what it was used for, so that an answer that was lost can be given again.
DROP TABLE enrolment_codes;
CREATE TABLE enrolment_codes (
  selector TEXT NOT NULL PRIMARY KEY,
  key TEXT NOT NULL,
  office TEXT NOT NULL REFERENCES offices (office),
  device TEXT,
  made_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  given_device TEXT,
  given_epoch INTEGER,
  given_token TEXT
) STRICT;
