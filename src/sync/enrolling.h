/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"
#include "transport.h"

/* Whether these can be an address, a code and a name, before the portal is asked. @field: (out): "address",
 * "code" or "name" when FALSE, with a sentence in the window's language. */
gboolean kaunta_enrol_check (const char *url,
                             const char *code,
                             const char *name,
                             const char **field,
                             GError **error);
/* Makes this machine a counter, or a counter again in a later epoch: a key made here, POST /v1/enrol, the journal that the portal holds of the
 * device (catching-up.h), and the enrolment with its entry in the ledger. A refused code leaves the profile as it was; a cut anywhere is healed by
 * trying again, with the same code while it is good, or with a new one. No engine may be running on @store.
 * @make: what to send through; kaunta_http_make() but for simulators. */
void kaunta_enrol_async (KauntaStore *store, const char *url, const char *code, const char *name, KauntaTransportMaker make, gpointer make_data,
                         KauntaClock *clock, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kaunta_enrol_finish (KauntaStore *store, GAsyncResult *result, GError **error);
