/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "changes.h"
#include "enrolment.h"
#include "portal-error.h"
#include "problem.h"

G_BEGIN_DECLS

/**
 * KauntaPortalStorage:
 *
 * What the portal keeps, behind one interface; SQLite now, PostgreSQL next. Every call is one transaction and leaves nothing half done.
 */
#define KAUNTA_TYPE_PORTAL_STORAGE (kaunta_portal_storage_get_type ())
G_DECLARE_INTERFACE (KauntaPortalStorage, kaunta_portal_storage, KAUNTA, PORTAL_STORAGE, GObject)

/* Opens or creates the portal's database in one SQLite file; a new one gets its signing key. @clock is referenced. */
KauntaPortalStorage *kaunta_sqlite_storage_open (const char *path, KauntaClock *clock, GError **error);

/* ---- administration (kauntactl, tests) ---- */

/* A one-time code (16 Crockford characters), valid for 15 minutes and five wrong tries, that makes a machine a counter of @office.
 * @device: (nullable): re-enrols that device number (epoch + 1), else the next free number is given. (transfer full) */
char *kaunta_portal_storage_create_code (KauntaPortalStorage *self, const char *office, const char *device, GError **error);
/* Puts a value and offers it to the counters of @office (NULL: of every office) through changes. Payers too. */
gboolean kaunta_portal_storage_put (KauntaPortalStorage *self, const char *office, KauntaChangeKind kind, const char *id,
                                    gconstpointer value, GError **error);
/* Puts many payers at once without offering each as a change: what counters fetch as a snapshot. @next returns NULL at the end or with an error. */
gboolean kaunta_portal_storage_import_payers (KauntaPortalStorage *self, KauntaPayer *(*next) (gpointer data, GError **error),
                                              gpointer data, gint64 *count, GError **error);

G_END_DECLS
