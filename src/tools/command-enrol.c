/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include "enrolling.h"
#include "http.h"

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gpointer
read_enrolment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { NULL };

  if (!kaunta_ledger_get_enrolment (ledger, &enrolment, error))
    return NULL;

  return g_strdup_printf ("device %s, epoch %" G_GINT64_FORMAT ", office %s", enrolment.device,
                          enrolment.epoch, enrolment.office);
}

int
kaunta_command_enrol (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaStore) store = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *enrolment = NULL;

  if (!kaunta_command_parse (&argc, &argv, NULL, 4))
    return KAUNTA_EXIT_USAGE;

  store = kaunta_store_open (argv[1], clock, &error);
  if (store == NULL)
    return kaunta_command_fail (error);

  kaunta_enrol_async (store, argv[2], argv[3], argv[4], kaunta_http_make, NULL, clock, NULL, enrolled_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  if (kaunta_enrol_finish (store, result, &error))
    enrolment = kaunta_store_run (store, read_enrolment, NULL, &error);
  if (enrolment == NULL)
    return kaunta_command_fail (error);

  g_print ("enrolled: %s\n", enrolment);
  return KAUNTA_EXIT_GOOD;
}
