-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 5: what was paid with one reference is found, and who cancels a bill is asked for.

CREATE INDEX payments_by_reference ON payments (tender, reference) WHERE reference IS NOT NULL;

-- One row for each counter that cancelled the bill: only one of the office that raised it may, and it may come later.
CREATE TABLE cancellations_2 (
  bill TEXT NOT NULL,
  device TEXT NOT NULL REFERENCES devices (device),
  reason TEXT NOT NULL,
  cancelled_at INTEGER NOT NULL,
  PRIMARY KEY (bill, device)
) STRICT;
INSERT INTO cancellations_2 (bill, device, reason, cancelled_at) SELECT bill, device, reason, cancelled_at FROM cancellations;
DROP TABLE cancellations;
ALTER TABLE cancellations_2 RENAME TO cancellations;
