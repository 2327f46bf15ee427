/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fact.h"
#include "json.h"

/* A fact's fields, each checked on its own: KEYS, NUMBER or AMOUNT with the field's name. */

/* Text that is not empty. */
gboolean kaunta_fact_check_text (JsonObject *data, const char *key, GError **error);
gboolean kaunta_fact_check_words (JsonObject *data, const char *key, const char *const *words, GError **error);
gboolean kaunta_fact_check_bill (JsonObject *data, GError **error);
gboolean kaunta_fact_check_receipt (JsonObject *data, GError **error);
/* Whether the pieces in "counts" add up to what @total_key says. */
gboolean kaunta_fact_check_counts (JsonObject *data, const char *total_key, GError **error);

/* The types that carry money. */
gboolean kaunta_fact_check_bill_raised (JsonObject *data, GError **error);
gboolean kaunta_fact_check_payment_taken (JsonObject *data, GError **error);
gboolean kaunta_fact_check_till_closed (JsonObject *data, GError **error);

/* Cents of @tender in an object keyed by tender; 0 when it isn't named. */
gboolean kaunta_fact_get_tender_cents (JsonObject *amounts, KauntaTender tender, gint64 *cents, GError **error);
/* A denomination's key in "counts": its cents in decimal, or 0 when it is none. */
gint64 kaunta_fact_parse_denomination (const char *key);
