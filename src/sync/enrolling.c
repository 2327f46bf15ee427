/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrolling.h"

#include <glib/gi18n-lib.h>

#include "catching-up.h"
#include "client.h"
#include "http.h"
#include "key-safe.h"
#include "text.h"
#include "wording.h"

#define MAX_ADDRESS_CHARS 200
#define MAX_CODE_CHARS 64
#define MAX_NAME_CHARS 80

/* Shared by the caller's thread and, one after the other, the store's. */
typedef struct
{
  KauntaClient *client;
  char *profile;
  char *url;
  char *code;
  char *name;
  KauntaEnrolKey code_key;
  KauntaKey *key;
  gboolean key_made; /* by this try */
  KauntaEnrolment enrolment;
  KauntaTransportMaker make;
  gpointer make_data;
  KauntaClock *clock;
} Enrolling;

static void
free_enrolling (Enrolling *enrolling)
{
  g_clear_object (&enrolling->client);
  g_free (enrolling->profile);
  g_free (enrolling->url);
  g_free (enrolling->code);
  g_free (enrolling->name);
  kaunta_enrol_key_clear (&enrolling->code_key);
  g_clear_pointer (&enrolling->key, kaunta_key_unref);
  kaunta_enrolment_clear (&enrolling->enrolment);
  g_clear_object (&enrolling->clock);
  g_free (enrolling);
}

static void
fail (GTask *task, GError *error)
{
  kaunta_wording_translate (&error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* On the store's thread. */
static gpointer
prepare (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Enrolling *enrolling = data;

  kaunta_enrol_key_derive (&enrolling->code_key, enrolling->code);
  enrolling->key = kaunta_key_safe_prepare (enrolling->profile, &enrolling->key_made, error);
  return enrolling->key;
}

/* On the store's thread. */
static gpointer
drop_key (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  kaunta_key_safe_drop_prepared (data);
  return NULL;
}

/* On the store's thread. */
static gpointer
keep_enrolment (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  Enrolling *enrolling = data;

  if (!kaunta_ledger_enrol (ledger, &enrolling->enrolment, enrolling->key, error)
      || !kaunta_key_safe_take_prepared (enrolling->profile, error))
    return NULL;
  return enrolling;
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

/* The portal did not take the key, so it is worth nothing; after any other trouble it may have, and the next try must come with the same. */
static void
fail_asking (GTask *task, GError *error)
{
  Enrolling *enrolling = g_task_get_task_data (task);

  if (g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED) && enrolling->key_made)
    kaunta_store_run_async (g_task_get_source_object (task), drop_key, g_strdup (enrolling->profile), g_free, NULL, NULL, NULL, NULL);
  fail (task, error);
}

/* Whoever answered must know the code, and the certificate he showed must be vouched for by the authority that he names. */
static gboolean
check_answer (Enrolling *enrolling, KauntaEnrolAnswer *answer, GTlsCertificate *peer, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (!kaunta_enrol_answer_open (answer, kaunta_key_get_public (enrolling->key), &enrolling->code_key, &reason))
    {
      g_set_error_literal (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE, reason->message);
      return FALSE;
    }
  return kaunta_http_check_peer (enrolling->url, peer, answer->ca, error);
}

static void
caught_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Enrolling *enrolling = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kaunta_catching_up_finish (KAUNTA_STORE (source), result, &error))
    {
      fail (task, error);
      return;
    }
  kaunta_store_run_async (KAUNTA_STORE (source), keep_enrolment, enrolling, NULL, NULL, NULL, enrolment_kept_cb, task);
}

/* The portal may hold a journal of this device already, which must be gone on with. From here on the pinned authority counts. */
static void
catch_up (GTask *task, gint64 seq, const char *head)
{
  Enrolling *enrolling = g_task_get_task_data (task);
  const KauntaEnrolment *enrolment = &enrolling->enrolment;
  GError *error = NULL;
  g_autoptr (KauntaTransport) transport = enrolling->make (enrolment->url, enrolment->ca, enrolling->make_data, &error);
  g_autoptr (KauntaClient) client = NULL;

  if (transport == NULL)
    {
      fail (task, error);
      return;
    }
  client = kaunta_client_new (transport, enrolment->token, enrolling->clock);
  kaunta_catching_up_async (g_task_get_source_object (task), client, enrolment->device, seq, head, g_task_get_cancellable (task), caught_up_cb,
                            task);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Enrolling *enrolling = g_task_get_task_data (task);
  g_auto (KauntaEnrolAnswer) answer = { 0 };
  g_autoptr (GTlsCertificate) peer = NULL;
  GError *error = NULL;

  if (!kaunta_client_enrol_finish (enrolling->client, result, &answer, &peer, &error) || !check_answer (enrolling, &answer, peer, &error))
    {
      fail_asking (task, error);
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
    .ca = g_steal_pointer (&answer.ca),
  };
  catch_up (task, answer.seq, answer.head);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Enrolling *enrolling = g_task_get_task_data (task);
  g_auto (KauntaEnrolRequest) request = { 0 };
  GError *error = NULL;

  if (kaunta_store_run_finish (KAUNTA_STORE (source), result, &error) == NULL)
    {
      fail (task, error);
      return;
    }
  request.code = g_strndup (enrolling->code, KAUNTA_ENROL_SELECTOR_LENGTH);
  request.key = g_strdup (kaunta_key_get_public (enrolling->key));
  request.name = g_strdup (enrolling->name);
  kaunta_enrol_request_prove (&request, &enrolling->code_key);
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
  char *code = clean != NULL ? kaunta_enrol_code_normalise (clean) : NULL;

  if (clean != NULL && code == NULL)
    g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED, "not sixteen letters and digits");
  return code;
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
  enrolling->make = make;
  enrolling->make_data = make_data;
  enrolling->clock = g_object_ref (clock);
  enrolling->profile = g_strdup (kaunta_store_get_profile (store));
  if (clean (enrolling, url, code, name, &field, &error))
    transport = make (enrolling->url, NULL, make_data, &error);
  if (transport == NULL)
    {
      fail (task, error);
      return;
    }
  enrolling->client = kaunta_client_new (transport, NULL, clock);
  kaunta_store_run_async (store, prepare, enrolling, NULL, NULL, cancellable, prepared_cb, task);
}

gboolean
kaunta_enrol_finish (KauntaStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
