/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "config.h"
#include "server.h"

#define USUAL_ADDRESS "127.0.0.1"
#define EXIT_USAGE 2

typedef struct
{
  char *database;
  char *address;
  int port;
  char *certificate;
  char *authority;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->database);
  g_free (options->address);
  g_free (options->certificate);
  g_free (options->authority);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_options (int *argc, char ***argv, Options *options, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &options->database, N_("The portal’s database, made if it is not there"), N_("PATH") },
    { "address", 0, 0, G_OPTION_ARG_STRING, &options->address, N_("The IP address to listen on (127.0.0.1)"), "IP" },
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, N_("The port to listen on (a free one)"), "N" },
    { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate, N_("Certificate and key for HTTPS"), "PEM" },
    { "authority", 0, 0, G_OPTION_ARG_FILENAME, &options->authority, N_("Who vouches for the certificate: told to counters at enrolment, and the only one they trust"), "PEM" },
    { NULL }
  };

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("The central portal that Kaunta’s counters send to and ask."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->database == NULL || *argc > 1 || options->port < 0 || options->port > G_MAXUINT16
      || (options->certificate == NULL) != (options->authority == NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Usage: kaunta-portal --database PATH [--address IP] [--port N] [--certificate PEM --authority PEM]"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
end_asked_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

/* Scripts wait for this line, so it is not translated; a signal that comes right after it finds its handler in place. */
static void
run_until_asked_to_end (const char *where)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, end_asked_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, end_asked_cb, loop);

  g_print ("Listening on %s\n", where);
  fflush (stdout);
  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
}

static gboolean
serve (const Options *options, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaPortalStorage) storage = kaunta_sqlite_storage_open (options->database, clock, error);
  g_autoptr (KauntaPortalServer) server = NULL;
  const char *address = options->address != NULL ? options->address : USUAL_ADDRESS;
  gboolean six = strchr (address, ':') != NULL;
  g_autofree char *where = NULL;
  guint port = 0;

  if (storage == NULL)
    return FALSE;
  server = kaunta_portal_server_new (storage, clock);
  port = kaunta_portal_server_listen (server, address, options->port, options->certificate, options->authority, error);
  if (port == 0)
    return FALSE;

  where = g_strdup_printf ("%s://%s%s%s:%u", options->certificate != NULL ? "https" : "http", six ? "[" : "", address,
                           six ? "]" : "", port);
  run_until_asked_to_end (where);
  kaunta_portal_server_stop (server);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, KAUNTA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (!read_options (&argc, &argv, &options, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_USAGE;
    }
  if (!serve (&options, &error))
    {
      g_printerr ("kaunta-portal: %s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
