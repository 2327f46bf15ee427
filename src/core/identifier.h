/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "payer.h"

/* No check digit is published for any Kenyan identifier: an odd shape is a warning, never a refusal. */

/* Upper case, ASCII letters and digits only: what identifiers are matched by. (transfer full) */
char *kaunta_identifier_match_key (const char *typed);
/* A translated warning when @id has not the usual shape of its kind, or NULL. (transfer full) (nullable) */
char *kaunta_identifier_warning (KauntaPayerKind kind, const char *id);
/* "254712345678" from any usual form; INVALID otherwise. (transfer full) */
char *kaunta_phone_normalise (const char *typed, GError **error);
/* "0712 345 678" for people. (transfer full) */
char *kaunta_phone_display (const char *phone);
/* A translated warning when @code is no usual M-PESA code for a payment on the day of @now_ms, or NULL:
 * ten letters and digits, the first three telling year, month and day. Undocumented by the provider, so
 * good for a warning only. (transfer full) (nullable) */
char *kaunta_mpesa_code_warning (const char *code, gint64 now_ms);

typedef enum
{
  KAUNTA_QUERY_NOTHING,
  KAUNTA_QUERY_BILL,
  KAUNTA_QUERY_RECEIPT,
  KAUNTA_QUERY_PHONE,
  KAUNTA_QUERY_IDENTIFIER,
  KAUNTA_QUERY_NAME,
} KauntaQueryKind;

/* What the one search entry was given. A number may be an ID as well as a phone: then it says IDENTIFIER,
 * and the search tries both. @key (out) (transfer full): what to search by. A twelve-digit number with a wrong check
 * digit gives BILL and an error in @warning. */
KauntaQueryKind kaunta_query_recognise (const char *typed, char **key, char **warning);
