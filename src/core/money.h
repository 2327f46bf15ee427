/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * KAUNTA_CENTS_MAX:
 *
 * The largest amount, in cents, in either direction: the largest integer that a JSON
 * number carries exactly (RFC 8785, section 3.2.2.3).
 */
#define KAUNTA_CENTS_MAX G_GINT64_CONSTANT (9007199254740991)

gboolean kaunta_cents_add (gint64 a, gint64 b, gint64 *sum, GError **error);
gboolean kaunta_cents_subtract (gint64 a, gint64 b, gint64 *difference, GError **error);
gboolean kaunta_cents_multiply (gint64 unit, gint64 quantity, gint64 *product, GError **error);

/* Reads "1,250", "1250.50", "KES 1 250/=": shillings as people type them. Refuses negative, empty,
 * a third decimal and whatever exceeds KAUNTA_CENTS_MAX. */
gboolean kaunta_cents_parse (const char *text, gint64 *cents, GError **error);
/* "1,250.50"; the two decimals always. (transfer full) */
char *kaunta_cents_format (gint64 cents);
/* "1,250" when there are no cents, else "1,250.50". (transfer full) */
char *kaunta_cents_format_short (gint64 cents);
