/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bill.h"

#include <glib/gi18n-lib.h>

#include "box.h"
#include "core-error.h"
#include "money.h"
#include "nick.h"

static const char *const state_nicks[] = { "open", "part-paid", "paid", "cancelled" };
static const char *const state_labels[] = { N_ ("Open"), N_ ("Part-paid"), N_ ("Paid"), N_ ("Cancelled") };

KAUNTA_DEFINE_NICKS (KauntaBillState, kaunta_bill_state, state_nicks)
KAUNTA_DEFINE_LABELS (KauntaBillState, kaunta_bill_state, state_labels)

static void
clear_line (KauntaBillLine *self)
{
  g_free (self->service);
  g_free (self->tariff);
  g_free (self->name);
}

KAUNTA_DEFINE_BOX (KauntaBillLine, kaunta_bill_line, clear_line)

/**
 * kaunta_bill_line_new:
 * @unit: @amount: cents
 *
 * Returns: (transfer full): a line with copies of what was given; kaunta_bill_new() checks that it adds up
 */
KauntaBillLine *
kaunta_bill_line_new (const char *service, const char *tariff, const char *name, gint64 quantity, gint64 unit, gint64 amount)
{
  KauntaBillLine *self = g_atomic_rc_box_new0 (KauntaBillLine);

  self->service = g_strdup (service);
  self->tariff = g_strdup (tariff);
  self->name = g_strdup (name);
  self->quantity = quantity;
  self->unit = unit;
  self->amount = amount;
  return self;
}

static void
clear_bill (KauntaBill *self)
{
  g_free (self->number);
  g_free (self->device);
  g_clear_pointer (&self->payer, kaunta_payer_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self->raised_by);
}

KAUNTA_DEFINE_BOX (KauntaBill, kaunta_bill, clear_bill)

static gboolean
add_up (GPtrArray *lines, gint64 *total, GError **error)
{
  gint64 sum = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const KauntaBillLine *line = lines->pdata[i];
      gint64 amount = 0;

      if (!kaunta_cents_multiply (line->unit, line->quantity, &amount, error)
          || !kaunta_cents_add (sum, amount, &sum, error))
        return FALSE;
      if (line->quantity < 1 || line->unit < 0 || amount != line->amount)
        {
          g_set_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                       _("The line “%s” is not quantity times price."), line->name);
          return FALSE;
        }
    }

  *total = sum;
  return TRUE;
}

/**
 * kaunta_bill_new:
 * @number: (nullable): NULL for a draft
 * @device: (nullable): NULL for a draft
 * @payer: referenced
 * @lines: (element-type KauntaBillLine): referenced
 * @raised_at: UTC ms
 * @raised_by: (nullable): staff number
 *
 * Returns: (transfer full): an unpaid bill over the sum of its lines; NULL with KAUNTA_CORE_ERROR_EMPTY without lines, INVALID or RANGE
 */
KauntaBill *
kaunta_bill_new (const char *number,
                 const char *device,
                 KauntaPayer *payer,
                 GPtrArray *lines,
                 gint64 raised_at,
                 const char *raised_by,
                 GError **error)
{
  KauntaBill *self = NULL;
  gint64 total = 0;

  g_return_val_if_fail (payer != NULL && lines != NULL, NULL);

  if (lines->len == 0)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_EMPTY, _("The bill has no line yet."));
      return NULL;
    }
  if (!add_up (lines, &total, error))
    return NULL;

  self = g_atomic_rc_box_new0 (KauntaBill);
  self->number = g_strdup (number);
  self->device = g_strdup (device);
  self->payer = kaunta_payer_ref (payer);
  self->lines = g_ptr_array_ref (lines);
  self->total = total;
  self->raised_at = raised_at;
  self->raised_by = g_strdup (raised_by);
  return self;
}

/**
 * kaunta_bill_get_state:
 *
 * Returns: cancelled, or what its total and payments say; a bill over nothing is paid
 */
KauntaBillState
kaunta_bill_get_state (const KauntaBill *self)
{
  if (self->cancelled)
    return KAUNTA_BILL_CANCELLED;
  if (self->paid >= self->total)
    return KAUNTA_BILL_PAID;
  return self->paid > 0 ? KAUNTA_BILL_PART_PAID : KAUNTA_BILL_OPEN;
}

/**
 * kaunta_bill_get_due:
 *
 * Returns: cents still to be paid; 0 for a cancelled bill
 */
gint64
kaunta_bill_get_due (const KauntaBill *self)
{
  return self->cancelled ? 0 : MAX (self->total - self->paid, 0);
}

/**
 * kaunta_bill_describe:
 *
 * Returns: (transfer full): the first line's name, and how many more there are
 */
char *
kaunta_bill_describe (const KauntaBill *self)
{
  const KauntaBillLine *first = self->lines->pdata[0];

  if (self->lines->len == 1)
    return g_strdup (first->name);
  return g_strdup_printf ("%s + %u", first->name, self->lines->len - 1);
}

static void
clear_payment (KauntaPayment *self)
{
  g_free (self->receipt);
  g_free (self->device);
  g_free (self->bill);
  g_free (self->reference);
  g_free (self->phone);
  g_free (self->clerk);
  g_free (self->till);
  g_free (self->reversed);
  g_free (self->approver);
}

KAUNTA_DEFINE_BOX (KauntaPayment, kaunta_payment, clear_payment)

/**
 * kaunta_payment_new:
 *
 * Returns: (transfer full): a payment whose fields the maker fills
 */
KauntaPayment *
kaunta_payment_new (void)
{
  return g_atomic_rc_box_new0 (KauntaPayment);
}

/**
 * kaunta_payment_counts:
 *
 * Whether @self pays its bill: neither reversed nor rejected.
 */
gboolean
kaunta_payment_counts (const KauntaPayment *self)
{
  return self->reversed == NULL && self->status != KAUNTA_PAYMENT_REJECTED;
}
