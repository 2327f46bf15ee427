/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exception.h"

#include "box.h"

static void
clear_exception (KauntaException *self)
{
  g_free (self->id);
  g_free (self->kind);
  g_free (self->bill);
  g_free (self->receipt);
  g_free (self->device);
}

KAUNTA_DEFINE_BOX (KauntaException, kaunta_exception, clear_exception)

/**
 * kaunta_exception_new:
 * @bill: @receipt: @device: (nullable):
 * @amount: cents in question
 * @at: UTC ms
 *
 * Returns: (transfer full): something that does not fit and waits for a person, with copies of what was given
 */
KauntaException *
kaunta_exception_new (const char *id,
                      const char *kind,
                      const char *bill,
                      const char *receipt,
                      const char *device,
                      gint64 amount,
                      gint64 at,
                      gboolean settled)
{
  KauntaException *self = g_atomic_rc_box_new0 (KauntaException);

  self->id = g_strdup (id);
  self->kind = g_strdup (kind);
  self->bill = g_strdup (bill);
  self->receipt = g_strdup (receipt);
  self->device = g_strdup (device);
  self->amount = amount;
  self->at = at;
  self->settled = settled;
  return self;
}
