/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "applying.h"

#include <string.h>

void
kaunta_application_free (KauntaApplication *self)
{
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self->from);
  g_free (self->cursor);
  g_free (self);
}

void
kaunta_knowledge_free (KauntaKnowledge *self)
{
  g_free (self->cursor);
  g_free (self->register_tag);
  g_free (self);
}

void
kaunta_finding_free (KauntaFinding *self)
{
  g_clear_pointer (&self->bill, kaunta_bill_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_free (self);
}

/* A payer's change is named "kind/id". One that is named otherwise names nobody. */
static gboolean
delete_payer (KauntaRegister *payers, const char *id, GError **error)
{
  const char *slash = strchr (id, '/');
  g_autofree char *nick = slash != NULL ? g_strndup (id, slash - id) : NULL;
  KauntaPayerKind kind = KAUNTA_PAYER_OTHER;

  if (nick == NULL || !kaunta_payer_kind_from_nick (nick, &kind))
    return TRUE;
  return kaunta_register_delete (payers, kind, slash + 1, error);
}

static gboolean
apply_to_register (KauntaRegister *payers, const KauntaChange *change, gint64 heard_at, GError **error)
{
  KauntaPayer *payer = change->value;

  if (change->kind != KAUNTA_CHANGE_PAYER)
    return TRUE;
  if (change->deleted)
    return delete_payer (payers, change->id, error);
  payer->known = heard_at;
  return kaunta_register_put (payers, payer, error);
}

static gboolean
apply_deletion (KauntaLedger *ledger, const KauntaChange *change, GError **error)
{
  switch (change->kind)
    {
    case KAUNTA_CHANGE_SERVICE:
      return kaunta_ledger_delete_service (ledger, change->id, error);
    case KAUNTA_CHANGE_TARIFF:
      return kaunta_ledger_delete_tariff (ledger, change->id, error);
    case KAUNTA_CHANGE_STAFF:
      return kaunta_ledger_delete_staff (ledger, change->id, error);
    case KAUNTA_CHANGE_PAYER:     /* the register's */
    case KAUNTA_CHANGE_POLICY:    /* the rest is never deleted: facts stay, and a policy is replaced */
    case KAUNTA_CHANGE_BILL:
    case KAUNTA_CHANGE_PAYMENT:
    case KAUNTA_CHANGE_EXCEPTION:
    case KAUNTA_CHANGE_DEVICE:
    default:
      return TRUE;
    }
}

static gboolean
apply_bill (KauntaLedger *ledger, KauntaBill *bill, gint64 heard_at, GError **error)
{
  bill->known = heard_at;
  return kaunta_ledger_put_bill (ledger, bill, error);
}

static gboolean
apply_to_ledger (KauntaLedger *ledger, const KauntaChange *change, gint64 heard_at, GError **error)
{
  if (change->deleted)
    return apply_deletion (ledger, change, error);

  switch (change->kind)
    {
    case KAUNTA_CHANGE_SERVICE:
      return kaunta_ledger_put_service (ledger, change->value, error);
    case KAUNTA_CHANGE_TARIFF:
      return kaunta_ledger_put_tariff (ledger, change->value, error);
    case KAUNTA_CHANGE_STAFF:
      return kaunta_ledger_put_staff (ledger, change->value, error);
    case KAUNTA_CHANGE_POLICY:
      return kaunta_ledger_put_policy (ledger, change->value, error);
    case KAUNTA_CHANGE_BILL:
      return apply_bill (ledger, change->value, heard_at, error);
    case KAUNTA_CHANGE_PAYMENT:
      return kaunta_ledger_put_payment (ledger, change->value, error);
    case KAUNTA_CHANGE_EXCEPTION:
      return kaunta_ledger_put_exception (ledger, change->value, error);
    case KAUNTA_CHANGE_DEVICE:
      return kaunta_ledger_put_device (ledger, change->value, error);
    case KAUNTA_CHANGE_PAYER:
    default:
      return TRUE;
    }
}

static gboolean
fill_register (KauntaRegister *payers, const KauntaApplication *application, GError **error)
{
  if (!kaunta_register_begin (payers, error))
    return FALSE;
  for (guint i = 0; i < application->changes->len; i++)
    if (!apply_to_register (payers, g_ptr_array_index (application->changes, i), application->heard_at, error))
      {
        kaunta_register_roll_back (payers);
        return FALSE;
      }
  return kaunta_register_commit (payers, error);
}

static gboolean
apply (KauntaLedger *ledger, KauntaRegister *payers, const KauntaApplication *application, GError **error)
{
  if (!fill_register (payers, application, error) || !kaunta_ledger_begin_changes (ledger, error))
    return FALSE;
  for (guint i = 0; i < application->changes->len; i++)
    if (!apply_to_ledger (ledger, g_ptr_array_index (application->changes, i), application->heard_at, error))
      {
        kaunta_ledger_roll_back_changes (ledger);
        return FALSE;
      }
  return kaunta_ledger_commit_changes (ledger, application->cursor, application->heard_at, error);
}

gpointer
kaunta_application_apply (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const KauntaApplication *application = data;
  gint64 heard_at = 0;
  g_autofree char *cursor = kaunta_ledger_get_cursor (ledger, &heard_at, error);
  gboolean fits = FALSE;

  if (cursor == NULL)
    return NULL;
  fits = g_str_equal (cursor, application->from);
  if (fits && !apply (ledger, payers, application, error))
    return NULL;
  if (application->applied != NULL)
    *application->applied = fits;
  return GINT_TO_POINTER (TRUE);
}

gpointer
kaunta_knowledge_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_autoptr (KauntaKnowledge) knowledge = g_new0 (KauntaKnowledge, 1);

  knowledge->cursor = kaunta_ledger_get_cursor (ledger, &knowledge->heard_at, error);
  if (knowledge->cursor == NULL)
    return NULL;
  knowledge->register_tag = kaunta_register_get_tag (payers, error);
  return knowledge->register_tag != NULL ? g_steal_pointer (&knowledge) : NULL;
}

gpointer
kaunta_knowledge_forget (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  gint64 heard_at = 0;
  g_autofree char *cursor = kaunta_ledger_get_cursor (ledger, &heard_at, error);

  if (cursor == NULL || !kaunta_ledger_begin_changes (ledger, error) || !kaunta_ledger_commit_changes (ledger, "", heard_at, error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static gboolean
put_finding (KauntaLedger *ledger, const KauntaFinding *finding, GError **error)
{
  if (!kaunta_ledger_put_bill (ledger, finding->bill, error))
    return FALSE;
  for (guint i = 0; i < finding->payments->len; i++)
    if (!kaunta_ledger_put_payment (ledger, g_ptr_array_index (finding->payments, i), error))
      return FALSE;
  return TRUE;
}

gpointer
kaunta_finding_keep (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const KauntaFinding *finding = data;

  /* No page of changes: what else is known is as old as it was. */
  if (!kaunta_ledger_begin_changes (ledger, error))
    return NULL;
  if (!put_finding (ledger, finding, error))
    {
      kaunta_ledger_roll_back_changes (ledger);
      return NULL;
    }
  if (!kaunta_ledger_commit_changes (ledger, NULL, 0, error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}
