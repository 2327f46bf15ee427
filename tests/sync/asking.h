/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client.h"

/* One question of a client, waited for in the main loop; (transfer full) for @error, which is NULL when it was answered. */

/* Puts a result where a waiting test looks for it: for GAsyncReadyCallback, with a GAsyncResult ** as @data. */
void asking_done_cb (GObject *source, GAsyncResult *result, gpointer data);
/* Turns the main loop until *@result is there. */
void asking_wait (GAsyncResult **result);
/* Asks for changes. */
GError *asking_pull (KauntaClient *client);
/* One entry in form, signed with a key of the test. */
GPtrArray *asking_make_entries (gsize reason_bytes);
GError *asking_push (KauntaClient *client, GPtrArray *entries);
