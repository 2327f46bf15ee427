/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "county-authority.h"

#include <string.h>
#include "temp-profile.h"

/* In the authority's folder. */
static void
run_openssl (CountyAuthority *self, const char *arguments)
{
  g_autofree char *line = g_strconcat ("openssl ", arguments, NULL);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autofree char *complaint = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (self->folder, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &complaint, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("openssl: %s", complaint);
}

CountyAuthority *
county_authority_new (void)
{
  CountyAuthority *self = g_new0 (CountyAuthority, 1);

  self->folder = test_temp_profile_new ();
  self->path = g_build_filename (self->folder, "authority.pem", NULL);
  run_openssl (self, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout authority.key -out authority.pem -days 2"
                     " -subj /CN=County -addext keyUsage=critical,keyCertSign");
  g_assert_true (g_file_get_contents (self->path, &self->pem, NULL, NULL));
  return self;
}

void
county_authority_free (CountyAuthority *self)
{
  test_temp_profile_free (self->folder);
  g_free (self->path);
  g_free (self->pem);
  g_free (self);
}

char *
county_authority_certify (CountyAuthority *self, const char *name)
{
  g_autofree char *extensions = g_build_filename (self->folder, "extensions", NULL);
  g_autofree char *key_path = g_build_filename (self->folder, "portal.key", NULL);
  g_autofree char *certificate_path = g_build_filename (self->folder, "portal.crt", NULL);
  char *path = g_build_filename (self->folder, "portal.pem", NULL);
  g_autofree char *names = g_strdup_printf ("subjectAltName=%s\n", name);
  g_autofree char *key = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *both = NULL;

  g_assert_true (g_file_set_contents (extensions, names, -1, NULL));
  run_openssl (self, "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout portal.key -out portal.csr -subj /CN=Portal");
  run_openssl (self, "x509 -req -in portal.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile extensions -out portal.crt");
  g_assert_true (g_file_get_contents (key_path, &key, NULL, NULL));
  g_assert_true (g_file_get_contents (certificate_path, &certificate, NULL, NULL));
  both = g_strconcat (key, certificate, NULL);
  g_assert_true (g_file_set_contents (path, both, -1, NULL));
  return path;
}
