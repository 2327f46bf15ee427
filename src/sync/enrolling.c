/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrolling.h"

#include <glib/gi18n-lib.h>

#include "client.h"
#include "http.h"
#include "identifier.h"
#include "text.h"
#include "wording.h"

#define MAX_ADDRESS_CHARS 200
#define MAX_CODE_CHARS 64
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

/* (transfer full) */
static char *
clean_address (const char *typed, GError **error)
{
  g_autofree char *address = kaunta_text_clean (typed, _("The address"), MAX_ADDRESS_CHARS, FALSE, error);

  return address != NULL ? kaunta_http_check_address (address, error) : NULL;
}

/* (transfer full) */
static char *
clean_code (const char *typed, GError **error)
{
  g_autofree char *clean = kaunta_text_clean (typed, _("The enrolment code"), MAX_CODE_CHARS, FALSE, error);
  g_autofree char *code = clean != NULL ? kaunta_identifier_match_key (clean) : NULL;

  if (code == NULL || *code != '\0')
    return g_steal_pointer (&code);

  g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED, "no letters and digits");
  return NULL;
}

/* What was typed, in the form in which it travels. @field: (out): which is wrong. */
static gboolean
clean (Enrolling *enrolling,
       const char *url,
       const char *code,
       const char *name,
       const char **field,
       GError **error)
{
  *field = "address";
  enrolling->url = clean_address (url, error);
  if (enrolling->url == NULL)
    return FALSE;
  *field = "code";
  enrolling->code = clean_code (code, error);
  if (enrolling->code == NULL)
    return FALSE;
  *field = "name";
  enrolling->name = kaunta_text_clean (name, _("The counter’s name"), MAX_NAME_CHARS, FALSE, error);
  return enrolling->name != NULL;
}

gboolean
kaunta_enrol_check (const char *url,
                    const char *code,
                    const char *name,
                    const char **field,
                    GError **error)
{
  Enrolling *enrolling = NULL;
  GError *local = NULL;
  gboolean fits = FALSE;

  g_return_val_if_fail (url != NULL && code != NULL && name != NULL && field != NULL, FALSE);

  enrolling = g_new0 (Enrolling, 1);
  fits = clean (enrolling, url, code, name, field, &local);
  free_enrolling (enrolling);
  if (!fits)
    {
      kaunta_wording_translate (&local);
      g_propagate_error (error, local);
    }
  return fits;
}

/**
 * kaunta_enrol_async:
 * @url: the portal's address
 * @code: as typed: case, spaces and hyphens don't matter
 * @name: what people call this counter
 * @make: what to send through
 */
void
kaunta_enrol_async (KauntaStore *store,
                    const char *url,
                    const char *code,
                    const char *name,
                    KauntaTransportMaker make,
                    gpointer make_data,
                    KauntaClock *clock,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Enrolling *enrolling = g_new0 (Enrolling, 1);
  g_autoptr (KauntaTransport) transport = NULL;
  const char *field = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, kaunta_enrol_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, enrolling, (GDestroyNotify) free_enrolling);
  enrolling->key_path = g_build_filename (kaunta_store_get_profile (store), "device.key", NULL);
  if (clean (enrolling, url, code, name, &field, &error))
    transport = make (enrolling->url, NULL, make_data, &error);
  if (transport == NULL)
    {
      fail (task, error);
      return;
    }
  enrolling->client = kaunta_client_new (transport, NULL, clock);
  kaunta_store_run_async (store, prepare_key, g_strdup (enrolling->key_path), g_free, (GDestroyNotify) kaunta_key_unref, cancellable,
                          key_prepared_cb, task);
}

gboolean
kaunta_enrol_finish (KauntaStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
