/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A folder of a test's own: mode 0700, below the system's folder for temporary files. (transfer full) */
char *test_temp_profile_new (void);
/* Removes the folder with everything in it, and frees @path. */
void test_temp_profile_free (char *path);
