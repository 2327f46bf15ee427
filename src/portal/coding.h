/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The names of the content codings that the portal takes and gives, as they stand in Accept-Encoding. */
#define KAUNTA_PORTAL_CODINGS "gzip, zstd"

/**
 * KauntaPortalCoding: how a body is packed on its way
 */
typedef struct
{
  const char *name;
  GBytes *(*pack) (GBytes *plain);
  /* MALFORMED when it is not whole, TOO_LARGE as soon as it unpacks to more than @max_bytes. */
  GBytes *(*unpack) (GBytes *packed, gsize max_bytes, GError **error);
} KauntaPortalCoding;

/* By the value of Content-Encoding. (transfer none) (nullable): NULL when the portal does not know it */
const KauntaPortalCoding *kaunta_portal_coding_find (const char *name);
/* The one that the value of Accept-Encoding likes best. (transfer none) (nullable): NULL for a plain body */
const KauntaPortalCoding *kaunta_portal_coding_choose (const char *accepted);

G_END_DECLS
