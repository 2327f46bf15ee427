/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry.h"

/* kaunta_entry_new_from_bytes() in its two steps. A verifier looks at the signature between them, so that a
 * changed entry is told as changed and not as one whose sums are wrong. */
KauntaEntry *kaunta_entry_new_unchecked (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES],
                                         GError **error);
gboolean kaunta_entry_check (const KauntaEntry *self, GError **error);
/* Approver present where the type needs one. */
gboolean kaunta_entry_check_approver (const KauntaEntry *self, GError **error);
