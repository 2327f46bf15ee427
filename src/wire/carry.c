/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carry.h"

#include <string.h>

#include "entry-line.h"
#include "json.h"
#include "money.h"
#include "value.h"

#define MAX_CURSOR 64
#define MAX_URL 1024
#define MAX_OFFICE 64
#define MAX_CA (64 * 1024)
/* An authority's text grows when it becomes JSON, by a backslash at each line's end. */
#define MAX_HEADER (4 * MAX_CA)
/* What the header and the signature leave of a file to entries. */
#define MAX_ENTRIES_BYTES (KAUNTA_WIRE_MAX_CARRY_BYTES - MAX_HEADER - 1024)

void
kaunta_carry_header_clear (KauntaCarryHeader *self)
{
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->office, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->ca, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->portal_key, g_free);
  g_clear_pointer (&self->cursor, g_free);
}

static JsonObject *
write_header (const KauntaCarryHeader *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "format", KAUNTA_CARRY_FORMAT);
  json_object_set_string_member (object, "device", self->device);
  json_object_set_int_member (object, "epoch", self->epoch);
  json_object_set_string_member (object, "office", self->office);
  json_object_set_string_member (object, "url", self->url);
  json_object_set_string_member (object, "ca", self->ca);
  json_object_set_string_member (object, "key", self->key);
  json_object_set_string_member (object, "portal_key", self->portal_key);
  json_object_set_int_member (object, "first", self->first);
  json_object_set_int_member (object, "entries", self->entries);
  kaunta_field_set_time (object, "made_at", self->made_at);
  json_object_set_string_member (object, "cursor", self->cursor);
  if (self->acknowledged)
    json_object_set_object_member (object, "ack", kaunta_acknowledgement_to_json (&self->ack));
  else
    json_object_set_null_member (object, "ack");
  return object;
}

static gboolean
read_numbers (JsonObject *object, KauntaCarryHeader *self, GError **error)
{
  return kaunta_field_get_integer (object, "epoch", 1, KAUNTA_CENTS_MAX, &self->epoch, error)
         && kaunta_field_get_integer (object, "first", 1, KAUNTA_CENTS_MAX, &self->first, error)
         && kaunta_field_get_integer (object, "entries", 0, KAUNTA_CENTS_MAX, &self->entries, error)
         && kaunta_field_get_time (object, "made_at", &self->made_at, error);
}

static gboolean
read_words (JsonObject *object, KauntaCarryHeader *self, GError **error)
{
  return kaunta_field_get_form (object, "device", kaunta_field_is_device, &self->device, error)
         && kaunta_field_get_word (object, "office", MAX_OFFICE, &self->office, error)
         && kaunta_field_get_word (object, "url", MAX_URL, &self->url, error)
         && kaunta_field_get_form (object, "key", kaunta_field_is_public_key, &self->key, error)
         && kaunta_field_get_form (object, "portal_key", kaunta_field_is_public_key, &self->portal_key, error)
         && kaunta_field_get_short (object, "cursor", MAX_CURSOR, &self->cursor, error)
         && kaunta_field_get_short (object, "ca", MAX_CA, &self->ca, error);
}

static gboolean
read_header (JsonObject *object, KauntaCarryHeader *self, GError **error)
{
  return read_words (object, self, error) && read_numbers (object, self, error)
         && kaunta_field_get_acknowledgement (object, "ack", &self->acknowledged, &self->ack, error);
}

gboolean
kaunta_carry_header_decode (const char *line, gsize length, KauntaCarryHeader *self, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_auto (KauntaCarryHeader) header = { 0 };
  JsonObject *object = NULL;

  if (!kaunta_field_open_text (line, length, MAX_HEADER, &root, &object, error)
      || !kaunta_field_check_format (object, KAUNTA_CARRY_FORMAT, error)
      || !read_header (object, &header, error))
    return FALSE;

  *self = header;
  header = (KauntaCarryHeader){ 0 };
  return TRUE;
}

guint
kaunta_carry_add_entries (GString *lines, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      gsize before = lines->len;

      kaunta_entry_line_append (lines, g_ptr_array_index (entries, i));
      g_string_append_c (lines, '\n');
      if (lines->len > MAX_ENTRIES_BYTES)
        {
          g_string_truncate (lines, before);
          return i;
        }
    }
  return entries->len;
}

GBytes *
kaunta_carry_encode (const KauntaCarryHeader *header, const GString *lines, const KauntaKey *key, GError **error)
{
  g_autoptr (GString) file = g_string_new (NULL);
  guint8 digest[KAUNTA_HASH_BYTES];
  guint8 sig[KAUNTA_SIGNATURE_BYTES];

  if (!kaunta_signed_lines_add (file, write_header (header), error))
    return NULL;
  g_string_append_len (file, lines->str, lines->len);

  kaunta_signed_lines_digest (file, digest);
  kaunta_key_sign (key, KAUNTA_CARRY_PURPOSE, digest, sizeof digest, sig);
  return kaunta_signed_lines_close (g_steal_pointer (&file), sig);
}

void
kaunta_carry_clear (KauntaCarry *self)
{
  kaunta_carry_header_clear (&self->header);
  kaunta_signed_lines_clear (&self->lines);
}

gboolean
kaunta_carry_open (KauntaCarry *self, GBytes *file, GError **error)
{
  g_auto (KauntaCarry) carry = { 0 };
  const char *line = NULL;
  gsize length = 0;

  if (!kaunta_signed_lines_open (&carry.lines, file, error))
    return FALSE;
  line = kaunta_signed_lines_next (&carry.lines, &length);
  if (!kaunta_carry_header_decode (line, length, &carry.header, error)
      || !kaunta_signed_lines_verify (&carry.lines, carry.header.key, KAUNTA_CARRY_PURPOSE, error))
    return FALSE;
  if (kaunta_signed_lines_count (&carry.lines) != carry.header.entries)
    return kaunta_field_refuse (error, "entries", "not as many as the header says");

  carry.next = carry.header.first;
  *self = carry;
  carry = (KauntaCarry){ 0 };
  return TRUE;
}

static KauntaEntry *
read_entry (KauntaCarry *self, const char *line, gsize length, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (KauntaEntry) entry = kaunta_entry_line_decode (line, length, &reason);

  if (entry == NULL)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY, "entry %" G_GINT64_FORMAT ": %s", self->next,
                   reason->message);
      return NULL;
    }
  if (entry->seq != self->next || !g_str_equal (entry->device, self->header.device))
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BAD_ENTRY, "entry %" G_GINT64_FORMAT ": another one is in its place",
                   self->next);
      return NULL;
    }
  return g_steal_pointer (&entry);
}

GPtrArray *
kaunta_carry_read_entries (KauntaCarry *self, guint max_entries, gsize max_bytes, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  gsize bytes = 0;

  while (entries->len < max_entries && bytes < max_bytes)
    {
      KauntaEntry *entry = NULL;
      gsize length = 0;
      const char *line = kaunta_signed_lines_next (&self->lines, &length);

      if (line == NULL)
        break;
      entry = read_entry (self, line, length, error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
      bytes += length;
      self->next++;
    }
  return g_steal_pointer (&entries);
}
