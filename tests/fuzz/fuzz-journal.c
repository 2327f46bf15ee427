/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "entry-line.h"
#include "json.h"
#include "reading.h"

/* What a journal's readers do with any bytes. The first byte says which reader gets the others. */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The parser takes as canonical just what the writer would write. */
static void
try_json (const char *text, gsize length)
{
  g_autoptr (JsonNode) node = kaunta_json_parse (text, length, length, KAUNTA_JSON_INTEGERS_ONLY, NULL);
  g_autoptr (JsonNode) canonical = kaunta_json_parse (text, length, length, KAUNTA_JSON_CANONICAL, NULL);
  gsize written = 0;
  g_autofree char *again = node != NULL ? kaunta_json_canonical (node, &written, NULL) : NULL;

  g_assert ((canonical != NULL) == (again != NULL && written == length && memcmp (again, text, length) == 0));
}

static void
try_entry (const char *text, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new (text, length);
  g_autoptr (KauntaEntry) entry = kaunta_entry_new_from_bytes (body, NULL, NULL);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (KauntaEntry) back = NULL;
  g_autoptr (GError) error = NULL;

  if (entry == NULL)
    return;

  kaunta_entry_line_append (line, entry);
  back = kaunta_entry_line_decode (line->str, line->len, &error);
  g_assert_no_error (error);
  g_assert (back != NULL && g_bytes_equal (back->body, body));
}

static void
try_line (const char *text, gsize length)
{
  g_autoptr (KauntaEntry) entry = kaunta_entry_line_decode (text, length, NULL);
  g_autoptr (GString) line = g_string_new (NULL);

  if (entry == NULL)
    return;

  kaunta_entry_line_append (line, entry);
  g_assert (line->len == length && memcmp (line->str, text, length) == 0);
}

static void
try_file (KauntaJournalRead read, const char *text, gsize length)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) length, NULL);
  KauntaVerifierSummary summary;
  gint64 place = 0;

  kaunta_journal_verify (read, stream, NULL, &summary, &place, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : NULL;

  if (size < 2)
    return 0;

  memcpy (text, data + 1, size - 1);
  switch (data[0])
    {
    case 'j':
      try_json (text, size - 1);
      break;
    case 'e':
      try_entry (text, size - 1);
      break;
    case 'l':
      try_line (text, size - 1);
      break;
    case 'm':
      try_file (kaunta_mirror_read, text, size - 1);
      break;
    default:
      try_file (kaunta_export_read, text, size - 1);
    }
  return 0;
}
