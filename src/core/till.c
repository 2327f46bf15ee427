/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "till.h"

#include "box.h"
#include "money.h"

static void
clear_till (KauntaTill *self)
{
  g_free (self->session);
  g_free (self->clerk);
  g_free (self->first_receipt);
  g_free (self->last_receipt);
}

KAUNTA_DEFINE_BOX (KauntaTill, kaunta_till, clear_till)

/**
 * kaunta_till_new:
 *
 * Returns: (transfer full): a reading whose fields the maker fills; not counted yet
 */
KauntaTill *
kaunta_till_new (void)
{
  KauntaTill *self = g_atomic_rc_box_new0 (KauntaTill);

  self->counted = -1;
  return self;
}

/**
 * kaunta_till_get_expected:
 * @cents: (out):
 *
 * What must be there of @tender: taken less reversed; for cash also the float and what was moved in and out of the drawer. The taken cash is
 * what was kept, the change already out of it. Fails with KAUNTA_CORE_ERROR_RANGE.
 */
gboolean
kaunta_till_get_expected (const KauntaTill *self, KauntaTender tender, gint64 *cents, GError **error)
{
  gint64 sum = 0;

  if (!kaunta_cents_subtract (self->taken[tender], self->reversed[tender], &sum, error))
    return FALSE;
  if (tender == KAUNTA_TENDER_CASH
      && (!kaunta_cents_add (sum, self->float_cents, &sum, error) || !kaunta_cents_add (sum, self->paid_in, &sum, error)
          || !kaunta_cents_subtract (sum, self->dropped, &sum, error)))
    return FALSE;

  *cents = sum;
  return TRUE;
}
