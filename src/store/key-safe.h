/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "key.h"

/* Where a profile keeps the key that its journal is signed with: device.key says where. Errors: KEY of KauntaJournalError. Each call may wait for
 * the disk: never on the window's thread. */

/* The key whose public half is @public_key, if it is to be found; else whatever device.key speaks of. (transfer full) */
KauntaKey *kaunta_key_safe_load (const char *profile, const char *public_key, GError **error);

/* The key for an enrolment that is about to be asked for, on disk before anybody hears of it: that of an earlier try whose outcome is unknown, else
 * a new one. @made: (out): whether it is new. (transfer full) */
KauntaKey *kaunta_key_safe_prepare (const char *profile, gboolean *made, GError **error);
/* It was refused. */
void kaunta_key_safe_drop_prepared (const char *profile);
/* The enrolment is in the ledger: the prepared key takes the old one's place. A cut before this is healed by kaunta_key_safe_load(). */
gboolean kaunta_key_safe_take_prepared (const char *profile, GError **error);
