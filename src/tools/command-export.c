/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include "entry-line.h"
#include "json.h"
#include "stored-journal.h"

typedef struct
{
  const char *device; /* (nullable): the only one wanted */
  gboolean found;
  gboolean first;
  char *key;     /* (nullable): of the newest epoch */
  JsonArray *acks;
} Export;

static gboolean
write_entry (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES], const guint8 *hash, gpointer data,
             GError **error)
{
  Export *export = data;
  g_autoptr (KauntaEntry) entry = kaunta_entry_new_from_bytes (body, sig, error);
  g_autoptr (GString) line = NULL;
  const char *key = NULL;

  if (entry == NULL)
    return FALSE;
  if (entry->type == KAUNTA_FACT_DEVICE_ENROLLED && kaunta_json_get_string (entry->data, "key", &key, NULL))
    {
      g_free (export->key);
      export->key = g_strdup (key);
    }

  line = g_string_new (export->first ? "\n" : ",\n");
  kaunta_entry_line_append (line, entry);
  export->first = FALSE;
  fwrite (line->str, 1, line->len, stdout);
  return TRUE;
}

static gboolean
keep_acknowledgement (const KauntaAcknowledgement *ack, gpointer data, GError **error)
{
  Export *export = data;

  json_array_add_object_element (export->acks, kaunta_acknowledgement_to_json (ack));
  return TRUE;
}

static gboolean
write_acknowledgements (JsonArray *acks, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), acks);
  g_autofree char *text = kaunta_json_canonical (node, NULL, error);

  if (text == NULL)
    return FALSE;

  printf ("\n],\"acknowledgements\":%s,", text);
  return TRUE;
}

/* The key comes last: the newest epoch is known at the end only. */
static gboolean
write_journal (const KauntaStoredJournal *journal, gpointer data, GError **error)
{
  Export *export = data;
  const KauntaJournalVisitor visitor = { write_entry, keep_acknowledgement, NULL, export };
  g_autoptr (JsonArray) acks = json_array_new ();
  gint64 place = 0;

  if (journal->branch || (export->device != NULL && g_strcmp0 (export->device, journal->device) != 0))
    return TRUE;

  if (journal->tail != NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the file holds the end of a journal only");
      return FALSE;
    }

  export->found = TRUE;
  export->first = TRUE;
  export->acks = acks;
  fputs ("{\"entries\":[", stdout);
  if (!journal->read (journal->from, &visitor, &place, error))
    {
      g_prefix_error (error, "entry %" G_GINT64_FORMAT ": ", place);
      return FALSE;
    }
  if (!write_acknowledgements (acks, error))
    return FALSE;

  printf ("\"key\":\"%s\"}\n", export->key != NULL ? export->key : "");
  return TRUE;
}

static gboolean
check_written (const Export *export, GError **error)
{
  if (!export->found)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "the portal has no device %s", export->device);
      return FALSE;
    }
  if (fflush (stdout) != 0 || ferror (stdout) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "the export is not complete: %s",
                   g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

int
kaunta_command_export (int argc, char **argv)
{
  g_autofree char *device = NULL;
  const GOptionEntry options[] = {
    { "device", 0, 0, G_OPTION_ARG_STRING, &device, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  KauntaJournalFileKind kind;
  Export export = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean good = FALSE;

  if (!kaunta_command_parse (&argc, &argv, options, 1))
    return KAUNTA_EXIT_USAGE;

  kind = kaunta_journal_file_recognise (argv[1]);
  if ((device != NULL) != (kind == KAUNTA_JOURNAL_FILE_PORTAL))
    {
      g_printerr ("kauntactl export: --device says which of a portal's journals, and nothing else\n");
      return KAUNTA_EXIT_USAGE;
    }

  export.device = device;
  good =
      kaunta_stored_journal_each (argv[1], write_journal, &export, &error) && check_written (&export, &error);
  g_free (export.key);
  return good ? KAUNTA_EXIT_GOOD : kaunta_command_fail (error);
}
