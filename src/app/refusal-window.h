/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * KauntaRefusalWindow:
 *
 * What is shown instead of the counter when its files can't be opened: what happened, what is safe, what
 * to do. It reads the error, never the files.
 */
#define KAUNTA_TYPE_REFUSAL_WINDOW (kaunta_refusal_window_get_type ())
G_DECLARE_FINAL_TYPE (KauntaRefusalWindow, kaunta_refusal_window, KAUNTA, REFUSAL_WINDOW,
                      AdwApplicationWindow)

/* @error: of kaunta_desk_open(); its message is a translated sentence. */
GtkWindow *kaunta_refusal_window_new (AdwApplication *application, const char *profile, const GError *error);

G_END_DECLS
