/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "json.h"

/* A key's file is one line: this, the seed in base64url (43 characters) and a line feed. */
#define FILE_HEAD "kaunta-key-v1 "
#define SEED_BYTES 32
#define SEED_CHARACTERS 43
#define FILE_BYTES (sizeof FILE_HEAD - 1 + SEED_CHARACTERS + 1)

static gboolean
refuse (const char *path, const char *what, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY, "the key file %s %s", name, what);
  return FALSE;
}

static gboolean
refuse_errno (const char *path, const char *what, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY, "the key file %s %s: %s", name, what,
               g_strerror (code));
  return FALSE;
}

static gboolean
check_file (int file, const char *path, GError **error)
{
  struct stat status;

  if (fstat (file, &status) != 0)
    return refuse_errno (path, "can't be read", errno, error);
  if (!S_ISREG (status.st_mode))
    return refuse (path, "is no ordinary file", error);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return refuse (path, "may be read by others: allow its owner only (mode 0600)", error);

  return TRUE;
}

static gboolean
read_text (const char *path, char text[FILE_BYTES + 1], GError **error)
{
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean good = FALSE;
  gssize length = 0;

  if (file < 0)
    return refuse_errno (path, "can't be opened", errno, error);

  good = check_file (file, path, error);
  if (good)
    {
      length = read (file, text, FILE_BYTES + 1);
      good = length == FILE_BYTES && g_str_has_prefix (text, FILE_HEAD) && text[FILE_BYTES - 1] == '\n';
      if (!good)
        refuse (path, "holds no key", error);
    }

  close (file);
  return good;
}

KauntaKey *
kaunta_key_load (const char *path, GError **error)
{
  char text[FILE_BYTES + 1] = "";
  guint8 seed[SEED_BYTES];
  KauntaKey *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (read_text (path, text, error))
    {
      text[FILE_BYTES - 1] = '\0';
      if (kaunta_base64url_decode (text + strlen (FILE_HEAD), seed, sizeof seed, NULL))
        self = kaunta_key_new_from_seed (seed);
      else
        refuse (path, "holds no key", error);
    }

  sodium_memzero (seed, sizeof seed);
  sodium_memzero (text, sizeof text);
  return self;
}

char *
kaunta_key_dup_secret (const KauntaKey *self)
{
  return kaunta_base64url_encode (kaunta_key_get_seed (self), SEED_BYTES);
}

void
kaunta_key_free_secret (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

KauntaKey *
kaunta_key_new_from_secret (const char *secret, GError **error)
{
  guint8 seed[SEED_BYTES];
  KauntaKey *self = NULL;

  if (kaunta_base64url_decode (secret, seed, sizeof seed, NULL))
    self = kaunta_key_new_from_seed (seed);
  else
    g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY, "what should be a key is none");
  sodium_memzero (seed, sizeof seed);
  return self;
}

static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int file = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    close (file);
  return synced;
}

static gboolean
write_text (int file, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize written = write (file, text, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;

      text += written;
      length -= (gsize) written;
    }

  return fsync (file) == 0;
}

gboolean
kaunta_key_save (const KauntaKey *self, const char *path, GError **error)
{
  char text[FILE_BYTES + 1];
  g_autofree char *seed = NULL;
  gboolean good = FALSE;
  int file = -1;
  int code = 0;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  file = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file < 0)
    return refuse_errno (path, "can't be made", errno, error);

  seed = kaunta_base64url_encode (kaunta_key_get_seed (self), SEED_BYTES);
  g_snprintf (text, sizeof text, FILE_HEAD "%s\n", seed);
  good = write_text (file, text, FILE_BYTES);
  code = good ? 0 : errno;
  sodium_memzero (seed, SEED_CHARACTERS);
  sodium_memzero (text, sizeof text);

  if (close (file) == 0 && good && sync_folder (path))
    return TRUE;

  /* A key of which only a part is on disk would be mistaken for one. */
  if (code == 0)
    code = errno;
  unlink (path);
  return refuse_errno (path, "can't be written", code, error);
}
