/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key-safe.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "key-service.h"

#define KEY_FILE "device.key"
/* Of an enrolment whose outcome is not known yet. */
#define PREPARED_FILE "device.key.new"
/* The line of such a file whose key is in the secret service; the public key follows. */
#define REFERENCE_HEAD "kaunta-key-in-secret-service-v1 "

/* Renames are on disk when the folder is. */
static gboolean
sync_folder (const char *profile)
{
  int file = open (profile, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    close (file);
  return synced;
}

/* The public key when @path says that the secret service has the key. (transfer full) (nullable) */
static char *
read_reference (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL) || !g_str_has_prefix (text, REFERENCE_HEAD))
    return NULL;
  return g_strndup (text + strlen (REFERENCE_HEAD), strcspn (text + strlen (REFERENCE_HEAD), "\n"));
}

static KauntaKey *
load (const char *path, GError **error)
{
  g_autofree char *public_key = read_reference (path);

  return public_key != NULL ? kaunta_key_service_find (public_key, error) : kaunta_key_load (path, error);
}

/* In the secret service when it can, else in the file itself. */
static gboolean
save (const char *profile, const KauntaKey *key, const char *path, GError **error)
{
  g_autofree char *text = g_strconcat (REFERENCE_HEAD, kaunta_key_get_public (key), "\n", NULL);

  if (!kaunta_key_service_keep (key))
    return kaunta_key_save (key, path, error);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error)
         && sync_folder (profile);
}

KauntaKey *
kaunta_key_safe_load (const char *profile, const char *public_key, GError **error)
{
  g_autofree char *path = g_build_filename (profile, KEY_FILE, NULL);
  g_autofree char *prepared_path = g_build_filename (profile, PREPARED_FILE, NULL);
  g_autoptr (GError) reason = NULL;
  g_autoptr (KauntaKey) key = load (path, &reason);
  g_autoptr (KauntaKey) prepared = NULL;

  if (key != NULL && g_str_equal (kaunta_key_get_public (key), public_key))
    return g_steal_pointer (&key);
  prepared = load (prepared_path, NULL);
  if (prepared != NULL && g_str_equal (kaunta_key_get_public (prepared), public_key))
    return kaunta_key_safe_take_prepared (profile, error) ? g_steal_pointer (&prepared) : NULL;
  if (key == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return g_steal_pointer (&key);
}

KauntaKey *
kaunta_key_safe_prepare (const char *profile, gboolean *made, GError **error)
{
  g_autofree char *path = g_build_filename (profile, PREPARED_FILE, NULL);
  g_autoptr (KauntaKey) key = NULL;

  *made = !g_file_test (path, G_FILE_TEST_EXISTS);
  if (!*made)
    return load (path, error);
  key = kaunta_key_generate ();
  return save (profile, key, path, error) ? g_steal_pointer (&key) : NULL;
}

void
kaunta_key_safe_drop_prepared (const char *profile)
{
  g_autofree char *path = g_build_filename (profile, PREPARED_FILE, NULL);

  g_unlink (path);
}

gboolean
kaunta_key_safe_take_prepared (const char *profile, GError **error)
{
  g_autofree char *from = g_build_filename (profile, PREPARED_FILE, NULL);
  g_autofree char *to = g_build_filename (profile, KEY_FILE, NULL);

  if (g_rename (from, to) == 0 && sync_folder (profile))
    return TRUE;
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY, "the key file %s can't be put in place: %s", to, g_strerror (errno));
  return FALSE;
}
