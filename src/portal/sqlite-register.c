/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <string.h>
#include "identifier.h"
#include "text.h"

/* How many that have the words being looked up are looked at for the other words. */
#define MAX_CANDIDATES 300
#define MAX_QUERY 200
/* After every word that begins with a prefix: the last code point. */
#define AFTER_PREFIX "\xf4\x8f\xbf\xbf"

#define PAYER_COLUMNS "p.kind, p.id, p.name, p.phone, p.kra_pin, p.place, p.updated"

static const char PUT[] =
  "INSERT INTO payers (kind, id, id_key, name, phone, kra_pin, place, updated) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
  "ON CONFLICT (kind, id) DO UPDATE SET id_key = excluded.id_key, name = excluded.name, phone = excluded.phone, "
  "kra_pin = excluded.kra_pin, place = excluded.place, updated = excluded.updated";
static const char DROP_WORDS[] = "DELETE FROM payer_words WHERE kind = $1 AND id = $2";
static const char ADD_WORD[] =
  "INSERT INTO payer_words (word, kind, id) VALUES ($1, $2, $3) ON CONFLICT (word, kind, id) DO NOTHING";
static const char RENEW[] = "UPDATE portal SET register_version = register_version + 1, register_at = $1 WHERE id = 1";
static const char FIND_BY_ID[] = "SELECT " PAYER_COLUMNS " FROM payers p WHERE p.id_key = $1 ORDER BY p.kind, p.id LIMIT $2";
static const char FIND_BY_PHONE[] = "SELECT " PAYER_COLUMNS " FROM payers p WHERE p.phone = $1 ORDER BY p.kind, p.id LIMIT $2";
/* The two longest words; given the same word twice, one. */
static const char FIND_BY_WORDS[] =
  "SELECT DISTINCT " PAYER_COLUMNS " FROM payer_words a "
  "JOIN payer_words b ON b.kind = a.kind AND b.id = a.id AND b.word >= $1 AND b.word < $2 "
  "JOIN payers p ON p.kind = a.kind AND p.id = a.id WHERE a.word >= $3 AND a.word < $4 "
  "ORDER BY p.name, p.kind, p.id LIMIT $5";

static gboolean
put_words (KauntaSqliteStorage *self, const KauntaPayer *payer, GError **error)
{
  const char *kind = kaunta_payer_kind_to_nick (payer->kind);
  g_autofree char *folded = kaunta_text_fold (payer->name);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  if (!kaunta_connection_run (self->database, error, DROP_WORDS, "ss", kind, payer->id))
    return FALSE;
  for (char **word = words; *word != NULL; word++)
    {
      if (**word != '\0' && !kaunta_connection_run (self->database, error, ADD_WORD, "sss", *word, kind, payer->id))
        return FALSE;
    }
  return TRUE;
}

gboolean
kaunta_sqlite_put_payer (KauntaSqliteStorage *self, const KauntaPayer *payer, gint64 now, GError **error)
{
  g_autofree char *key = kaunta_identifier_match_key (payer->id);
  gint64 updated = payer->updated != 0 ? payer->updated : now;

  return kaunta_connection_run (self->database, error, PUT, "sssssssi", kaunta_payer_kind_to_nick (payer->kind), payer->id,
                              key, payer->name, payer->phone, payer->kra_pin, payer->place, updated)
         && put_words (self, payer, error);
}

gboolean
kaunta_sqlite_renew_register (KauntaSqliteStorage *self, gint64 now, GError **error)
{
  return kaunta_connection_run (self->database, error, RENEW, "i", now);
}

static gboolean
put_each (KauntaSqliteStorage *self, KauntaPayerSource next, gpointer data, gint64 *count, GError **error)
{
  gint64 now = kaunta_clock_get_now (self->clock);

  for (*count = 0;; *count += 1)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (KauntaPayer) payer = next (data, &local);

      if (payer == NULL && local == NULL)
        break;
      if (payer == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!kaunta_sqlite_put_payer (self, payer, now, error))
        return FALSE;
    }
  return kaunta_sqlite_renew_register (self, now, error);
}

gboolean
kaunta_sqlite_import_payers (KauntaPortalStorage *storage, KauntaPayerSource next, gpointer data, gint64 *count, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  gint64 put = 0;

  if (!kaunta_connection_begin (self->database, error)
      || !kaunta_connection_end (self->database, put_each (self, next, data, &put, error), error))
    return FALSE;
  if (count != NULL)
    *count = put;
  return TRUE;
}

KauntaPayer *
kaunta_sqlite_read_payer (KauntaRowset *rows)
{
  KauntaPayerKind kind = KAUNTA_PAYER_OTHER;

  kaunta_payer_kind_from_nick (kaunta_rowset_get_text (rows, 0), &kind);
  return kaunta_payer_new (kind, kaunta_rowset_get_text (rows, 1), kaunta_rowset_get_text (rows, 2),
                           kaunta_rowset_get_text (rows, 3), kaunta_rowset_get_text (rows, 4), kaunta_rowset_get_text (rows, 5),
                           kaunta_rowset_get_integer (rows, 6), 0);
}

static gboolean
is_in (GPtrArray *payers, const KauntaPayer *payer)
{
  for (guint i = 0; i < payers->len; i++)
    {
      const KauntaPayer *other = g_ptr_array_index (payers, i);

      if (other->kind == payer->kind && strcmp (other->id, payer->id) == 0)
        return TRUE;
    }
  return FALSE;
}

/* @words: (nullable): what every name must have a word beginning with */
static gboolean
has_words (const KauntaPayer *payer, char **words)
{
  g_autofree char *folded = kaunta_text_fold (payer->name);
  g_autofree char *spaced = g_strconcat (" ", folded, NULL);

  for (char **word = words; word != NULL && *word != NULL; word++)
    {
      g_autofree char *begin = g_strconcat (" ", *word, NULL);

      if (strstr (spaced, begin) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
collect (KauntaRowset *rows, char **words, GPtrArray *payers, GError **error)
{
  gboolean failed = FALSE;

  while (payers->len < KAUNTA_PORTAL_MAX_PAYERS && kaunta_rowset_next (rows, &failed, error))
    {
      g_autoptr (KauntaPayer) payer = kaunta_sqlite_read_payer (rows);

      if (!is_in (payers, payer) && has_words (payer, words))
        g_ptr_array_add (payers, g_steal_pointer (&payer));
    }
  return !failed;
}

static gboolean
find_equal (KauntaSqliteStorage *self, const char *statement, const char *key, GPtrArray *payers, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };

  if (key == NULL || *key == '\0')
    return TRUE;
  return kaunta_connection_query (self->database, &rows, error, statement, "si", key, (gint64) KAUNTA_PORTAL_MAX_PAYERS)
         && collect (&rows, NULL, payers, error);
}

static int
compare_longer_first (gconstpointer a, gconstpointer b)
{
  const char *const *left = a;
  const char *const *right = b;

  return (int) strlen (*right) - (int) strlen (*left);
}

static gboolean
find_by_words (KauntaSqliteStorage *self, const char *folded, GPtrArray *payers, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint count = g_strv_length (words);
  const char *second = NULL;
  g_autofree char *first_end = NULL;
  g_autofree char *second_end = NULL;

  if (count == 0)
    return TRUE;
  qsort (words, count, sizeof *words, compare_longer_first);
  second = words[count > 1 ? 1 : 0];
  first_end = g_strconcat (words[0], AFTER_PREFIX, NULL);
  second_end = g_strconcat (second, AFTER_PREFIX, NULL);
  return kaunta_connection_query (self->database, &rows, error, FIND_BY_WORDS, "ssssi", second, second_end, words[0], first_end,
                                (gint64) MAX_CANDIDATES)
         && collect (&rows, words, payers, error);
}

GPtrArray *
kaunta_sqlite_find_payers (KauntaPortalStorage *storage, const char *typed, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autoptr (GPtrArray) payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  g_autofree char *text = kaunta_text_clean (typed, "q", MAX_QUERY, FALSE, NULL);
  g_autofree char *key = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *folded = NULL;

  if (text == NULL)
    {
      g_set_error (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "q: 1 to %d characters of text.", MAX_QUERY);
      return NULL;
    }

  key = kaunta_identifier_match_key (text);
  phone = kaunta_phone_normalise (text, NULL);
  folded = kaunta_text_fold (text);
  if (!find_equal (self, FIND_BY_ID, key, payers, error)
      || !find_equal (self, FIND_BY_PHONE, phone, payers, error)
      || !find_by_words (self, folded, payers, error))
    return NULL;
  return g_steal_pointer (&payers);
}
