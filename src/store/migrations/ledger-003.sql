-- SPDX-License-Identifier: GPL-3.0-or-later
-- The authority that vouches for the portal, pinned at enrolment: PEM, '' for a portal on loopback without TLS.

ALTER TABLE enrolment ADD COLUMN ca TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 3;
