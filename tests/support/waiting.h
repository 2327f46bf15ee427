/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* For a GAsyncReadyCallback: puts the result where a waiting test looks for it; @place is a GAsyncResult **. */
void test_keep_result_cb (GObject *source, GAsyncResult *result, gpointer place);
/* Turns the main loop until *@result is there. */
void test_wait_for_result (GAsyncResult **result);
