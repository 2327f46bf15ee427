/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client.h"
#include "waiting.h"

/* One question of a client, waited for in the main loop; (transfer full) for @error, which is NULL when it was answered. */

/* Over HTTP; @ca: (nullable): PEM. */
KauntaClient *asking_new_client (const char *url, const char *ca, KauntaClock *clock);
/* Asks for changes. */
GError *asking_pull (KauntaClient *client);
/* One entry in form, signed with a key of the test. */
GPtrArray *asking_make_entries (gsize reason_bytes);
GError *asking_push (KauntaClient *client, GPtrArray *entries);
