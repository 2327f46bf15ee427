/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

typedef enum
{
  KAUNTA_ROLE_CLERK,
  KAUNTA_ROLE_SUPERVISOR,
} KauntaRole;

const char *kaunta_role_to_nick (KauntaRole role);
gboolean kaunta_role_from_nick (const char *nick, KauntaRole *role);
const char *kaunta_role_to_label (KauntaRole role);

/**
 * KauntaStaff:
 * @number: "1007"
 * @pin_hash: argon2id in libsodium's text form
 */
typedef struct
{
  char *number;
  char *name;
  KauntaRole role;
  char *pin_hash;
  gboolean active;
} KauntaStaff;

#define KAUNTA_TYPE_STAFF (kaunta_staff_get_type ())
GType kaunta_staff_get_type (void);
KauntaStaff *kaunta_staff_new (const char *number, const char *name, KauntaRole role, const char *pin_hash,
                               gboolean active);
KauntaStaff *kaunta_staff_ref (KauntaStaff *self);
void kaunta_staff_unref (KauntaStaff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaStaff, kaunta_staff_unref)

/**
 * KauntaPolicy:
 * @office: id, "047-WESTLANDS"
 * @office_name: for the header and the receipt
 * @county_name: for the receipt
 * @part_payment: whether a bill may be paid in parts
 * @variance_limit: cents; a till closed with more over or short needs a reason
 * @float_usual: cents, the float that the supervisor hands out
 *
 * What the portal lets this office do.
 */
typedef struct
{
  char *office;
  char *office_name;
  char *county_name;
  gboolean part_payment;
  gint64 variance_limit;
  gint64 float_usual;
} KauntaPolicy;

#define KAUNTA_TYPE_POLICY (kaunta_policy_get_type ())
GType kaunta_policy_get_type (void);
KauntaPolicy *kaunta_policy_new (const char *office, const char *office_name, const char *county_name,
                                 gboolean part_payment, gint64 variance_limit, gint64 float_usual);
KauntaPolicy *kaunta_policy_ref (KauntaPolicy *self);
void kaunta_policy_unref (KauntaPolicy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaPolicy, kaunta_policy_unref)
