/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A stream of the first @length of @bytes, which then breaks off: with an error, or as if that were all. (transfer full) */
GInputStream *sim_torn_stream_new (GBytes *bytes, gsize length, gboolean in_silence);
