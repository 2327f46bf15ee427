/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What went wrong between counter and portal, in the window's language. @error is of any domain; @advice says what to do. (transfer full) */
char *kaunta_wording_explain (const GError *error, char **advice);
/* The same error with its message in those words, as a dialog shows it; errors whose messages are such words already stay. */
void kaunta_wording_translate (GError **error);
