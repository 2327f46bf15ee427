/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include "json.h"
#include "stored-journal.h"

typedef struct
{
  const char *device; /* (nullable): the only one wanted */
  gboolean found;
  gboolean first;
  char *key; /* (nullable): of the newest epoch */
} Export;

/* A line of JSON for @object. Takes it. */
static gboolean
write_object (JsonObject *object, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, object);
  text = kaunta_json_canonical (node, NULL, error);
  if (text == NULL)
    return FALSE;

  fputs (text, stdout);
  return TRUE;
}

static gboolean
write_entry (const KauntaEntry *entry, gpointer data, GError **error)
{
  Export *export = data;
  JsonObject *object = json_object_new ();
  gsize length = 0;
  const char *bytes = g_bytes_get_data (entry->body, &length);
  g_autofree char *body = g_strndup (bytes, length);
  g_autofree char *sig = kaunta_base64url_encode (entry->sig, sizeof entry->sig);
  const char *key = NULL;

  if (entry->type == KAUNTA_FACT_DEVICE_ENROLLED && kaunta_json_get_string (entry->data, "key", &key, NULL))
    {
      g_free (export->key);
      export->key = g_strdup (key);
    }

  json_object_set_string_member (object, "body", body);
  json_object_set_string_member (object, "sig", sig);
  fputs (export->first ? "\n" : ",\n", stdout);
  export->first = FALSE;
  return write_object (object, error);
}

/* The key comes last: the newest epoch is known at the end only. */
static gboolean
write_journal (const KauntaStoredJournal *journal, gpointer data, GError **error)
{
  Export *export = data;
  gint64 place = 0;

  if (export->device != NULL && g_strcmp0 (export->device, journal->device) != 0)
    return TRUE;

  export->found = TRUE;
  export->first = TRUE;
  fputs ("{\"entries\":[", stdout);
  if (!kaunta_stored_journal_each_entry (journal, write_entry, export, &place, error))
    {
      g_prefix_error (error, "entry %" G_GINT64_FORMAT ": ", place);
      return FALSE;
    }

  fputs ("\n],\"acknowledgements\":[", stdout);
  if (journal->ack != NULL && !write_object (kaunta_acknowledgement_to_json (journal->ack), error))
    return FALSE;

  printf ("],\"key\":\"%s\"}\n", export->key != NULL ? export->key : "");
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
