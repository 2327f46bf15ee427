/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folder of the counter's files when none is named: kaunta/ in the user's data folder. (transfer
 * full) */
char *kaunta_profile_get_default (void);
/* The application id under which one Kaunta runs on @profile: Kaunta's own for the default profile, else
 * with a digest of the folder's real path. (transfer full) */
char *kaunta_profile_get_application_id (const char *profile);

G_END_DECLS
