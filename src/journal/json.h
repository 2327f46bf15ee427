/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/**
 * KauntaJournalError:
 *
 * What is wrong with JSON, an entry or a journal. The words of the verifier's verdicts.
 */
typedef enum
{
  KAUNTA_JOURNAL_ERROR_FORM,       /* not JSON, not JCS, too large, too deep */
  KAUNTA_JOURNAL_ERROR_KEYS,       /* a key missing, unknown or of the wrong type */
  KAUNTA_JOURNAL_ERROR_SEQ,
  KAUNTA_JOURNAL_ERROR_PREV,
  KAUNTA_JOURNAL_ERROR_SIGNATURE,
  KAUNTA_JOURNAL_ERROR_NUMBER,     /* a series with a gap, a reuse or a wrong check digit */
  KAUNTA_JOURNAL_ERROR_TURNOVER,
  KAUNTA_JOURNAL_ERROR_APPROVER,
  KAUNTA_JOURNAL_ERROR_AMOUNT,
  KAUNTA_JOURNAL_ERROR_REFERENCE,  /* speaks of a bill, receipt ... that does not exist or may not be used so */
  KAUNTA_JOURNAL_ERROR_TILL,
  KAUNTA_JOURNAL_ERROR_ACKNOWLEDGEMENT,
  KAUNTA_JOURNAL_ERROR_KEY,        /* a key file that can't be read, made or used */
} KauntaJournalError;

#define KAUNTA_JOURNAL_ERROR (kaunta_journal_error_quark ())
GQuark kaunta_journal_error_quark (void);

#define KAUNTA_JSON_MAX_DEPTH 32

/**
 * KauntaJsonFlags:
 * @KAUNTA_JSON_INTEGERS_ONLY: refuse a number with fraction or exponent
 * @KAUNTA_JSON_CANONICAL: refuse whatever kaunta_json_canonical() would write otherwise
 */
typedef enum
{
  KAUNTA_JSON_NORMAL = 0,
  KAUNTA_JSON_INTEGERS_ONLY = 1 << 0,
  KAUNTA_JSON_CANONICAL = 1 << 1 | KAUNTA_JSON_INTEGERS_ONLY,
} KauntaJsonFlags;

/* The one door for JSON from outside: RFC 8259 to the letter, valid UTF-8, no key twice, integers within +-(2^53 - 1),
 * at most KAUNTA_JSON_MAX_DEPTH levels and @max_bytes. json-glib's own parser is never given foreign text:
 * it overflows the stack on deep input and takes much that is no JSON. (transfer full) */
JsonNode *kaunta_json_parse (const char *text, gsize length, gsize max_bytes, KauntaJsonFlags flags, GError **error);

/* RFC 8785 (JCS) bytes; integers only. Text must be NFC. (transfer full) */
char *kaunta_json_canonical (JsonNode *node, gsize *length, GError **error);

/* Typed getters: KEYS when @key is missing or of another type. Strings (transfer none). */
gboolean kaunta_json_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error);
gboolean kaunta_json_get_array (JsonObject *object, const char *key, JsonArray **value, GError **error);
gboolean kaunta_json_get_string (JsonObject *object, const char *key, const char **value, GError **error);
/* A missing key or null gives NULL. */
gboolean kaunta_json_get_optional_string (JsonObject *object, const char *key, const char **value, GError **error);
gboolean kaunta_json_get_integer (JsonObject *object, const char *key, gint64 min, gint64 max, gint64 *value,
                                  GError **error);
gboolean kaunta_json_get_boolean (JsonObject *object, const char *key, gboolean *value, GError **error);

/* Base64url without padding (RFC 4648, section 5). */
char *kaunta_base64url_encode (const guint8 *bytes, gsize length);
/* Exactly @length bytes, else FORM. */
gboolean kaunta_base64url_decode (const char *text, guint8 *bytes, gsize length, GError **error);
