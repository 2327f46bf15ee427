/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Cleans a line of text from outside: valid UTF-8, NFC, no control characters, no bidirectional
 * overrides, runs of white space folded, ends trimmed, at most @max_chars characters.
 * @field is the field's translated name and starts the error's sentence.
 * Empty gives KAUNTA_CORE_ERROR_EMPTY unless @may_be_empty. (transfer full) (nullable: error) */
char *kaunta_text_clean (const char *text,
                         const char *field,
                         gsize max_chars,
                         gboolean may_be_empty,
                         GError **error);

/* What names are matched by: NFKD without marks, case folded, apostrophes of every kind removed
 * (Ng'ang'a = nganga), everything else that is no letter or digit a single space. (transfer full) */
char *kaunta_text_fold (const char *text);
