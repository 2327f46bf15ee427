/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "desk.h"

G_BEGIN_DECLS

/**
 * KauntaWindow:
 *
 * The one window of a counter: enrolment, sign-in, or the pages of the day, whichever the desk's state
 * asks for. It keeps nothing that matters, so that the application can make it anew in another language.
 *
 * Construct property "desk" (KauntaDesk).
 */
#define KAUNTA_TYPE_WINDOW (kaunta_window_get_type ())
G_DECLARE_FINAL_TYPE (KauntaWindow, kaunta_window, KAUNTA, WINDOW, AdwApplicationWindow)

KauntaWindow *kaunta_window_new (AdwApplication *application, KauntaDesk *desk);
/* Takes over the size and the page of @old, which is about to go. */
void kaunta_window_take_place (KauntaWindow *self, KauntaWindow *old);

/* Switches to the Counter page and opens the payment of the bill @number there. */
void kaunta_window_show_bill (KauntaWindow *self, const char *number);
/* Switches to the Till page. */
void kaunta_window_show_till (KauntaWindow *self);
/* Shows @message, a translated sentence that needs no answer, over the window that @descendant is in. */
void kaunta_window_toast (GtkWidget *descendant, const char *message);

G_END_DECLS
