/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sodium.h>
#include <sqlite3.h>

#include "entry.h"
#include "json.h"

/* usage: bench-signatures FILE SQL KEY
 *
 * The signature checks alone: libsodium's verification in one thread over the entries that SQL selects (body and sig) from the SQLite file, with
 * nothing else in the measured loop. Prints how many there were and the seconds. */

#define PURPOSE "kaunta-journal-v1\n"
#define BUSY_TIMEOUT_MS 5000

typedef struct
{
  guint8 message[sizeof PURPOSE - 1 + KAUNTA_HASH_BYTES];
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
} Signed;

static void
add_row (sqlite3_stmt *row, GArray *all)
{
  Signed one;
  const void *body = sqlite3_column_blob (row, 0);

  g_assert_cmpint (sqlite3_column_bytes (row, 1), ==, KAUNTA_SIGNATURE_BYTES);
  memcpy (one.message, PURPOSE, sizeof PURPOSE - 1);
  kaunta_hash (body, (gsize) sqlite3_column_bytes (row, 0), one.message + sizeof PURPOSE - 1);
  memcpy (one.sig, sqlite3_column_blob (row, 1), sizeof one.sig);
  g_array_append_val (all, one);
}

static GArray *
read_signatures (const char *path, const char *sql)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Signed));
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
      || sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS) != SQLITE_OK || sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", path, sqlite3_errmsg (handle));
  while (sqlite3_step (statement) == SQLITE_ROW)
    add_row (statement, all);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return all;
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) all = read_signatures (argv[1], argv[2]);
  guint8 key[KAUNTA_PUBLIC_KEY_BYTES];
  gint64 start;

  g_assert_cmpint (sodium_init (), >=, 0);
  g_assert_true (kaunta_base64url_decode (argv[3], key, sizeof key, NULL));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < all->len; i++)
    {
      const Signed *one = &g_array_index (all, Signed, i);

      if (crypto_sign_verify_detached (one->sig, one->message, sizeof one->message, key) != 0)
        g_error ("entry %u is not signed with this key", i + 1);
    }
  g_print ("{\"entries\": %u, \"seconds\": %.6f}\n", all->len, (g_get_monotonic_time () - start) / 1e6);
  return EXIT_SUCCESS;
}
