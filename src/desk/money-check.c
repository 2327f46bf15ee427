/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "identifier.h"
#include "money.h"
#include "paying-private.h"
#include "text.h"

#define CENTS_PER_SHILLING 100
#define MIN_REFERENCE_CHARS 3
#define MAX_REFERENCE_CHARS 32

static gboolean
is_blank (const char *typed)
{
  return typed == NULL || typed[strspn (typed, " \t")] == '\0';
}

static gboolean
is_mobile_money (KauntaTender tender)
{
  return tender == KAUNTA_TENDER_MPESA || tender == KAUNTA_TENDER_AIRTEL;
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD, sentence);
  return FALSE;
}

static gboolean
read_cents (const char *typed, gint64 otherwise, gint64 *cents, GError **error)
{
  g_autoptr (GError) cause = NULL;

  *cents = otherwise;
  if (is_blank (typed) || kaunta_cents_parse (typed, cents, &cause))
    return TRUE;
  return kaunta_desk_blame_field (cause, error);
}

static gboolean
refuse_amount (GError **error, const char *format, gint64 cents)
{
  g_autofree char *amount = kaunta_cents_format_short (cents);
  g_autoptr (GString) sentence = g_string_new (format);

  g_string_replace (sentence, "{amount}", amount, 0);
  return refuse (error, sentence->str);
}

static gboolean
read_amount (const KauntaMoney *money, gint64 due, gboolean part_payment, gint64 *amount, GError **error)
{
  if (due <= 0)
    return refuse (error, _("Nothing is due on this bill any more."));
  if (!read_cents (money->amount, due, amount, error))
    return FALSE;
  if (*amount == 0)
    return refuse (error, _("The amount can’t be 0."));
  if (*amount > due)
    /* Translators: {amount} is a number of shillings. */
    return refuse_amount (error, _("Only KES {amount} is due. Type that or less."), due);
  if (*amount < due && !part_payment)
    return refuse_amount (error, _("This office takes no part payments: KES {amount} is due."), due);
  if (is_mobile_money (money->tender) && *amount % CENTS_PER_SHILLING != 0)
    return refuse (error, _("M-PESA takes whole shillings only. Take the cents in cash."));
  return TRUE;
}

static gboolean
read_tendered (const KauntaMoney *money, KauntaPayment *draft, GError **error)
{
  if (!read_cents (money->tendered, draft->amount, &draft->tendered, error))
    return FALSE;
  if (draft->tendered < draft->amount)
    return refuse_amount (error, _("That is not enough: KES {amount} is to be paid."), draft->amount);

  draft->change = draft->tendered - draft->amount;
  return TRUE;
}

/* Upper case and without spaces, so that the same code typed twice is the same text. */
static gboolean
read_reference (const KauntaMoney *money, KauntaPayment *draft, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const char *label = money->tender == KAUNTA_TENDER_MPESA ? _("The M-PESA code") : _("The reference");
  g_autofree char *clean = kaunta_text_clean (money->reference, label, 2 * MAX_REFERENCE_CHARS, FALSE, &cause);
  g_autoptr (GString) reference = g_string_new (NULL);

  if (clean == NULL)
    return kaunta_desk_blame_field (cause, error);

  for (const char *p = clean; *p != '\0'; p++)
    {
      if (*p == ' ')
        continue;
      if (!g_ascii_isalnum (*p) && strchr ("-/.", *p) == NULL)
        return refuse (error, _("A reference has only letters, digits, hyphens, points and slashes."));
      g_string_append_c (reference, g_ascii_toupper (*p));
    }
  if (reference->len < MIN_REFERENCE_CHARS || reference->len > MAX_REFERENCE_CHARS)
    return refuse (error, _("A reference has 3 to 32 letters and digits."));

  draft->reference = g_strdup (reference->str);
  return TRUE;
}

static gboolean
read_phone (const KauntaMoney *money, KauntaPayment *draft, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (is_blank (money->phone))
    return TRUE;
  draft->phone = kaunta_phone_normalise (money->phone, &cause);
  return draft->phone != NULL || kaunta_desk_blame_field (cause, error);
}

/**
 * kaunta_money_read:
 * @due: cents
 *
 * Makes a payment of what was typed, without bill, receipt and till. What the operator alone can confirm is
 * only claimed.
 */
KauntaPayment *
kaunta_money_read (const KauntaMoney *money,
                   gint64 due,
                   gboolean part_payment,
                   const char **field,
                   GError **error)
{
  g_autoptr (KauntaPayment) draft = kaunta_payment_new ();

  draft->tender = money->tender;
  draft->status = is_mobile_money (money->tender) ? KAUNTA_PAYMENT_CLAIMED : KAUNTA_PAYMENT_CONFIRMED;

  *field = "amount";
  if (!read_amount (money, due, part_payment, &draft->amount, error))
    return NULL;

  *field = "tendered";
  if (money->tender == KAUNTA_TENDER_CASH)
    return read_tendered (money, draft, error) ? g_steal_pointer (&draft) : NULL;

  *field = "reference";
  if (!read_reference (money, draft, error))
    return NULL;

  *field = "phone";
  if (is_mobile_money (money->tender) && !read_phone (money, draft, error))
    return NULL;
  return g_steal_pointer (&draft);
}

gboolean
kaunta_money_check (const KauntaMoney *money,
                    gint64 due,
                    gboolean part_payment,
                    gint64 now_ms,
                    gint64 *amount,
                    gint64 *change,
                    const char **field,
                    char **warning,
                    GError **error)
{
  const char *wrong = NULL;
  g_autoptr (KauntaPayment) draft = NULL;

  g_return_val_if_fail (money != NULL, FALSE);

  draft = kaunta_money_read (money, due, part_payment, &wrong, error);
  if (field != NULL)
    *field = draft == NULL ? wrong : NULL;
  if (warning != NULL)
    *warning = draft != NULL && draft->tender == KAUNTA_TENDER_MPESA
                   ? kaunta_mpesa_code_warning (draft->reference, now_ms)
                   : NULL;
  if (draft == NULL)
    return FALSE;

  if (amount != NULL)
    *amount = draft->amount;
  if (change != NULL)
    *change = draft->change;
  return TRUE;
}
