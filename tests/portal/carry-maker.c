/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carry-maker.h"

#include "carry.h"

/* (transfer full) */
static char *
get_portal_key (Counter *counter)
{
  g_autoptr (GPtrArray) first = counter_get_entries (counter, 0, 1);
  const KauntaEntry *enrolled = g_ptr_array_index (first, 0);

  return g_strdup (json_object_get_string_member (enrolled->data, "portal_key"));
}

GBytes *
counter_make_carry (Counter *counter, guint after, const char *cursor, const char *url)
{
  g_autoptr (GPtrArray) entries = counter_get_entries (counter, after, counter->maker->lines->len - after);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_auto (KauntaCarryHeader) header = {
    .device = g_strdup (counter->device.device),
    .epoch = counter->device.epoch,
    .office = g_strdup (counter->device.office),
    .url = g_strdup (url),
    .ca = g_strdup (""),
    .key = g_strdup (kaunta_key_get_public (counter->maker->key)),
    .portal_key = get_portal_key (counter),
    .first = after + 1,
    .made_at = counter->maker->at,
    .cursor = g_strdup (cursor),
  };
  g_autoptr (GError) error = NULL;
  GBytes *file = NULL;

  header.entries = kaunta_carry_add_entries (lines, entries);
  file = kaunta_carry_encode (&header, lines, counter->maker->key, &error);
  g_assert_no_error (error);
  return file;
}
