/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How long to wait before the try after @failures failures in a row (1 or more), in ms: twice as long each time from one second up to five minutes,
 * less up to a half by chance, so that the counters of a county do not all come back at one moment after an outage. */
gint64 kaunta_backoff_get_wait (guint failures, GRand *random);
