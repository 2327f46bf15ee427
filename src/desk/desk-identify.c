/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "desk-private.h"
#include "pin.h"
#include "text.h"

#define MAX_STAFF_NUMBER_CHARS 16
#define MAX_PIN_CHARS 32

typedef struct
{
  char *number;
  char *pin;
  KauntaStaff *staff; /* (nullable): nobody has this number */
} Claim;

static void
clear_claim (gpointer data)
{
  Claim *claim = data;

  g_free (claim->number);
  g_free (claim->pin);
  g_clear_pointer (&claim->staff, kaunta_staff_unref);
}

static void
unref_claim (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_claim);
}

static Claim *
make_claim (const char *number, const char *pin, const char **field, GError **error)
{
  g_autofree char *clean_number = kaunta_text_clean (number, _("The staff number"), MAX_STAFF_NUMBER_CHARS,
                                                     FALSE, error);
  g_autofree char *clean_pin = NULL;
  Claim *claim = NULL;

  *field = "number";
  if (clean_number == NULL)
    return NULL;
  *field = "pin";
  clean_pin = kaunta_text_clean (pin, _("The PIN"), MAX_PIN_CHARS, FALSE, error);
  if (clean_pin == NULL)
    return NULL;

  claim = g_atomic_rc_box_new0 (Claim);
  claim->number = g_steal_pointer (&clean_number);
  claim->pin = g_steal_pointer (&clean_pin);
  return claim;
}

gboolean
kaunta_desk_check_identity (const char *staff_number, const char *pin, const char **field, GError **error)
{
  g_autoptr (GError) cause = NULL;
  Claim *claim = NULL;

  g_return_val_if_fail (field != NULL, FALSE);

  claim = make_claim (staff_number, pin, field, &cause);
  if (claim == NULL)
    return kaunta_desk_blame_field (cause, error);

  unref_claim (claim);
  return TRUE;
}

/* A hash that no PIN has, so that a number nobody has takes as long as a wrong PIN. */
static const char *
get_nobodys_hash (void)
{
  static gsize hash = 0;

  if (g_once_init_enter (&hash))
    {
      g_autofree char *unguessable = kaunta_random_hex (16);

      g_once_init_leave (&hash, (gsize) kaunta_pin_hash (unguessable));
    }
  return (const char *) hash;
}

static void
check_pin (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Claim *claim = task_data;
  const char *nobodys_hash = get_nobodys_hash ();
  gboolean known = claim->staff != NULL && claim->staff->active;
  gboolean matches = kaunta_pin_matches (claim->pin, known ? claim->staff->pin_hash : nobodys_hash);

  if (known && matches)
    g_task_return_pointer (task, kaunta_staff_ref (claim->staff), (GDestroyNotify) kaunta_staff_unref);
  else
    g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_PIN,
                             _("Staff number and PIN don’t belong together. Type both again."));
}

static void
pin_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KauntaStaff *staff = g_task_propagate_pointer (G_TASK (result), &error);

  if (staff != NULL)
    g_task_return_pointer (task, staff, (GDestroyNotify) kaunta_staff_unref);
  else
    g_task_return_error (task, error);
}

static gpointer
read_staff (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;
  KauntaStaff *staff = kaunta_ledger_get_staff (ledger, data, &local);

  if (local != NULL && !g_error_matches (local, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return staff;
}

static void
staff_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Claim *claim = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GTask) checking = NULL;

  claim->staff = kaunta_store_run_finish (KAUNTA_STORE (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* A thread's task may be freed on its thread: this one holds no desk, which belongs to the main thread. */
  checking = g_task_new (NULL, g_task_get_cancellable (task), pin_checked_cb,
                         g_object_ref (task));
  g_task_set_task_data (checking, g_atomic_rc_box_acquire (claim), unref_claim);
  kaunta_store_run_aside (KAUNTA_STORE (source), checking, check_pin);
}

void
kaunta_desk_identify_async (KauntaDesk *self,
                            const char *number,
                            const char *pin,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) cause = NULL;
  const char *field = NULL;
  Claim *claim = make_claim (number, pin, &field, &cause);

  task = kaunta_desk_begin (self, kaunta_desk_identify_async, cancellable, callback, user_data);
  if (claim == NULL)
    {
      kaunta_desk_refuse_field (task, cause);
      return;
    }

  g_task_set_task_data (task, claim, unref_claim);
  kaunta_store_run_async (self->store, read_staff, g_strdup (claim->number), g_free,
                          (GDestroyNotify) kaunta_staff_unref, cancellable, staff_read_cb,
                          g_steal_pointer (&task));
}

KauntaStaff *
kaunta_desk_identify_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
