-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4: a portal that was put back from a backup is found out.

-- Whoever writes changes begins a run, and another one when somebody else wrote in between. Cursors after first are this run's, up to
-- the next run's first. A cursor of a run that is not here, or from behind its end, is of a future that was lost.
CREATE TABLE runs (
  number INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL UNIQUE,
  first INTEGER NOT NULL
) STRICT;
INSERT INTO runs (number, run, first) VALUES (1, '', 0);
ALTER TABLE portal ADD COLUMN run TEXT NOT NULL DEFAULT '';

-- The newest counter number that was given, or that may have been given in a lost future.
ALTER TABLE portal ADD COLUMN last_number INTEGER NOT NULL DEFAULT 420;
UPDATE portal SET last_number = (SELECT CAST(max(device) AS INTEGER) FROM devices) WHERE EXISTS (SELECT 1 FROM devices);
