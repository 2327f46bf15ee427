/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "profile.h"

#include <stdlib.h>

/* Hex digits of the path's digest in the application id: enough that two folders of one user never share
 * one. */
#define DIGEST_LENGTH 16

char *
kaunta_profile_get_default (void)
{
  return g_build_filename (g_get_user_data_dir (), "kaunta", NULL);
}

/* One folder, one name: links resolved when it exists already. */
static char *
resolve (const char *profile)
{
  char *real = realpath (profile, NULL);
  char *resolved = real != NULL ? g_strdup (real) : g_canonicalize_filename (profile, NULL);

  free (real);
  return resolved;
}

char *
kaunta_profile_get_application_id (const char *profile)
{
  g_autofree char *default_profile = kaunta_profile_get_default ();
  g_autofree char *default_path = resolve (default_profile);
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  path = resolve (profile);
  if (g_str_equal (path, default_path))
    return g_strdup (KAUNTA_APPLICATION_ID);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  /* An element of an application id must not begin with a digit. */
  return g_strdup_printf ("%s.p%.*s", KAUNTA_APPLICATION_ID, DIGEST_LENGTH, digest);
}
