/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * KauntaApplication:
 *
 * One Kaunta a profile: opens the profile's desk and shows its window, or says why it can't. A second
 * one on the same profile raises the first one's window and ends.
 */
#define KAUNTA_TYPE_APPLICATION (kaunta_application_get_type ())
G_DECLARE_FINAL_TYPE (KauntaApplication, kaunta_application, KAUNTA, APPLICATION, AdwApplication)

/* @profile: the folder of the counter's files, made when it is not there. */
KauntaApplication *kaunta_application_new (const char *profile);

G_END_DECLS
