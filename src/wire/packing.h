/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* gzip. (transfer full) */
GBytes *kaunta_pack (GBytes *plain);
/* MALFORMED when @packed is no gzip or is cut, TOO_LARGE as soon as it unpacks to more than @max_bytes. (transfer full) */
GBytes *kaunta_unpack (GBytes *packed, gsize max_bytes, GError **error);

/* The same with Zstandard (RFC 8878). */
GBytes *kaunta_pack_zstd (GBytes *plain);
GBytes *kaunta_unpack_zstd (GBytes *packed, gsize max_bytes, GError **error);

G_END_DECLS
