/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "wire.h"

/* One member of a message at a time, read and bounded. Every reader gives MALFORMED with the member's name when it is missing, null, of another
 * type or out of its bounds. For the codecs of this folder only. */

/* Sets MALFORMED: "KEY: WHY". Returns FALSE. */
gboolean kaunta_field_refuse (GError **error, const char *key, const char *why);

/* The whole of a body: one JSON object of at most @max_bytes. @root owns @object. */
gboolean kaunta_field_open_body (GBytes *body, gsize max_bytes, JsonNode **root, JsonObject **object, GError **error);
gboolean kaunta_field_open_text (const char *text, gsize length, gsize max_bytes, JsonNode **root, JsonObject **object, GError **error);
/* Takes @object. (transfer full), without a line's end */
char *kaunta_field_close_text (JsonObject *object);
GBytes *kaunta_field_close_body (JsonObject *object);

/* Text for people, cleaned by kaunta_text_clean(). */
gboolean kaunta_field_get_text (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error);
gboolean kaunta_field_get_text_or_empty (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error);
/* Missing or null gives NULL. */
gboolean kaunta_field_get_optional_text (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error);
/* Text for machines of at most @max_bytes as it is, which may be empty. */
gboolean kaunta_field_get_short (JsonObject *object, const char *key, gsize max_bytes, char **value, GError **error);
/* Text for machines: 1 to @max_chars of printable ASCII without a space. */
gboolean kaunta_field_get_word (JsonObject *object, const char *key, gsize max_chars, char **value, GError **error);

/**
 * KauntaFieldForm: whether @text has the form of a number, a day, a phone ...
 */
typedef gboolean (*KauntaFieldForm) (const char *text);
gboolean kaunta_field_get_form (JsonObject *object, const char *key, KauntaFieldForm form, char **value, GError **error);
gboolean kaunta_field_get_optional_form (JsonObject *object, const char *key, KauntaFieldForm form, char **value, GError **error);
gboolean kaunta_field_is_device (const char *text);
gboolean kaunta_field_is_bill (const char *text);
gboolean kaunta_field_is_receipt (const char *text);
gboolean kaunta_field_is_till (const char *text);
gboolean kaunta_field_is_phone (const char *text);
gboolean kaunta_field_is_day (const char *text);
gboolean kaunta_field_is_public_key (const char *text);

gboolean kaunta_field_get_integer (JsonObject *object, const char *key, gint64 min, gint64 max, gint64 *value, GError **error);
/* 0 to KAUNTA_CENTS_MAX */
gboolean kaunta_field_get_cents (JsonObject *object, const char *key, gint64 *value, GError **error);
gboolean kaunta_field_get_boolean (JsonObject *object, const char *key, gboolean *value, GError **error);
/* UTC ms */
gboolean kaunta_field_get_time (JsonObject *object, const char *key, gint64 *value, GError **error);
/* Whether the member "format" is @format. */
gboolean kaunta_field_check_format (JsonObject *object, const char *format, GError **error);
/* Missing or null leaves @found FALSE. The signature is not looked at. */
gboolean kaunta_field_get_acknowledgement (JsonObject *object, const char *key, gboolean *found, KauntaAcknowledgement *ack,
                                           GError **error);
gboolean kaunta_field_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error);
gboolean kaunta_field_get_array (JsonObject *object, const char *key, guint max_length, JsonArray **value, GError **error);
/* The element at @index of the array @key, which must be an object. */
gboolean kaunta_field_get_element (JsonArray *array, const char *key, guint index, JsonObject **value, GError **error);

void kaunta_field_set_time (JsonObject *object, const char *key, gint64 ms);
/* Leaves @key out when @text is NULL. */
void kaunta_field_set_optional (JsonObject *object, const char *key, const char *text);
