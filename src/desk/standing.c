/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "desk-private.h"
#include "key-safe.h"

void
kaunta_standing_free (KauntaStanding *self)
{
  g_clear_pointer (&self->till, kaunta_till_unref);
  g_clear_pointer (&self->policy, kaunta_policy_unref);
  g_free (self);
}

void
kaunta_profile_free (KauntaProfile *self)
{
  kaunta_enrolment_clear (&self->enrolment);
  g_clear_pointer (&self->standing, kaunta_standing_free);
  g_free (self);
}

static gboolean
read_policy (KauntaLedger *ledger, KauntaPolicy **policy, GError **error)
{
  g_autoptr (GError) local = NULL;

  *policy = kaunta_ledger_get_policy (ledger, &local);
  if (local == NULL || g_error_matches (local, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The list is as old as the last page of changes; 0 while nobody is on it. */
static gboolean
read_staff_age (KauntaLedger *ledger, gint64 *known_at, GError **error)
{
  g_autofree char *cursor = NULL;
  gint64 count = kaunta_ledger_count_staff (ledger, error);
  gint64 heard_at = 0;

  if (count < 0)
    return FALSE;
  cursor = kaunta_ledger_get_cursor (ledger, &heard_at, error);
  if (cursor == NULL)
    return FALSE;

  *known_at = count > 0 ? heard_at : 0;
  return TRUE;
}

static gboolean
read_open_till (KauntaLedger *ledger, KauntaTill **till, GError **error)
{
  g_autoptr (GError) local = NULL;

  *till = kaunta_ledger_get_open_till (ledger, &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gpointer
kaunta_standing_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaStanding) self = g_new0 (KauntaStanding, 1);

  if (!read_open_till (ledger, &self->till, error) || !read_policy (ledger, &self->policy, error)
      || !read_staff_age (ledger, &self->staff_known_at, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* A counter without its key can't sign, and must not begin a day that it can't record. */
static gboolean
give_key (KauntaLedger *ledger, const char *profile, const char *public_key, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (KauntaKey) key = kaunta_key_safe_load (profile, public_key, &cause);

  if (key != NULL && kaunta_ledger_set_key (ledger, key, &cause))
    return TRUE;

  g_set_error (
      error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO,
      _("The key that this counter signs its journal with can’t be used: %s Everything recorded is safe and untouched. "
        "Put the file device.key in %s back from where it was, or have the counter enrolled again."),
      cause->message, profile);
  return FALSE;
}

gpointer
kaunta_profile_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const char *profile = data;
  g_autoptr (KauntaProfile) self = g_new0 (KauntaProfile, 1);

  if (!kaunta_ledger_get_enrolment (ledger, &self->enrolment, error)
      || !give_key (ledger, profile, self->enrolment.key, error))
    return NULL;
  self->standing = kaunta_standing_read (ledger, payers, NULL, error);
  if (self->standing == NULL)
    return NULL;

  return g_steal_pointer (&self);
}
