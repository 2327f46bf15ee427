-- SPDX-License-Identifier: GPL-3.0-or-later
-- Journals that come from elsewhere, and a second place for one's own.

PRAGMA user_version = 2;

-- A projection: whose journal this is, and with which key each epoch is signed.
CREATE TABLE epoch (
  epoch INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  key TEXT NOT NULL
) STRICT;
INSERT INTO epoch (epoch, device, key)
  SELECT body ->> '$.epoch', body ->> '$.device', body ->> '$.data.key'
  FROM (SELECT seq, CAST(body AS TEXT) AS body FROM entry WHERE instr(body, CAST('"device.enrolled"' AS BLOB)) > 0)
  WHERE body ->> '$.type' = 'device.enrolled'
  ORDER BY seq;

-- No projection: where the mirror is, and what is wrong with it.
CREATE TABLE mirror (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  path TEXT NOT NULL,
  -- the newest entry that was in it when it was seen last
  seq INTEGER NOT NULL DEFAULT 0,
  -- when its trouble began, 0 while it has none
  troubled_at INTEGER NOT NULL DEFAULT 0
) STRICT;
