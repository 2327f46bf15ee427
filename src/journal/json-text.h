/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Private to the journal's JSON: what RFC 8785 says of names and text. */

/* The order of keys (section 3.2.3): by UTF-16 code units. */
int kaunta_json_compare_names (const char *left, const char *right);
/* FORM when @text is not in Unicode's form NFC. */
gboolean kaunta_json_check_text (const char *text, GError **error);
