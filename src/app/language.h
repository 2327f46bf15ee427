/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The languages that the window speaks, in the order of the menu: "en", "sw", NULL. */
extern const char *const kaunta_languages[];

/* Sets up messages. Once, before any thread exists and before GTK is set up. */
void kaunta_language_init (void);
/* Speaks @language ("en", "sw") from now on; "": as the machine is set. Windows that are open keep their
 * old words: make them anew. */
void kaunta_language_use (const char *language);
/* What is spoken now, one of kaunta_languages. */
const char *kaunta_language_get (void);

G_END_DECLS
