/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrolling.h"

#include <glib/gi18n-lib.h>

#include "client.h"
#include "identifier.h"
#include "text.h"
#include "wording.h"

#define MAX_NAME_CHARS 80

/* Shared by the caller's thread and, one after the other, the store's. */
typedef struct
{
  KauntaClient *client;
  char *url;
  char *code;
  char *name;
  char *key_path;
  KauntaKey *key;
  KauntaEnrolment enrolment;
} Enrolling;

static void
free_enrolling (Enrolling *enrolling)
{
  g_clear_object (&enrolling->client);
  g_free (enrolling->url);
  g_free (enrolling->code);
  g_free (enrolling->name);
  g_free (enrolling->key_path);
  g_clear_pointer (&enrolling->key, kaunta_key_unref);
  kaunta_enrolment_clear (&enrolling->enrolment);
  g_free (enrolling);
}

static void
fail (GTask *task, GError *error)
{
  kaunta_wording_translate (&error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* On the store's thread. A key that an earlier try left is used: the portal may know it already. A new one is not written before the portal took
 * the code, so a refusal leaves nothing behind. */
static gpointer
prepare_key (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const char *path = data;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return kaunta_key_load (path, error);
  return kaunta_key_generate ();
}

/* On the store's thread. */
static gpointer
keep_enrolment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Enrolling *enrolling = data;

  if (!g_file_test (enrolling->key_path, G_FILE_TEST_EXISTS) && !kaunta_key_save (enrolling->key, enrolling->key_path, error))
    return NULL;
  if (!kaunta_ledger_enrol (ledger, &enrolling->enrolment, enrolling->key, error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
enrolment_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;

  if (kaunta_store_run_finish (KAUNTA_STORE (source), result, &error) == NULL)
    {
      fail (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KauntaStore *store = g_task_get_source_object (task);
  Enrolling *enrolling = g_task_get_task_data (task);
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  GError *error = NULL;

  if (!kaunta_client_enrol_finish (enrolling->client, result, &answer, &error))
    {
      fail (task, error);
      return;
    }
  enrolling->enrolment = (KauntaEnrolment){
    .device = g_steal_pointer (&answer.device),
    .epoch = answer.epoch,
    .office = g_steal_pointer (&answer.office),
    .name = g_strdup (enrolling->name),
    .url = g_strdup (enrolling->url),
    .portal_key = g_steal_pointer (&answer.portal_key),
    .token = g_steal_pointer (&answer.token),
  };
  kaunta_store_run_async (store, keep_enrolment, enrolling, NULL, NULL, NULL, enrolment_kept_cb, task);
}

static void
key_prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Enrolling *enrolling = g_task_get_task_data (task);
  KauntaEnrolRequest request = { 0 };
  GError *error = NULL;

  enrolling->key = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);
  if (enrolling->key == NULL)
    {
      fail (task, error);
      return;
    }
  request.code = enrolling->code;
  request.key = (char *) kaunta_key_get_public (enrolling->key);
  request.name = enrolling->name;
  kaunta_client_enrol_async (enrolling->client, &request, g_task_get_cancellable (task), answered_cb, task);
}

/* What was typed, in the form in which it travels. */
static gboolean
clean (Enrolling *enrolling, const char *code, const char *name, GError **error)
{
  g_autofree char *typed = kaunta_text_clean (code, _("The enrolment code"), 64, FALSE, error);

  if (typed == NULL)
    return FALSE;
  enrolling->code = kaunta_identifier_match_key (typed);
  if (*enrolling->code == '\0')
    {
      g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED, "no letters and digits");
      return FALSE;
    }
  enrolling->name = kaunta_text_clean (name, _("The counter’s name"), MAX_NAME_CHARS, FALSE, error);
  return enrolling->name != NULL;
}

/**
 * kaunta_enrol_async:
 * @url: the portal's address
 * @code: as typed: case, spaces and hyphens don't matter
 * @name: what people call this counter
 * @ca_file: (nullable): absolute path of PEM anchors
 */
void
kaunta_enrol_async (KauntaStore *store,
                    const char *url,
                    const char *code,
                    const char *name,
                    const char *ca_file,
                    KauntaClock *clock,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Enrolling *enrolling = g_new0 (Enrolling, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, kaunta_enrol_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, enrolling, (GDestroyNotify) free_enrolling);
  enrolling->url = g_strdup (url);
  enrolling->key_path = g_build_filename (kaunta_store_get_profile (store), "device.key", NULL);
  enrolling->client = kaunta_client_new (url, NULL, ca_file, clock, &error);
  if (enrolling->client == NULL || !clean (enrolling, code, name, &error))
    {
      fail (task, error);
      return;
    }
  kaunta_store_run_async (store, prepare_key, g_strdup (enrolling->key_path), g_free, (GDestroyNotify) kaunta_key_unref, cancellable,
                          key_prepared_cb, task);
}

gboolean
kaunta_enrol_finish (KauntaStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
