/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server.h"

/**
 * TestPortal:
 *
 * A portal inside the test: the real server on a random loopback port, with a database in a temporary folder. It answers while the test
 * runs the main context it was made in. It has
 *
 * - the office 047-WESTLANDS (part payment allowed, variance limit 100 shillings, usual float 2,000 shillings);
 * - staff 1007 (clerk, PIN 4071), 1012 (clerk, PIN 5128), 2001 (supervisor, PIN 9034);
 * - the services NRB-ID1 (fixed, 300), 047-MKT (per unit, 50), 047-PRK-HOUR (stepped, 100 then 50), 047-RATES (assessed);
 * - thirty payers: citizens 20000001 to 20000020, foreigners 600001 to 600005, companies PVT-TEST001 to PVT-TEST005. Citizen
 *   20000001 is Akinyi Grace Otieno, telephone 254712000001.
 */
typedef struct _TestPortal TestPortal;

/* Puts what such a portal has into a storage that is empty. */
void test_portal_fill (KauntaPortalStorage *storage);

/* Started. @clock is referenced. */
TestPortal *test_portal_new (KauntaClock *clock);
/* Takes its files with it. */
void test_portal_free (TestPortal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPortal, test_portal_free)

/* "http://127.0.0.1:PORT", the same over stops and starts. */
const char *test_portal_get_url (TestPortal *self);
/* The database's path. */
const char *test_portal_get_path (TestPortal *self);
/* A one-time code for the office; with @device (nullable) one that enrols it again. (transfer full) */
char *test_portal_create_code (TestPortal *self, const char *device);

/* What somebody who knows @code asks with the public key @key, and what both sides derive from the code. */
void test_portal_make_request (const char *code, const char *key, KauntaEnrolRequest *request, KauntaEnrolKey *code_key);
/* Enrols without HTTP; @answer: (out): opened. */
void test_portal_enrol (KauntaPortalStorage *storage, const char *code, const char *key, KauntaEnrolAnswer *answer);

/* As when the portal's machine is switched off and on: connections end, the database is closed, and opened again. */
void test_portal_stop (TestPortal *self);
void test_portal_start (TestPortal *self);

/* What it keeps; not while it is stopped. (transfer none) */
KauntaPortalStorage *test_portal_get_storage (TestPortal *self);
/* All entries that it holds of @device (element-type KauntaEntry). */
GPtrArray *test_portal_read_entries (TestPortal *self, const char *device);
/* Whether what it holds of @device is a valid journal; fails the test with the verifier's words if not. Gives how many
 * entries there are. */
gint64 test_portal_verify (TestPortal *self, const char *device);
