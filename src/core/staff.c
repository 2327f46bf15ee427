/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staff.h"

#include <glib/gi18n-lib.h>

#include "box.h"
#include "nick.h"

static const char *const role_nicks[] = { "clerk", "supervisor" };
static const char *const role_labels[] = { N_ ("Clerk"), N_ ("Supervisor") };

KAUNTA_DEFINE_NICKS (KauntaRole, kaunta_role, role_nicks)
KAUNTA_DEFINE_LABELS (KauntaRole, kaunta_role, role_labels)

static void
clear_staff (KauntaStaff *self)
{
  g_free (self->number);
  g_free (self->name);
  g_free (self->pin_hash);
}

KAUNTA_DEFINE_BOX (KauntaStaff, kaunta_staff, clear_staff)

/**
 * kaunta_staff_new:
 * @pin_hash: argon2id in libsodium's text form
 *
 * Returns: (transfer full): a member of staff, with copies of what was given
 */
KauntaStaff *
kaunta_staff_new (const char *number, const char *name, KauntaRole role, const char *pin_hash, gboolean active)
{
  KauntaStaff *self = g_atomic_rc_box_new0 (KauntaStaff);

  self->number = g_strdup (number);
  self->name = g_strdup (name);
  self->role = role;
  self->pin_hash = g_strdup (pin_hash);
  self->active = active;
  return self;
}

static void
clear_policy (KauntaPolicy *self)
{
  g_free (self->office);
  g_free (self->office_name);
  g_free (self->county_name);
}

KAUNTA_DEFINE_BOX (KauntaPolicy, kaunta_policy, clear_policy)

/**
 * kaunta_policy_new:
 * @variance_limit: @float_usual: cents
 *
 * Returns: (transfer full): an office's policy, with copies of what was given
 */
KauntaPolicy *
kaunta_policy_new (const char *office,
                   const char *office_name,
                   const char *county_name,
                   gboolean part_payment,
                   gint64 variance_limit,
                   gint64 float_usual)
{
  KauntaPolicy *self = g_atomic_rc_box_new0 (KauntaPolicy);

  self->office = g_strdup (office);
  self->office_name = g_strdup (office_name);
  self->county_name = g_strdup (county_name);
  self->part_payment = part_payment;
  self->variance_limit = variance_limit;
  self->float_usual = float_usual;
  return self;
}
