/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "clock.h"
#include "storage.h"

G_BEGIN_DECLS

/**
 * KauntaPortalServer:
 *
 * The HTTP side of the portal (data/portal-v1.json is its contract). Runs in the main context it was made in.
 */
#define KAUNTA_TYPE_PORTAL_SERVER (kaunta_portal_server_get_type ())
G_DECLARE_FINAL_TYPE (KauntaPortalServer, kaunta_portal_server, KAUNTA, PORTAL_SERVER, GObject)

/* The portal's signing key is in @storage. Both are referenced. */
KauntaPortalServer *kaunta_portal_server_new (KauntaPortalStorage *storage, KauntaClock *clock);
/* @address: an IP address; plain HTTP only on loopback. @port 0 takes a free one. @certificate: (nullable): PEM file with
 * certificate and key for HTTPS; @authority: (nullable): with it, PEM file of the authority that vouches for it. Returns the port, 0 with LISTEN
 * on error. */
guint kaunta_portal_server_listen (KauntaPortalServer *self, const char *address, guint port, const char *certificate,
                                   const char *authority, GError **error);
/* Ends connections and stops listening. */
void kaunta_portal_server_stop (KauntaPortalServer *self);

G_END_DECLS
